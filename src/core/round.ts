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

/** A round in figures, for its preview and its record. Scores are whole points. */
export interface RoundOutcome {
  solvedAt: number
  /** Not all ways to part those who could mentor each other were looked at. */
  nearly?: true
  mentees: number
  mentors: number
  matched: number
  total: number
  /** The lowest score of a pair, null without pairs. */
  worst: number | null
  /** `none` of them share a skill; an older record does not say so. */
  fits: { strong: number; good: number; fair: number; none?: number }
  /** Pairs where both would gain by leaving theirs for each other. */
  blocking: [mentee: string, mentor: string][]
  /** Mentors with places left, and how many. */
  idle: [mentor: string, places: number][]
  /** Mentors of whom one more place would help most, the most contested first. */
  contested: string[]
  /** Of the pairs that are not locked: the most points there can be, what this has, and the best weakest pair there can be. */
  weighed?: Record<'most' | 'got' | 'fairest', { total: number; worst: number | null }>
  /** Against the solution before, if there was one. */
  before?: { mentees: number; matched: number; total: number; worst: number | null }
  /** Mentees whose mentor differs from the solution before. */
  moved: string[]
}
