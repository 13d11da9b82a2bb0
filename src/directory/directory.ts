import { and, count, eq, gt, inArray, not, type SQL, sql } from 'drizzle-orm'
import type { Hours } from '../core/calendar.ts'
import { canTakePart, hoursOf, type MemberHours, type Person } from '../core/member.ts'
import { clip, nameKey } from '../core/text.ts'
import { any, type Writes } from '../db/commit.ts'
import type { Db } from '../db/open.ts'
import { parts } from '../db/rows.ts'
import type { Row } from '../db/tables.ts'

/** Our copy of who is in the workspace. Those who share their name with somebody are called by name and handle. */
export interface Directory {
  person(id: string): Promise<Person | undefined>
  people(ids: string[]): Promise<Map<string, Person>>
  /** Everybody as Slack told of them, for the reading of the workspace alone. */
  accounts(ids: string[]): Promise<Map<string, Row<'people'>>>
  /** What to call somebody; `otherwise` where we do not know them. */
  nameOf(id: string, otherwise: string): Promise<string>
  /** The names of those we know, by id. */
  names(ids: string[]): Promise<Map<string, string>>
  /** By Slack's handle, without '@'; for clients that do not escape mentions. */
  byHandle(handle: string): Promise<Person | undefined>
  /** Workspace admins and owners who can take part. */
  admins(): Promise<Person[]>
  hours(id: string): Promise<Hours>
  hoursOfAll(ids: string[]): Promise<Map<string, Hours>>
  /** The working hours that channels follow. */
  channelHours(): Promise<Hours>
  /** Adds or brings up to date; keeps what people chose here. */
  put(people: SlackPerson[]): Writes
  /** Deletes accounts of which nobody ever told more than an id: an older version kept them. */
  forgetUntold(): Writes
  /** Null forgets it, so that the next message opens one anew. */
  setDm(person: string, channel: string | null): Writes
  setCelebration(person: string, choice: string): Writes
}

/** What Slack tells of an account. */
export type SlackPerson = Pick<
  Row<'people'>,
  'person' | 'name' | 'handle' | 'zone' | 'bot' | 'guest' | 'deactivated' | 'admin'
>

/** 'Alex Kim (@alex.kim)', short enough that a menu does not cut the handle off. */
const withHandle = (name: string, handle: string) => `${clip(name, 32)} (@${clip(handle, 30)})`

/** The different ones, in lists that one statement takes. */
const different = (ids: string[]) => parts([...new Set(ids)])

/** The directory of one workspace. */
export function createDirectory(db: Db, workspace: string, now: () => number): Directory {
  const { people, members, workspaces } = db.tables
  const here = eq(people.workspace, workspace)
  const mine = (id: string) => and(here, eq(people.person, id))
  /** An older version kept accounts of which it knew nothing but the id: such a row is nobody. */
  const untold = and(eq(people.name, people.person), eq(people.nameKey, ''))
  const told = and(here, not(untold as SQL))

  const accounts = async (ids: string[]) => {
    const found = new Map<string, Row<'people'>>()
    for (const some of different(ids)) {
      const rows = await db.q
        .select()
        .from(people)
        .where(and(told, inArray(people.person, some)))
      for (const row of rows) found.set(row.person, row)
    }
    return found
  }

  /** The rows with what to call each: to whoever reads two equal names, only the handle tells who is who. */
  const called = async (rows: Row<'people'>[]): Promise<Person[]> => {
    const shared = new Set<string>()
    for (const some of different(rows.map((row) => row.nameKey))) {
      const found = await db.q
        .select({ nameKey: people.nameKey })
        .from(people)
        .where(and(told, inArray(people.nameKey, some)))
        .groupBy(people.nameKey)
        .having(gt(count(), 1))
      for (const { nameKey } of found) shared.add(nameKey)
    }
    return rows.map((row) =>
      row.nameKey && shared.has(row.nameKey) ? { ...row, name: withHandle(row.name, row.handle) } : row,
    )
  }

  const many = async (ids: string[]) =>
    new Map((await called([...(await accounts(ids)).values()])).map((person) => [person.person, person]))

  const hoursOfAll = async (ids: string[]) => {
    const found = await accounts(ids)
    const settings = new Map<string, MemberHours>()
    for (const some of different(ids)) {
      const rows = await db.q
        .select({
          person: members.person,
          zone: members.zone,
          workingDays: members.workingDays,
          startMinute: members.startMinute,
          endMinute: members.endMinute,
          holidays: members.holidays,
        })
        .from(members)
        .where(and(eq(members.workspace, workspace), inArray(members.person, some)))
      for (const { person, ...hours } of rows) settings.set(person, hours)
    }
    return new Map(ids.map((id) => [id, hoursOf(found.get(id), settings.get(id))]))
  }

  return {
    people: many,
    accounts,
    person: async (id) => (await many([id])).get(id),
    nameOf: async (id, otherwise) => (await many([id])).get(id)?.name ?? otherwise,
    names: async (ids) => new Map([...(await many(ids))].map(([id, { name }]) => [id, name])),
    byHandle: async (handle) => {
      const rows = await db.q
        .select()
        .from(people)
        .where(and(told, eq(people.handle, handle.normalize('NFC').toLowerCase())))
        .limit(1)
      return (await called(rows))[0]
    },
    admins: async () => {
      const rows = await db.q
        .select()
        .from(people)
        .where(and(told, eq(people.admin, true)))
        .orderBy(people.person)
      return (await called(rows)).filter(canTakePart)
    },
    hoursOfAll,
    channelHours: async () => {
      const [row] = await db.q
        .select({ zone: workspaces.zone })
        .from(workspaces)
        .where(eq(workspaces.workspace, workspace))
      return hoursOf({ zone: row?.zone ?? 'UTC' })
    },
    hours: async (id) => (await hoursOfAll([id])).get(id) as Hours,
    put: (list) =>
      list.map((p) =>
        any(
          db.q
            .insert(people)
            .values({ ...p, nameKey: nameKey(p.name), workspace, seenAt: now() })
            .onConflictDoUpdate({
              target: [people.workspace, people.person],
              set: {
                name: p.name,
                nameKey: sql`excluded.name_key`,
                handle: p.handle,
                zone: p.zone,
                bot: p.bot,
                guest: p.guest,
                deactivated: p.deactivated,
                admin: p.admin,
                seenAt: sql`excluded.seen_at`,
              },
            }),
        ),
      ),
    forgetUntold: () => any(db.q.delete(people).where(and(here, untold))),
    setDm: (person, channel) => any(db.q.update(people).set({ dm: channel }).where(mine(person))),
    setCelebration: (person, choice) =>
      any(db.q.update(people).set({ celebration: choice }).where(mine(person))),
  }
}
