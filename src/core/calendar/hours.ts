import {
  DAY_MS,
  dateIn,
  instantAt,
  type LocalDate,
  MINUTE_MS,
  minuteIn,
  shiftDate,
  wallClock,
  weekdayOf,
} from './zone.ts'

/** When a person works, in their own zone. */
export interface Hours {
  zone: string
  /** ISO weekdays, 1 for Monday to 7 for Sunday. */
  workingDays: number[]
  /** Minutes from local midnight; the start is inside the hours, the end is not. 0 <= start < end <= 1440. */
  startMinute: number
  endMinute: number
  /** Whole days off, in the person's own zone. */
  holidays: LocalDate[]
}

/** No rule looks further ahead than this, so that a person without working days cannot hold it up for ever. */
const HORIZON_DAYS = 400

/** 09:00 to 18:00 from Monday to Friday, no holidays. */
export function defaultHours(zone: string): Hours {
  return { zone, workingDays: [1, 2, 3, 4, 5], startMinute: 540, endMinute: 1080, holidays: [] }
}

/** Whether the person works on this date of their own zone. */
export function isWorkingDay(hours: Hours, date: LocalDate): boolean {
  return hours.workingDays.includes(weekdayOf(date)) && !hours.holidays.includes(date)
}

/**
 * The working hours of a date as instants, the end excluded; undefined on a day off, or when a clock change
 * swallows them whole.
 */
export function windowOn(hours: Hours, date: LocalDate): { startAt: number; endAt: number } | undefined {
  if (!isWorkingDay(hours, date)) return undefined
  const clock = wallClock(hours.zone, date)
  const startAt = clock(hours.startMinute)
  const endAt = clock(hours.endMinute)
  return startAt < endAt ? { startAt, endAt } : undefined
}

/** The working hours of the last working day before the date of `at`; undefined if the seven days before it have none. */
export function windowBefore(hours: Hours, at: number): { startAt: number; endAt: number } | undefined {
  const date = dateIn(hours.zone, at)
  for (let back = 1; back <= 7; back++) {
    const window = windowOn(hours, shiftDate(date, -back))
    if (window) return window
  }
  return undefined
}

/**
 * The last working day before the date of `at`, at the same local time brought into its working hours; undefined if the
 * seven days before it have none.
 */
export function workingDayBefore(hours: Hours, at: number): number | undefined {
  const window = windowBefore(hours, at)
  if (!window) return undefined
  const wanted = instantAt(hours.zone, dateIn(hours.zone, window.startAt), minuteIn(hours.zone, at))
  return Math.max(window.startAt, Math.min(wanted, window.endAt - MINUTE_MS))
}

/** Whether a nudge at this instant falls into the person's working hours. */
export function isHumane(hours: Hours, at: number): boolean {
  const window = windowOn(hours, dateIn(hours.zone, at))
  return !!window && at >= window.startAt && at < window.endAt
}

/**
 * `at` itself if it is inside the working hours, else the start of the next ones; undefined if the person has
 * none within 400 days.
 */
export function nextHumane(hours: Hours, at: number): number | undefined {
  let date = dateIn(hours.zone, at)
  for (let i = 0; i <= HORIZON_DAYS; i++, date = shiftDate(date, 1)) {
    const window = windowOn(hours, date)
    if (window && window.endAt > at) return Math.max(at, window.startAt)
  }
  return undefined
}

/** The first date with working hours on or after `date`, or undefined within 400 days. */
export function nextWorkingDate(hours: Hours, date: LocalDate): LocalDate | undefined {
  for (let i = 0; i <= HORIZON_DAYS; i++, date = shiftDate(date, 1)) if (windowOn(hours, date)) return date
  return undefined
}

/**
 * The instant `days` working days after `at`, at the same local time brought into the working hours (a time
 * after the end becomes the last minute of that day), so that the answer is always humane. A start on a day
 * off counts from the next working day: Saturday and one day is Tuesday. 0 days is `nextHumane`. Undefined if the
 * calendar of the person runs out (400 days without a working one).
 */
export function addWorkingDays(hours: Hours, at: number, days: number): number | undefined {
  if (days <= 0) return nextHumane(hours, at)
  let date = nextWorkingDate(hours, dateIn(hours.zone, at))
  for (let i = 0; i < days && date; i++) date = nextWorkingDate(hours, shiftDate(date, 1))
  const window = date && windowOn(hours, date)
  if (!date || !window) return undefined
  const wanted = instantAt(hours.zone, date, minuteIn(hours.zone, at))
  return Math.max(window.startAt, Math.min(wanted, window.endAt - MINUTE_MS))
}

/**
 * How long somebody else waits for this person: so many of their own working days, and never more than `atMost` days,
 * whatever holidays they have.
 */
export const patienceUntil = (hours: Hours, at: number, days: number, atMost: number): number =>
  Math.min(addWorkingDays(hours, at, days) ?? Number.POSITIVE_INFINITY, at + atMost * DAY_MS)

/**
 * How many of the person's working days lie between two instants, by the counting of `addWorkingDays`:
 * n days added are n days between. 0 if `to` is not later.
 */
export function workingDaysBetween(hours: Hours, from: number, to: number): number {
  if (to <= from) return 0
  const last = dateIn(hours.zone, to)
  let date = nextWorkingDate(hours, dateIn(hours.zone, from))
  let count = 0
  while (date && date < last) {
    date = nextWorkingDate(hours, shiftDate(date, 1))
    if (date && date <= last) count++
  }
  return count
}

/** A moment of every week: an ISO weekday and minutes from local midnight. */
export interface Weekly {
  weekday: number
  minute: number
}

/**
 * The next instant strictly after `after` at the person's chosen weekday and local time. A day off moves it to
 * the next working day at the same local time, but never onto or past the next week's own occurrence: such a week has none.
 * The time is the person's choice, so it need not lie in working hours. Undefined if nothing is left in 400 days.
 */
export function nextWeekly(hours: Hours, weekly: Weekly, after: number): number | undefined {
  const today = dateIn(hours.zone, after)
  // Last week's occurrence may have been moved to a day that is still to come.
  let due = shiftDate(today, ((weekly.weekday - weekdayOf(today) + 7) % 7) - 7)
  for (let past = 0; past <= HORIZON_DAYS; past += 7, due = shiftDate(due, 7)) {
    const moved = firstWorkingDayOfSeven(hours, due)
    const at = moved === undefined ? undefined : instantAt(hours.zone, moved, weekly.minute)
    if (at !== undefined && at > after) return at
  }
  return undefined
}

function firstWorkingDayOfSeven(hours: Hours, from: LocalDate): LocalDate | undefined {
  for (let i = 0; i < 7; i++) {
    const date = shiftDate(from, i)
    if (isWorkingDay(hours, date)) return date
  }
  return undefined
}

/** The Monday of the week that an instant lies in, in a person's own zone. */
export function mondayOf({ zone }: Pick<Hours, 'zone'>, at: number): LocalDate {
  const today = dateIn(zone, at)
  return shiftDate(today, 1 - weekdayOf(today))
}

/** `days` calendar days later at the same local time; a clock change does not shift it. */
export function addLocalDays(zone: string, at: number, days: number): number {
  const local = at % MINUTE_MS
  const moved = instantAt(zone, shiftDate(dateIn(zone, at), days), minuteIn(zone, at))
  return moved + (local < 0 ? local + MINUTE_MS : local)
}
