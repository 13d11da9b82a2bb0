import { and, count, desc, eq } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { any, exactly, type Writes } from '../../db/commit.ts'

/** Everybody who runs the programme. */
export async function listCoordinators(ctx: Context): Promise<string[]> {
  const { coordinators } = ctx.db.tables
  const rows = await ctx.db.q
    .select({ person: coordinators.person })
    .from(coordinators)
    .where(eq(coordinators.workspace, ctx.workspace))
    .orderBy(coordinators.addedAt)
  return rows.map((row) => row.person)
}

/** The first coordinator of the workspace; the guard fails for everybody but the first. */
export const insertFirst = (ctx: Context, person: string): Writes =>
  exactly(
    1,
    ctx.db.q
      .insert(ctx.db.tables.coordinators)
      .values({ workspace: ctx.workspace, person, addedBy: person, addedAt: ctx.now(), first: ctx.workspace })
      .onConflictDoNothing(),
    'first',
  )

export const removeCoordinator = (ctx: Context, person: string): Writes => {
  const { coordinators } = ctx.db.tables
  return any(
    ctx.db.q
      .delete(coordinators)
      .where(and(eq(coordinators.workspace, ctx.workspace), eq(coordinators.person, person))),
  )
}

/** Every act of a coordinator is written down (row E7). */
export const insertAudit = (ctx: Context, actor: string, act: string, subject?: string): Writes =>
  any(
    ctx.db.q
      .insert(ctx.db.tables.audit)
      .values({ id: ctx.newId(), workspace: ctx.workspace, actor, act, subject, at: ctx.now() }),
  )

/** The newest acts first. */
export const listAudit = (ctx: Context, limit: number) => {
  const { audit } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(audit)
    .where(eq(audit.workspace, ctx.workspace))
    .orderBy(desc(audit.id))
    .limit(limit)
}

/** What could not be sent, by place and reason. */
export const countParked = (ctx: Context) => {
  const { deliveries } = ctx.db.tables
  return ctx.db.q
    .select({ destination: deliveries.destination, problem: deliveries.problem, many: count() })
    .from(deliveries)
    .where(and(eq(deliveries.workspace, ctx.workspace), eq(deliveries.state, 'parked')))
    .groupBy(deliveries.destination, deliveries.problem)
}
