/** Statements whose text is built once for each shape: building it costs ten times what running it does. */
import { type SQL, sql } from 'drizzle-orm'
import type { Query } from './commit.ts'
import type { Db } from './db.ts'
import type { Scope } from './scope.ts'

export type Values = Record<string, unknown>

/** More than there are different ones, but for those that name many rows or are made of several. */
const MOST_KNOWN = 1000

/** What is built once for each shape of statement, by database. */
function remembering<T>(build: (make: () => unknown, named: boolean) => T) {
  const known = new WeakMap<Db['q'], Map<string, T>>()
  return ({ q }: Db, key: string, make: () => unknown, named = true): T => {
    const here = known.get(q) ?? new Map<string, T>()
    known.set(q, here)
    const before = here.get(key)
    if (before) return before
    if (here.size >= MOST_KNOWN) here.clear()
    const made = build(make, named)
    here.set(key, made)
    return made
  }
}

let statements = 0
/** PostgreSQL keeps a prepared statement under a name, as long as the connection lasts; SQLite takes none. */
export const reading = remembering((make, named) => {
  const query = make() as { prepare(name?: string): { execute(values: Values): Promise<unknown[]> } }
  return query.prepare(named ? `rows_${++statements}` : undefined)
})

/**
 * A question that `rows` does not know, built once by its name and run with these values for its placeholders. One of
 * which there are many shapes goes to PostgreSQL without a name: it would keep a plan of each.
 */
export const askPrepared = (
  scope: Pick<Scope, 'db'>,
  name: string,
  values: Values,
  build: () => unknown,
  { named = true } = {},
): Promise<unknown[]> => Promise.resolve(reading(scope.db, name, build, named).execute(values))

/** The text of a write. */
export const writing = remembering((make) => (make() as Query).toSQL())

/** Gives each value of a question a place in its text, by name. */
export class Places {
  readonly values: Values = {}
  private many = 0
  take(value: unknown): SQL {
    const name = `p${this.many++}`
    this.values[name] = value
    return sql`${sql.placeholder(name)}`
  }
}

/** A statement takes 32,766 parameters on SQLite; a big workspace has more people. */
export const AT_ONCE = 1000

/** A list in lists that one statement takes, or shorter ones. */
export function* chunksOf<T>(list: readonly T[], size = AT_ONCE): Generator<T[]> {
  for (let i = 0; i < list.length; i += size) yield list.slice(i, i + size)
}
