/** Weeks that are played, and what each person was sent in each of them, by kind. */
import { isNotNull } from 'drizzle-orm'
import { DAY_MS, mondayOf } from '../src/core/calendar.ts'
import type { Db } from '../src/db/db.ts'
import { playWeeks } from '../src/demo/play.ts'
import type { Stage } from '../src/demo/stage.ts'
import { features } from '../src/features/index.ts'
import { isUnasked } from '../src/outbox/kinds.ts'

/** A message that came on somebody's screen: all that stands in it, in the week of its reader. */
export interface Told {
  person: string
  /** The Monday of the week, by the reader's own clock. */
  week: string
  kinds: string[]
}

export interface Counted {
  /** Messages to one person alone, or to two and Cairn: then once for each. */
  told: Told[]
  /** How many weeks of members were played: from that of their joining on. */
  personWeeks: number
}

/** Plays weeks on a stage whose bot has this database. */
export async function countWeeks(
  stage: Stage,
  db: Pick<Db, 'q' | 'tables'>,
  options: { weeks: number; seed: number },
): Promise<Counted> {
  const { sandbox } = stage
  const sent = new Map<string, { to: string; at: number; ts: string; kind: string }>()
  // Some kinds are forgotten within the weeks: what has come is noted along the way.
  const note = async () => {
    const { deliveries } = db.tables
    const rows = await db.q.select().from(deliveries).where(isNotNull(deliveries.sentAt))
    for (const { id, destination: to, sentAt, ts, channel, kind } of rows)
      if (sentAt !== null) sent.set(id, { to, at: Number(sentAt), ts: `${channel} ${ts}`, kind })
  }
  const began = sandbox.clock.now()
  let noted = began
  const noting: Stage = {
    ...stage,
    async until(at) {
      await stage.until(at)
      if (at < noted + 14 * DAY_MS) return
      noted = at
      await note()
    },
  }
  await playWeeks(noting, { ...options, signal: new AbortController().signal })
  await note()

  const zoneOf = (id: string) => ({ zone: sandbox.people.find((each) => each.id === id)?.tz ?? 'UTC' })
  const told = new Map<string, Told>()
  for (const { to, at, ts, kind } of sent.values()) {
    if (to.startsWith('#')) continue
    for (const person of to.split('+')) {
      const one = told.get(`${ts} ${person}`) ?? { person, week: mondayOf(zoneOf(person), at), kinds: [] }
      one.kinds.push(kind)
      told.set(`${ts} ${person}`, one)
    }
  }
  const members = await db.q.select().from(db.tables.members)
  const weeksOf = (joinedAt: number) => Math.ceil((sandbox.clock.now() - joinedAt) / (7 * DAY_MS))
  return {
    told: [...told.values()],
    personWeeks: members.reduce((sum, each) => sum + weeksOf(Number(each.joinedAt)), 0),
  }
}

/** How many of these messages each person had in each week that had any, by `person week`. */
export function byPersonWeek(told: Told[]): Map<string, Told[]> {
  const weeks = new Map<string, Told[]>()
  for (const each of told) {
    const key = `${each.person} ${each.week}`
    weeks.set(key, [...(weeks.get(key) ?? []), each])
  }
  return weeks
}

/** The kinds that nobody asked for, by name. */
export const unaskedKinds = (): string[] =>
  features.flatMap(({ deliveries = {} }) =>
    Object.entries(deliveries).flatMap(([name, kind]) => (isUnasked(kind) ? [name] : [])),
  )

/** Those of them in which something stands that nobody asked for. */
export function unaskedOf(told: Told[]): Told[] {
  const unasked = new Set(unaskedKinds())
  return told.filter((each) => each.kinds.some((kind) => unasked.has(kind)))
}
