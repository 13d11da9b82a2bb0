import { describe, expect, it } from 'vitest'
import {
  addLocalDays,
  addWorkingDays,
  dateIn,
  defaultHours,
  formatFor,
  type Hours,
  instantAt,
  isDate,
  isHumane,
  isWorkingDay,
  isZone,
  lastDayFor,
  minuteIn,
  nextCommonHumane,
  nextHumane,
  nextWeekly,
  whenAllHaveWorked,
  workingDaysBetween,
  zoneGapHours,
} from '../../src/core/calendar.ts'

const utc = (text: string) => Date.parse(`${text}Z`)
const iso = (at: number | undefined) =>
  at === undefined ? undefined : new Date(at).toISOString().slice(0, 16)
const hour = (h: number, m = 0) => h * 60 + m
const works = (zone: string, over: Partial<Hours> = {}): Hours => ({ ...defaultHours(zone), ...over })

describe('zones and dates', () => {
  it.each([
    ['Europe/Paris', true],
    ['Asia/Kathmandu', true],
    ['UTC', true],
    ['Mars/Olympus', false],
    ['+05:30', false],
    ['', false],
  ])('isZone(%s) is %s', (zone, known) => {
    expect(isZone(zone)).toBe(known)
  })

  it.each([
    ['2026-02-28', true],
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-2-1', false],
    ['tomorrow', false],
  ])('isDate(%s) is %s', (text, real) => {
    expect(isDate(text)).toBe(real)
  })

  it.each([
    ['Pacific/Auckland', '2026-07-01T12:30', '2026-07-02', 30],
    ['Pacific/Honolulu', '2026-07-01T09:59', '2026-06-30', hour(23, 59)],
    ['Pacific/Kiritimati', '2026-07-01T10:00', '2026-07-02', 0],
    ['Asia/Kolkata', '2026-07-01T18:30', '2026-07-02', 0],
    ['Asia/Kathmandu', '2026-07-01T18:14', '2026-07-01', hour(23, 59)],
    ['America/St_Johns', '2026-01-01T03:29', '2025-12-31', hour(23, 59)],
  ])('in %s at %s it is %s, minute %i', (zone, at, date, minute) => {
    expect(dateIn(zone, utc(at))).toBe(date)
    expect(minuteIn(zone, utc(at))).toBe(minute)
  })

  it.each([
    // zone, local date, minute, instant in UTC, why
    ['Asia/Tokyo', '2026-10-05', hour(9), '2026-10-05T00:00', 'no clock changes'],
    ['Asia/Kathmandu', '2026-10-05', hour(9), '2026-10-05T03:15', 'a 45-minute zone'],
    ['America/New_York', '2026-03-08', hour(1, 59), '2026-03-08T06:59', 'just before the gap'],
    [
      'America/New_York',
      '2026-03-08',
      hour(2, 30),
      '2026-03-08T07:00',
      'in the gap: the first instant after it',
    ],
    ['America/New_York', '2026-03-08', hour(3), '2026-03-08T07:00', 'at the end of the gap'],
    ['America/New_York', '2026-11-01', hour(1, 30), '2026-11-01T05:30', 'repeated: the first'],
    ['America/New_York', '2026-11-01', hour(2), '2026-11-01T07:00', 'after the repeat'],
    ['Europe/London', '2026-03-29', hour(1, 15), '2026-03-29T01:00', 'in the gap'],
    ['Europe/London', '2026-10-25', hour(1, 15), '2026-10-25T00:15', 'repeated: the first'],
    ['Australia/Sydney', '2026-10-04', hour(2, 45), '2026-10-03T16:00', 'in the gap, southern spring'],
    ['Australia/Sydney', '2026-04-05', hour(2, 45), '2026-04-04T15:45', 'repeated, southern autumn'],
    ['Australia/Lord_Howe', '2026-10-04', hour(2, 10), '2026-10-03T15:30', 'a gap of half an hour'],
    ['Australia/Lord_Howe', '2026-04-05', hour(1, 45), '2026-04-04T14:45', 'a repeat of half an hour'],
    ['America/Santiago', '2026-09-06', 0, '2026-09-06T04:00', 'a gap at midnight'],
    ['Pacific/Apia', '2011-12-30', hour(9), '2011-12-30T10:00', 'a whole day skipped at the date line'],
    ['Europe/Paris', '2026-10-05', 1440, '2026-10-05T22:00', 'the end of the day'],
  ])('%s %s minute %i is %sZ (%s)', (zone, date, minute, expected) => {
    expect(iso(instantAt(zone, date, minute))).toBe(expected)
  })

  it('refuses a zone that does not exist', () => {
    expect(() => dateIn('Mars/Olympus', 0)).toThrow(RangeError)
    expect(() => instantAt('Europe/Paris', 'soon', 0)).toThrow(RangeError)
  })

  it('writes an instant as its reader reads it', () => {
    const at = utc('2026-10-05T07:00')
    expect(formatFor('Europe/Paris', at)).toBe('Mon 5 Oct, 09:00')
    expect(formatFor('America/New_York', at)).toBe('Mon 5 Oct, 03:00')
    expect(formatFor('Asia/Kathmandu', at, 'date')).toBe('Mon 5 Oct')
    // Closes on Monday at nine in Paris: Sunday is the last day for it.
    expect(lastDayFor('Europe/Paris', at)).toBe('Sun 4 Oct')
    expect(formatFor('Pacific/Honolulu', at, 'long')).toBe('Sunday 4 October 2026, 21:00')
  })

  it.each([
    ['Europe/Paris', 'Europe/London', '2026-07-01T12:00', 1],
    ['Asia/Kolkata', 'Europe/London', '2026-01-15T12:00', 5.5],
    ['Asia/Kathmandu', 'UTC', '2026-01-15T12:00', 5.75],
    ['Pacific/Auckland', 'Pacific/Honolulu', '2026-07-01T12:00', 2],
    ['Asia/Tokyo', 'America/New_York', '2026-01-15T12:00', 10],
    ['Asia/Tokyo', 'America/New_York', '2026-07-01T12:00', 11],
    ['Europe/Paris', 'Europe/Paris', '2026-07-01T12:00', 0],
  ])('%s and %s at %s are %s hours apart around the dial', (a, b, at, gap) => {
    expect(zoneGapHours(a, b, utc(at))).toBe(gap)
    expect(zoneGapHours(b, a, utc(at))).toBe(gap)
  })

  it('keeps the local time when days are added across a clock change', () => {
    expect(iso(addLocalDays('Europe/Paris', utc('2026-10-24T08:00'), 1))).toBe('2026-10-25T09:00')
    expect(iso(addLocalDays('Europe/Paris', utc('2026-03-28T08:00'), 1))).toBe('2026-03-29T07:00')
  })
})

describe('working hours', () => {
  const paris = works('Europe/Paris', { holidays: ['2026-07-14', '2026-12-25'] })

  it.each([
    ['2026-07-13', true],
    ['2026-07-14', false],
    ['2026-07-18', false],
    ['2026-12-25', false],
  ])('%s is a working day: %s', (date, expected) => {
    expect(isWorkingDay(paris, date)).toBe(expected)
  })

  it.each([
    ['2026-10-05T06:59', false, 'a minute early'],
    ['2026-10-05T07:00', true, 'the start is inside'],
    ['2026-10-05T15:59', true, 'the last minute'],
    ['2026-10-05T16:00', false, 'the end is outside'],
    ['2026-10-03T10:00', false, 'Saturday'],
    ['2026-10-26T07:30', false, 'winter time began yesterday'],
    ['2026-10-26T08:00', true, 'winter time'],
  ])('Paris at %sZ is humane: %s (%s)', (at, expected) => {
    expect(isHumane(paris, utc(at))).toBe(expected)
  })

  it.each([
    [paris, '2026-10-05T09:30', '2026-10-05T09:30', 'inside: unchanged'],
    [paris, '2026-10-05T03:00', '2026-10-05T07:00', 'the same morning'],
    [paris, '2026-10-02T16:00', '2026-10-05T07:00', 'over the weekend'],
    [paris, '2026-07-13T18:00', '2026-07-15T07:00', 'over a holiday'],
    [paris, '2026-10-23T18:00', '2026-10-26T08:00', 'over the clock change'],
    [
      works('Asia/Riyadh', { workingDays: [7, 1, 2, 3, 4] }),
      '2026-10-02T09:00',
      '2026-10-04T06:00',
      'Sunday works',
    ],
    [works('Australia/Sydney'), '2026-10-02T12:00', '2026-10-04T22:00', 'southern spring change'],
    [
      works('America/New_York', { workingDays: [7], startMinute: 120, endMinute: 240 }),
      '2026-03-07T12:00',
      '2026-03-08T07:00',
      'hours that begin in the gap',
    ],
  ])('next humane moment %#', (hours, at, expected) => {
    expect(iso(nextHumane(hours as Hours, utc(at as string)))).toBe(expected)
  })

  it('gives up where no working day is left', () => {
    const never = works('Europe/Paris', { workingDays: [] })
    expect(nextHumane(never, utc('2026-10-05T09:00'))).toBeUndefined()
    expect(addWorkingDays(never, utc('2026-10-05T09:00'), 2)).toBeUndefined()
    expect(workingDaysBetween(never, 0, utc('2026-10-05T09:00'))).toBe(0)
    expect(nextWeekly(never, { weekday: 1, minute: 540 }, 0)).toBeUndefined()
  })

  it.each([
    ['2026-10-05T10:00', 2, '2026-10-07T10:00', 'Monday to Wednesday'],
    ['2026-10-01T10:00', 2, '2026-10-05T10:00', 'over the weekend'],
    ['2026-10-03T10:00', 1, '2026-10-06T10:00', 'Saturday counts from Monday'],
    ['2026-10-05T20:00', 2, '2026-10-07T15:59', 'an evening becomes the last minute'],
    ['2026-10-05T03:00', 2, '2026-10-07T07:00', 'a night becomes the start'],
    ['2026-07-10T10:00', 5, '2026-07-20T10:00', 'over a holiday on Tuesday'],
    ['2026-10-23T10:00', 1, '2026-10-26T11:00', 'same local time in winter'],
    ['2026-10-03T10:00', 0, '2026-10-05T07:00', 'none: the next humane moment'],
  ])('%s and %i working days is %s (%s)', (at, days, expected) => {
    const then = addWorkingDays(paris, utc(at), days)!
    expect(iso(then)).toBe(expected)
    expect(isHumane(paris, then)).toBe(true)
    expect(workingDaysBetween(paris, utc(at), then)).toBe(days)
  })
})

describe('weekly moments', () => {
  const friday = { weekday: 5, minute: hour(9) }
  it.each([
    ['America/New_York', friday, '2026-10-28T12:00', '2026-10-30T13:00', 'before the autumn change'],
    ['America/New_York', friday, '2026-10-30T13:00', '2026-11-06T14:00', 'strictly after, over the change'],
    ['Europe/London', friday, '2026-03-27T09:00', '2026-04-03T08:00', 'over the spring change'],
    ['Australia/Sydney', friday, '2026-10-01T23:00', '2026-10-08T22:00', 'over the southern spring'],
    ['Pacific/Auckland', { weekday: 1, minute: 0 }, '2026-06-28T11:59', '2026-06-28T12:00', 'Monday there'],
  ])('%s %j after %s is %s (%s)', (zone, weekly, after, expected) => {
    expect(iso(nextWeekly(works(zone), weekly, utc(after)))).toBe(expected)
  })

  it.each([
    ['America/New_York', '2026-03-08', hour(2, 30), '2026-03-08T07:00'],
    ['America/New_York', '2026-11-01', hour(1, 30), '2026-11-01T05:30'],
    ['Europe/London', '2026-03-29', hour(1, 30), '2026-03-29T01:00'],
    ['Europe/London', '2026-10-25', hour(1, 30), '2026-10-25T00:30'],
    ['Australia/Sydney', '2026-10-04', hour(2, 30), '2026-10-03T16:00'],
    ['Australia/Sydney', '2026-04-05', hour(2, 30), '2026-04-04T15:30'],
  ])('%s on the change day %s goes once', (zone, date, minute, expected) => {
    const hours = works(zone, { workingDays: [1, 2, 3, 4, 5, 6, 7] })
    const first = nextWeekly(hours, { weekday: 7, minute }, instantAt(zone, date, 0) - 1)!
    expect(iso(first)).toBe(expected)
    const second = nextWeekly(hours, { weekday: 7, minute }, first)!
    expect(second - first).toBeGreaterThan(6 * 24 * 3_600_000)
  })

  it.each([
    [['2026-10-09'], '2026-10-05T12:00', '2026-10-12T07:00', 'a holiday on Friday moves to Monday'],
    [['2026-10-09'], '2026-10-10T12:00', '2026-10-12T07:00', 'the moved one is still to come on Saturday'],
    [['2026-10-09'], '2026-10-12T07:00', '2026-10-16T07:00', 'then the next Friday'],
    [
      ['2026-10-09', '2026-10-12', '2026-10-13', '2026-10-14', '2026-10-15'],
      '2026-10-05T12:00',
      '2026-10-16T07:00',
      'nothing left before the next Friday: that week has none',
    ],
  ])('with holidays %j after %s is %s (%s)', (holidays, after, expected) => {
    expect(iso(nextWeekly(works('Europe/Paris', { holidays }), friday, utc(after)))).toBe(expected)
  })
})

describe('two people and more', () => {
  const day = 24 * 3_600_000
  const monday = utc('2026-10-05T00:00')
  it.each([
    [['Europe/Paris', 'Europe/London'], '2026-10-05T08:00', 'London starts at 08:00 UTC'],
    [['Europe/Paris', 'America/New_York'], '2026-10-05T13:00', 'three hours in common'],
    [['Asia/Kathmandu', 'Europe/Paris'], '2026-10-05T07:00', 'a 45-minute zone'],
    [
      ['Pacific/Auckland', 'Pacific/Honolulu'],
      '2026-10-05T20:00',
      'across the date line: Tuesday and Monday',
    ],
    [['Asia/Tokyo', 'America/New_York'], undefined, 'nothing in common'],
  ] as [string[], string | undefined, string][])('%j first share %s (%s)', (zones, expected) => {
    const people = zones.map((zone) => works(zone))
    expect(iso(nextCommonHumane(people, monday, day))).toBe(expected)
  })

  it('answers at once when it suits all, and not beyond its window', () => {
    const people = [works('Europe/Paris'), works('Europe/London')]
    expect(iso(nextCommonHumane(people, utc('2026-10-05T10:07'), day))).toBe('2026-10-05T10:07')
    expect(nextCommonHumane(people, utc('2026-10-02T20:00'), day)).toBeUndefined()
    expect(nextCommonHumane([], monday, day)).toBeUndefined()
  })

  it('waits for the later one when there is no common hour', () => {
    const people = [works('Asia/Tokyo'), works('America/New_York')]
    expect(iso(whenAllHaveWorked(people, monday))).toBe('2026-10-05T13:00')
    expect(whenAllHaveWorked([works('UTC', { workingDays: [] })], monday)).toBeUndefined()
  })
})
