import { z } from 'zod'
import type { StartedPair } from '../../../announcements.ts'
import { DAY_MS } from '../../../core/calendar.ts'

/** A pair that has just planned, signed or come back is left alone for so long. */
export const AFTER_PLAN_MS = 7 * DAY_MS

/** What a mentorship notes of having gone quiet or taking a break, as it is when nothing of it stands. */
export const NOT_STALLED = { nudgedAt: null, needsHandAt: null, restsUntil: null }

/** What people call it. */
export const nounOf = (m: { kind: string }) => (m.kind === 'chat' ? 'chat' : 'mentorship')

/** The box for "never pair us again". */
export const EndForm = z.object({ never: z.array(z.string()).catch([]) })
export const PairMeta = z.object({ mentorship: z.string().max(40) })

/** Whose mentorships these are, each person once; a single chat is none. */
export const peopleOf = (pairs: readonly StartedPair[]): string[] => [
  ...new Set(pairs.flatMap((p) => (p.kind === 'mentorship' ? [p.mentee, p.mentor] : []))),
]
