import { describe, expect, it } from 'vitest'
import {
  differences,
  endObjection,
  suggestTerms,
  Terms,
  termLines,
} from '../../../src/features/growth/agreement/domain.ts'

const TODAY = '2026-10-05'
const known = { goal: 'Lead discovery on my own', modes: [null, null], hoursAMonth: null }
const terms = suggestTerms(known, TODAY)

describe('the first suggestion', () => {
  it('is complete as it stands', () => {
    expect(Terms.safeParse(terms).success).toBe(true)
    expect(termLines(terms).every((line) => line.text)).toBe(true)
    expect(terms).toMatchObject({ purpose: known.goal, cadenceDays: '14', endsOn: '2027-01-04' })
  })

  it.each([
    [{ hoursAMonth: 1 }, { cadenceDays: '30' }],
    [{ hoursAMonth: 4 }, { cadenceDays: '7' }],
    [{ modes: ['async', 'async'] }, { mode: 'async' }],
    [{ modes: ['live', null] }, { mode: 'virtual' }],
    [{ modes: ['live', 'async'] }, { mode: 'mixed' }],
  ])('follows the profiles: %j', (said, then) => {
    expect(suggestTerms({ ...known, ...said }, TODAY)).toMatchObject(then)
  })
})

it.each([
  ['2026-10-06', undefined],
  ['2028-04-07', undefined],
  ['2026-10-05', /not ahead/],
  ['2025-12-31', /not ahead/],
  ['2028-04-09', /more than a year and a half/],
  ['2026-02-30', /from the calendar/],
  ['soon', /from the calendar/],
])('a last day of %s', (day, why) => {
  const no = endObjection(day, TODAY)
  if (why) expect(no).toMatch(why)
  else expect(no).toBeUndefined()
})

it.each([
  [{ keep: 'own' }, ['keepWords']],
  [{ exit: 'own', exitWords: '  ' }, ['exitWords']],
  [{ purpose: 'Growth' }, ['purpose']],
  [{ cadenceDays: '3' }, ['cadenceDays']],
  [{ keep: 'own', keepWords: 'What I say of my team' }, []],
])('says at its field what is missing: %j', (change, fields) => {
  const parsed = Terms.safeParse({ ...terms, ...change })
  expect(parsed.error?.issues.map((issue) => issue.path[0]) ?? []).toEqual(fields)
})

it('tells field by field what changed, and nothing where nothing did', () => {
  expect(differences(terms, terms)).toEqual([])
  const after: Terms = { ...terms, cadenceDays: '7', keep: 'own', keepWords: 'All but the weather' }
  expect(differences(terms, after)).toEqual([
    { label: 'How often', was: 'Every two weeks', text: 'Every week' },
    { label: 'What stays between you', was: 'Everything stays between us', text: 'All but the weather' },
  ])
})
