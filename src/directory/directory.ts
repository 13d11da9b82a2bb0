import { and, eq } from 'drizzle-orm'
import type { Hours } from '../core/calendar.ts'
import { canTakePart, hoursOf, type MemberHours, type Person } from '../core/member.ts'
import { clip, nameKey } from '../core/text.ts'
import { anyRows, type Writes } from '../db/commit.ts'
import { chunksOf, rows, type Scope } from '../db/rows.ts'
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

/** An older version kept accounts of which it knew nothing but the id: such a row is nobody. */
const isTold = ({ name, nameKey, person }: Row<'people'>) => nameKey !== '' || name !== person

/** The directory of one workspace. */
export function createDirectory(scope: Scope, now: () => number): Directory {
  const { db, workspace } = scope
  const { people } = db.tables

  /** Reads what is asked for and this request has not read yet, in lists that one statement takes. */
  async function remembered<T>(
    what: string,
    ids: string[],
    read: (ids: string[]) => Promise<Map<string, T>>,
  ): Promise<Map<string, T>> {
    const keyOf = (id: string) => `directory ${what} ${id}`
    const different = [...new Set(ids)]
    const missing = different.filter((id) => !scope.read?.has(keyOf(id)))
    const reading = [...chunksOf(missing)].map((some) => [some, read(some)] as const)
    for (const [some, found] of reading)
      for (const id of some)
        scope.read?.set(
          keyOf(id),
          found.then((all) => all.get(id)),
        )
    const fresh = (await Promise.all(reading.map(([, found]) => found))).flatMap((found) => [...found])
    const result = new Map<string, T>(fresh)
    if (scope.read)
      for (const id of different) {
        const value = (await scope.read.get(keyOf(id))) as T | undefined
        if (value !== undefined) result.set(id, value)
      }
    return result
  }

  const accounts = (ids: string[]) =>
    remembered('account', ids, async (some) => {
      const found = await rows(scope, 'people').list({ person: some })
      return new Map(found.filter(isTold).map((row) => [row.person, row]))
    })

  /** How many go by each of these names. */
  const bearers = (keys: string[]) =>
    remembered('name', keys, async (some) => {
      const found = await rows(scope, 'people').list({ nameKey: some })
      const counts = new Map<string, number>()
      for (const { nameKey } of found.filter(isTold)) counts.set(nameKey, (counts.get(nameKey) ?? 0) + 1)
      return counts
    })

  /** The rows with what to call each: to whoever reads two equal names, only the handle tells who is who. */
  const called = async (found: Row<'people'>[]): Promise<Person[]> => {
    const many = await bearers(found.map((row) => row.nameKey))
    return found.map((row) =>
      row.nameKey && (many.get(row.nameKey) ?? 0) > 1
        ? { ...row, name: withHandle(row.name, row.handle) }
        : row,
    )
  }

  const many = async (ids: string[]) =>
    new Map((await called([...(await accounts(ids)).values()])).map((person) => [person.person, person]))

  const hoursOfAll = async (ids: string[]) => {
    const [found, settings] = await Promise.all([
      accounts(ids),
      remembered<MemberHours>('hours', ids, async (some) => {
        const members = await rows(scope, 'members').list({ person: some })
        return new Map(members.map((member) => [member.person, member]))
      }),
    ])
    return new Map(ids.map((id) => [id, hoursOf(found.get(id), settings.get(id))]))
  }

  return {
    people: many,
    accounts,
    person: async (id) => (await many([id])).get(id),
    nameOf: async (id, otherwise) => (await many([id])).get(id)?.name ?? otherwise,
    names: async (ids) => new Map([...(await many(ids))].map(([id, { name }]) => [id, name])),
    byHandle: async (handle) => {
      const found = await rows(scope, 'people').list({ handle: handle.normalize('NFC').toLowerCase() })
      return (await called(found.filter(isTold).slice(0, 1)))[0]
    },
    admins: async () => {
      const found = await rows(scope, 'people').list({ admin: true }, { by: 'person' })
      return (await called(found.filter(isTold))).filter(canTakePart)
    },
    hoursOfAll,
    channelHours: async () => hoursOf({ zone: (await rows(scope, 'workspaces').find({}))?.zone ?? 'UTC' }),
    hours: async (id) => (await hoursOfAll([id])).get(id) as Hours,
    put: (list) =>
      list.map((p) => {
        const account = { ...p, nameKey: nameKey(p.name), seenAt: now() }
        return rows(scope, 'people').put(account, ['workspace', 'person'], account)
      }),
    forgetUntold: () =>
      anyRows(
        db.q
          .delete(people)
          .where(
            and(eq(people.workspace, workspace), eq(people.name, people.person), eq(people.nameKey, '')),
          ),
      ),
    setDm: (person, dm) => rows(scope, 'people').change({ person }, { dm }),
    setCelebration: (person, celebration) => rows(scope, 'people').change({ person }, { celebration }),
  }
}
