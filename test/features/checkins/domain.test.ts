import { assert, constantFrom, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultHours, formatFor, type Hours, isHumane } from '../../../src/core/calendar.ts'
import {
  AnswerForm,
  halfHours,
  isPutOff,
  needShared,
  nextPromptAt,
  pageFrom,
  promptAfter,
  promptStep,
  snoozeUntil,
  streakOf,
  WhenForm,
  weeklyObjection,
} from '../../../src/features/growth/checkins/domain.ts'

const FRIDAY_10 = { weekday: 5, minute: 600 }
const at = (text: string) => Date.parse(text)
const iso = (instant: number | undefined) =>
  instant === undefined ? 'never' : new Date(instant).toISOString()
const hoursIn = (zone: string, over: Partial<Hours> = {}): Hours => ({ ...defaultHours(zone), ...over })

describe('when the next prompt comes', () => {
  it.each([
    // The Friday before each zone's clock change, then the one after it: 10:00 on the wall both times.
    ['Europe/Lisbon', '2026-10-20T00:00Z', '2026-10-23T09:00:00.000Z', '2026-10-30T10:00:00.000Z'],
    ['America/New_York', '2026-10-27T00:00Z', '2026-10-30T14:00:00.000Z', '2026-11-06T15:00:00.000Z'],
    ['Asia/Tokyo', '2026-10-20T00:00Z', '2026-10-23T01:00:00.000Z', '2026-10-30T01:00:00.000Z'],
    ['America/New_York', '2027-03-09T00:00Z', '2027-03-12T15:00:00.000Z', '2027-03-19T14:00:00.000Z'],
    ['Europe/Lisbon', '2027-03-23T00:00Z', '2027-03-26T10:00:00.000Z', '2027-04-02T09:00:00.000Z'],
  ])('in %s it keeps to the wall clock over a change', (zone, from, first, second) => {
    const hours = hoursIn(zone)
    const one = nextPromptAt(hours, FRIDAY_10, at(from))
    expect(iso(one)).toBe(first)
    expect(iso(promptAfter(hours, FRIDAY_10, 1, one ?? 0))).toBe(second)
  })

  it('keeps to the wall clock when somebody works on the very Sunday of the change', () => {
    const sundays = hoursIn('Europe/Lisbon', { workingDays: [7] })
    const sunday = { weekday: 7, minute: 600 }
    expect(iso(nextPromptAt(sundays, sunday, at('2026-10-19T00:00Z')))).toBe('2026-10-25T10:00:00.000Z')
    expect(iso(nextPromptAt(sundays, sunday, at('2027-03-22T00:00Z')))).toBe('2027-03-28T09:00:00.000Z')
  })

  it('moves from a holiday to the next working day, and comes back to its day', () => {
    const hours = hoursIn('UTC', { holidays: ['2026-10-09'] })
    const moved = nextPromptAt(hours, FRIDAY_10, at('2026-10-05T08:00Z'))
    expect(iso(moved)).toBe('2026-10-12T10:00:00.000Z')
    expect(iso(promptAfter(hours, FRIDAY_10, 1, moved ?? 0))).toBe('2026-10-16T10:00:00.000Z')
    expect(iso(promptAfter(hours, FRIDAY_10, 2, moved ?? 0))).toBe('2026-10-23T10:00:00.000Z')
  })

  it.each([
    ['begins later than the chosen hour', 14 * 60, 22 * 60, '2026-10-09T14:00:00.000Z'],
    ['ends before the chosen hour', 4 * 60, 9 * 60, '2026-10-09T08:00:00.000Z'],
    ['holds the chosen hour', 540, 1080, '2026-10-09T10:00:00.000Z'],
  ])('stays within a day that %s', (_, startMinute, endMinute, expected) => {
    const hours = hoursIn('UTC', { startMinute, endMinute })
    expect(iso(nextPromptAt(hours, FRIDAY_10, at('2026-10-05T00:00Z')))).toBe(expected)
  })

  it.each([
    [1, '2026-10-16T10:00:00.000Z'],
    [2, '2026-10-23T10:00:00.000Z'],
    [4, '2026-11-06T10:00:00.000Z'],
    [0, 'never'],
  ])('after one, every %s weeks', (every, expected) => {
    expect(iso(promptAfter(hoursIn('UTC'), FRIDAY_10, every, at('2026-10-09T10:00Z')))).toBe(expected)
  })

  it('is always in working hours, later than before, and at most once a week', () => {
    const zones = constantFrom('Europe/Lisbon', 'America/New_York', 'Asia/Tokyo', 'Australia/Lord_Howe')
    assert(
      property(
        zones,
        integer({ min: 1, max: 7 }),
        integer({ min: 0, max: 1439 }),
        integer({ min: 0, max: 400 }),
        (zone, weekday, minute, day) => {
          const hours = hoursIn(zone, { holidays: ['2026-10-09', '2026-12-25', '2027-01-01'] })
          const from = at('2026-10-01T00:00Z') + day * 86_400_000
          const first = nextPromptAt(hours, { weekday, minute }, from) ?? 0
          const second = promptAfter(hours, { weekday, minute }, 1, first) ?? 0
          expect(first).toBeGreaterThan(from)
          expect(isHumane(hours, first) && isHumane(hours, second)).toBe(true)
          expect(formatFor(zone, second, 'date')).not.toBe(formatFor(zone, first, 'date'))
          expect(second - first).toBeLessThan(12 * 86_400_000)
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('what a due prompt does', () => {
  const step = (now: string, hours = hoursIn('UTC')) => {
    const found = promptStep(hours, FRIDAY_10, at(now))
    return found.ask ? `asks until ${iso(found.uselessAt)}` : iso(found.at)
  }
  it.each([
    ['at its instant', '2026-10-09T10:00Z', 'asks until 2026-10-09T18:00:00.000Z'],
    ['some hours late, on the same day', '2026-10-09T15:30Z', 'asks until 2026-10-09T18:00:00.000Z'],
    ['in the evening of its day', '2026-10-09T18:00Z', '2026-10-16T10:00:00.000Z'],
    ['a day late', '2026-10-10T10:00Z', '2026-10-16T10:00:00.000Z'],
    ['too early, since the person has moved west', '2026-10-09T08:00Z', '2026-10-09T10:00:00.000Z'],
  ])('%s', (_, now, expected) => {
    expect(step(now)).toBe(expected)
  })

  it('waits for the next working day when the day became a holiday', () => {
    expect(step('2026-10-09T10:00Z', hoursIn('UTC', { holidays: ['2026-10-09'] }))).toBe(
      '2026-10-12T10:00:00.000Z',
    )
  })
})

describe('putting it off', () => {
  it.each([
    ['from Wednesday to Thursday', '2026-10-07T11:00Z', [], '2026-10-08T10:00:00.000Z'],
    ['over the weekend', '2026-10-09T11:00Z', [], '2026-10-12T10:00:00.000Z'],
    ['over a holiday', '2026-10-09T11:00Z', ['2026-10-12'], '2026-10-13T10:00:00.000Z'],
  ])('%s', (_, now, holidays, expected) => {
    const until = snoozeUntil(hoursIn('UTC', { holidays }), 600, at(now))
    expect(iso(until?.at)).toBe(expected)
    expect(iso(until?.uselessAt)).toBe(expected.replace('T10', 'T18'))
  })

  it('finds no day for somebody who has none', () => {
    expect(snoozeUntil(hoursIn('UTC', { workingDays: [] }), 600, at('2026-10-09T11:00Z'))).toBeUndefined()
  })

  it.each([
    [{ status: 'prompted', snoozes: 1, promptedAt: null }, true],
    [{ status: 'prompted', snoozes: 1, promptedAt: 5 }, false],
    [{ status: 'prompted', snoozes: 0, promptedAt: null }, false],
    [{ status: 'answered', snoozes: 1, promptedAt: null }, false],
  ])('%o: put off is %s', (checkin, expected) => {
    expect(isPutOff(checkin)).toBe(expected)
  })
})

describe('day and hour', () => {
  const hours = hoursIn('UTC', { workingDays: [1, 2, 3] })
  it.each([
    [{ weekday: 1, minute: 540 }, undefined],
    [{ weekday: 3, minute: 1079 }, undefined],
    [{ weekday: 5, minute: 600 }, 'weekday'],
    [{ weekday: 1, minute: 539 }, 'minute'],
    [{ weekday: 1, minute: 1080 }, 'minute'],
  ])('%o', (weekly, field) => {
    expect(weeklyObjection(hours, weekly)?.field).toBe(field)
  })

  it('offers the half hours of the day, and the odd minute chosen before', () => {
    const short = hoursIn('UTC', { startMinute: 540, endMinute: 660 })
    expect(halfHours(short, 540)).toEqual([540, 570, 600, 630])
    expect(halfHours(short, 555)).toEqual([540, 555, 570, 600, 630])
    expect(halfHours(short, 900)).toEqual([540, 570, 600, 630])
  })

  it.each([
    [
      { weekday: '5', minute: '600', every: '2' },
      { weekday: 5, minute: 600, every: 2 },
    ],
    [{ weekday: '8', minute: '600', every: '1' }, undefined],
    [{ weekday: '5', minute: '1440', every: '1' }, undefined],
    [{ weekday: '5', minute: '600', every: '3' }, undefined],
    [{ weekday: '5', minute: 'x', every: '1' }, undefined],
  ])('takes %o as %o', (form, data) => {
    expect(WhenForm.safeParse(form).data).toEqual(data)
  })
})

describe('the form', () => {
  const parse = (over: object) => AnswerForm.safeParse({ mood: '4', ...over })
  const problem = (over: object) => {
    const [issue] = parse(over).error?.issues ?? []
    return issue && `${String(issue.path[0])}: ${issue.message}`
  }

  it('takes a mood alone, and leaves out what is blank', () => {
    expect(parse({ progress: '  \n ', win: '' }).data).toMatchObject({
      mood: 4,
      tellNeed: false,
      tellWin: false,
    })
    expect(parse({ progress: '  \n ' }).data?.progress).toBeUndefined()
  })

  it('takes control and direction characters out', () => {
    expect(parse({ blocker: ' a\u0000b\u202e\u2066c\u200b ' }).data?.blocker).toBe('abc')
  })

  it('keeps what would be a mention as the words they are', () => {
    expect(parse({ need: '<!channel>' }).data?.need).toBe('<!channel>')
  })

  it('knows that nobody may be chosen to read', () => {
    expect(parse({ partner: 'nobody' }).data?.partner).toBeUndefined()
    expect(parse({ partner: 'U1' }).data?.partner).toBe('U1')
  })

  it.each([
    ['no mood', { mood: undefined }, 'mood: Please choose one of these.'],
    ['a mood off the scale', { mood: '6' }, 'mood: Please choose one of these.'],
    ['ten thousand characters', { progress: 'x'.repeat(10_000) }, 'progress: Please keep it under 1000'],
    ['a long win', { win: 'x'.repeat(501) }, 'win: Please keep it under 500'],
    ['a need to pass on that is blank', { need: ' ', tellNeed: ['yes'] }, 'need: Write what you need'],
    ['a win to tell that is blank', { tellWin: ['yes'] }, 'win: Write a few words'],
    ['a win to tell of two letters', { win: 'ok', tellWin: ['yes'] }, 'win: Write a few words'],
  ])('refuses %s', (_, over, words) => {
    expect(problem(over)).toContain(words)
  })

  it.each([
    ['progress', 1000],
    ['need', 1000],
    ['blocker', 1000],
    ['win', 500],
  ])('takes %s of exactly %s characters', (field, most) => {
    expect(parse({ [field]: '🎉'.repeat(most) }).success).toBe(true)
    expect(parse({ [field]: '🎉'.repeat(most + 1) }).success).toBe(false)
  })
})

describe('since when a partner may read a need', () => {
  const before = { partner: 'UBEN', needSharedAt: 5 }
  it.each([
    ['not ticked', before, 'UBEN', false, null],
    ['nobody to tell', before, undefined, true, null],
    ['told now', undefined, 'UBEN', true, 9],
    ['told before', before, 'UBEN', true, 5],
    ['told to another one', before, 'UCLEO', true, 9],
    ['written before, told now', { partner: 'UBEN', needSharedAt: null }, 'UBEN', true, 9],
  ])('%s', (_, seen, partner, tell, expected) => {
    expect(needShared(seen, partner, tell, 9)).toBe(expected)
  })
})

describe('the page that a button asks for', () => {
  it.each([
    ['3', 3],
    ['', 0],
    ['-1', 0],
    ['1e9', 0],
    ['99999', 0],
    ['x', 0],
  ])('%s is %s', (value, page) => {
    expect(pageFrom(value)).toBe(page)
  })
})

it.each([
  [[], 0],
  [['answered', 'answered', 'missed', 'answered'], 2],
  [['prompted', 'answered', 'skipped', 'answered'], 2],
  [['missed', 'answered'], 0],
])('counts how many in a row are answered: %j is %d', (statuses, streak) => {
  expect(streakOf(statuses)).toBe(streak)
})
