/** How a closing ends by itself, what can be read afterwards, and what becomes of it when somebody asks to be deleted. */
import type { Context } from '../../../context.ts'
import { addWorkingDays, formatFor } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import { bothBackAt, endWrites, findMentorship } from '../../pairs/mentorship/service.ts'
import { findMember, putFirstInLine } from '../../people/members/service.ts'
import { announceGraduation } from '../../recognition/milestones/service.ts'
import { countHeld } from '../sessions/service.ts'
import { INVITE_MS, REMIND_DAYS } from './domain.ts'
import { bothOf, END, remindKey } from './service-opening.ts'
import { type ClosingView, closingViewOf } from './service-reviews.ts'
import * as store from './store.ts'

/** The job: who has not answered is reminded, once. */
export async function remindSilent(ctx: Context, id: string): Promise<Writes[]> {
  const [m, closing] = [await findMentorship(ctx, id), await store.findOpenClosing(ctx, id)]
  if (!m || !closing) return []
  const answered = (await store.listReviews(ctx, closing.id)).map((r) => r.person)
  return bothOf(m)
    .filter((person) => !answered.includes(person))
    .map((person) =>
      ctx.outbox.add('closing.reminder', remindKey(closing.id, person), {
        to: person,
        payload: { closing: closing.id, person },
        uselessAt: closing.untilAt,
      }),
    )
}

/** The job: complete once both have answered or the time to is over; where silence closed it and nobody answers, it lapses. */
export async function completeOnceAnswered(ctx: Context, id: string): Promise<Writes[]> {
  const [m, closing] = [await findMentorship(ctx, id), await store.findOpenClosing(ctx, id)]
  if (m?.state !== 'closing' || !closing) return []
  const reviews = await store.listReviews(ctx, closing.id)
  const now = ctx.now()
  const both = reviews.length === 2
  if (both && now < closing.fromAt) return [ctx.schedule.at(END, id, closing.fromAt)]
  if (!both && now < closing.untilAt) return [ctx.schedule.at(END, id, closing.untilAt)]
  const backAt = both ? undefined : await bothBackAt(ctx, m)
  if (backAt !== undefined) {
    const until = addWorkingDays(await ctx.directory.hours(m.mentee), backAt, REMIND_DAYS) ?? backAt
    return [store.putOffEnd(ctx, id, until), ctx.schedule.at(END, id, until)]
  }
  if (closing.cause === 'silence' && reviews.length === 0) return endWrites(ctx, m, 'lapsed')
  const wants = (person: string) => reviews.find((r) => r.person === person)?.next === 'rematch'
  const mentee = await findMember(ctx, m.mentee)
  return [
    ...(await endWrites(ctx, m, 'completed')),
    wants(m.mentee) && mentee !== undefined && mentee.status !== 'left' && putFirstInLine(ctx, m.mentee),
    bothOf(m).flatMap((person) =>
      ctx.outbox.add('closing.completed', `closing.completed:${closing.id}:${person}`, {
        to: person,
        payload: { closing: closing.id, person },
      }),
    ),
    mentee?.role === 'mentee' &&
      ctx.outbox.add('closing.invite', `closing.invite:${m.mentee}`, {
        to: m.mentee,
        payload: { person: m.mentee },
        dueAt: now + INVITE_MS,
        uselessAt: now + 3 * INVITE_MS,
      }),
    await announceGraduation(
      ctx,
      m,
      reviews.filter((r) => r.named).map((r) => r.person),
    ),
  ]
}

/** What the partner wrote as a mentorship closed. */
const partnersReview = async (ctx: Context, { closing, me }: ClosingView) =>
  (await store.listReviews(ctx, closing.id)).find((review) => review.person !== me)

/** What one of the two is told as their mentorship is complete. */
export interface Completed extends ClosingView {
  sessions: number
  /** The partner left words for this person. */
  words: boolean
}

/** A completed mentorship as one of the two hears of it. */
export async function readCompleted(
  ctx: Context,
  id: string,
  person: string,
): Promise<Completed | undefined> {
  const view = await closingViewOf(ctx, id, person)
  if (view?.closing.status !== 'completed') return undefined
  const theirs = await partnersReview(ctx, view)
  return {
    ...view,
    sessions: await countHeld(ctx, view.m.id),
    words: theirs !== undefined && Object.values(store.sharedWords(ctx, theirs)).some(Boolean),
  }
}

/** What the partner left for this person, once it is complete. */
export async function partnerWords(
  ctx: Context,
  person: string,
  closing: string,
): Promise<Outcome<{ view: ClosingView; words: store.Words }>> {
  const view = await closingViewOf(ctx, closing, person)
  if (view?.closing.status !== 'completed')
    return refuse('There is nothing to read here now. Open Home to see what is next.')
  const theirs = await partnersReview(ctx, view)
  return done({ view, words: theirs ? store.sharedWords(ctx, theirs) : {} })
}

/** Everything that this person wrote as their mentorships closed, the newest first; for their own record. */
export const reflectionsOf = async (
  ctx: Context,
  person: string,
): Promise<{ at: number; words: store.Words }[]> =>
  (await store.listOwnReviews(ctx, person)).map((review) => ({
    at: review.at,
    words: store.ownWords(ctx, review),
  }))

const NEXT: Record<string, string> = { complete: 'It is complete', rematch: 'A new match' }

/** What a person said as their mentorships closed. What the partner said is the partner's. */
export async function exportClosings(ctx: Context, person: string) {
  const { zone } = await ctx.directory.hours(person)
  const said = (await store.listOwnReviews(ctx, person)).map(async (review) => {
    const { reached, helped, thanks } = store.ownWords(ctx, review)
    const view = await closingViewOf(ctx, review.closing, person)
    return {
      On: formatFor(zone, review.at, 'dateWithYear'),
      With: view && (await ctx.directory.nameOf(view.partner, FORMER_MEMBER)),
      'What comes next': NEXT[review.next],
      'What I reached': reached,
      'What helped': helped,
      'A word of thanks': thanks,
      'May be named in the channel': review.named ? 'Yes' : 'No',
    }
  })
  return { 'My last words': await Promise.all(said) }
}

/** Leaves to partners what they may read of this person's last words, without the name; the rest is taken away. */
export async function forgetPerson(ctx: Context, person: string): Promise<Writes> {
  const writes: Writes[] = [store.removeOpener(ctx, person)]
  for (const own of await store.listOwnReviews(ctx, person)) {
    const closing = await store.findClosing(ctx, own.closing)
    const left = (await store.listReviews(ctx, own.closing)).find((r) => r.person === FORMER_MEMBER)
    const shared = Object.values(store.sharedWords(ctx, own)).some(Boolean)
    writes.push(
      // Where the partner was deleted before, nobody is left who could read what either wrote.
      left
        ? [store.removeReview(ctx, left), store.removeReview(ctx, own)]
        : closing?.status === 'completed' && shared
          ? store.leaveToPartner(ctx, own)
          : store.removeReview(ctx, own),
    )
  }
  return writes
}
