import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addWorkingDays,
  commonFreeHours,
  commonFreeTimes,
  countShared,
  DAY_MS,
  dateIn,
  HOUR_MS,
  type Hours,
  instantAt,
  isHumane,
  isWorkingDay,
  MINUTE_MS,
  minuteIn,
  nextCommonFree,
  nextCommonHumane,
  nextHumane,
  nextWeekly,
  shiftDate,
  weekBits,
  weekdayOf,
  workingDaysBetween,
} from '../../src/core/calendar.ts'

const zones = [
  'UTC',
  'Europe/London',
  'Europe/Paris',
  'America/New_York',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'America/St_Johns',
  'America/Santiago',
  'America/Havana',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Asia/Tokyo',
  'Australia/Adelaide',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Honolulu',
  'Pacific/Kiritimati',
]
const year = Date.parse('2026-01-01T00:00:00Z')
const aZone = fc.constantFrom(...zones)
const anInstant = fc.integer({ min: 0, max: 2 * 366 * 24 * 60 }).map((m) => year + m * MINUTE_MS)
const aDate = fc.integer({ min: 0, max: 730 }).map((n) => shiftDate('2026-01-01', n))
const someHours: fc.Arbitrary<Hours> = fc.record({
  zone: aZone,
  workingDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  startMinute: fc.integer({ min: 0, max: 1000 }),
  endMinute: fc.integer({ min: 1001, max: 1440 }),
  holidays: fc.array(aDate, { maxLength: 8 }),
})
const free = fc.uniqueArray(fc.integer({ min: 0, max: 167 }), { maxLength: 40 })
const check = <T>(property: fc.IProperty<T>) => fc.assert(property, { numRuns: 300 })

describe('instants and wall clocks', () => {
  it('an instant is found again from what the wall shows, or is the second of a repeated time', () => {
    check(
      fc.property(aZone, anInstant, (zone, at) => {
        const again = instantAt(zone, dateIn(zone, at), minuteIn(zone, at))
        expect(again).toBeLessThanOrEqual(at)
        expect(at - again).toBeLessThanOrEqual(HOUR_MS)
        expect(minuteIn(zone, again)).toBe(minuteIn(zone, at))
      }),
    )
  })

  it('a later time of day is never an earlier instant', () => {
    check(
      fc.property(aZone, aDate, fc.nat(1440), fc.nat(1440), (zone, date, a, b) => {
        const early = instantAt(zone, date, Math.min(a, b))
        const late = instantAt(zone, date, Math.max(a, b))
        expect(early).toBeLessThanOrEqual(late)
      }),
    )
  })
})

describe('working hours', () => {
  it('the next humane moment is humane, not earlier, and stays where it is', () => {
    check(
      fc.property(someHours, anInstant, (hours, at) => {
        const next = nextHumane(hours, at)!
        expect(next).toBeGreaterThanOrEqual(at)
        expect(isHumane(hours, next)).toBe(true)
        expect(nextHumane(hours, next)).toBe(next)
        // Nothing humane was passed over.
        if (next > at) expect(isHumane(hours, Math.max(at, next - MINUTE_MS))).toBe(false)
      }),
    )
  })

  it('working days added are humane, grow with their number and are counted back', () => {
    check(
      fc.property(someHours, anInstant, fc.integer({ min: 1, max: 10 }), (hours, at, days) => {
        const then = addWorkingDays(hours, at, days)!
        expect(isHumane(hours, then)).toBe(true)
        expect(then).toBeGreaterThan(at)
        expect(addWorkingDays(hours, at, days + 1)!).toBeGreaterThan(then)
        expect(workingDaysBetween(hours, at, then)).toBe(days)
      }),
    )
  })

  it('a weekly moment is later, on a working day, and comes at most once a week', () => {
    const weekly = fc.record({
      weekday: fc.integer({ min: 1, max: 7 }),
      minute: fc.integer({ min: 0, max: 1439 }),
    })
    check(
      fc.property(someHours, weekly, anInstant, (hours, when, after) => {
        const first = nextWeekly(hours, when, after)!
        expect(first).toBeGreaterThan(after)
        expect(isWorkingDay(hours, dateIn(hours.zone, first))).toBe(true)
        const second = nextWeekly(hours, when, first)!
        expect(second).toBeGreaterThan(first)
        const week = (at: number) => {
          const date = dateIn(hours.zone, at)
          return shiftDate(date, -((weekdayOf(date) - when.weekday + 7) % 7))
        }
        expect(week(second) > week(first)).toBe(true)
      }),
    )
  })

  it('a common moment is humane for all, and the earliest on a grid of five minutes', () => {
    check(
      fc.property(fc.array(someHours, { minLength: 1, maxLength: 3 }), anInstant, (people, after) => {
        const at = nextCommonHumane(people, after, DAY_MS)
        const last = at ?? after + DAY_MS
        if (at !== undefined) expect(people.every((hours) => isHumane(hours, at))).toBe(true)
        for (let t = after; t < last; t += 5 * MINUTE_MS)
          if (people.every((hours) => isHumane(hours, t)))
            expect.fail(`passed over ${new Date(t).toISOString()}`)
      }),
    )
  })
})

describe('free times', () => {
  const hourIn = (zone: string, at: number) => {
    const local = dateIn(zone, at)
    return (weekdayOf(local) - 1) * 24 + Math.floor(minuteIn(zone, at) / 60)
  }

  it('shared hours are the same from both sides, whole, apart, and free for both', () => {
    check(
      fc.property(free, aZone, free, aZone, anInstant, (a, zoneA, b, zoneB, at) => {
        const shared = commonFreeHours(a, zoneA, b, zoneB, at)
        expect(commonFreeHours(b, zoneB, a, zoneA, at)).toEqual(shared)
        expect(countShared(weekBits(a, zoneA, at), weekBits(b, zoneB, at))).toBe(shared.length)
        expect(shared.every((m, i) => i === 0 || m - shared[i - 1]! >= 60)).toBe(true)
        expect(shared.length).toBeLessThanOrEqual(Math.min(a.length, b.length))
      }),
    )
  })

  it('with oneself every hour is shared', () => {
    check(
      fc.property(free, aZone, anInstant, (a, zone, at) => {
        expect(commonFreeHours(a, zone, a, zone, at)).toHaveLength(a.length)
      }),
    )
  })

  it('a next common hour lies in the free times and working hours of both, throughout', () => {
    check(
      fc.property(free, someHours, free, someHours, anInstant, (a, hoursA, b, hoursB, at) => {
        const found = nextCommonFree(a, hoursA, b, hoursB, at, 14 * DAY_MS)
        if (found === undefined) return
        expect(found).toBeGreaterThanOrEqual(at)
        for (let t = found; t < found + HOUR_MS; t += 5 * MINUTE_MS) {
          expect(isHumane(hoursA, t) && isHumane(hoursB, t)).toBe(true)
          if (a.length) expect(a).toContain(hourIn(hoursA.zone, t))
          if (b.length) expect(b).toContain(hourIn(hoursB.zone, t))
        }
      }),
    )
  })

  it.each([
    // Tuesday 14:00-16:00 in Paris and Tuesday 08:00-10:00 in New York.
    ['Europe/Paris', [38, 39], 'America/New_York', [32, 33], '2026-10-05T00:00', 2, '2026-10-06T12:00'],
    ['Europe/Paris', [38, 39], 'America/New_York', [32, 33], '2026-10-26T00:00', 1, '2026-10-27T13:00'],
    ['Asia/Kolkata', [33, 34], 'Asia/Dubai', [32, 33], '2026-10-05T00:00', 1, '2026-10-06T04:00'],
    ['Asia/Kolkata', [33], 'Asia/Dubai', [32], '2026-10-05T00:00', 0, undefined],
    ['Pacific/Auckland', [34], 'Pacific/Honolulu', [11], '2026-10-05T00:00', 1, '2026-10-05T21:00'],
  ])('%s %j and %s %j at %s share %i hours, next %s', (zoneA, a, zoneB, b, at, count, next) => {
    const of = (zone: string): Hours => ({
      zone,
      workingDays: [1, 2, 3, 4, 5],
      startMinute: 480,
      endMinute: 1140,
      holidays: [],
    })
    const now = Date.parse(`${at}Z`)
    expect(commonFreeHours(a, zoneA, b, zoneB, now)).toHaveLength(count)
    const found = nextCommonFree(a, of(zoneA), b, of(zoneB), now, 7 * DAY_MS)
    expect(found && new Date(found).toISOString().slice(0, 16)).toBe(next)
  })

  it('offers several moments, one session apart, and keeps to the holidays of either', () => {
    const hours = (zone: string, holidays: string[] = []): Hours => ({
      zone,
      workingDays: [1, 2, 3, 4, 5],
      startMinute: 540,
      endMinute: 1080,
      holidays,
    })
    const now = Date.parse('2026-10-05T00:00Z')
    const times = commonFreeTimes(
      [9, 10, 33],
      hours('Europe/Paris'),
      [],
      hours('Europe/Paris'),
      now,
      7 * DAY_MS,
    )
    expect(times.map((at) => new Date(at).toISOString().slice(5, 16))).toEqual([
      '10-05T07:00',
      '10-05T08:00',
      '10-06T07:00',
    ])
    const off = hours('Europe/Paris', ['2026-10-05'])
    expect(commonFreeTimes([9, 10, 33], hours('Europe/Paris'), [], off, now, 7 * DAY_MS)).toHaveLength(1)
  })
})
