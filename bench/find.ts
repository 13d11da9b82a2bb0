/** How long it takes to find five mentors among 4,000: without words, and with words and a typing error in them. */

import { defaultHours } from '../src/core/calendar.ts'
import { chanceOf } from '../src/core/chance.ts'
import { competencies } from '../src/core/competencies.ts'
import { type Candidate, excluder, exclusionCounts, rank } from '../src/engine/index.ts'

const MENTORS = 4000
const ROUNDS = 40

const ZONES = [
  'Europe/Lisbon',
  'America/New_York',
  'Asia/Tokyo',
  'Africa/Lagos',
  'Asia/Kolkata',
  'Europe/Paris',
]
const DONE = [
  'Built a marketplace',
  'Ran enterprise billing',
  'Led a payments API',
  'Grew onboarding',
  'Took search',
]
const HOW = [
  'in three countries',
  'from two to forty teams',
  'with no budget',
  'for schools',
  'through a merger',
]
const OTHER = ['falconry', 'negotiating with procurement', 'writing memos', 'localisation', 'hiring']

/** Chance that repeats. */
function chance(seed: number) {
  const next = chanceOf(seed)
  const one = <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T
  const some = (n: number) =>
    Array.from({ length: n }, () => ({ skill: one(competencies).id, level: 1 + Math.floor(next() * 5) }))
  return { next, one, some }
}

function person(i: number, role: Candidate['role']): Candidate {
  const { next, one, some } = chance(i * 7919 + 1)
  const start = Math.floor(next() * 20)
  return {
    id: `U${i}`,
    name: `Person ${i}`,
    role,
    status: 'active',
    capacity: 2,
    taken: Math.floor(next() * 3),
    level: Math.floor(next() * 8),
    hours: defaultHours(one(ZONES)),
    freeHours: Array.from({ length: 12 }, (_, k) => start + k * 9),
    languages: ['English'],
    offers: some(5),
    wants: some(4),
    style: { feedback: one(['direct', 'gentle']), flow: one(['structured', 'free']), mode: 'live' },
    values: [one(['candour', 'kindness', 'craft']), one(['calm', 'speed', 'play'])],
    trackRecord: `${one(DONE)} ${one(HOW)}`,
    otherOffers: [one(OTHER)],
  }
}

const median = (list: number[]) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] as number

export async function run() {
  const mentors = Array.from({ length: MENTORS }, (_, i) => person(i, 'mentor'))
  const facts = { at: Date.parse('2026-10-05T08:00:00Z') }
  const measures: [string, (i: number) => unknown][] = [
    ['who is forbidden', (i) => mentors.filter(excluder(person(-1 - i, 'mentee'), facts))],
    ['the five best', (i) => rank(person(-1 - i, 'mentee'), mentors, facts)],
    ['why others are left out', (i) => exclusionCounts(person(-1 - i, 'mentee'), mentors, facts)],
    [
      'the five best for "pircing for entreprise"',
      (i) => rank(person(-1 - i, 'mentee'), mentors, facts, { words: 'pircing for entreprise' }),
    ],
  ]
  console.log(`Among ${MENTORS} mentors, median of ${ROUNDS}:`)
  for (const [what, act] of measures) {
    const times = Array.from({ length: ROUNDS }, (_, i) => {
      const start = performance.now()
      act(i)
      return performance.now() - start
    })
    console.log(`${what.padEnd(46)}${median(times).toFixed(2).padStart(8)} ms`)
  }
}
