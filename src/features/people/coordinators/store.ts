import { and, eq, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { Writes } from '../../../db/commit.ts'
import { askOnce, below, rows } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'
import type { Team } from './domain.ts'

/** Everybody who runs the programme. */
export const listCoordinators = async (ctx: Context): Promise<string[]> =>
  (await rows(ctx, 'coordinators').list({}, { by: 'addedAt' })).map((row) => row.person)

/** The first coordinator of the workspace; the guard fails for everybody but the first. */
export const insertFirst = (ctx: Context, person: string): Writes =>
  rows(ctx, 'coordinators').insert(
    { person, addedBy: person, addedAt: ctx.now(), first: ctx.workspace },
    'first',
  )

/** One more coordinator; the guard `known` fails for somebody who is one. */
export const insertCoordinator = (ctx: Context, person: string, addedBy: string): Writes =>
  rows(ctx, 'coordinators').insert({ person, addedBy, addedAt: ctx.now() }, 'known')

export async function findTeam(ctx: Context): Promise<Team> {
  const { programmes, coordinators: runners } = ctx.db.tables
  // Both at once: everybody's Home asks for it, and most commands do.
  const found = await askOnce(ctx, 'team', { workspace: ctx.workspace }, () =>
    ctx.db.q
      .select({ programme: programmes, person: runners.person })
      .from(programmes)
      .leftJoin(runners, eq(runners.workspace, programmes.workspace))
      .where(
        and(
          eq(programmes.workspace, sql.placeholder('workspace')),
          eq(programmes.standard, sql.placeholder('workspace')),
        ),
      )
      .orderBy(runners.addedAt),
  )
  if (!found[0]) throw new Error('the workspace has no standard programme')
  const coordinators = found.flatMap(({ person }) => person ?? [])
  const { id, version, deputy, outsideContact, excludeSameTeam, ownersAskedAt } = found[0].programme
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

type Rules = Partial<Pick<Row<'programmes'>, 'deputy' | 'outsideContact' | 'excludeSameTeam'>>

/** Changes who runs it, as it was read; the guard `overtaken` fails if somebody else has changed it since. */
export const changeTeam = (ctx: Context, { programme: id, version }: Team, set: Rules = {}): Writes =>
  rows(ctx, 'programmes').change({ id, version }, { ...set, version: version + 1 }, 'overtaken')

export const setOwnersAsked = (ctx: Context, { programme }: Team, at: number | null): Writes =>
  rows(ctx, 'programmes').change(programme, { ownersAskedAt: at })

export const removeCoordinator = (ctx: Context, person: string): Writes =>
  rows(ctx, 'coordinators').remove({ person })

/** Every act of a coordinator is written down (row E7). */
export const insertAudit = (ctx: Context, actor: string, act: string, subject?: string): Writes =>
  rows(ctx, 'audit').insert({ id: ctx.newId(), actor, act, subject, at: ctx.now() })

/** The newest acts first; `before` leaves out this one and all that came after it. */
export const listAudit = (ctx: Context, limit: number, before?: string): Promise<Row<'audit'>[]> =>
  rows(ctx, 'audit').list(before ? { id: below(before) } : {}, { by: '-id', limit })

/** All that this person did as a coordinator, the newest first. */
export const listActsOf = (ctx: Context, actor: string): Promise<Row<'audit'>[]> =>
  rows(ctx, 'audit').list({ actor }, { by: '-id' })
