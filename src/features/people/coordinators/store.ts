import type { Context } from '../../../context.ts'
import type { Writes } from '../../../db/commit.ts'
import { below } from '../../../db/conditions.ts'
import { rows } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'
import type { Team } from './domain.ts'

/** The first coordinator of the workspace; the guard fails for everybody but the first. */
export const insertFirst = (ctx: Context, person: string): Writes =>
  rows(ctx, 'coordinators').insert(
    { person, addedBy: person, addedAt: ctx.now(), first: ctx.workspace },
    'first',
  )

/** One more coordinator; the guard `known` fails for somebody who is one. */
export const insertCoordinator = (ctx: Context, person: string, addedBy: string): Writes =>
  rows(ctx, 'coordinators').insert({ person, addedBy, addedAt: ctx.now() }, 'known')

type Rules = Partial<Pick<Row<'programmes'>, 'deputy' | 'outsideContact' | 'excludeSameTeam' | 'asksMentors'>>

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
