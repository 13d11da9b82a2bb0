import type { Context } from '../../context.ts'
import { dateIn, formatFor, type Hours, MINUTE_MS, nextHumane } from '../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../core/outcome.ts'
import { unguarded, type Writes } from '../../db/commit.ts'
import {
  activeMentorships,
  findMentorship,
  type Mentorship,
  metWrites,
  mine,
  partnerOf,
  planned,
  running,
} from '../mentorship/service.ts'
import { findMember } from '../profile/service.ts'
import { judgeTrial } from '../trial/service.ts'
import {
  ANSWER_MS,
  firstStepAt,
  LENGTH,
  type NotesForm,
  occurrences,
  type PlanForm,
  type PlanMeta,
  ruleOf,
  SAME_MEETING_MS,
  SOON_MS,
  slotsOf,
  suggestedSlots,
} from './domain.ts'
import {
  changeSession,
  findLast,
  findLastPlan,
  findNext,
  findOpenPlan,
  findPlan,
  findSession,
  type Item,
  insertItem,
  insertPlan,
  insertSession,
  listItems,
  listOfPlan,
  listSessions,
  markInCalendar,
  markItems,
  type Plan,
  planWords,
  raiseSequence,
  type Session,
  sessionWords,
  settlePlan,
} from './store.ts'

export type { Item, Plan, Session } from './store.ts'
export { findPlan, findSession, listOfPlan } from './store.ts'

const STEP = 'sessions.step'
const EXPIRE = 'sessions.expire'
const CHANGED = 'Something changed in the same moment. Please look at Home, and try once more.'
const NOT_YOURS = 'This session is not yours. Open Home to see your own.'

const proposedKey = (plan: string) => `sessions.proposed:${plan}`
const answeredKey = (plan: string) => `sessions.answered:${plan}`
const datesKey = (plan: string, person: string, sequence: number) =>
  `sessions.dates:${plan}:${person}:${sequence}`
const remindKey = (s: Session, person: string, what: string) =>
  `sessions.reminder:${s.id}:${person}:${what}:${s.startAt}`
const metKey = (s: Session, person: string) => `sessions.met:${s.id}:${person}:${s.startAt}`

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

async function pairIn(ctx: Context, person: string, m: Mentorship): Promise<Pair> {
  const partner = partnerOf(m, person)
  const hours = await ctx.directory.hoursOfAll([person, partner])
  return {
    m,
    me: person,
    partner,
    partnerName: (await ctx.directory.person(partner))?.name ?? 'your partner',
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
async function planning(ctx: Context, person: string, mentorship: string): Promise<Outcome<Pair>> {
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

// --- proposing ---

/** What the form holds before anything is typed. */
export interface Draft {
  pair: Pair
  slots: number[]
  minutes: number
  rule: string | null
  place: string
  location?: string
  agenda?: string
  /** The times that it answers, and the session that it moves. */
  answers?: Plan
  moves?: Session
}

/** What to propose: the next hours that both have free; place and length as the last time. */
export async function draftPlan(
  ctx: Context,
  person: string,
  meta: PlanMeta,
): Promise<Outcome<Draft | { pair: Pair; toAnswer: Plan }>> {
  const found = await planning(ctx, person, meta.mentorship)
  if (!found.ok) return found
  const pair = found.value
  const open = await findOpenPlan(ctx, meta.mentorship)
  if (open && open.awaited === person && open.id !== meta.answers) return done({ pair, toAnswer: open })
  if (meta.answers && open?.id !== meta.answers) return stale(ctx, meta.answers, person)
  const moves = await movable(ctx, pair, meta.moves ?? (meta.answers && open?.moves) ?? undefined)
  if (!moves.ok) return moves
  const last = open ?? (await findLastPlan(ctx, meta.mentorship))
  const minutes = last?.minutes ?? (pair.m.kind === 'chat' ? 30 : Number(LENGTH))
  const [a, b] = [await findMember(ctx, person), await findMember(ctx, pair.partner)]
  return done({
    pair,
    slots: suggestedSlots(
      { freeHours: a?.freeHours ?? [], hours: pair.hours },
      { freeHours: b?.freeHours ?? [], hours: pair.partnerHours },
      minutes,
      ctx.now(),
    ),
    minutes,
    rule: open?.rule ?? null,
    place: last?.place ?? 'video',
    location: last && ctx.seal.openMaybe(planWords(last.id, 'location'), last.location),
    agenda: open && ctx.seal.openMaybe(planWords(open.id, 'agenda'), open.agenda),
    ...(meta.answers && { answers: open }),
    ...(moves.value && { moves: moves.value }),
  })
}

/** The session that is to be moved: planned or missed, and theirs. */
async function movable(
  ctx: Context,
  pair: Pair,
  id: string | undefined,
): Promise<Outcome<Session | undefined>> {
  if (!id) return done(undefined)
  const session = await findSession(ctx, id)
  if (session?.mentorship !== pair.m.id) return refuse(NOT_YOURS)
  if (session.plan && MOVABLE.includes(session.status)) return done(session)
  return refuse(
    session.status === 'held'
      ? 'You two have met already. Type `/mentor schedule` to plan the next session.'
      : 'This session is off. Type `/mentor schedule` to plan another one.',
  )
}

const MOVABLE = ['planned', 'missed', 'unanswered']

/** Refuses with what became of a plan. */
async function stale(ctx: Context, id: string, reader: string) {
  const plan = await findPlan(ctx, id)
  if (!plan || ![plan.proposer, plan.awaited].includes(reader)) return refuse(NOT_YOURS)
  return refuse(`${await planState(ctx, plan, reader)} Open Home to see what is next.`)
}

/** What became of a plan, in a sentence for either of the two. */
export async function planState(ctx: Context, plan: Plan, reader: string): Promise<string> {
  const other = reader === plan.proposer ? plan.awaited : plan.proposer
  const name = (await ctx.directory.person(other))?.name ?? 'Your partner'
  const by = (who: string, you: string, they: string) => (who === reader ? `You ${you}` : `${name} ${they}`)
  switch (plan.status) {
    case 'open':
      return by(plan.awaited, 'have not answered yet.', 'has not answered yet.')
    case 'agreed': {
      const { zone } = await ctx.directory.hours(reader)
      return `You two agreed on ${formatFor(zone, plan.startAt ?? plan.proposedAt)}.`
    }
    case 'countered':
      return by(plan.awaited, 'have proposed other times.', 'has proposed other times.')
    case 'declined':
      return by(plan.awaited, 'could not make any of these times.', 'could not make any of these times.')
    case 'withdrawn':
      return by(plan.proposer, 'have taken these times back.', 'has taken these times back.')
    case 'expired':
      return 'These times have passed.'
    default:
      return 'These times are not open any more.'
  }
}

export interface Proposed {
  pair: Pair
  plan: { slots: number[]; rule: string | null }
  readsAt: number
}

/** Proposes times. What the same person proposed before is replaced; what the partner proposed is countered. */
export async function propose(
  ctx: Context,
  person: string,
  meta: PlanMeta,
  form: PlanForm,
): Promise<Outcome<Proposed>> {
  const found = await planning(ctx, person, meta.mentorship)
  if (!found.ok) return found
  const pair = found.value
  const now = ctx.now()
  const slots = slotsOf(form, pair.hours.zone, now)
  if (!slots.ok) return refuse(slots.reason, slots.field)
  const open = await findOpenPlan(ctx, pair.m.id)
  if (meta.answers && open?.id !== meta.answers) return stale(ctx, meta.answers, person)
  if (open?.awaited === person && open.id !== meta.answers)
    return refuse(
      `${pair.partnerName} has proposed times meanwhile. You find them on Home: answer them there.`,
    )
  const moves = await movable(ctx, pair, meta.moves ?? (meta.answers && open?.moves) ?? undefined)
  if (!moves.ok) return moves

  const id = ctx.newId()
  const rule = moves.value ? null : ruleOf(form.cadence ?? 'once')
  const failed = await ctx.commit(
    open && [
      settlePlan(ctx, open.id, { status: meta.answers ? 'countered' : 'withdrawn' }),
      dropPlan(ctx, open),
    ],
    insertPlan(ctx, {
      id,
      workspace: ctx.workspace,
      mentorship: pair.m.id,
      proposer: person,
      awaited: pair.partner,
      status: 'open',
      proposedAt: now,
      slots: slots.slots,
      minutes: form.minutes,
      rule,
      zone: pair.hours.zone,
      place: form.place,
      location: ctx.seal.closeMaybe(planWords(id, 'location'), form.location),
      agenda: ctx.seal.closeMaybe(planWords(id, 'agenda'), form.agenda),
      moves: moves.value?.id,
      openFor: pair.m.id,
    }),
    ctx.outbox.add('sessions.proposed', proposedKey(id), { to: pair.partner, payload: { plan: id } }),
    ctx.schedule.at(EXPIRE, id, slots.slots.at(-1) as number),
    ctx.outbox.touchHomes(person, pair.partner),
  )
  if (failed) {
    const other = await findOpenPlan(ctx, pair.m.id)
    return meta.answers && other?.id !== meta.answers
      ? stale(ctx, meta.answers, person)
      : refuse(`${pair.partnerName} was a moment faster. Open Home to see it, and answer there.`)
  }
  return done({
    pair,
    plan: { slots: slots.slots, rule },
    readsAt: nextHumane(pair.partnerHours, now) ?? now,
  })
}

/** The clock and the messages of a plan that is settled in the same commit. */
const dropPlan = (ctx: Context, plan: Plan): Writes => [
  ctx.schedule.cancel(EXPIRE, plan.id),
  ctx.outbox.refresh(proposedKey(plan.id), plan.awaited),
]

const tellProposer = (ctx: Context, plan: Plan): Writes =>
  ctx.outbox.add('sessions.answered', answeredKey(plan.id), {
    to: plan.proposer,
    payload: { plan: plan.id, person: plan.proposer },
  })

/** The plan if it is open and this person's to answer. */
async function toAnswer(ctx: Context, person: string, id: string): Promise<Outcome<Plan>> {
  const plan = await findPlan(ctx, id)
  if (!plan || plan.awaited !== person) return refuse(NOT_YOURS)
  return plan.status === 'open' ? done(plan) : stale(ctx, id, person)
}

/** "None of these": the proposer hears it, and what to do. */
export async function declinePlan(ctx: Context, person: string, id: string): Promise<Outcome<Pair>> {
  const found = await toAnswer(ctx, person, id)
  if (!found.ok) return found
  const pair = await pairOf(ctx, person, found.value.mentorship)
  if (!pair) return refuse(NOT_YOURS)
  const failed = await ctx.commit(
    settlePlan(ctx, id, { status: 'declined' }),
    dropPlan(ctx, found.value),
    tellProposer(ctx, found.value),
    ctx.outbox.touchHomes(pair.me, pair.partner),
  )
  return failed ? stale(ctx, id, person) : done(pair)
}

/** What the proposer would like to talk about, for the two. */
export async function readAgenda(ctx: Context, person: string, id: string): Promise<Outcome<string>> {
  const plan = await findPlan(ctx, id)
  const words = plan && ctx.seal.openMaybe(planWords(id, 'agenda'), plan.agenda)
  return plan && words && [plan.proposer, plan.awaited].includes(person) ? done(words) : refuse(NOT_YOURS)
}

/** Takes one's own proposal back. */
export async function withdrawPlan(ctx: Context, person: string, id: string): Promise<Outcome> {
  const plan = await findPlan(ctx, id)
  if (!plan || plan.proposer !== person) return refuse(NOT_YOURS)
  const failed = await ctx.commit(
    settlePlan(ctx, id, { status: 'withdrawn' }),
    dropPlan(ctx, plan),
    ctx.outbox.touchHomes(plan.proposer, plan.awaited),
  )
  return failed ? stale(ctx, id, person) : done()
}

/** All proposed times have passed: the proposer is offered to try again. */
export async function expirePlan(ctx: Context, id: string): Promise<Writes[]> {
  const plan = await findPlan(ctx, id)
  if (plan?.status !== 'open') return []
  return [
    settlePlan(ctx, id, { status: 'expired' }),
    dropPlan(ctx, plan),
    tellProposer(ctx, plan),
    ctx.outbox.touchHomes(plan.proposer, plan.awaited),
  ]
}

// --- agreeing ---

/** Accepts one of the proposed times: the sessions stand, and both get a calendar file. */
export async function acceptSlot(
  ctx: Context,
  person: string,
  id: string,
  slot: number,
): Promise<Outcome<{ pair: Pair; startAt: number }>> {
  const found = await toAnswer(ctx, person, id)
  if (!found.ok) return found
  const plan = found.value
  const allowed = await planning(ctx, person, plan.mentorship)
  if (!allowed.ok) return allowed
  const pair = allowed.value
  if (!plan.slots.includes(slot))
    return refuse('This time was not proposed. Open Home to see those that were.')
  if (slot <= ctx.now())
    return refuse('This time has passed. Take another one, or press "Other times" to propose some.')
  const agreed = await (plan.moves
    ? moveWrites(ctx, pair, plan, plan.moves, slot)
    : sessionWrites(ctx, pair, plan, slot))
  const failed = await ctx.commit(
    settlePlan(ctx, id, { status: 'agreed', startAt: slot }),
    dropPlan(ctx, plan),
    ...agreed,
    ctx.outbox.touchHomes(pair.me, pair.partner),
  )
  if (!failed) return done({ pair, startAt: slot })
  return failed === 'plan' ? stale(ctx, id, person) : refuse(CHANGED)
}

async function sessionWrites(ctx: Context, pair: Pair, plan: Plan, slot: number): Promise<Writes[]> {
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
        ctx.schedule.at(STEP, id, firstStepAt({ startAt, endAt: endOf(startAt) }, ctx.now())),
      ]
    }),
    await planned(ctx, pair.m, endOf(slot)),
    announce(ctx, pair, { plan, what: 'agreed', firstAt: slot, sequence: plan.sequence }),
  ]
}

async function moveWrites(ctx: Context, pair: Pair, by: Plan, id: string, slot: number): Promise<Writes[]> {
  const session = await findSession(ctx, id)
  const plan = session?.plan ? await findPlan(ctx, session.plan) : undefined
  if (!session || !plan) throw new Error('a session without a calendar entry cannot be moved')
  const moved = { startAt: slot, endAt: slot + by.minutes * MINUTE_MS }
  return [
    changeSession(ctx, session, MOVABLE, { ...moved, status: 'planned', menteeHas: false, mentorHas: false }),
    raiseSequence(ctx, plan),
    ctx.schedule.at(STEP, id, firstStepAt(moved, ctx.now())),
    settleQuestions(ctx, pair, session),
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

/** Messages about a session that are on screen show what became of it. */
const settleQuestions = (ctx: Context, pair: Pair, session: Session): Writes =>
  [pair.me, pair.partner].flatMap((person) => [
    ctx.outbox.refresh(remindKey(session, person, 'day'), person),
    ctx.outbox.refresh(remindKey(session, person, 'soon'), person),
    ctx.outbox.refresh(metKey(session, person), person),
  ])

// --- a session ---

/** A session of this person's, with all that bears on it. */
export interface Found {
  session: Session
  pair: Pair
  plan?: Plan
}

async function ownSession(ctx: Context, person: string, id: string): Promise<Outcome<Found>> {
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
  await ctx.commit(
    markInCalendar(ctx, plan.id, pair.m.mentee === person ? 'menteeHas' : 'mentorHas'),
    ctx.outbox.refresh(datesKey(plan.id, person, plan.sequence), person),
    ctx.outbox.refresh(remindKey(session, person, 'day'), person),
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
      ctx.schedule.cancel(STEP, s.id),
      settleQuestions(ctx, pair, s),
    ]),
    raiseSequence(ctx, plan),
    moving && [settlePlan(ctx, moving.id, { status: 'closed' }), dropPlan(ctx, moving)],
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
    writes.push(
      settlePlan(ctx, open.id, { status: 'closed' }),
      dropPlan(ctx, open),
      // Where the mentorship has ended, that is told already.
      until !== undefined &&
        ctx.outbox.add('sessions.answered', answeredKey(open.id), {
          to: pair.partner,
          payload: { plan: open.id, person: pair.partner },
        }),
    )
  // An ending holds whatever else happens at the same moment.
  return until === undefined ? unguarded(writes) : writes
}

/** What of this person's is planned within a pause until then. */
export async function callOffPaused(ctx: Context, person: string, until: number): Promise<Writes[]> {
  const writes: Writes[] = []
  for (const m of await activeMentorships(ctx, person)) writes.push(await callOff(ctx, m, person, until))
  return writes
}

// --- before and after ---

/** What is due about a session: the reminders, then the question, then nothing more. */
export async function step(ctx: Context, id: string): Promise<Writes[]> {
  const session = await findSession(ctx, id)
  const m = session && (await findMentorship(ctx, session.mentorship))
  if (!session || !m || session.status !== 'planned') return []
  const now = ctx.now()
  const next = (at: number) => ctx.schedule.at(STEP, id, at)
  if (now >= session.endAt + ANSWER_MS)
    return [
      changeSession(ctx, session, ['planned'], { status: 'unanswered' }),
      settleQuestions(ctx, await pairIn(ctx, m.mentee, m), session),
      ctx.outbox.touchHomes(m.mentee, m.mentor),
    ]
  const both = [m.mentee, m.mentor]
  if (now >= session.endAt) {
    const hours = await ctx.directory.hoursOfAll(both)
    return [
      ...both.map((person) =>
        ctx.outbox.add('sessions.met', metKey(session, person), {
          to: person,
          payload: { session: id, person, startAt: session.startAt },
          // Not in the evening: the question waits for the reader's next working hour.
          dueAt: nextHumane(hours.get(person) as Hours, session.endAt) ?? session.endAt,
          uselessAt: session.endAt + ANSWER_MS,
        }),
      ),
      next(session.endAt + ANSWER_MS),
      ctx.outbox.touchHomes(...both),
    ]
  }
  const soon = now >= session.startAt - SOON_MS
  const what = soon ? 'soon' : 'day'
  return [
    ...both.map((person) =>
      ctx.outbox.add('sessions.reminder', remindKey(session, person, what), {
        to: person,
        payload: { session: id, person, what, startAt: session.startAt },
        uselessAt: soon ? session.endAt : session.startAt - SOON_MS,
      }),
    ),
    next(soon ? session.endAt : session.startAt - SOON_MS),
  ]
}

/** Whether this person has said that it is in their calendar. */
export const hasInCalendar = (m: Mentorship, session: Session, person: string) =>
  m.mentee === person ? session.menteeHas : session.mentorHas

/** One tap after a session. The first yes counts; a no gives way to it. */
export async function tellMet(
  ctx: Context,
  person: string,
  id: string,
  met: boolean,
): Promise<Outcome<Found>> {
  const found = await ownSession(ctx, person, id)
  if (!found.ok) return found
  const { session, pair } = found.value
  if (session.status === 'held') return found
  if (session.status === 'cancelled')
    return refuse('This session was called off. Type `/mentor schedule` to plan another one.')
  if (session.startAt > ctx.now())
    return refuse('This session is still to come. Press "Move it" on Home if you met already, or will later.')
  const failed = await ctx.commit(
    ...(met
      ? await heldWrites(ctx, found.value)
      : [
          changeSession(ctx, session, ['planned', 'unanswered'], { status: 'missed' }),
          ctx.schedule.cancel(STEP, id),
          settleQuestions(ctx, pair, session),
          ctx.outbox.touchHomes(pair.me, pair.partner),
        ]),
  )
  const now = await ownSession(ctx, person, id)
  // Both may have answered in the same moment: what stands now is told.
  return failed && now.ok && now.value.session.status === 'planned' ? refuse(CHANGED) : now
}

async function heldWrites(ctx: Context, { session, pair }: Found): Promise<Writes[]> {
  const { m } = pair
  return [
    changeSession(ctx, session, MOVABLE, { status: 'held' }),
    ctx.schedule.cancel(STEP, session.id),
    settleQuestions(ctx, pair, session),
    m.status === 'active' && (await metWrites(ctx, m, session.endAt)),
    m.kind === 'mentorship' && judgeTrial(ctx, m.id),
    ctx.outbox.touchHomes(m.mentee, m.mentor),
  ]
}

/**
 * "We met", said without a plan: the session that was planned just before, or one that is noted now; the same meeting,
 * told by both, is one. For the commit of whoever takes it down.
 */
export async function noteMeeting(ctx: Context, m: Mentorship): Promise<Writes[]> {
  const now = ctx.now()
  const last = await findLast(ctx, m.id, ['planned', 'held', 'missed', 'unanswered'], now)
  const recent = last && last.startAt > now - SAME_MEETING_MS ? last : undefined
  if (recent?.status === 'held') return []
  const judge = m.kind === 'mentorship' && judgeTrial(ctx, m.id)
  if (recent)
    return [
      changeSession(ctx, recent, MOVABLE, { status: 'held' }),
      ctx.schedule.cancel(STEP, recent.id),
      settleQuestions(ctx, await pairIn(ctx, m.mentee, m), recent),
      judge,
    ]
  return [
    insertSession(ctx, {
      // One a pair and day, so that two who tell it at once tell of one.
      id: `${m.id}:${dateIn('UTC', now)}`,
      workspace: ctx.workspace,
      mentorship: m.id,
      originalAt: now,
      startAt: now,
      endAt: now,
      status: 'held',
    }),
    judge,
  ]
}

/** When the next session of these two is over (UTC ms); undefined if none is planned. */
export const plannedUntil = async (ctx: Context, mentorship: string): Promise<number | undefined> =>
  (await findNext(ctx, mentorship, ctx.now()))?.endAt

/** How many sessions these two have held. */
export const countHeld = async (ctx: Context, mentorship: string): Promise<number> =>
  (await listSessions(ctx, mentorship, ['held'])).length

// --- agenda and notes ---

export interface Page extends Found {
  agenda?: string
  location?: string
  items: Item[]
  myNotes?: string
  partnerNotes?: string
  /** What the two wrote the last time they met. */
  before?: { at: number; mine?: string; partner?: string }
  /** The first time that they meet. */
  first: boolean
  /** The session after this one. */
  next?: Session
}

function notesOf(ctx: Context, m: Mentorship, person: string, s: Session) {
  const mentee = ctx.seal.openMaybe(sessionWords(s.id, 'mentee_notes'), s.menteeNotes)
  const mentor = ctx.seal.openMaybe(sessionWords(s.id, 'mentor_notes'), s.mentorNotes)
  return m.mentee === person ? { mine: mentee, partner: mentor } : { mine: mentor, partner: mentee }
}

/** A session with its agenda, what is still to do, and the notes of both. For these two alone. */
export async function readSession(ctx: Context, person: string, id: string): Promise<Outcome<Page>> {
  const found = await ownSession(ctx, person, id)
  if (!found.ok) return found
  const { session, pair, plan } = found.value
  const earlier = await findLast(ctx, pair.m.id, ['held'], session.startAt - 1)
  const { mine: myNotes, partner: partnerNotes } = notesOf(ctx, pair.m, person, session)
  return done({
    ...found.value,
    agenda: plan && ctx.seal.openMaybe(planWords(plan.id, 'agenda'), plan.agenda),
    location: plan && ctx.seal.openMaybe(planWords(plan.id, 'location'), plan.location),
    items: await listItems(ctx, pair.m.id, earlier?.startAt ?? session.startAt),
    myNotes,
    partnerNotes,
    ...(earlier && { before: { at: earlier.startAt, ...notesOf(ctx, pair.m, person, earlier) } }),
    first: !earlier,
    next: await findNext(ctx, pair.m.id, Math.max(ctx.now(), session.endAt)),
  })
}

/** Keeps notes and action items. `ticked` is what was ticked when the form was opened: the rest is left alone. */
export async function saveNotes(
  ctx: Context,
  person: string,
  id: string,
  ticked: string[],
  form: NotesForm,
): Promise<Outcome<Page>> {
  const found = await ownSession(ctx, person, id)
  if (!found.ok) return found
  const { session, pair } = found.value
  const [field, column] =
    pair.m.mentee === person
      ? (['menteeNotes', 'mentee_notes'] as const)
      : (['mentorNotes', 'mentor_notes'] as const)
  const failed = await ctx.commit(
    changeSession(ctx, session, ['planned', 'held', 'missed', 'unanswered', 'cancelled'], {
      [field]: ctx.seal.closeMaybe(sessionWords(id, column), form.notes),
    }),
    form.items.map((words) => insertItem(ctx, session, person, words)),
    markItems(
      ctx,
      pair.m.id,
      form.done.filter((item) => !ticked.includes(item)),
      ctx.now(),
    ),
    markItems(
      ctx,
      pair.m.id,
      ticked.filter((item) => !form.done.includes(item)),
      null,
    ),
    ctx.outbox.touchHomes(pair.me, pair.partner),
  )
  return failed
    ? refuse('The session was moved in the same moment. Please press Save once more.')
    : readSession(ctx, person, id)
}

// --- Home ---

export interface AtHome {
  pair: Pair
  next?: Session
  open?: Plan
  /** Over, and nobody has said how it went. */
  toTell?: Session
}

/** What Home shows of each mentorship's sessions. */
export async function homeFacts(ctx: Context, person: string): Promise<AtHome[]> {
  const now = ctx.now()
  return Promise.all(
    (await pairsOf(ctx, person)).map(async (pair) => ({
      pair,
      next: await findNext(ctx, pair.m.id, now),
      open: await findOpenPlan(ctx, pair.m.id),
      toTell: await findLast(ctx, pair.m.id, ['planned'], now),
    })),
  )
}

/** All that a calendar file holds. `person` is whose calendar it is for. */
export async function calendarEntry(ctx: Context, id: string, person: string) {
  const plan = await findPlan(ctx, id)
  const m = plan && (await findMentorship(ctx, plan.mentorship))
  if (!plan || !m || ![m.mentee, m.mentor].includes(person)) return undefined
  const people = await ctx.directory.people([m.mentee, m.mentor])
  return {
    plan,
    m,
    pair: await pairIn(ctx, person, m),
    sessions: await listOfPlan(ctx, id),
    location: ctx.seal.openMaybe(planWords(id, 'location'), plan.location),
    names: [m.mentee, m.mentor].map((each) => people.get(each)?.name ?? 'A former member'),
    now: ctx.now(),
  }
}
export type CalendarEntry = NonNullable<Awaited<ReturnType<typeof calendarEntry>>>
