import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { claimParams, claimSql } from './claim.ts'
import { postgresColumns } from './columns.postgres.ts'
import { anyRows, checkGuard, GuardFailed, type Statement, toStatements, type Writes } from './commit.ts'
import type { ClaimedLane, Db, OpenOptions } from './db.ts'
import { DatabaseError, isDuplicate, withoutWords } from './errors.ts'
import { tables } from './tables.ts'

/** Keys of advisory locks: any two fixed numbers. */
const MIGRATING = 727_411
const TRYING_AGAIN = 727_412
/** A deadlock, and a transaction that could not be put in order with another. */
const CROSSED = ['40P01', '40001']

/**
 * How long one statement may take before its connection is given up, ms: a server that is frozen, or a network that swallows
 * everything, would hold up all that waits for it. Ours take milliseconds. Watched here, since a server that does not answer
 * ends no statement, and poolers refuse a limit of their own.
 */
const STATEMENT_LIMIT_MS = 15_000
const CONNECT_LIMIT_MS = 5000

/** Made once: a table takes longer to describe than to read. */
const TABLES = tables(postgresColumns)

export async function openPostgres(
  url: string,
  migrations: string,
  { onStatement, statementLimitMs = STATEMENT_LIMIT_MS }: OpenOptions = {},
): Promise<Db> {
  const connection = {
    connectionString: url,
    connectionTimeoutMillis: Math.min(CONNECT_LIMIT_MS, statementLimitMs),
  }
  const pool = new pg.Pool({ ...connection, max: 10, query_timeout: statementLimitMs })
  // A connection that breaks is replaced by the pool. Without a listener it would end the process: one on the pool
  // for those that are idle, one on each for those in use.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const logger = onStatement && { logQuery: (sql: string) => onStatement(sql) }

  /** A connection of its own without that limit, for what may take minutes. */
  const apart = async (work: (client: pg.Client) => Promise<unknown>) => {
    const client = new pg.Client(connection)
    client.on('error', () => {})
    await client.connect()
    try {
      await work(client)
    } finally {
      await client.end()
    }
  }

  const run = async (statements: Statement[], again: boolean, lazily: boolean) => {
    const client = await pool.connect()
    let broken = false
    try {
      await client.query('begin')
      if (lazily) await client.query('set local synchronous_commit = off')
      if (again) await client.query('select pg_advisory_xact_lock($1)', [TRYING_AGAIN])
      for (const { write, sql, params } of statements) {
        onStatement?.(sql)
        const { rowCount } = await client.query(sql, params).catch((error) => {
          const reduced = withoutWords(error)
          throw write.guard && isDuplicate(reduced) ? new GuardFailed(write.guard) : reduced
        })
        checkGuard(write, rowCount ?? 0)
      }
      await client.query('commit')
      return undefined
    } catch (error) {
      const reduced = withoutWords(error)
      const answered = error instanceof GuardFailed || reduced instanceof DatabaseError
      // Without an answer nothing more can be asked on this connection: closing it undoes what was begun.
      broken =
        !answered ||
        (await client.query('rollback').then(
          () => false,
          () => true,
        ))
      if (error instanceof GuardFailed) return error.guard
      throw reduced
    } finally {
      client.release(broken)
    }
  }

  const runUncrossed = async (writes: Writes[], lazily: boolean) => {
    const statements = toStatements(writes)
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
    migrate: () =>
      apart(async (client) => {
        // Until the connection ends.
        await client.query('select pg_advisory_lock($1)', [MIGRATING])
        await migrate(drizzle(client), { migrationsFolder: migrations })
      }),
    rewrite: (...tables) =>
      apart(async (client) => {
        // A full vacuum takes along what is dead and may be seen by somebody yet; a column made anew does not.
        for (const table of tables)
          await client.query(`alter table ${table} alter column workspace type text using workspace || ''`)
      }),
    async cutLog() {},
    async probe(write) {
      const statements = toStatements([write])
      const query = { toSQL: () => ({ sql: `set local lock_timeout = '1s'`, params: [] }) }
      return run([{ write: anyRows(query), ...query.toSQL() }, ...statements], false, false)
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
        throw withoutWords(error)
      })
    return query
  }
  return q
}
