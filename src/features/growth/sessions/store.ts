import { and, asc, desc, eq, gt, inArray, lte } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { any, type Writes } from '../../../db/commit.ts'
import { changeRow, findRow } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'

export type Session = Row<'sessions'>

/** Where the sealed words of a session stand. */
export const sessionWords = (id: string, column: string) => ({ table: 'sessions', column, row: id })

export const findSession = (ctx: Context, id: string): Promise<Session | undefined> =>
  findRow(ctx, 'sessions', id)

const ofMentorship = (ctx: Context, mentorship: string) => {
  const { sessions } = ctx.db.tables
  return and(eq(sessions.workspace, ctx.workspace), eq(sessions.mentorship, mentorship))
}

/** All sessions of a plan, the first one first. */
export const listOfPlan = (ctx: Context, plan: string): Promise<Session[]> => {
  const { sessions } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(sessions)
    .where(and(eq(sessions.workspace, ctx.workspace), eq(sessions.plan, plan)))
    .orderBy(asc(sessions.originalAt))
}

/** The sessions of a mentorship in these states, the first one first. */
export const listSessions = (ctx: Context, mentorship: string, status: string[]): Promise<Session[]> => {
  const { sessions } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(sessions)
    .where(and(ofMentorship(ctx, mentorship), inArray(sessions.status, status)))
    .orderBy(asc(sessions.startAt))
}

/** The next session that is not over at `now`. */
export async function findNext(ctx: Context, mentorship: string, now: number): Promise<Session | undefined> {
  const { sessions } = ctx.db.tables
  const [row] = await ctx.db.q
    .select()
    .from(sessions)
    .where(and(ofMentorship(ctx, mentorship), eq(sessions.status, 'planned'), gt(sessions.endAt, now)))
    .orderBy(asc(sessions.startAt))
    .limit(1)
  return row
}

/** The newest session that is over at `now`, in one of these states. */
export async function findLast(
  ctx: Context,
  mentorship: string,
  status: string[],
  now: number,
): Promise<Session | undefined> {
  const { sessions } = ctx.db.tables
  const [row] = await ctx.db.q
    .select()
    .from(sessions)
    .where(and(ofMentorship(ctx, mentorship), inArray(sessions.status, status), lte(sessions.endAt, now)))
    .orderBy(desc(sessions.startAt))
    .limit(1)
  return row
}

/** One that is there already stays as it is. */
export const insertSession = (ctx: Context, row: typeof ctx.db.tables.sessions.$inferInsert): Writes =>
  any(ctx.db.q.insert(ctx.db.tables.sessions).values(row).onConflictDoNothing())

/** The sessions of a plan that are still to come are in the calendar of the mentee or the mentor. */
export function markInCalendar(ctx: Context, plan: string, whose: 'menteeHas' | 'mentorHas'): Writes {
  const { sessions } = ctx.db.tables
  return any(
    ctx.db.q
      .update(sessions)
      .set({ [whose]: true })
      .where(
        and(eq(sessions.workspace, ctx.workspace), eq(sessions.plan, plan), eq(sessions.status, 'planned')),
      ),
  )
}

/** Changes a session that is in one of these states; the guard fails if it is not, or is at another time by now. */
export const changeSession = (
  ctx: Context,
  session: Session,
  from: string[],
  set: Partial<Session>,
): Writes => {
  const { sessions } = ctx.db.tables
  const still = [inArray(sessions.status, from), eq(sessions.startAt, session.startAt)]
  return changeRow(ctx, 'sessions', session.id, set, 'session', ...still)
}
