import { and, eq, gt, inArray, isNull, or } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { DAY_MS } from '../../core/calendar.ts'
import { any, exactly, type Writes } from '../../db/commit.ts'
import type { Row } from '../../db/tables.ts'

/** Who must not be paired with this person (or anybody), or was put aside: [person, other, kind]. */
export async function listBarriers(ctx: Context, person?: string) {
  const { barriers } = ctx.db.tables
  return ctx.db.q
    .select({ person: barriers.person, other: barriers.other, kind: barriers.kind })
    .from(barriers)
    .where(
      and(
        eq(barriers.workspace, ctx.workspace),
        person ? or(eq(barriers.person, person), eq(barriers.other, person)) : undefined,
      ),
    )
}

export const insertNotForMe = (ctx: Context, person: string, other: string): Writes =>
  any(
    ctx.db.q
      .insert(ctx.db.tables.barriers)
      .values({ workspace: ctx.workspace, person, other, kind: 'notForMe', at: ctx.now() })
      .onConflictDoNothing(),
  )

/** Takes back that somebody, or anybody, was put aside. */
export function deleteNotForMe(ctx: Context, person: string, other?: string): Writes {
  const { barriers } = ctx.db.tables
  return any(
    ctx.db.q
      .delete(barriers)
      .where(
        and(
          eq(barriers.workspace, ctx.workspace),
          eq(barriers.person, person),
          other ? eq(barriers.other, other) : undefined,
          eq(barriers.kind, 'notForMe'),
        ),
      ),
  )
}

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

const one = (ctx: Context, person: string) =>
  and(eq(ctx.db.tables.wishes.workspace, ctx.workspace), eq(ctx.db.tables.wishes.person, person))

export async function findWish(ctx: Context, person: string): Promise<Row<'wishes'> | undefined> {
  const [wish] = await ctx.db.q.select().from(ctx.db.tables.wishes).where(one(ctx, person))
  return wish
}

/** Whoever waits to be told, or was told lately, the first to wish first. */
export const listWishes = (ctx: Context): Promise<Row<'wishes'>[]> => {
  const { wishes } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(wishes)
    .where(eq(wishes.workspace, ctx.workspace))
    .orderBy(wishes.at, wishes.person)
}

export const insertWish = (ctx: Context, person: string): Writes =>
  any(
    ctx.db.q
      .insert(ctx.db.tables.wishes)
      .values({ workspace: ctx.workspace, person, at: ctx.now() })
      .onConflictDoNothing(),
  )

/** Changes a wish as it was read, before it is told: the guard fails if it was taken back, told, or changed. */
export const setWish = (
  ctx: Context,
  { person, mentor }: Pick<Row<'wishes'>, 'person' | 'mentor'>,
  set: Partial<Pick<Row<'wishes'>, 'mentor' | 'toldAt'>>,
): Writes => {
  const { wishes } = ctx.db.tables
  const same = mentor === null ? isNull(wishes.mentor) : eq(wishes.mentor, mentor)
  const still = and(one(ctx, person), same, isNull(wishes.toldAt))
  return exactly(1, ctx.db.q.update(wishes).set(set).where(still), 'wish')
}

export const deleteWish = (ctx: Context, person: string): Writes =>
  any(ctx.db.q.delete(ctx.db.tables.wishes).where(one(ctx, person)))
