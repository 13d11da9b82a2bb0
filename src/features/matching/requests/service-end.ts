/** How requests end, other than by an answer: somebody leaves, is matched, or has no place left. */
import type { Context } from '../../../context.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Tie } from '../../../ties.ts'
import { givesChats, isMentee, isMentor } from '../../people/members/domain.ts'
import { findMember } from '../../people/members/service.ts'
import { arrivedKey, postponedKey, showAnew, stopClock } from './service-state.ts'
import { endRequest, listOpenOf, type MentorshipRequest } from './store.ts'

/** What every ending has in common: the clock stops, and what was on its way is not told any more. */
export const ending = (ctx: Context, request: MentorshipRequest): Writes => [
  stopClock(ctx, request.id),
  ctx.outbox.cancel(postponedKey(request)),
  showAnew(ctx, request),
]

export const tellMentee = (
  ctx: Context,
  request: MentorshipRequest,
  key = `answered:${request.id}`,
): Writes =>
  ctx.outbox.add('requests.answered', key, {
    to: request.mentee,
    payload: { request: request.id },
  })

export const close = (ctx: Context, request: MentorshipRequest, why: string): Writes => [
  endRequest(ctx, request, { status: 'closed', ending: why }),
  ending(ctx, request),
  tellMentee(ctx, request),
]

export const takeBack = (ctx: Context, request: MentorshipRequest): Writes => [
  endRequest(ctx, request, { status: 'withdrawn' }),
  ending(ctx, request),
  ctx.outbox.cancel(arrivedKey(request)),
]

/**
 * Closes what can no longer become anything, because somebody has left, is no mentor or mentee any more, or has no
 * place left. Everyone concerned is told.
 */
export async function tidy(ctx: Context, person: string): Promise<Writes[]> {
  const member = await findMember(ctx, person)
  const here = member?.status === 'left' ? undefined : member
  const open = await listOpenOf(ctx, person)
  return open.map((request) => {
    const chat = request.kind === 'chat'
    if (request.mentee === person) return !(here && (chat || isMentee(here))) && takeBack(ctx, request)
    if (!here || !(chat ? givesChats(here) : isMentor(here))) return close(ctx, request, 'left')
    if (chat) return false
    // What was put off may find a place when it comes back.
    return here.taken >= here.capacity && request.status === 'pending' && close(ctx, request, 'full')
  })
}

/** Those who have asked this person, and wait for the answer. */
export const ties = async (ctx: Context, person: string): Promise<Tie[]> =>
  (await listOpenOf(ctx, person)).flatMap((r) =>
    r.mentor === person ? [{ other: r.mentee, how: 'asks' }] : [],
  )

/** Ends everything open of somebody who leaves: their own requests are taken back, those to them are closed. */
export async function closeAllOf(ctx: Context, person: string): Promise<Writes[]> {
  const open = await listOpenOf(ctx, person)
  return open.map((request) =>
    request.mentor === person ? close(ctx, request, 'left') : takeBack(ctx, request),
  )
}

/**
 * Ends what is open between somebody and another whom they must not be paired with, without giving it away: their
 * own request is taken back; one to them ends as if there were no place left. A chat, and what was put off, are never
 * closed for lack of a place while they wait: these end as if they were declined without a word.
 */
export async function closeBetween(ctx: Context, person: string, other: string): Promise<Writes[]> {
  const open = await listOpenOf(ctx, person)
  return open.flatMap((request) =>
    request.mentee === person && request.mentor === other
      ? [takeBack(ctx, request)]
      : request.mentor === person && request.mentee === other
        ? [closeUnseen(ctx, request)]
        : [],
  )
}

const closeUnseen = (ctx: Context, request: MentorshipRequest): Writes =>
  request.kind === 'chat' || request.status === 'postponed'
    ? [endRequest(ctx, request, { status: 'declined' }), ending(ctx, request), tellMentee(ctx, request)]
    : close(ctx, request, 'full')

/**
 * What a mentee asked for themselves, once somebody else has matched them: a request to that very mentor is answered by
 * it, and the others are taken back where they look for one mentor (`all`).
 */
export async function settleMatched(
  ctx: Context,
  mentee: string,
  mentor: string,
  { all }: { all: boolean },
): Promise<Writes[]> {
  const open = (await listOpenOf(ctx, mentee)).filter((r) => r.mentee === mentee)
  return [
    ...open
      .filter((request) => (all && request.kind === 'mentorship') || request.mentor === mentor)
      .map((request) => [
        endRequest(
          ctx,
          request,
          request.mentor === mentor
            ? { status: 'accepted', ending: 'round' }
            : { status: 'withdrawn', ending: 'matched' },
        ),
        ending(ctx, request),
      ]),
    // Others who asked this mentor are told if there is no place left.
    ctx.schedule.at('requests.tidy', mentor, ctx.now()),
  ]
}
