import { z } from 'zod'
import { dateIn, instantAt, isDate, shiftDate, weekdayOf } from '../../core/calendar.ts'

export const PauseForm = z.object({ until: z.string('Please choose a day.') })
export const LeaveForm = z.object({ company: z.array(z.string()).catch([]) })

/** A pause ends by itself, within a year. */
export const LONGEST_PAUSE_DAYS = 366

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/**
 * The day that somebody means by '2026-12-01', 'friday', 'tomorrow', '2 weeks' or '10 days', in their zone;
 * undefined if none of these. 'next week' is a week from now.
 */
export function dayFrom(text: string, zone: string, now: number): string | undefined {
  const today = dateIn(zone, now)
  const typed = text
    .trim()
    .toLowerCase()
    .replace(/^(?:(?:until|till|for|next)\s+)+/, '')
  if (isDate(typed)) return typed
  if (typed === 'today') return today
  if (typed === 'tomorrow') return shiftDate(today, 1)
  const weekday = WEEKDAYS.findIndex((name) => typed.length >= 3 && name.startsWith(typed)) + 1
  if (weekday > 0) return shiftDate(today, ((weekday - weekdayOf(today) + 6) % 7) + 1)
  const [, many, unit] = /^(?:(\d{1,3}|a|one|two|three|four)\s*)?(day|week|month)s?$/.exec(typed) ?? []
  if (!unit) return undefined
  const n = { a: 1, one: 1, two: 2, three: 3, four: 4 }[many ?? 'a'] ?? Number(many)
  return shiftDate(today, n * { day: 1, week: 7, month: 30 }[unit as 'day' | 'week' | 'month'])
}

/** Why nobody can be paused until that day, or undefined if they can. */
export function objectionTo(day: string, zone: string, now: number): string | undefined {
  const today = dateIn(zone, now)
  if (!isDate(day)) return 'Please choose a day, such as 2026-12-01.'
  if (day <= today) return 'Please choose a day after today.'
  if (day > shiftDate(today, LONGEST_PAUSE_DAYS))
    return 'A pause lasts a year at most. For longer, leave: you can join again any time.'
  return undefined
}

/** When a pause until that day ends: as the day begins. */
export const endOfPause = (day: string, zone: string, startMinute: number) =>
  instantAt(zone, day, startMinute)
