import { and, desc, eq, isNotNull, isNull, or } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { Sealed } from '../../../db/columns.ts'
import { any, exactly, type Writes } from '../../../db/commit.ts'
import { changeRow, findRow } from '../../../db/rows.ts'
import { moodPlace } from '../../../db/seal-old.ts'
import type { Row } from '../../../db/tables.ts'

export type Checkin = Row<'checkins'>

/** The columns that hold sealed words. */
const COLUMNS = ['progress', 'need', 'blocker', 'win'] as const
type Column = (typeof COLUMNS)[number]
export type Words = Partial<Record<Column, string>>

const place = (column: Column, row: string) => ({ table: 'checkins', column, row })

/** What stands in a check-in. Who may read which of it is for the caller to know. */
export const openWords = (ctx: Context, checkin: Checkin): Words =>
  Object.fromEntries(
    COLUMNS.map((column) => [column, ctx.seal.openMaybe(place(column, checkin.id), checkin[column])]),
  )

/** The words of the check-in `id`, to be written; what is missing empties its column. */
export const sealWords = (ctx: Context, id: string, words: Words): Record<Column, Sealed | null> => ({
  progress: ctx.seal.closeMaybe(place('progress', id), words.progress),
  need: ctx.seal.closeMaybe(place('need', id), words.need),
  blocker: ctx.seal.closeMaybe(place('blocker', id), words.blocker),
  win: ctx.seal.closeMaybe(place('win', id), words.win),
})

/** How it was going, 1 to 5; for its writer alone. */
export function openMood(ctx: Context, checkin: Checkin): number | undefined {
  const mood = ctx.seal.openMaybe(moodPlace(checkin.id), checkin.feeling)
  return mood === undefined ? undefined : Number(mood)
}

export const sealMood = (ctx: Context, id: string, mood: number) => ({
  feeling: ctx.seal.close(moodPlace(id), `${mood}`),
})

const ofPerson = (ctx: Context, person: string) => {
  const { checkins } = ctx.db.tables
  return and(eq(checkins.workspace, ctx.workspace), eq(checkins.person, person))
}

export const findCheckin = (ctx: Context, id: string): Promise<Checkin | undefined> =>
  findRow(ctx, 'checkins', id)

/** The check-in of the latest day that this person has one for. */
export async function findLatest(ctx: Context, person: string): Promise<Checkin | undefined> {
  const { checkins } = ctx.db.tables
  const [row] = await ctx.db.q
    .select()
    .from(checkins)
    .where(ofPerson(ctx, person))
    .orderBy(desc(checkins.on))
    .limit(1)
  return row
}

/** How this person's latest check-ins ended, newest first: a year of weeks. */
export async function listStatuses(ctx: Context, person: string): Promise<string[]> {
  const { checkins } = ctx.db.tables
  const rows = await ctx.db.q
    .select({ status: checkins.status })
    .from(checkins)
    .where(ofPerson(ctx, person))
    .orderBy(desc(checkins.on))
    .limit(53)
  return rows.map((row) => row.status)
}

/** What this person answered, newest first. */
export const listAnswered = (
  ctx: Context,
  person: string,
  limit: number,
  offset: number,
): Promise<Checkin[]> => {
  const { checkins } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(checkins)
    .where(and(ofPerson(ctx, person), eq(checkins.status, 'answered')))
    .orderBy(desc(checkins.on))
    .limit(limit)
    .offset(offset)
}

/** What `writer` wrote for `reader`, newest first: only what holds something that this reader may read. */
export const listShared = (
  ctx: Context,
  writer: string,
  reader: string,
  limit: number,
  offset: number,
): Promise<Checkin[]> => {
  const { checkins } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(checkins)
    .where(
      and(
        ofPerson(ctx, writer),
        eq(checkins.partner, reader),
        eq(checkins.status, 'answered'),
        or(isNotNull(checkins.progress), isNotNull(checkins.needSharedAt)),
      ),
    )
    .orderBy(desc(checkins.on))
    .limit(limit)
    .offset(offset)
}

/** The unique day fails the guard if this person has a check-in for it already. */
export const insertCheckin = (
  ctx: Context,
  row: Omit<typeof ctx.db.tables.checkins.$inferInsert, 'workspace'>,
): Writes =>
  exactly(
    1,
    ctx.db.q
      .insert(ctx.db.tables.checkins)
      .values({ ...row, workspace: ctx.workspace })
      .onConflictDoNothing(),
    'day',
  )

/** Changes a check-in; the guard fails if what was decided on has changed since it was read. */
export const changeCheckin = (ctx: Context, seen: Checkin, set: Partial<Checkin>): Writes => {
  const { checkins } = ctx.db.tables
  const needSharedAt =
    seen.needSharedAt === null ? isNull(checkins.needSharedAt) : eq(checkins.needSharedAt, seen.needSharedAt)
  const still = [
    eq(checkins.person, seen.person),
    eq(checkins.status, seen.status),
    eq(checkins.snoozes, seen.snoozes),
    eq(checkins.winShared, seen.winShared),
    needSharedAt,
  ]
  return changeRow(ctx, 'checkins', seen.id, set, 'checkin', ...still)
}

/** Lets go of what this person was asked and has not answered. */
export const skipOpen = (ctx: Context, person: string): Writes => {
  const { checkins } = ctx.db.tables
  return any(
    ctx.db.q
      .update(checkins)
      .set({ status: 'skipped' })
      .where(and(ofPerson(ctx, person), eq(checkins.status, 'prompted'))),
  )
}

/** Notes that the question is on screen, unless it was put off once more meanwhile. */
export const markPrompted = (ctx: Context, id: string, round: number): Writes => {
  const { checkins } = ctx.db.tables
  return any(
    ctx.db.q
      .update(checkins)
      .set({ promptedAt: ctx.now() })
      .where(
        and(
          eq(checkins.workspace, ctx.workspace),
          eq(checkins.id, id),
          eq(checkins.status, 'prompted'),
          eq(checkins.snoozes, round),
        ),
      ),
  )
}
