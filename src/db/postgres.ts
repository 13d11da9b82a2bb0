import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { claimParams, claimSql } from './claim.ts'
import { postgresColumns } from './columns.ts'
import { check, compile, GuardFailed, type Statement, type Writes } from './commit.ts'
import { DatabaseError, isDuplicate, reduce } from './errors.ts'
import type { ClaimedLane, Db, OpenOptions } from './open.ts'
import { tables } from './tables.ts'

/** Keys of advisory locks: any two fixed numbers. */
const MIGRATING = 727_411
const TRYING_AGAIN = 727_412
/** A deadlock, and a transaction that could not be put in order with another. */
const CROSSED = ['40P01', '40001']

/** Made once: a table takes longer to describe than to read. */
const TABLES = tables(postgresColumns)

export async function openPostgres(
  url: string,
  migrations: string,
  onStatement?: OpenOptions['onStatement'],
): Promise<Db> {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 5000 })
  // A connection that breaks is replaced by the pool. Without a listener it would end the process: one on the pool
  // for those that are idle, one on each for those in use.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const logger = onStatement && { logQuery: (sql: string) => onStatement(sql) }

  const run = async (statements: Statement[], again: boolean, lazily: boolean) => {
    const client = await pool.connect()
    try {
      await client.query('begin')
      if (lazily) await client.query('set local synchronous_commit = off')
      if (again) await client.query('select pg_advisory_xact_lock($1)', [TRYING_AGAIN])
      for (const { write, sql, params } of statements) {
        onStatement?.(sql)
        const { rowCount } = await client.query(sql, params).catch((error) => {
          const reduced = reduce(error)
          throw write.guard && isDuplicate(reduced) ? new GuardFailed(write.guard) : reduced
        })
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

  const runUncrossed = async (writes: Writes[], lazily: boolean) => {
    const statements = compile(writes)
    for (let attempt = 1; ; attempt++) {
      try {
        return await run(statements, attempt > 1, lazily)
      } catch (error) {
        // Two commits that lock the same rows in opposite order: PostgreSQL ends one of them. The writes are
        // prebuilt and guarded, so the same ones can be run again, now one such commit at a time.
        const crossed = error instanceof DatabaseError && CROSSED.includes(error.code)
        if (!crossed || attempt === 8) throw error
      }
    }
  }

  return {
    engine: 'postgres',
    tables: TABLES,
    q: reducing(drizzle(pool, { logger })) as unknown as BetterSQLite3Database,
    commit: (...writes) => runUncrossed(writes, false),
    commitLazily: (...writes) => runUncrossed(writes, true),
    async claimLane(c) {
      const sql = claimSql(c, (n) => `$${n}`, 'for update skip locked')
      const { rows } = await pool.query(sql, claimParams(c))
      return rows[0] as ClaimedLane | undefined
    },
    async migrate() {
      const client = await pool.connect()
      try {
        await client.query('select pg_advisory_lock($1)', [MIGRATING])
        await migrate(drizzle(client), { migrationsFolder: migrations })
      } finally {
        await client.query('select pg_advisory_unlock($1)', [MIGRATING]).catch(() => {})
        client.release()
      }
    },
    async rewrite(...tables) {
      // A full vacuum takes along what is dead and may be seen by somebody yet; a column made anew does not.
      for (const table of tables)
        await pool.query(`alter table ${table} alter column workspace type text using workspace || ''`)
    },
    async ping() {
      await pool.query('select 1')
    },
    async close() {
      if (!pool.ending) await pool.end()
    },
  }
}

/** Drizzle's errors carry the parameters of the statement. Those of reads are reduced here, as `commit` does. */
function reducing(q: NodePgDatabase): NodePgDatabase {
  const { session } = q._
  const prepare = session.prepareQuery.bind(session)
  session.prepareQuery = (...args) => {
    const query = prepare(...args)
    const execute = query.execute.bind(query)
    query.execute = (values) =>
      execute(values).catch((error) => {
        throw reduce(error)
      })
    return query
  }
  return q
}
