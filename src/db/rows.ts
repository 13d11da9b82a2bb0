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
  getTableColumns,
  or,
  Placeholder,
  type SQL,
  sql,
} from 'drizzle-orm'
import { anyRows, exactRows, type Query, type Write } from './commit.ts'
import {
  alternatives,
  Condition,
  conditionOf,
  isNowhere,
  type OneWhere,
  setSign,
  signOf,
  told,
  type Where,
} from './conditions.ts'
import { Places, reading, writing } from './prepared.ts'
import type { Scope } from './scope.ts'
import type { Row, Tables } from './tables.ts'
import { askTogether, rowsAsJson, rowsFromJson } from './together.ts'
import { inTurn } from './turn.ts'

type Name = keyof Tables
/** A row to be added; the workspace is added here. */
export type Insert<N extends Name> = Omit<Tables[N]['$inferInsert'], 'workspace'>

type Change<N extends Name> = { [C in keyof Row<N>]?: Row<N>[C] | Condition }

export interface Reading<N extends Name, C extends keyof Row<N> & string = keyof Row<N> & string> {
  /** A column, or several; with a minus before it the highest first. */
  by?: Order<N> | Order<N>[]
  limit?: number
  /** So many of the first are left out; together with `limit`. */
  skip?: number
  /** Only these columns: long lists of wide rows are read in a fraction of the time. */
  columns?: readonly C[]
  /** In one statement with all else that the request asks so in the same turn. */
  together?: boolean
}
type Order<N extends Name> = (keyof Row<N> & string) | `-${keyof Row<N> & string}`

type Columns = Record<string, Column>

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
      { by, limit, skip, columns, together }: Reading<N, C> = {},
    ): Promise<Pick<Row<N>, C>[]> {
      if (isNowhere(where)) return Promise.resolve([])
      const what = `list ${columns ?? '*'} ${by ?? ''} ${limit ?? ''} ${skip ?? ''}`
      const only = columns
        ? Object.fromEntries(columns.map((column) => [column, table[column]!]))
        : (getTableColumns(table) as Columns)
      const build = (condition: SQL) => {
        const query = db.q
          .select(only as never)
          .from(table)
          .where(condition)
          .$dynamic()
        if (by) query.orderBy(...ordered(by))
        if (limit !== undefined) query.limit(limit)
        if (skip !== undefined) query.offset(skip)
        return query
      }
      const found = together
        ? askTogether(scope, {
            shape: `${what} ${name} ${signOf(where)}`,
            take: (places) => takeHeld(places, where),
            build: (places) => rowsAsJson(scope, build(held(places, where)), only),
            read: (answer) => rowsFromJson(answer, only),
          })
        : ask(what, where, build)
      return found as Promise<Pick<Row<N>, C>[]>
    },
    /** The row with this id, or the first of which `where` holds. */
    async find<C extends keyof Row<N> & string = keyof Row<N> & string>(
      where: string | Where<N>,
      how: Reading<N, C> = {},
    ): Promise<Pick<Row<N>, C> | undefined> {
      const [row] = await this.list(whereOf(where) as Where<N>, { ...how, limit: 1 })
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
        const held = { ...where, [column]: [...asked.keys()] }
        for (const row of (await this.list(held, { by, together: true })) as Row<N>[]) {
          const value = row[column] as string
          found.set(value, [...(found.get(value) ?? []), row])
        }
        return found
      })
    },
    /** Whether there is any row of which `where` holds. All that is asked in one turn is answered by one statement. */
    some: (where: Where<N>): Promise<boolean> =>
      askTogether(scope, {
        shape: `some ${name} ${signOf(where)}`,
        take: (places) => takeHeld(places, where),
        build: (places) =>
          sql`${exists(db.q.select({ one: sql`1` }).from(table).where(held(places, where)))}`,
        read: Boolean,
      }),
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
