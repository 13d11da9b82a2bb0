import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { any, exactly, type Writes } from '../../../db/commit.ts'
import { changeRow, findRow, parts } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'

export type Round = Row<'rounds'>
export type RoundPair = Row<'roundPairs'>

export const listProgrammes = (ctx: Context) => {
  const { programmes } = ctx.db.tables
  return ctx.db.q
    .select({ id: programmes.id, name: programmes.name })
    .from(programmes)
    .where(eq(programmes.workspace, ctx.workspace))
    .orderBy(programmes.createdAt)
}

export const findRound = (ctx: Context, id: string): Promise<Round | undefined> => findRow(ctx, 'rounds', id)

/** Drafts and published rounds, the newest first; what was discarded is not shown again. */
export const listRounds = (ctx: Context, limit = 20): Promise<Round[]> => {
  const { rounds } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(rounds)
    .where(and(eq(rounds.workspace, ctx.workspace), inArray(rounds.status, ['draft', 'published'])))
    .orderBy(desc(rounds.id))
    .limit(limit)
}

/** A round's mentees with what was found for them, the weakest pair first, those without a mentor last. */
export async function listPairs(ctx: Context, round: string): Promise<RoundPair[]> {
  const { roundPairs } = ctx.db.tables
  const rows = await ctx.db.q
    .select()
    .from(roundPairs)
    .where(and(eq(roundPairs.workspace, ctx.workspace), eq(roundPairs.round, round)))
    .orderBy(roundPairs.score, roundPairs.mentee)
  return [...rows.filter((row) => row.mentor !== null), ...rows.filter((row) => row.mentor === null)]
}

export async function listForbids(ctx: Context, round: string): Promise<[mentee: string, mentor: string][]> {
  const { roundForbids } = ctx.db.tables
  const rows = await ctx.db.q
    .select({ mentee: roundForbids.mentee, mentor: roundForbids.mentor })
    .from(roundForbids)
    .where(and(eq(roundForbids.workspace, ctx.workspace), eq(roundForbids.round, round)))
    .orderBy(roundForbids.mentee, roundForbids.mentor)
  return rows.map((row) => [row.mentee, row.mentor])
}

/** The guard `draft` fails if the programme has one already. */
export const insertRound = (ctx: Context, row: typeof ctx.db.tables.rounds.$inferInsert): Writes =>
  exactly(1, ctx.db.q.insert(ctx.db.tables.rounds).values(row).onConflictDoNothing(), 'draft')

/** Changes a draft that is as it was read; the guard `round` fails if somebody was first. */
export const changeDraft = (ctx: Context, { id, version }: Round, set: Partial<Round>): Writes => {
  const { rounds } = ctx.db.tables
  const still = [eq(rounds.status, 'draft'), eq(rounds.version, version)]
  return changeRow(ctx, 'rounds', id, { ...set, version: version + 1 }, 'round', ...still)
}

/** Replaces the solution of a draft, and what the coordinator forbade in it. */
export function replaceSolution(
  ctx: Context,
  round: string,
  pairs: Omit<RoundPair, 'workspace' | 'round'>[],
  forbids: [mentee: string, mentor: string][],
): Writes[] {
  const { roundPairs, roundForbids } = ctx.db.tables
  const { workspace } = ctx
  return [
    any(
      ctx.db.q
        .delete(roundPairs)
        .where(and(eq(roundPairs.workspace, workspace), eq(roundPairs.round, round))),
    ),
    any(
      ctx.db.q
        .delete(roundForbids)
        .where(and(eq(roundForbids.workspace, workspace), eq(roundForbids.round, round))),
    ),
    ...[...parts(pairs)].map((some) =>
      any(ctx.db.q.insert(roundPairs).values(some.map((pair) => ({ ...pair, workspace, round })))),
    ),
    ...[...parts(forbids)].map((some) =>
      any(
        ctx.db.q
          .insert(roundForbids)
          .values(some.map(([mentee, mentor]) => ({ workspace, round, mentee, mentor })))
          .onConflictDoNothing(),
      ),
    ),
  ]
}

/** The pair stays together whatever is solved; the guard `round` fails if this mentee is no part of it. */
export const lockPair = (ctx: Context, round: string, mentee: string): Writes => {
  const { roundPairs } = ctx.db.tables
  return exactly(
    1,
    ctx.db.q
      .update(roundPairs)
      .set({ locked: true })
      .where(
        and(
          eq(roundPairs.workspace, ctx.workspace),
          eq(roundPairs.round, round),
          eq(roundPairs.mentee, mentee),
        ),
      ),
    'round',
  )
}

/** What became of these mentees of a round when it was published. */
export const settlePairs = (
  ctx: Context,
  round: string,
  mentees: string[],
  set: { status: 'introduced' | 'unmatched' | 'gone' },
): Writes[] => {
  const { roundPairs } = ctx.db.tables
  return [...parts(mentees)].map((some) =>
    any(
      ctx.db.q
        .update(roundPairs)
        .set(set)
        .where(
          and(
            eq(roundPairs.workspace, ctx.workspace),
            eq(roundPairs.round, round),
            inArray(roundPairs.mentee, some),
          ),
        ),
    ),
  )
}
