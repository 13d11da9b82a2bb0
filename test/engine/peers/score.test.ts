import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Candidate, type Facts, pairs, peerReasons, peerScorer } from '../../../src/engine/index.ts'
import { aMentee, aMentor, anyone, NOW } from '../support/people.ts'

const facts: Facts = { at: NOW }
const ana = aMentor({ offers: [{ skill: 'user-research', level: 4 }], languages: ['English'] })
const ben = aMentee({ wants: [{ skill: 'user-research', level: 2 }], languages: ['English'] })
const chris = aMentee({ id: 'chris', name: 'Chris', languages: ['english'], role: 'mentee' })

const between = (a: Candidate, b: Candidate, over: Partial<Facts> = {}) =>
  peerScorer([a, b], { ...facts, ...over })(a.id, b.id)

describe('the score of two peers', () => {
  it('is whole and the same both ways, whoever they are', () => {
    fc.assert(
      fc.property(anyone, anyone, (a, b) => {
        fc.pre(a.id !== b.id)
        const scoreOf = peerScorer([a, b], facts)
        const there = scoreOf(a.id, b.id)
        expect(scoreOf(b.id, a.id)).toEqual(there)
        if (there) expect(Number.isInteger(there.score) && there.score >= 0).toBe(true)
      }),
      { numRuns: 300, seed: 1 },
    )
  })

  it('counts what each offers the other', () => {
    const back = { ...ana, wants: [{ skill: 'roadmapping', level: 1 }] }
    const both = { ...ben, offers: [{ skill: 'roadmapping', level: 4 }] }
    expect(between(back, both)!.parts.skills).toBeGreaterThan(between(ana, ben)!.parts.skills)
  })

  it('asks for no mentor and no room', () => {
    expect(between(ben, chris)).not.toBeNull()
    expect(between({ ...ana, taken: 2 }, ben)).not.toBeNull()
    expect(between(ana, ben, { asked: pairs([['ben', 'ana']]) })).not.toBeNull()
  })

  it.each<[string, Partial<Candidate>, Partial<Facts>]>([
    ['paused', { status: 'paused' }, {}],
    ['left', { status: 'left' }, {}],
    ['a bot', { bot: true }, {}],
    ['a guest', { guest: true }, {}],
    ['deactivated', { deactivated: true }, {}],
    ['without a language in common', { languages: ['Japanese'] }, {}],
    ['not to be paired', { taken: 2 }, { doNotPair: pairs([['ana', 'ben']]) }],
    ['not to be paired, said by the other', {}, { doNotPair: pairs([['ben', 'ana']]) }],
    ['the manager', {}, { managers: new Map([['ben', 'ana']]) }],
    ['in a mentorship with them', {}, { paired: pairs([['ben', 'ana']]) }],
    ['one they were in a mentorship with', {}, { past: pairs([['ana', 'ben']]) }],
    ['turned down', {}, { notForMe: pairs([['ben', 'ana']]) }],
  ])('forbids whoever is %s, either way round', (_why, over, more) => {
    const other = { ...ana, ...over }
    expect([between(other, ben, more), between(ben, other, more)]).toEqual([null, null])
  })
})

describe('the reasons of a group', () => {
  const telling = { zone: true, languages: new Set(['english']) }

  it('name what two have for each other and share', () => {
    expect(peerReasons([ana, ben], facts, telling)).toEqual([
      'Ben wants user research; Ana offers it at 4 of 5.',
      'Your clocks show the same time.',
      'You can both talk in English.',
    ])
  })

  it('of three say only what holds for all three', () => {
    const kind = (person: Candidate) => ({ ...person, values: ['Candour'] })
    expect(peerReasons([kind(ana), kind(ben), kind(chris)], facts, telling)).toEqual([
      'Ben wants user research; Ana offers it at 4 of 5.',
      'You all value Candour.',
      'You can all talk in English.',
    ])
    expect(peerReasons([ana, ben, { ...chris, languages: [] }], facts, telling)).toHaveLength(1)
  })

  it('are no clock and no language that everybody of the circle shares', () => {
    expect(peerReasons([ana, ben], facts)).toEqual(['Ben wants user research; Ana offers it at 4 of 5.'])
  })

  it('are three at most, and never tell how somebody rates what they want', () => {
    fc.assert(
      fc.property(fc.array(anyone, { minLength: 2, maxLength: 3 }), (people) => {
        const named = people.map((person, n) => ({ ...person, id: `U${n}`, name: `Person${n}` }))
        const reasons = peerReasons(named, facts, telling)
        expect(reasons.length).toBeLessThanOrEqual(3)
        // Another rating of a want may change which reason comes first, but nothing that is said of it.
        for (const sentence of reasons) expect(sentence).not.toMatch(/\brate/)
      }),
      { numRuns: 200, seed: 1 },
    )
  })
})
