/**
 * Writes. A service reads, decides, then hands prebuilt writes to `commit`, which runs them in one
 * transaction. A race is lost here, never in memory: a write may say how many rows it must change, and
 * fewer (or more) rolls all of them back.
 */

/** Anything drizzle builds. */
export interface Query {
  toSQL(): { sql: string; params: unknown[] }
}

export interface Write {
  query: Query
  /** How many rows it must change; undefined: any number. */
  rows?: number
  /** What the caller is told if it changes another number of rows. */
  guard?: string
  /** Names the row of a write that is run before those without, in the order of names. */
  first?: string
}

/** A write that may change any number of rows. */
export const anyRows = (query: Query): Write => ({ query })

/**
 * A write that must change exactly `rows` rows, else nothing at all is written and `guard` is returned. So it is
 * when a unique index refuses it: an insert that loses a race.
 */
export const exactRows = (rows: number, query: Query, guard: string): Write => ({ query, rows, guard })

/**
 * A write of a row that many commits touch (a lane, a Home). These rows are locked first and in the order of their
 * names, so that two commits with the same ones do not wait for each other. Nothing may rely on its place.
 */
export const lockFirst = (row: string, write: Write): Write => ({ ...write, first: row })

export type Writes = Write | Writes[] | undefined | false

const flatten = (writes: Writes[]): Write[] =>
  writes.flatMap((write) => (!write ? [] : Array.isArray(write) ? flatten(write) : [write]))

/** The same writes without their guards: whatever has changed meanwhile is left as it is. */
export const unguarded = (writes: Writes): Write[] =>
  flatten([writes]).map(({ query, first: row }) => ({ query, first: row }))

/** A write as the engine takes it. */
export interface Statement {
  write: Write
  sql: string
  params: unknown[]
}

/** All writes as statements, in the order in which they are run. */
export function toStatements(writes: Writes[]): Statement[] {
  const all = flatten(writes)
  const early = all
    .filter((write) => write.first !== undefined)
    .sort((a, b) => (a.first! < b.first! ? -1 : a.first! > b.first! ? 1 : 0))
  const late = all.filter((write) => write.first === undefined)
  return [...early, ...late].map((write) => ({ write, ...write.query.toSQL() }))
}

/** Thrown inside a transaction to roll it back. */
export class GuardFailed extends Error {
  readonly guard: string
  constructor(guard: string) {
    super(`guard: ${guard}`)
    this.guard = guard
  }
}

/** Throws GuardFailed unless the write changed as many rows as it must. */
export function checkGuard(write: Write, changed: number) {
  if (write.rows !== undefined && write.rows !== changed) throw new GuardFailed(write.guard ?? 'rows')
}
