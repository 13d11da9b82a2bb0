import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { Writes } from './commit.ts'
import type { Tables } from './tables.ts'

/** One database, whichever engine is behind it. Queries are written once, against SQLite's types. */
export interface Db {
  engine: 'sqlite' | 'postgres'
  tables: Tables
  /** Builds and runs reads; builds writes for `commit`. Always awaited, never `.get/.all/.run`. */
  q: BetterSQLite3Database
  /**
   * Runs all writes in one transaction. Returns undefined when done, or the name of the guard that did
   * not hold, and then nothing was written. Throws DatabaseError on anything else.
   */
  commit(...writes: Writes[]): Promise<string | undefined>
  /**
   * As `commit`, but does not wait for the disk: should the machine itself fail, what was written since the last
   * `commit` may be lost, and no more than that. For work that is then simply done again, and that nobody outside has
   * been told of.
   */
  commitLazily(...writes: Writes[]): Promise<string | undefined>
  /**
   * Leases one ready lane of the outbox to `owner`: due by `now`, held by nobody at `realNow`, and of a workspace
   * where `call` may be made.
   * Two processes never get the same lane.
   */
  claimLane(claim: LaneClaim): Promise<ClaimedLane | undefined>
  migrate(): Promise<void>
  /** Writes these tables anew, so that the files hold nothing more of what was overwritten in them. */
  rewrite(...tables: string[]): Promise<void>
  /**
   * Lets go of what the engine's log still holds of what was erased, without waiting for anybody: with the next commit
   * it is cut. PostgreSQL sees to its log by itself.
   */
  cutLog(): Promise<void>
  /** Throws if the database does not answer. */
  ping(): Promise<void>
  /**
   * Writes as `commit` does, to see whether that is possible, and waits for nobody else for longer than a moment.
   * Throws an Error in plain words if the database that is open is not the one on disk any more.
   */
  probe(write: Writes): Promise<string | undefined>
  close(): Promise<void>
}

export interface LaneClaim {
  /** Instants in UTC ms: the workspace's clock, and real time, which leases follow. */
  now: number
  realNow: number
  /** Unlike that of any other claim, so that a lease which ran out cannot be taken for the one after it. */
  owner: string
  leasedUntil: number
  /** Whether to look among the lanes for which somebody waits, or among the others. */
  asked: boolean
  /** The call that sends, and until when those made before may have used up its pace. */
  call: string
  freeBy: number
  /** What is said to last longer was written before a clock was set back. */
  credibleBy: number
}

export interface ClaimedLane {
  workspace: string
  destination: string
  version: number
  owner: string
}

export interface OpenOptions {
  /** Sees each statement before it runs. */
  onStatement?: (sql: string) => void
  /** Other migrations than those that ship: a folder with sqlite/ and postgres/. */
  migrations?: string
  /** On PostgreSQL: how long one statement may take, ms. */
  statementLimitMs?: number
}
