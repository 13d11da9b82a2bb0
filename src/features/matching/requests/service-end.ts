/** How requests end, other than by an answer: somebody leaves, is matched, or has no place left. */
import type { Context } from '../../../context.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Tie } from '../../../ties.ts'
import { givesChats, isMentee, isMentor } from '../../people/members/domain.ts'
import { findMember } from '../../people/members/service.ts'
import { arrivedKey, postponedKey, refreshScreens, stopClock, tellOfRequest } from './service-state.ts'
import { endRequest, listOpenOf, type MentorshipRequest } from './store.ts'

/** The clock stops, and what was on its way is not told any more. */
export const stopClockAndMessages = (ctx: Context, request: MentorshipRequest): Writes => [
  stopClock(ctx, request.id),
  ctx.outbox.cancel(postponedKey(request)),
  refreshScreens(ctx, request),
]

/** `missed` is the second choice, where they could not be asked. */
export const tellMentee = (
  ctx: Context,
  { id, mentee }: MentorshipRequest,
  { key = `answered:${id}`, missed }: { key?: string; missed?: string } = {},
): Writes => tellOfRequest(ctx, 'requests.answered', key, mentee, id, { missed })

type Ended = Partial<MentorshipRequest>

/** Ends a request without a message of its own: what stands on screen shows it. */
export const endSilently = (ctx: Context, request: MentorshipRequest, set: Ended): Writes => [
  endRequest(ctx, request, set),
  stopClockAndMessages(ctx, request),
]

/**
 * Ends a request, tells the mentee, and offers them the next best. Where they named a second choice, that one is asked
 * first, by a job, so that it sees what is committed with it; the mentee then hears of both at once.
 */
export const endAndTell = (ctx: Context, request: MentorshipRequest, set: Ended): Writes => [
  endSilently(ctx, request, set),
  request.second === null
    ? tellMentee(ctx, request)
    : ctx.schedule.at('requests.second', request.id, ctx.now()),
]

/** Ends a request that the mentor cannot take, for a reason that may be told. */
export const closeRequest = (ctx: Context, request: MentorshipRequest, why: 'full' | 'left'): Writes =>
  endAndTell(ctx, request, { status: 'closed', ending: why })

export const takeBackRequest = (ctx: Context, request: MentorshipRequest): Writes => [
  endSilently(ctx, request, { status: 'withdrawn' }),
  ctx.outbox.cancel(arrivedKey(request)),
]

/** Schedules a look at this person's open requests. A job, so that it sees what is committed with it. */
export const closeObsoleteSoon = (ctx: Context, person: string): Writes =>
  ctx.schedule.at('requests.tidy', person, ctx.now())

/**
 * Closes what can no longer become anything, because somebody has left, is no mentor or mentee any more, or has no
 * place left. Everyone concerned is told.
 */
export async function closeObsolete(ctx: Context, person: string): Promise<Writes[]> {
  const member = await findMember(ctx, person)
  const here = member?.status === 'left' ? undefined : member
  const open = await listOpenOf(ctx, person)
  return open.map((request) => {
    const chat = request.kind === 'chat'
    if (request.mentee === person) return !(here && (chat || isMentee(here))) && takeBackRequest(ctx, request)
    if (!here || !(chat ? givesChats(here) : isMentor(here))) return closeRequest(ctx, request, 'left')
    // What was put off may find a place when it comes back.
    return (
      !chat &&
      here.taken >= here.capacity &&
      request.status === 'pending' &&
      closeRequest(ctx, request, 'full')
    )
  })
}

/** Those who have asked this person, and wait for the answer. */
export const ties = async (ctx: Context, person: string): Promise<Tie[]> =>
  (await listOpenOf(ctx, person))
    .filter((request) => request.mentor === person)
    .map((request) => ({ other: request.mentee, how: 'asks' }))

/** Ends everything open of somebody who leaves: their own requests are taken back, those to them are closed. */
export const closeAllOf = async (ctx: Context, person: string): Promise<Writes[]> =>
  (await listOpenOf(ctx, person)).map((request) =>
    request.mentor === person ? closeRequest(ctx, request, 'left') : takeBackRequest(ctx, request),
  )

/**
 * Ends what is open between somebody and another whom they must not be paired with, without giving it away: their
 * own request is taken back; one to them ends as if there were no place left. A chat, and what was put off, are never
 * closed for lack of a place while they wait: these end as if they were declined without a word.
 */
export async function closeBetween(ctx: Context, person: string, other: string): Promise<Writes[]> {
  const open = await listOpenOf(ctx, person)
  return open.map((request) => {
    if (request.mentor === other) return takeBackRequest(ctx, request)
    if (request.mentee !== other) return false
    return request.kind === 'chat' || request.status === 'postponed'
      ? endAndTell(ctx, request, { status: 'declined' })
      : closeRequest(ctx, request, 'full')
  })
}

/**
 * What a mentee asked for themselves, once somebody else has matched them: a request to that very mentor is answered by
 * it, and the others are taken back where they look for one mentor (`all`).
 */
export async function settleRequestsOfMatched(
  ctx: Context,
  mentee: string,
  mentor: string,
  { all }: { all: boolean },
): Promise<Writes[]> {
  const open = (await listOpenOf(ctx, mentee)).filter((request) => request.mentee === mentee)
  return [
    ...open.map((request) =>
      request.mentor === mentor
        ? endSilently(ctx, request, { status: 'accepted', ending: 'round' })
        : all &&
          request.kind === 'mentorship' &&
          endSilently(ctx, request, { status: 'withdrawn', ending: 'matched' }),
    ),
    // Others who asked this mentor are told if there is no place left.
    closeObsoleteSoon(ctx, mentor),
  ]
}
