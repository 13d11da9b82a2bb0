/**
 * How much of the best total fit may be given up for a better weakest match: whatever it takes, a hundredth, or nothing.
 */
export const EQUITIES = ['any', 'some', 'none'] as const
export type Equity = (typeof EQUITIES)[number]

/** The same in thousandths of the total. */
export const THOUSANDTHS: Record<Equity, number> = { any: 1000, some: 10, none: 0 }

/** What a coordinator chose for a round, as it is kept with it. */
export interface RoundChoices {
  equity: Equity
  /** These mentees only; empty for everybody who looks for a mentor. */
  only: string[]
  /** Not in this round, on either side. */
  without: string[]
  excludeSameTeam: boolean
}
