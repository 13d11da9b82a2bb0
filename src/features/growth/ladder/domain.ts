/** The stall ladder: what happens to a pair that has gone quiet (row C8). Pure. */
import { z } from 'zod'
import { DAY_MS, isDate, type LocalDate, MINUTE_MS, shiftDate } from '../../../core/calendar.ts'

/** No meeting for so long, and the pair is asked. */
export const STALL_MS = 21 * DAY_MS
/** The same for a pair that agreed on how often they meet. */
export const stallMs = (cadenceDays: number | null) =>
  cadenceDays === null ? STALL_MS : cadenceDays * 1.5 * DAY_MS

/** The rungs, from the first nudge on; after the last one the coordinators see that the pair needs a hand. */
export const RUNGS = ['nudged', 'asked', 'offered'] as const
export type Rung = (typeof RUNGS)[number]
export const isRung = (state: string): state is Rung => (RUNGS as readonly string[]).includes(state)

/** Working days of silence after a question was read until the next rung. */
export const RUNG_DAYS = 3
/** A question that could not be asked by then (holidays, other messages) is of no use; the next rung is. */
export const UNASKED_MS = 14 * DAY_MS
/** "Not yet, but we will": asked again after this. Also how long a pair has after a break, a plan or a pause. */
export const SNOOZE_MS = 7 * DAY_MS
/** How long the wish for a hand can be taken back before anybody hears of it. */
export const UNDO_MS = 5 * MINUTE_MS
/** A pair that needs a hand and is not heard of for so long is closed, if nobody objects. */
export const HAND_MS = 28 * DAY_MS

export const RestForm = z.object({ until: z.string('Please choose a day.') })
/** What a break starts with, and its longest, in days. */
export const REST_DAYS = 21
const LONGEST_REST_DAYS = 92

/** Why two cannot take a break until that day, as its reader's calendar shows `today`; undefined if they can. */
export function restObjection(until: string, today: LocalDate, endsOn: LocalDate | null): string | undefined {
  if (!isDate(until)) return 'Choose a day from the calendar, please.'
  if (until <= today) return 'Please choose a day after today.'
  if (until > shiftDate(today, LONGEST_REST_DAYS))
    return 'A break lasts three months at most. For longer, close it well: you can ask each other again any time.'
  if (endsOn !== null && until > endsOn)
    return 'That is after the last day that you agreed on. Choose an earlier day, or change your agreement first.'
  return undefined
}
