import { and, desc, eq, inArray, or } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { any, exactly, type Writes } from '../../db/commit.ts'
import { countUp } from '../../db/counters.ts'
import { changeRow, findRow } from '../../db/rows.ts'
import type { Row } from '../../db/tables.ts'
import { A_WEEK } from './domain.ts'

export type Introduction = Row<'introductions'>
export type Promised = Row<'promises'>

const reasonPlace = (id: string) => ({ table: 'introductions', column: 'reason', row: id })
export const sealReason = (ctx: Context, id: string, reason: string) =>
  ctx.seal.close(reasonPlace(id), reason)
export const openReason = (ctx: Context, i: Introduction) => ctx.seal.open(reasonPlace(i.id), i.reason)

const wordsPlace = (id: string) => ({ table: 'promises', column: 'words', row: id })
export const sealPromise = (ctx: Context, id: string, words: string) => ctx.seal.close(wordsPlace(id), words)
export const openPromise = (ctx: Context, p: Promised) => ctx.seal.open(wordsPlace(p.id), p.words)

export const findIntroduction = (ctx: Context, id: string): Promise<Introduction | undefined> =>
  findRow(ctx, 'introductions', id)

/** Those that name this person, as introducer or introduced, in one of these states; the newest first. */
export const listNaming = (ctx: Context, person: string, states: string[]): Promise<Introduction[]> => {
  const { introductions } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(introductions)
    .where(
      and(
        eq(introductions.workspace, ctx.workspace),
        inArray(introductions.status, states),
        or(
          eq(introductions.introducer, person),
          eq(introductions.one, person),
          eq(introductions.two, person),
        ),
      ),
    )
    .orderBy(desc(introductions.id))
}

/** The guard `open` fails if the same is asked already. */
export const insertIntroduction = (
  ctx: Context,
  row: Omit<typeof ctx.db.tables.introductions.$inferInsert, 'workspace'>,
): Writes =>
  exactly(
    1,
    ctx.db.q
      .insert(ctx.db.tables.introductions)
      .values({ ...row, workspace: ctx.workspace })
      .onConflictDoNothing(),
    'open',
  )

/** Changes an introduction that is as it was seen; the guard `moved` fails if anybody was first. */
export const change = (ctx: Context, seen: Introduction, set: Partial<Introduction>): Writes => {
  const { introductions } = ctx.db.tables
  const still = [
    eq(introductions.status, seen.status),
    eq(introductions.oneAnswer, seen.oneAnswer),
    eq(introductions.twoAnswer, seen.twoAnswer),
  ]
  return changeRow(ctx, 'introductions', seen.id, set, 'moved', ...still)
}

export const markMade = (ctx: Context, id: string): Writes => {
  const { introductions } = ctx.db.tables
  return any(
    ctx.db.q
      .update(introductions)
      .set({ status: 'made', endedAt: ctx.now() })
      .where(
        and(
          eq(introductions.workspace, ctx.workspace),
          eq(introductions.id, id),
          eq(introductions.status, 'agreed'),
        ),
      ),
  )
}

export const countIntroduction = (ctx: Context, person: string, week: string): Writes =>
  countUp(ctx, `introductions:${person}:${week}`, A_WEEK, 'cap')

// --- promises ---

export const findPromise = (ctx: Context, id: string): Promise<Promised | undefined> =>
  findRow(ctx, 'promises', id)

/** The open ones of a person, as the one who promised or the one it is for; the next day first. */
export const listPromises = (ctx: Context, person: string, states = ['open']): Promise<Promised[]> => {
  const { promises } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(promises)
    .where(
      and(
        eq(promises.workspace, ctx.workspace),
        inArray(promises.status, states),
        or(eq(promises.mentor, person), eq(promises.mentee, person)),
      ),
    )
    .orderBy(promises.on)
}

export const insertPromise = (
  ctx: Context,
  row: Omit<typeof ctx.db.tables.promises.$inferInsert, 'workspace'>,
): Writes => any(ctx.db.q.insert(ctx.db.tables.promises).values({ ...row, workspace: ctx.workspace }))

/** Changes a promise that is still open; the guard `settled` fails if it is not. */
export const changePromise = (ctx: Context, id: string, set: Partial<Promised>): Writes =>
  changeRow(ctx, 'promises', id, set, 'settled', eq(ctx.db.tables.promises.status, 'open'))
