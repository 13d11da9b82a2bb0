import { and, eq, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { any, exactly, type Writes } from '../../../db/commit.ts'
import { trialPlace } from '../../../db/sealed-rows.ts'
import type { Row } from '../../../db/tables.ts'
import type { Choice } from './domain.ts'

export type Trial = Row<'trials'>
export type Side = 'mentee' | 'mentor'

const FIELDS = { mentee: 'menteeSays', mentor: 'mentorSays' } as const

const one = (ctx: Context, mentorship: string) => {
  const { trials } = ctx.db.tables
  return and(eq(trials.workspace, ctx.workspace), eq(trials.mentorship, mentorship))
}

export async function findTrial(ctx: Context, mentorship: string): Promise<Trial | undefined> {
  const [row] = await ctx.db.q.select().from(ctx.db.tables.trials).where(one(ctx, mentorship))
  return row
}

/** A pair has one trial; the guard fails if it was asked already. */
export const insertTrial = (ctx: Context, mentorship: string, endsAt: number): Writes =>
  exactly(
    1,
    ctx.db.q
      .insert(ctx.db.tables.trials)
      .values({ workspace: ctx.workspace, mentorship, askedAt: ctx.now(), endsAt })
      .onConflictDoNothing(),
    'trial',
  )

/** Keeps an answer, as often as it is changed; the guard fails once the trial is over. */
export const keepAnswer = (ctx: Context, mentorship: string, side: Side, says: Choice): Writes => {
  const { trials } = ctx.db.tables
  return exactly(
    1,
    ctx.db.q
      .update(trials)
      .set({
        [FIELDS[side]]: ctx.seal.close(trialPlace(mentorship, side), says),
        version: sql`${trials.version} + 1`,
      })
      .where(and(one(ctx, mentorship), eq(trials.over, false))),
    'trial',
  )
}

/** What one of the two has said. For themselves, and for the end of the trial. */
export const answerOf = (ctx: Context, trial: Trial, side: Side): Choice | undefined =>
  ctx.seal.openMaybe(trialPlace(trial.mentorship, side), trial[FIELDS[side]]) as Choice | undefined

/** Puts the end off; the guard fails once it is over. */
export const putOffEnd = (ctx: Context, mentorship: string, endsAt: number): Writes => {
  const { trials } = ctx.db.tables
  return exactly(
    1,
    ctx.db.q
      .update(trials)
      .set({ endsAt })
      .where(and(one(ctx, mentorship), eq(trials.over, false))),
    'trial',
  )
}

const OVER = { over: true, menteeSays: null, mentorSays: null }

/** Ends a trial and erases what was said; the guard fails if an answer has come since it was read. */
export const endTrial = (ctx: Context, trial: Trial): Writes => {
  const { trials } = ctx.db.tables
  return exactly(
    1,
    ctx.db.q
      .update(trials)
      .set(OVER)
      .where(and(one(ctx, trial.mentorship), eq(trials.over, false), eq(trials.version, trial.version))),
    'trial',
  )
}

/** The same, whatever its state: the mentorship has ended. */
export const dropTrial = (ctx: Context, mentorship: string): Writes =>
  any(ctx.db.q.update(ctx.db.tables.trials).set(OVER).where(one(ctx, mentorship)))
