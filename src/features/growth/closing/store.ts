import { and, desc, eq } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { any, exactly, type Writes } from '../../../db/commit.ts'
import { findRow } from '../../../db/rows.ts'
import { nextPlace } from '../../../db/sealed-rows.ts'
import type { Row } from '../../../db/tables.ts'
import type { ReviewForm } from './domain.ts'

export type Closing = Row<'closings'>
/** What somebody said; whether they want a rematch is opened, their words are sealed still. */
export type Review = Omit<Row<'reviews'>, 'next' | 'plainNext'> & { next: string }

const FIELDS = ['reached', 'helped', 'thanks'] as const
export type Words = Partial<Record<(typeof FIELDS)[number], string>>
const place = (closing: string, person: string, column: string) => ({
  table: 'reviews',
  column,
  row: `${closing}:${person}`,
})

/** Of several at once one is first: the guard `mentorship` fails for the others. */
export const insertClosing = (ctx: Context, row: Omit<Closing, 'workspace'>): Writes =>
  exactly(
    1,
    ctx.db.q
      .insert(ctx.db.tables.closings)
      .values({ ...row, workspace: ctx.workspace })
      .onConflictDoNothing(),
    'mentorship',
  )

export const findClosing = (ctx: Context, id: string): Promise<Closing | undefined> =>
  findRow(ctx, 'closings', id)

const openOf = (ctx: Context, mentorship: string) => {
  const { closings } = ctx.db.tables
  return and(eq(closings.workspace, ctx.workspace), eq(closings.openOf, mentorship))
}

/** The closing of a mentorship that is open now. */
export async function findOpen(ctx: Context, mentorship: string): Promise<Closing | undefined> {
  const [row] = await ctx.db.q.select().from(ctx.db.tables.closings).where(openOf(ctx, mentorship))
  return row
}

/** All closings of a mentorship, the newest first. */
export const listClosings = (ctx: Context, mentorship: string): Promise<Closing[]> => {
  const { closings } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(closings)
    .where(and(eq(closings.workspace, ctx.workspace), eq(closings.mentorship, mentorship)))
    .orderBy(desc(closings.id))
}

/** Ends the open closing of a mentorship, if there is one. */
export const settleOpen = (ctx: Context, mentorship: string, status: string): Writes =>
  any(
    ctx.db.q
      .update(ctx.db.tables.closings)
      .set({ status, openOf: null, endedAt: ctx.now() })
      .where(openOf(ctx, mentorship)),
  )

/** Moves the end of an open closing; the guard fails if it is over. */
export const putOffEnd = (ctx: Context, mentorship: string, untilAt: number): Writes =>
  exactly(
    1,
    ctx.db.q.update(ctx.db.tables.closings).set({ untilAt }).where(openOf(ctx, mentorship)),
    'mentorship',
  )

/** Keeps what somebody said; the last word counts. */
export function keepReview(
  ctx: Context,
  closing: string,
  person: string,
  form: Pick<ReviewForm, 'next' | 'reached' | 'helped' | 'thanks'>,
  named: boolean,
): Writes {
  const { reviews } = ctx.db.tables
  const close = (column: (typeof FIELDS)[number]) =>
    ctx.seal.closeMaybe(place(closing, person, column), form[column])
  const set = {
    at: ctx.now(),
    next: ctx.seal.close(nextPlace(closing, person), form.next),
    reached: close('reached'),
    helped: close('helped'),
    thanks: close('thanks'),
    named,
  }
  return any(
    ctx.db.q
      .insert(reviews)
      .values({ workspace: ctx.workspace, closing, person, ...set })
      .onConflictDoUpdate({ target: [reviews.workspace, reviews.closing, reviews.person], set }),
  )
}

const opened = (ctx: Context, { plainNext: _, ...row }: Row<'reviews'>): Review => ({
  ...row,
  next: ctx.seal.openMaybe(nextPlace(row.closing, row.person), row.next) ?? 'complete',
})

export async function listReviews(ctx: Context, closing: string): Promise<Review[]> {
  const { reviews } = ctx.db.tables
  const rows = await ctx.db.q
    .select()
    .from(reviews)
    .where(and(eq(reviews.workspace, ctx.workspace), eq(reviews.closing, closing)))
  return rows.map((row) => opened(ctx, row))
}

/** All the words of a review. For its writer; the partner reads no more than `sharedWords`. */
export const ownWords = (ctx: Context, r: Review): Words =>
  Object.fromEntries(
    FIELDS.map((column) => [column, ctx.seal.openMaybe(place(r.closing, r.person, column), r[column])]),
  )

/** What the partner may read of a review. */
export const sharedWords = (ctx: Context, r: Review): Words => {
  const { helped, thanks } = ownWords(ctx, r)
  return { helped, thanks }
}

/** Every review that a person wrote, the newest first. For themselves. */
export async function listOwn(ctx: Context, person: string): Promise<Review[]> {
  const { reviews } = ctx.db.tables
  const rows = await ctx.db.q
    .select()
    .from(reviews)
    .where(and(eq(reviews.workspace, ctx.workspace), eq(reviews.person, person)))
    .orderBy(desc(reviews.at))
  return rows.map((row) => opened(ctx, row))
}
