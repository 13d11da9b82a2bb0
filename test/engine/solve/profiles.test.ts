import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { excluder, type Facts, pairs, profileScores, score } from '../../../src/engine/index.ts'
import { anyone, NOW } from '../support/people.ts'

const ids = fc.integer({ min: 1, max: 60 }).map((n) => `U${n}`)
const table = fc.array(fc.tuple(ids, ids), { maxLength: 40 }).map(pairs)
const someFacts: fc.Arbitrary<Facts> = fc.record({
  at: fc.constantFrom(NOW, NOW + 90 * 86_400_000),
  doNotPair: table,
  notForMe: table,
  past: table,
  paired: table,
  asked: table,
  managers: fc.array(fc.tuple(ids, ids), { maxLength: 30 }).map((list) => new Map(list)),
  waiting: fc.array(fc.tuple(ids, fc.integer({ min: 0, max: 50 }))).map((list) => new Map(list)),
  rules: fc.record({
    excludeSameTeam: fc.boolean(),
    maxZoneGapHours: fc.constantFrom(null, 4, 9),
    allowPastPairs: fc.boolean(),
    reportingSteps: fc.constantFrom(1, 2, Number.POSITIVE_INFINITY),
  }),
  weights: fc.record({ skills: fc.constantFrom(500, 333), repeat: fc.constantFrom(0, 300, 2000) }),
})
const people = fc.uniqueArray(anyone, { minLength: 1, maxLength: 25, selector: (p) => p.id })

describe('scores from profiles', () => {
  it('are those of score and excluder, for anybody', () => {
    fc.assert(
      fc.property(
        people,
        people,
        someFacts,
        fc.integer({ min: -1, max: 900 }),
        (mentees, mentors, facts, above) => {
          const scores = profileScores(mentees, mentors, facts)
          const buffer = new Int32Array(mentors.length)
          mentees.forEach((mentee, i) => {
            const exact = mentors.map((mentor) =>
              excluder(mentee, facts)(mentor) ? -1 : Math.max(0, score(mentee, mentor, facts).score),
            )
            expect([...scores.row(i, buffer, -1)]).toEqual(exact)
            expect(mentors.map((_, j) => scores.at(i, j))).toEqual(exact)
            // Above a bar they are exact, and below it not above it.
            scores.row(i, buffer, above).forEach((told, j) => {
              if (exact[j]! > above) expect(told).toBe(exact[j])
              else expect(told).toBeLessThanOrEqual(Math.max(above, exact[j]!))
            })
          })
        },
      ),
      { numRuns: 300, seed: 7 },
    )
  })
})
