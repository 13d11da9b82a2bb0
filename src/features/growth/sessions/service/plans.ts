/** Proposing times, and all that becomes of a proposal short of a date. */
import type { Context } from '../../../../context.ts'
import { addWorkingDays, formatFor, nextHumane } from '../../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../../core/outcome.ts'
import type { Writes } from '../../../../db/commit.ts'
import { findMember } from '../../../people/members/service.ts'
import { termsInForce } from '../../agreement/service.ts'
import {
  MOVABLE,
  type PlanForm,
  type PlanMeta,
  placeFor,
  REMIND_DAYS,
  ruleEvery,
  ruleOf,
  slotsOf,
  suggestedSlots,
  USUAL_MINUTES,
} from '../domain.ts'
import type { Plan, Session } from '../store.ts'
import * as store from '../store.ts'
import { findPair, NOT_YOURS, type Pair, pairThatCanPlan } from './pair.ts'

const EXPIRE = 'plans.expire'
const proposedKey = (plan: string) => `plans.proposed:${plan}`
const waitingKey = (plan: string) => `plans.waiting:${plan}`

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

/** The same, with what became of it in words. */
export interface OfferNow extends Offer {
  state: string
}

/** A proposal as whoever is to answer it sees it. */
export const offerOf = async (ctx: Context, pair: Pair, offer: Plan): Promise<Offer> => ({
  pair,
  offer,
  moved: offer.moves ? await store.findSession(ctx, offer.moves) : undefined,
})

/** A proposal and what became of it, for whoever was asked; undefined if it is not there. */
export async function findOffer(ctx: Context, id: string): Promise<OfferNow | undefined> {
  const plan = await store.findPlan(ctx, id)
  const pair = plan && (await findPair(ctx, plan.mentorship, plan.awaited))
  return pair && { ...(await offerOf(ctx, pair, plan)), state: await stateInWords(ctx, plan, plan.awaited) }
}

/**
 * What to propose: the next hours that both have free; place and length as the last time, else as the two agreed. A session
 * that is to be moved keeps its own, what it is about as well, until the form says otherwise.
 */
export async function draftPlan(
  ctx: Context,
  person: string,
  meta: PlanMeta,
): Promise<Outcome<Draft | Offer>> {
  const found = await pairThatCanPlan(ctx, person, meta.mentorship)
  if (!found.ok) return found
  const pair = found.value
  const { open, last: agreed } = await store.findOpenAndLast(ctx, meta.mentorship)
  if (open && open.awaited === person && open.id !== meta.answers) return done(await offerOf(ctx, pair, open))
  if (meta.answers && open?.id !== meta.answers) return refuseSettled(ctx, meta.answers, person)
  const moves = await sessionToMove(ctx, pair, meta, open)
  if (!moves.ok) return moves
  const moved = moves.value && open?.moves !== moves.value.id ? moves.value : undefined
  const last = moved ? await store.findArrangement(ctx, moved) : (open ?? agreed)
  const about = moved ? last : open
  const terms = await termsInForce(ctx, meta.mentorship)
  const minutes =
    meta.minutes ?? last?.minutes ?? Number(terms?.minutes ?? (pair.m.kind === 'chat' ? 30 : USUAL_MINUTES))
  const next = await store.findNext(ctx, meta.mentorship, ctx.now())
  const [me, partner] = [await findMember(ctx, person), await findMember(ctx, pair.partner)]
  return done({
    pair,
    slots: suggestedSlots(
      { freeHours: me?.freeHours ?? [], hours: pair.hours },
      { freeHours: partner?.freeHours ?? [], hours: pair.partnerHours },
      minutes,
      ctx.now(),
    ),
    minutes,
    rule: open ? open.rule : terms && !next ? ruleEvery(Number(terms.cadenceDays)) : null,
    place: last?.place ?? placeFor(terms?.mode ?? ''),
    ...(last && ctx.words('plans', last.id).open({ location: last.location })),
    ...(about && ctx.words('plans', about.id).open({ agenda: about.agenda })),
    next,
    ...(meta.answers ? { answers: open } : { replaces: open }),
    ...(moves.value && { moves: moves.value }),
  })
}

/** The session that is to be moved, if any: planned or missed, and theirs. Other times for a move are one, too. */
async function sessionToMove(
  ctx: Context,
  pair: Pair,
  meta: PlanMeta,
  open: Plan | undefined,
): Promise<Outcome<Session | undefined>> {
  const id = meta.moves ?? (meta.answers && open?.moves)
  if (!id) return done(undefined)
  const session = await store.findSession(ctx, id)
  if (session?.mentorship !== pair.m.id) return refuse(NOT_YOURS)
  if (session.plan && MOVABLE.includes(session.status)) return done(session)
  return refuse(
    session.status === 'held'
      ? 'You two have met already. Type `/mentor schedule` to plan the next session.'
      : 'This session is off. Type `/mentor schedule` to plan another one.',
  )
}

/** Refuses with what became of a plan. */
async function refuseSettled(ctx: Context, id: string, reader: string) {
  const plan = await store.findPlan(ctx, id)
  if (!plan || ![plan.proposer, plan.awaited].includes(reader)) return refuse(NOT_YOURS)
  return refuse(`${await stateInWords(ctx, plan, reader)} Open Home to see what is next.`)
}

/** What whoever did it (`by`) did, as they and as the other one read it. */
const DONE = {
  open: { by: 'awaited', you: 'have not answered yet.', they: 'has not answered yet.' },
  countered: { by: 'awaited', you: 'have proposed other times.', they: 'has proposed other times.' },
  declined: {
    by: 'awaited',
    you: 'could not make any of these times.',
    they: 'could not make any of these times.',
  },
  withdrawn: { by: 'proposer', you: 'have taken these times back.', they: 'has taken these times back.' },
} as const

/** What became of a plan, in a sentence for either of the two. */
async function stateInWords(ctx: Context, plan: Plan, reader: string): Promise<string> {
  if (plan.status === 'agreed') {
    const { zone } = await ctx.directory.hours(reader)
    return `You two agreed on ${formatFor(zone, plan.startAt ?? plan.proposedAt)}.`
  }
  if (plan.status === 'expired') return 'These times have passed.'
  const did = DONE[plan.status as keyof typeof DONE]
  if (!did) return 'These times are not open any more.'
  const who = plan[did.by]
  return who === reader ? `You ${did.you}` : `${await ctx.directory.nameOf(who, 'Your partner')} ${did.they}`
}

export interface Proposed {
  pair: Pair
  slots: number[]
  rule: string | null
  readsAt: number
}

/** Proposes times. What the same person proposed before is replaced; what the partner proposed is countered. */
export async function proposeTimes(
  ctx: Context,
  person: string,
  meta: PlanMeta,
  form: PlanForm,
): Promise<Outcome<Proposed>> {
  const found = await pairThatCanPlan(ctx, person, meta.mentorship)
  if (!found.ok) return found
  const pair = found.value
  const now = ctx.now()
  const { slots, errors } = slotsOf(form, pair.zone, now)
  for (const [field, reason] of Object.entries(errors)) return refuse(reason, field)
  const open = await store.findOpenPlan(ctx, pair.m.id)
  if (meta.answers && open?.id !== meta.answers) return refuseSettled(ctx, meta.answers, person)
  if (open?.awaited === person && open.id !== meta.answers)
    return refuse(
      `${pair.partnerName} has proposed times meanwhile. You find them on Home: answer them there.`,
    )
  const moves = await sessionToMove(ctx, pair, meta, open)
  if (!moves.ok) return moves

  const id = ctx.newId()
  const rule = moves.value ? null : ruleOf(form.cadence ?? 'once')
  const lastSlot = slots.at(-1) as number
  const failed = await ctx.commit(
    open && settlePlanWrites(ctx, open, meta.answers ? 'countered' : 'withdrawn'),
    store.insertPlan(ctx, {
      id,
      mentorship: pair.m.id,
      proposer: person,
      awaited: pair.partner,
      status: 'open',
      proposedAt: now,
      slots,
      minutes: form.minutes,
      rule,
      zone: pair.zone,
      place: form.place,
      ...ctx.words('plans', id).seal({ location: form.location, agenda: form.agenda }),
      moves: moves.value?.id,
      openFor: pair.m.id,
    }),
    ctx.outbox.add('plans.proposed', proposedKey(id), { to: pair.partner, payload: { plan: id } }),
    ctx.outbox.add('plans.waiting', waitingKey(id), {
      to: pair.partner,
      payload: { plan: id },
      dueAt: addWorkingDays(pair.partnerHours, now, REMIND_DAYS) ?? lastSlot,
      uselessAt: lastSlot,
    }),
    ctx.schedule.at(EXPIRE, id, lastSlot),
    ctx.outbox.touchHomes(person, pair.partner),
  )
  if (failed) {
    const other = await store.findOpenPlan(ctx, pair.m.id)
    return meta.answers && other?.id !== meta.answers
      ? refuseSettled(ctx, meta.answers, person)
      : refuse(`${pair.partnerName} was a moment faster. Open Home to see it, and answer there.`)
  }
  return done({ pair, slots, rule, readsAt: nextHumane(pair.partnerHours, now) ?? now })
}

/**
 * What settles an open plan, for the commit of whoever decides it; the guard `plan` fails if somebody was first. `startAt`
 * is the slot that was agreed on, `tell` who hears that it came to nothing, if anybody.
 */
export const settlePlanWrites = (
  ctx: Context,
  { id, awaited }: Plan,
  status: string,
  { startAt, tell }: { startAt?: number; tell?: string } = {},
): Writes => [
  store.settlePlan(ctx, id, { status, startAt }),
  ctx.schedule.cancel(EXPIRE, id),
  ctx.outbox.refresh(proposedKey(id), awaited),
  ctx.outbox.cancel(waitingKey(id)),
  ctx.outbox.refresh(waitingKey(id), awaited),
  tell !== undefined &&
    ctx.outbox.add('plans.answered', `plans.answered:${id}`, {
      to: tell,
      payload: { plan: id, person: tell },
    }),
]

/** The plan if it is open and this person's to answer. */
export async function planToAnswer(ctx: Context, person: string, id: string): Promise<Outcome<Plan>> {
  const plan = await store.findPlan(ctx, id)
  if (!plan || plan.awaited !== person) return refuse(NOT_YOURS)
  return plan.status === 'open' ? done(plan) : refuseSettled(ctx, id, person)
}

/** "None of these": the proposer hears it, and what to do. */
export async function declinePlan(ctx: Context, person: string, id: string): Promise<Outcome<Pair>> {
  const found = await planToAnswer(ctx, person, id)
  if (!found.ok) return found
  const pair = await findPair(ctx, found.value.mentorship, person)
  if (!pair) return refuse(NOT_YOURS)
  const failed = await ctx.commit(
    settlePlanWrites(ctx, found.value, 'declined', { tell: pair.partner }),
    ctx.outbox.touchHomes(pair.me, pair.partner),
  )
  return failed ? refuseSettled(ctx, id, person) : done(pair)
}

/** What the proposer would like to talk about, for the two. */
export async function readAgenda(ctx: Context, person: string, id: string): Promise<Outcome<string>> {
  const plan = await store.findPlan(ctx, id)
  const agenda = plan && ctx.words('plans', id).open({ agenda: plan.agenda }).agenda
  return plan && agenda && [plan.proposer, plan.awaited].includes(person) ? done(agenda) : refuse(NOT_YOURS)
}

/** Takes one's own proposal back. */
export async function withdrawPlan(ctx: Context, person: string, id: string): Promise<Outcome> {
  const plan = await store.findPlan(ctx, id)
  if (!plan || plan.proposer !== person) return refuse(NOT_YOURS)
  const failed = await ctx.commit(
    settlePlanWrites(ctx, plan, 'withdrawn'),
    ctx.outbox.touchHomes(plan.proposer, plan.awaited),
  )
  return failed ? refuseSettled(ctx, id, person) : done()
}

/** The job: all proposed times have passed, and the proposer is offered to try again. */
export async function expirePlan(ctx: Context, id: string): Promise<Writes[]> {
  const plan = await store.findPlan(ctx, id)
  if (plan?.status !== 'open') return []
  return [
    settlePlanWrites(ctx, plan, 'expired', { tell: plan.proposer }),
    ctx.outbox.touchHomes(plan.proposer, plan.awaited),
  ]
}

/** Closes the open plan of these two if it would move one of these sessions, which need no other time any more. */
export async function closeMoveOf(ctx: Context, mentorship: string, sessions: Session[]): Promise<Writes> {
  const open = await store.findOpenPlan(ctx, mentorship)
  return open && sessions.some(({ id }) => id === open.moves) && settlePlanWrites(ctx, open, 'closed')
}
