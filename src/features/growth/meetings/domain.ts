/** What comes before and after a session, and when. Pure. */
import { z } from 'zod'
import {
  DAY_MS,
  HOUR_MS,
  type Hours,
  MINUTE_MS,
  nextHumane,
  workingDayBefore,
} from '../../../core/calendar.ts'
import { lengthOf, maybeWords, tidy } from '../../../core/text.ts'

/** A reminder comes on the working day before, and another so long before (row C4). */
export const SOON_MS = 10 * MINUTE_MS
/** "Did you meet?" is asked after a session, and left alone after so long. */
export const ANSWER_MS = 7 * DAY_MS
/** "We met", told without a plan, is another session if the last one was longer ago than this. */
export const SAME_MEETING_MS = 3 * DAY_MS
/** So many earlier sessions are listed. */
export const MOST_PAST = 40
export const LONGEST = 2000
/** As much of an action item as a list shows whole. */
export const ITEM_MAX = 120

/** New action items, one a line; and which of the old ones are done. */
export const NotesForm = z.object({
  notes: maybeWords(LONGEST),
  items: z
    .string()
    .optional()
    .transform((text) =>
      (text ?? '')
        .split('\n')
        .map((line) => tidy(line.replace(/^\s*[-*•]\s+/, '')))
        .filter(Boolean),
    )
    .refine((lines) => lines.length <= 10, 'Please keep it to ten at a time.')
    .refine(
      (lines) => lines.every((line) => lengthOf(line) <= 200),
      'Please keep each under 200 characters.',
    ),
  done: z.preprocess((list) => list ?? [], z.array(z.string())),
})
export type NotesForm = z.infer<typeof NotesForm>

/**
 * What is due next about a planned session of these two, and when (UTC ms). Reminders that would come at once are left out.
 */
export function firstStepAt(
  session: { startAt: number; endAt: number },
  both: readonly Hours[],
  now: number,
): number {
  const before = both
    .map((hours) => workingDayBefore(hours, session.startAt))
    .filter((at) => at !== undefined && at > now + 2 * HOUR_MS) as number[]
  const soon = session.startAt - SOON_MS
  return before.length > 0 ? Math.min(...before) : now < soon ? soon : Math.max(session.endAt, now)
}

/**
 * When somebody is reminded on the working day before: not before it, and in their hours. Undefined where that leaves no
 * time until they meet.
 */
export function remindAt(hours: Hours, startAt: number, now: number): number | undefined {
  const before = workingDayBefore(hours, startAt)
  const at = before !== undefined && before > now ? before : nextHumane(hours, now)
  return before !== undefined && at !== undefined && at < startAt - SOON_MS ? at : undefined
}
