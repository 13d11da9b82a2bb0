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
}

/** A write that may change any number of rows. */
export const any = (query: Query): Write => ({ query })

/** A write that must change exactly `rows` rows, else nothing at all is written and `guard` is returned. */
export const exactly = (rows: number, query: Query, guard: string): Write => ({ query, rows, guard })

export type Writes = Write | Writes[] | undefined | false

export const flatten = (writes: Writes[]): Write[] =>
  writes.flatMap((write) => (!write ? [] : Array.isArray(write) ? flatten(write) : [write]))

/** Thrown inside a transaction to roll it back. */
export class GuardFailed extends Error {
  readonly guard: string
  constructor(guard: string) {
    super(`guard: ${guard}`)
    this.guard = guard
  }
}

/** Throws GuardFailed unless the write changed as many rows as it must. */
export function check(write: Write, changed: number) {
  if (write.rows !== undefined && write.rows !== changed) throw new GuardFailed(write.guard ?? 'rows')
}
