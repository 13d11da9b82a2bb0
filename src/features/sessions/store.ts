import { and, asc, desc, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { any, exactly, type Writes } from '../../db/commit.ts'
import type { Row } from '../../db/tables.ts'

export type Plan = Row<'plans'>
export type Session = Row<'sessions'>
export type ActionItem = Row<'actionItems'>

// --- plans ---

export async function findPlan(ctx: Context, id: string): Promise<Plan | undefined> {
  const { plans } = ctx.db.tables
  const [row] = await ctx.db.q
    .select()
    .from(plans)
    .where(and(eq(plans.workspace, ctx.workspace), eq(plans.id, id)))
  return row
}

/** The plan that these two have not decided on yet. */
export async function findOpenPlan(ctx: Context, mentorship: string): Promise<Plan | undefined> {
  const { plans } = ctx.db.tables
  const [row] = await ctx.db.q
    .select()
    .from(plans)
    .where(and(eq(plans.workspace, ctx.workspace), eq(plans.openFor, mentorship)))
  return row
}

/** The plan that these two agreed on last, for what to put into the next form. */
export async function findLastPlan(ctx: Context, mentorship: string): Promise<Plan | undefined> {
  const { plans } = ctx.db.tables
  const [row] = await ctx.db.q
    .select()
    .from(plans)
    .where(
      and(eq(plans.workspace, ctx.workspace), eq(plans.mentorship, mentorship), eq(plans.status, 'agreed')),
    )
    .orderBy(desc(plans.id))
    .limit(1)
  return row
}

/** The unique `openFor` fails the guard if the two discuss another plan. */
export const insertPlan = (ctx: Context, row: typeof ctx.db.tables.plans.$inferInsert): Writes =>
  exactly(1, ctx.db.q.insert(ctx.db.tables.plans).values(row).onConflictDoNothing(), 'plan')

/** Settles an open plan; the guard fails if somebody was first. */
export const settlePlan = (ctx: Context, id: string, set: Partial<Plan> & { status: string }): Writes => {
  const { plans } = ctx.db.tables
  return exactly(
    1,
    ctx.db.q
      .update(plans)
      .set({ ...set, openFor: null })
      .where(and(eq(plans.workspace, ctx.workspace), eq(plans.id, id), eq(plans.status, 'open'))),
    'plan',
  )
}

/** Raises the sequence of a calendar entry; the guard fails if another change was first. */
export const raiseSequence = (ctx: Context, plan: Plan): Writes => {
  const { plans } = ctx.db.tables
  return exactly(
    1,
    ctx.db.q
      .update(plans)
      .set({ sequence: plan.sequence + 1 })
      .where(
        and(eq(plans.workspace, ctx.workspace), eq(plans.id, plan.id), eq(plans.sequence, plan.sequence)),
      ),
    'calendar entry',
  )
}

// --- sessions ---

export async function findSession(ctx: Context, id: string): Promise<Session | undefined> {
  const { sessions } = ctx.db.tables
  const [row] = await ctx.db.q
    .select()
    .from(sessions)
    .where(and(eq(sessions.workspace, ctx.workspace), eq(sessions.id, id)))
  return row
}

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
  return exactly(
    1,
    ctx.db.q
      .update(sessions)
      .set(set)
      .where(
        and(
          eq(sessions.workspace, ctx.workspace),
          eq(sessions.id, session.id),
          inArray(sessions.status, from),
          eq(sessions.startAt, session.startAt),
        ),
      ),
    'session',
  )
}

/** Where the sealed words of these tables stand. */
export const planWords = (id: string, column: string) => ({ table: 'plans', column, row: id })
export const sessionWords = (id: string, column: string) => ({ table: 'sessions', column, row: id })
const itemWords = (id: string) => ({ table: 'action_items', column: 'words', row: id })

// --- action items ---

export interface Item {
  id: string
  words: string
  done: boolean
}

/** What the two still want to do, and what they did since `since`; the oldest first. For these two alone. */
export async function listItems(ctx: Context, mentorship: string, since: number): Promise<Item[]> {
  const { actionItems } = ctx.db.tables
  const rows = await ctx.db.q
    .select()
    .from(actionItems)
    .where(
      and(
        eq(actionItems.workspace, ctx.workspace),
        eq(actionItems.mentorship, mentorship),
        or(isNull(actionItems.doneAt), gt(actionItems.doneAt, since)),
      ),
    )
    .orderBy(asc(actionItems.id))
  return rows.map((row) => ({
    id: row.id,
    words: ctx.seal.open(itemWords(row.id), row.words),
    done: row.doneAt !== null,
  }))
}

export function insertItem(ctx: Context, session: Session, author: string, words: string): Writes {
  const id = ctx.newId()
  return any(
    ctx.db.q.insert(ctx.db.tables.actionItems).values({
      id,
      workspace: ctx.workspace,
      mentorship: session.mentorship,
      session: session.id,
      author,
      words: ctx.seal.close(itemWords(id), words),
    }),
  )
}

/** Marks items of this mentorship as done (at an instant) or not done (null). */
export function markItems(
  ctx: Context,
  mentorship: string,
  ids: string[],
  doneAt: number | null,
): Writes | undefined {
  const { actionItems } = ctx.db.tables
  if (ids.length === 0) return undefined
  return any(
    ctx.db.q
      .update(actionItems)
      .set({ doneAt })
      .where(
        and(
          eq(actionItems.workspace, ctx.workspace),
          eq(actionItems.mentorship, mentorship),
          inArray(actionItems.id, ids),
        ),
      ),
  )
}
