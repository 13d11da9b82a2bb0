import type { Context } from '../../context.ts'
import { addWorkingDays, DAY_MS, mondayOf, nextHumane } from '../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../core/outcome.ts'
import type { Writes } from '../../db/commit.ts'
import type { Follows } from '../../follows.ts'
import { groupOf } from '../../outbox/outbox.ts'
import { barredBy } from '../privacy/service.ts'
import { canBeAsked, findMember } from '../profile/service.ts'
import { type Answer, EXPIRE_DAYS, type IntroForm, resolve, SIDES, type Side } from './domain.ts'
import { endPromise } from './service-promises.ts'
import {
  change,
  countIntroduction,
  findIntroduction,
  type Introduction,
  insertIntroduction,
  listNaming,
  listPromises,
  markMade,
  openPromise,
  openReason,
  sealReason,
} from './store.ts'

export { due, menteesOf, openPromises, promise, readPromise, settlePromise } from './service-promises.ts'
export type { Introduction, Promised } from './store.ts'
export { findIntroduction, findPromise } from './store.ts'

const askKey = (id: string, side: Side) => `introductions.asked:${id}:${side}`
const madeKey = (id: string) => `introductions.made:${id}`
const clock = (id: string, side: Side) => `${id}:${side}`

export const sideOf = (i: Introduction, person: string): Side | undefined =>
  SIDES.find((s) => i[s] === person)
export const otherOf = (i: Introduction, person: string) => (i.one === person ? i.two : i.one)
export const answerOf = (i: Introduction, side: Side) =>
  (side === 'one' ? i.oneAnswer : i.twoAnswer) as Answer

const answered = (side: Side, value: Answer): Partial<Introduction> =>
  side === 'one' ? { oneAnswer: value } : { twoAnswer: value }

/**
 * Asks two people, each alone, whether they would like to be introduced. Somebody who does not want to be paired with
 * the other, or with the introducer, is not asked: to the others it looks as if their time ran out.
 */
export async function introduce(
  ctx: Context,
  introducer: string,
  form: IntroForm,
): Promise<Outcome<{ names: string[] }>> {
  const mine = await findMember(ctx, introducer)
  if (!mine || mine.status === 'left')
    return refuse('Introductions are for members. Type `/mentor join`: it takes a minute.')
  if (form.people.includes(introducer))
    return refuse(
      'Choose two others: to meet somebody yourself, use `/mentor find` or write to them.',
      'people',
    )
  const id = ctx.newId()
  const [one, two] = form.people
  const names: string[] = []
  const asks: Writes[] = []
  const answers: Record<Side, Answer> = { one: 'waiting', two: 'waiting' }
  const among = await barredBy(ctx, one, two)
  for (const side of SIDES) {
    const person = side === 'one' ? one : two
    const found = await canBeAsked(ctx, introducer, person, 'people')
    if (!found.ok) return found
    const { account, member } = found.value
    names.push(account.name)
    if (among.includes(person) || (await barredBy(ctx, introducer, person)).includes(person))
      answers[side] = 'barred'
    const hours = await ctx.directory.hours(person)
    const from = Math.max(ctx.now(), member.status === 'paused' ? (member.pausedUntil ?? 0) : 0)
    const readsAt = nextHumane(hours, from) ?? from
    asks.push(
      answers[side] === 'waiting' &&
        ctx.outbox.add('introductions.asked', askKey(id, side), {
          to: person,
          payload: { introduction: id, person },
          dueAt: from,
        }),
      ctx.schedule.at(
        'introductions.expire',
        clock(id, side),
        addWorkingDays(hours, readsAt, EXPIRE_DAYS) ?? readsAt + EXPIRE_DAYS * DAY_MS,
      ),
    )
  }
  const failed = await ctx.commit(
    countIntroduction(ctx, introducer, mondayOf(await ctx.directory.hours(introducer), ctx.now())),
    insertIntroduction(ctx, {
      id,
      introducer,
      one,
      two,
      oneAnswer: answers.one,
      twoAnswer: answers.two,
      status: 'asking',
      sentAt: ctx.now(),
      reason: sealReason(ctx, id, form.reason),
      openTrio: [introducer, ...[one, two].sort()].join(':'),
    }),
    asks,
    ctx.outbox.touchHomes(introducer, one, two),
  )
  if (failed === 'open')
    return refuse('You have asked these two already. You hear from me once both have answered.', 'people')
  if (failed)
    return refuse('That is three introductions this week, and the most. Make the next one from Monday.')
  return done({ names })
}

const OVER = 'This introduction does not wait for an answer any more. Home shows what does.'

/** One of the two answers, for themselves alone. */
export async function answerIntro(
  ctx: Context,
  person: string,
  id: string,
  value: 'yes' | 'no',
): Promise<Outcome<{ introduction: Introduction }>> {
  // A guard that fails means that the other answered in this very moment: the two answers are looked at anew.
  for (let tries = 0; tries < 3; tries++) {
    const seen = await findIntroduction(ctx, id)
    const side = seen && sideOf(seen, person)
    if (!seen || !side || seen.status !== 'asking' || answerOf(seen, side) !== 'waiting') return refuse(OVER)
    const after = { ...seen, ...answered(side, value) }
    if (!(await ctx.commit(settle(ctx, seen, after)))) return done({ introduction: after })
  }
  return refuse('This introduction is changing right now. Please press once more.')
}

/** The time of one of them is over; `subject` is `id:side`. */
export async function expire(ctx: Context, subject: string): Promise<Writes[]> {
  const [id = '', side] = subject.split(':') as [string, Side]
  const seen = await findIntroduction(ctx, id)
  if (seen?.status !== 'asking') return []
  if (answerOf(seen, side) === 'waiting') return [settle(ctx, seen, { ...seen, ...answered(side, 'late') })]
  // Nobody was asked: it ends when the time of both would be over.
  const both = seen.oneAnswer !== 'waiting' && seen.twoAnswer !== 'waiting'
  const other = SIDES.find((s) => s !== side) as Side
  return both && !(await ctx.schedule.find('introductions.expire', clock(id, other)))
    ? [settle(ctx, seen, seen)]
    : []
}

/** Writes what two answers make. */
function settle(ctx: Context, seen: Introduction, after: Introduction): Writes[] {
  const status = resolve(after.oneAnswer, after.twoAnswer)
  const { one, two, introducer, id } = after
  const over = status !== 'asking'
  return [
    change(ctx, seen, {
      oneAnswer: after.oneAnswer,
      twoAnswer: after.twoAnswer,
      status,
      ...(over && { openTrio: null }),
      ...(status === 'ended' && { endedAt: ctx.now() }),
    }),
    SIDES.map((side) => ctx.outbox.refresh(askKey(id, side), after[side])),
    over && SIDES.map((side) => ctx.schedule.cancel('introductions.expire', clock(id, side))),
    status === 'agreed' &&
      ctx.outbox.add('introductions.made', madeKey(id), {
        to: groupOf([one, two]),
        payload: { introduction: id, introducer },
      }),
    status === 'ended' && tellEnded(ctx, after),
    ctx.outbox.touchHomes(introducer, one, two),
  ]
}

/** The introducer, and who said yes, hear that it did not come about: never from whom. */
const tellEnded = (ctx: Context, i: Introduction): Writes =>
  [i.introducer, ...SIDES.filter((side) => answerOf(i, side) === 'yes').map((side) => i[side])].map(
    (person) =>
      ctx.outbox.add('introductions.ended', `introductions.ended:${i.id}:${person}`, {
        to: person,
        payload: { introduction: i.id, person },
      }),
  )

/** Their conversation is open: only now the introducer hears that it worked. */
export const conversationOpened = (ctx: Context, id: string, introducer: string): Writes => [
  markMade(ctx, id),
  ctx.outbox.add('introductions.worked', `introductions.worked:${id}`, {
    to: introducer,
    payload: { introduction: id },
  }),
  ctx.outbox.touchHomes(introducer),
]

/** The reason, for the introducer and the two who were asked. */
export async function readReason(ctx: Context, reader: string, id: string) {
  const i = await findIntroduction(ctx, id)
  const side = i && sideOf(i, reader)
  if (!i || !(i.introducer === reader || (side && answerOf(i, side) !== 'barred')))
    return refuse('This is between those who are introduced. Make one of your own with `/mentor intro`.')
  // What was taken back is its writer's alone again.
  if (i.status === 'ended' && i.introducer !== reader) return refuse(OVER)
  return done({ introduction: i, reason: openReason(ctx, i) })
}

/** The introducer takes it back before both have answered. */
export async function withdraw(ctx: Context, introducer: string, id: string): Promise<Outcome> {
  const seen = await findIntroduction(ctx, id)
  if (seen?.introducer !== introducer || seen.status !== 'asking') return refuse(OVER)
  const failed = await ctx.commit(takeBack(ctx, seen))
  return failed ? refuse('One of them answered in this very moment. Home shows how it stands.') : done()
}

const takeBack = (ctx: Context, seen: Introduction): Writes => [
  change(ctx, seen, { status: 'ended', endedAt: ctx.now(), openTrio: null }),
  SIDES.map((side) => [
    ctx.outbox.cancel(askKey(seen.id, side)),
    ctx.outbox.refresh(askKey(seen.id, side), seen[side]),
    ctx.schedule.cancel('introductions.expire', clock(seen.id, side)),
  ]),
  ctx.outbox.touchHomes(seen.introducer, seen.one, seen.two),
]

/** What waits for this person, and what they asked of others. */
export async function openOf(ctx: Context, person: string) {
  const list = await listNaming(ctx, person, ['asking', 'agreed'])
  return {
    toAnswer: list.filter((i) => {
      const side = sideOf(i, person)
      return i.status === 'asking' && side && answerOf(i, side) === 'waiting'
    }),
    mine: list.filter((i) => i.introducer === person),
  }
}

/** The answer of one who is gone, or does not want the other, is no; the rest follows as ever. */
function sayNo(ctx: Context, seen: Introduction, person: string): Writes {
  const side = sideOf(seen, person) as Side
  const after = { ...seen, ...answered(side, 'no') }
  if (seen.status === 'asking')
    return answerOf(seen, side) === 'barred' || answerOf(seen, side) === 'no' ? [] : settle(ctx, seen, after)
  return [
    change(ctx, seen, { ...answered(side, 'no'), status: 'ended', endedAt: ctx.now() }),
    ctx.outbox.cancel(madeKey(seen.id)),
    tellEnded(ctx, after),
    ctx.outbox.touchHomes(seen.introducer, seen.one, seen.two),
  ]
}

export const follows: Follows = { left: closeIntroductionsOf, apart: partWays }

/** Ends what would bring together somebody and another whom they must not be paired with. Guard: `moved`. */
async function partWays(ctx: Context, person: string, other: string): Promise<Writes[]> {
  const list = await listNaming(ctx, person, ['asking', 'agreed'])
  return list
    .filter((i) => sideOf(i, person) && [i.one, i.two, i.introducer].includes(other))
    .map((i) => sayNo(ctx, i, person))
}

/** Somebody does not take part any more. */
async function closeIntroductionsOf(ctx: Context, person: string): Promise<Writes[]> {
  const list = await listNaming(ctx, person, ['asking', 'agreed'])
  return [
    ...list.map((i) =>
      sideOf(i, person) ? sayNo(ctx, i, person) : i.status === 'asking' ? takeBack(ctx, i) : [],
    ),
    ...(await listPromises(ctx, person)).map((p) => endPromise(ctx, p, 'dropped')),
  ]
}

/** All of a person's own, for the file that they can ask for. */
export async function exportIntroductions(ctx: Context, person: string) {
  const made = await listNaming(ctx, person, ['asking', 'agreed', 'made', 'ended'])
  const promises = await listPromises(ctx, person, ['open', 'done', 'dropped'])
  return {
    introduced: made
      .filter((i) => i.introducer === person)
      .map((i) => ({ one: i.one, two: i.two, at: i.sentAt, reason: openReason(ctx, i) })),
    promises: promises.map((p) => ({
      by: p.mentor,
      to: p.mentee,
      on: p.on,
      status: p.status,
      ...(p.mentor === person && { words: openPromise(ctx, p) }),
    })),
  }
}
