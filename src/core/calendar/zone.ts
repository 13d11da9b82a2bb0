import { TZDate, tzOffset } from '@date-fns/tz'
import type { Locale } from 'date-fns'
// Not from the package's front door, which reads three hundred files at every start.
import { format } from 'date-fns/format'

/** A calendar date, 'YYYY-MM-DD', with no zone of its own. */
export type LocalDate = string

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** Whether this is a zone name of the IANA database that this runtime knows, such as 'Europe/Paris' or 'UTC'. */
export function isZone(zone: string): boolean {
  const known = zones.get(zone)
  if (known !== undefined) return known
  // Bounded by what people type; the names of real zones are some hundreds.
  if (zones.size > 2000) zones.clear()
  const real = existsZone(zone)
  zones.set(zone, real)
  return real
}

/** Looked up once each: asking the runtime costs a tenth of a millisecond. */
const zones = new Map<string, boolean>()

function existsZone(zone: string): boolean {
  // Newer runtimes also take '+05:30', which knows no clock changes: people's zones must have a name.
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** Whether this is a real date written 'YYYY-MM-DD'. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

/**
 * Milliseconds by which the clocks of `zone` are ahead of UTC at the instant `at` (negative when behind).
 * @throws RangeError for a zone that does not exist; forms check with `isZone` before storing one.
 */
export function offsetAt(zone: string, at: number): number {
  const minutes = tzOffset(zone, new Date(at))
  if (Number.isNaN(minutes)) throw new RangeError(`Unknown time zone or instant: ${zone}, ${at}`)
  return Math.round(minutes * MINUTE_MS)
}

/** The date on the wall of `zone` at an instant. */
export function dateIn(zone: string, at: number): LocalDate {
  return new Date(at + offsetAt(zone, at)).toISOString().slice(0, 10)
}

/** Minutes since local midnight on the clock of `zone` at an instant, 0 to 1439, rounded down. */
export function minuteIn(zone: string, at: number): number {
  const local = at + offsetAt(zone, at)
  return Math.floor((((local % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS)
}

/** The ISO weekday of a date, 1 for Monday to 7 for Sunday. */
export function weekdayOf(date: LocalDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7
}

/** The date `days` days later (or earlier, when negative). */
export function shiftDate(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The number of days from one date to another, negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)
}

/**
 * The instant at which the wall clock of `zone` shows `minute` (from midnight) on `date`.
 * A time that the spring change skips gives the first instant after the gap; a time that the autumn change
 * repeats gives its first occurrence. `minute` may be 1440 for the end of the day.
 */
export function instantAt(zone: string, date: LocalDate, minute: number): number {
  const wall = Date.parse(`${date}T00:00:00Z`) + minute * MINUTE_MS
  if (Number.isNaN(wall)) throw new RangeError(`Not a date: ${date}`)
  // Offsets lie within 14 hours of UTC, so a change that matters to this wall time lies within a day of it.
  const before = wall - offsetAt(zone, wall - DAY_MS)
  const after = wall - offsetAt(zone, wall + DAY_MS)
  if (before === after) return before
  const first = Math.min(before, after)
  const second = Math.max(before, after)
  if (shows(zone, first, wall)) return first
  if (shows(zone, second, wall)) return second
  return changeBetween(zone, first, second)
}

/**
 * `instantAt` for one date, for several minutes of it: on the many days without a clock change nearby, two
 * looks at the zone (microseconds each) serve them all.
 */
export function wallClock(zone: string, date: LocalDate): (minute: number) => number {
  const midnight = Date.parse(`${date}T00:00:00Z`)
  const offset = offsetAt(zone, midnight - DAY_MS)
  if (offset !== offsetAt(zone, midnight + 2 * DAY_MS)) return (minute) => instantAt(zone, date, minute)
  return (minute) => midnight + minute * MINUTE_MS - offset
}

function shows(zone: string, at: number, wall: number): boolean {
  return at + offsetAt(zone, at) === wall
}

/** The first instant after `from` (a whole minute), up to `to`, that already has the offset in force at `to`; to the minute. */
export function changeBetween(zone: string, from: number, to: number): number {
  const target = offsetAt(zone, to)
  let low = from
  let high = to
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS
    if (offsetAt(zone, middle) === target) high = middle
    else low = middle
  }
  return high
}

/**
 * By how many hours the wall clocks of two zones differ at an instant: 0 to 12, with fractions for half-hour
 * zones. Counted around the dial, since that is what matters for a shared hour: Auckland and Honolulu are an
 * hour apart (on different dates), not 23.
 */
export function zoneGapHours(a: string, b: string, at: number): number {
  const gap = Math.abs(offsetAt(a, at) - offsetAt(b, at)) % DAY_MS
  return Math.min(gap, DAY_MS - gap) / HOUR_MS
}

const patterns = {
  short: 'EEE d MMM, HH:mm',
  long: 'EEEE d MMMM yyyy, HH:mm',
  date: 'EEE d MMM',
  dateWithYear: 'EEE d MMM yyyy',
  time: 'HH:mm',
}

/**
 * An instant as people of `zone` read it: 'Mon 5 Oct, 09:00' by default. Every date on screen is written so.
 * `style` picks more or less of it ('date' gives 'Mon 5 Oct'); `locale` is one of date-fns, English if left out.
 */
export function formatFor(
  zone: string,
  at: number,
  style: keyof typeof patterns = 'short',
  locale?: Locale,
): string {
  return format(new TZDate(at, zone), patterns[style], locale ? { locale } : {})
}

/**
 * The day by which something must have come that ends at an instant: the last one that is wholly left, 'Thu 12 Nov' where it
 * ends on Friday morning. People think of a deadline in days, and whoever keeps to this one is never too late.
 */
export const lastDayFor = (zone: string, endsAt: number): string =>
  formatDate(shiftDate(dateIn(zone, endsAt), -1), 'date')

/** A date, which has no zone of its own, as people read it: 'Mon 5 Oct 2026' by default. */
export const formatDate = (date: LocalDate, style: 'date' | 'dateWithYear' = 'dateWithYear'): string =>
  formatFor('UTC', Date.parse(`${date}T00:00:00Z`), style)
