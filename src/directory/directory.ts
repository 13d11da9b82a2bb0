import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Hours } from '../core/calendar.ts'
import { canTakePart, hoursOf, type MemberHours, type Person } from '../core/member.ts'
import { any, type Writes } from '../db/commit.ts'
import type { Db } from '../db/open.ts'
import { parts } from '../db/rows.ts'
import type { Row } from '../db/tables.ts'

/** Our copy of who is in the workspace. */
export interface Directory {
  person(id: string): Promise<Person | undefined>
  people(ids: string[]): Promise<Map<string, Person>>
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
  /** Null forgets it, so that the next message opens one anew. */
  setDm(person: string, channel: string | null): Writes
  setCelebration(person: string, choice: string): Writes
}

/** What Slack tells of an account. */
export type SlackPerson = Pick<
  Row<'people'>,
  'person' | 'name' | 'handle' | 'zone' | 'bot' | 'guest' | 'deactivated' | 'admin'
>

/** The different ones, in lists that one statement takes. */
const different = (ids: string[]) => parts([...new Set(ids)])

/** The directory of one workspace. */
export function createDirectory(db: Db, workspace: string, now: () => number): Directory {
  const { people, members, workspaces } = db.tables
  const mine = (id: string) => and(eq(people.workspace, workspace), eq(people.person, id))

  const many = async (ids: string[]) => {
    const found = new Map<string, Person>()
    for (const some of different(ids)) {
      const rows = await db.q
        .select()
        .from(people)
        .where(and(eq(people.workspace, workspace), inArray(people.person, some)))
      for (const row of rows) found.set(row.person, row)
    }
    return found
  }

  const hoursOfAll = async (ids: string[]) => {
    const found = await many(ids)
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
    person: async (id) => (await many([id])).get(id),
    nameOf: async (id, otherwise) => (await many([id])).get(id)?.name ?? otherwise,
    names: async (ids) => new Map([...(await many(ids))].map(([id, { name }]) => [id, name])),
    byHandle: async (handle) => {
      const [row] = await db.q
        .select()
        .from(people)
        .where(and(eq(people.workspace, workspace), eq(people.handle, handle.toLowerCase())))
        .limit(1)
      return row
    },
    admins: async () =>
      (
        await db.q
          .select()
          .from(people)
          .where(and(eq(people.workspace, workspace), eq(people.admin, true)))
          .orderBy(people.person)
      ).filter(canTakePart),
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
            .values({ ...p, workspace, seenAt: now() })
            .onConflictDoUpdate({
              target: [people.workspace, people.person],
              set: {
                name: p.name,
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
    setDm: (person, channel) => any(db.q.update(people).set({ dm: channel }).where(mine(person))),
    setCelebration: (person, choice) =>
      any(db.q.update(people).set({ celebration: choice }).where(mine(person))),
  }
}
