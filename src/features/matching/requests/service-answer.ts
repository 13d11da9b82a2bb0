/** What the two do with a request that is open. */
import type { Context } from '../../../context.ts'
import { formatFor } from '../../../core/calendar.ts'
import { type Outcome, type Refusal, refuse } from '../../../core/outcome.ts'
import { plural } from '../../../core/text.ts'
import { type Decision, retrying } from '../../../retrying.ts'
import { activeMentorships, startMentorships } from '../../pairs/mentorship/service.ts'
import { CHATS_A_MONTH } from '../../people/members/domain.ts'
import { findMember, takeChat } from '../../people/members/service.ts'
import { isBarred, matchRecordOf, objection, pairFacts } from '../find/service.ts'
import { type Kind, MONTH_MS } from './domain.ts'
import { clockAside, isMentorOf } from './service-ask.ts'
import { startClock } from './service-clock.ts'
import {
  closeObsoleteSoon,
  endAndTell,
  endSilently,
  stopClockAndMessages,
  takeBackRequest,
  tellMentee,
} from './service-end.ts'
import {
  postponedKey,
  presentState,
  questionKey,
  refreshScreens,
  repliedKey,
  tellOfRequest,
} from './service-state.ts'
import { changeRequest, findRequest, listOpenOf, type MentorshipRequest, OPEN } from './store.ts'

const GONE = 'This request is not there any more. Type `/mentor requests` to see what is open.'
const NOT_YOURS = 'This request is not yours to answer. Type `/mentor requests` to see your own.'

/** Decides on a request if it is open and this person's to answer in this role; else refuses with its present state. */
const decideOn = <T>(
  ctx: Context,
  person: string,
  id: string,
  role: 'mentor' | 'mentee',
  decide: (request: MentorshipRequest) => Promise<Decision<T> | Refusal>,
): Promise<Outcome<T>> =>
  retrying(ctx, async () => {
    const request = await findRequest(ctx, id)
    if (!request || request[role] !== person) return refuse(NOT_YOURS)
    if (!OPEN.includes(request.status)) return refuse(await presentState(ctx, request, person))
    return decide(request)
  })

const nameOf = (ctx: Context, person: string) => ctx.directory.nameOf(person, 'your colleague')

/**
 * Accepts: the place is taken, the two are introduced, and the mentee's other requests are withdrawn where they
 * look for one mentor. Of two acceptances at once one wins, in the database.
 */
export const acceptRequest = (ctx: Context, mentor: string, id: string, answer: Kind = 'mentorship') =>
  decideOn(ctx, mentor, id, 'mentor', async (request) => {
    const asked = request.kind === 'chat'
    const kind: Kind = asked ? 'chat' : answer
    const pair = await pairFacts(ctx, request.mentee, mentor, { chat: asked })
    if (!pair) return refuse(GONE)
    const menteeName = pair.mentee.name
    if (pair.mentor.status === 'paused')
      return refuse('You are paused. Type `/mentor resume` first; the request waits for you.')
    const mentee = await findMember(ctx, request.mentee)
    if (mentee?.status === 'paused') {
      const { zone } = await ctx.directory.hours(mentor)
      const until = mentee.pausedUntil ? ` until ${formatFor(zone, mentee.pausedUntil, 'date')}` : ''
      return refuse(
        `${menteeName} is taking a break${until}, so nothing can begin now. The request waits for you until after that.`,
      )
    }
    if (isBarred(pair)) {
      await ctx.commit(takeBackRequest(ctx, request))
      return refuse(await presentState(ctx, { ...request, status: 'withdrawn' }, mentor))
    }
    // A lack of places or chats is told below, in words for the mentor.
    const no = objection(pair, [
      'already-asked',
      'not-for-me',
      'full',
      ...clockAside(kind === 'chat' || !!request.why.writing),
    ])
    if (no) return refuse(`${no} You can decline with a kind word.`)
    const one = kind === 'mentorship' && !mentee?.several
    if (one && (await activeMentorships(ctx, request.mentee)).some((m) => isMentorOf(m, request.mentee)))
      return refuse(`${menteeName} has found a mentor meanwhile. Nothing is left for you to do.`)
    if (asked && (pair.mentor.chats?.left ?? 0) <= 0)
      return refuse(
        `You have given ${plural(CHATS_A_MONTH, 'chat')} this month, which is as many as people may ask of you. Choose "Ask me in a month", or decline with a kind word.`,
      )
    if (kind === 'mentorship' && pair.mentor.taken >= pair.mentor.capacity) {
      await ctx.commit(closeObsoleteSoon(ctx, mentor))
      return refuse(
        `You have no free place left, so ${menteeName} is told kindly. With more places under "My time" on your profile they can ask again.`,
      )
    }
    const rivals = one
      ? (await listOpenOf(ctx, request.mentee)).filter((r) => r.mentee === request.mentee && r.id !== id)
      : []
    return {
      value: { menteeName, kind },
      writes: [
        endSilently(ctx, request, { status: 'accepted', ending: kind === 'chat' ? 'chat' : null }),
        asked && takeChat(ctx, mentor),
        await startMentorships(ctx, {
          programme: request.programme,
          mentee: request.mentee,
          mentor,
          kind,
          sole: one,
          // Not as it was when they asked: a profile may say less by now.
          why: { ...matchRecordOf(pair), ...(request.why.writing && { writing: true as const }) },
          read: { mentee: pair.mentee.version, mentor: pair.mentor.version },
        }),
        // Others who asked this mentor are told if there is no place left.
        kind === 'mentorship' && closeObsoleteSoon(ctx, mentor),
        rivals.map((rival) => endSilently(ctx, rival, { status: 'withdrawn', ending: 'matched' })),
        tellMentee(ctx, request),
      ],
    }
  })

/** Declines, with a word to the mentee if there is one. */
export const declineRequest = (ctx: Context, mentor: string, id: string, reason?: string) =>
  decideOn(ctx, mentor, id, 'mentor', async (request) => ({
    value: { menteeName: await nameOf(ctx, request.mentee) },
    writes: endAndTell(ctx, request, {
      status: 'declined',
      ...ctx.words('requests', id).seal({ reason }),
    }),
  }))

/** Takes one's own request back; the mentor's message says so. */
export const withdrawRequest = (ctx: Context, mentee: string, id: string) =>
  decideOn(ctx, mentee, id, 'mentee', async (request) => ({
    value: { mentorName: await nameOf(ctx, request.mentor) },
    writes: takeBackRequest(ctx, request),
  }))

/** "Ask me in a month": the request rests, the mentee is told and offered others, and it comes back by itself. */
export const postponeRequest = (ctx: Context, mentor: string, id: string) =>
  decideOn(ctx, mentor, id, 'mentor', async (request) => {
    if (request.status === 'postponed') return refuse(await presentState(ctx, request, mentor))
    const again = ctx.now() + MONTH_MS
    const { zone } = await ctx.directory.hours(mentor)
    return {
      value: { menteeName: await nameOf(ctx, request.mentee), again, zone },
      writes: [
        changeRequest(ctx, request, ['pending'], {
          status: 'postponed',
          awaiting: 'mentor',
          expiresAt: again,
          remainingMs: null,
        }),
        stopClockAndMessages(ctx, request),
        ctx.schedule.at('requests.again', id, again),
        tellMentee(ctx, request, { key: postponedKey(request) }),
      ],
    }
  })

/** The mentor asks back; now the mentee's answer is awaited, by their own working days. */
export const askMenteeBack = (ctx: Context, mentor: string, id: string, question: string) =>
  decideOn(ctx, mentor, id, 'mentor', async (request) => {
    if (request.awaiting === 'mentee')
      return refuse('Your question is on its way. You are told when there is an answer.')
    const clock = await startClock(ctx, request, request.mentee)
    const asked = request.asked + 1
    return {
      value: { menteeName: await nameOf(ctx, request.mentee) },
      writes: [
        changeRequest(ctx, request, OPEN, {
          status: 'pending',
          awaiting: 'mentee',
          ...clock.set,
          ...ctx.words('requests', id).seal({ mentorAsks: question }),
          menteeAnswers: null,
          asked,
        }),
        clock.jobs,
        tellOfRequest(ctx, 'requests.question', questionKey(request, asked), request.mentee, id),
        ctx.outbox.cancel(postponedKey(request)),
        refreshScreens(ctx, request),
      ],
    }
  })

/** The mentee answers the mentor's question; the mentor's clock starts anew. */
export const answerMentorsQuestion = (ctx: Context, mentee: string, id: string, reply: string) =>
  decideOn(ctx, mentee, id, 'mentee', async (request) => {
    if (request.awaiting !== 'mentee') return refuse(await presentState(ctx, request, mentee))
    const clock = await startClock(ctx, request, request.mentor)
    return {
      value: { mentorName: await nameOf(ctx, request.mentor) },
      writes: [
        changeRequest(ctx, request, ['pending'], {
          awaiting: 'mentor',
          ...clock.set,
          ...ctx.words('requests', id).seal({ menteeAnswers: reply }),
        }),
        clock.jobs,
        tellOfRequest(ctx, 'requests.replied', repliedKey(request), request.mentor, id),
        refreshScreens(ctx, request),
      ],
    }
  })
