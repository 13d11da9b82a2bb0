import { z } from 'zod'
import { isDate, shiftDate } from '../../../core/calendar.ts'
import { words } from '../../../core/text.ts'

/**
 * Each is asked alone, and has so many of their own working days. Few, since two who both would like it wait as long: all
 * hear at one instant, whatever was answered and when.
 */
export const ANSWER_DAYS = 3
/** How often one person may introduce others in a week. */
export const A_WEEK = 3
/** A promise is asked about on its day and again after a week; two weeks later it is let go. */
export const AGAIN_DAYS = 7
export const LET_GO_DAYS = 21
export const FURTHEST_DAYS = 180

const two = 'Please choose two people.'

export const IntroForm = z.object({
  people: z
    .array(z.string(), two)
    .transform((people) => [...new Set(people)])
    .refine((people) => people.length === 2, two)
    .transform((people) => people as [string, string]),
  reason: words(500, 10),
})
export type IntroForm = z.infer<typeof IntroForm>

export const PromiseForm = z.object({
  mentorship: z.string('Please choose one of your mentees.'),
  words: words(500, 3),
  on: z.string('Please choose a day.'),
})
export type PromiseForm = z.infer<typeof PromiseForm>

/** Why a promise cannot be for this day, or undefined. `today` is in the zone of who promises. */
export function dayObjection(on: string, today: string): string | undefined {
  if (!isDate(on) || on < today) return 'Please choose a day from today on.'
  return on > shiftDate(today, FURTHEST_DAYS) ? 'Please choose a day within half a year.' : undefined
}

export const SIDES = ['one', 'two'] as const
export type Side = (typeof SIDES)[number]

/**
 * What somebody said: waiting, yes, no, or barred: they were never asked, since they do not want to be paired with one of
 * the others. Older rows also know late: their time ran out. To everybody else all but yes look like silence.
 */
export type Answer = 'waiting' | 'yes' | 'no' | 'late' | 'barred'

/** What two answers make, once the time for both is over. */
export const resolve = (one: Answer, two: Answer): 'agreed' | 'ended' =>
  one === 'yes' && two === 'yes' ? 'agreed' : 'ended'
