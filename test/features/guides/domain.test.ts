import { describe, expect, it } from 'vitest'
import { DAY_MS } from '../../../src/core/calendar.ts'
import { lengthOf } from '../../../src/core/text.ts'
import {
  GuideForm,
  isLast,
  type Listed,
  linkOf,
  PHASES,
  partsOf,
  phaseOf,
  shownOf,
  stepsOf,
  weekPlan,
} from '../../../src/features/growth/guides/domain.ts'
import { circle, builtIn as guides, orientation, tips } from '../../../src/features/growth/guides/store.ts'

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

describe('what a coordinator types', () => {
  it.each([
    [
      'questions under headings',
      'Warm up (5 min)\n- One?\n- Two?\n\nThen\n• Three?',
      ['Warm up (5 min): One? Two?', 'Then: Three?'],
    ],
    ['questions alone, however marked', '- One?\n– Two?\n* Three?', [': One? Two? Three?']],
    ['plain lines', 'One?\n\nTwo?', [': One? Two?']],
    ['questions before the first heading', '- One?\nThen\n-Two?', [': One?', 'Then: Two?']],
    ['a heading with nothing under it', 'A walk\n- One?\nHome', ['A walk: One?', 'Home: ']],
  ])('%s', (_what, typed, parts) => {
    expect(stepsOf(typed).map((part) => `${part.title}: ${part.lines.join(' ')}`)).toEqual(parts)
  })

  it.each([
    ['https://example.org/a?b=c', 'https://example.org/a?b=c'],
    ['http://example.org', 'http://example.org/'],
    ['https://example.org/a|b', 'https://example.org/a%7Cb'],
    ['example.org', undefined],
    ['javascript:alert(1)', undefined],
    ['https://example.org@evil.example', undefined],
    ['https://', undefined],
  ])('the address %s leads to %s', (typed, link) => {
    expect(linkOf(typed)).toBe(link)
  })

  it('is refused at each field, in words', () => {
    const faults = GuideForm.safeParse({
      phase: 'lunch',
      title: 'A',
      minutes: '7',
      steps: Array.from({ length: 13 }, (_, i) => `Heading ${i}\n- Question`).join('\n'),
      source: ' ',
      link: 'my notes',
    }).error?.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`)
    expect(faults).toEqual([
      'phase: Please choose one of these.',
      'title: A little more, please: at least 3 characters.',
      'minutes: Please choose one of these.',
      'steps: That is more than 12 headings, which no meeting gets through. Put a dash before each question.',
      'source: Please write something here.',
      'link: Please write the whole address: https://…',
    ])
  })
})

describe('what members see', () => {
  const guide = (id: string, phase: (typeof PHASES)[number], over: Partial<Listed> = {}): Listed => ({
    ...guides[0]!,
    id,
    phase,
    hidden: false,
    ...over,
  })
  const own = { own: { by: 'U1', version: 0 } }
  const seen = (all: Listed[]) => shownOf(all).map((each) => each.id)

  it('is what is not hidden, phase by phase', () => {
    const all = [guide('a', 'closing'), guide('b', 'first', own), guide('c', 'first', { hidden: true })]
    expect(seen(all)).toEqual(['b', 'a'])
    expect(isLast(all, all[1]!)).toBe(true)
    expect(isLast([...all, guide('d', 'first')], all[1]!)).toBe(false)
  })

  it('is what comes with Cairn, hidden or not, where a phase would be without', () => {
    expect(
      seen([guide('a', 'first', { hidden: true }), guide('b', 'first', { ...own, hidden: true })]),
    ).toEqual(['a'])
  })
})
