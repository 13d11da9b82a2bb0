/** A whole round, as properties over anybody, and by the cases that matter. */
import { existsSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  alternatives,
  alternativesInThread,
  type Candidate,
  exclusions,
  pairs,
  type RoundInput,
  score,
  solveInThread,
  solveRound,
} from '../../src/engine/index.ts'
import { ROOT } from '../support/sources.ts'
import { aMentee, aMentor, anyone, NOW } from './support/people.ts'

const people = fc.uniqueArray(anyone, { minLength: 2, maxLength: 14, selector: (each) => each.id })
const ids = fc.integer({ min: 1, max: 60 }).map((n) => `U${n}`)

const anyRound: fc.Arbitrary<RoundInput> = fc
  .record({
    people,
    doNotPair: fc.array(fc.tuple(ids, ids), { maxLength: 20 }),
    forbids: fc.array(fc.tuple(ids, ids), { maxLength: 20 }),
    objective: fc.constantFrom('fair' as const, 'total' as const),
    equity: fc.option(fc.integer({ min: 0, max: 1000 }), { nil: undefined }),
    locks: fc.array(fc.tuple(ids, ids), { maxLength: 6 }),
    waited: fc.array(fc.tuple(ids, fc.integer({ min: 0, max: 3 })), { maxLength: 6 }),
    seed: fc.integer({ min: 0, max: 1000 }),
  })
  .map(({ people, doNotPair, forbids, objective, equity, locks, waited, seed }) => ({
    mentees: people.filter((each) => each.role !== 'mentor'),
    mentors: people.filter((each) => each.role !== 'mentee'),
    facts: { at: NOW, seed, doNotPair: pairs(doNotPair) },
    forbids: pairs(forbids),
    locks: new Map(locks),
    priority: new Map(waited),
    objective,
    equity,
  }))

const byId = (input: RoundInput) =>
  new Map([...input.mentees, ...input.mentors].map((each) => [each.id, each]))

/** Matched, weakest and total of the best round without loops, by trying every one. */
function bestWithoutLoops({ mentees, mentors, facts, forbids }: RoundInput): number[] {
  const scores = mentees.map((a) =>
    mentors.map((b) =>
      exclusions(a, b, facts).length > 0 || forbids?.get(a.id)?.has(b.id)
        ? -1
        : Math.max(0, score(a, b, facts).score),
    ),
  )
  let best = [0, 0, 0]
  const mentorOf: number[] = []
  const go = (i: number, figures: number[]): void => {
    const [matched = 0, worst = 0, total = 0] = figures
    if (i === mentees.length) {
      const k = figures.findIndex((figure, at) => figure !== best[at])
      if (k >= 0 && figures[k]! > best[k]!) best = figures
      return
    }
    mentorOf[i] = -1
    go(i + 1, figures)
    scores[i]!.forEach((points, j) => {
      const taken = mentorOf.slice(0, i).filter((other) => other === j).length
      if (points < 0 || taken >= mentors[j]!.capacity || (j < i && mentorOf[j] === i)) return
      mentorOf[i] = j
      go(i + 1, [matched + 1, matched ? Math.min(worst, points) : points, total + points])
    })
    mentorOf[i] = -1
  }
  go(0, [0, 0, 0])
  return best
}

describe('any round', () => {
  it('matches nobody who may not be, keeps to every place, and is certified', () => {
    fc.assert(
      fc.property(anyRound, (input) => {
        const result = solveRound(input)
        const known = byId(input)
        const taken = new Map<string, number>()
        for (const { mentee, mentor, score: points } of result.pairs) {
          const [a, b] = [known.get(mentee) as Candidate, known.get(mentor) as Candidate]
          expect(exclusions(a, b, input.facts)).toEqual([])
          expect(input.forbids?.get(mentee)?.has(mentor) ?? false).toBe(false)
          expect(points).toBe(Math.max(0, score(a, b, input.facts).score))
          taken.set(mentor, (taken.get(mentor) ?? 0) + 1)
        }
        for (const [mentor, many] of taken) {
          const { capacity, taken: before } = known.get(mentor) as Candidate
          expect(many).toBeLessThanOrEqual(capacity - before)
        }
        const made = new Set(result.pairs.map(({ mentee, mentor }) => `${mentee}:${mentor}`))
        for (const { mentee, mentor } of result.pairs) expect(made.has(`${mentor}:${mentee}`)).toBe(false)
        expect(result.pairs.length + result.unmatched.length).toBe(input.mentees.length)
        expect(result.certified).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('is the same in whatever order people come', () => {
    fc.assert(
      fc.property(anyRound, (input) => {
        const sorted = (a: Candidate, b: Candidate) => (a.id < b.id ? 1 : -1)
        const other = {
          ...input,
          mentees: [...input.mentees].sort(sorted),
          mentors: [...input.mentors].sort(sorted),
        }
        expect(solveRound(other)).toEqual(solveRound(input))
      }),
      { numRuns: 50 },
    )
  })

  it('keeps what can stay, and is as good as before', () => {
    fc.assert(
      fc.property(anyRound, fc.integer({ min: 0, max: 1000 }), (input, seed) => {
        const one = solveRound(input)
        const before = new Map(one.pairs.map(({ mentee, mentor }) => [mentee, mentor]))
        // Another seed decides otherwise between equals, unless it is to stay.
        const other = { ...input, facts: { ...input.facts, seed } }
        const steady = solveRound({ ...other, before })
        // Whether a loop stood in the way can differ, and with it what is certain.
        expect(steady).toEqual({ ...one, contested: steady.contested, nearly: steady.nearly })
        expect(steady.certified).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  it('tells of another mentor what then comes of it', () => {
    fc.assert(
      fc.property(anyRound, (input) => {
        const now = solveRound(input)
        const [pair] = now.pairs
        if (!pair) return
        const before = new Map(now.pairs.map(({ mentee, mentor }) => [mentee, mentor]))
        for (const { mentor, fewer, cost, worst } of alternatives({ ...input, before }, pair.mentee)) {
          expect(mentor).not.toBe(pair.mentor)
          const then = solveRound({ ...input, locks: new Map(input.locks).set(pair.mentee, mentor) })
          expect({ fewer, cost, worst }).toEqual({
            fewer: now.pairs.length - then.pairs.length,
            cost: now.total - then.total,
            worst: then.worst,
          })
        }
      }),
      { numRuns: 60 },
    )
  })
})

const roadmaps = { skill: 'roadmapping', level: 5 }
const seeker = (id: string, over: Partial<Candidate> = {}) =>
  aMentee({ id, name: id, wants: [{ skill: 'roadmapping', level: 2 }], ...over })
const giver = (id: string, over: Partial<Candidate> = {}) =>
  aMentor({ id, name: id, offers: [roadmaps], capacity: 1, ...over })
const round = (over: Partial<RoundInput>): RoundInput => ({
  mentees: [],
  mentors: [],
  facts: { at: NOW },
  objective: 'fair',
  ...over,
})
const told = (input: RoundInput) =>
  Object.fromEntries(solveRound(input).pairs.map(({ mentee, mentor }) => [mentee, mentor]))

describe('a round', () => {
  it('matches most people first, though two would fit better', () => {
    // Only Ben may have Ana; Jonas fits Ben better but may have Chidi.
    const mentees = [seeker('ana'), seeker('jonas', { level: 1 })]
    const mentors = [giver('ben', { level: 3 }), giver('chidi', { offers: [] })]
    const forbids = pairs([['ana', 'chidi']])
    expect(told(round({ mentees, mentors, forbids }))).toEqual({ ana: 'ben', jonas: 'chidi' })
  })

  it('gives those who share a skill the places, and what is left to those who share none, if told so', () => {
    const mentees = [seeker('ana'), seeker('jonas', { wants: [{ skill: 'storytelling', level: 1 }] })]
    const ben = giver('ben')
    const priority = new Map([['jonas', 3]])
    expect(told(round({ mentees, mentors: [ben], priority }))).toEqual({ jonas: 'ben' })
    const sharing = { mentees, priority, sharingFirst: true }
    expect(told(round({ ...sharing, mentors: [ben] }))).toEqual({ ana: 'ben' })
    const both = solveRound(round({ ...sharing, mentors: [ben, giver('chidi', { offers: [] })] }))
    expect(both.pairs.map(({ mentee, mentor, fit }) => [mentee, mentor, fit !== 'none']).sort()).toEqual([
      ['ana', 'ben', true],
      ['jonas', 'chidi', false],
    ])
    expect(both.certified).toBe(true)
    // What somebody has chosen stays.
    const locks = new Map([['jonas', 'ben']])
    expect(told(round({ ...sharing, mentors: [ben], locks }))).toEqual({ jonas: 'ben' })
  })

  it('raises the weakest match if it is fair, and the points if it is not', () => {
    const best = { skill: 'roadmapping', level: 5 }
    const weak = { skill: 'roadmapping', level: 2 }
    const mentees = [
      seeker('ana', { level: 1 }),
      seeker('jonas', { wants: [{ skill: 'roadmapping', level: 3 }] }),
    ]
    const mentors = [giver('ben', { offers: [best], level: 3 }), giver('chidi', { offers: [weak] })]
    const fair = solveRound(round({ mentees, mentors }))
    const total = solveRound(round({ mentees, mentors, objective: 'total' }))
    expect(fair.worst!).toBeGreaterThanOrEqual(total.worst!)
    expect(total.total).toBeGreaterThanOrEqual(fair.total)
  })

  it('gives up as much for the weakest match as allowed, and tells what that cost and what else there is', () => {
    const skills = (level: number, ...ids: string[]) => ids.map((skill) => ({ skill, level }))
    const many = ['roadmapping', 'product-strategy', 'product-analytics']
    const mentees = [
      seeker('ana', { wants: skills(2, ...many) }),
      seeker('jonas', { wants: skills(2, 'user-interviews', 'roadmapping') }),
      seeker('leo'),
    ]
    const mentors = [
      giver('ben', { offers: skills(4, ...many) }),
      giver('chidi', { offers: skills(4, 'product-strategy') }),
      giver('elif', { offers: [] }),
    ]
    const locks = new Map([['leo', 'elif']])
    const [none, some, any] = [0, 10, 1000].map((equity) =>
      solveRound(round({ mentees, mentors, locks, equity })),
    )
    const [most, fairest] = [
      { total: 1010, worst: 280 },
      { total: 935, worst: 430 },
    ]
    expect(none!.weighed).toEqual({ most, got: most, fairest })
    expect(some!.pairs).toEqual(none!.pairs)
    // Whoever is kept together by hand is no part of the bargain.
    expect(any!.weighed).toEqual({ most, got: fairest, fairest })
    expect(any!.pairs).toContainEqual(expect.objectContaining({ mentee: 'ana', mentor: 'chidi', score: 430 }))
    expect(any!.total).toBeGreaterThan(935)
    expect(any!.certified && none!.certified && some!.certified).toBe(true)
  })

  it('lets those go first who waited, the longer the earlier', () => {
    const mentees = ['ana', 'jonas', 'leo', 'finn'].map((id) => seeker(id))
    const mentors = [giver('ben'), giver('chidi')]
    const priority = new Map([
      ['leo', 1],
      ['finn', 2],
    ])
    expect(Object.keys(told(round({ mentees, mentors, priority }))).sort()).toEqual(['finn', 'leo'])
    const one = round({ mentees, mentors: [giver('ben')], priority })
    expect(told(one)).toEqual({ finn: 'ben' })
    expect(solveRound(one).unmatched).toEqual(
      ['ana', 'jonas', 'leo'].map((mentee) => ({ mentee, cause: 'outbid' })),
    )
  })

  it('never makes two people mentors of each other', () => {
    const both = (id: string) => seeker(id, { role: 'both', offers: [roadmaps], capacity: 1 })
    const all = [both('ana'), both('ben')]
    const result = solveRound(round({ mentees: all, mentors: all }))
    expect(result.pairs).toHaveLength(1)
    expect(result.unmatched).toEqual([expect.objectContaining({ cause: 'mutual' })])
    const three = [...all, both('chidi')]
    expect(solveRound(round({ mentees: three, mentors: three })).pairs).toHaveLength(3)
  })

  it('gives up the pair of such two whose loss costs least, however little it scores', () => {
    // Ben fits Ana less than Ana fits Ben, but Ben has nobody else.
    const ana = seeker('ana', { role: 'both', capacity: 1, offers: [{ skill: 'pricing', level: 3 }] })
    const ben = seeker('ben', {
      role: 'both',
      capacity: 1,
      wants: [{ skill: 'pricing', level: 1 }],
      offers: [roadmaps],
    })
    const chidi = giver('chidi', { offers: [] })
    const facts = { at: NOW, doNotPair: pairs([['ben', 'chidi']]) }
    expect(score(ben, ana, facts).score).toBeLessThan(score(ana, ben, facts).score)
    expect(told(round({ mentees: [ana, ben], mentors: [ana, ben, chidi], facts }))).toEqual({
      ana: 'chidi',
      ben: 'ana',
    })
  })

  /** Whoever it is, they can take part on either side. */
  const ABLE = {
    role: 'both',
    status: 'active',
    bot: false,
    guest: false,
    deactivated: false,
    taken: 0,
  } as const

  it('finds the best of all rounds in which nobody mentors their own mentor', () => {
    const peers = fc.uniqueArray(anyone, { minLength: 2, maxLength: 5, selector: (each) => each.id })
    const forbids = fc.array(fc.tuple(ids, ids), { maxLength: 8 })
    fc.assert(
      fc.property(peers, forbids, fc.integer({ min: 0, max: 99 }), (some, kept, seed) => {
        const all = some.map(
          (each): Candidate => ({
            ...each,
            role: 'both',
            status: 'active',
            taken: 0,
            capacity: 1 + (each.capacity % 2),
          }),
        )
        const input = round({ mentees: all, mentors: all, facts: { at: NOW, seed }, forbids: pairs(kept) })
        const { pairs: made, worst, total } = solveRound(input)
        expect([made.length, worst ?? 0, total]).toEqual(bestWithoutLoops(input))
      }),
      { numRuns: 60 },
    )
  })

  it('tells of another mentor what then comes of it, however many could mentor each other', () => {
    const peers = fc.uniqueArray(anyone, { minLength: 14, maxLength: 18, selector: (each) => each.id })
    fc.assert(
      fc.property(peers, (some) => {
        const all = some.map((each): Candidate => ({ ...each, ...ABLE, languages: [], capacity: 1 }))
        const input = round({ mentees: all, mentors: all, facts: { at: NOW } })
        const now = solveRound(input)
        const { mentee, mentor } = now.pairs[0]!
        const before = new Map([[mentee, mentor]])
        for (const other of alternatives({ ...input, before }, mentee)) {
          const then = solveRound({ ...input, locks: new Map([[mentee, other.mentor]]) })
          expect(other).toMatchObject({
            fewer: now.pairs.length - then.pairs.length,
            cost: now.total - then.total,
            worst: then.worst,
          })
          expect(other.nearly).toBe(now.nearly || then.nearly)
        }
      }),
      { numRuns: 10, seed: 5 },
    )
  })

  it('keeps together what is locked, if it may be at all', () => {
    const mentees = [seeker('ana'), seeker('jonas')]
    const mentors = [giver('ben'), giver('chidi')]
    for (const mentor of ['ben', 'chidi'])
      expect(told(round({ mentees, mentors, locks: new Map([['ana', mentor]]) })).ana).toBe(mentor)
    // Ben has one place, and whoever was locked first keeps it.
    for (const [first, second] of [
      ['ana', 'jonas'],
      ['jonas', 'ana'],
    ] as const) {
      const locks = new Map([
        [first, 'ben'],
        [second, 'ben'],
      ])
      expect(told(round({ mentees, mentors, locks }))).toEqual({ [first]: 'ben', [second]: 'chidi' })
      const kept = round({ mentees, mentors, locks: new Map([[first, 'ben']]) })
      expect(alternatives(kept, second).map(({ mentor }) => mentor)).toEqual(['chidi'])
    }
    const forbidden = round({
      mentees,
      mentors,
      locks: new Map([['ana', 'ben']]),
      facts: { at: NOW, doNotPair: pairs([['ben', 'ana']]) },
    })
    expect(told(forbidden).ana).toBe('chidi')
  })

  it('tells who has room, who is wanted most, and who would rather swap', () => {
    const mentees = [
      seeker('ana'),
      seeker('jonas'),
      seeker('leo', { wants: [{ skill: 'pricing', level: 1 }] }),
    ]
    const mentors = [giver('ben'), giver('chidi', { offers: [], capacity: 4 })]
    const result = solveRound(round({ mentees, mentors }))
    expect(result.idle).toEqual([['chidi', 2]])
    expect(result.contested).toEqual(['ben'])
    expect(result.blocking).toEqual([])
  })

  it.skipIf(!existsSync(`${ROOT}dist/engine/thread.js`))(
    'comes out of a thread as it does here, with word of how far it is',
    async () => {
      const mentees = Array.from({ length: 60 }, (_, i) => seeker(`m${i}`, { level: i % 4 }))
      const mentors = Array.from({ length: 40 }, (_, i) => giver(`n${i}`, { level: i % 8 }))
      const input = round({ mentees, mentors, facts: { at: NOW, doNotPair: pairs([['m1', 'n1']]) } })
      const heard: number[] = []
      expect(await solveInThread(input, (done) => heard.push(done), 0)).toEqual(solveRound(input))
      expect(heard.at(-1)).toBe(1)
      expect(await alternativesInThread(input, 'm1', 0)).toEqual(alternatives(input, 'm1'))
    },
  )
})
