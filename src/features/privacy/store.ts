import { and, eq, inArray, or } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { any, type Writes } from '../../db/commit.ts'

const KIND = 'doNotPair'

/** Whom this person does not want to be paired with. */
export async function listDoNotPair(ctx: Context, person: string): Promise<string[]> {
  const { barriers } = ctx.db.tables
  const rows = await ctx.db.q
    .select({ other: barriers.other })
    .from(barriers)
    .where(and(eq(barriers.workspace, ctx.workspace), eq(barriers.person, person), eq(barriers.kind, KIND)))
    .orderBy(barriers.other)
  return rows.map((row) => row.other)
}

/** Every do-not-pair that bears on this person, whoever of the two said it. */
export async function listPairs(ctx: Context, person: string): Promise<[person: string, other: string][]> {
  const { barriers } = ctx.db.tables
  const rows = await ctx.db.q
    .select({ person: barriers.person, other: barriers.other })
    .from(barriers)
    .where(
      and(
        eq(barriers.workspace, ctx.workspace),
        eq(barriers.kind, KIND),
        or(eq(barriers.person, person), eq(barriers.other, person)),
      ),
    )
  return rows.map((row) => [row.person, row.other])
}

/** Adds and takes away; what stands already, or is gone already, does no harm. */
export const changeDoNotPair = (ctx: Context, person: string, added: string[], removed: string[]): Writes => {
  const { barriers } = ctx.db.tables
  const { workspace } = ctx
  const at = ctx.now()
  const mine = and(eq(barriers.workspace, workspace), eq(barriers.person, person), eq(barriers.kind, KIND))
  return [
    added.length > 0 &&
      any(
        ctx.db.q
          .insert(barriers)
          .values(added.map((other) => ({ workspace, person, other, kind: KIND, at })))
          .onConflictDoNothing(),
      ),
    removed.length > 0 && any(ctx.db.q.delete(barriers).where(and(mine, inArray(barriers.other, removed)))),
  ]
}
