import { and, desc, eq, isNotNull } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { exactly, type Writes } from '../../../db/commit.ts'
import { changeRow, findRow } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'

export type Plan = Row<'plans'>

/** Where the sealed words of a plan stand. */
export const planWords = (id: string, column: string) => ({ table: 'plans', column, row: id })

export const findPlan = (ctx: Context, id: string): Promise<Plan | undefined> => findRow(ctx, 'plans', id)

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

/** The plans by which sessions of this mentorship were moved last, by session. */
export async function moversOf(ctx: Context, mentorship: string): Promise<Map<string, Plan>> {
  const { plans } = ctx.db.tables
  const rows = await ctx.db.q
    .select()
    .from(plans)
    .where(
      and(
        eq(plans.workspace, ctx.workspace),
        eq(plans.mentorship, mentorship),
        eq(plans.status, 'agreed'),
        isNotNull(plans.moves),
      ),
    )
    .orderBy(plans.id)
  return new Map(rows.map((row) => [row.moves as string, row]))
}

/** The unique `openFor` fails the guard if the two discuss another plan. */
export const insertPlan = (ctx: Context, row: typeof ctx.db.tables.plans.$inferInsert): Writes =>
  exactly(1, ctx.db.q.insert(ctx.db.tables.plans).values(row).onConflictDoNothing(), 'plan')

/** Settles an open plan; the guard fails if somebody was first. */
export const settlePlan = (ctx: Context, id: string, set: Partial<Plan> & { status: string }): Writes =>
  changeRow(ctx, 'plans', id, { ...set, openFor: null }, 'plan', eq(ctx.db.tables.plans.status, 'open'))

/** Raises the sequence of a calendar entry; the guard fails if another change was first. */
export const raiseSequence = (ctx: Context, plan: Plan): Writes => {
  const still = eq(ctx.db.tables.plans.sequence, plan.sequence)
  return changeRow(ctx, 'plans', plan.id, { sequence: plan.sequence + 1 }, 'calendar entry', still)
}
