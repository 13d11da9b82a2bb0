/** What the two do with a request that is open. */
import type { Context } from '../../../context.ts'
import { formatFor } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { plural } from '../../../core/text.ts'
import { activeMentorships, startMentorships } from '../../pairs/mentorship/service.ts'
import { CHATS_A_MONTH } from '../../people/members/domain.ts'
import { findMember, takeChat } from '../../people/members/service.ts'
import { isBarred, objection, pairFacts, recordOf } from '../find/service.ts'
import { type Kind, MONTH_MS } from './domain.ts'
import { isMentorOf } from './service-ask.ts'
import { startClock } from './service-clock.ts'
import { ending, takeBack, tellMentee } from './service-end.ts'
import { postponedKey, presentState, questionKey, repliedKey, showAnew, wordsOf } from './service-state.ts'
import { changeRequest, endRequest, findRequest, listOpenOf, type MentorshipRequest, OPEN } from './store.ts'

const GONE = 'This request is not there any more. Type `/mentor requests` to see what is open.'
const NOT_YOURS = 'This request is not yours to answer. Type `/mentor requests` to see your own.'

/** The request if it is open and this person's to answer in this role; else a refusal with its present state. */
async function openRequest(
  ctx: Context,
  person: string,
  id: string,
  role: 'mentor' | 'mentee',
): Promise<Outcome<MentorshipRequest>> {
  const request = await findRequest(ctx, id)
  if (!request || request[role] !== person) return refuse(NOT_YOURS)
  return OPEN.includes(request.status) ? done(request) : refuse(await presentState(ctx, request, person))
}

/** After a guard has failed: tried again on what is still open, else refused with the present state. */
async function judgedAnew<T>(
  ctx: Context,
  person: string,
  id: string,
  again: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const now = await findRequest(ctx, id)
  if (!now) return refuse(GONE)
  return OPEN.includes(now.status) ? again() : refuse(await presentState(ctx, now, person))
}

/**
 * Accepts: the place is taken, the two are introduced, and the mentee's other requests are withdrawn where they
 * look for one mentor. Of two acceptances at once one wins, in the database.
 */
export async function accept(
  ctx: Context,
  mentor: string,
  id: string,
  answer: Kind = 'mentorship',
): Promise<Outcome<{ menteeName: string; kind: Kind }>> {
  const found = await openRequest(ctx, mentor, id, 'mentor')
  if (!found.ok) return found
  const request = found.value
  const asked = request.kind === 'chat'
  const kind = asked ? 'chat' : answer
  const pair = await pairFacts(ctx, request.mentee, mentor, { chat: asked })
  if (!pair) return refuse(GONE)
  const me = await findMember(ctx, mentor)
  if (me?.status === 'paused')
    return refuse('You are paused. Type `/mentor resume` first; the request waits for you.')
  const mentee = await findMember(ctx, request.mentee)
  if (mentee?.status === 'paused') {
    const { zone } = await ctx.directory.hours(mentor)
    const until = mentee.pausedUntil ? ` until ${formatFor(zone, mentee.pausedUntil, 'date')}` : ''
    return refuse(
      `${pair.mentee.name} is taking a break${until}, so nothing can begin now. The request waits for you until after that.`,
    )
  }
  if (isBarred(pair)) {
    await ctx.commit(takeBack(ctx, request))
    return refuse(await presentState(ctx, { ...request, status: 'withdrawn' }, mentor))
  }
  // A place or a chat that is left is taken below, in the database.
  const no = objection(pair, ['already-asked', 'not-for-me', 'full'])
  if (no) return refuse(`${no} You can decline with a kind word.`)
  const one = kind === 'mentorship' && !mentee?.several
  const taken = `${pair.mentee.name} has found a mentor meanwhile. Nothing is left for you to do.`
  const running = await activeMentorships(ctx, request.mentee)
  if (one && running.some((m) => isMentorOf(m, request.mentee))) return refuse(taken)
  const rivals = one
    ? (await listOpenOf(ctx, request.mentee)).filter((r) => r.mentee === request.mentee && r.id !== id)
    : []

  const failed = await ctx.commit(
    endRequest(ctx, request, { status: 'accepted', ending: kind === 'chat' ? 'chat' : null }),
    ending(ctx, request),
    asked && takeChat(ctx, mentor),
    await startMentorships(ctx, {
      programme: request.programme,
      mentee: request.mentee,
      mentor,
      kind,
      sole: one,
      // Not as it was when they asked: a profile may say less by now.
      why: recordOf(pair),
      read: { mentee: pair.mentee.version, mentor: pair.mentor.version },
    }),
    // Others who asked this mentor are told if there is no place left.
    kind === 'mentorship' && ctx.schedule.at('requests.tidy', mentor, ctx.now()),
    rivals.map((rival) => [
      endRequest(ctx, rival, { status: 'withdrawn', ending: 'matched' }),
      ending(ctx, rival),
    ]),
    tellMentee(ctx, request),
  )
  if (!failed) return done({ menteeName: pair.mentee.name, kind })
  if (failed === 'full' && asked)
    return refuse(
      `You have given ${plural(CHATS_A_MONTH, 'chat')} this month, which is as many as people may ask of you. Choose "Ask me in a month", or decline with a kind word.`,
    )
  if (failed === 'full') {
    await ctx.commit(ctx.schedule.at('requests.tidy', mentor, ctx.now()))
    return refuse(
      `You have no free place left, so ${pair.mentee.name} is told kindly. With more places under "My time" on your profile they can ask again.`,
    )
  }
  if (failed === 'paired') {
    const partners = (await activeMentorships(ctx, mentor)).map((m) => m.partner)
    return refuse(
      partners.includes(request.mentee) ? 'You two have each other already. Open Home to see it.' : taken,
    )
  }
  // It, or a rival, was answered at the same instant.
  return judgedAnew(ctx, mentor, id, () => accept(ctx, mentor, id, answer))
}

/** Declines, with a word to the mentee if there is one. */
export async function decline(
  ctx: Context,
  mentor: string,
  id: string,
  reason?: string,
): Promise<Outcome<{ menteeName: string }>> {
  const found = await openRequest(ctx, mentor, id, 'mentor')
  if (!found.ok) return found
  const request = found.value
  const failed = await ctx.commit(
    endRequest(ctx, request, {
      status: 'declined',
      reason: ctx.seal.closeMaybe(wordsOf(id, 'reason'), reason),
    }),
    ending(ctx, request),
    tellMentee(ctx, request),
  )
  if (failed) return judgedAnew(ctx, mentor, id, () => decline(ctx, mentor, id, reason))
  return done({ menteeName: await nameOf(ctx, request.mentee) })
}

/** Takes one's own request back; the mentor's message says so. */
export async function withdraw(
  ctx: Context,
  mentee: string,
  id: string,
): Promise<Outcome<{ mentorName: string }>> {
  const found = await openRequest(ctx, mentee, id, 'mentee')
  if (!found.ok) return found
  const request = found.value
  const failed = await ctx.commit(takeBack(ctx, request))
  if (failed) return judgedAnew(ctx, mentee, id, () => withdraw(ctx, mentee, id))
  return done({ mentorName: await nameOf(ctx, request.mentor) })
}

/** "Ask me in a month": the request rests, the mentee is told and offered others, and it comes back by itself. */
export async function postpone(
  ctx: Context,
  mentor: string,
  id: string,
): Promise<Outcome<{ menteeName: string; again: number }>> {
  const found = await openRequest(ctx, mentor, id, 'mentor')
  if (!found.ok) return found
  const request = found.value
  if (request.status === 'postponed') return refuse(await presentState(ctx, request, mentor))
  const again = ctx.now() + MONTH_MS
  const failed = await ctx.commit(
    changeRequest(ctx, request, ['pending'], {
      status: 'postponed',
      awaiting: 'mentor',
      expiresAt: again,
      remainingMs: null,
    }),
    ending(ctx, request),
    ctx.schedule.at('requests.again', id, again),
    tellMentee(ctx, request, postponedKey(request)),
  )
  if (failed) return judgedAnew(ctx, mentor, id, () => postpone(ctx, mentor, id))
  return done({ menteeName: await nameOf(ctx, request.mentee), again })
}

/** The mentor asks back; now the mentee's answer is awaited, by their own working days. */
export async function askBack(
  ctx: Context,
  mentor: string,
  id: string,
  question: string,
): Promise<Outcome<{ menteeName: string }>> {
  const found = await openRequest(ctx, mentor, id, 'mentor')
  if (!found.ok) return found
  const request = found.value
  if (request.awaiting === 'mentee')
    return refuse('Your question is on its way. You are told when there is an answer.')
  const clock = await startClock(ctx, request, request.mentee)
  const failed = await ctx.commit(
    changeRequest(ctx, request, OPEN, {
      status: 'pending',
      awaiting: 'mentee',
      ...clock.set,
      mentorAsks: ctx.seal.close(wordsOf(id, 'mentor_asks'), question),
      menteeAnswers: null,
      asked: request.asked + 1,
    }),
    clock.jobs,
    ctx.outbox.add('requests.question', questionKey(request, request.asked + 1), {
      to: request.mentee,
      payload: { request: id },
    }),
    ctx.outbox.cancel(postponedKey(request)),
    showAnew(ctx, request),
  )
  if (failed) return judgedAnew(ctx, mentor, id, () => askBack(ctx, mentor, id, question))
  return done({ menteeName: await nameOf(ctx, request.mentee) })
}

/** The mentee answers the mentor's question; the mentor's clock starts anew. */
export async function answerBack(
  ctx: Context,
  mentee: string,
  id: string,
  reply: string,
): Promise<Outcome<{ mentorName: string }>> {
  const found = await openRequest(ctx, mentee, id, 'mentee')
  if (!found.ok) return found
  const request = found.value
  if (request.awaiting !== 'mentee') return refuse(await presentState(ctx, request, mentee))
  const clock = await startClock(ctx, request, request.mentor)
  const failed = await ctx.commit(
    changeRequest(ctx, request, ['pending'], {
      awaiting: 'mentor',
      ...clock.set,
      menteeAnswers: ctx.seal.close(wordsOf(id, 'mentee_answers'), reply),
    }),
    clock.jobs,
    ctx.outbox.add('requests.replied', repliedKey(request), {
      to: request.mentor,
      payload: { request: id },
    }),
    showAnew(ctx, request),
  )
  if (failed) return judgedAnew(ctx, mentee, id, () => answerBack(ctx, mentee, id, reply))
  return done({ mentorName: await nameOf(ctx, request.mentor) })
}

const nameOf = (ctx: Context, person: string) => ctx.directory.nameOf(person, 'your colleague')
