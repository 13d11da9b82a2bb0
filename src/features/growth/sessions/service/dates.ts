/** Dates of two: agreeing on one, moving it, and calling it off. */
import type { Context } from '../../../../context.ts'
import { MINUTE_MS } from '../../../../core/calendar.ts'
import { refuse } from '../../../../core/outcome.ts'
import { unguarded, type Writes } from '../../../../db/commit.ts'
import type { Follows } from '../../../../follows.ts'
import { retrying } from '../../../../retrying.ts'
import { AFTER_PLAN_MS } from '../../../pairs/mentorship/domain.ts'
import {
  activeMentorships,
  endWrites,
  findMentorship,
  type Mentorship,
  plannedSessionWrites,
} from '../../../pairs/mentorship/service.ts'
import { CHAT_MS, MOVABLE, occurrences } from '../domain.ts'
import type { Plan, Session } from '../store.ts'
import * as store from '../store.ts'
import { announceDates } from './calendar.ts'
import { comingSession, NOT_YOURS, type Pair, pairOf, pairThatCanPlan } from './pair.ts'
import { closeMoveOf, planToAnswer, settlePlanWrites } from './plans.ts'
import { cancelSteps, refreshMessages, scheduleSteps } from './steps.ts'

/** Accepts one of the proposed times: the sessions stand, and both are told. */
export const acceptSlot = (ctx: Context, person: string, id: string, slot: number) =>
  retrying(ctx, async () => {
    const found = await planToAnswer(ctx, person, id)
    if (!found.ok) return found
    const plan = found.value
    const allowed = await pairThatCanPlan(ctx, person, plan.mentorship)
    if (!allowed.ok) return allowed
    const pair = allowed.value
    if (!plan.slots.includes(slot))
      return refuse('This time was not proposed. Open Home to see those that were.')
    if (slot <= ctx.now())
      return refuse('This time has passed. Take another one, or press "Other times" to propose some.')
    const writes = [
      settlePlanWrites(ctx, plan, 'agreed', { startAt: slot }),
      await (plan.moves ? moveWrites : agreeWrites)(ctx, pair, plan, slot),
      ctx.outbox.touchHomes(pair.me, pair.partner),
    ]
    return { value: { pair, startAt: slot }, writes }
  })

/** The sessions of a plan that was taken at this slot, for the commit that settles it. */
async function agreeWrites(ctx: Context, pair: Pair, plan: Plan, slot: number): Promise<Writes[]> {
  const endOf = (startAt: number) => startAt + plan.minutes * MINUTE_MS
  return [
    occurrences(plan.rule, plan.zone, slot).map((startAt) => {
      const times = { originalAt: startAt, startAt, endAt: endOf(startAt) }
      const row = { id: ctx.newId(), mentorship: pair.m.id, plan: plan.id, ...times, status: 'planned' }
      return [store.insertSession(ctx, row), scheduleSteps(ctx, row, pair)]
    }),
    await plannedSessionWrites(ctx, pair.m, endOf(slot)),
    announceDates(ctx, pair, { plan, what: 'agreed', firstAt: slot }),
  ]
}

/** Moves the session of a plan that was taken to this slot, for the commit that settles it. */
async function moveWrites(ctx: Context, pair: Pair, by: Plan, slot: number): Promise<Writes[]> {
  const session = by.moves ? await store.findSession(ctx, by.moves) : undefined
  const plan = session?.plan ? await store.findPlan(ctx, session.plan) : undefined
  if (!session || !plan) throw new Error('a session without a calendar entry cannot be moved')
  const times = { startAt: slot, endAt: slot + by.minutes * MINUTE_MS }
  const set = { ...times, status: 'planned', menteeHas: false, mentorHas: false }
  return [
    store.changeSession(ctx, session, MOVABLE, set),
    store.raiseSequence(ctx, plan),
    scheduleSteps(ctx, { id: session.id, ...times }, pair),
    refreshMessages(ctx, pair.m, session),
    await plannedSessionWrites(ctx, pair.m, times.endAt),
    announceDates(ctx, pair, { plan, what: 'moved', session: session.id, firstAt: slot }),
  ]
}

/** Cancels a session, or with 'all' it and all later ones of its calendar entry. Both are told. */
export const cancelSession = (ctx: Context, person: string, id: string, which: 'one' | 'all') =>
  retrying(ctx, async () => {
    const found = await comingSession(ctx, person, id)
    if (!found.ok) return found
    const { session, pair, plan } = found.value
    if (!plan) return refuse(NOT_YOURS)
    const off = which === 'one' ? [session] : await plannedFrom(ctx, session)
    return { value: { pair, many: off.length }, writes: await cancelWrites(ctx, pair, plan, off) }
  })

/** A session and all later ones of its calendar entry that are planned. */
export const plannedFrom = async (ctx: Context, { plan, startAt }: Session): Promise<Session[]> =>
  plan === null
    ? []
    : (await store.listOfPlan(ctx, plan)).filter((s) => s.status === 'planned' && s.startAt >= startAt)

async function cancelWrites(ctx: Context, pair: Pair, plan: Plan, off: Session[]) {
  const writes: Writes[] = [
    off.map((s) => [
      store.changeSession(ctx, s, ['planned'], { status: 'cancelled' }),
      cancelSteps(ctx, pair.m, s),
    ]),
    store.raiseSequence(ctx, plan),
    await ctx.follow('unplanned', pair.m),
    await closeMoveOf(ctx, pair.m.id, off),
    announceDates(ctx, pair, {
      plan,
      what: 'cancelled',
      session: off[0]?.id,
      firstAt: Math.min(...off.map((s) => s.startAt)),
    }),
    ctx.outbox.touchHomes(pair.me, pair.partner),
  ]
  return writes
}

/**
 * Everything that is planned ends with the mentorship, or (`until`) what lies within a pause: both are told in time. For the commit of whoever decides it; `person` is the one who ends or pauses.
 */
export async function callOffSessions(
  ctx: Context,
  m: Mentorship,
  person: string,
  until?: number,
): Promise<Writes> {
  const pair = await pairOf(ctx, m, person)
  const ended = until === undefined
  const off = (await store.listSessions(ctx, m.id, ['planned'])).filter(
    (s) => s.startAt > ctx.now() && (ended || s.startAt < until),
  )
  const writes: Writes[] = []
  for (const id of new Set(off.flatMap((s) => s.plan ?? []))) {
    const plan = await store.findPlan(ctx, id)
    const some = off.filter((s) => s.plan === id)
    if (plan) writes.push(...(await cancelWrites(ctx, pair, plan, some)))
  }
  const open = await store.findOpenPlan(ctx, m.id)
  if (open && !off.some((s) => s.id === open.moves))
    // Where the mentorship has ended, that is told already.
    writes.push(settlePlanWrites(ctx, open, 'closed', { tell: ended ? undefined : pair.partner }))
  // An ending holds whatever else happens at the same moment.
  return ended ? unguarded(writes) : writes
}

/** What of this person's is planned within a pause until then, for the commit that begins it. */
export async function callOffPaused(ctx: Context, person: string, until: number): Promise<Writes[]> {
  const writes: Writes[] = []
  for (const m of await activeMentorships(ctx, person))
    writes.push(await callOffSessions(ctx, m, person, until))
  return writes
}

/** When the next session of these two is over (UTC ms); undefined if none is planned. */
export const plannedUntil = async (ctx: Context, mentorship: string): Promise<number | undefined> =>
  (await store.findNext(ctx, mentorship, ctx.now()))?.endAt

// --- a single chat ---

const CHAT = 'mentorship.chat'

/** Schedules the end of each single chat that begins: it is over by itself after some weeks. */
export const scheduleChatEnds: Follows['started'] = (ctx, pairs) =>
  pairs.map(({ id, kind }) => kind === 'chat' && ctx.schedule.at(CHAT, id, ctx.now() + CHAT_MS))

/** What is planned ends with the mentorship. */
export const callOffEnded: Follows['ended'] = async (ctx, m, _ending, by) => [
  ctx.schedule.cancel(CHAT, m.id),
  await callOffSessions(ctx, m, by ?? m.mentee),
]

/** The job: a single chat is over by itself, or some days after what is planned; the mentee is offered to go on. */
export async function endChat(ctx: Context, id: string): Promise<Writes[]> {
  const m = await findMentorship(ctx, id)
  if (m?.status !== 'active' || m.kind !== 'chat') return []
  const until = await plannedUntil(ctx, id)
  return until === undefined
    ? endWrites(ctx, m, 'chat over')
    : [ctx.schedule.at(CHAT, id, until + AFTER_PLAN_MS)]
}
