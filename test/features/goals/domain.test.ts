import { describe, expect, it } from 'vitest'
import {
  barOf,
  dueObjection,
  GoalForm,
  measureFrom,
  measureObjection,
  percentOf,
  typedNumber,
  valueWords,
} from '../../../src/features/growth/goals/domain.ts'

describe('a measure must measure', () => {
  it.each([
    ['from 2 to 12 interviews', 2, 12, 'interviews'],
    ['12 customer interviews by March', 0, 12, 'customer interviews by March'],
    ['30 % → 45 % of trials', 30, 45, '% of trials'],
    ['activation from 30% to 45%', 30, 45, '%'],
    ['NPS from 20 to 40', 20, 40, 'NPS'],
    ['From 14 days to under 7 days, each time', 14, 7, 'days'],
    ['1,000 weekly users', 0, 1000, 'weekly users'],
    ['from 1k to 5k users', 1000, 5000, 'users'],
    ['a rating of 4,5 stars', 0, 4.5, 'stars'],
    ['3 of 5 sprint reviews', 0, 3, 'of 5 sprint reviews'],
    ['Lead 2 launches in Q3 by 2027', 0, 2, 'launches in Q3 by 2027'],
    ['By 15 March I hold 10 interviews', 0, 10, 'interviews'],
    ['from 1.000 to 2.500 users', 1000, 2500, 'users'],
    ['5 marketing plans by March 3', 0, 5, 'marketing plans by March 3'],
    ['Ten interviews', 0, 10, 'interviews'],
    ['From two to a dozen interviews', 2, 12, 'interviews'],
    ['from one to five launches', 1, 5, 'launches'],
    ['Twenty-five signed pilots by March', 0, 25, 'signed pilots by March'],
    ['from five to zero escalations', 5, 0, 'escalations'],
  ])('%j', (text, baseline, target, unit) => {
    expect(measureObjection(text)).toBeUndefined()
    expect(measureFrom(text)).toEqual({ baseline, target, unit })
  })

  it.each([
    'I run the sprint review without my lead',
    'Two colleagues say that my specs got clearer',
    'The VP approved my roadmap',
    'I write to our stakeholders every two weeks',
    'I hold one-on-ones on my own',
    'I run one review without my lead',
    '10-12 interviews with customers',
    'My lead hands the quarterly planning over to me',
    'The search team has shipped it by March 3',
  ])('or be plain to see: %j', (text) => {
    expect(measureObjection(text)).toBeUndefined()
    expect(measureFrom(text)).toBeUndefined()
  })

  it.each([
    ['12', /of what\?/],
    ['Be better', /How would you both know/],
    ['Feel more confident with stakeholders', /from 2 to 12 interviews/],
    ['I will improve my communication skills', /How would you both know/],
    ['Ready by 2027', /How would you both know/],
    ['Get better at roadmaps by 2027', /How would you both know/],
    ['I feel more confident by Q3', /How would you both know/],
    ['Feel more confident by 15 March', /How would you both know/],
    ['Better by 15/3/2027, for sure', /How would you both know/],
    ['Improve a lot within 3 months', /How would you both know/],
    ['I am 50 % more confident', /How would you both know/],
    ['from 5 to 5 talks', /same number/],
    ['0 escalations', /from 5 to 0 escalations/],
    ['Ten', /of what\?/],
    ['Better within two months', /How would you both know/],
  ])('refuses %j, and says what would do', (text, why) => {
    expect(measureObjection(text)).toMatch(why)
  })
})

it.each([
  [0, 12, 0, 0],
  [0, 12, 7, 58],
  [0, 12, 11.99, 99],
  [0, 12, 15, 100],
  [14, 7, 14, 0],
  [14, 7, 10, 57],
  [14, 7, 6, 100],
  [20, 40, 10, 0],
])('from %d to %d, %d is %d %%', (baseline, target, value, percent) => {
  expect(percentOf({ baseline, target, unit: 'x' }, value)).toBe(percent)
})

it.each([
  ['7', 7],
  [' 7,5 ', 7.5],
  ['1,200', 1200],
  ['45 %', 45],
  ['2k', 2000],
  ['-3', -3],
  ['seven', 7],
  ['Twenty-one', 21],
  ['several', undefined],
  ['7 or 8', undefined],
  ['', undefined],
])('reads %j as %s', (text, value) => {
  expect(typedNumber(text)).toBe(value)
})

it('shows the way as a bar and in words', () => {
  expect([0, 4, 50, 99, 100].map(barOf)).toEqual([
    '▱▱▱▱▱▱▱▱▱▱ 0 %, not begun',
    '▰▱▱▱▱▱▱▱▱▱ 4 %, on the way',
    '▰▰▰▰▰▱▱▱▱▱ 50 %, about half way',
    '▰▰▰▰▰▰▰▰▰▱ 99 %, almost there',
    '▰▰▰▰▰▰▰▰▰▰ 100 %, all the way',
  ])
  expect(valueWords({ baseline: 0, target: 12, unit: 'interviews' }, 7)).toBe('7 of 12 interviews')
  expect(valueWords({ baseline: 20, target: 40, unit: 'NPS' }, 30)).toBe('now 30, from 20 to 40 NPS')
})

it.each([
  ['2026-10-06', undefined],
  ['2027-10-06', undefined],
  ['2026-10-05', /not ahead/],
  ['2027-10-07', /more than a year/],
  ['2026-02-30', /from the calendar/],
  ['tomorrow', /from the calendar/],
])('a day of %s', (due, why) => {
  const no = dueObjection(due, '2026-10-05')
  if (why) expect(no).toMatch(why)
  else expect(no).toBeUndefined()
})

const GOOD = {
  specific: 'Lead discovery for one team',
  measure: '12 interviews',
  firstStep: 'Ask Ben for a script',
  competency: 'user-research',
  due: '2026-12-01',
}

it.each([
  [{}, []],
  [{ specific: 'Growth' }, ['specific']],
  [{ measure: '' }, ['measure']],
  [{ measure: 'Be better', firstStep: 'Go' }, ['measure', 'firstStep']],
  [{ competency: 'knitting' }, ['competency']],
  [{ competency: 'none' }, []],
])('says at its field what is missing: %j', (change, fields) => {
  const parsed = GoalForm.safeParse({ ...GOOD, ...change })
  expect(parsed.error?.issues.map((issue) => issue.path[0]) ?? []).toEqual(fields)
})
