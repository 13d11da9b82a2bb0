import type { Context } from '../../../context.ts'
import { addWorkingDays, formatFor, nextHumane } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import { findMember } from '../../people/members/service.ts'
import { termsInForce } from '../agreement/service.ts'
import { MOVABLE } from '../sessions/domain.ts'
import {
  arrangedBy,
  CHANGED,
  findNext,
  findSession,
  moveWrites,
  NOT_YOURS,
  type Pair,
  pairOf,
  planning,
  type Session,
  sessionWrites,
} from '../sessions/service.ts'
import {
  LENGTH,
  type PlanForm,
  type PlanMeta,
  placeFor,
  REMIND_DAYS,
  ruleEvery,
  ruleOf,
  slotsOf,
  suggestedSlots,
} from './domain.ts'
import {
  findLastPlan,
  findOpenPlan,
  findPlan,
  insertPlan,
  type Plan,
  planWords,
  settlePlan,
} from './store.ts'

export type { Plan } from './store.ts'
export { findOpenPlan, findPlan, moversOf, planWords, raiseSequence } from './store.ts'

const EXPIRE = 'plans.expire'
const proposedKey = (plan: string) => `plans.proposed:${plan}`
const waitingKey = (plan: string) => `plans.waiting:${plan}`
const answeredKey = (plan: string) => `plans.answered:${plan}`

/** What the form holds before anything is typed. */
export interface Draft {
  pair: Pair
  slots: number[]
  minutes: number
  rule: string | null
  place: string
  location?: string
  agenda?: string
  /** The times that it answers or takes the place of, and the session that it moves. */
  answers?: Plan
  replaces?: Plan
  moves?: Session
  /** When the two meet as it is. */
  next?: Session
}

/** Times that the partner has proposed, and the session that they would move. */
export interface Offer {
  pair: Pair
  offer: Plan
  moved?: Session
}

/** The session that a plan would move, if any. */
export const movedBy = async (ctx: Context, { moves }: Plan): Promise<Session | undefined> =>
  moves ? findSession(ctx, moves) : undefined

/**
 * What to propose: the next hours that both have free; place and length as the last time, else as the two agreed. A session
 * that is to be moved keeps its own, what it is about as well, until the form says otherwise.
 */
export async function draftPlan(
  ctx: Context,
  person: string,
  meta: PlanMeta,
): Promise<Outcome<Draft | Offer>> {
  const found = await planning(ctx, person, meta.mentorship)
  if (!found.ok) return found
  const pair = found.value
  const open = await findOpenPlan(ctx, meta.mentorship)
  if (open && open.awaited === person && open.id !== meta.answers)
    return done({ pair, offer: open, moved: await movedBy(ctx, open) })
  if (meta.answers && open?.id !== meta.answers) return stale(ctx, meta.answers, person)
  const moves = await movable(ctx, pair, meta.moves ?? (meta.answers && open?.moves) ?? undefined)
  if (!moves.ok) return moves
  const moved = moves.value && open?.moves !== moves.value.id ? moves.value : undefined
  const last = moved ? await arrangedBy(ctx, moved) : (open ?? (await findLastPlan(ctx, meta.mentorship)))
  const about = moved ? last : open
  const terms = await termsInForce(ctx, meta.mentorship)
  const minutes = last?.minutes ?? Number(terms?.minutes ?? (pair.m.kind === 'chat' ? 30 : LENGTH))
  const next = await findNext(ctx, meta.mentorship, ctx.now())
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
    rule: open ? open.rule : terms && !next ? ruleEvery(Number(terms.cadenceDays)) : null,
    place: last?.place ?? placeFor(terms?.mode ?? ''),
    location: last && ctx.seal.openMaybe(planWords(last.id, 'location'), last.location),
    agenda: about && ctx.seal.openMaybe(planWords(about.id, 'agenda'), about.agenda),
    next,
    ...(meta.answers ? { answers: open } : { replaces: open }),
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

/** Refuses with what became of a plan. */
async function stale(ctx: Context, id: string, reader: string) {
  const plan = await findPlan(ctx, id)
  if (!plan || ![plan.proposer, plan.awaited].includes(reader)) return refuse(NOT_YOURS)
  return refuse(`${await planState(ctx, plan, reader)} Open Home to see what is next.`)
}

/** What became of a plan, in a sentence for either of the two. */
export async function planState(ctx: Context, plan: Plan, reader: string): Promise<string> {
  const other = reader === plan.proposer ? plan.awaited : plan.proposer
  const name = await ctx.directory.nameOf(other, 'Your partner')
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
  if (!slots.ok) {
    const [[field, reason] = ['', '']] = Object.entries(slots.errors)
    return refuse(reason, field)
  }
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
    ctx.outbox.add('plans.proposed', proposedKey(id), { to: pair.partner, payload: { plan: id } }),
    ctx.outbox.add('plans.waiting', waitingKey(id), {
      to: pair.partner,
      payload: { plan: id },
      dueAt: addWorkingDays(pair.partnerHours, now, REMIND_DAYS) ?? (slots.slots.at(-1) as number),
      uselessAt: slots.slots.at(-1),
    }),
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
  ctx.outbox.cancel(waitingKey(plan.id)),
  ctx.outbox.refresh(waitingKey(plan.id), plan.awaited),
]

const tellProposer = (ctx: Context, plan: Plan): Writes =>
  ctx.outbox.add('plans.answered', answeredKey(plan.id), {
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

/** Closes an open plan that has lost its ground. `tell` is who hears that it is off, if anybody. */
export const closePlan = (ctx: Context, plan: Plan, tell?: string): Writes[] => [
  settlePlan(ctx, plan.id, { status: 'closed' }),
  dropPlan(ctx, plan),
  tell !== undefined &&
    ctx.outbox.add('plans.answered', answeredKey(plan.id), {
      to: tell,
      payload: { plan: plan.id, person: tell },
    }),
]
