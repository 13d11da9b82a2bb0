import { and, eq, gt, inArray, isNull, or } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { DAY_MS } from '../../../core/calendar.ts'
import { deleteBarriers, insertBarriers } from '../../../db/barriers.ts'
import { any, exactly, type Writes } from '../../../db/commit.ts'
import { openWish, sealWho, sealWish, type Wish } from '../../../db/sealed-rows.ts'

export { listBarriers } from '../../../db/barriers.ts'
export type { Wish } from '../../../db/sealed-rows.ts'

export const insertNotForMe = (ctx: Context, person: string, other: string): Writes =>
  insertBarriers(ctx, [{ kind: 'notForMe', person, other, at: ctx.now() }])

/** Takes back that somebody, or anybody, was put aside. */
export const deleteNotForMe = (ctx: Context, person: string, other?: string): Writes =>
  deleteBarriers(ctx, 'notForMe', person, other === undefined ? undefined : [other])

/** A mentor who declined, or did not answer, is not suggested again for this long; asking is free. */
const REST_MS = 90 * DAY_MS

/** The pairs of a person (or of everybody) that are, were, or may become: mentorships, and requests still open. */
export async function listTies(ctx: Context, person?: string) {
  const { mentorships, requests } = ctx.db.tables
  const [pairs, asked, answered] = await Promise.all([
    ctx.db.q
      .select({
        mentee: mentorships.mentee,
        mentor: mentorships.mentor,
        kind: mentorships.kind,
        status: mentorships.status,
      })
      .from(mentorships)
      .where(
        and(
          eq(mentorships.workspace, ctx.workspace),
          person ? or(eq(mentorships.mentee, person), eq(mentorships.mentor, person)) : undefined,
        ),
      ),
    ctx.db.q
      .select({ mentee: requests.mentee, mentor: requests.mentor })
      .from(requests)
      .where(
        and(
          eq(requests.workspace, ctx.workspace),
          person ? eq(requests.mentee, person) : undefined,
          inArray(requests.status, ['pending', 'postponed']),
        ),
      ),
    ctx.db.q
      .select({ mentee: requests.mentee, mentor: requests.mentor })
      .from(requests)
      .where(
        and(
          eq(requests.workspace, ctx.workspace),
          person ? eq(requests.mentee, person) : undefined,
          inArray(requests.status, ['declined', 'expired']),
          gt(requests.endedAt, ctx.now() - REST_MS),
        ),
      ),
  ])
  return { pairs, asked, answered }
}

/** Requests for a mentorship that wait for an answer. */
export const listPendingAsks = (ctx: Context): Promise<{ mentee: string; mentor: string }[]> => {
  const { requests } = ctx.db.tables
  return ctx.db.q
    .select({ mentee: requests.mentee, mentor: requests.mentor })
    .from(requests)
    .where(
      and(
        eq(requests.workspace, ctx.workspace),
        eq(requests.status, 'pending'),
        eq(requests.kind, 'mentorship'),
      ),
    )
}

const one = (ctx: Context, person: string) => {
  const { wishes } = ctx.db.tables
  const hashes = ctx.seal.hashes('wishes.person', ctx.workspace, person)
  return and(eq(wishes.workspace, ctx.workspace), inArray(wishes.person, hashes))
}

export async function findWish(ctx: Context, person: string): Promise<Wish | undefined> {
  const [row] = await ctx.db.q.select().from(ctx.db.tables.wishes).where(one(ctx, person))
  return row && openWish(ctx.seal, row)
}

/** Whoever waits to be told, or was told lately, the first to wish first. */
export async function listWishes(ctx: Context): Promise<Wish[]> {
  const { wishes } = ctx.db.tables
  const rows = await ctx.db.q
    .select()
    .from(wishes)
    .where(eq(wishes.workspace, ctx.workspace))
    .orderBy(wishes.at, wishes.person)
  return rows.map((row) => openWish(ctx.seal, row))
}

/** Keeps a wish; one that stands already stays. */
export function insertWish(ctx: Context, person: string): Writes {
  const { wishes } = ctx.db.tables
  const [, ...older] = ctx.seal.hashes('wishes.person', ctx.workspace, person)
  const wish = { person, mentor: null, at: ctx.now(), toldAt: null }
  return [
    // Under an older key the same wish would be another row.
    older.length > 0 &&
      any(
        ctx.db.q
          .delete(wishes)
          .where(and(eq(wishes.workspace, ctx.workspace), inArray(wishes.person, older))),
      ),
    any(ctx.db.q.insert(wishes).values(sealWish(ctx, wish)).onConflictDoNothing()),
  ]
}

/** Changes a wish as it was read, before it is told: the guard fails if it was taken back, told, or changed. */
export const setWish = (
  ctx: Context,
  { person, mentor }: Pick<Wish, 'person' | 'mentor'>,
  set: Partial<Pick<Wish, 'mentor' | 'toldAt'>>,
): Writes => {
  const { wishes } = ctx.db.tables
  const { toldAt } = set
  const same =
    mentor === null
      ? isNull(wishes.mentor)
      : inArray(wishes.mentor, ctx.seal.hashes('wishes.mentor', ctx.workspace, mentor))
  const row = { ...sealWho(ctx, { person, mentor, ...set }), ...(toldAt !== undefined && { toldAt }) }
  return exactly(
    1,
    ctx.db.q
      .update(wishes)
      .set(row)
      .where(and(one(ctx, person), same, isNull(wishes.toldAt))),
    'wish',
  )
}

export const deleteWish = (ctx: Context, person: string): Writes =>
  any(ctx.db.q.delete(ctx.db.tables.wishes).where(one(ctx, person)))
