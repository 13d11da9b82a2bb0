/** What a tick costs in a SQLite file where nearly everything sleeps, beside an ordinary table with an index. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Context } from '../src/context.ts'
import { DAY_MS, HOUR_MS } from '../src/core/calendar.ts'
import type { Db } from '../src/db/db.ts'
import { openDatabase } from '../src/db/open.ts'
import { silentLog } from '../src/log.ts'
import { createSchedule, findDueJobs, type Job } from '../src/schedule/schedule.ts'
import { type JobHandler, runDueJobs } from '../src/schedule/ticker.ts'

const SLEEPING = 1_000_000
const DUE = 500
const ROUNDS = 7
const NOW = Date.UTC(2026, 0, 1)
const LATER = NOW + 365 * DAY_MS

const numbers = `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${SLEEPING + DUE - 1})`
/** What is due lies anywhere between what sleeps, as it was added on other days. */
const EACH = Math.ceil((SLEEPING + DUE) / DUE)
const dueAt = `case when i % ${EACH} = 0 then ${NOW} - i / ${EACH} else ${LATER} + i * 1000 end`

export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-bench-'))
  try {
    const url = `file:${join(folder, 'bench.db')}`
    const db = await openDatabase(url, { migrations: 'migrations' })
    await db.migrate()
    const raw = new Sqlite(join(folder, 'bench.db'))
    raw.exec(`
      insert into jobs (due_at, workspace, kind, subject, tries)
        ${numbers} select ${dueAt}, 'T' || (i % 50), 'bench.job', 'subject ' || i, 0 from n;
      create table wide (id text primary key, workspace text not null, kind text not null, subject text not null,
        payload text not null, due_at integer not null, tries integer not null);
      create index wide_due on wide (due_at);
      create unique index wide_one on wide (workspace, kind, subject);
      insert into wide ${numbers}
        select 'id ' || i, 'T' || (i % 50), 'bench.job', 'subject ' || i, hex(zeroblob(150)), ${dueAt}, 0 from n;`)

    const nothing = await measure(async () => (await findDueJobs(db, NOW - DAY_MS, DUE)).length)
    const narrow = await measure(byHand(raw, 'jobs'))
    const wide = await measure(byHand(raw, 'wide'))
    const handlers = new Map([['bench.job', plan]])
    let now = NOW
    const deps = {
      db,
      now: () => now,
      log: silentLog,
      handlers,
      contextFor: (id: string) => contextOf(db, id),
    }
    const whole = await measure(
      (from) => {
        now = from
        return runDueJobs(deps)
      },
      NOW + ROUNDS * HOUR_MS,
    )
    console.table({
      'nothing is due': nothing,
      'find and move, narrow and without rowid': narrow,
      'find and move, in a wide table with an index': wide,
      'the whole ticker, a commit for each job': whole,
    })
    console.log(
      `${DUE} due of ${(SLEEPING + DUE).toLocaleString('en')} in a SQLite file, ${ROUNDS} rounds, Node ${process.version}.`,
    )
    raw.close()
    await db.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Finds what is due and moves it an hour on, in one transaction of prepared statements. */
function byHand(raw: Sqlite.Database, table: string) {
  const find = raw.prepare(
    `select workspace, kind, subject, due_at from ${table} where due_at <= ? order by due_at`,
  )
  const move = raw.prepare(
    `update ${table} set due_at = ? where due_at = ? and workspace = ? and kind = ? and subject = ?`,
  )
  const tick = raw.transaction((from: number) => {
    const due = find.all(from) as Pick<Job, 'workspace' | 'kind' | 'subject'>[] & { due_at: number }[]
    for (const job of due) move.run(job.due_at + HOUR_MS, job.due_at, job.workspace, job.kind, job.subject)
    return due.length
  })
  return async (from: number) => tick.immediate(from)
}

/** A job that does nothing but come again in an hour. */
const plan: JobHandler = async (ctx, subject) => {
  const job = await ctx.schedule.find('bench.job', subject)
  return job ? [ctx.schedule.at('bench.job', subject, job.dueAt + HOUR_MS)] : []
}

const contextOf = (db: Db, workspace: string) =>
  ({ workspace, db, schedule: createSchedule({ db, workspace }), commit: db.commit }) as Context

/** Runs a tick an hour from `first` on, and takes the time of each. */
async function measure(tick: (now: number) => Promise<number>, first = NOW) {
  const times: number[] = []
  let jobs = 0
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    jobs = await tick(first + round * HOUR_MS)
    times.push(performance.now() - began)
  }
  times.sort((a, b) => a - b)
  const ms = (value: number | undefined) => Number((value ?? 0).toFixed(2))
  return { jobs, 'median ms': ms(times[Math.floor(ROUNDS / 2)]), 'slowest ms': ms(times.at(-1)) }
}
