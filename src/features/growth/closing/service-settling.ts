/** How a closing ends by itself, and what can be read afterwards. */
import type { Context } from '../../../context.ts'
import { addWorkingDays } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import { bothBackAt, endWrites, findMentorship } from '../../pairs/mentorship/service.ts'
import { findMember, updateMember } from '../../people/members/service.ts'
import { graduate } from '../../recognition/milestones/service.ts'
import { countHeld } from '../meetings/service.ts'
import { INVITE_MS, REMIND_DAYS } from './domain.ts'
import { bothOf, END, remindKey } from './service-opening.ts'
import { type Standing, standingOf } from './service-words.ts'
import { findOpen, listOwn, listReviews, ownWords, putOffEnd, sharedWords, type Words } from './store.ts'

/** The job: who has not answered is reminded, once. */
export async function remind(ctx: Context, id: string): Promise<Writes[]> {
  const [m, closing] = [await findMentorship(ctx, id), await findOpen(ctx, id)]
  if (!m || !closing) return []
  const answered = (await listReviews(ctx, closing.id)).map((r) => r.person)
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
export async function settle(ctx: Context, id: string): Promise<Writes[]> {
  const [m, closing] = [await findMentorship(ctx, id), await findOpen(ctx, id)]
  if (m?.state !== 'closing' || !closing) return []
  const reviews = await listReviews(ctx, closing.id)
  const now = ctx.now()
  const both = reviews.length === 2
  if (both && now < closing.fromAt) return [ctx.schedule.at(END, id, closing.fromAt)]
  if (!both && now < closing.untilAt) return [ctx.schedule.at(END, id, closing.untilAt)]
  const backAt = both ? undefined : await bothBackAt(ctx, m)
  if (backAt !== undefined) {
    const until = addWorkingDays(await ctx.directory.hours(m.mentee), backAt, REMIND_DAYS) ?? backAt
    return [putOffEnd(ctx, id, until), ctx.schedule.at(END, id, until)]
  }
  if (closing.cause === 'silence' && reviews.length === 0) return endWrites(ctx, m, 'lapsed')
  const wants = (person: string) => reviews.find((r) => r.person === person)?.next === 'rematch'
  const mentee = await findMember(ctx, m.mentee)
  return [
    ...(await endWrites(ctx, m, 'completed')),
    wants(m.mentee) &&
      mentee !== undefined &&
      mentee.status !== 'left' &&
      updateMember(ctx, m.mentee, { firstInLineAt: now }),
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
    await graduate(
      ctx,
      m,
      reviews.filter((r) => r.named).map((r) => r.person),
    ),
  ]
}

export interface Completed extends Standing {
  sessions: number
  /** The partner left words for this person. */
  words: boolean
  wantsNew: boolean
}

/** A completed mentorship as one of the two hears of it. */
export async function completedOf(ctx: Context, id: string, person: string): Promise<Completed | undefined> {
  const standing = await standingOf(ctx, id, person)
  if (standing?.closing.status !== 'completed') return undefined
  const reviews = await listReviews(ctx, id)
  const theirs = reviews.find((r) => r.person === standing.partner)
  return {
    ...standing,
    sessions: await countHeld(ctx, standing.m.id),
    words: theirs !== undefined && Object.values(sharedWords(ctx, theirs)).some(Boolean),
    wantsNew: reviews.some((r) => r.person === person && r.next === 'rematch'),
  }
}

/** What the partner left for this person, once it is complete. */
export async function partnerWords(
  ctx: Context,
  person: string,
  closing: string,
): Promise<Outcome<{ standing: Standing; words: Words }>> {
  const standing = await standingOf(ctx, closing, person)
  if (standing?.closing.status !== 'completed')
    return refuse('There is nothing to read here now. Open Home to see what is next.')
  const theirs = (await listReviews(ctx, closing)).find((r) => r.person === standing.partner)
  return done({ standing, words: theirs ? sharedWords(ctx, theirs) : {} })
}

/** Everything that this person wrote as their mentorships closed, the newest first; for their own record and export. */
export async function reflectionsOf(ctx: Context, person: string): Promise<{ at: number; words: Words }[]> {
  return (await listOwn(ctx, person)).map((r) => ({ at: r.at, words: ownWords(ctx, r) }))
}
