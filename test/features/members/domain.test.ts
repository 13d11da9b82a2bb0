import { describe, expect, it } from 'vitest'
import {
  checkinMinute,
  datesFrom,
  datesText,
  ExperienceForm,
  hoursOfParts,
  JoinForm,
  missingIn,
  PlaceForm,
  partsOfHours,
  RatingsForm,
  typedFor,
  understood,
  zoneFrom,
} from '../../../src/features/people/members/domain.ts'
import { fieldErrors } from '../../../src/slack/kernel/forms.ts'

const problems = (schema: typeof JoinForm | typeof PlaceForm | typeof ExperienceForm, form: unknown) => {
  const read = schema.safeParse(form)
  return read.success ? {} : fieldErrors(read.error)
}

it.each([
  ['Berlin', 'Europe/Berlin'],
  ['  new york ', 'America/New_York'],
  ['america/new_york', 'America/New_York'],
  ['São Paulo', 'America/Sao_Paulo'],
  ['Buenos Aires', 'America/Buenos_Aires'],
  ['UTC', 'UTC'],
])('takes %j for the zone %s', (typed, zone) => {
  expect(zoneFrom(typed)).toBe(zone)
})

it('spreads the hour of those who chose none over half an hour, in a large workspace alone', () => {
  const people = Array.from({ length: 3000 }, (_, i) => `U0PERSON${i}`)
  expect(new Set(people.map((id) => checkinMinute(id, 99)))).toEqual(new Set([600]))
  const asked = new Map<number, number>()
  for (const id of people) {
    const minute = checkinMinute(id, 3000)
    expect(minute).toBe(checkinMinute(id, 100))
    asked.set(minute, (asked.get(minute) ?? 0) + 1)
  }
  expect([...asked.keys()].sort()).toEqual(Array.from({ length: 30 }, (_, i) => 600 + i))
  expect(Math.max(...asked.values())).toBeLessThan(150)
})

it.each(['Kolkata', 'Kyiv', 'Ho Chi Minh'])('knows %s, whatever its zone was once called', (city) => {
  expect(zoneFrom(city)).toMatch(/^(Asia|Europe)\//)
})

it.each(['BST', 'est', 'MST', 'IST', 'CET', 'gmt', 'EST5EDT', 'AEST', 'GMT+1'])(
  'takes the abbreviation %s for no zone: it is another clock in another country',
  (typed) => {
    expect(zoneFrom(typed)).toBeUndefined()
    expect(problems(PlaceForm, { zone: typed }).zone).toMatch(
      new RegExp(`^${typed.toUpperCase().replace('+', '.')} means another clock .*Write a city`),
    )
  },
)

it.each(['Gotham', '../etc', '', 'Europe/', 'Berlin; drop table'])('knows no zone %j', (typed) => {
  expect(zoneFrom(typed)).toBeUndefined()
})

it.each<[string, string[]]>([
  ['', []],
  ['2026-12-24', ['2026-12-24']],
  ['2026-12-30 to 2027-01-01', ['2026-12-30', '2026-12-31', '2027-01-01']],
  ['2026-12-31–2027-01-01\n2026-12-24, 2026-12-24', ['2026-12-24', '2026-12-31', '2027-01-01']],
])('reads the days off %j', (typed, dates) => {
  expect(datesFrom(typed)).toEqual(dates)
})

it.each([
  'Christmas',
  '24.12.2026',
  '2026-02-30',
  '2026-12-24 to',
  '2027-01-02 to 2026-12-24',
  '2026-01-01 to 2026-12-31',
  '2026-12-01 to 2026-12-02 to 2026-12-03',
])('does not guess what %j may mean', (typed) => {
  expect(datesFrom(typed)).toMatchObject({ line: expect.stringContaining(typed.slice(0, 4)) })
})

it('shows days off as they may be typed again', () => {
  const dates = ['2026-12-24', '2026-12-30', '2026-12-31', '2027-01-01']
  expect(datesText(dates)).toBe('2026-12-24\n2026-12-30 to 2027-01-01')
  expect(datesFrom(datesText(dates))).toEqual(dates)
})

it('turns parts of days into hours and back', () => {
  expect(hoursOfParts(['1-morning', '7-evening'])).toEqual([9, 10, 11, 161, 162])
  expect(partsOfHours([9, 10, 11, 12, 161, 162])).toEqual(['1-morning', '7-evening'])
  expect(hoursOfParts(['8-morning', '0-early', 'x', '1-night', '-1-morning'])).toEqual([])
})

describe('joining', () => {
  it.each([
    ['mentee', ['wants']],
    ['mentor', ['offers']],
    ['both', ['wants', 'offers']],
  ] as const)('asks a %s for %j, chosen or in words', (role, fields) => {
    expect(Object.keys(missingIn({ wants: ['no-such-skill'] }, role))).toEqual(fields)
    const one = { wants: ['roadmapping'], moreOffers: 'falconry' }
    expect(missingIn(one, role)).toEqual({})
  })

  it.each([
    [{ role: 'boss' }, 'role'],
    [{ role: undefined }, 'role'],
    [{ role: 'mentee', goal: 'x'.repeat(10_000) }, 'goal'],
    [{ role: 'mentee', wants: 'roadmapping' }, 'wants'],
    [{ role: 'mentor', capacity: '6' }, 'capacity'],
  ])('refuses %j at %s', (form, field) => {
    expect(problems(JoinForm, form)).toHaveProperty(field)
  })

  it.each([
    ['road map, falconry, roadmaping', ['roadmapping']],
    ['I want to get better at user interviews', ['discovery-interviews']],
    ['falconry', []],
  ])('reads %j as %j', (typed, ids) => {
    expect(understood(typed)).toEqual(ids)
  })

  it('carries along what the other role was told, and no more', () => {
    const typed = { wants: ['roadmapping'], goal: 'Lead', capacity: '3' }
    expect(typedFor(typed, 'mentor', false)).toEqual({ wants: ['roadmapping'], goal: 'Lead' })
    expect(typedFor(typed, 'both', false)).toEqual({})
  })
})

describe('cards', () => {
  const place = {
    zone: 'Berlin',
    workingDays: ['1', '2'],
    startMinute: '540',
    endMinute: '1020',
    holidays: '2026-12-24',
    languages: 'English, Deutsch; English',
  }

  it('reads hours and languages', () => {
    expect(PlaceForm.parse(place)).toEqual({
      zone: 'Europe/Berlin',
      workingDays: [1, 2],
      startMinute: 540,
      endMinute: 1020,
      holidays: ['2026-12-24'],
      languages: ['English', 'Deutsch'],
    })
  })

  it.each([
    [{ zone: 'Gotham' }, { zone: expect.stringContaining('Write a city') }],
    [{ workingDays: [] }, { workingDays: 'Please choose at least one day.' }],
    [{ endMinute: '540' }, { endMinute: 'The day must end after it starts.' }],
    [{ holidays: 'when it rains' }, { holidays: expect.stringContaining('"when it rains"') }],
    [{ languages: ' ' }, { languages: 'Please write something here.' }],
  ])('refuses %j beside its field', (change, errors) => {
    expect(problems(PlaceForm, { ...place, ...change })).toEqual(errors)
  })

  it.each(['-1', '61', '4.5', 'four', '1e9'])('does not take %j for years', (years) => {
    expect(problems(ExperienceForm, { years })).toHaveProperty('years')
    expect(problems(ExperienceForm, { years: ' ' })).toEqual({})
  })

  it.each(['0', '6', '2.5', 'x'])('does not take %j for a rating', (rating) => {
    expect(RatingsForm.safeParse({ 'offer:roadmapping': rating }).success).toBe(false)
    expect(RatingsForm.parse({ 'offer:roadmapping': '5' })).toEqual({ 'offer:roadmapping': 5 })
  })
})
