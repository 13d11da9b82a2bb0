import type { Context } from '../context.ts'
import { MINUTE_MS } from '../core/calendar.ts'
import type { Writes } from '../db/commit.ts'
import type { Db } from '../db/db.ts'
import type { Log } from '../log.ts'
import { findDueJobs, finishJob, type Job, putOffJob } from './schedule.ts'

/**
 * Reads the present state, decides, and returns what to write; the ticker commits it together with taking
 * the job off the list, so that a job is done once or not at all.
 */
export type JobHandler = (ctx: Context, subject: string) => Promise<Writes[]>

export interface TickerDeps {
  db: Db
  now(): number
  log: Log
  /** To be awaited before each job: lets who waits for an answer go first. False: this process is about to end. */
  goOn?(): Promise<boolean>
  handlers: Map<string, JobHandler>
  contextFor(workspace: string): Context
}

const BATCH = 200
/** A failing job is tried again after 1, 2, 4 … minutes, at most every 6 hours; it is never given up. */
const retryAfterMs = (tries: number) => MINUTE_MS * Math.min(2 ** tries, 360)

/**
 * Does all that is due now, in order of its instant. Returns how many jobs were looked at.
 * One failing job is logged and put off; it stops no other.
 */
export async function runDueJobs(deps: TickerDeps): Promise<number> {
  let done = 0
  for (;;) {
    const due = await findDueJobs(deps.db, deps.now(), BATCH)
    if (due.length === 0) return done
    for (const job of due) {
      if ((await deps.goOn?.()) === false) return done
      await runOne(deps, job)
      done++
    }
  }
}

async function runOne({ db, now, log, handlers, contextFor }: TickerDeps, job: Job) {
  try {
    const handler = handlers.get(job.kind)
    if (!handler) throw new Error(`no feature knows the job ${job.kind}`)
    const ctx = contextFor(job.workspace)
    // A guard that fails means that the world has moved on: another process was first (the job is gone), or a
    // person's click changed what the job looked at (the job stands, and is judged anew at once below).
    const failed = await ctx.commit(finishJob(db, job), await handler(ctx, job.subject))
    if (failed && failed !== 'job') {
      log.info({ kind: job.kind, guard: failed }, 'job judged anew: its subject changed meanwhile')
      const again = await ctx.commit(finishJob(db, job), await handler(ctx, job.subject))
      if (again && again !== 'job') throw new Error(`guard ${again} failed twice`)
    }
  } catch (err) {
    log.error({ err, kind: job.kind, tries: job.tries }, 'job failed; it will be tried again')
    await db.commitLazily(putOffJob(db, job, now() + retryAfterMs(job.tries)))
  }
}

/**
 * Calls `tick` as each minute begins, unless the last one is still at it. A plain minute hand and nothing more: what
 * is due stands in the database.
 */
export function everyMinute(tick: () => Promise<void>, log: Log): { stop(): Promise<void> } {
  let running: Promise<void> | undefined
  let hand: NodeJS.Timeout
  const wind = () => {
    hand = setTimeout(
      () => {
        running ??= tick()
          .catch((err) => log.error({ err }, 'tick failed'))
          .finally(() => {
            running = undefined
          })
        wind()
      },
      MINUTE_MS - (Date.now() % MINUTE_MS),
    )
  }
  wind()
  return {
    async stop() {
      clearTimeout(hand)
      await running
    },
  }
}
