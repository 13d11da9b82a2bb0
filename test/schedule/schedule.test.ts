import { and, eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Context } from '../../src/context.ts'
import { anyRows, exactRows } from '../../src/db/commit.ts'
import type { Db } from '../../src/db/db.ts'
import type { Fields } from '../../src/log.ts'
import { silentLog } from '../../src/log.ts'
import { createSchedule, nextDueAt } from '../../src/schedule/schedule.ts'
import { type JobHandler, runDueJobs, type TickerDeps } from '../../src/schedule/ticker.ts'
import { onEveryDatabase } from '../support/databases.ts'
import { type StatementWatch, watchStatements } from '../support/statements.ts'

const T = 'T1'
const MINUTE = 60_000

onEveryDatabase(({ open, beside }) => {
  let db: Db
  let now: number
  let watch: StatementWatch
  let handlers: Map<string, JobHandler>
  let errors: Fields[]
  beforeEach(async () => {
    watch = watchStatements()
    db = await open({ onStatement: watch.onStatement })
    now = 1_000_000
    handlers = new Map()
    errors = []
  })
  afterEach(() => {
    expect(watch.seen).toBeGreaterThan(0)
    expect(watch.unscoped).toEqual([])
  })

  const contextOn = (use: Db, workspace = T) =>
    ({
      workspace,
      db: use,
      now: () => now,
      schedule: createSchedule({ db: use, workspace: workspace }),
      commit: use.commit,
    }) as Context
  const ticker = (use: Db = db): TickerDeps => ({
    db: use,
    now: () => now,
    log: { ...silentLog, error: (fields) => errors.push(fields) },
    handlers,
    contextFor: (workspace) => contextOn(use, workspace),
  })
  const at = (subject: string, dueAt: number, kind = 'a.note', workspace = T) =>
    db.commit(createSchedule({ db, workspace }).at(kind, subject, dueAt))
  const find = (subject: string, kind = 'a.note') => createSchedule({ db, workspace: T }).find(kind, subject)

  /** A handler that leaves a row behind for each time its writes were committed. */
  const note = (ctx: Context, subject: string) =>
    anyRows(
      ctx.db.q.insert(ctx.db.tables.audit).values({
        id: `${subject} ${Math.random()}`,
        workspace: ctx.workspace,
        actor: 'x',
        act: subject,
        at: now,
      }),
    )
  const noted = async (workspace = T) => {
    const { audit } = db.tables
    const rows = await db.q
      .select({ act: audit.act })
      .from(audit)
      .where(eq(audit.workspace, workspace))
      .orderBy(audit.at)
    return rows.map((row) => row.act)
  }

  it('does what is due, in order, and takes it off the list', async () => {
    const ran: string[] = []
    handlers.set('a.note', async (ctx, subject) => {
      ran.push(subject)
      return [note(ctx, subject)]
    })
    await at('second', now)
    await at('first', now - 5)
    await at('later', now + 1)
    expect(await runDueJobs(ticker())).toBe(2)
    expect(ran).toEqual(['first', 'second'])
    expect((await noted()).sort()).toEqual(['first', 'second'])
    expect(await find('first')).toBeUndefined()
    expect(await nextDueAt(db)).toBe(now + 1)
  })

  it('does a thousand at one instant', async () => {
    handlers.set('a.note', async (ctx, subject) => [note(ctx, subject)])
    await db.commit(
      ...Array.from({ length: 1000 }, (_, i) =>
        createSchedule({ db, workspace: T }).at('a.note', `s${i}`, now),
      ),
    )
    expect(await runDueJobs(ticker())).toBe(1000)
    expect(new Set(await noted()).size).toBe(1000)
  })

  it('moves a job that is there already: one a kind and subject', async () => {
    await at('s', now + 10)
    await at('s', now + 99)
    await at('s', now + 50, 'b.other')
    await at('s', now + 5, 'a.note', 'T2')
    expect(await find('s')).toMatchObject({ dueAt: now + 99, tries: 0 })
    expect(await find('s', 'b.other')).toMatchObject({ dueAt: now + 50 })
    expect(await db.q.select().from(db.tables.jobs).where(eq(db.tables.jobs.workspace, T))).toHaveLength(2)
  })

  it('cancels one job and no other', async () => {
    await at('s', now)
    await at('s', now, 'b.other')
    await at('s', now, 'a.note', 'T2')
    await db.commit(createSchedule({ db, workspace: T }).cancel('a.note', 's'))
    expect(await find('s')).toBeUndefined()
    expect(await find('s', 'b.other')).toBeDefined()
    expect(await createSchedule({ db, workspace: 'T2' }).find('a.note', 's')).toBeDefined()
  })

  it('does a job once with two tickers at work', async () => {
    const other = await beside()
    handlers.set('a.note', async (ctx, subject) => [note(ctx, subject)])
    await db.commit(
      ...Array.from({ length: 60 }, (_, i) =>
        createSchedule({ db, workspace: T }).at('a.note', `s${i}`, now),
      ),
    )
    await Promise.all([runDueJobs(ticker()), runDueJobs(ticker(other)), runDueJobs(ticker())])
    expect((await noted()).sort()).toEqual(Array.from({ length: 60 }, (_, i) => `s${i}`).sort())
    expect(errors).toEqual([])
  })

  it('lets a job plan itself anew', async () => {
    handlers.set('a.note', async (ctx, subject) => [
      note(ctx, subject),
      ctx.schedule.at('a.note', subject, now + MINUTE),
    ])
    await at('daily', now)
    await runDueJobs(ticker())
    expect(await find('daily')).toMatchObject({ dueAt: now + MINUTE, tries: 0 })
    expect(await noted()).toEqual(['daily'])
  })

  it('runs each job in its own workspace', async () => {
    handlers.set('a.note', async (ctx, subject) => [note(ctx, subject)])
    await at('here', now)
    await at('there', now, 'a.note', 'T2')
    await runDueJobs(ticker())
    expect(await noted()).toEqual(['here'])
    expect(await noted('T2')).toEqual(['there'])
  })

  it('puts a failing job off, longer each time, and does the others', async () => {
    let broken = true
    handlers.set('a.note', async (ctx, subject) => {
      if (broken && subject === 'bad') throw new Error('a bug')
      return [note(ctx, subject)]
    })
    await at('bad', now - 1)
    await at('good', now)
    await runDueJobs(ticker())
    expect(await noted()).toEqual(['good'])
    expect(errors).toHaveLength(1)

    const waits: number[] = []
    for (let i = 0; i < 11; i++) {
      const { dueAt } = (await find('bad'))!
      waits.push((dueAt - now) / MINUTE)
      now = dueAt
      await runDueJobs(ticker())
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360])

    broken = false
    now = (await find('bad'))!.dueAt
    await runDueJobs(ticker())
    expect((await noted()).sort()).toEqual(['bad', 'good'])
    expect(await find('bad')).toBeUndefined()
  })

  it('writes nothing of a job whose writes are refused, and tries again', async () => {
    handlers.set('a.note', async (ctx, subject) => [
      note(ctx, subject),
      anyRows({ toSQL: () => ({ sql: "insert into nowhere (workspace) values ('x')", params: [] }) }),
    ])
    await at('s', now)
    await runDueJobs(ticker())
    expect(await noted()).toEqual([])
    expect(await find('s')).toMatchObject({ dueAt: now + MINUTE, tries: 1 })
  })

  it('keeps a job that no feature knows, for the version that does', async () => {
    await at('s', now)
    await runDueJobs(ticker())
    expect(await find('s')).toMatchObject({ tries: 1 })
    handlers.set('a.note', async (ctx, subject) => [note(ctx, subject)])
    now += MINUTE
    await runDueJobs(ticker())
    expect(await noted()).toEqual(['s'])
  })

  it('does nothing for a job that is cancelled while it runs', async () => {
    handlers.set('a.note', async (ctx, subject) => {
      await db.commit(ctx.schedule.cancel('a.note', subject))
      return [note(ctx, subject)]
    })
    await at('s', now)
    await runDueJobs(ticker())
    expect(await noted()).toEqual([])
    expect(await find('s')).toBeUndefined()
  })

  it('leaves a job alone that is moved while it runs, or while it fails', async () => {
    const moved = now + 5 * MINUTE
    handlers.set('a.note', async (ctx, subject) => {
      await db.commit(ctx.schedule.at('a.note', subject, moved))
      if (subject === 'fails') throw new Error('a bug')
      return [note(ctx, subject)]
    })
    await at('works', now)
    await at('fails', now)
    await runDueJobs(ticker())
    expect(await noted()).toEqual([])
    expect(await find('works')).toMatchObject({ dueAt: moved, tries: 0 })
    expect(await find('fails')).toMatchObject({ dueAt: moved, tries: 0 })
  })

  it('judges a job anew when what it looked at has changed meanwhile', async () => {
    const { counters } = db.tables
    const mine = and(eq(counters.workspace, T), eq(counters.key, 'k'))
    await db.commit(anyRows(db.q.insert(counters).values({ workspace: T, key: 'k', used: 1 })))
    let looks = 0
    handlers.set('a.note', async (ctx, subject) => {
      const [row] = await db.q.select().from(counters).where(mine)
      // A click comes between the first look and the commit.
      if (++looks === 1) await db.commit(anyRows(db.q.update(counters).set({ used: 2 }).where(mine)))
      const seen = and(mine, eq(counters.used, row!.used))
      return [
        note(ctx, `${subject} saw ${row!.used}`),
        exactRows(1, ctx.db.q.update(counters).set({ used: 9 }).where(seen), 'seen'),
      ]
    })
    await at('s', now)
    await runDueJobs(ticker())
    expect(await noted()).toEqual(['s saw 2'])
    expect(await find('s')).toBeUndefined()
    expect(errors).toEqual([])
  })

  it('puts off a job whose guard never holds', async () => {
    handlers.set('a.note', async (ctx) => [
      exactRows(
        1,
        ctx.db.q.delete(ctx.db.tables.counters).where(eq(ctx.db.tables.counters.workspace, T)),
        'never',
      ),
    ])
    await at('s', now)
    await runDueJobs(ticker())
    expect(await find('s')).toMatchObject({ dueAt: now + MINUTE, tries: 1 })
    expect(errors).toHaveLength(1)
  })
})
