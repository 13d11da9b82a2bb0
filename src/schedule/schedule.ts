import { asc, lte, sql } from 'drizzle-orm'
import type { Writes } from '../db/commit.ts'
import type { Db } from '../db/db.ts'
import { askPrepared } from '../db/prepared.ts'
import { rows } from '../db/rows.ts'
import type { Scope } from '../db/scope.ts'
import type { Row } from '../db/tables.ts'

/** One thing that is due: at most one a kind and subject. */
export type Job = Row<'jobs'>

/** Due work as data: what shall happen when stands in the database, the ticker only looks. */
export interface Schedule {
  /** At `dueAt` (UTC ms) do `kind` for `subject`; a job for them already there is moved. */
  at(kind: string, subject: string, dueAt: number): Writes
  cancel(kind: string, subject: string): Writes
  /** The job of this kind and subject, if it stands. */
  find(kind: string, subject: string): Promise<Job | undefined>
}

export function createSchedule(scope: Scope): Schedule {
  const jobs = rows(scope, 'jobs')
  return {
    cancel: (kind, subject) => jobs.remove({ kind, subject }),
    at: (kind, subject, dueAt) =>
      jobs.put({ kind, subject, dueAt, tries: 0 }, ['workspace', 'kind', 'subject'], { dueAt, tries: 0 }),
    find: (kind, subject) => jobs.find({ kind, subject }),
  }
}

/** Up to `limit` jobs due by `now`, of all workspaces, the oldest first. */
export const findDueJobs = (db: Db, now: number, limit: number): Promise<Job[]> =>
  askPrepared({ db }, 'jobs that are due', { now, limit }, () => {
    const { jobs } = db.tables
    return db.q
      .select()
      .from(jobs)
      .where(lte(jobs.dueAt, sql.placeholder('now')))
      .orderBy(asc(jobs.dueAt), asc(jobs.workspace), asc(jobs.kind), asc(jobs.subject))
      .limit(sql.placeholder('limit'))
  }) as Promise<Job[]>

/** When the next job of any workspace is due. */
export async function nextDueAt(db: Db): Promise<number | undefined> {
  const { jobs } = db.tables
  const [job] = (await askPrepared({ db }, 'the next job', {}, () =>
    db.q.select({ dueAt: jobs.dueAt }).from(jobs).orderBy(asc(jobs.dueAt)).limit(1),
  )) as Pick<Job, 'dueAt'>[]
  return job?.dueAt
}

const jobsLike = (db: Db, { workspace }: Job) => rows({ db, workspace }, 'jobs')
const thisJob = ({ kind, subject, dueAt }: Job) => ({ kind, subject, dueAt })

/** Takes the job off the list; the guard fails if another process, or a change of plan, was first. */
export const finishJob = (db: Db, job: Job) => jobsLike(db, job).remove(thisJob(job), 'job')

/** Puts a job that failed off until `dueAt`. */
export const putOffJob = (db: Db, job: Job, dueAt: number) =>
  jobsLike(db, job).change(thisJob(job), { dueAt, tries: job.tries + 1 })
