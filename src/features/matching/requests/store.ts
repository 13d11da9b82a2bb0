import { and, desc, eq, inArray, or } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { exactly, type Writes } from '../../../db/commit.ts'
import { countDown, countUp } from '../../../db/counters.ts'
import { changeRow, findRow } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'
import { MOST_OPEN } from './domain.ts'

export type MentorshipRequest = Row<'requests'>

/** Pending, or put off for a month: it may still become a mentorship. */
export const OPEN = ['pending', 'postponed']

export const findRequest = (ctx: Context, id: string): Promise<MentorshipRequest | undefined> =>
  findRow(ctx, 'requests', id)

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
  const { requests } = ctx.db.tables
  return [
    exactly(1, ctx.db.q.insert(requests).values(row).onConflictDoNothing(), 'asked already'),
    countUp(ctx, openKey(row.mentee), MOST_OPEN, 'too many open'),
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
  const still = [inArray(requests.status, from), eq(requests.awaiting, request.awaiting)]
  return changeRow(ctx, 'requests', request.id, set, 'request', ...still)
}

/** Ends an open request, and gives its place among the mentee's open ones back. */
export const endRequest = (
  ctx: Context,
  request: MentorshipRequest,
  set: Partial<MentorshipRequest>,
): Writes => [
  changeRequest(ctx, request, OPEN, { ...set, openPair: null, endedAt: ctx.now(), remainingMs: null }),
  countDown(ctx, openKey(request.mentee)),
]
