import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { eq, sql } from 'drizzle-orm'
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { anyRows } from '../../src/db/commit.ts'
import type { Db } from '../../src/db/db.ts'
import { DatabaseError } from '../../src/db/errors.ts'
import { openDatabase } from '../../src/db/open.ts'
import { createLog } from '../../src/log.ts'
import { databasesOf, onEveryDatabase, serverUrl } from '../support/databases.ts'

const SECRET = 'what Ana wrote in confidence'

/** Everything that a log or a careless catch could show of an error. */
function allOf(error: unknown): string {
  const lines: string[] = []
  createLog('info', (line) => lines.push(line)).error({ err: error }, 'failed')
  const e = error as Error & { cause?: unknown }
  return [...lines, String(e), e.stack, JSON.stringify(e), JSON.stringify(e.cause), Object.values(e)].join(
    '\n',
  )
}

const insert = (db: Db, person: string, name: string | null) =>
  db.q.insert(db.tables.people).values({
    workspace: 'T1',
    person,
    name: name as string,
    handle: SECRET,
    zone: 'UTC',
    bot: false,
    guest: false,
    deactivated: false,
    admin: false,
    seenAt: 1,
  })

const failureOf = (work: PromiseLike<unknown>) =>
  Promise.resolve(work).then(
    () => expect.unreachable('it did not fail'),
    (error: unknown) => error,
  )

onEveryDatabase(({ engine, open }) => {
  it('says the code and the constraint of a refused write, and nobody’s words', async () => {
    const db = await open()
    await db.commit(anyRows(insert(db, SECRET, 'Ana')))
    const twice = await failureOf(db.commit(anyRows(insert(db, SECRET, 'Ana'))))
    expect(twice).toBeInstanceOf(DatabaseError)
    expect(allOf(twice)).toMatch(
      engine === 'sqlite'
        ? /SQLITE_CONSTRAINT_PRIMARYKEY \(people\.workspace, people\.person\)/
        : /23505 \(people_workspace_person_pk\)/,
    )
    expect(allOf(twice)).not.toContain(SECRET)

    const nameless = await failureOf(db.commit(anyRows(insert(db, 'UANA', null))))
    expect(nameless).toBeInstanceOf(DatabaseError)
    expect(allOf(nameless)).not.toContain(SECRET)
  })

  it('says as little of a read that failed', async () => {
    const db = await open()
    const { people } = db.tables
    const failed = await failureOf(
      (async () =>
        await db.q
          .select({ n: sql`no_such_function(${SECRET})` })
          .from(people)
          .where(eq(people.workspace, SECRET)))(),
    )
    expect(allOf(failed)).not.toContain(SECRET)
  })
})

describe('postgres', () => {
  const { open } = databasesOf('postgres')

  it('says nothing of a value that does not fit its column', async () => {
    const db = await open()
    const { counters } = db.tables
    const failed = await failureOf(
      db.commit(
        anyRows(
          db.q.insert(counters).values({ workspace: 'T1', key: 'k', used: sql`${SECRET}::integer` as never }),
        ),
      ),
    )
    expect(failed).toBeInstanceOf(DatabaseError)
    expect(allOf(failed)).not.toContain(SECRET)
  })

  it('outlives the loss of its connections, those in use as well', async () => {
    // A database of its own: backends end some time after they were told to, and the next test would meet that.
    const db = await open({ empty: true })
    await db.migrate()
    const [{ name } = { name: '' }] = (await db.q
      .select({ name: sql<string>`current_database()` })
      .from(sql`(select 1) as one`)) as { name: string }[]
    const busy = failureOf(db.commit(anyRows({ toSQL: () => ({ sql: 'select pg_sleep(30)', params: [] }) })))
    const admin = new pg.Client({ connectionString: `${await serverUrl()}/postgres` })
    await admin.connect()
    const sleeping = `select pid from pg_stat_activity where datname = '${name}' and query like '%pg_sleep%' and state = 'active'`
    while ((await admin.query(sleeping)).rows.length === 0);
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
    await admin.end()
    await busy
    expect(await db.commit(anyRows(insert(db, 'UANA', 'Ana')))).toBeUndefined()
  })
  it('gives up on a server that is frozen, with its connections, and goes on once it answers', async () => {
    const [{ name } = { name: '' }] = (await (
      await open()
    ).q
      .select({ name: sql<string>`current_database()` })
      .from(sql`(select 1) as one`)) as { name: string }[]
    const server = new URL(await serverUrl())
    let frozen = false
    const between = createServer((near) => {
      const far = connect(Number(server.port), server.hostname)
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const)
        from
          .on('data', (bytes) => frozen || to.write(bytes))
          .on('close', () => to.destroy())
          .on('error', () => {})
    }).listen(0, '127.0.0.1')
    await once(between, 'listening')
    onTestFinished(() => void between.close())
    const { port } = between.address() as AddressInfo
    const url = `postgres://postgres@127.0.0.1:${port}/${name}`
    const db = await openDatabase(url, { statementLimitMs: 2000 })
    onTestFinished(() => db.close())
    // On connections that are there, and then on new ones as well.
    const outcomes = async (times: number) => {
      const asked = Array.from({ length: times }, () => [
        db.commit(anyRows(insert(db, 'UANA', 'Ana').onConflictDoNothing())),
        (async () => await db.q.select().from(db.tables.people))(),
        db.claimLane({
          now: 1,
          realNow: 1,
          owner: 'o',
          leasedUntil: 2,
          asked: false,
          call: 'chat.postMessage',
          freeBy: 1,
          credibleBy: 1,
        }),
        db.ping(),
      ])
      return (await Promise.allSettled(asked.flat())).map((one) => one.status)
    }

    expect(new Set(await outcomes(1))).toEqual(new Set(['fulfilled']))
    frozen = true
    expect(new Set(await outcomes(2))).toEqual(new Set(['rejected']))
    frozen = false
    expect(new Set(await outcomes(2))).toEqual(new Set(['fulfilled']))
    expect(await db.q.select().from(db.tables.people)).toHaveLength(1)
  })
})
