import { and, desc, eq, inArray, ne } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { any, type Writes } from '../../db/commit.ts'
import { changeRow, findRow } from '../../db/rows.ts'
import type { Row } from '../../db/tables.ts'

export type Concern = Row<'concerns'>

const place = (row: string, column: string) => ({ table: 'concerns', column, row })
export const sealWords = (ctx: Context, id: string, words: string) =>
  ctx.seal.close(place(id, 'words'), words)
export const openWords = (ctx: Context, c: Concern) => ctx.seal.open(place(c.id, 'words'), c.words)
export const sealAnswer = (ctx: Context, id: string, words: string | undefined) =>
  ctx.seal.closeMaybe(place(id, 'answer'), words)
export const openAnswer = (ctx: Context, c: Concern) => ctx.seal.openMaybe(place(c.id, 'answer'), c.answer)

export const findConcern = (ctx: Context, id: string): Promise<Concern | undefined> =>
  findRow(ctx, 'concerns', id)

/** What is not closed of a person as writer or contact, the newest first. */
export const listOpen = (ctx: Context, as: 'writer' | 'contact', person: string): Promise<Concern[]> => {
  const { concerns } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(concerns)
    .where(
      and(eq(concerns.workspace, ctx.workspace), eq(concerns[as], person), ne(concerns.status, 'closed')),
    )
    .orderBy(desc(concerns.id))
    .limit(20)
}

/** All that a person ever wrote. */
export const listWritten = (ctx: Context, writer: string): Promise<Concern[]> => {
  const { concerns } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(concerns)
    .where(and(eq(concerns.workspace, ctx.workspace), eq(concerns.writer, writer)))
    .orderBy(desc(concerns.id))
}

export const insertConcern = (
  ctx: Context,
  row: Omit<typeof ctx.db.tables.concerns.$inferInsert, 'workspace'>,
): Writes => any(ctx.db.q.insert(ctx.db.tables.concerns).values({ ...row, workspace: ctx.workspace }))

/** Changes a concern that is in one of these states, with the contact it was seen with; the guard is `moved`. */
export const change = (ctx: Context, seen: Concern, from: string[], set: Partial<Concern>): Writes => {
  const { concerns } = ctx.db.tables
  const still = [eq(concerns.round, seen.round), inArray(concerns.status, from)]
  return changeRow(ctx, 'concerns', seen.id, set, 'moved', ...still)
}
