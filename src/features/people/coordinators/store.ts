import { and, desc, eq, lt } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { any, exactly, type Writes } from '../../../db/commit.ts'
import { changeRow } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'
import type { Team } from './domain.ts'

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

/** One more coordinator; the guard `known` fails for somebody who is one. */
export const insertCoordinator = (ctx: Context, person: string, addedBy: string): Writes =>
  exactly(
    1,
    ctx.db.q
      .insert(ctx.db.tables.coordinators)
      .values({ workspace: ctx.workspace, person, addedBy, addedAt: ctx.now() })
      .onConflictDoNothing(),
    'known',
  )

export async function findTeam(ctx: Context): Promise<Team> {
  const { programmes } = ctx.db.tables
  const [[row], coordinators] = await Promise.all([
    ctx.db.q
      .select()
      .from(programmes)
      .where(and(eq(programmes.workspace, ctx.workspace), eq(programmes.standard, ctx.workspace))),
    listCoordinators(ctx),
  ])
  if (!row) throw new Error('the workspace has no standard programme')
  const { id, version, deputy, outsideContact, excludeSameTeam, ownersAskedAt } = row
  return {
    programme: id,
    version,
    coordinators,
    deputy,
    outside: outsideContact,
    excludeSameTeam,
    ownersAskedAt,
  }
}

type Standing = Partial<
  Pick<Row<'programmes'>, 'deputy' | 'outsideContact' | 'excludeSameTeam' | 'ownersAskedAt'>
>

/** Changes who runs it, as it was read; the guard `overtaken` fails if somebody else has changed it since. */
export const changeTeam = (ctx: Context, { programme, version }: Team, set: Standing = {}): Writes =>
  changeRow(
    ctx,
    'programmes',
    programme,
    { ...set, version: version + 1 },
    'overtaken',
    eq(ctx.db.tables.programmes.version, version),
  )

export const setOwnersAsked = (ctx: Context, { programme }: Team, at: number | null): Writes => {
  const { programmes } = ctx.db.tables
  return any(
    ctx.db.q
      .update(programmes)
      .set({ ownersAskedAt: at })
      .where(and(eq(programmes.workspace, ctx.workspace), eq(programmes.id, programme))),
  )
}

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

/** The newest acts first; `before` leaves out this one and all that came after it. */
export const listAudit = (ctx: Context, limit: number, before?: string) => {
  const { audit } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(audit)
    .where(and(eq(audit.workspace, ctx.workspace), before ? lt(audit.id, before) : undefined))
    .orderBy(desc(audit.id))
    .limit(limit)
}
