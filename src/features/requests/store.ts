import { and, desc, eq, inArray, or, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { any, exactly, type Writes } from '../../db/commit.ts'
import type { Row } from '../../db/tables.ts'
import { MOST_OPEN } from './domain.ts'

export type MentorshipRequest = Row<'requests'>

/** Pending, or put off for a month: it may still become a mentorship. */
export const OPEN = ['pending', 'postponed']

export async function findRequest(ctx: Context, id: string): Promise<MentorshipRequest | undefined> {
  const { requests } = ctx.db.tables
  const [row] = await ctx.db.q
    .select()
    .from(requests)
    .where(and(eq(requests.workspace, ctx.workspace), eq(requests.id, id)))
  return row
}

/** Open requests that a person sent or received, the newest first. */
export const listOpenOf = (ctx: Context, person: string): Promise<MentorshipRequest[]> => {
  const { requests } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(requests)
    .where(
      and(
        eq(requests.workspace, ctx.workspace),
        or(eq(requests.mentee, person), eq(requests.mentor, person)),
        inArray(requests.status, OPEN),
      ),
    )
    .orderBy(desc(requests.id))
}

/** One open request a pair (unique), at most MOST_OPEN a mentee (a counter). */
export function insertRequest(ctx: Context, row: typeof ctx.db.tables.requests.$inferInsert): Writes {
  const { requests, counters } = ctx.db.tables
  const key = openKey(row.mentee)
  return [
    exactly(1, ctx.db.q.insert(requests).values(row).onConflictDoNothing(), 'asked already'),
    any(ctx.db.q.insert(counters).values({ workspace: ctx.workspace, key, used: 0 }).onConflictDoNothing()),
    exactly(
      1,
      ctx.db.q
        .update(counters)
        .set({ used: sql`${counters.used} + 1` })
        .where(
          and(
            eq(counters.workspace, ctx.workspace),
            eq(counters.key, key),
            sql`${counters.used} < ${MOST_OPEN}`,
          ),
        ),
      'too many open',
    ),
  ]
}

const openKey = (mentee: string) => `requests:${mentee}`

/** Changes a request that is in one of these states; the guard fails if somebody was first. */
export const changeRequest = (
  ctx: Context,
  request: MentorshipRequest,
  from: string[],
  set: Partial<MentorshipRequest>,
): Writes => {
  const { requests } = ctx.db.tables
  return exactly(
    1,
    ctx.db.q
      .update(requests)
      .set(set)
      .where(
        and(
          eq(requests.workspace, ctx.workspace),
          eq(requests.id, request.id),
          inArray(requests.status, from),
          eq(requests.awaiting, request.awaiting),
        ),
      ),
    'request',
  )
}

/** Ends an open request, and gives its place among the mentee's open ones back. */
export function endRequest(
  ctx: Context,
  request: MentorshipRequest,
  set: Partial<MentorshipRequest>,
): Writes {
  const { counters } = ctx.db.tables
  return [
    changeRequest(ctx, request, OPEN, { ...set, openPair: null, endedAt: ctx.now(), remainingMs: null }),
    any(
      ctx.db.q
        .update(counters)
        .set({ used: sql`${counters.used} - 1` })
        .where(
          and(
            eq(counters.workspace, ctx.workspace),
            eq(counters.key, openKey(request.mentee)),
            sql`${counters.used} > 0`,
          ),
        ),
    ),
  ]
}
