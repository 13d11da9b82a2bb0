import type { Context } from '../../../context.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import { rows } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'
import type { ReviewForm } from './domain.ts'

export type Closing = Row<'closings'>
/** What somebody said; what comes next for them is opened, their words are sealed still. */
export type Review = Omit<Row<'reviews'>, 'next' | 'plainNext'> & { next: string }
export type Words = Partial<Record<'reached' | 'helped' | 'thanks', string>>

const wordsOf = (ctx: Context, closing: string, person: string) =>
  ctx.words('reviews', `${closing}:${person}`)

/** Of several at once one is first: the guard `mentorship` fails for the others. */
export const insertClosing = (ctx: Context, row: Omit<Closing, 'workspace'>): Writes =>
  rows(ctx, 'closings').insert(row, 'mentorship')

export const findClosing = (ctx: Context, id: string): Promise<Closing | undefined> =>
  rows(ctx, 'closings').find(id)

/** The closing of a mentorship that is open now. */
export const findOpenClosing = (ctx: Context, mentorship: string): Promise<Closing | undefined> =>
  rows(ctx, 'closings').find({ openOf: mentorship }, { together: true })

/** The latest closing of a mentorship, open or over. */
export const findLatestClosing = (ctx: Context, mentorship: string): Promise<Closing | undefined> =>
  rows(ctx, 'closings').find({ mentorship }, { by: '-id' })

/** Ends the open closing of a mentorship, if there is one. */
export const endOpenClosing = (ctx: Context, mentorship: string, status: string): Writes =>
  rows(ctx, 'closings').change({ openOf: mentorship }, { status, openOf: null, endedAt: ctx.now() })

/** Moves the end of an open closing; the guard fails if it is over. */
export const putOffEnd = (ctx: Context, mentorship: string, untilAt: number): Writes =>
  rows(ctx, 'closings').change({ openOf: mentorship }, { untilAt }, 'mentorship')

/** Keeps what somebody said; the last word counts. */
export function keepReview(
  ctx: Context,
  closing: string,
  person: string,
  { next, reached, helped, thanks, named }: ReviewForm,
): Writes {
  const words = wordsOf(ctx, closing, person).seal({ next, reached, helped, thanks })
  const set = { at: ctx.now(), named: named.length > 0, ...words }
  return rows(ctx, 'reviews').put({ closing, person, ...set }, ['workspace', 'closing', 'person'], set)
}

async function reviewsWhere(
  ctx: Context,
  where: { closing: string } | { person: string },
): Promise<Review[]> {
  const found = await rows(ctx, 'reviews').list(where, { by: '-at', together: true })
  return found.map(({ plainNext: _, next, ...row }) => ({
    ...row,
    next: wordsOf(ctx, row.closing, row.person).open({ next }).next ?? 'complete',
  }))
}

export const listReviews = (ctx: Context, closing: string): Promise<Review[]> =>
  reviewsWhere(ctx, { closing })

/** Every review that a person wrote, the newest first. For themselves. */
export const listOwnReviews = (ctx: Context, person: string): Promise<Review[]> =>
  reviewsWhere(ctx, { person })

/** All the words of a review. For its writer; the partner reads no more than `sharedWords`. */
export const ownWords = (ctx: Context, { closing, person, reached, helped, thanks }: Review): Words =>
  wordsOf(ctx, closing, person).open({ reached, helped, thanks })

/** What the partner may read of a review. */
export const sharedWords = (ctx: Context, { closing, person, helped, thanks }: Review): Words =>
  wordsOf(ctx, closing, person).open({ helped, thanks })

export const removeReview = (ctx: Context, { closing, person }: Review): Writes =>
  rows(ctx, 'reviews').remove({ closing, person })

/** Leaves of a review what the partner may read, without its writer's name. */
export const leaveToPartner = (ctx: Context, review: Review): Writes => [
  removeReview(ctx, review),
  rows(ctx, 'reviews').insert({
    closing: review.closing,
    person: FORMER_MEMBER,
    at: review.at,
    ...wordsOf(ctx, review.closing, FORMER_MEMBER).seal(sharedWords(ctx, review)),
  }),
]

/** Names a person no more as the one who opened a closing. */
export const removeOpener = (ctx: Context, person: string): Writes =>
  rows(ctx, 'closings').change({ openedBy: person }, { openedBy: FORMER_MEMBER })
