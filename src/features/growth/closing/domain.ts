/** The end of a mentorship, well made (row C13). Pure. */
import { z } from 'zod'
import {
  addWorkingDays,
  DAY_MS,
  formatDate,
  type Hours,
  instantAt,
  isDate,
  type LocalDate,
  shiftDate,
} from '../../../core/calendar.ts'
import { choice, maybeWords } from '../../../core/text.ts'

/** How long before the agreed last day both are asked what comes next. */
const LEAD_DAYS = 7
/** Working days until who has not answered is reminded, and until it is complete without an answer. */
export const REMIND_DAYS = 2
export const ANSWER_DAYS = 5
export const WORDS_MAX = 1000
/** What an extension starts with. */
const EXTEND_DAYS = 61
/** Days after a completed mentorship until its mentee is invited, once, to mentor. */
export const INVITE_MS = 14 * DAY_MS

export type Cause = 'early' | 'lastDay' | 'silence'

export const ClosingMeta = z.object({ mentorship: z.string().max(40) })
export type ClosingMeta = z.infer<typeof ClosingMeta>

export const ReviewForm = z
  .object({
    next: choice(['complete', 'extend', 'rematch']),
    until: z.string().optional(),
    reached: maybeWords(WORDS_MAX),
    helped: maybeWords(WORDS_MAX),
    thanks: maybeWords(WORDS_MAX),
    named: z.array(z.string()).catch([]),
  })
  .superRefine((form, context) => {
    if (form.next !== 'extend' || (form.until && isDate(form.until))) return
    context.addIssue({ code: 'custom', path: ['until'], message: 'Choose the new last day, please.' })
  })
export type ReviewForm = z.infer<typeof ReviewForm>

/** When both are asked (UTC ms): a week before the last day, in the morning of `hours`; never in the next day. */
export const askAt = (hours: Hours, endsOn: LocalDate, now: number) =>
  Math.max(instantAt(hours.zone, shiftDate(endsOn, -LEAD_DAYS), hours.startMinute), now + DAY_MS)

/** The agreed last day is over (UTC ms). */
export const lastMoment = (hours: Hours, endsOn: LocalDate) => instantAt(hours.zone, endsOn, hours.endMinute)

/** From when it may be complete, and when it is without an answer (UTC ms). */
export function windowFor(
  hours: Hours,
  cause: Cause,
  endsOn: LocalDate | null,
  now: number,
): { fromAt: number; untilAt: number } {
  const answerBy = addWorkingDays(hours, now, ANSWER_DAYS) ?? now + LEAD_DAYS * DAY_MS
  const last = cause === 'lastDay' && endsOn !== null ? lastMoment(hours, endsOn) : now
  return { fromAt: Math.max(now, last), untilAt: Math.max(answerBy, last) }
}

/** A day that an extension may start with. */
export const suggestedUntil = (endsOn: LocalDate, today: LocalDate) =>
  shiftDate(endsOn > today ? endsOn : today, EXTEND_DAYS)

/** Why a mentorship cannot be extended to that day, undefined if it can. */
export const extendObjection = (until: LocalDate, endsOn: LocalDate): string | undefined =>
  until > endsOn ? undefined : `Your last day is ${formatDate(endsOn)} now. Choose a later one.`
