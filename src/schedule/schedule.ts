import { and, asc, eq, lte } from 'drizzle-orm'
import { anyRows, exactRows, type Writes } from '../db/commit.ts'
import type { Db } from '../db/db.ts'
import { rows, type Scope } from '../db/rows.ts'
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
  const { db, workspace } = scope
  const { jobs } = db.tables
  const one = (kind: string, subject: string) =>
    and(eq(jobs.workspace, workspace), eq(jobs.kind, kind), eq(jobs.subject, subject))
  const cancel = (kind: string, subject: string) => anyRows(db.q.delete(jobs).where(one(kind, subject)))
  return {
    cancel,
    at: (kind, subject, dueAt) =>
      anyRows(
        db.q
          .insert(jobs)
          .values({ workspace, kind, subject, dueAt, tries: 0 })
          .onConflictDoUpdate({
            target: [jobs.workspace, jobs.kind, jobs.subject],
            set: { dueAt, tries: 0 },
          }),
      ),
    find: (kind, subject) => rows(scope, 'jobs').find({ kind, subject }),
  }
}

/** Up to `limit` jobs due by `now`, of all workspaces, the oldest first. */
export const findDueJobs = (db: Db, now: number, limit: number): Promise<Job[]> =>
  db.q
    .select()
    .from(db.tables.jobs)
    .where(lte(db.tables.jobs.dueAt, now))
    .orderBy(
      asc(db.tables.jobs.dueAt),
      asc(db.tables.jobs.workspace),
      asc(db.tables.jobs.kind),
      asc(db.tables.jobs.subject),
    )
    .limit(limit)

/** When the next job of any workspace is due. */
export async function nextDueAt(db: Db): Promise<number | undefined> {
  const [job] = await db.q
    .select({ dueAt: db.tables.jobs.dueAt })
    .from(db.tables.jobs)
    .orderBy(asc(db.tables.jobs.dueAt))
    .limit(1)
  return job?.dueAt
}

const thisJob = (db: Db, job: Job) => {
  const { jobs } = db.tables
  return and(
    eq(jobs.workspace, job.workspace),
    eq(jobs.kind, job.kind),
    eq(jobs.subject, job.subject),
    eq(jobs.dueAt, job.dueAt),
  )
}

/** Takes the job off the list; the guard fails if another process, or a change of plan, was first. */
export const finishJob = (db: Db, job: Job) =>
  exactRows(1, db.q.delete(db.tables.jobs).where(thisJob(db, job)), 'job')

/** Puts a job that failed off until `dueAt`. */
export const putOffJob = (db: Db, job: Job, dueAt: number) =>
  anyRows(
    db.q
      .update(db.tables.jobs)
      .set({ dueAt, tries: job.tries + 1 })
      .where(thisJob(db, job)),
  )
