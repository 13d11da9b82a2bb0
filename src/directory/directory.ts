import { aliasedTable, and, eq, inArray, ne, or, sql } from 'drizzle-orm'
import type { Hours } from '../core/calendar.ts'
import { canTakePart, hoursOf, type Person } from '../core/member.ts'
import { clip, nameKey } from '../core/text.ts'
import { anyRows, type Writes } from '../db/commit.ts'
import { padded } from '../db/conditions.ts'
import { askPrepared, chunksOf } from '../db/prepared.ts'
import { rows } from '../db/rows.ts'
import type { Scope } from '../db/scope.ts'
import type { Row } from '../db/tables.ts'
import { inTurn } from '../db/turn.ts'

/** Our copy of who is in the workspace. Those who share their name with somebody are called by name and handle. */
export interface Directory {
  person(id: string): Promise<Person | undefined>
  people(ids: string[]): Promise<Map<string, Person>>
  /** Everybody as Slack told of them, for the reading of the workspace alone. */
  accounts(ids: string[]): Promise<Map<string, Row<'people'>>>
  /** What those of these people who have joined, or had, signed up with. */
  members(ids: string[]): Promise<Map<string, Row<'members'>>>
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

interface Known {
  account: Row<'people'>
  /** Null: they are none; undefined: not read. */
  member: Row<'members'> | null | undefined
  /** How many go by their name, they themselves among them. */
  bearers: number
}

/** So many people are read with what they signed up with: of more whoever asks has that already. */
const FEW = 32

/** The accounts of these people and of their namesakes. */
async function readKnown(scope: Scope, ids: string[]): Promise<Pick<Known, 'account' | 'member'>[]> {
  const { people, members } = scope.db.tables
  const few = ids.length <= FEW
  const some = padded(ids)
  const values = Object.fromEntries([['workspace', scope.workspace], ...some.map((id, i) => [`p${i}`, id])])
  const found = await askPrepared(scope, `known ${some.length} ${few}`, values, () => {
    const same = aliasedTable(people, 'same')
    const here = (table: typeof people | typeof same) => eq(table.workspace, sql.placeholder('workspace'))
    const among = some.map((_, i) => sql.placeholder(`p${i}`))
    const names = scope.db.q
      .select({ name: same.nameKey })
      .from(same)
      .where(and(here(same), inArray(same.person, among), ne(same.nameKey, '')))
    const condition = or(
      and(here(people), inArray(people.person, among)),
      and(here(people), inArray(people.nameKey, names)),
    )
    if (!few)
      return scope.db.q.select({ account: people }).from(people).where(condition).orderBy(people.person)
    return scope.db.q
      .select({ account: people, member: members })
      .from(people)
      .leftJoin(members, and(eq(members.workspace, people.workspace), eq(members.person, people.person)))
      .where(condition)
      .orderBy(people.person)
  })
  return found as Pick<Known, 'account' | 'member'>[]
}

/** The directory of one workspace. */
export function createDirectory(scope: Scope, now: () => number): Directory {
  const { db, workspace } = scope
  const { people } = db.tables

  const bySelf = (ids: string[]) => new Map(ids.map((id) => [id, id]))

  /** What is known of people: their accounts, how many go by the same name, and whether they are members. */
  const known = (ids: string[]): Promise<Map<string, Known>> =>
    inTurn(scope, 'directory', bySelf(ids), async (asked) => {
      const found = new Map<string, Known>()
      for (const some of chunksOf([...asked.keys()])) {
        const all = await readKnown(scope, some)
        const bearers = new Map<string, number>()
        for (const { account } of all.filter((each) => isTold(each.account)))
          bearers.set(account.nameKey, (bearers.get(account.nameKey) ?? 0) + 1)
        for (const { account, member } of all)
          if (asked.has(account.person))
            found.set(account.person, { account, member, bearers: bearers.get(account.nameKey) ?? 0 })
      }
      return found
    })

  /** Those of whom Slack told. */
  const told = async (ids: string[]) =>
    [...(await known(ids)).values()].filter(({ account }) => isTold(account))

  /** The rows with what to call each: to whoever reads two equal names, only the handle tells who is who. */
  const many = async (ids: string[]) =>
    new Map(
      (await told(ids)).map(({ account, bearers }): [string, Person] => [
        account.person,
        account.nameKey && bearers > 1
          ? { ...account, name: withHandle(account.name, account.handle) }
          : account,
      ]),
    )

  const accounts = async (ids: string[]) =>
    new Map((await told(ids)).map(({ account }) => [account.person, account]))

  const members = async (ids: string[]) => {
    const found = await known(ids)
    const read = (id: string) => found.get(id)?.member
    const others = await rows(scope, 'members').listBy(
      'person',
      ids.filter((id) => read(id) === undefined),
    )
    return new Map(
      ids.flatMap((id) => {
        const member = read(id) ?? others.get(id)?.[0]
        return member ? [[id, member] as const] : []
      }),
    )
  }

  const hoursOfAll = async (ids: string[]) => {
    const [found, settings] = await Promise.all([accounts(ids), members(ids)])
    return new Map(ids.map((id) => [id, hoursOf(found.get(id), settings.get(id))]))
  }

  return {
    people: many,
    accounts,
    members,
    person: async (id) => (await many([id])).get(id),
    nameOf: async (id, otherwise) => (await many([id])).get(id)?.name ?? otherwise,
    names: async (ids) => new Map([...(await many(ids))].map(([id, { name }]) => [id, name])),
    byHandle: async (handle) => {
      const found = await rows(scope, 'people').list({ handle: handle.normalize('NFC').toLowerCase() })
      const first = found.find(isTold)?.person
      return first === undefined ? undefined : (await many([first])).get(first)
    },
    admins: async () => {
      const found = await rows(scope, 'people').list({ admin: true }, { by: 'person' })
      return [...(await many(found.map((row) => row.person))).values()].filter(canTakePart)
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
