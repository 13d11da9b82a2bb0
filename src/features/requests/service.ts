import type { Context } from '../../context.ts'
import { DAY_MS } from '../../core/calendar.ts'
import { competencyName } from '../../core/competencies.ts'
import { done, type Outcome, refuse } from '../../core/outcome.ts'
import type { Writes } from '../../db/commit.ts'
import { objection, pairFacts, recordOf } from '../find/service.ts'
import { startMentorship } from '../mentorship/service.ts'
import { isMentee, isMentor } from '../profile/domain.ts'
import { findMember } from '../profile/service.ts'
import { type AskForm, clockFor, draftQuestions, firstName, MONTH_MS, MOST_OPEN } from './domain.ts'
import {
  changeRequest,
  endRequest,
  findRequest,
  insertRequest,
  listOpenOf,
  type MentorshipRequest,
  OPEN,
} from './store.ts'

export type { MentorshipRequest } from './store.ts'
export { findRequest, listOpenOf, OPEN } from './store.ts'

/** Where the sealed words of a request stand. */
export const wordsOf = (request: string, column: string) => ({ table: 'requests', column, row: request })

const ANSWERED = 'This request has been answered already.'

/** The key of the message that a mentor answers; `round` counts how often it was put off. */
export const arrivedKey = (request: MentorshipRequest) => `request:${request.id}:${request.round}`

export interface Draft {
  mentorName: string
  goal: string
  questions: string
}

/** What the form holds before anything is typed. Refuses where the two may not be matched. */
export async function draftRequest(ctx: Context, mentee: string, mentor: string): Promise<Outcome<Draft>> {
  const refused = await mayAsk(ctx, mentee, mentor)
  if (!refused.ok) return refused
  const { pair, goal } = refused.value
  const shared = pair.mentee.wants
    .filter((want) => pair.mentor.offers.some((offer) => offer.skill === want.skill))
    .map((want) => competencyName(want.skill).toLowerCase())
  return done({
    mentorName: pair.mentor.name,
    goal,
    questions: draftQuestions(firstName(pair.mentor.name), shared),
  })
}

async function mayAsk(ctx: Context, mentee: string, mentor: string) {
  const member = await findMember(ctx, mentee)
  if (!member || member.status === 'left')
    return refuse('You have not joined yet. Type `/mentor join` first; it takes a minute.')
  if (!isMentee(member))
    return refuse('You joined as a mentor. To ask somebody, type `/mentor join` and choose "Both".')
  const pair = await pairFacts(ctx, mentee, mentor)
  if (!pair) return refuse('This person has not joined Cairn. Type `/mentor find` to see who has.')
  // "Not for me" was said of a suggestion; asking all the same takes it back.
  const no = objection(pair, ['not-for-me'])
  if (no) return refuse(`${no} Type \`/mentor find\` to see who fits now.`)
  const paired = [...(pair.facts.paired?.keys() ?? [])].includes(mentee)
  if (paired && !member.several)
    return refuse(
      'You have a mentor now. To look for another one as well, open "My time" on your profile and choose "Several".',
    )
  return done({ pair, goal: member.goal, member })
}

export interface Sent {
  mentorName: string
  /** When the mentor can first read it (UTC ms), and their zone. */
  readsAt: number
  zone: string
}

/** Asks somebody to be one's mentor. At most one open request a pair, and MOST_OPEN a mentee. */
export async function askMentor(
  ctx: Context,
  mentee: string,
  mentor: string,
  form: AskForm,
): Promise<Outcome<Sent>> {
  const allowed = await mayAsk(ctx, mentee, mentor)
  if (!allowed.ok) return allowed
  const { pair, member } = allowed.value
  const id = ctx.newId()
  const hours = pair.mentor.hours
  const clock = clockFor(hours, ctx.now())
  const failed = await ctx.commit(
    insertRequest(ctx, {
      id,
      workspace: ctx.workspace,
      programme: member.programme,
      mentee,
      mentor,
      status: 'pending',
      awaiting: 'mentor',
      sentAt: ctx.now(),
      expiresAt: clock.expiresAt,
      goal: ctx.seal.close(wordsOf(id, 'goal'), form.goal),
      questions: ctx.seal.closeMaybe(wordsOf(id, 'questions'), form.questions),
      times: ctx.seal.closeMaybe(wordsOf(id, 'times'), form.times),
      openPair: `${mentee}:${mentor}`,
      why: recordOf(pair),
    }),
    ctx.outbox.add('requests.arrived', `request:${id}:0`, { to: mentor, payload: { request: id } }),
    ctx.schedule.at('requests.remind', id, clock.remindAt),
    ctx.schedule.at('requests.expire', id, clock.expiresAt),
    ctx.outbox.touchHomes(mentee, mentor),
  )
  if (failed === 'asked already')
    return refuse(`You have asked ${pair.mentor.name} already. Type \`/mentor requests\` to see it.`)
  if (failed)
    return refuse(
      `You have ${MOST_OPEN} open requests. Wait for an answer, or take one back: \`/mentor requests\`.`,
    )
  return done({ mentorName: pair.mentor.name, readsAt: clock.readsAt, zone: hours.zone })
}

/** The request if it is open and this person's to answer in this role; else a refusal with its present state. */
async function openRequest(
  ctx: Context,
  person: string,
  id: string,
  role: 'mentor' | 'mentee',
): Promise<Outcome<MentorshipRequest>> {
  const request = await findRequest(ctx, id)
  if (!request || request[role] !== person) return refuse('This request is not yours to answer.')
  return OPEN.includes(request.status) ? done(request) : refuse(await stateOf(ctx, request))
}

/** What became of a request, in a sentence for either side. */
export async function stateOf(ctx: Context, request: MentorshipRequest): Promise<string> {
  const people = await ctx.directory.people([request.mentee, request.mentor])
  const mentee = people.get(request.mentee)?.name ?? 'The mentee'
  const mentor = people.get(request.mentor)?.name ?? 'the mentor'
  switch (request.status) {
    case 'accepted':
      return request.ending === 'chat'
        ? `${mentor} and ${mentee} are having a 30-minute chat.`
        : `${mentor} has accepted. You two are introduced.`
    case 'declined':
      return `${mentor} could not take this on.`
    case 'withdrawn':
      return request.ending === 'matched'
        ? `${mentee} has found a mentor meanwhile.`
        : `${mentee} has taken this request back.`
    case 'expired':
      return 'This request has run out of time.'
    case 'closed':
      return request.ending === 'full' ? `${mentor} has no free place any more.` : 'This request was closed.'
    default:
      return ANSWERED
  }
}

/** The jobs of a request that is not waiting any more. */
const stopClock = (ctx: Context, id: string): Writes => [
  ctx.schedule.cancel('requests.remind', id),
  ctx.schedule.cancel('requests.expire', id),
  ctx.schedule.cancel('requests.again', id),
]

/** What every ending has in common: the clock stops, the mentor's message and both Homes are brought up to date. */
const ending = (ctx: Context, request: MentorshipRequest): Writes => [
  stopClock(ctx, request.id),
  ctx.outbox.refresh(arrivedKey(request), request.mentor),
  ctx.outbox.refresh(`question:${request.id}:${request.asked}`, request.mentee),
  ctx.outbox.touchHomes(request.mentee, request.mentor),
]

const tellMentee = (ctx: Context, request: MentorshipRequest, key = request.id): Writes =>
  ctx.outbox.add('requests.answered', `answered:${key}`, {
    to: request.mentee,
    payload: { request: request.id },
  })

/**
 * Accepts: the place is taken, the two are introduced, and the mentee's other requests are withdrawn where they
 * look for one mentor. Of two acceptances at once one wins, in the database.
 */
export async function accept(
  ctx: Context,
  mentor: string,
  id: string,
  kind: 'mentorship' | 'chat' = 'mentorship',
): Promise<Outcome<{ menteeName: string }>> {
  const found = await openRequest(ctx, mentor, id, 'mentor')
  if (!found.ok) return found
  const request = found.value
  const pair = await pairFacts(ctx, request.mentee, mentor)
  if (!pair) return refuse('This person has left Cairn meanwhile.')
  const me = await findMember(ctx, mentor)
  if (me?.status === 'paused')
    return refuse('You are paused. Type `/mentor resume` first; the request waits for you.')
  const no = objection(pair, ['already-asked', 'not-for-me', 'full', 'mentee-unavailable'])
  if (no) return refuse(`${no} You can decline with a kind word.`)
  const mentee = await findMember(ctx, request.mentee)
  const one = kind === 'mentorship' && !mentee?.several
  const rivals = one
    ? (await listOpenOf(ctx, request.mentee)).filter((r) => r.mentee === request.mentee && r.id !== id)
    : []

  const failed = await ctx.commit(
    endRequest(ctx, request, { status: 'accepted', ending: kind === 'chat' ? 'chat' : null }),
    ending(ctx, request),
    await startMentorship(ctx, {
      programme: request.programme,
      mentee: request.mentee,
      mentor,
      kind,
      sole: one,
      why: request.why,
      request: id,
    }),
    // Others who asked this mentor are told if there is no place left.
    kind === 'mentorship' && ctx.schedule.at('requests.tidy', mentor, ctx.now()),
    rivals.map((rival) => [
      endRequest(ctx, rival, { status: 'withdrawn', ending: 'matched' }),
      ending(ctx, rival),
    ]),
    tellMentee(ctx, request),
  )
  if (!failed) return done({ menteeName: pair.mentee.name })
  if (failed === 'full')
    return refuse(
      'You have no free place left. Raise "How many mentees at once" on your profile, offer one 30-minute chat, or decline.',
    )
  if (failed === 'sole')
    return refuse(`${pair.mentee.name} has found a mentor meanwhile. Nothing is left for you to do.`)
  if (failed === 'paired') return refuse('You two are in a mentorship already.')
  // A rival was answered at the same instant: judged anew, the present state decides.
  const now = await findRequest(ctx, id)
  if (now && OPEN.includes(now.status)) return accept(ctx, mentor, id, kind)
  return refuse(now ? await stateOf(ctx, now) : ANSWERED)
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
  if (failed) return changedMeanwhile(ctx, id)
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
  if (failed) return changedMeanwhile(ctx, id)
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
  if (request.status === 'postponed')
    return refuse('This request is already put off. It comes back by itself.')
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
    tellMentee(ctx, request, `${id}:postponed:${request.round}`),
  )
  if (failed) return changedMeanwhile(ctx, id)
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
  const clock = clockFor(await ctx.directory.hours(request.mentee), ctx.now())
  const failed = await ctx.commit(
    changeRequest(ctx, request, ['pending'], {
      awaiting: 'mentee',
      expiresAt: clock.expiresAt,
      mentorAsks: ctx.seal.close(wordsOf(id, 'mentor_asks'), question),
      menteeAnswers: null,
      asked: request.asked + 1,
    }),
    ctx.schedule.at('requests.remind', id, clock.remindAt),
    ctx.schedule.at('requests.expire', id, clock.expiresAt),
    ctx.outbox.add('requests.question', `question:${id}:${request.asked + 1}`, {
      to: request.mentee,
      payload: { request: id },
    }),
    ctx.outbox.refresh(arrivedKey(request), mentor),
    ctx.outbox.touchHomes(request.mentee, mentor),
  )
  if (failed) return changedMeanwhile(ctx, id)
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
  if (request.awaiting !== 'mentee')
    return refuse('This question has its answer. The mentor has the next word.')
  const clock = clockFor(await ctx.directory.hours(request.mentor), ctx.now())
  const failed = await ctx.commit(
    changeRequest(ctx, request, ['pending'], {
      awaiting: 'mentor',
      expiresAt: clock.expiresAt,
      menteeAnswers: ctx.seal.close(wordsOf(id, 'mentee_answers'), reply),
    }),
    ctx.schedule.at('requests.remind', id, clock.remindAt),
    ctx.schedule.at('requests.expire', id, clock.expiresAt),
    ctx.outbox.refresh(`question:${id}:${request.asked}`, mentee),
    ctx.outbox.refresh(arrivedKey(request), request.mentor),
    ctx.outbox.add('requests.replied', `replied:${id}:${request.asked}`, {
      to: request.mentor,
      payload: { request: id },
    }),
    ctx.outbox.touchHomes(mentee, request.mentor),
  )
  if (failed) return changedMeanwhile(ctx, id)
  return done({ mentorName: await nameOf(ctx, request.mentor) })
}

async function changedMeanwhile(ctx: Context, id: string) {
  const now = await findRequest(ctx, id)
  return refuse(now ? await stateOf(ctx, now) : ANSWERED)
}

const nameOf = async (ctx: Context, person: string) =>
  (await ctx.directory.person(person))?.name ?? 'your colleague'

// --- what happens by itself -----------------------------------------------------------------------

/** Reminds whoever's answer is awaited. */
export async function remind(ctx: Context, id: string): Promise<Writes[]> {
  const request = await findRequest(ctx, id)
  if (request?.status !== 'pending') return []
  const to = request.awaiting === 'mentor' ? request.mentor : request.mentee
  return [
    ctx.outbox.add(
      'requests.reminder',
      `remind:${id}:${request.round}:${request.asked}:${request.awaiting}`,
      {
        to,
        payload: { request: id },
        uselessAt: request.expiresAt,
      },
    ),
  ]
}

/** Ends a request whose time is over, tells both, and offers the mentee the next best. */
export async function expire(ctx: Context, id: string): Promise<Writes[]> {
  const request = await findRequest(ctx, id)
  if (request?.status !== 'pending') return []
  return [endRequest(ctx, request, { status: 'expired' }), ending(ctx, request), tellMentee(ctx, request)]
}

/** Brings a request back that was put off a month ago. */
export async function bringBack(ctx: Context, id: string): Promise<Writes[]> {
  const request = await findRequest(ctx, id)
  if (request?.status !== 'postponed') return []
  const clock = clockFor(await ctx.directory.hours(request.mentor), ctx.now())
  const round = request.round + 1
  return [
    changeRequest(ctx, request, ['postponed'], {
      status: 'pending',
      awaiting: 'mentor',
      round,
      expiresAt: clock.expiresAt,
    }),
    ctx.outbox.add('requests.arrived', `request:${id}:${round}`, {
      to: request.mentor,
      payload: { request: id },
    }),
    ctx.schedule.at('requests.remind', id, clock.remindAt),
    ctx.schedule.at('requests.expire', id, clock.expiresAt),
    ctx.outbox.touchHomes(request.mentee, request.mentor),
  ]
}

/** Closes what can no longer become anything: the mentor has no place left. Everyone concerned is told. */
export async function tidy(ctx: Context, mentor: string): Promise<Writes[]> {
  const member = await findMember(ctx, mentor)
  if (member && member.taken < member.capacity && isMentor(member) && member.status !== 'left') return []
  const open = (await listOpenOf(ctx, mentor)).filter((r) => r.mentor === mentor)
  return open.map((request) => close(ctx, request, 'full'))
}

const close = (ctx: Context, request: MentorshipRequest, why: string): Writes => [
  endRequest(ctx, request, { status: 'closed', ending: why }),
  ending(ctx, request),
  tellMentee(ctx, request),
]

const takeBack = (ctx: Context, request: MentorshipRequest): Writes => [
  endRequest(ctx, request, { status: 'withdrawn' }),
  ending(ctx, request),
  ctx.outbox.cancel(arrivedKey(request)),
]

/** Ends everything open of somebody who leaves: their own requests are taken back, those to them are closed. */
export async function closeAllOf(ctx: Context, person: string): Promise<Writes[]> {
  const open = await listOpenOf(ctx, person)
  return open.map((request) =>
    request.mentor === person ? close(ctx, request, 'left') : takeBack(ctx, request),
  )
}

/**
 * Ends what is open between somebody and another whom they must not be paired with, without giving it away: their
 * own request is taken back; one to them ends as if there were no place left.
 */
export async function closeBetween(ctx: Context, person: string, other: string): Promise<Writes[]> {
  const open = await listOpenOf(ctx, person)
  return open.flatMap((request) =>
    request.mentee === person && request.mentor === other
      ? [takeBack(ctx, request)]
      : request.mentor === person && request.mentee === other
        ? [close(ctx, request, 'full')]
        : [],
  )
}

/** The clock of every request that awaits this person stops; what is left of it is kept. */
export async function stopClocks(ctx: Context, person: string): Promise<Writes[]> {
  const open = await listOpenOf(ctx, person)
  return open
    .filter(
      (r) =>
        r.status === 'pending' && r[r.awaiting as 'mentor' | 'mentee'] === person && r.remainingMs === null,
    )
    .map((request) => [
      changeRequest(ctx, request, ['pending'], {
        remainingMs: Math.max(DAY_MS, request.expiresAt - ctx.now()),
      }),
      stopClock(ctx, request.id),
    ])
}

/** Those clocks go on from where they stopped. */
export async function restartClocks(ctx: Context, person: string): Promise<Writes[]> {
  const open = await listOpenOf(ctx, person)
  return open
    .filter(
      (r) =>
        r.status === 'pending' && r[r.awaiting as 'mentor' | 'mentee'] === person && r.remainingMs !== null,
    )
    .map((request) => {
      const expiresAt = ctx.now() + (request.remainingMs ?? 0)
      return [
        changeRequest(ctx, request, ['pending'], { remainingMs: null, expiresAt }),
        ctx.schedule.at('requests.remind', request.id, Math.max(ctx.now() + DAY_MS, expiresAt - 3 * DAY_MS)),
        ctx.schedule.at('requests.expire', request.id, expiresAt),
        ctx.outbox.refresh(arrivedKey(request), request.mentor),
      ]
    })
}
