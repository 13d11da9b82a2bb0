import type { Context } from '../../../context.ts'
import { answersBy, mondayOf } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import { groupOf } from '../../../outbox/outbox.ts'
import { canBeAsked, findMember } from '../../people/members/service.ts'
import { barredBy } from '../../people/privacy/service.ts'
import { ANSWER_DAYS, type Answer, type IntroForm, resolve, SIDES, type Side } from './domain.ts'
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
const END = 'introductions.expire'

export const sideOf = (i: Introduction, person: string): Side | undefined =>
  SIDES.find((s) => i[s] === person)
export const otherOf = (i: Introduction, person: string) => (i.one === person ? i.two : i.one)
export const answerOf = (i: Introduction, side: Side) =>
  (side === 'one' ? i.oneAnswer : i.twoAnswer) as Answer

const answered = (side: Side, value: Answer): Partial<Introduction> =>
  side === 'one' ? { oneAnswer: value } : { twoAnswer: value }

/** When all of them hear what came of it (UTC ms); undefined once it is settled. */
export const settlesAt = async (ctx: Context, id: string): Promise<number | undefined> =>
  (await ctx.schedule.find(END, id))?.dueAt

/**
 * Asks two people, each alone, whether they would like to be introduced. Somebody who does not want to be paired with
 * the other, or with the introducer, is not asked: to the others it looks as if they never answered.
 */
export async function introduce(
  ctx: Context,
  introducer: string,
  form: IntroForm,
): Promise<Outcome<{ names: string[]; end: number }>> {
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
  const awayUntil: number[] = []
  const answers: Record<Side, Answer> = { one: 'waiting', two: 'waiting' }
  const among = await barredBy(ctx, one, two)
  for (const [at, person] of form.people.entries()) {
    const found = await canBeAsked(ctx, introducer, person, 'people')
    if (!found.ok) return found
    const { account, member } = found.value
    names.push(account.name)
    awayUntil.push(member.status === 'paused' ? (member.pausedUntil ?? 0) : 0)
    if (among.includes(person) || (await barredBy(ctx, introducer, person)).includes(person))
      answers[SIDES[at]!] = 'barred'
  }
  const hours = await ctx.directory.hoursOfAll([one, two])
  const end = answersBy([...hours.values()], Math.max(ctx.now(), ...awayUntil), ANSWER_DAYS)
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
    form.people.map(
      (person, at) =>
        answers[SIDES[at]!] === 'waiting' &&
        ctx.outbox.add('introductions.asked', askKey(id, SIDES[at]!), {
          to: person,
          payload: { introduction: id, person },
          dueAt: Math.max(ctx.now(), awayUntil[at]!),
          uselessAt: end,
        }),
    ),
    ctx.schedule.at(END, id, end),
    ctx.outbox.touchHomes(introducer, one, two),
  )
  if (failed === 'open')
    return refuse('You have asked these two already. You hear from me what comes of it.', 'people')
  if (failed)
    return refuse('That is three introductions this week, and the most. Make the next one from Monday.')
  return done({ names, end })
}

const OVER = 'This introduction does not wait for an answer any more. Home shows what does.'

/** One of the two answers, for themselves alone: nobody else's screen changes by it. */
export async function answerIntro(
  ctx: Context,
  person: string,
  id: string,
  value: 'yes' | 'no',
): Promise<Outcome<{ end: number | undefined }>> {
  // A guard that fails means that the other answered in this very moment: it is looked at anew.
  for (let tries = 0; tries < 3; tries++) {
    const seen = await findIntroduction(ctx, id)
    const side = seen && sideOf(seen, person)
    if (!seen || !side || seen.status !== 'asking' || answerOf(seen, side) !== 'waiting') return refuse(OVER)
    if (!(await ctx.commit(keep(ctx, seen, side, value)))) return done({ end: await settlesAt(ctx, id) })
  }
  return refuse('This introduction is changing right now. Please press once more.')
}

/** Keeps what one of them said; their own message and Home show it. */
const keep = (ctx: Context, seen: Introduction, side: Side, value: Answer): Writes => [
  change(ctx, seen, answered(side, value)),
  ctx.outbox.refresh(askKey(seen.id, side), seen[side]),
  ctx.outbox.touchHomes(seen[side]),
]

/**
 * The time of both is over: only now anybody hears what came of it, all of them at this instant, whether both said yes,
 * somebody declined, did not answer or was never asked. `subject` is the id. Introductions of older versions had a job for
 * each of the two, `id:side`; the later one ends them.
 */
export async function settle(ctx: Context, subject: string): Promise<Writes[]> {
  const [id = '', side] = subject.split(':')
  const seen = await findIntroduction(ctx, id)
  if (seen?.status !== 'asking') return []
  const other = side && SIDES.find((each) => each !== side)
  if (other && (await ctx.schedule.find(END, `${id}:${other}`))) return []
  const { one, two, introducer } = seen
  const status = resolve(answerOf(seen, 'one'), answerOf(seen, 'two'))
  return [
    change(ctx, seen, { status, openTrio: null, ...(status === 'ended' && { endedAt: ctx.now() }) }),
    refreshAsks(ctx, seen),
    status === 'agreed'
      ? ctx.outbox.add('introductions.made', madeKey(id), {
          to: groupOf([one, two]),
          payload: { introduction: id, introducer, asked: [one, two] },
        })
      : tellEnded(ctx, seen, [introducer]),
    ctx.outbox.touchHomes(introducer, one, two),
  ]
}

const refreshAsks = (ctx: Context, i: Pick<Introduction, 'id' | Side>): Writes =>
  SIDES.map((side) => ctx.outbox.refresh(askKey(i.id, side), i[side]))

/** Who said yes, and these, hear that it did not come about: never from whom. */
const tellEnded = (ctx: Context, i: Introduction, others: string[]): Writes =>
  [...others, ...SIDES.filter((side) => answerOf(i, side) === 'yes').map((side) => i[side])].map((person) =>
    ctx.outbox.add('introductions.ended', `introductions.ended:${i.id}:${person}`, {
      to: person,
      payload: { introduction: i.id, person },
    }),
  )

/** Their conversation is open: only now the introducer hears that it worked. */
export const conversationOpened = (
  ctx: Context,
  id: string,
  introducer: string,
  [one, two]: readonly string[],
): Writes => [
  markMade(ctx, id),
  one !== undefined && two !== undefined && refreshAsks(ctx, { id, one, two }),
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

/** The introducer takes it back before it is settled, and learns nothing of what was answered by then. */
export async function withdraw(ctx: Context, introducer: string, id: string): Promise<Outcome> {
  for (let tries = 0; tries < 3; tries++) {
    const seen = await findIntroduction(ctx, id)
    if (seen?.introducer !== introducer || seen.status !== 'asking') return refuse(OVER)
    if (!(await ctx.commit(takeBack(ctx, seen)))) return done()
  }
  return refuse('Something changed in this very moment. Please press once more.')
}

const takeBack = (ctx: Context, seen: Introduction): Writes => [
  change(ctx, seen, { status: 'ended', endedAt: ctx.now(), openTrio: null }),
  SIDES.map((side) => ctx.outbox.cancel(askKey(seen.id, side))),
  refreshAsks(ctx, seen),
  ctx.schedule.cancel(END, seen.id),
  tellEnded(ctx, seen, []),
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

/** The answer of one who is gone, or does not want the other, is no; the others hear of nothing before its time. */
function sayNo(ctx: Context, seen: Introduction, person: string): Writes {
  const side = sideOf(seen, person) as Side
  if (seen.status === 'asking')
    return (
      !['barred', 'no'].includes(answerOf(seen, side)) && [
        keep(ctx, seen, side, 'no'),
        ctx.outbox.cancel(askKey(seen.id, side)),
      ]
    )
  return [
    change(ctx, seen, { ...answered(side, 'no'), status: 'ended', endedAt: ctx.now() }),
    ctx.outbox.cancel(madeKey(seen.id)),
    refreshAsks(ctx, seen),
    tellEnded(ctx, { ...seen, ...answered(side, 'no') }, [seen.introducer]),
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
