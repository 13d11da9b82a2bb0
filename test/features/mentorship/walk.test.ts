/** The table of states, walked at random through the services: two act at once, clocks jump, people pause and leave. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../src/core/calendar.ts'
import { STATES } from '../../../src/features/pairs/mentorship/states.ts'
import { lengthOf } from '../../support/lengths.ts'
import { ACTS, type Deed, type Step, startWalk } from './walk.ts'

/** Mostly what the table has for the present state, sometimes anything: a stale button, a pause, somebody leaves. */
const act = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constantFrom(...ACTS) },
)
const deed: fc.Arbitrary<Deed> = fc.record({
  act,
  mentor: fc.boolean(),
  mentee: fc.integer({ min: 0, max: 4 }),
  days: fc.integer({ min: 1, max: 45 }),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ at: fc.constant('once' as const), deeds: fc.tuple(deed) }) },
  // Two at once, often about the same mentorship.
  { weight: 3, arbitrary: fc.record({ at: fc.constant('once' as const), deeds: fc.tuple(deed, deed) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      at: fc.constant('later' as const),
      ms: fc.oneof(
        fc.integer({ min: 1, max: 48 }).map((hours) => hours * HOUR_MS),
        fc.integer({ min: 3, max: 25 }).map((days) => days * DAY_MS),
      ),
    }),
  },
)

const { walks: runs } = lengthOf('test/features/mentorship/walk.test.ts')
/** The same walks each time; `SEED=7` walks others. */
const seed = Number(process.env.SEED ?? 5)

it('whatever two people do at once, and whenever: nothing is stuck, lost, doubled or sent to somebody gone', async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 25 }), async (steps) => {
      const walk = await startWalk()
      try {
        for (const [i, each] of steps.entries()) {
          await walk.take(each)
          expect([i, each, await walk.faults()]).toEqual([i, each, []])
        }
        expect(await walk.leftAlone()).toEqual([])
        expect(await walk.faults()).toEqual([])
        for (const state of walk.states) seen.add(state)
      } finally {
        await walk.stop()
      }
    }),
    { numRuns: runs, seed, endOnFailure: true },
  )
  expect([...seen].sort()).toEqual(Object.keys(STATES).sort())
})

it('a mentor of up to five is nudged no more than anybody: two messages a week, one of a kind a day', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 3, max: 5 }),
      fc.array(step, { minLength: 15, maxLength: 15 }),
      async (mentees, steps) => {
        const walk = await startWalk({ mentees })
        try {
          for (const [i, each] of steps.entries()) {
            await walk.take(each)
            expect([i, each, await walk.faults()]).toEqual([i, each, []])
          }
          expect(await walk.leftAlone()).toEqual([])
          expect(await walk.faults()).toEqual([])
        } finally {
          await walk.stop()
        }
      },
    ),
    { numRuns: Math.ceil(runs / 2), seed, endOnFailure: true },
  )
})
