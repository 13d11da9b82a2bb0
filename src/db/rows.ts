/**
 * The rows of one workspace. Whoever asks names columns and values; the workspace is added here, and the text of each
 * statement is built once for each shape of question, since building it costs ten times what running it does.
 */
import {
  and,
  asc,
  type Column,
  count,
  desc,
  eq,
  exists,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  notInArray,
  or,
  Placeholder,
  type SQL,
  type SQLWrapper,
  sql,
} from 'drizzle-orm'
import { anyRows, exactRows, type Query, type Write } from './commit.ts'
import type { Db } from './db.ts'
import type { Row, Tables } from './tables.ts'

/** One workspace of a database: a Context, or what stands for one. */
export interface Scope {
  db: Db
  workspace: string
  /** What one request has read, by question; it is emptied with each commit. Without it everything is read anew. */
  read?: Map<string, Promise<unknown>>
}

type Name = keyof Tables
/** A row to be added; the workspace is added here. */
export type Insert<N extends Name> = Omit<Tables[N]['$inferInsert'], 'workspace'>

/** Another condition on a column than that it equals a value. */
class Condition {
  readonly sign: string
  readonly values: readonly unknown[]
  readonly build: (column: Column, ...values: SQL[]) => SQL
  constructor(sign: string, values: readonly unknown[], build: (column: Column, ...values: SQL[]) => SQL) {
    this.sign = sign
    this.values = values
    this.build = build
  }
}

type Comparison = (column: Column, value: SQL) => SQL
const compared = (sign: string, build: unknown) => (value: unknown) =>
  new Condition(sign, [value], build as Comparison)

export const isNot = compared('!', ne)
export const below = compared('<', lt)
export const atMost = compared('<=', lte)
export const above = compared('>', gt)
/** From the first on, and before the second. */
export const between = (from: unknown, to: unknown) =>
  new Condition(
    'between',
    [from, to],
    (column, first, end) => and(gte(column, first), lt(column, end)) as SQL,
  )
/** None of these; all rows where the list is empty. */
export const noneOf = (values: readonly unknown[]) =>
  new Condition(`none${values.length}`, values, (column, ...all) =>
    all.length === 0 ? sql`1 = 1` : notInArray(column, all),
  )
/** Some value stands there. */
export const isSet = new Condition('set', [], (column) => isNotNull(column))
const absent = new Condition('null', [], (column) => isNull(column))

/**
 * What the database shall reckon out itself, for what `rows` changes: `sign` names it among all others, and `build`
 * makes it of the column and these values.
 */
export const computed = (
  sign: string,
  values: readonly unknown[],
  build: (column: Column, ...values: SQL[]) => SQL,
) => new Condition(sign, values, build)

/** Raises a number by so much, in the database; for `rows(…).change`. */
export const increasedBy = (by: number) => computed('+', [by], (column, value) => sql`${column} + ${value}`)

/** What stands there or this, whichever is later, and so much more. */
export const laterOf = (value: number, plus = 0) =>
  computed(
    'later',
    [value, plus],
    (column, at, more) => sql`case when ${column} > ${at} then ${column} else ${at} end + ${more}`,
  )

/**
 * What must hold of a row: for each column a value, null, one of a list of values, or a condition. An array of these
 * holds where one of them does.
 */
export type Where<N extends Name> = OneWhere<N> | OneWhere<N>[]
type OneWhere<N extends Name> = { [C in keyof Row<N>]?: Row<N>[C] | readonly Row<N>[C][] | Condition }

type Change<N extends Name> = { [C in keyof Row<N>]?: Row<N>[C] | Condition }

export interface Reading<N extends Name, C extends keyof Row<N> & string = keyof Row<N> & string> {
  /** A column, or several; with a minus before it the highest first. */
  by?: Order<N> | Order<N>[]
  limit?: number
  /** So many of the first are left out; together with `limit`. */
  skip?: number
  /** Only these columns: long lists of wide rows are read in a fraction of the time. */
  columns?: readonly C[]
}
type Order<N extends Name> = (keyof Row<N> & string) | `-${keyof Row<N> & string}`

type Values = Record<string, unknown>

/** What is built once for each shape of statement, by database. */
function remembering<T>(build: (make: () => unknown) => T) {
  const known = new WeakMap<Db['q'], Map<string, T>>()
  return ({ q }: Db, key: string, make: () => unknown): T => {
    const here = known.get(q) ?? new Map<string, T>()
    known.set(q, here)
    const before = here.get(key)
    if (before) return before
    const made = build(make)
    here.set(key, made)
    return made
  }
}

let statements = 0
/** PostgreSQL keeps a prepared statement under a name; SQLite takes none. */
const reading = remembering((make) => {
  const query = make() as { prepare(name: string): { execute(values: Values): Promise<unknown[]> } }
  return query.prepare(`rows_${++statements}`)
})

/** A question that `rows` does not know, built once by its name and run with these values for its placeholders. */
export const askPrepared = (
  scope: Pick<Scope, 'db'>,
  name: string,
  values: Values,
  build: () => unknown,
): Promise<unknown[]> => Promise.resolve(reading(scope.db, name, build).execute(values))

const writing = remembering((make) => (make() as Query).toSQL())

/** Gives each value of a question a place in its text, by name. */
class Places {
  readonly values: Values = {}
  private many = 0
  take(value: unknown): SQL {
    const name = `p${this.many++}`
    this.values[name] = value
    return sql`${sql.placeholder(name)}`
  }
}

/** As long as the next power of two, by its last value again: lists of many lengths share a few statements. */
export function padded<T>(list: readonly T[]): T[] {
  const length = list.length < 2 ? list.length : 2 ** Math.ceil(Math.log2(list.length))
  return Array.from({ length }, (_, i) => list[Math.min(i, list.length - 1)] as T)
}

const conditionOf = (value: unknown): Condition => {
  if (value instanceof Condition) return value
  if (value === null) return absent
  if (Array.isArray(value)) {
    const list = padded(value)
    return new Condition(`in${list.length}`, list, (column, ...all) =>
      all.length === 0 ? sql`1 = 0` : inArray(column, all),
    )
  }
  return new Condition('=', [value], (column, one) => eq(column, one))
}

type Columns = Record<string, Column>

interface Turn {
  items: Map<string, unknown>
  found: Promise<Map<string, unknown>>
}
/** What is asked in the present turn of each request, by question. */
const turns = new WeakMap<object, Map<string, Turn>>()

/** Once everything that can go on without waiting has done so. */
const endOfTurn = () =>
  new Promise<void>((resolve) => Promise.resolve().then(() => process.nextTick(resolve)))

/**
 * Reads single things of one kind, by their keys: in a request each of them once, and all that are asked for in one
 * turn of the event loop together. What there is nothing of is missing in the answer of `read`, and in this one.
 */
export async function inTurn<Item, T>(
  { read: memory }: Scope,
  question: string,
  items: Map<string, Item>,
  read: (items: Map<string, Item>) => Promise<Map<string, T>>,
): Promise<Map<string, T>> {
  if (!memory) return items.size > 0 ? read(items) : new Map()
  const open = turns.get(memory) ?? new Map<string, Turn>()
  turns.set(memory, open)
  const answers = [...items].map(([key, item]) => {
    const place = `${question} ${key}`
    const before = memory.get(place)
    if (before) return before as Promise<T | undefined>
    let turn = open.get(question)
    if (!turn) {
      const asked = new Map<string, unknown>()
      const found = endOfTurn().then(() => {
        open.delete(question)
        return read(asked as Map<string, Item>)
      })
      turn = { items: asked, found }
      open.set(question, turn)
    }
    turn.items.set(key, item)
    const answer = turn.found.then((all) => all.get(key) as T | undefined)
    memory.set(place, answer)
    return answer
  })
  const found = new Map<string, T>()
  const keys = [...items.keys()]
  for (const [i, value] of (await Promise.all(answers)).entries())
    if (value !== undefined) found.set(keys[i]!, value)
  return found
}

/** The same, read once in a request. The workspace stands among the values, and `build` holds to it. */
export function askOnce<T>(
  scope: Scope,
  name: string,
  values: Values,
  build: () => PromiseLike<T[]>,
): Promise<T[]> {
  const place = `${name} ${JSON.stringify(values)}`
  const before = scope.read?.get(place)
  if (before) return before as Promise<T[]>
  const answer = askPrepared(scope, name, values, build) as Promise<T[]>
  scope.read?.set(place, answer)
  return answer
}

/** The columns that are spoken of: one that is undefined is not. */
const told = (each: object) => Object.entries(each).filter(([, value]) => value !== undefined)

/** The shape of a condition and of a change: all but the values. */
const signOf = (where: object | object[]): string =>
  Array.isArray(where)
    ? `(${where.map(signOf).join('|')})`
    : told(where)
        .map(([column, value]) => `${column} ${conditionOf(value).sign}`)
        .join(',')
const setSign = (set: object) =>
  told(set)
    .map(([column, value]) => (value instanceof Condition ? `${column}${value.sign}` : column))
    .join(',')

/** All of which one must hold. An empty list would hold nowhere, and is a mistake: nobody means to ask for nothing. */
function alternatives(where: object | object[]): object[] {
  if (!Array.isArray(where)) return [where]
  if (where.length === 0) throw new Error('a condition without alternatives')
  return where
}

/** None of a list without any: there is nothing to ask. */
const isNowhere = (where: object | object[]) =>
  alternatives(where).every((each) =>
    told(each).some(([, value]) => Array.isArray(value) && value.length === 0),
  )

const whereOf = (where: string | object): object => (typeof where === 'string' ? { id: where } : where)

/** Whether there is something of this shape, as one of several questions in a statement. */
interface Existence {
  shape: string
  take(places: Places): void
  build(places: Places): SQLWrapper
}

async function existing(scope: Scope, items: Map<string, Existence>): Promise<Map<string, boolean>> {
  const { db } = scope
  const asked = [...items]
  const values = new Places()
  for (const [, { take }] of asked) take(values)
  const shapes = asked.map(([, { shape }]) => shape).join('; ')
  const [row = {}] = (await askPrepared(scope, `some ${shapes}`, values.values, () => {
    const places = new Places()
    const columns = asked.map(([, { build }], i) => [`s${i}`, sql`${exists(build(places))}`.as(`s${i}`)])
    return db.q.select(Object.fromEntries(columns)).from(sql`(select 1) as one`)
  })) as Record<string, unknown>[]
  return new Map(asked.map(([key], i) => [key, Boolean(row[`s${i}`])]))
}

/** Everything of one table of this workspace. */
export function rows<N extends Name>(scope: Scope, name: N) {
  const { db, workspace } = scope
  const table = db.tables[name] as unknown as Columns & Tables['requests']

  /** As the engine takes it. */
  const driven = (column: string, value: unknown) =>
    value === null ? null : table[column]!.mapToDriverValue(value)

  /** The condition; its values take their places in the order of the entries. */
  function held(places: Places, where: object | object[]): SQL {
    const one = (each: object) =>
      and(
        eq(table.workspace, places.take(workspace)),
        ...told(each).map(([column, value]) => {
          const { build, values } = conditionOf(value)
          return build(table[column]!, ...values.map((v) => places.take(driven(column, v))))
        }),
      )
    // The workspace stands in each: SQLite looks into no index for what is common to all of them.
    return or(...alternatives(where).map(one)) as SQL
  }

  /** The same places, without building the condition: its text is known already. */
  function takeHeld(places: Places, where: object | object[]): void {
    for (const each of alternatives(where)) {
      places.take(workspace)
      for (const [column, value] of told(each))
        for (const v of conditionOf(value).values) places.take(driven(column, v))
    }
  }

  /** What is to be written, column by column. */
  const setting = (places: Places, set: object) =>
    Object.fromEntries(
      told(set).map(([column, value]) => [
        column,
        value instanceof Condition
          ? value.build(table[column]!, ...value.values.map((v) => places.take(v)))
          : places.take(driven(column, value)),
      ]),
    )

  function takeSetting(places: Places, set: object): void {
    for (const [column, value] of told(set))
      for (const v of value instanceof Condition ? value.values : [driven(column, value)]) places.take(v)
  }

  function ask(
    what: string,
    where: object | object[],
    build: (condition: SQL) => unknown,
  ): Promise<unknown[]> {
    const places = new Places()
    takeHeld(places, where)
    const key = `${what} ${name} ${signOf(where)}`
    const remembered = scope.read && `${key} ${JSON.stringify(places.values)}`
    const before = remembered && scope.read?.get(remembered)
    if (before) return before as Promise<unknown[]>
    // SQLite's answer is read when it is waited for, each time: here once.
    const answer = Promise.resolve(
      reading(db, key, () => build(held(new Places(), where))).execute(places.values),
    )
    if (remembered) scope.read?.set(remembered, answer)
    return answer
  }

  /** A write, whose text is built the first time. `take` gives its values the places that `build` gives them. */
  const write = (
    shape: string,
    guard: string | undefined,
    take: (places: Places) => void,
    build: (places: Places) => unknown,
  ): Write => {
    const places = new Places()
    take(places)
    const query: Query = {
      toSQL() {
        const { sql: text, params } = writing(db, shape, () => build(new Places()))
        return {
          sql: text,
          params: params.map((p) => (p instanceof Placeholder ? places.values[p.name] : p)),
        }
      },
    }
    return guard === undefined ? anyRows(query) : exactRows(1, query, guard)
  }

  const ordered = (by: Reading<N>['by']) =>
    [by ?? []]
      .flat()
      .map((each: string) => (each.startsWith('-') ? desc(table[each.slice(1)]!) : asc(table[each]!)))

  return {
    /** All rows of which `where` holds. */
    list<C extends keyof Row<N> & string = keyof Row<N> & string>(
      where: Where<N> = {} as Where<N>,
      { by, limit, skip, columns }: Reading<N, C> = {},
    ): Promise<Pick<Row<N>, C>[]> {
      if (isNowhere(where)) return Promise.resolve([])
      const what = `list ${columns ?? '*'} ${by ?? ''} ${limit ?? ''} ${skip ?? ''}`
      return ask(what, where, (condition) => {
        const only = columns && Object.fromEntries(columns.map((column) => [column, table[column]!]))
        const query = (only ? db.q.select(only as never) : db.q.select())
          .from(table)
          .where(condition)
          .$dynamic()
        if (by) query.orderBy(...ordered(by))
        if (limit !== undefined) query.limit(limit)
        if (skip !== undefined) query.offset(skip)
        return query
      }) as Promise<Pick<Row<N>, C>[]>
    },
    /** The row with this id, or the first of which `where` holds. */
    async find<C extends keyof Row<N> & string = keyof Row<N> & string>(
      where: string | Where<N>,
      { by, columns }: Reading<N, C> = {},
    ): Promise<Pick<Row<N>, C> | undefined> {
      const [row] = await this.list(whereOf(where) as Where<N>, { by, columns, limit: 1 })
      return row
    },
    /**
     * The rows that hold one of these values in a column, and of which `where` holds, by that value. In a request each
     * value is read once, and all that are asked for in one turn in one statement: so a list of pairs, each of which
     * asks for its own.
     */
    async listBy<C extends keyof Row<N> & string>(
      column: C,
      values: Iterable<string>,
      where: OneWhere<N> = {},
      { by }: Pick<Reading<N>, 'by'> = {},
    ): Promise<Map<string, Row<N>[]>> {
      const places = new Places()
      takeHeld(places, where)
      const question = `by ${name} ${column} ${by ?? ''} ${signOf(where)} ${JSON.stringify(places.values)}`
      const items = new Map([...values].map((value) => [value, value]))
      return inTurn(scope, question, items, async (asked) => {
        const found = new Map<string, Row<N>[]>()
        for (const some of chunksOf([...asked.keys()]))
          for (const row of (await this.list({ ...where, [column]: some }, { by })) as Row<N>[]) {
            const value = row[column] as string
            found.set(value, [...(found.get(value) ?? []), row])
          }
        return found
      })
    },
    /** Whether there is any row of which `where` holds. All that is asked in one turn is answered by one statement. */
    async some(where: Where<N>): Promise<boolean> {
      const places = new Places()
      takeHeld(places, where)
      const key = `${name} ${signOf(where)} ${JSON.stringify(places.values)}`
      const asked: Existence = {
        shape: `${name} ${signOf(where)}`,
        take: (all) => takeHeld(all, where),
        build: (all) => db.q.select({ one: sql`1` }).from(table).where(held(all, where)),
      }
      return (
        (await inTurn(scope, 'some', new Map([[key, asked]]), (items) => existing(scope, items))).get(key) ??
        false
      )
    },
    /** How many rows there are. To be shown, or to save work: what decides is a guard or a counter. */
    async count(where: Where<N> = {} as Where<N>): Promise<number> {
      const [row] = (await ask('count', where, (condition) =>
        db.q.select({ many: count() }).from(table).where(condition),
      )) as { many: number }[]
      return row?.many ?? 0
    },
    /**
     * Adds a row. With a guard the commit fails where a unique index has it already; without one it is then left
     * as it is.
     */
    insert(values: Insert<N>, guard?: string): Write {
      const given = { ...values, workspace }
      return write(
        `insert ${name} ${setSign(given)}`,
        guard,
        (places) => takeSetting(places, given),
        (places) =>
          db.q
            .insert(table)
            .values(setting(places, given) as never)
            .onConflictDoNothing(),
      )
    },
    /** Adds a row, or makes this change to the one that has the same `keys` already. */
    put(values: Insert<N>, keys: (keyof Row<N> & string)[], set: Change<N>): Write {
      const given = { ...values, workspace }
      return write(
        `put ${name} ${setSign(given)} on ${keys} ${setSign(set)}`,
        undefined,
        (places) => {
          takeSetting(places, given)
          takeSetting(places, set)
        },
        (places) =>
          db.q
            .insert(table)
            .values(setting(places, given) as never)
            .onConflictDoUpdate({
              target: keys.map((key) => table[key]!) as never,
              set: setting(places, set) as never,
            }),
      )
    },
    /**
     * Changes the row with this id, or all of which `where` holds. With a guard exactly one must change, else
     * nothing of the commit is written: somebody was first.
     */
    change(where: string | Where<N>, set: Change<N>, guard?: string): Write {
      const which = whereOf(where)
      return write(
        `change ${name} ${setSign(set)} where ${signOf(which)}`,
        guard,
        (places) => {
          takeSetting(places, set)
          takeHeld(places, which)
        },
        (places) => {
          const values = setting(places, set)
          return db.q
            .update(table)
            .set(values as never)
            .where(held(places, which))
        },
      )
    },
    /** Takes the row with this id away, or all of which `where` holds. With a guard it must be exactly one. */
    remove(where: string | Where<N>, guard?: string): Write {
      const which = whereOf(where)
      return write(
        `remove ${name} where ${signOf(which)}`,
        guard,
        (places) => takeHeld(places, which),
        (places) => db.q.delete(table).where(held(places, which)),
      )
    },
  }
}

/** A statement takes 32,766 parameters on SQLite; a big workspace has more people. */
const AT_ONCE = 1000

/** A list in lists that one statement takes, or shorter ones. */
export function* chunksOf<T>(list: readonly T[], size = AT_ONCE): Generator<T[]> {
  for (let i = 0; i < list.length; i += size) yield list.slice(i, i + size)
}
