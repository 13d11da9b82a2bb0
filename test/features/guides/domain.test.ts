import { describe, expect, it } from 'vitest'
import { DAY_MS } from '../../../src/core/calendar.ts'
import { lengthOf } from '../../../src/core/text.ts'
import { PHASES, partsOf, phaseOf, weekPlan } from '../../../src/features/guides/domain.ts'
import { circle, guides, orientation, tips } from '../../../src/features/guides/store.ts'

const START = Date.parse('2026-10-05T08:00:00Z')
const met = { startedAt: START, metAt: START + DAY_MS, goals: 1 }

describe('what the next meeting is best about', () => {
  it.each([
    ['nobody met yet', { ...met, metAt: null }, 40, 'first'],
    ['no goal yet', { ...met, goals: 0 }, 20, 'goals'],
    ['no goal after half-way', { ...met, goals: 0 }, 57, 'regular'],
    ['goals are there', met, 3, 'regular'],
    ['half of the usual time', { ...met, goals: 0 }, 42, 'midpoint'],
    ['half of the agreed time', { ...met, endsAt: START + 20 * DAY_MS }, 5, 'midpoint'],
    ['a deeper one', met, 15, 'feedback'],
    ['another one', { ...met, endsAt: START + 365 * DAY_MS }, 50, 'career'],
    ['near the end', met, 75, 'closing'],
    ['past the end', met, 300, 'closing'],
  ] as const)('%s', (_what, course, days, phase) => {
    expect(phaseOf(course, START + days * DAY_MS)).toBe(phase)
  })
})

it('a week holds at most one thing; a mentor looks at their own part once a quarter', () => {
  const weeks = (mentor: boolean) => Array.from({ length: 12 }, (_, week) => weekPlan(week, mentor))
  expect(weeks(false).filter((w) => w !== 'nothing')).toEqual(['reflect', 'reflect', 'reflect'])
  expect(weeks(true).filter((w) => w !== 'nothing')).toEqual([
    'reflect',
    'circle',
    'reflect',
    'circle',
    'review',
  ])
  // A mentee's week never has two tips.
  expect(new Set(tips.map((tip) => tip.week)).size).toBe(tips.length)
})

describe('the files', () => {
  it('have a guide for each phase, with its source', () => {
    expect(guides.map((guide) => guide.phase)).toEqual(PHASES)
    for (const { source } of [...guides, orientation, ...tips]) expect(source).toMatch(/\d{4}|Center/)
  })

  it.each([...guides, orientation].map((guide) => [guide.id, guide] as const))(
    '%s fits on a screen',
    (_id, guide) => {
      expect(guide.parts.length).toBeGreaterThan(2)
      const minutes = guide.parts.map((part) => Number(/\((\d+) min\)/.exec(part.title)?.[1] ?? 0))
      if (guide.phase !== 'orientation') expect(minutes.reduce((a, b) => a + b)).toBe(guide.minutes)
      for (const part of guide.parts) expect(lengthOf(part.lines.join('\n'))).toBeLessThan(1000)
    },
  )

  it('have names of their own', () => {
    for (const list of [tips, circle, guides])
      expect(new Set(list.map((each) => each.id)).size).toBe(list.length)
  })

  it('are told of a line that is neither heading nor point', () => {
    expect(() => partsOf('## One\n- fine\nnot fine')).toThrow('headings (##) and lines (-) only')
  })
})
