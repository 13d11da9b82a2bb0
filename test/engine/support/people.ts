import fc from 'fast-check'
import { defaultHours } from '../../../src/core/calendar.ts'
import { competencies } from '../../../src/core/competencies.ts'
import type { Candidate } from '../../../src/engine/index.ts'

/** Monday 5 October 2026, 08:00 UTC. */
export const NOW = Date.parse('2026-10-05T08:00:00Z')

/** A mentee and a mentor about whom nothing is known but their zone. */
export const aMentee = (over: Partial<Candidate> = {}): Candidate =>
  aPerson({ id: 'ben', name: 'Ben', ...over })
export const aMentor = (over: Partial<Candidate> = {}): Candidate =>
  aPerson({ id: 'ana', name: 'Ana', role: 'mentor', ...over })

function aPerson(over: Partial<Candidate>): Candidate {
  return {
    id: 'someone',
    name: 'Someone',
    role: 'mentee',
    status: 'active',
    capacity: 2,
    taken: 0,
    hours: defaultHours('Europe/Paris'),
    languages: [],
    offers: [],
    wants: [],
    values: [],
    ...over,
  }
}

const skills = fc.uniqueArray(
  fc.record({
    skill: fc.constantFrom(...competencies.map((c) => c.id)),
    level: fc.integer({ min: 1, max: 5 }),
  }),
  { maxLength: 6, selector: (s) => s.skill },
)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })

/** Anybody: some blanks, some unfit, ids from a few so that pairs meet each other again. */
export const anyone: fc.Arbitrary<Candidate> = fc.record({
  id: fc.integer({ min: 1, max: 60 }).map((n) => `U${n}`),
  name: fc.constantFrom('Ana', 'Ben', 'Chris', 'Dora'),
  role: fc.constantFrom('mentor', 'mentee', 'both'),
  status: fc.constantFrom('active', 'active', 'active', 'paused', 'left'),
  bot: fc.constantFrom(false, false, false, true),
  guest: fc.constantFrom(undefined, false, true),
  deactivated: fc.constantFrom(undefined, false, false, true),
  team: maybe(fc.constantFrom('red', 'blue')),
  capacity: fc.integer({ min: 0, max: 5 }),
  taken: fc.integer({ min: 0, max: 3 }),
  level: fc.option(fc.integer({ min: 0, max: 7 }), { nil: null }),
  hours: fc
    .constantFrom('Europe/Paris', 'Europe/London', 'America/New_York', 'Asia/Kolkata', 'Asia/Tokyo')
    .map(defaultHours),
  zoneUntold: fc.constantFrom(undefined, false, false, true),
  freeHours: maybe(fc.uniqueArray(fc.integer({ min: 0, max: 167 }), { maxLength: 30 })),
  languages: fc.subarray(['English', 'French', 'Japanese']),
  offers: skills,
  wants: skills,
  style: maybe(
    fc.record({
      feedback: fc.constantFrom(null, 'direct', 'gentle'),
      flow: fc.constantFrom(null, 'structured', 'free'),
      mode: fc.constantFrom(null, 'live', 'async'),
    }),
  ),
  values: fc.subarray(['candour', 'kindness', 'curiosity', 'craft']),
  trackRecord: fc.constantFrom('', 'Built a marketplace twice', 'Ran pricing in fintech'),
  otherOffers: fc.subarray(['marketplaces', 'falconry']),
})
