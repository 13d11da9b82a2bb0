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
  sql,
} from 'drizzle-orm'
import { any, exactly, type Query, type Write } from './commit.ts'
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
export const atLeast = compared('>=', gte)
/** None of these; all rows where the list is empty. */
export const noneOf = (values: readonly unknown[]) =>
  new Condition(`none${values.length}`, values, (column, ...all) =>
    all.length === 0 ? sql`1 = 1` : notInArray(column, all),
  )
/** Some value stands there. */
export const present = new Condition('set', [], (column) => isNotNull(column))
const absent = new Condition('null', [], (column) => isNull(column))

/** Raises a number by so much, in the database; for `change`. */
export const more = (by: number) => new Condition('+', [by], (column, value) => sql`${column} + ${value}`)

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
  scope: Scope,
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
function padded(list: readonly unknown[]): unknown[] {
  const length = list.length < 2 ? list.length : 2 ** Math.ceil(Math.log2(list.length))
  return Array.from({ length }, (_, i) => list[Math.min(i, list.length - 1)])
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

const whereOf = (where: string | object): object => (typeof where === 'string' ? { id: where } : where)

/** Everything of one table of this workspace. */
export function rows<N extends Name>(scope: Scope, name: N) {
  const { db, workspace } = scope
  const table = db.tables[name] as unknown as Columns & Tables['requests']

  /** As the engine takes it. */
  const driven = (column: string, value: unknown) =>
    value === null ? null : table[column]!.mapToDriverValue(value)

  /** The condition; its values take their places in the order of the entries. */
  function held(places: Places, where: object | object[]): SQL {
    const mine = eq(table.workspace, places.take(workspace))
    const one = (each: object) =>
      and(
        ...told(each).map(([column, value]) => {
          const { build, values } = conditionOf(value)
          return build(table[column]!, ...values.map((v) => places.take(driven(column, v))))
        }),
      )
    return and(mine, Array.isArray(where) ? or(...where.map(one)) : one(where)) as SQL
  }

  /** The same places, without building the condition: its text is known already. */
  function takeHeld(places: Places, where: object | object[]): void {
    places.take(workspace)
    for (const each of [where].flat())
      for (const [column, value] of told(each))
        for (const v of conditionOf(value).values) places.take(driven(column, v))
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
    return guard === undefined ? any(query) : exactly(1, query, guard)
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
export function* parts<T>(list: readonly T[], size = AT_ONCE): Generator<T[]> {
  for (let i = 0; i < list.length; i += size) yield list.slice(i, i + size)
}

/** The names of the tables whose rows have an id. */
type Keyed = { [Name in keyof Tables]: Row<Name> extends { id: string } ? Name : never }[keyof Tables]

// All of these tables have the two columns that matter here; drizzle's types cannot say so of one that is not known yet.
const tableOf = ({ db }: Scope, name: Keyed) => db.tables[name] as Tables['requests']

/** The condition that holds for this row alone. */
const rowIs = (scope: Scope, name: Keyed, id: string) => {
  const table = tableOf(scope, name)
  return and(eq(table.workspace, scope.workspace), eq(table.id, id))
}

export async function findRow<Name extends Keyed>(
  scope: Scope,
  name: Name,
  id: string,
): Promise<Row<Name> | undefined> {
  const rows = await scope.db.q
    .select()
    .from(tableOf(scope, name))
    .where(rowIs(scope, name, id))
  return rows[0] as Row<Name> | undefined
}

/** Changes a row for which all of `still` holds; the guard fails otherwise, which means that somebody was first. */
export const changeRow = <Name extends Keyed>(
  scope: Scope,
  name: Name,
  id: string,
  set: Partial<Row<Name>>,
  guard: string,
  ...still: SQL[]
): Write =>
  exactly(
    1,
    scope.db.q
      .update(tableOf(scope, name))
      .set(set as Partial<Row<'requests'>>)
      .where(and(rowIs(scope, name, id), ...still)),
    guard,
  )
