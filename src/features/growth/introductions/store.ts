import { and, desc, eq, inArray, or } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { any, exactly, type Writes } from '../../../db/commit.ts'
import { countUp } from '../../../db/counters.ts'
import { changeRow, findRow } from '../../../db/rows.ts'
import { introductionPlace } from '../../../db/sealed-rows.ts'
import type { Row } from '../../../db/tables.ts'
import { A_WEEK, type Side } from './domain.ts'

type Stored = Row<'introductions'>
type Answers = { oneAnswer: string; twoAnswer: string }
/** An introduction with both answers opened; its reason is sealed still. */
export type Introduction = Omit<Stored, keyof Answers | 'plainOneAnswer' | 'plainTwoAnswer'> & Answers
export type Promised = Row<'promises'>

const reasonPlace = (id: string) => ({ table: 'introductions', column: 'reason', row: id })
export const sealReason = (ctx: Context, id: string, reason: string) =>
  ctx.seal.close(reasonPlace(id), reason)
export const openReason = (ctx: Context, i: Introduction) => ctx.seal.open(reasonPlace(i.id), i.reason)

const wordsPlace = (id: string) => ({ table: 'promises', column: 'words', row: id })
export const sealPromise = (ctx: Context, id: string, words: string) => ctx.seal.close(wordsPlace(id), words)
export const openPromise = (ctx: Context, p: Promised) => ctx.seal.open(wordsPlace(p.id), p.words)

function opened(ctx: Context, { plainOneAnswer: _, plainTwoAnswer: __, ...row }: Stored): Introduction {
  const answer = (side: Side, sealed: Stored['oneAnswer']) =>
    ctx.seal.openMaybe(introductionPlace(row.id, side), sealed) ?? 'waiting'
  return { ...row, oneAnswer: answer('one', row.oneAnswer), twoAnswer: answer('two', row.twoAnswer) }
}

const sealAnswers = (ctx: Context, id: string, { oneAnswer, twoAnswer }: Answers) => ({
  oneAnswer: ctx.seal.close(introductionPlace(id, 'one'), oneAnswer),
  twoAnswer: ctx.seal.close(introductionPlace(id, 'two'), twoAnswer),
})

export async function findIntroduction(ctx: Context, id: string): Promise<Introduction | undefined> {
  const row = await findRow(ctx, 'introductions', id)
  return row && opened(ctx, row)
}

/** Those that name this person, as introducer or introduced, in one of these states; the newest first. */
export async function listNaming(ctx: Context, person: string, states: string[]): Promise<Introduction[]> {
  const { introductions } = ctx.db.tables
  const rows = await ctx.db.q
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
  return rows.map((row) => opened(ctx, row))
}

/** The guard `open` fails if the same is asked already. */
export const insertIntroduction = (
  ctx: Context,
  row: Omit<typeof ctx.db.tables.introductions.$inferInsert, 'workspace' | keyof Answers> & Answers,
): Writes =>
  exactly(
    1,
    ctx.db.q
      .insert(ctx.db.tables.introductions)
      .values({ ...row, workspace: ctx.workspace, ...sealAnswers(ctx, row.id, row) })
      .onConflictDoNothing(),
    'open',
  )

/** Changes an introduction that is as it was seen; the guard `moved` fails if anybody was first. */
export const change = (ctx: Context, seen: Introduction, set: Partial<Introduction>): Writes => {
  const { introductions } = ctx.db.tables
  const still = [eq(introductions.status, seen.status), eq(introductions.version, seen.version)]
  // Both anew, whichever changes: who compares two copies of the database does not see whose it was.
  const row = { ...set, ...sealAnswers(ctx, seen.id, { ...seen, ...set }), version: seen.version + 1 }
  return changeRow(ctx, 'introductions', seen.id, row, 'moved', ...still)
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
