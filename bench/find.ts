/**
 * How long it takes to find five mentors: among 4,000 in memory, without words, and with words and a typing error in them;
 * and among 10,000 members of a SQLite file, with what is read for it.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeContext } from '../src/app/make-context.ts'
import type { Context } from '../src/context.ts'
import { defaultHours } from '../src/core/calendar.ts'
import { competencies } from '../src/core/competencies.ts'
import { seededRandom } from '../src/core/seeded-random.ts'
import { openDatabase } from '../src/db/open.ts'
import { rows } from '../src/db/rows.ts'
import { createSeal } from '../src/db/seal.ts'
import { ensureWorkspace } from '../src/directory/workspace.ts'
import { type Candidate, excluder, exclusionCounts, rank } from '../src/engine/index.ts'
import { browse, factsFor, suggest } from '../src/features/matching/find/service.ts'
import { candidates, offeringCandidates } from '../src/features/people/members/service.ts'
import { silentLog } from '../src/log.ts'

const MENTORS = 4000
const ROUNDS = 40
/** Every fifth is a mentor, the others look for one. */
const MEMBERS = 10_000
const NOW = Date.parse('2026-10-05T08:00:00Z')

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
  const next = seededRandom(seed)
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
  const facts = { at: NOW }
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
  for (const [what, act] of measures) await measure(what, ROUNDS, act)
  await inDatabase()
}

async function measure(what: string, rounds: number, act: (i: number) => unknown) {
  const times: number[] = []
  for (let i = 0; i < rounds; i++) {
    const start = performance.now()
    await act(i)
    times.push(performance.now() - start)
  }
  console.log(`${what.padEnd(46)}${median(times).toFixed(2).padStart(8)} ms`)
}

/** The same as people do it: all that is needed is read from the database each time. */
async function inDatabase() {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-bench-'))
  const db = await openDatabase(`file:${join(folder, 'bench.db')}`, { migrations: 'migrations' })
  try {
    await db.migrate()
    const ctx = makeContext({
      workspace: 'T1',
      db,
      now: () => NOW,
      newId: () => randomBytes(8).toString('hex'),
      seal: createSeal([randomBytes(32)]),
      log: silentLog,
      features: [],
    })
    await ensureWorkspace(ctx, 'Bench')
    for (let from = 0; from < MEMBERS; from += 500) await addMembers(ctx, from, from + 500)
    const me = (i: number) => `U${i * 5 + 1}`
    console.log(`Among ${MEMBERS} members in a SQLite file, median of 7:`)
    await measure('find', 7, (i) => suggest(ctx, me(i)))
    await measure('find "pricing"', 7, (i) => suggest(ctx, me(i), { words: 'pricing' }))
    await measure('browse', 7, (i) => browse(ctx, me(i), { page: 0 }))
    await measure('  of which: reading who could be found', 7, (i) => offeringCandidates(ctx, me(i)))
    await measure('  of which: what bears on one of them', 7, (i) => factsFor(ctx, me(i)))
    await measure('all members, as a round reads them', 7, () => candidates(ctx))
  } finally {
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const addMembers = (ctx: Context, from: number, to: number) =>
  ctx.commit(
    ...Array.from({ length: to - from }, (_, k) => {
      const i = from + k
      const one = person(i, i % 5 === 0 ? 'mentor' : 'mentee')
      const { id, hours, style, offers, wants } = one
      const skill = (side: string, list: typeof offers) =>
        list.map((each) =>
          rows(ctx, 'skills').insert({ person: id, side, competency: each.skill, rating: each.level }),
        )
      return [
        rows(ctx, 'people').insert({
          person: id,
          name: one.name,
          nameKey: one.name.toLowerCase(),
          handle: id.toLowerCase(),
          zone: hours.zone,
          bot: false,
          guest: false,
          deactivated: false,
          admin: false,
          seenAt: NOW,
        }),
        rows(ctx, 'members').insert({
          person: id,
          programme: 'P',
          role: one.role,
          status: one.status,
          joinedAt: NOW,
          plainWants: [],
          level: one.level,
          feedback: style?.feedback,
          flow: style?.flow,
          mode: style?.mode,
          values: [...one.values],
          capacity: one.capacity,
          taken: one.taken,
          freeHours: [...(one.freeHours ?? [])],
          workingDays: [...hours.workingDays],
          startMinute: hours.startMinute,
          endMinute: hours.endMinute,
          holidays: [],
          languages: [...one.languages],
          trackRecord: one.trackRecord ?? '',
          otherOffers: [...(one.otherOffers ?? [])],
          checkinWeekday: 5,
          checkinMinute: 600,
          cardsDone: [],
        }),
        skill('offer', offers),
        skill('want', wants),
      ]
    }),
  )
