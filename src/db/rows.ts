/** Rows of a workspace: one by its id, found, and changed only if it is still as somebody saw it; and many at once. */
import { and, eq, type SQL } from 'drizzle-orm'
import { exactly, type Write } from './commit.ts'
import type { Db } from './open.ts'
import type { Row, Tables } from './tables.ts'

/** One workspace of a database: a Context, or what stands for one. */
export interface Scope {
  db: Db
  workspace: string
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

/** A statement takes 32,766 parameters on SQLite; a big workspace has more people. */
const AT_ONCE = 1000

/** A list in lists that one statement takes. */
export function* parts<T>(list: readonly T[]): Generator<T[]> {
  for (let i = 0; i < list.length; i += AT_ONCE) yield list.slice(i, i + AT_ONCE)
}
