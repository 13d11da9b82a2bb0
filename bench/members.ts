/** A workspace of made-up members, every fifth of them a mentor and the others looking for one. */
import { defaultHours } from '../src/core/calendar.ts'
import { competencies } from '../src/core/competencies.ts'
import { seededRandom } from '../src/core/seeded-random.ts'
import { nameKey } from '../src/core/text.ts'
import type { Db } from '../src/db/db.ts'
import type { Candidate } from '../src/engine/index.ts'

/** The instant that these benches take for now, UTC ms: a Monday morning. */
export const NOW = Date.parse('2026-10-05T08:00:00Z')

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

/** The `i`-th person as the matching sees them. */
export function person(i: number, role: Candidate['role']): Candidate {
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

/** How they stand in the database: who follows the `i`-th (of a hundred) who looks for a mentor. */
export const seeker = (i: number) => `U${(i % 100) * 5 + 1}`

/** Adds so many members to a workspace, in commits of some hundred. */
export async function fillMembers(db: Db, workspace: string, many: number): Promise<void> {
  const insert = (table: 'people' | 'members' | 'skills', rows: object[]) => ({
    query: db.q
      .insert(db.tables[table])
      .values(rows as never)
      .onConflictDoNothing(),
  })
  for (let from = 0; from < many; from += 100) {
    const some = Array.from({ length: Math.min(100, many - from) }, (_, k) =>
      person(from + k, (from + k) % 5 === 0 ? 'mentor' : 'mentee'),
    )
    await db.commitLazily(
      insert(
        'people',
        some.map((one) => accountOf(workspace, one)),
      ),
      insert(
        'members',
        some.map((one) => memberOf(workspace, one)),
      ),
      insert(
        'skills',
        some.flatMap((one) => skillsOf(workspace, one)),
      ),
    )
  }
}

const accountOf = (workspace: string, { id, name, hours }: Candidate) => ({
  workspace,
  person: id,
  name,
  nameKey: nameKey(name),
  handle: id.toLowerCase(),
  zone: hours.zone,
  bot: false,
  guest: false,
  deactivated: false,
  admin: false,
  seenAt: NOW,
})

const memberOf = (workspace: string, one: Candidate) => ({
  workspace,
  person: one.id,
  programme: 'P',
  role: one.role,
  status: one.status,
  joinedAt: NOW,
  plainWants: [],
  level: one.level,
  feedback: one.style?.feedback,
  flow: one.style?.flow,
  mode: one.style?.mode,
  values: one.values,
  capacity: one.capacity,
  taken: one.taken,
  freeHours: one.freeHours,
  workingDays: one.hours.workingDays,
  startMinute: one.hours.startMinute,
  endMinute: one.hours.endMinute,
  holidays: [],
  languages: one.languages,
  trackRecord: one.trackRecord,
  otherOffers: one.otherOffers,
  checkinWeekday: 5,
  checkinMinute: 600,
  cardsDone: [],
})

const skillsOf = (workspace: string, { id, offers, wants }: Candidate) =>
  [...offers.map((each) => ['offer', each] as const), ...wants.map((each) => ['want', each] as const)].map(
    ([side, { skill, level }]) => ({ workspace, person: id, side, competency: skill, rating: level }),
  )
