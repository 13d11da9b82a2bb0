import type { Context } from '../../../context.ts'
import { answerDeadline, mondayOf } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import { groupOf } from '../../../outbox/outbox.ts'
import { retrying } from '../../../retrying.ts'
import { canBeAsked, requireMember } from '../../people/members/service.ts'
import { barredBy } from '../../people/privacy/service.ts'
import { ANSWER_DAYS, type Answer, type IntroForm, resolve, SIDES, type Side } from './domain.ts'
import { endPromiseWrites } from './service-promises.ts'
import * as store from './store.ts'

export * from './service-promises.ts'
export { findIntroduction, findPromise, forgetPerson, type Promised } from './store.ts'
export type Introduction = store.Introduction

const askKey = (id: string, side: Side) => `introductions.asked:${id}:${side}`
const madeKey = (id: string) => `introductions.made:${id}`
const END = 'introductions.expire'

export const sideOf = (i: Introduction, person: string): Side | undefined =>
  SIDES.find((s) => i[s] === person)
export const otherOf = (i: Introduction, person: string) => (i.one === person ? i.two : i.one)
export const answerOf = (i: Introduction, side: Side): Answer => i[`${side}Answer`]
const answered = (side: Side, value: Answer): Partial<Introduction> => ({ [`${side}Answer`]: value })

/** When all of them hear what came of it (UTC ms); undefined once they have. */
export const askingEndsAt = async (ctx: Context, id: string): Promise<number | undefined> =>
  (await ctx.schedule.find(END, id))?.dueAt

/**
 * Asks two people, each alone, whether they would like to be introduced. Somebody who does not want to be paired with
 * the other, or with the introducer, is not asked: to the others it looks as if they never answered.
 */
export async function askToIntroduce(
  ctx: Context,
  introducer: string,
  form: IntroForm,
): Promise<Outcome<{ names: string[]; end: number }>> {
  const mine = await requireMember(ctx, introducer)
  if (!mine.ok) return mine
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
  const end = answerDeadline([...hours.values()], Math.max(ctx.now(), ...awayUntil), ANSWER_DAYS)
  const failed = await ctx.commit(
    store.countIntroduction(ctx, introducer, mondayOf(await ctx.directory.hours(introducer), ctx.now())),
    store.insertIntroduction(
      ctx,
      { id, introducer, one, two, oneAnswer: answers.one, twoAnswer: answers.two },
      form.reason,
    ),
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
export const answerIntro = (
  ctx: Context,
  person: string,
  id: string,
  value: 'yes' | 'no',
): Promise<Outcome<{ end: number | undefined }>> =>
  retrying(ctx, async () => {
    const i = await store.findIntroduction(ctx, id)
    const side = i && sideOf(i, person)
    if (!i || !side || i.status !== 'asking' || answerOf(i, side) !== 'waiting') return refuse(OVER)
    return { value: { end: await askingEndsAt(ctx, id) }, writes: keepAnswer(ctx, i, side, value) }
  })

/** Keeps what one of them said; their own message and Home show it. */
const keepAnswer = (ctx: Context, i: Introduction, side: Side, value: Answer): Writes => [
  store.changeIntroduction(ctx, i, answered(side, value)),
  ctx.outbox.refresh(askKey(i.id, side), i[side]),
  ctx.outbox.touchHomes(i[side]),
]

/**
 * The job: the time of both is over, and only now anybody hears what came of it, all of them at this instant, whether both
 * said yes, somebody declined, did not answer or was never asked. `subject` is the id. Introductions of older versions had a
 * job for each of the two, `id:side`; the later one ends them.
 */
export async function endAsking(ctx: Context, subject: string): Promise<Writes[]> {
  const [id = '', side] = subject.split(':')
  const i = await store.findIntroduction(ctx, id)
  if (i?.status !== 'asking') return []
  const other = side && SIDES.find((each) => each !== side)
  if (other && (await ctx.schedule.find(END, `${id}:${other}`))) return []
  const { one, two, introducer } = i
  const status = resolve(answerOf(i, 'one'), answerOf(i, 'two'))
  return [
    store.changeIntroduction(ctx, i, {
      status,
      openTrio: null,
      endedAt: status === 'ended' ? ctx.now() : null,
    }),
    refreshAsks(ctx, i),
    status === 'agreed'
      ? ctx.outbox.add('introductions.made', madeKey(id), {
          to: groupOf([one, two]),
          payload: { introduction: id, introducer, asked: [one, two] },
        })
      : tellEnded(ctx, i, [introducer]),
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
export const noteConversationOpened = (
  ctx: Context,
  id: string,
  introducer: string,
  [one, two]: readonly string[],
): Writes => [
  store.markMade(ctx, id),
  one !== undefined && two !== undefined && refreshAsks(ctx, { id, one, two }),
  ctx.outbox.add('introductions.worked', `introductions.worked:${id}`, {
    to: introducer,
    payload: { introduction: id },
  }),
  ctx.outbox.touchHomes(introducer),
]

/** The reason, for the introducer and the two who were asked. */
export async function readReason(ctx: Context, reader: string, id: string) {
  const i = await store.findIntroduction(ctx, id)
  const side = i && sideOf(i, reader)
  if (!i || !(i.introducer === reader || (side && answerOf(i, side) !== 'barred')))
    return refuse('This is between those who are introduced. Make one of your own with `/mentor intro`.')
  // What was taken back is its writer's alone again.
  if (i.status === 'ended' && i.introducer !== reader) return refuse(OVER)
  return done({ introduction: i, reason: store.openReason(ctx, i) })
}

/** The introducer takes it back before its end, and learns nothing of what was answered by then. */
export const withdrawIntroduction = (ctx: Context, introducer: string, id: string): Promise<Outcome> =>
  retrying(ctx, async () => {
    const i = await store.findIntroduction(ctx, id)
    if (i?.introducer !== introducer || i.status !== 'asking') return refuse(OVER)
    return { value: undefined, writes: takeBack(ctx, i) }
  })

const takeBack = (ctx: Context, i: Introduction): Writes => [
  store.changeIntroduction(ctx, i, { status: 'ended', endedAt: ctx.now(), openTrio: null }),
  SIDES.map((side) => ctx.outbox.cancel(askKey(i.id, side))),
  refreshAsks(ctx, i),
  ctx.schedule.cancel(END, i.id),
  tellEnded(ctx, i, []),
  ctx.outbox.touchHomes(i.introducer, i.one, i.two),
]

/** Reads ahead what Home shows. */
export const glance = (ctx: Context, person: string) =>
  Promise.all([store.listNaming(ctx, person), store.listPromises(ctx, person)])

/** What waits for this person's answer, and what they asked of others. */
export async function openIntroductions(ctx: Context, person: string) {
  const list = await store.listNaming(ctx, person)
  return {
    toAnswer: list.filter((i) => {
      const side = sideOf(i, person)
      return i.status === 'asking' && side && answerOf(i, side) === 'waiting'
    }),
    mine: list.filter((i) => i.introducer === person),
  }
}

export const follows: Follows = { left: closeIntroductionsOf, apart: partWays }

/** The answer of one who is gone, or does not want the other, is no; the others hear of nothing before its time. */
function sayNo(ctx: Context, i: Introduction, side: Side): Writes {
  if (i.status === 'asking')
    return (
      !['barred', 'no'].includes(answerOf(i, side)) && [
        keepAnswer(ctx, i, side, 'no'),
        ctx.outbox.cancel(askKey(i.id, side)),
      ]
    )
  const no = answered(side, 'no')
  return [
    store.changeIntroduction(ctx, i, { ...no, status: 'ended', endedAt: ctx.now() }),
    ctx.outbox.cancel(madeKey(i.id)),
    refreshAsks(ctx, i),
    tellEnded(ctx, { ...i, ...no }, [i.introducer]),
    ctx.outbox.touchHomes(i.introducer, i.one, i.two),
  ]
}

/** Ends what would bring together somebody and another whom they must not be paired with. Guard: `moved`. */
async function partWays(ctx: Context, person: string, other: string): Promise<Writes[]> {
  return (await store.listNaming(ctx, person)).map((i) => {
    const side = sideOf(i, person)
    return side && [i.one, i.two, i.introducer].includes(other) && sayNo(ctx, i, side)
  })
}

/** Somebody does not take part any more. */
async function closeIntroductionsOf(ctx: Context, person: string): Promise<Writes[]> {
  const [list, promises] = [await store.listNaming(ctx, person), await store.listPromises(ctx, person)]
  return [
    ...list.map((i) => {
      const side = sideOf(i, person)
      return side ? sayNo(ctx, i, side) : i.status === 'asking' && takeBack(ctx, i)
    }),
    ...promises.map((p) => endPromiseWrites(ctx, p, 'dropped')),
  ]
}

/** With the words that they wrote themselves, and their own answers where they were asked. */
export async function exportIntroductions(ctx: Context, person: string) {
  const all = await store.listNaming(ctx, person, 'all')
  const promises = await store.listPromises(ctx, person, 'all')
  const named = [
    ...all.flatMap((i) => [i.introducer, i.one, i.two]),
    ...promises.flatMap((p) => [p.mentor, p.mentee]),
  ]
  const names = await ctx.directory.names(named)
  const nameOf = (id: string) => names.get(id) ?? FORMER_MEMBER
  const day = (at: number) => new Date(at).toISOString()
  return {
    'Introductions that you made': all
      .filter((i) => i.introducer === person)
      .map((i) => ({
        of: [nameOf(i.one), nameOf(i.two)],
        at: day(i.sentAt),
        reason: store.openReason(ctx, i),
      })),
    'Introductions that you were asked for': all.flatMap((i) => {
      const side = sideOf(i, person)
      const answer = side && answerOf(i, side)
      return answer && answer !== 'barred'
        ? [{ by: nameOf(i.introducer), to: nameOf(otherOf(i, person)), at: day(i.sentAt), answer }]
        : []
    }),
    'Contacts that were promised': promises.map((p) => ({
      by: nameOf(p.mentor),
      to: nameOf(p.mentee),
      on: p.on,
      status: p.status,
      ...(p.mentor === person && { words: store.openPromise(ctx, p) }),
    })),
  }
}
