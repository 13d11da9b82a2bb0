import { and, desc, eq, inArray, or } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { any, unguarded, type Writes } from '../../../db/commit.ts'
import { changeRow, findRow } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'

export type Win = Row<'wins'>

export const wordsPlace = (id: string) => ({ table: 'wins', column: 'words', row: id })

export const findWin = (ctx: Context, id: string): Promise<Win | undefined> => findRow(ctx, 'wins', id)

export const insertWin = (ctx: Context, win: Omit<Win, 'workspace'>): Writes =>
  any(ctx.db.q.insert(ctx.db.tables.wins).values({ ...win, workspace: ctx.workspace }))

/** Moves a win from one status to another; the guard `moved` fails if it is elsewhere by now. */
export const moveWin = (ctx: Context, id: string, from: string, to: string): Writes =>
  changeRow(ctx, 'wins', id, { status: to }, 'moved', eq(ctx.db.tables.wins.status, from))

/** As `moveWin`, where a win that is elsewhere by now must not stop what it is written with. */
export const moveWinIfThere = (ctx: Context, id: string, from: string, to: string): Writes =>
  unguarded(moveWin(ctx, id, from, to))

const naming = (ctx: Context, person: string) => {
  const { wins } = ctx.db.tables
  return and(eq(wins.workspace, ctx.workspace), or(eq(wins.author, person), eq(wins.partner, person)))
}

/** The wins that name this person and stand in one of these states, oldest first. */
export const listNaming = (ctx: Context, person: string, states: string[]): Promise<Win[]> => {
  const { wins } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(wins)
    .where(and(naming(ctx, person), inArray(wins.status, states)))
    .orderBy(wins.id)
}

/** The latest wins of this person's own telling, newest first. */
export const listLatest = (ctx: Context, author: string, limit: number): Promise<Win[]> => {
  const { wins } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(wins)
    .where(and(eq(wins.workspace, ctx.workspace), eq(wins.author, author)))
    .orderBy(desc(wins.id))
    .limit(limit)
}
