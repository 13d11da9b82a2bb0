import { z } from 'zod'
import { dateIn, instantAt, isDate, shiftDate } from '../../../core/calendar.ts'

export const PauseForm = z.object({ until: z.string('Please choose a day.') })
export const LeaveForm = z.object({ company: z.array(z.string()).catch([]) })

/** A pause ends by itself, within a year. */
export const LONGEST_PAUSE_DAYS = 366

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
