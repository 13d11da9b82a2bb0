import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commonFreeHours, defaultHours } from '../../src/core/calendar.ts'
import {
  type Candidate,
  exclusions,
  type Facts,
  type Parts,
  pairs,
  rank,
  score,
  total,
} from '../../src/engine/index.ts'
import { aMentee, aMentor, anyone, NOW } from './support/people.ts'

const facts = (over: Partial<Facts> = {}): Facts => ({ at: NOW, ...over })
const partsOf = (mentee: Partial<Candidate>, mentor: Partial<Candidate>, over: Partial<Facts> = {}) =>
  score(aMentee(mentee), aMentor(mentor), facts(over)).parts

describe('score', () => {
  it.each<[keyof Parts, Partial<Candidate>, Partial<Candidate>, number, string]>([
    ['skills', {}, {}, 150, 'nothing told'],
    ['skills', { wants: [{ skill: 'growth', level: 1 }] }, {}, 150, 'a mentor who told no skills'],
    [
      'skills',
      { wants: [{ skill: 'growth', level: 1 }] },
      { offers: [{ skill: 'growth', level: 5 }] },
      500,
      'all that is wanted',
    ],
    [
      'skills',
      { wants: [{ skill: 'growth', level: 1 }] },
      { offers: [{ skill: 'growth', level: 3 }] },
      400,
      'offered by somebody less sure',
    ],
    [
      'skills',
      { wants: [{ skill: 'growth', level: 4 }] },
      { offers: [{ skill: 'growth', level: 3 }] },
      60,
      'the mentee is ahead',
    ],
    [
      'skills',
      { wants: [{ skill: 'growth', level: 1 }] },
      { offers: [{ skill: 'metrics', level: 5 }] },
      0,
      'something else',
    ],
    ['time', { freeHours: [33] }, {}, 80, 'one side told nothing'],
    ['time', { freeHours: [33, 34] }, { freeHours: [34] }, 70, 'one hour'],
    ['time', { freeHours: [33] }, { freeHours: [34] }, 0, 'no hour'],
    [
      'time',
      { freeHours: [0, 1, 2, 3, 4, 5, 6, 7, 8] },
      { freeHours: [0, 1, 2, 3, 4, 5, 6, 7, 8] },
      200,
      'many',
    ],
    ['zone', {}, {}, 100, 'the same'],
    ['zone', {}, { hours: defaultHours('America/New_York') }, 50, 'six hours'],
    ['zone', {}, { hours: defaultHours('Pacific/Auckland') }, 0, 'eleven hours'],
    ['style', {}, {}, 50, 'nothing told'],
    [
      'style',
      { style: { feedback: 'direct' } },
      { style: { feedback: 'direct' } },
      66,
      'one answer says little',
    ],
    [
      'style',
      { style: { feedback: 'direct', flow: 'free' }, values: ['Craft', 'candour'] },
      { style: { feedback: 'direct', flow: 'free' }, values: ['craft', 'Candour '] },
      100,
      'all alike',
    ],
    ['level', { level: 1 }, {}, 50, 'not told'],
    ['level', { level: 1 }, { level: 3 }, 100, 'two ahead'],
    ['level', { level: 0 }, { level: 7 }, 15, 'seven ahead'],
    ['level', { level: 5 }, { level: 1 }, 0, 'far behind'],
  ])('%s of %j and %j is %i (%s)', (part, mentee, mentor, points) => {
    expect(partsOf(mentee, mentor)[part]).toBe(points)
  })

  it('does not ask one mentor to serve ten wants', () => {
    const wants = ['growth', 'metrics', 'pricing-and-business', 'influence', 'roadmapping', 'storytelling']
    const offers = wants.slice(0, 3).map((skill) => ({ skill, level: 5 }))
    expect(partsOf({ wants: wants.map((skill) => ({ skill, level: 2 })) }, { offers }).skills).toBe(500)
  })

  it('counts repeats, waiting and the weights of the programme', () => {
    const past = pairs([['ana', 'ben']])
    expect(partsOf({}, {}, { past }).repeat).toBe(-300)
    expect(partsOf({}, {}, { waiting: new Map([['ben', 40]]) }).waiting).toBe(40)
    expect(partsOf({}, {}, { weights: { zone: 37, repeat: 5 }, past })).toMatchObject({
      zone: 37,
      repeat: -5,
    })
  })

  it('agrees with the calendar on shared hours, in every pair of zones', () => {
    const steps = [0, 70, 110, 140, 160, 170, 180, 190, 200]
    fc.assert(
      fc.property(anyone, anyone, (a, b) => {
        fc.pre(!!a.freeHours?.length && !!b.freeHours?.length && !a.zoneUntold === !b.zoneUntold)
        const shared = commonFreeHours(a.freeHours!, a.hours.zone, b.freeHours!, b.hours.zone, NOW).length
        expect(score(a, b, facts()).parts.time).toBe(steps[Math.min(8, shared)])
      }),
    )
  })
})

describe('rank', () => {
  const wants = [{ skill: 'growth', level: 1 }]
  const offer = (id: string, level: number): Candidate =>
    aMentor({ id, name: id, offers: [{ skill: 'growth', level }] })

  it('puts the best first and says how well they fit', () => {
    const list = rank(
      aMentee({ wants }),
      [offer('three', 3), offer('five', 5), aMentor({ id: 'blank' })],
      facts(),
    )
    expect(list.map((r) => [r.mentor.id, r.fit])).toEqual([
      ['five', 'strong'],
      ['three', 'strong'],
      ['blank', 'none'],
    ])
    expect(list[0]).toMatchObject({
      score: total(list[0]!.parts),
      room: 2,
      hits: 0,
      nextFreeAt: undefined,
    })
  })

  it('keeps to the limit and finds the same best among thousands', () => {
    const many = Array.from({ length: 3000 }, (_, i) => offer(`m${i}`, 1 + ((i * 7) % 5)))
    const all = rank(aMentee({ wants }), many, facts(), { limit: 3000 })
    expect(rank(aMentee({ wants }), many, facts())).toEqual(all.slice(0, 5))
    expect(rank(aMentee({ wants }), many, facts(), { limit: 0 })).toEqual([])
    expect(all).toHaveLength(3000)
  })

  it('does not send every mentee to the same one of equals', () => {
    const equals = Array.from({ length: 20 }, (_, i) => offer(`m${i}`, 4))
    const firsts = Array.from(
      { length: 40 },
      (_, i) => rank(aMentee({ id: `b${i}`, wants }), equals, facts())[0]!.mentor.id,
    )
    expect(new Set(firsts).size).toBeGreaterThan(8)
    const seeds = [1, 2, 3, 4, 5].map(
      (seed) => rank(aMentee({ wants }), equals, facts({ seed }))[0]!.mentor.id,
    )
    expect(new Set(seeds).size).toBeGreaterThan(1)
  })

  it('puts those first who have what the words ask for', () => {
    const text = aMentor({ id: 'text', trackRecord: 'Ran three lighthouses' })
    const mentors = [
      offer('growth', 5),
      text,
      aMentor({ id: 'roads', offers: [{ skill: 'roadmapping', level: 2 }] }),
    ]
    const found = (words?: string) =>
      rank(aMentee({ wants }), mentors, facts(), { words }).map((r) => [r.mentor.id, r.hits])
    expect(found('help with my road map, please')[0]).toEqual(['roads', 1])
    expect(found('lighthouse')[0]).toEqual(['text', 1])
    expect(found('falconry').every(([, hits]) => hits === 0)).toBe(true)
    expect(found(' ')[0]).toEqual(['growth', 0])
  })

  it('asks not for seniority where a single chat is looked for', () => {
    const senior = { ...offer('senior', 4), level: 4 }
    const junior = {
      ...offer('junior', 5),
      role: 'mentee' as const,
      level: 0,
      chats: { gives: true, left: 1 },
    }
    const found = rank(
      aMentee({ wants, level: 2 }),
      [{ ...senior, chats: { gives: true, left: 1 } }, junior],
      facts({ chat: true }),
    )
    expect(found.map((r) => [r.mentor.id, r.parts.level])).toEqual([
      ['junior', 0],
      ['senior', 0],
    ])
    expect(found.flatMap((r) => [...r.reasons, r.weakness ?? '']).join()).not.toContain('level')
  })

  it('gives the next hour only if both told their free times', () => {
    const next = (mine?: number[], theirs?: number[]) =>
      rank(aMentee({ freeHours: mine }), [aMentor({ freeHours: theirs })], facts())[0]!.nextFreeAt
    expect(next([34], [34])).toBe(Date.parse('2026-10-06T08:00Z'))
    expect(next([34], [])).toBeUndefined()
    expect(next([34])).toBeUndefined()
  })
})

describe('for anybody', () => {
  const pool = fc.uniqueArray(anyone, { selector: (p) => p.id, maxLength: 40 })
  const edges = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 })), { maxLength: 60 })
    .map((list) => pairs(list.map(([a, b]) => [`U${a}`, `U${b}`] as const)))
  const anyFacts: fc.Arbitrary<Facts> = fc.record({
    at: fc.integer({ min: 0, max: 300 }).map((days) => NOW + days * 86_400_000),
    doNotPair: edges,
    past: edges,
    asked: edges,
    notForMe: edges,
    rules: fc.record({ allowPastPairs: fc.boolean(), excludeSameTeam: fc.boolean() }),
    seed: fc.nat(9),
  })
  const words = fc.constantFrom(undefined, 'pricing', 'marketplace', 'user interviews and falconry')

  it('a forbidden pair is never ranked, and nobody allowed is lost', () => {
    fc.assert(
      fc.property(anyone, pool, anyFacts, words, (mentee, mentors, f, w) => {
        const list = rank(mentee, mentors, f, { limit: 100, words: w })
        const allowed = mentors.filter((mentor) => !exclusions(mentee, mentor, f).length)
        expect(list.map((r) => r.mentor.id).sort()).toEqual(allowed.map((m) => m.id).sort())
      }),
    )
  })

  it('scores are whole, bounded, and the sum of their parts; the order follows them', () => {
    fc.assert(
      fc.property(anyone, pool, anyFacts, words, (mentee, mentors, f, w) => {
        const list = rank(mentee, mentors, f, { limit: 100, words: w })
        for (const [i, r] of list.entries()) {
          expect(Object.values(r.parts).every(Number.isInteger)).toBe(true)
          expect(r.score).toBe(total(r.parts))
          expect(r.score).toBeGreaterThanOrEqual(-300)
          expect(r.score).toBeLessThanOrEqual(1200)
          const last = list[i - 1]
          if (last && last.hits === r.hits) expect(last.score).toBeGreaterThanOrEqual(r.score)
          if (last) expect(last.hits).toBeGreaterThanOrEqual(r.hits)
        }
      }),
    )
  })

  it('the order in which mentors come does not matter, nor does asking twice', () => {
    fc.assert(
      fc.property(
        anyone,
        pool,
        anyFacts,
        fc.infiniteStream(fc.nat()),
        words,
        (mentee, mentors, f, noise, w) => {
          const shuffled = mentors
            .map((mentor) => [noise.next().value as number, mentor] as const)
            .sort((a, b) => a[0] - b[0])
            .map(([, mentor]) => mentor)
          const list = rank(mentee, mentors, f, { words: w })
          expect(rank(mentee, shuffled, f, { words: w })).toEqual(list)
          expect(rank(mentee, mentors, f, { words: w })).toEqual(list)
        },
      ),
    )
  })

  it('reasons are one to three finished sentences, without a gap', () => {
    fc.assert(
      fc.property(anyone, pool, anyFacts, words, (mentee, mentors, f, w) => {
        for (const r of rank(mentee, mentors, f, { words: w })) {
          expect(r.reasons.length).toBeLessThanOrEqual(3)
          for (const sentence of [...r.reasons, r.weakness ?? 'None.']) {
            expect(sentence).toMatch(/^[A-Z].*\.$/)
            expect(sentence).not.toMatch(/undefined|null|NaN|\b0 /)
          }
        }
      }),
    )
  })
})
