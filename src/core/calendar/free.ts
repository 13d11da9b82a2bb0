/**
 * Free times: the hours of the week in which a person is usually free, as sorted, distinct hour-of-week numbers in their
 * own zone, 0 for Monday 00:00-01:00 to 167 for Sunday 23:00-24:00. An empty list means "not given".
 */
import { type Hours, windowOn } from './hours.ts'
import {
  DAY_MS,
  dateIn,
  HOUR_MS,
  type LocalDate,
  MINUTE_MS,
  offsetAt,
  shiftDate,
  wallClock,
  weekdayOf,
} from './zone.ts'

const WEEK_HOURS = 168
const QUARTER_MS = 15 * MINUTE_MS
const QUARTERS = WEEK_HOURS * 4
const WORDS = QUARTERS / 32

/** The quarter-hours of the UTC week in which somebody is free: 672 bits, bit 0 for Monday 00:00 UTC. */
export type WeekBits = Int32Array

/**
 * Free times as bits of the UTC week, by the offset in force at `at`. Quarter-hours, since zones such as Kathmandu
 * stand 45 minutes off the hour; bits, so that a list of thousands can be compared at once.
 */
export function weekBits(free: readonly number[], zone: string, at: number): WeekBits {
  return weekBitsAtOffset(free, Math.round(offsetAt(zone, at) / QUARTER_MS))
}

/** The same for an offset in quarter-hours that is already known, since looking one up costs microseconds. */
export function weekBitsAtOffset(free: readonly number[], offsetQuarters: number): WeekBits {
  const bits = new Int32Array(WORDS)
  for (const hour of free) {
    for (let quarter = 0; quarter < 4; quarter++) {
      const at = (hour * 4 + quarter - offsetQuarters + QUARTERS) % QUARTERS
      bits[at >> 5]! |= 1 << (at & 31)
    }
  }
  return bits
}

/** Starts of the whole shared hours of two weeks, as quarter-hours of the UTC week; see `commonFreeHours`. */
function sharedStarts(a: WeekBits, b: WeekBits): number[] {
  const both = (quarter: number) => {
    const at = quarter % QUARTERS
    return (a[at >> 5]! & b[at >> 5]! & (1 << (at & 31))) !== 0
  }
  // Begin where a run begins, so that one that spans the end of the week is not cut in two.
  let origin = 0
  while (origin < QUARTERS && both(origin)) origin++
  if (origin === QUARTERS) origin = 0
  const starts: number[] = []
  let run = 0
  for (let quarter = origin; quarter < origin + QUARTERS; quarter++) {
    run = both(quarter) ? run + 1 : 0
    if (run === 4) {
      starts.push((quarter - 3) % QUARTERS)
      run = 0
    }
  }
  return starts.sort((x, y) => x - y)
}

/** How many whole hours a week two people share; the length of `commonFreeHours`, from bits made once. */
export function countShared(a: WeekBits, b: WeekBits): number {
  let quarters = 0
  for (let word = 0; word < WORDS; word++) quarters += ones(a[word]! & b[word]!)
  // Fewer than an hour needs no look at the runs; nor can more than this many hours be found.
  return quarters < 4 ? 0 : sharedStarts(a, b).length
}

/** Bits set in a 32-bit word (Hacker's Delight, 5-1). */
function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

/**
 * The whole hours of a usual week in which both are free, by the clocks in force at `at`: starts as minutes of the
 * UTC week, 0 for Monday 00:00. In zones that differ by part of an hour, an overlap shorter than an hour is none.
 */
export function commonFreeHours(
  a: readonly number[],
  zoneA: string,
  b: readonly number[],
  zoneB: string,
  at: number,
): number[] {
  return sharedStarts(weekBits(a, zoneA, at), weekBits(b, zoneB, at)).map((quarter) => quarter * 15)
}

/** A stretch of time, the end excluded. */
interface Span {
  startAt: number
  endAt: number
}

/**
 * When a person is free and at work, from `at` for `withinMs`: sorted spans that do not touch. Without free times
 * (an empty list) it is the whole of the working hours.
 */
function freeSpans(free: readonly number[], hours: Hours, at: number, withinMs: number): Span[] {
  const until = at + withinMs
  const spans: Span[] = []
  const days = new Set(free)
  const add = (startAt: number, endAt: number) => {
    const from = Math.max(startAt, at)
    const to = Math.min(endAt, until)
    if (from >= to) return
    const last = spans.at(-1)
    if (last && last.endAt >= from) last.endAt = Math.max(last.endAt, to)
    else spans.push({ startAt: from, endAt: to })
  }
  const end = dateIn(hours.zone, until)
  for (let date = dateIn(hours.zone, at); date <= end; date = shiftDate(date, 1)) {
    const window = windowOn(hours, date)
    if (!window) continue
    if (!days.size) {
      add(window.startAt, window.endAt)
      continue
    }
    const runs = runsOn(days, date)
    if (!runs.length) continue
    const clock = wallClock(hours.zone, date)
    for (const [from, to] of runs) {
      const startAt = clock(from * 60)
      const endAt = clock(to * 60)
      add(Math.max(startAt, window.startAt), Math.min(endAt, window.endAt))
    }
  }
  return spans
}

/** The stretches of free hours of one date, as [first hour, hour after the last]. */
function runsOn(free: ReadonlySet<number>, date: LocalDate): [number, number][] {
  const monday = (weekdayOf(date) - 1) * 24
  const runs: [number, number][] = []
  for (let hour = 0; hour < 24; hour++) {
    if (!free.has(monday + hour)) continue
    const last = runs.at(-1)
    if (last && last[1] === hour) last[1] = hour + 1
    else runs.push([hour, hour + 1])
  }
  return runs
}

/**
 * Up to `limit` instants, from `at` for `withinMs`, at which a session of `lengthMs` fits the free times and working
 * hours of both: one for each free stretch, then each `lengthMs` inside it, rounded up to a quarter-hour.
 * Correct through clock changes and holidays of either side.
 */
export function commonFreeTimes(
  a: readonly number[],
  hoursA: Hours,
  b: readonly number[],
  hoursB: Hours,
  at: number,
  withinMs: number,
  { limit = 20, lengthMs = HOUR_MS }: { limit?: number; lengthMs?: number } = {},
): number[] {
  const ours = freeSpans(a, hoursA, at, withinMs)
  const theirs = freeSpans(b, hoursB, at, withinMs)
  const found: number[] = []
  for (let i = 0, j = 0; i < ours.length && j < theirs.length && found.length < limit; ) {
    const x = ours[i]!
    const y = theirs[j]!
    const endAt = Math.min(x.endAt, y.endAt)
    let start = Math.ceil(Math.max(x.startAt, y.startAt) / QUARTER_MS) * QUARTER_MS
    for (; start + lengthMs <= endAt && found.length < limit; start += lengthMs) found.push(start)
    if (x.endAt <= y.endAt) i++
    else j++
  }
  return found
}

/** The next instant at which both are free and at work for an hour, within `withinMs`; see `commonFreeTimes`. */
export function nextCommonFree(
  a: readonly number[],
  hoursA: Hours,
  b: readonly number[],
  hoursB: Hours,
  at: number,
  withinMs: number,
): number | undefined {
  // Most people meet within days. A session cut off by the end of the short look is found by the long one, and
  // nothing inside the short look can start later than it.
  const soon = Math.min(withinMs, 3 * DAY_MS)
  const first = commonFreeTimes(a, hoursA, b, hoursB, at, soon, { limit: 1 })[0]
  if (first !== undefined || soon === withinMs) return first
  return commonFreeTimes(a, hoursA, b, hoursB, at, withinMs, { limit: 1 })[0]
}
