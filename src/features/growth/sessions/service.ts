import type { Context } from '../../../context.ts'
import { DAY_MS, formatFor, type Hours, MINUTE_MS, nextHumane } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { unguarded, type Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import { AFTER_PLAN_MS } from '../../pairs/mentorship/domain.ts'
import {
  activeMentorships,
  endWrites,
  findMentorship,
  type Mentorship,
  mine,
  partnerOf,
  planned,
  running,
} from '../../pairs/mentorship/service.ts'
import { findMember } from '../../people/members/service.ts'
import { SOON_MS } from '../meetings/domain.ts'
import { remindedKey, settleQuestions, startSteps, stopSteps } from '../meetings/service.ts'
import { occurrences, placeWords } from '../plans/domain.ts'
import {
  closePlan,
  findOpenPlan,
  findPlan,
  moversOf,
  type Plan,
  planWords,
  raiseSequence,
} from '../plans/service.ts'
import { MOVABLE } from './domain.ts'
import {
  changeSession,
  findNext,
  findSession,
  insertSession,
  listOfPlan,
  listSessions,
  markInCalendar,
  type Session,
} from './store.ts'

export type { Session } from './store.ts'
export {
  changeSession,
  findLast,
  findNext,
  findSession,
  insertSession,
  listOfPlan,
  listSessions,
  sessionWords,
} from './store.ts'

export const CHANGED = 'Something changed in the same moment. Please look at Home, and try once more.'
export const NOT_YOURS = 'This session is not yours. Open Home to see your own.'

const datesKey = (plan: string, person: string, sequence: number) =>
  `sessions.dates:${plan}:${person}:${sequence}`

// --- the two ---

/** A running mentorship as one of the two sees it. */
export interface Pair {
  m: Mentorship
  me: string
  partner: string
  partnerName: string
  hours: Hours
  partnerHours: Hours
}

/** A mentorship as one of its two sees it. */
export async function pairIn(ctx: Context, person: string, m: Mentorship): Promise<Pair> {
  const partner = partnerOf(m, person)
  const hours = await ctx.directory.hoursOfAll([person, partner])
  return {
    m,
    me: person,
    partner,
    partnerName: await ctx.directory.nameOf(partner, 'your partner'),
    hours: hours.get(person) as Hours,
    partnerHours: hours.get(partner) as Hours,
  }
}

/** As one of the two sees a mentorship that runs or has ended; undefined if it is not there. */
export async function pairOf(ctx: Context, person: string, mentorship: string): Promise<Pair | undefined> {
  const m = await findMentorship(ctx, mentorship)
  return m && pairIn(ctx, person, m)
}

/** With whom this person can plan. */
export async function pairsOf(ctx: Context, person: string): Promise<Pair[]> {
  const list = await activeMentorships(ctx, person)
  return Promise.all(list.map((m) => pairIn(ctx, person, m)))
}

/** The pair, if the two can plan something now. */
export async function planning(ctx: Context, person: string, mentorship: string): Promise<Outcome<Pair>> {
  const found = await running(ctx, person, mentorship)
  if (!found.ok) return found
  const pair = await pairIn(ctx, person, found.value)
  const [me, partner] = [await findMember(ctx, person), await findMember(ctx, pair.partner)]
  if (me?.status === 'paused') return refuse('You are paused. Type `/mentor resume` first, and then plan.')
  if (partner?.status === 'paused') {
    const until = partner.pausedUntil && formatFor(pair.hours.zone, partner.pausedUntil, 'date')
    return refuse(
      `${pair.partnerName} takes a break${until ? ` until ${until}` : ''}. Please plan your next session after that.`,
    )
  }
  return done(pair)
}

/** The sessions of a plan that was taken at this slot, for the commit that settles it. */
export async function sessionWrites(ctx: Context, pair: Pair, plan: Plan, slot: number): Promise<Writes[]> {
  const starts = occurrences(plan.rule, plan.zone, slot)
  const endOf = (startAt: number) => startAt + plan.minutes * MINUTE_MS
  return [
    ...starts.map((startAt) => {
      const id = ctx.newId()
      return [
        insertSession(ctx, {
          id,
          workspace: ctx.workspace,
          mentorship: pair.m.id,
          plan: plan.id,
          originalAt: startAt,
          startAt,
          endAt: endOf(startAt),
          status: 'planned',
        }),
        startSteps(ctx, { id, startAt, endAt: endOf(startAt) }, pair),
      ]
    }),
    await planned(ctx, pair.m, endOf(slot)),
    announce(ctx, pair, { plan, what: 'agreed', firstAt: slot, sequence: plan.sequence }),
  ]
}

/** Moves a session to the slot of a plan that was taken, for the commit that settles it. */
export async function moveWrites(
  ctx: Context,
  pair: Pair,
  by: Plan,
  id: string,
  slot: number,
): Promise<Writes[]> {
  const session = await findSession(ctx, id)
  const plan = session?.plan ? await findPlan(ctx, session.plan) : undefined
  if (!session || !plan) throw new Error('a session without a calendar entry cannot be moved')
  const moved = { startAt: slot, endAt: slot + by.minutes * MINUTE_MS }
  return [
    changeSession(ctx, session, MOVABLE, { ...moved, status: 'planned', menteeHas: false, mentorHas: false }),
    raiseSequence(ctx, plan),
    startSteps(ctx, { id, ...moved }, pair),
    settleQuestions(ctx, pair.m, session),
    await planned(ctx, pair.m, moved.endAt),
    announce(ctx, pair, {
      plan,
      what: 'moved',
      session: id,
      firstAt: slot,
      sequence: plan.sequence + 1,
    }),
  ]
}

/** What is told of a calendar entry: agreed, moved or cancelled, at which of its changes. */
interface News {
  plan: Plan
  what: 'agreed' | 'moved' | 'cancelled'
  session?: string
  /** When the first of the sessions told of is: nobody may read of it too late. */
  firstAt: number
  sequence: number
  /** Without the message that goes before the file: another message says it already. */
  fileOnly?: boolean
}

/** Both get the news, with buttons and links, and after it the calendar file. `me` has just pressed a button. */
function announce(ctx: Context, pair: Pair, news: News): Writes {
  const { plan, what, session, sequence } = news
  return [pair.me, pair.partner].map((person) => {
    const hours = person === pair.me ? pair.hours : pair.partnerHours
    const tooLate = (nextHumane(hours, ctx.now()) ?? Number.POSITIVE_INFINITY) >= news.firstAt - SOON_MS
    const kind = person === pair.me || tooLate ? 'Now' : ''
    const payload = { plan: plan.id, person, what, session: session ?? '', sequence }
    return [
      sequence > 0 && ctx.outbox.refresh(datesKey(plan.id, person, sequence - 1), person),
      !news.fileOnly &&
        ctx.outbox.add(`sessions.dates${kind}`, datesKey(plan.id, person, sequence), { to: person, payload }),
      ctx.outbox.add(`sessions.file${kind}`, `sessions.file:${plan.id}:${person}:${sequence}`, {
        to: person,
        payload,
      }),
    ]
  })
}

// --- a session ---

/**
 * The plan that says how long a session is, where, and what about: the one by which it was moved last, else that of its
 * calendar entry. None for a session that was only told of afterwards.
 */
export const arrangedBy = async (ctx: Context, session: Session): Promise<Plan | undefined> =>
  (await moversOf(ctx, session.mentorship)).get(session.id) ??
  (session.plan ? await findPlan(ctx, session.plan) : undefined)

/** A session of this person's, with all that bears on it. */
export interface Found {
  session: Session
  pair: Pair
  plan?: Plan
}

/** A session of this person's, of a mentorship that runs or has ended. */
export async function ownSession(ctx: Context, person: string, id: string): Promise<Outcome<Found>> {
  const session = await findSession(ctx, id)
  const m = session && (await mine(ctx, person, session.mentorship))
  if (!session || !m?.ok) return refuse(NOT_YOURS)
  const plan = session.plan ? await findPlan(ctx, session.plan) : undefined
  return done({ session, pair: await pairIn(ctx, person, m.value), plan })
}

/** As `ownSession`, and only while it is planned and still to come. */
export async function comingSession(ctx: Context, person: string, id: string): Promise<Outcome<Found>> {
  const found = await ownSession(ctx, person, id)
  if (!found.ok) return found
  const { session } = found.value
  if (session.status === 'cancelled')
    return refuse('This session is off already. Type `/mentor schedule` to plan another one.')
  if (session.status !== 'planned' || session.startAt <= ctx.now())
    return refuse('This session has begun, or is over. Open Home to say how it went.')
  return found
}

/** "It's in my calendar": no more reminders of the sessions of this calendar entry, for this person. */
export async function inCalendar(ctx: Context, person: string, id: string): Promise<Outcome<Found>> {
  const found = await ownSession(ctx, person, id)
  if (!found.ok) return found
  const { session, pair, plan } = found.value
  if (!plan) return refuse(NOT_YOURS)
  if (session.status === 'cancelled')
    return refuse(
      'This session is off, so your calendar need not have it. Type `/mentor schedule` to plan another one.',
    )
  await ctx.commit(
    markInCalendar(ctx, plan.id, pair.m.mentee === person ? 'menteeHas' : 'mentorHas'),
    ctx.outbox.refresh(datesKey(plan.id, person, plan.sequence), person),
    ctx.outbox.refresh(remindedKey(session, person), person),
    ctx.outbox.touchHomes(person),
  )
  return found
}

/** Cancels a session, or with 'all' it and all later ones of its calendar entry. Both are told. */
export async function cancelSession(
  ctx: Context,
  person: string,
  id: string,
  which: 'one' | 'all',
): Promise<Outcome<{ pair: Pair; many: number }>> {
  const found = await comingSession(ctx, person, id)
  if (!found.ok) return found
  const { session, pair, plan } = found.value
  if (!plan) return refuse(NOT_YOURS)
  const off =
    which === 'one'
      ? [session]
      : (await listOfPlan(ctx, plan.id)).filter((s) => s.status === 'planned' && s.startAt >= session.startAt)
  const failed = await ctx.commit(...(await cancelWrites(ctx, pair, plan, off)))
  return failed ? refuse(CHANGED) : done({ pair, many: off.length })
}

async function cancelWrites(ctx: Context, pair: Pair, plan: Plan, off: Session[], fileOnly = false) {
  const open = await findOpenPlan(ctx, pair.m.id)
  const moving = open && off.some((s) => s.id === open.moves) ? open : undefined
  const writes: Writes[] = [
    ...off.map((s) => [
      changeSession(ctx, s, ['planned'], { status: 'cancelled' }),
      stopSteps(ctx, s.id),
      settleQuestions(ctx, pair.m, s),
    ]),
    raiseSequence(ctx, plan),
    await ctx.follow('unplanned', pair.m),
    moving && closePlan(ctx, moving),
    announce(ctx, pair, {
      plan,
      what: 'cancelled',
      session: off[0]?.id,
      firstAt: Math.min(...off.map((s) => s.startAt)),
      sequence: plan.sequence + 1,
      fileOnly,
    }),
    ctx.outbox.touchHomes(pair.me, pair.partner),
  ]
  return writes
}

/**
 * Everything that is planned ends with the mentorship, or (`until`) what lies within a pause: both are told in time, each
 * with a file for the calendar. For the commit of whoever decides it; `person` is the one who ends or pauses.
 */
export async function callOff(
  ctx: Context,
  m: Mentorship,
  person: string,
  until?: number,
): Promise<Writes[]> {
  const pair = await pairIn(ctx, person, m)
  const off = (await listSessions(ctx, m.id, ['planned'])).filter(
    (s) => s.startAt > ctx.now() && (until === undefined || s.startAt < until),
  )
  const writes: Writes[] = []
  for (const id of new Set(off.flatMap((s) => s.plan ?? []))) {
    const plan = await findPlan(ctx, id)
    if (!plan) continue
    const some = off.filter((s) => s.plan === id)
    writes.push(...(await cancelWrites(ctx, pair, plan, some, until === undefined)))
  }
  const open = await findOpenPlan(ctx, m.id)
  if (open && !off.some((s) => s.id === open.moves))
    // Where the mentorship has ended, that is told already.
    writes.push(...closePlan(ctx, open, until === undefined ? undefined : pair.partner))
  // An ending holds whatever else happens at the same moment.
  return until === undefined ? unguarded(writes) : writes
}

const CHAT = 'mentorship.chat'
/** A single chat is over by itself after this. */
const CHAT_MS = 21 * DAY_MS

/** What is planned ends with the mentorship, and waits for no break; a single chat is over by itself after some weeks. */
export const follows: Follows = {
  started: (ctx, pairs) =>
    pairs.map(({ id, kind }) => kind === 'chat' && ctx.schedule.at(CHAT, id, ctx.now() + CHAT_MS)),
  ended: async (ctx, m, _ending, by) => [
    ctx.schedule.cancel(CHAT, m.id),
    await callOff(ctx, m, by ?? m.mentee),
  ],
  paused: callOffPaused,
}

/** The job: a single chat is over by itself, or some days after what is planned; the mentee is offered to go on. */
export async function endChat(ctx: Context, id: string): Promise<Writes[]> {
  const m = await findMentorship(ctx, id)
  if (m?.status !== 'active' || m.kind !== 'chat') return []
  const until = await plannedUntil(ctx, id)
  return until === undefined
    ? endWrites(ctx, m, 'chat over')
    : [ctx.schedule.at(CHAT, id, until + AFTER_PLAN_MS)]
}

/** What of this person's is planned within a pause until then. */
async function callOffPaused(ctx: Context, person: string, until: number): Promise<Writes[]> {
  const writes: Writes[] = []
  for (const m of await activeMentorships(ctx, person)) writes.push(await callOff(ctx, m, person, until))
  return writes
}

/** Whether this person has said that it is in their calendar. */
export const hasInCalendar = (m: Mentorship, session: Session, person: string) =>
  m.mentee === person ? session.menteeHas : session.mentorHas

/** When the next session of these two is over (UTC ms); undefined if none is planned. */
export const plannedUntil = async (ctx: Context, mentorship: string): Promise<number | undefined> =>
  (await findNext(ctx, mentorship, ctx.now()))?.endAt

// --- Home ---

export interface AtHome {
  pair: Pair
  next?: Session
  open?: Plan
}

/** What Home shows of each mentorship's sessions. */
export async function homeFacts(ctx: Context, person: string): Promise<AtHome[]> {
  const now = ctx.now()
  return Promise.all(
    (await pairsOf(ctx, person)).map(async (pair) => ({
      pair,
      next: await findNext(ctx, pair.m.id, now),
      open: await findOpenPlan(ctx, pair.m.id),
    })),
  )
}

/** All that a calendar file holds. `person` is whose calendar it is for. */
export async function calendarEntry(ctx: Context, id: string, person: string) {
  const plan = await findPlan(ctx, id)
  const m = plan && (await findMentorship(ctx, plan.mentorship))
  if (!plan || !m || ![m.mentee, m.mentor].includes(person)) return undefined
  const people = await ctx.directory.people([m.mentee, m.mentor])
  const movers = await moversOf(ctx, m.id)
  const byOf = (session: Session) => movers.get(session.id) ?? plan
  const whereOf = (by: Plan) =>
    ctx.seal.openMaybe(planWords(by.id, 'location'), by.location) ?? placeWords(by.place)
  return {
    plan,
    m,
    pair: await pairIn(ctx, person, m),
    sessions: (await listOfPlan(ctx, id)).map((s) => ({ ...s, by: byOf(s), where: whereOf(byOf(s)) })),
    where: whereOf(plan),
    names: [m.mentee, m.mentor].map((each) => people.get(each)?.name ?? 'A former member'),
    now: ctx.now(),
  }
}
export type CalendarEntry = NonNullable<Awaited<ReturnType<typeof calendarEntry>>>
