import { describe, expect, it } from 'vitest'
import { dayObjection, resolve } from '../../../src/features/growth/introductions/domain.ts'

describe('what two answers make, once the time is over', () => {
  it.each([
    ['waiting', 'waiting', 'ended'],
    ['yes', 'waiting', 'ended'],
    ['no', 'waiting', 'ended'],
    ['barred', 'waiting', 'ended'],
    ['yes', 'yes', 'agreed'],
    ['yes', 'no', 'ended'],
    ['yes', 'late', 'ended'],
    ['barred', 'yes', 'ended'],
    ['no', 'no', 'ended'],
  ] as const)('%s and %s: %s', (one, two, made) => {
    expect(resolve(one, two)).toBe(made)
    expect(resolve(two, one)).toBe(made)
  })
})

it.each([
  ['2026-10-05', undefined],
  ['2026-12-01', undefined],
  ['2026-10-04', /from today on/],
  ['2027-10-05', /within half a year/],
  ['soon', /choose a day/],
])('a promise for %s: %s', (on, why) => {
  const no = dayObjection(on, '2026-10-05')
  if (why) expect(no).toMatch(why)
  else expect(no).toBeUndefined()
})
