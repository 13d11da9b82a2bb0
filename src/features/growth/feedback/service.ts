import type { Context } from '../../../context.ts'
import { addWorkingDays, DAY_MS, dateIn, mondayOf, nextHumane } from '../../../core/calendar.ts'
import { canTakePart } from '../../../core/member.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import { activeMentorships } from '../../pairs/mentorship/service.ts'
import { canBeAsked, findMember } from '../../people/members/service.ts'
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
import {
  countAsk,
  countGiven,
  type Feedback,
  findFeedback,
  findReflection,
  hideAsk,
  insertFeedback,
  listAskedBetween,
  listFeedback,
  listReflections,
  markRead,
  openAbout,
  openAnswers,
  openWords,
  putReflection,
  sealAbout,
  sealWords,
  settleAsk,
  settleIfAsked,
  setUseful,
} from './store.ts'

export type { Feedback, Reflection } from './store.ts'
export { findFeedback } from './store.ts'

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

/** The member, or how to become one. */
async function joined(ctx: Context, person: string): Promise<Outcome> {
  const member = await findMember(ctx, person)
  return member && member.status !== 'left'
    ? done()
    : refuse('Feedback is for members. Type `/mentor join`: it takes a minute.')
}

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
  const mine = await joined(ctx, person)
  if (!mine.ok) return mine
  if (form.of === person)
    return refuse('For your own view there is the reflection in `/mentor feedback`.', 'of')
  const found = await canBeAsked(ctx, person, form.of, 'of')
  if (!found.ok) return found
  const { account, member } = found.value
  const partner = (await partnersOf(ctx, person)).find((p) => p.person === form.of)
  const hidden = !partner && (await barredBy(ctx, person, form.of)).includes(form.of)
  const [mineHours, hours] = [await ctx.directory.hours(person), await ctx.directory.hours(form.of)]
  const id = ctx.newId()
  const from = Math.max(ctx.now(), member.status === 'paused' ? (member.pausedUntil ?? 0) : 0)
  const readsAt = nextHumane(hours, from) ?? from
  const failed = await ctx.commit(
    countAsk(ctx, person, mondayOf(mineHours, ctx.now())),
    insertFeedback(ctx, {
      id,
      giver: form.of,
      receiver: person,
      status: 'asked',
      askedAt: ctx.now(),
      hidden,
      about: sealAbout(ctx, id, form.about),
      openAsk: `${person}:${form.of}`,
    }),
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
export async function remind(ctx: Context, id: string): Promise<Writes[]> {
  const f = await findFeedback(ctx, id)
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
export async function lapse(ctx: Context, id: string): Promise<Writes[]> {
  const f = await findFeedback(ctx, id)
  return f?.status === 'asked' ? [settleAsk(ctx, id, { status: 'lapsed' }), told(ctx, f)] : []
}

/** Who asked hears how it ended; what the other has on screen says so too. */
const told = (ctx: Context, f: Feedback): Writes => [
  ctx.outbox.add('feedback.ended', `feedback.ended:${f.id}`, { to: f.receiver, payload: { feedback: f.id } }),
  settled(ctx, f),
]

const settled = (ctx: Context, f: Feedback): Writes => [
  ctx.outbox.cancel(askKey(f.id, 0)),
  [0, 1].map((round) => ctx.outbox.refresh(askKey(f.id, round), f.giver)),
  ctx.schedule.cancel('feedback.remind', f.id),
  ctx.outbox.touchHomes(f.receiver, f.giver),
]

const OVER = 'This question does not wait for an answer any more. `/mentor feedback` shows what does.'

/** A question that waits for this person's answer. */
export async function findAsk(ctx: Context, giver: string, id: string): Promise<Outcome<Feedback>> {
  const f = await findFeedback(ctx, id)
  return f && f.giver === giver && f.status === 'asked' && !f.hidden ? done(f) : refuse(OVER)
}

/** The same, with what the asker would like to know. */
export async function readAsk(ctx: Context, giver: string, id: string) {
  const found = await findAsk(ctx, giver, id)
  return found.ok ? done({ ask: found.value, about: openAbout(ctx, found.value) ?? '' }) : found
}

/** "Not this time": no reason is asked for. */
export async function decline(ctx: Context, giver: string, id: string): Promise<Outcome<Feedback>> {
  const found = await findAsk(ctx, giver, id)
  if (!found.ok) return found
  const failed = await ctx.commit(settleAsk(ctx, id, { status: 'declined' }), told(ctx, found.value))
  return failed ? refuse(OVER) : found
}

export async function withdraw(ctx: Context, receiver: string, id: string): Promise<Outcome> {
  const f = await findFeedback(ctx, id)
  if (f?.receiver !== receiver) return refuse(OVER)
  const failed = await ctx.commit(settleAsk(ctx, id, { status: 'withdrawn' }), settled(ctx, f))
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
  if (!receiver || (!asked && !partner))
    return refuse(
      'Unasked feedback is for the two of a mentorship. To anybody else, say thanks with `/mentor kudos`, or offer it in person.',
    )
  const id = asked ? asked.value.id : ctx.newId()
  const words = sealWords(ctx, id, form)
  const { zone } = await ctx.directory.hours(giver)
  const failed = await ctx.commit(
    asked
      ? [settleAsk(ctx, id, { status: 'given', ...words }), settled(ctx, asked.value)]
      : [
          countGiven(ctx, giver, dateIn(zone, ctx.now())),
          insertFeedback(ctx, {
            id,
            giver,
            receiver,
            status: 'given',
            endedAt: ctx.now(),
            ...words,
          }),
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
  const f = await findFeedback(ctx, id)
  if (f?.receiver !== reader || f.status !== 'given') return refuse(NOT_YOURS)
  if (!f.readAt) await ctx.commit(markRead(ctx, id), ctx.outbox.touchHomes(reader))
  return done({ feedback: f, about: openAbout(ctx, f), parts: openWords(ctx, f) })
}

/** One tap back to the giver, who learns this and nothing else. The first one counts. */
export async function sayUseful(
  ctx: Context,
  reader: string,
  id: string,
  useful: string,
): Promise<Outcome<{ giver: string }>> {
  const f = await findFeedback(ctx, id)
  if (f?.receiver !== reader || f.status !== 'given' || !usefulWords(useful)) return refuse(NOT_YOURS)
  const failed = await ctx.commit(
    setUseful(ctx, id, useful),
    ctx.outbox.add('feedback.useful', `feedback.useful:${id}`, { to: f.giver, payload: { feedback: id } }),
    ctx.outbox.touchHomes(f.giver, reader),
  )
  return failed
    ? refuse('You have said so already, and they know. To add something, talk to them or give kudos.')
    : done({ giver: f.giver })
}

/** What the hub of feedback and Home show a person; words only where they wrote them themselves. */
export async function overview(ctx: Context, person: string, page = 0) {
  const [received, toAnswer, asked, given, partners, pairs] = await Promise.all([
    listFeedback(ctx, 'receiver', person, ['given'], { limit: PAGE + 1, offset: page * PAGE }),
    listFeedback(ctx, 'giver', person, ['asked']),
    listFeedback(ctx, 'receiver', person, ['asked']),
    listFeedback(ctx, 'giver', person, ['given'], { limit: PAGE }),
    partnersOf(ctx, person),
    activeMentorships(ctx, person),
  ])
  return {
    mentors: pairs.some((m) => m.mentor === person && m.kind === 'mentorship'),
    received: received.slice(0, PAGE),
    more: received.length > PAGE,
    page,
    toAnswer: toAnswer.filter((f) => !f.hidden),
    asked,
    given,
    partners,
  }
}

// --- reflecting ---

/** What this person wrote for this month, if they did. */
export async function reflectionNow(ctx: Context, person: string, kind: Kind) {
  const { zone } = await ctx.directory.hours(person)
  const on = monthIn(zone, ctx.now())
  const row = await findReflection(ctx, person, kind, on)
  return { on, row, answers: row ? openAnswers(ctx, row) : {} }
}

/** Keeps a reflection for its writer alone; a second one in the month takes the place of the first. */
export async function reflect(ctx: Context, person: string, kind: Kind, answers: Answers): Promise<Outcome> {
  const mine = await joined(ctx, person)
  if (!mine.ok) return mine
  for (let tries = 0; tries < 2; tries++) {
    const { on, row } = await reflectionNow(ctx, person, kind)
    const failed = await ctx.commit(
      putReflection(ctx, { id: row?.id ?? ctx.newId(), person, kind, on }, answers, row !== undefined),
      ctx.outbox.touchHomes(person),
    )
    if (!failed) return done()
  }
  return refuse('This was saved in the same moment by another click. Please press Save once more.')
}

/** A person's own reflections, opened, the newest month first. */
export async function reflectionsOf(ctx: Context, person: string, page = 0) {
  const rows = await listReflections(ctx, person, PAGE + 1, page * PAGE)
  return {
    page,
    more: rows.length > PAGE,
    list: rows.slice(0, PAGE).map((r) => ({ ...r, answers: openAnswers(ctx, r) })),
  }
}

// --- leaving ---

/** Somebody does not take part any more: what waits for them or from them ends kindly. */
export const follows: Follows = { left: closeFeedbackOf, apart: closeAsksBetween }

async function closeFeedbackOf(ctx: Context, person: string): Promise<Writes[]> {
  const [toThem, fromThem] = await Promise.all([
    listFeedback(ctx, 'giver', person, ['asked']),
    listFeedback(ctx, 'receiver', person, ['asked']),
  ])
  return [
    ...toThem.map((f) => [settleIfAsked(ctx, f.id, { status: 'lapsed' }), told(ctx, f)]),
    ...fromThem.map((f) => [settleIfAsked(ctx, f.id, { status: 'withdrawn' }), settled(ctx, f)]),
  ]
}

/** The person does not want to be paired with the other: what the other asks of them lapses unseen, their own ends. */
async function closeAsksBetween(ctx: Context, person: string, other: string): Promise<Writes[]> {
  return (await listAskedBetween(ctx, person, other)).map((f) =>
    f.giver === person
      ? [hideAsk(ctx, f.id), [0, 1].map((round) => ctx.outbox.refresh(askKey(f.id, round), person))]
      : [settleIfAsked(ctx, f.id, { status: 'withdrawn' }), settled(ctx, f)],
  )
}

/** All of a person's own, for the file that they can ask for: what they received, asked and wrote for themselves. */
export async function exportFeedback(ctx: Context, person: string) {
  const received = await listFeedback(ctx, 'receiver', person, ['asked', 'given', 'declined', 'lapsed'])
  const given = await listFeedback(ctx, 'giver', person, ['given'])
  const reflections = await listReflections(ctx, person, 1000)
  return {
    asked: received.map((f) => ({ of: f.giver, about: openAbout(ctx, f), at: f.askedAt, status: f.status })),
    given: given.map((f) => ({ to: f.receiver, at: f.endedAt, words: openWords(ctx, f), useful: f.useful })),
    reflections: reflections.map((r) => ({ on: r.on, kind: r.kind, answers: openAnswers(ctx, r) })),
  }
}
