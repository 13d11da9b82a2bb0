import type { Context } from '../../../context.ts'
import { addWorkingDays, DAY_MS, dateIn, mondayOf, nextHumane } from '../../../core/calendar.ts'
import { canTakePart } from '../../../core/member.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import { retrying } from '../../../retrying.ts'
import { activeMentorships } from '../../pairs/mentorship/service.ts'
import { canBeAsked, requireMember } from '../../people/members/service.ts'
import { barredBy } from '../../people/privacy/service.ts'
import {
  type Answers,
  type AskForm,
  type GiveForm,
  type GiveMeta,
  type Kind,
  LAPSE_DAYS,
  monthIn,
  PAGE,
  REMIND_DAYS,
  usefulWords,
} from './domain.ts'
import * as store from './store.ts'

export { findFeedback, forgetPerson } from './store.ts'
export type Feedback = store.Feedback

/** A question is one message, and one more as a reminder. */
const askKey = (id: string, round: number) => `feedback.asked:${id}:${round}`

export interface Partner {
  person: string
  name: string
}

/**
 * With whom this person has a mentorship that runs: they can give each other feedback unasked. Afterwards it takes a
 * question, so that nobody who ended it alone hears from the other.
 */
export async function partnersOf(ctx: Context, person: string): Promise<Partner[]> {
  const list = await activeMentorships(ctx, person)
  const people = await ctx.directory.people(list.map((m) => m.partner))
  return [...people.values()].filter(canTakePart).map(({ person, name }) => ({ person, name }))
}

/** Said where somebody gives feedback to one who is not their partner and has not asked. */
export const PARTNERS_ONLY =
  'Unasked feedback is for the two of a mentorship. To anybody else, say thanks with `/mentor kudos`, or offer it in person.'

// --- asking ---

/**
 * Asks somebody for feedback on something. Somebody who does not want to be paired with the asker never sees it: it
 * ends like a question that nobody answered.
 */
export async function askForFeedback(
  ctx: Context,
  person: string,
  form: AskForm,
): Promise<Outcome<{ name: string }>> {
  const mine = await requireMember(ctx, person)
  if (!mine.ok) return mine
  if (form.of === person)
    return refuse('For your own view there is the reflection in `/mentor feedback`.', 'of')
  const found = await canBeAsked(ctx, person, form.of, 'of')
  if (!found.ok) return found
  const { account, member } = found.value
  const partner = (await partnersOf(ctx, person)).find((p) => p.person === form.of)
  const hidden = !partner && (await barredBy(ctx, person, form.of)).includes(form.of)
  const hours = await ctx.directory.hours(form.of)
  const id = ctx.newId()
  const from = Math.max(ctx.now(), member.status === 'paused' ? (member.pausedUntil ?? 0) : 0)
  const readsAt = nextHumane(hours, from) ?? from
  const failed = await ctx.commit(
    store.countAsk(ctx, person, mondayOf(await ctx.directory.hours(person), ctx.now())),
    store.insertQuestion(ctx, { id, giver: form.of, receiver: person, hidden }, form.about),
    !hidden &&
      ctx.outbox.add('feedback.asked', askKey(id, 0), {
        to: form.of,
        payload: { feedback: id },
        dueAt: from,
      }),
    ctx.schedule.at(
      'feedback.remind',
      id,
      addWorkingDays(hours, readsAt, REMIND_DAYS) ?? readsAt + 3 * DAY_MS,
    ),
    ctx.outbox.touchHomes(person, form.of),
  )
  if (failed === 'open')
    return refuse(
      `You have asked ${account.name} already, and the answer is on its way or ends by itself.`,
      'of',
    )
  if (failed) return refuse('That is five questions this week, and the most. Ask again from Monday.')
  return done({ name: account.name })
}

/** Reminds the one asked, once, and sets the end. */
export async function remindAsked(ctx: Context, id: string): Promise<Writes[]> {
  const f = await store.findFeedback(ctx, id)
  if (f?.status !== 'asked') return []
  const hours = await ctx.directory.hours(f.giver)
  const days = LAPSE_DAYS - REMIND_DAYS
  return [
    !f.hidden && ctx.outbox.add('feedback.asked', askKey(id, 1), { to: f.giver, payload: { feedback: id } }),
    ctx.schedule.at(
      'feedback.lapse',
      id,
      addWorkingDays(hours, ctx.now(), days) ?? ctx.now() + days * DAY_MS,
    ),
  ]
}

/** The time is over: nobody has to feel bad, and the asker can ask somebody else. */
export async function lapseAsk(ctx: Context, id: string): Promise<Writes[]> {
  const f = await store.findFeedback(ctx, id)
  return f?.status === 'asked'
    ? [store.endQuestion(ctx, id, { status: 'lapsed' }, ENDED), tellAsker(ctx, f)]
    : []
}

/** Whoever asked hears that there is no answer; what the other has on screen says so too. */
const tellAsker = (ctx: Context, f: Feedback): Writes => [
  ctx.outbox.add('feedback.ended', `feedback.ended:${f.id}`, { to: f.receiver, payload: { feedback: f.id } }),
  stopAsking(ctx, f),
]

/** Nobody is asked or reminded any more, and what is on screen says so. */
const stopAsking = (ctx: Context, f: Feedback): Writes => [
  ctx.outbox.cancel(askKey(f.id, 0)),
  refreshAsks(ctx, f),
  ctx.schedule.cancel('feedback.remind', f.id),
  ctx.outbox.touchHomes(f.receiver, f.giver),
]

const refreshAsks = (ctx: Context, f: Feedback): Writes =>
  [0, 1].map((round) => ctx.outbox.refresh(askKey(f.id, round), f.giver))

/** The guard of a question that has ended meanwhile. */
const ENDED = 'ended'
const OVER = 'This question does not wait for an answer any more. `/mentor feedback` shows what does.'

/** A question that waits for this person's answer. */
async function findAsk(ctx: Context, giver: string, id: string): Promise<Outcome<Feedback>> {
  const f = await store.findFeedback(ctx, id)
  return f && f.giver === giver && f.status === 'asked' && !f.hidden ? done(f) : refuse(OVER)
}

/** The same, with what the asker would like to know. */
export async function readAsk(ctx: Context, giver: string, id: string) {
  const found = await findAsk(ctx, giver, id)
  return found.ok ? done({ ask: found.value, about: store.openWords(ctx, found.value).about ?? '' }) : found
}

/** "Not this time": no reason is asked for. */
export async function declineAsk(ctx: Context, giver: string, id: string): Promise<Outcome<Feedback>> {
  const found = await findAsk(ctx, giver, id)
  if (!found.ok) return found
  const failed = await ctx.commit(
    store.endQuestion(ctx, id, { status: 'declined' }, ENDED),
    tellAsker(ctx, found.value),
  )
  return failed ? refuse(OVER) : found
}

export async function withdrawAsk(ctx: Context, receiver: string, id: string): Promise<Outcome> {
  const f = await store.findFeedback(ctx, id)
  if (f?.receiver !== receiver) return refuse(OVER)
  const failed = await ctx.commit(
    store.endQuestion(ctx, id, { status: 'withdrawn' }, ENDED),
    stopAsking(ctx, f),
  )
  return failed ? refuse(OVER) : done()
}

// --- giving ---

/** Gives feedback: as the answer to a question, or unasked to a partner. Only its receiver can ever read it. */
export async function giveFeedback(
  ctx: Context,
  giver: string,
  form: GiveForm,
  meta: GiveMeta,
): Promise<Outcome<{ name: string }>> {
  const asked = meta.ask === undefined ? undefined : await findAsk(ctx, giver, meta.ask)
  if (asked && !asked.ok) return asked
  const receiver = asked ? asked.value.receiver : (form.to ?? meta.receiver)
  const partner = (await partnersOf(ctx, giver)).find((p) => p.person === receiver)
  if (!receiver || (!asked && !partner)) return refuse(PARTNERS_ONLY)
  const id = asked ? asked.value.id : ctx.newId()
  const { zone } = await ctx.directory.hours(giver)
  const failed = await ctx.commit(
    asked
      ? [
          store.endQuestion(ctx, id, { status: 'given', ...store.sealAnswer(ctx, id, form) }, ENDED),
          stopAsking(ctx, asked.value),
        ]
      : [
          store.countGiven(ctx, giver, dateIn(zone, ctx.now())),
          store.insertUnasked(ctx, { id, giver, receiver }, form),
        ],
    ctx.outbox.add('feedback.received', `feedback.received:${id}`, {
      to: receiver,
      payload: { feedback: id },
    }),
    ctx.outbox.touchHomes(receiver, giver),
  )
  if (failed === 'cap')
    return refuse(
      'You gave feedback five times today, and that is the most. Let it sink in, and go on tomorrow.',
    )
  if (failed) return refuse(OVER)
  return done({ name: await ctx.directory.nameOf(receiver, 'your colleague') })
}

// --- reading ---

const NOT_YOURS = 'Only the person whom this feedback is for can read it. Yours is in `/mentor feedback`.'

/** Feedback with its words, for its receiver alone. */
export async function readFeedback(ctx: Context, reader: string, id: string) {
  const f = await store.findFeedback(ctx, id)
  if (f?.receiver !== reader || f.status !== 'given') return refuse(NOT_YOURS)
  if (!f.readAt) await ctx.commit(store.markRead(ctx, id), ctx.outbox.touchHomes(reader))
  return done({ feedback: f, ...store.openWords(ctx, f) })
}

/** One tap back to the giver, who learns this and nothing else. The first one counts. */
export async function sayUseful(
  ctx: Context,
  reader: string,
  id: string,
  useful: string,
): Promise<Outcome<{ giver: string }>> {
  const f = await store.findFeedback(ctx, id)
  if (f?.receiver !== reader || f.status !== 'given' || !usefulWords(useful)) return refuse(NOT_YOURS)
  const failed = await ctx.commit(
    store.setUseful(ctx, id, useful),
    ctx.outbox.add('feedback.useful', `feedback.useful:${id}`, { to: f.giver, payload: { feedback: id } }),
    ctx.outbox.touchHomes(f.giver, reader),
  )
  return failed
    ? refuse('You have said so already, and they know. To add something, talk to them or give kudos.')
    : done({ giver: f.giver })
}

/** Reads ahead what Home shows. */
export const glance = (ctx: Context, person: string, page = 0) =>
  Promise.all([
    store.listGiven(ctx, 'receiver', person, { limit: PAGE + 1, skip: page * PAGE }),
    store.listAsked(ctx, person),
  ])

/** What Home shows a person of feedback, without any words. */
export async function feedbackOverview(ctx: Context, person: string, page = 0) {
  const [[received, open], partners] = await Promise.all([glance(ctx, person, page), partnersOf(ctx, person)])
  return {
    received: received.slice(0, PAGE),
    more: received.length > PAGE,
    page,
    toAnswer: open.filter((f) => f.giver === person && !f.hidden),
    asked: open.filter((f) => f.receiver === person),
    partners,
  }
}

/** The same for the hub, with what they gave last and whether they are a mentor. */
export async function wholeFeedbackOverview(ctx: Context, person: string, page: number) {
  const pairs = await activeMentorships(ctx, person)
  return {
    ...(await feedbackOverview(ctx, person, page)),
    given: await store.listGiven(ctx, 'giver', person, { limit: PAGE }),
    mentors: pairs.some((m) => m.mentor === person && m.kind === 'mentorship'),
  }
}

// --- reflecting ---

/** What this person wrote for this month, if they did. */
export async function reflectionOfMonth(ctx: Context, person: string, kind: Kind) {
  const { zone } = await ctx.directory.hours(person)
  const on = monthIn(zone, ctx.now())
  const row = await store.findReflection(ctx, person, kind, on)
  return { on, row, answers: row ? store.openAnswers(ctx, row) : {} }
}

/** Keeps a reflection for its writer alone; a second one in the month takes the place of the first. */
export async function saveReflection(
  ctx: Context,
  person: string,
  kind: Kind,
  answers: Answers,
): Promise<Outcome> {
  const mine = await requireMember(ctx, person)
  if (!mine.ok) return mine
  return retrying(ctx, async () => {
    const { on, row } = await reflectionOfMonth(ctx, person, kind)
    const kept = store.keepReflection(ctx, { person, kind, on }, answers, row)
    return { value: undefined, writes: [kept, ctx.outbox.touchHomes(person)] }
  })
}

/** A person's own reflections, opened, the newest month first. */
export async function reflectionsOf(ctx: Context, person: string, page = 0) {
  const rows = await store.listReflections(ctx, person, { limit: PAGE + 1, skip: page * PAGE })
  return {
    page,
    more: rows.length > PAGE,
    list: rows.slice(0, PAGE).map((r) => ({ ...r, answers: store.openAnswers(ctx, r) })),
  }
}

// --- leaving ---

export const follows: Follows = { left: closeFeedbackOf, apart: closeAsksBetween }

/** Somebody does not take part any more: what waits for them or from them ends kindly. */
async function closeFeedbackOf(ctx: Context, person: string): Promise<Writes[]> {
  return (await store.listAsked(ctx, person)).map((f) =>
    f.giver === person
      ? [store.endQuestion(ctx, f.id, { status: 'lapsed' }), tellAsker(ctx, f)]
      : [store.endQuestion(ctx, f.id, { status: 'withdrawn' }), stopAsking(ctx, f)],
  )
}

/** The person does not want to be paired with the other: what the other asks of them lapses unseen, their own ends. */
async function closeAsksBetween(ctx: Context, person: string, other: string): Promise<Writes[]> {
  const between = (await store.listAsked(ctx, person)).filter((f) => [f.giver, f.receiver].includes(other))
  return between.map((f) =>
    f.giver === person
      ? [store.hideQuestion(ctx, f.id), refreshAsks(ctx, f)]
      : [store.endQuestion(ctx, f.id, { status: 'withdrawn' }), stopAsking(ctx, f)],
  )
}

// --- what is held about a person ---

/** With the words that they wrote themselves: what others wrote to them is between the two. */
export async function exportFeedback(ctx: Context, person: string) {
  const all = await store.listAllOf(ctx, person)
  const [toThem, fromThem] = [all.filter((f) => f.receiver === person), all.filter((f) => f.giver === person)]
  const names = await ctx.directory.names(all.flatMap((f) => [f.giver, f.receiver]))
  const facts = (f: Feedback, at: number | null) => ({
    with: names.get(f.giver === person ? f.receiver : f.giver) ?? FORMER_MEMBER,
    at: at && new Date(at).toISOString(),
  })
  const isAnswer = ({ status }: Feedback) => status === 'given'
  return {
    'Feedback that you gave': fromThem
      .filter(isAnswer)
      .map((f) => ({ ...facts(f, f.endedAt), words: store.openWords(ctx, f).parts, useful: f.useful })),
    'Feedback that you were asked for': fromThem
      .filter((f) => !isAnswer(f) && !f.hidden)
      .map((f) => ({ ...facts(f, f.askedAt), status: f.status })),
    'Feedback that you received': toThem
      .filter(isAnswer)
      .map((f) => ({ ...facts(f, f.endedAt), useful: f.useful })),
    'Feedback that you asked for': toThem
      .filter((f) => f.askedAt !== null)
      .map((f) => ({ ...facts(f, f.askedAt), about: store.openWords(ctx, f).about, status: f.status })),
    'Your reflections': (await store.listReflections(ctx, person)).map((r) => ({
      month: r.on,
      kind: r.kind,
      answers: store.openAnswers(ctx, r),
    })),
  }
}
