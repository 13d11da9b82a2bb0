import type { Context } from '../../context.ts'
import { DAY_MS, formatFor, type Hours } from '../../core/calendar.ts'
import { competencyName } from '../../core/competencies.ts'
import { done, type Outcome, refuse } from '../../core/outcome.ts'
import { plural } from '../../core/text.ts'
import type { Writes } from '../../db/commit.ts'
import { forgetNotForMe, isBarred, objection, pairFacts, recordOf } from '../find/service.ts'
import { activeMentorships, type Mentorship, startMentorships } from '../mentorship/service.ts'
import { CHATS_A_MONTH, givesChats, isMentee, isMentor } from '../profile/domain.ts'
import { findMember, findMembers, takeChat } from '../profile/service.ts'
import {
  type AskForm,
  clockFor,
  clockFrom,
  daysLeft,
  draftForChat,
  draftQuestions,
  EXPIRE_DAYS,
  firstName,
  type Kind,
  MONTH_MS,
  MOST_OPEN,
} from './domain.ts'
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

const GONE = 'This request is not there any more. Type `/mentor requests` to see what is open.'
const NOT_YOURS = 'This request is not yours to answer. Type `/mentor requests` to see your own.'

// The keys of messages about a request: `round` counts how often it was put off, `asked` the questions of the mentor.
const arrivedKey = (r: MentorshipRequest) => `request:${r.id}:${r.round}`
const questionKey = (r: MentorshipRequest, asked = r.asked) => `question:${r.id}:${asked}`
const repliedKey = (r: MentorshipRequest) => `replied:${r.id}:${r.asked}`
const postponedKey = (r: MentorshipRequest) => `answered:${r.id}:postponed:${r.round}:${r.asked}`
const reminderKey = (r: MentorshipRequest) => `remind:${r.id}:${r.round}:${r.asked}:${r.awaiting}`

const awaitedOf = (r: MentorshipRequest) => (r.awaiting === 'mentor' ? r.mentor : r.mentee)

export interface Draft {
  kind: Kind
  mentorName: string
  goal: string
  questions: string
}

/** What the form holds before anything is typed. Refuses where the two may not be matched. */
export async function draftRequest(
  ctx: Context,
  mentee: string,
  mentor: string,
  kind: Kind = 'mentorship',
): Promise<Outcome<Draft>> {
  const refused = await mayAsk(ctx, mentee, mentor, kind)
  if (!refused.ok) return refused
  const { pair, goal } = refused.value
  const shared = pair.mentee.wants
    .filter((want) => pair.mentor.offers.some((offer) => offer.skill === want.skill))
    .map((want) => competencyName(want.skill).toLowerCase())
  const first = firstName(pair.mentor.name)
  return done({
    kind,
    mentorName: pair.mentor.name,
    ...(kind === 'chat'
      ? { goal: shared[0] ?? '', questions: draftForChat(first, shared[0] ?? '') }
      : { goal, questions: draftQuestions(first, shared) }),
  })
}

/** Whoever takes part may ask for a chat; for a mentorship, who looks for a mentor. */
async function mayAsk(ctx: Context, mentee: string, mentor: string, kind: Kind) {
  const chat = kind === 'chat'
  const member = await findMember(ctx, mentee)
  if (!member || member.status === 'left')
    return refuse('You have not joined yet. Type `/mentor join` first; it takes a minute.')
  if (!chat && !isMentee(member))
    return refuse('You joined as a mentor. To ask somebody, type `/mentor join` and choose "Both".')
  if (member.status === 'paused') return refuse('You are paused. Type `/mentor resume`, and then ask again.')
  const pair = await pairFacts(ctx, mentee, mentor, { chat })
  // Who seeks a mentor is nobody's business: they look like somebody who never joined.
  if (
    !pair ||
    !(isMentor(pair.mentor) || (chat && pair.mentor.chats?.gives)) ||
    pair.mentor.status === 'left'
  )
    return refuse('This person is not a mentor in Cairn. Type `/mentor find` to see who is.')
  const running = await activeMentorships(ctx, mentee)
  if (running.some((m) => m.kind === 'chat' && m.partner === mentor))
    return refuse(
      'You two have one chat now. Once you have talked, press "End it" on Home, and then ask for more.',
    )
  // "Not for me" was said of a suggestion; asking all the same takes it back.
  const no = objection(pair, ['not-for-me'])
  if (no) return refuse(`${no} Type \`/mentor find\` to see who fits now.`)
  if (!chat && !member.several && running.some((m) => isMentorOf(m, mentee)))
    return refuse(
      'You have a mentor now. To look for another one as well, open "My time" on your profile and choose "Several".',
    )
  return done({ pair, goal: member.goal, member })
}

/** A single chat is no mentorship: whoever has one still looks for a mentor. */
const isMentorOf = (m: Mentorship, mentee: string) => m.kind === 'mentorship' && m.mentee === mentee

export interface Sent {
  mentorName: string
  /** When the mentor can first read it, and until when they can answer (UTC ms). */
  readsAt: number
  expiresAt: number
  /** The zones of both. */
  zone: string
  mentorZone: string
}

/** Asks somebody to be one's mentor, or for 30 minutes on one topic. At most one open request a pair, and MOST_OPEN a mentee. */
export async function askMentor(
  ctx: Context,
  mentee: string,
  mentor: string,
  form: AskForm,
  kind: Kind = 'mentorship',
): Promise<Outcome<Sent>> {
  const allowed = await mayAsk(ctx, mentee, mentor, kind)
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
      kind,
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
    // Either may have left, or the last place gone, since they were looked at.
    [mentor, mentee].map((person) => ctx.schedule.at('requests.tidy', person, ctx.now())),
    forgetNotForMe(ctx, mentee, mentor),
    ctx.outbox.touchHomes(mentee, mentor),
  )
  if (failed === 'asked already')
    return refuse(`You have asked ${pair.mentor.name} already. Type \`/mentor requests\` to see it.`)
  if (failed)
    return refuse(
      `You have ${MOST_OPEN} open requests. Wait for an answer, or take one back: \`/mentor requests\`.`,
    )
  const { readsAt, expiresAt } = clock
  const { zone } = pair.mentee.hours
  return done({ mentorName: pair.mentor.name, readsAt, expiresAt, zone, mentorZone: hours.zone })
}

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

/** As `stateOf`, with a next step. */
export const presentState = async (ctx: Context, request: MentorshipRequest, reader: string) =>
  `${await stateOf(ctx, request, reader)} Type \`/mentor requests\` to see what is open.`

/** What became of a request, in a sentence for either side. */
export async function stateOf(ctx: Context, request: MentorshipRequest, reader: string): Promise<string> {
  const people = await ctx.directory.people([request.mentee, request.mentor])
  const mentee = people.get(request.mentee)?.name ?? 'The mentee'
  const mentor = people.get(request.mentor)?.name ?? 'the mentor'
  /** One's own deeds are told as one's own. */
  const byMentor = (you: string, they: string) =>
    reader === request.mentor ? `You ${you}` : `${mentor} ${they}`
  const byMentee = (you: string, they: string) =>
    reader === request.mentee ? `You ${you}` : `${mentee} ${they}`
  switch (request.status) {
    case 'accepted':
      if (request.ending === 'round')
        return 'A round has matched you two. You have a conversation of your own.'
      return request.ending === 'chat'
        ? `${request.kind === 'chat' ? byMentor('said yes to', 'said yes to') : byMentor('have offered', 'has offered')} a 30-minute chat. You two have a conversation for it.`
        : `${byMentor('have accepted', 'has accepted')}. You two are introduced in a conversation of your own.`
    case 'declined':
      return `${byMentor('could', 'could')} not take this on.`
    case 'withdrawn':
      return request.ending === 'matched'
        ? `${byMentee('have found', 'has found')} a mentor meanwhile.`
        : `${byMentee('have taken', 'has taken')} this request back.`
    case 'expired':
      return 'This request has run out of time.'
    case 'closed':
      return request.ending === 'full'
        ? `${byMentor('have', 'has')} no free place any more.`
        : request.kind === 'chat'
          ? `${byMentor('give', 'gives')} no chats any more.`
          : `${byMentor('are', 'is')} not a mentor any more.`
    case 'postponed': {
      const { zone } = await ctx.directory.hours(request.mentor)
      return `${byMentor('have', 'has')} put this off. It comes back on ${formatFor(zone, request.expiresAt, 'date')}.`
    }
    default:
      return request.awaiting === 'mentee'
        ? `${byMentor('have', 'has')} asked a question; the answer is still to come.`
        : `${byMentee('have', 'has')} said all there is; the decision is still to come.`
  }
}

/** The jobs of a request that is not waiting any more. */
const stopClock = (ctx: Context, id: string): Writes => [
  ctx.schedule.cancel('requests.remind', id),
  ctx.schedule.cancel('requests.expire', id),
  ctx.schedule.cancel('requests.again', id),
]

/** The messages on screen and both Homes show the present state, so that no button is left behind. */
const showAnew = (ctx: Context, request: MentorshipRequest): Writes => [
  ctx.outbox.refresh(arrivedKey(request), request.mentor),
  ctx.outbox.refresh(questionKey(request), request.mentee),
  ctx.outbox.refresh(repliedKey(request), request.mentor),
  ctx.outbox.refresh(reminderKey(request), awaitedOf(request)),
  ctx.outbox.touchHomes(request.mentee, request.mentor),
]

/** What every ending has in common: the clock stops, and what was on its way is not told any more. */
const ending = (ctx: Context, request: MentorshipRequest): Writes => [
  stopClock(ctx, request.id),
  ctx.outbox.cancel(postponedKey(request)),
  showAnew(ctx, request),
]

/**
 * Starts the clock of whoever's answer is awaited from now on: what to set, and its jobs. While either of the two is
 * paused it stands still, with all of its time left.
 */
async function startClock(ctx: Context, { id, mentee, mentor }: MentorshipRequest, awaited: string) {
  const clock = clockFor(await ctx.directory.hours(awaited), ctx.now())
  const isPaused = (await findMembers(ctx, [mentee, mentor])).some((m) => m.status === 'paused')
  return {
    set: { expiresAt: clock.expiresAt, remainingMs: isPaused ? EXPIRE_DAYS * DAY_MS : null },
    jobs: [
      stopClock(ctx, id),
      !isPaused && [
        ctx.schedule.at('requests.remind', id, clock.remindAt),
        ctx.schedule.at('requests.expire', id, clock.expiresAt),
      ],
    ] satisfies Writes[],
  }
}

const tellMentee = (ctx: Context, request: MentorshipRequest, key = `answered:${request.id}`): Writes =>
  ctx.outbox.add('requests.answered', key, {
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
  answer: Kind = 'mentorship',
): Promise<Outcome<{ menteeName: string }>> {
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
      why: request.why,
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
  if (!failed) return done({ menteeName: pair.mentee.name })
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

const nameOf = async (ctx: Context, person: string) =>
  (await ctx.directory.person(person))?.name ?? 'your colleague'

// --- what happens by itself -----------------------------------------------------------------------

/** Reminds whoever's answer is awaited. */
export async function remind(ctx: Context, id: string): Promise<Writes[]> {
  const request = await findRequest(ctx, id)
  if (request?.status !== 'pending') return []
  const { awaiting, expiresAt } = request
  return [
    ctx.outbox.add('requests.reminder', reminderKey(request), {
      to: awaitedOf(request),
      payload: { request: id, awaiting },
      uselessAt: expiresAt,
    }),
  ]
}

/** Ends a request whose time is over, tells both, and offers the mentee the next best. */
export async function expire(ctx: Context, id: string): Promise<Writes[]> {
  const request = await findRequest(ctx, id)
  if (request?.status !== 'pending') return []
  // One of them paused in the very moment in which this clock was started.
  if ((await findMembers(ctx, [request.mentee, request.mentor])).some((m) => m.status === 'paused'))
    return [changeRequest(ctx, request, ['pending'], { remainingMs: DAY_MS })]
  return [endRequest(ctx, request, { status: 'expired' }), ending(ctx, request), tellMentee(ctx, request)]
}

/** Brings a request back that was put off a month ago, if the mentor has a place. */
export async function bringBack(ctx: Context, id: string): Promise<Writes[]> {
  const request = await findRequest(ctx, id)
  if (request?.status !== 'postponed') return []
  const mentor = await findMember(ctx, request.mentor)
  if (request.kind === 'mentorship' && mentor && mentor.taken >= mentor.capacity)
    return [close(ctx, request, 'full')]
  const clock = await startClock(ctx, request, request.mentor)
  const back = { ...request, round: request.round + 1 }
  return [
    changeRequest(ctx, request, ['postponed'], {
      status: 'pending',
      awaiting: 'mentor',
      round: back.round,
      ...clock.set,
    }),
    ctx.outbox.add('requests.arrived', arrivedKey(back), { to: request.mentor, payload: { request: id } }),
    clock.jobs,
    ctx.outbox.touchHomes(request.mentee, request.mentor),
  ]
}

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

const listPending = async (ctx: Context, person: string) =>
  (await listOpenOf(ctx, person)).filter((r) => r.status === 'pending')

/**
 * Somebody pauses: the clocks of their requests stop, whoever's answer is awaited, since nothing can begin meanwhile.
 * The working days that are left are kept.
 */
export async function stopClocks(ctx: Context, person: string): Promise<Writes[]> {
  const running = (await listPending(ctx, person)).filter((r) => r.remainingMs === null)
  const hours = await ctx.directory.hoursOfAll(running.map(awaitedOf))
  return running.map((request) => [
    changeRequest(ctx, request, ['pending'], {
      remainingMs: daysLeft(hours.get(awaitedOf(request))!, ctx.now(), request.expiresAt) * DAY_MS,
    }),
    stopClock(ctx, request.id),
    ctx.outbox.touchHomes(request.mentee, request.mentor),
  ])
}

/** Those clocks go on from where they stopped, but for requests whose other side is paused. */
export async function restartClocks(ctx: Context, person: string): Promise<Writes[]> {
  const stopped = (await listPending(ctx, person)).filter((r) => r.remainingMs !== null)
  const other = (r: MentorshipRequest) => (r.mentee === person ? r.mentor : r.mentee)
  const others = await findMembers(ctx, stopped.map(other))
  const paused = new Set(others.filter((m) => m.status === 'paused').map((m) => m.person))
  const hours = await ctx.directory.hoursOfAll(stopped.map(awaitedOf))
  return stopped
    .filter((request) => !paused.has(other(request)))
    .map((request) =>
      goOn(ctx, request, hours.get(awaitedOf(request))!, Math.round((request.remainingMs ?? 0) / DAY_MS)),
    )
}

/**
 * Somebody is about to change their hours: what is left of their time to answer is counted in their new working days,
 * so that nothing expires on a holiday.
 */
export async function keepHours(ctx: Context, person: string, hours: Hours): Promise<Writes[]> {
  const before = await ctx.directory.hours(person)
  const running = (await listPending(ctx, person)).filter(
    (r) => awaitedOf(r) === person && r.remainingMs === null,
  )
  return running.map((request) => goOn(ctx, request, hours, daysLeft(before, ctx.now(), request.expiresAt)))
}

function goOn(ctx: Context, request: MentorshipRequest, hours: Hours, days: number): Writes {
  const clock = clockFrom(hours, ctx.now(), days)
  return [
    changeRequest(ctx, request, ['pending'], { remainingMs: null, expiresAt: clock.expiresAt }),
    ctx.schedule.at('requests.remind', request.id, clock.remindAt),
    ctx.schedule.at('requests.expire', request.id, clock.expiresAt),
    showAnew(ctx, request),
  ]
}
