import Sqlite from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { claimParams, claimSql } from './claim.ts'
import { sqliteColumns } from './columns.ts'
import { checkGuard, GuardFailed, type Statement, toStatements } from './commit.ts'
import type { ClaimedLane, Db, OpenOptions } from './db.ts'
import { isDuplicate, withoutWords } from './errors.ts'
import { yieldIfLong } from './event-loop.ts'
import { closeToOthers, makeOwnFile } from './owner-only.ts'
import { watchFile } from './same-file.ts'
import { tables } from './tables.ts'

/** The path that a `file:` URL names; `:memory:` as it is. */
export const sqlitePath = (url: string) =>
  url === ':memory:' ? url : url.slice('file:'.length).replace(/^\/\/(?=\/)/, '')

/** Made once: a table takes longer to describe than to read. */
const TABLES = tables(sqliteColumns)

/**
 * NORMAL may lose the last commits on a power cut (never on a crash of the process). A lost commit here is a lost
 * acceptance or a message sent twice, so it is FULL: one more fsync a commit, which makes those before it durable too.
 */
const DURABLE = 'synchronous = FULL'
const LAZY = 'synchronous = NORMAL'

/** How long to wait for another program that writes, ms; everything else waits meanwhile. */
const PATIENCE_MS = 5000
const PROBE_MS = 100

/** More than there are different ones, but for those that name many rows. */
const MOST_PREPARED = 500

/** Preparing costs more than running; the same few hundred statements come again and again. */
function remembering(prepare: (sql: string) => Sqlite.Statement) {
  const known = new Map<string, Sqlite.Statement>()
  return (sql: string) => {
    const before = known.get(sql)
    if (before) return before
    if (known.size >= MOST_PREPARED) known.clear()
    const statement = prepare(sql)
    known.set(sql, statement)
    return statement
  }
}

export function openSqlite(url: string, migrations: string, onStatement?: OpenOptions['onStatement']): Db {
  const path = sqlitePath(url)
  if (path !== ':memory:') makeOwnFile(path)
  const client = new Sqlite(path, { timeout: PATIENCE_MS })
  client.pragma('journal_mode = WAL')
  client.pragma(DURABLE)
  client.pragma('foreign_keys = ON')
  // What is erased is overwritten with zeros, and what the log held before it was last emptied is cut off.
  client.pragma('secure_delete = ON')
  client.pragma('journal_size_limit = 0')
  const fileProblem = path === ':memory:' ? () => undefined : watchFile(path)

  const logger = onStatement && { logQuery: (sql: string) => onStatement(sql) }
  const prepared = remembering((sql) => client.prepare(sql))
  // All that drizzle asks of a client for reads.
  const q = yielding(drizzle({ prepare: prepared } as unknown as Sqlite.Database, { logger }))
  const run = (statements: Statement[]) => {
    const all = client.transaction(() => {
      for (const { write, sql, params } of statements) {
        onStatement?.(sql)
        try {
          checkGuard(write, prepared(sql).run(...params).changes)
        } catch (error) {
          const reduced = withoutWords(error)
          throw write.guard && isDuplicate(reduced) ? new GuardFailed(write.guard) : reduced
        }
      }
    })
    try {
      all.immediate()
      return undefined
    } catch (error) {
      if (error instanceof GuardFailed) return error.guard
      throw withoutWords(error)
    }
  }
  const lazily = <T>(write: () => T): T => {
    client.pragma(LAZY)
    try {
      return write()
    } finally {
      client.pragma(DURABLE)
    }
  }
  return {
    engine: 'sqlite',
    tables: TABLES,
    q,
    async commit(...writes) {
      const statements = toStatements(writes)
      await yieldIfLong()
      return run(statements)
    },
    async commitLazily(...writes) {
      const statements = toStatements(writes)
      await yieldIfLong()
      return lazily(() => run(statements))
    },
    async claimLane(c) {
      await yieldIfLong()
      const claim = prepared(claimSql(c, () => '?', ''))
      return lazily(() => claim.get(...claimParams(c)) as ClaimedLane | undefined)
    },
    async migrate() {
      migrate(client, migrations)
      if (path !== ':memory:') closeToOthers(path)
    },
    async rewrite() {
      // The whole file; what was in the log before is in it twice until the log is cut.
      client.exec('vacuum')
      client.pragma('wal_checkpoint(TRUNCATE)')
    },
    async cutLog() {
      // What is copied into the file is overwritten by the next commit, and the rest cut off: journal_size_limit.
      client.pragma('wal_checkpoint(PASSIVE)')
    },
    async ping() {
      client.prepare('select 1').get()
    },
    async probe(write) {
      const problem = fileProblem()
      if (problem) throw new Error(problem)
      client.pragma(`busy_timeout = ${PROBE_MS}`)
      // At once, so that nobody else is held to this patience.
      try {
        return run(toStatements([write]))
      } finally {
        client.pragma(`busy_timeout = ${PATIENCE_MS}`)
      }
    },
    async close() {
      client.close()
    },
  }
}

/** Lets the event loop turn between the reads of long work, as commits do. */
function yielding(q: BetterSQLite3Database): BetterSQLite3Database {
  const { session } = q as unknown as {
    session: { prepareQuery(...args: unknown[]): { all(values?: unknown): unknown } }
  }
  const prepare = session.prepareQuery.bind(session)
  session.prepareQuery = (...args) => {
    const query = prepare(...args)
    const all = query.all.bind(query)
    query.all = (values) => yieldIfLong()?.then(() => all(values)) ?? all(values)
    return query
  }
  return q
}

/**
 * Brings the tables up to date, all or nothing; of several at once the others wait and find it done. It keeps
 * drizzle's own notes. Drizzle's migrator is not used: it begins to write only after it has read what is missing,
 * so that two of them would do the same twice, and it checks no foreign keys.
 */
function migrate(client: Sqlite.Database, folder: string): void {
  const bring = client.transaction(() => {
    client.exec(
      'create table if not exists __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)',
    )
    const last = client.prepare('select max(created_at) from __drizzle_migrations').pluck().get()
    const note = client.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)')
    for (const { sql, hash, folderMillis } of readMigrationFiles({ migrationsFolder: folder })) {
      if (folderMillis <= Number(last ?? 0)) continue
      for (const statement of sql) client.exec(statement)
      note.run(hash, folderMillis)
    }
    const orphans = client.pragma('foreign_key_check') as unknown[]
    if (orphans.length > 0)
      throw new Error(
        `the migration would leave ${orphans.length} rows without their parent; nothing is changed`,
      )
  })
  // drizzle-kit rebuilds tables: with keys on, dropping a rebuilt parent empties its children (drizzle-orm#5782),
  // and inside a transaction they cannot be switched off.
  client.pragma('foreign_keys = OFF')
  try {
    bring.immediate()
  } finally {
    client.pragma('foreign_keys = ON')
  }
}
