import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle as drizzleSqlite } from 'drizzle-orm/better-sqlite3'
import { migrate as migrateSqlite } from 'drizzle-orm/better-sqlite3/migrator'
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres'
import { migrate as migratePostgres } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { postgresColumns, sqliteColumns } from './columns.ts'
import { check, flatten, GuardFailed, type Writes } from './commit.ts'
import { DatabaseError, reduce } from './errors.ts'
import { type Tables, tables } from './tables.ts'

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
   * Leases one ready lane of the outbox to `owner`: due by `now`, and held by nobody at `realNow`.
   * Two processes never get the same lane.
   */
  claimLane(claim: LaneClaim): Promise<ClaimedLane | undefined>
  migrate(): Promise<void>
  /** Throws if the database does not answer. */
  ping(): Promise<void>
  close(): Promise<void>
}

export interface LaneClaim {
  /** Instants in UTC ms: the workspace's clock, and real time, which leases follow. */
  now: number
  realNow: number
  owner: string
  leasedUntil: number
}

export interface ClaimedLane {
  workspace: string
  destination: string
  version: number
}

export interface OpenOptions {
  /** Sees each statement before it runs. */
  onStatement?: (sql: string) => void
}

/** The folder of generated migrations; they ship beside src/ and dist/. */
export const migrationsFolder = (engine: 'sqlite' | 'postgres') => {
  for (const up of ['../../migrations', '../migrations']) {
    const folder = fileURLToPath(new URL(`${up}/${engine}`, import.meta.url))
    if (existsSync(folder)) return folder
  }
  throw new Error(`the folder migrations/${engine} is missing beside the program`)
}

/**
 * Opens a database by its URL: `file:./data/cairn.db`, `:memory:` or `postgres://…`.
 * Throws an Error in plain words if it cannot be opened.
 */
export async function openDatabase(url: string, options: OpenOptions = {}): Promise<Db> {
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgres(url, options)
  if (url === ':memory:' || url.startsWith('file:')) return openSqlite(url, options)
  throw new Error('DATABASE_URL must begin with file: or postgres://')
}

function openSqlite(url: string, options: OpenOptions): Db {
  const path = url === ':memory:' ? url : url.slice('file:'.length).replace(/^\/\/(?=\/)/, '')
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
  const client = new Sqlite(path, { timeout: 5000 })
  client.pragma('journal_mode = WAL')
  // NORMAL may lose the last commits on a power cut (never on a crash of the process). A lost commit here is
  // a lost acceptance or a message sent twice, so it is FULL: one more fsync a commit.
  client.pragma('synchronous = FULL')
  client.pragma('foreign_keys = ON')

  const logger = options.onStatement && { logQuery: (sql: string) => options.onStatement?.(sql) }
  const q = drizzleSqlite(client, { logger })
  // Prepared when first used: in a new database its table is not there yet.
  let claim: Sqlite.Statement | undefined

  return {
    engine: 'sqlite',
    tables: tables(sqliteColumns),
    q,
    async commit(...writes) {
      const compiled = flatten(writes).map((write) => ({ write, ...write.query.toSQL() }))
      const run = client.transaction(() => {
        for (const { write, sql, params } of compiled) {
          options.onStatement?.(sql)
          check(write, client.prepare(sql).run(...params).changes)
        }
      })
      try {
        run.immediate()
        return undefined
      } catch (error) {
        if (error instanceof GuardFailed) return error.guard
        throw reduce(error)
      }
    },
    async claimLane(c) {
      claim ??= client.prepare(claimSql('?', ''))
      return claim.get(c.owner, c.leasedUntil, c.now, c.realNow) as ClaimedLane | undefined
    },
    async migrate() {
      // drizzle-kit rebuilds tables, and its own pragma does nothing inside the migrator's transaction: with
      // keys on, dropping a rebuilt parent would empty its children (drizzle-orm#5782).
      client.pragma('foreign_keys = OFF')
      migrateSqlite(q, { migrationsFolder: migrationsFolder('sqlite') })
      const broken = client.pragma('foreign_key_check') as unknown[]
      if (broken.length > 0) throw new Error(`migration left ${broken.length} rows without their parent`)
      client.pragma('foreign_keys = ON')
    },
    async ping() {
      client.prepare('select 1').get()
    },
    async close() {
      client.close()
    },
  }
}

/** The key of the advisory lock under which PostgreSQL is migrated: any fixed number. */
const MIGRATION_LOCK = 727_411

async function openPostgres(url: string, options: OpenOptions): Promise<Db> {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 5000 })
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  const logger = options.onStatement && { logQuery: (sql: string) => options.onStatement?.(sql) }
  const q = drizzlePostgres(pool, { logger }) as unknown as BetterSQLite3Database
  let parameter = 0
  const claim = claimSql(() => `$${++parameter}`, 'for update skip locked')

  const runAll = async (
    compiled: { write: Parameters<typeof check>[0]; sql: string; params: unknown[] }[],
  ) => {
    const client = await pool.connect()
    try {
      await client.query('begin')
      for (const { write, sql, params } of compiled) {
        options.onStatement?.(sql)
        const { rowCount } = await client.query(sql, params)
        check(write, rowCount ?? 0)
      }
      await client.query('commit')
      return undefined
    } catch (error) {
      await client.query('rollback').catch(() => {})
      if (error instanceof GuardFailed) return error.guard
      throw reduce(error)
    } finally {
      client.release()
    }
  }

  return {
    engine: 'postgres',
    tables: tables(postgresColumns),
    q,
    async commit(...writes) {
      const compiled = flatten(writes).map((write) => ({ write, ...write.query.toSQL() }))
      for (let attempt = 1; ; attempt++) {
        try {
          return await runAll(compiled)
        } catch (error) {
          // Two commits that lock the same rows in opposite order: PostgreSQL ends one of them. The writes
          // are prebuilt and guarded, so the same ones can simply be run again.
          const again = error instanceof DatabaseError && ['40P01', '40001'].includes(error.code)
          if (!again || attempt === 8) throw error
        }
      }
    },
    async claimLane(c) {
      const { rows } = await pool.query(claim, [c.owner, c.leasedUntil, c.now, c.realNow])
      return rows[0] as ClaimedLane | undefined
    },
    async migrate() {
      const client = await pool.connect()
      try {
        await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
        await migratePostgres(drizzlePostgres(client), { migrationsFolder: migrationsFolder('postgres') })
      } finally {
        await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => {})
        client.release()
      }
    },
    async ping() {
      await pool.query('select 1')
    },
    async close() {
      await pool.end()
    },
  }
}

/** The one statement that differs by engine: PostgreSQL skips lanes that another process is claiming. */
const claimSql = (parameter: string | (() => string), locking: string) => {
  const p = () => (typeof parameter === 'string' ? parameter : parameter())
  return `update lanes set owner = ${p()}, leased_until = ${p()}
    where (workspace, destination) = (
      select workspace, destination from lanes
      where next_at <= ${p()} and (leased_until is null or leased_until < ${p()})
      order by next_at, workspace, destination limit 1 ${locking})
    returning workspace, destination, version`
}
