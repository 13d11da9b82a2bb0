/** Runs one suite on every engine: SQLite in memory, and a real PostgreSQL (see `postgres.ts`). */
import { randomUUID } from 'node:crypto'
import { getTableName } from 'drizzle-orm'
import { beforeAll, describe, expect, inject, onTestFinished } from 'vitest'
import { postgresColumns } from '../../src/db/columns.postgres.ts'
import { anyRows } from '../../src/db/commit.ts'
import type { Db, OpenOptions } from '../../src/db/db.ts'
import { openDatabase } from '../../src/db/open.ts'
import { tables } from '../../src/db/tables.ts'
import { createDatabase, dropDatabase, TEMPLATE } from './postgres.ts'

export interface Databases {
  engine: Db['engine']
  /** A database with nothing in it, and without tables if `empty`. Closed after the test. */
  open(options?: OpenOptions & { empty?: boolean }): Promise<Db>
  /**
   * The database that was opened last, as a second process has it: other connections on PostgreSQL. A SQLite
   * file belongs to one process alone, so there it is the same connection.
   */
  beside(options?: OpenOptions): Promise<Db>
}

/** `describe` for each engine. */
export function onEveryDatabase(suite: (databases: Databases) => void): void {
  for (const engine of ['sqlite', 'postgres'] as const)
    describe(engine, () => {
      suite(databasesOf(engine))
    })
}

/** The same for one engine; call it inside `describe`. */
export function databasesOf(engine: Db['engine']): Databases {
  return engine === 'postgres' ? onPostgres() : onSqlite()
}

function onSqlite(): Databases {
  let last: Db | undefined
  return {
    engine: 'sqlite',
    async open({ empty = false, ...options } = {}) {
      const own = empty || options.migrations !== undefined
      const db = own ? await openDatabase(':memory:', options) : await openSqlite(options)
      last = db
      // What is registered first ends last: a database is closed after the bot that uses it.
      onTestFinished(() => db.close())
      if (own && !empty) await db.migrate()
      return db
    },
    async beside() {
      return last ?? expect.unreachable('open a database first')
    },
  }
}

/** A test that ran out of time goes on behind the back of the next one, which must not get its database. */
const hasFailed = (task: { result?: { state?: string } }) => task.result?.state === 'fail'

interface KeptSqlite {
  db: Db
  onStatement?: OpenOptions['onStatement']
}
const freeSqlite: KeptSqlite[] = []

/**
 * A SQLite database in memory with nothing in it but its tables. To migrate one takes 15 ms, and to build and prepare
 * the statements of a story as long as to run them: databases stay with the worker, emptied, and so do their statements.
 */
export async function openSqlite({ onStatement }: OpenOptions = {}): Promise<Db> {
  const kept = freeSqlite.pop() ?? (await makeSqlite())
  await kept.db.commit(
    ...NAMES.map((name) => anyRows({ toSQL: () => ({ sql: `delete from ${name}`, params: [] }) })),
  )
  kept.onStatement = onStatement
  let open = true
  onTestFinished(async ({ task }) => {
    open = false
    kept.onStatement = undefined
    if (hasFailed(task)) await kept.db.close()
    else freeSqlite.push(kept)
  })
  /** Not the next test's: what comes after the end comes to nothing. */
  const whileOpen = <A extends unknown[], R>(work: (...args: A) => Promise<R>) => {
    return async (...args: A) => {
      if (!open) throw new TypeError('The database connection is not open')
      return work(...args)
    }
  }
  const { commit, commitLazily, claimLane, ping, probe } = kept.db
  return {
    ...kept.db,
    commit: whileOpen(commit),
    commitLazily: whileOpen(commitLazily),
    claimLane: whileOpen(claimLane),
    ping: whileOpen(ping),
    probe: whileOpen(probe),
    async close() {
      open = false
    },
  }
}

async function makeSqlite(): Promise<KeptSqlite> {
  const kept: KeptSqlite = {
    db: await openDatabase(':memory:', { onStatement: (sql) => kept.onStatement?.(sql) }),
  }
  await kept.db.migrate()
  return kept
}

/**
 * Making a database takes a quarter of a second, and a fresh connection reads its whole catalogue anew: databases and
 * their connections stay with the worker, and are emptied for the next test.
 */
interface Kept {
  url: string
  /** Each as a process of its own has it, with the reader of its statements. */
  processes: { db: Db; onStatement?: OpenOptions['onStatement'] }[]
}
const free: Kept[] = []

function onPostgres(): Databases {
  let server = ''
  beforeAll(async () => {
    server = await serverUrl()
  })
  /** Gives the next process its connections to the database opened last. */
  let next: ((options?: OpenOptions) => Promise<Db>) | undefined

  /** What is registered first ends last: a database is given back after the bot that uses it has ended. */
  const makeOwn = async (options?: OpenOptions) => {
    const kept = free.pop() ?? { url: `${server}/${await make(TEMPLATE)}`, processes: [] }
    // Now, not when it was given back: a bot that has ended may have written a last word after that.
    const [first] = kept.processes
    if (first) await first.db.commit(anyRows({ toSQL: () => ({ sql: EMPTYING, params: [] }) }))
    let used = 0
    onTestFinished(({ task }) => {
      next = undefined
      for (const each of kept.processes) each.onStatement = undefined
      if (!hasFailed(task)) free.push(kept)
    })
    next = async ({ onStatement } = {}) => {
      const known = kept.processes[used++] ?? (await connect(kept))
      known.onStatement = onStatement
      return {
        ...known.db,
        async close() {
          kept.processes.splice(kept.processes.indexOf(known), 1)
          await known.db.close()
        },
      }
    }
    return next(options)
  }
  const make = (from?: string) => createDatabase(server, `cairn_${randomUUID().replaceAll('-', '')}`, from)

  return {
    engine: 'postgres',
    async open({ empty = false, ...options } = {}) {
      if (!empty) return makeOwn(options)
      const name = await make()
      onTestFinished(() => dropDatabase(server, name))
      next = async (more) => {
        const db = await openDatabase(`${server}/${name}`, more)
        onTestFinished(() => db.close())
        return db
      }
      return next(options)
    },
    beside: (options) => next?.(options) ?? expect.unreachable('open a database first'),
  }
}

const NAMES = Object.values(tables(postgresColumns)).map(getTableName)

/** The lock waits for whoever is still writing: what they commit goes too. */
const EMPTYING = [
  `lock table ${NAMES.join(', ')} in access exclusive mode`,
  ...NAMES.map((name) => `delete from ${name}`),
].join(';')

async function connect(kept: Kept) {
  const known: Kept['processes'][number] = {
    db: await openDatabase(kept.url, { onStatement: (sql) => known.onStatement?.(sql) }),
  }
  kept.processes.push(known)
  return known
}

/** `postgres://…` of the server, without a database; starts it if nobody has asked before. */
export async function serverUrl(): Promise<string> {
  const response = await fetch(inject('postgresDoor'))
  const said = await response.text()
  if (!response.ok) throw new Error(said)
  return said
}
