import type { Context } from '../../context.ts'
import { done, type Outcome, type Refusal, refuse } from '../../core/outcome.ts'
import type { Writes } from '../../db/commit.ts'
import type { MatchRecord } from '../../db/tables.ts'
import { groupOf } from '../../outbox/outbox.ts'
import { offerLater, settleAgreement } from '../agreement/service.ts'
import { startCheckins, stopCheckinsIfIdle } from '../checkins/service.ts'
import { endClosing, planClosing } from '../closing/service.ts'
import { offerSharing } from '../goals/service.ts'
import { startSupport } from '../guides/service.ts'
import { BOTTOM, fromBottom, leaveLadder, startLadder } from '../ladder/service.ts'
import { noteMeeting } from '../meetings/service.ts'
import { planAnniversary } from '../milestones/service.ts'
import { neverPair } from '../privacy/service.ts'
import { findMember, freePlace, openWords, takePlace, unchanged, updateMember } from '../profile/service.ts'
import { callOff, plannedUntil } from '../sessions/service.ts'
import { forgetTrial } from '../trial/service.ts'
import { AFTER_PLAN_MS, CHAT_MS } from './domain.ts'
import { type Event, isLive, isState, may, STATES } from './states.ts'
import {
  changeActive,
  findMentorship,
  insertMentorship,
  listActiveOf,
  listOf,
  type Mentorship,
  moveState,
  setUseful,
} from './store.ts'

export type { Event } from './states.ts'
export { may } from './states.ts'
export type { Mentorship } from './store.ts'
export {
  findMentorship,
  listNeedingHand,
  listOf,
  menteesWithMentor,
  moveState,
  setChannel,
  takeHand,
  usefulTo,
} from './store.ts'

/** The mentorships of a person that run now, each with who the other one is. */
export async function activeMentorships(
  ctx: Context,
  person: string,
): Promise<(Mentorship & { partner: string })[]> {
  const rows = await listActiveOf(ctx, person)
  return rows.map((row) => ({ ...row, partner: partnerOf(row, person) }))
}

export const partnerOf = (m: { mentee: string; mentor: string }, person: string) =>
  m.mentee === person ? m.mentor : m.mentee

export interface Start {
  programme: string
  mentee: string
  mentor: string
  /** A single chat takes no place and brings no prompts. */
  kind: 'mentorship' | 'chat'
  /** The mentee looks for one mentor only: then they can have one such at most. */
  sole: boolean
  why: MatchRecord
  /** The versions of the two as they were read when it was decided that they may be matched. */
  read: { mentee: number; mentor: number }
  /** The round that made it, if one did. */
  round?: string
}

/**
 * What starts mentorships, for the commit of whoever decides them. Guards: `changed` (one of them is not as they were
 * read), `full` (the mentor has no place), `paired` (the two have one already, or the mentee has the one mentor they
 * look for). Judge anew after any of them.
 */
export async function startMentorships(ctx: Context, ...starts: Start[]): Promise<Writes[]> {
  const versions = new Map<string, number>()
  for (const { mentee, mentor, read } of starts) versions.set(mentee, read.mentee).set(mentor, read.mentor)
  const writes: Writes[] = [...versions].map(([person, version]) => unchanged(ctx, person, version))
  for (const start of starts) writes.push(await startOne(ctx, start))
  const long = starts.filter((start) => start.kind === 'mentorship')
  for (const person of new Set(long.flatMap((start) => [start.mentee, start.mentor])))
    writes.push(await startCheckins(ctx, person), await startSupport(ctx, person))
  return [...writes, ctx.outbox.touchHomes(...versions.keys())]
}

async function startOne(ctx: Context, start: Start): Promise<Writes[]> {
  const { programme, mentee, mentor, kind, sole, why, round } = start
  const id = ctx.newId()
  const chat = kind === 'chat'
  return [
    chat ? undefined : takePlace(ctx, mentor),
    insertMentorship(ctx, {
      id,
      workspace: ctx.workspace,
      programme,
      mentee,
      mentor,
      kind,
      status: 'active',
      state: 'introduced',
      startedAt: ctx.now(),
      activePair: `${mentee}:${mentor}`,
      soleOf: sole ? mentee : null,
      why,
      round,
    }),
    ctx.outbox.add('mentorship.intro', introKey(id), {
      to: groupOf([mentee, mentor]),
      payload: { mentorship: id },
    }),
    chat ? ctx.schedule.at('mentorship.chat', id, ctx.now() + CHAT_MS) : startLadder(ctx, id),
    !chat && updateMember(ctx, mentee, { firstInLineAt: null, roundsWaited: 0 }),
    !chat && [
      await offerLater(ctx, id, mentee),
      await offerSharing(ctx, id, mentee),
      await planAnniversary(ctx, id, mentee),
    ],
  ]
}

const introKey = (id: string) => `intro:${id}`

/** Until the two have met, their introduction says what is next: brought up to date with each date that is set or called off. */
export const refreshIntro = (ctx: Context, m: Mentorship): Writes =>
  m.metAt === null && ctx.outbox.refresh(introKey(m.id), groupOf([m.mentee, m.mentor]))

/** A mentorship of this person, running or not; refused to anybody else. */
export async function mine(ctx: Context, person: string, id: string): Promise<Outcome<Mentorship>> {
  const m = await findMentorship(ctx, id)
  if (!m || (m.mentee !== person && m.mentor !== person))
    return refuse('This mentorship is not yours. Open Home to see your own.')
  return done(m)
}

const ENDED = 'This mentorship has ended already. Type `/mentor` to see what is next.'

/** As `mine`, and refused once it has ended. */
export async function running(ctx: Context, person: string, id: string): Promise<Outcome<Mentorship>> {
  const found = await mine(ctx, person, id)
  return found.ok && found.value.status !== 'active' ? refuse(ENDED) : found
}

/** What the mentee would like to reach, while it runs; '' if nothing is written down. */
export async function goalFor(ctx: Context, person: string, id: string) {
  const found = await running(ctx, person, id)
  if (!found.ok) return found
  const m = found.value
  return done({ m, goal: openWords(ctx, await findMember(ctx, m.mentee)).goal })
}

/** What somebody reads whose click came too late: how it stands now. */
function standing(m: Mentorship): string {
  if (!isState(m.state) || !isLive(m.state)) return ENDED
  return `You two ${STATES[m.state].means}. Open Home to see what you can do now.`
}

/**
 * What one of the two does, decided on the present state, and anew if that changed before it was written: of two at
 * once the later one acts on what the earlier one left. Refused with the present state where the table has no such
 * event. `decide` returns all that is to be written, the move among it.
 */
export async function act(
  ctx: Context,
  person: string,
  id: string,
  event: Event,
  decide: (m: Mentorship) => Promise<Writes[] | Refusal>,
): Promise<Outcome<Mentorship>> {
  for (let tries = 0; tries < 3; tries++) {
    const found = await mine(ctx, person, id)
    if (!found.ok) return found
    const m = found.value
    if (!may(m.state, event, m.kind)) return refuse(standing(m))
    const writes = await decide(m)
    if (!Array.isArray(writes)) return writes
    if (!(await ctx.commit(...writes))) return done(m)
  }
  return refuse('Something else between you two changed in this very moment. Please press once more.')
}

/** The two met: the stall ladder starts from the bottom. */
export const met = (ctx: Context, person: string, id: string): Promise<Outcome<Mentorship>> =>
  act(ctx, person, id, 'met', async (m) => [await metWrites(ctx, m, ctx.now()), await noteMeeting(ctx, m)])

/**
 * What follows from a meeting that was over at `at` (UTC ms), for the commit of whoever takes it down. A chat is over
 * with it, and both are asked whether it was useful.
 */
export async function metWrites(ctx: Context, m: Mentorship, at: number): Promise<Writes[]> {
  if (m.kind === 'chat')
    return [...(await endWrites(ctx, { ...m, metAt: at }, 'chat over')), refreshIntro(ctx, m)]
  // A question that is on screen is answered by it, also if the meeting was before.
  const metAt = m.nudgedAt === null ? Math.max(at, m.metAt ?? 0) : ctx.now()
  return [
    moveState(ctx, m, 'met', { metAt, ...BOTTOM }),
    await fromBottom(ctx, m, metAt),
    refreshIntro(ctx, m),
  ]
}

/** The two have planned a session that is over at `until` (UTC ms): the ladder waits for it. Fails if they have ended. */
export async function planned(ctx: Context, m: Mentorship, until: number): Promise<Writes[]> {
  // A break goes on; what is planned lies after it, or they meet in spite of it.
  if (m.state === 'paused') return [moveState(ctx, m, 'planned'), refreshIntro(ctx, m)]
  return [
    refreshIntro(ctx, m),
    moveState(ctx, m, 'planned', { nudgedAt: null, needsHandAt: null }),
    await fromBottom(ctx, m, m.metAt ?? m.startedAt, until + AFTER_PLAN_MS - ctx.now()),
  ]
}

/** A guard (`mentorship`) for a commit that must not come after the end; other ends and changes wait for it. */
export const whileRunning = (ctx: Context, id: string): Writes => changeActive(ctx, id, { status: 'active' })

/**
 * What both agreed on, for the commit of whoever decides it. The stall ladder counts by the new cadence: a pair
 * that has just signed is not asked within a week. A later last day while it closes means that they go on.
 */
export async function agreed(
  ctx: Context,
  m: Mentorship,
  terms: { cadenceDays: number; endsOn: string },
): Promise<Writes[]> {
  const extended = m.state === 'closing' && (m.endsOn === null || terms.endsOn > m.endsOn)
  const quiet = m.nudgedAt === null && m.needsHandAt === null && m.restsUntil === null
  return [
    moveState(ctx, m, extended ? 'extend' : 'signed', terms),
    quiet && (await fromBottom(ctx, { ...m, ...terms }, m.metAt ?? m.startedAt, AFTER_PLAN_MS)),
    extended && (await endClosing(ctx, m, 'extended')),
    await planClosing(ctx, m, terms.endsOn),
  ]
}

/** Why it ended, as far as it bears on the words to the partner. */
export type Ending = keyof typeof EVENT_OF
const EVENT_OF = {
  'ended by one': 'end',
  left: 'leave',
  'left the company': 'leave',
  gone: 'leave',
  'chat over': 'chatOver',
  'trial over': 'trialParts',
  rematch: 'rematch',
  completed: 'complete',
  lapsed: 'lapse',
} as const satisfies Record<string, Event>

/**
 * What ends a mentorship, for the commit of whoever decides it: the place is free again, prompts stop, the
 * partner is told kindly, what was planned is off. A mentee whose mentor went, or who parts without
 * fault, is first in line for the next.
 */
export async function endWrites(ctx: Context, m: Mentorship, ending: Ending, by?: string): Promise<Writes[]> {
  // Of what is completed both hear from the closing.
  const tell = ending === 'completed' ? [] : [m.mentee, m.mentor].filter((person) => person !== by)
  const mentorWent = by === m.mentor && ending !== 'ended by one' && m.kind === 'mentorship'
  const firstInLine = mentorWent || ending === 'trial over' || ending === 'rematch'
  return [
    moveState(ctx, m, EVENT_OF[ending], {
      status: 'ended',
      endedAt: ctx.now(),
      ending,
      ...(m.kind === 'chat' && { metAt: m.metAt }),
      activePair: null,
      soleOf: null,
      ...BOTTOM,
    }),
    m.kind === 'mentorship' && [freePlace(ctx, m.mentor), ctx.schedule.at('find.freed', m.mentor, ctx.now())],
    ctx.schedule.cancel('mentorship.chat', m.id),
    ctx.schedule.cancel('milestones.anniversary', m.id),
    await settleAgreement(ctx, m),
    await stopCheckinsIfIdle(ctx, m.mentee, { except: m.id }),
    await stopCheckinsIfIdle(ctx, m.mentor, { except: m.id }),
    await callOff(ctx, m, by ?? m.mentee),
    forgetTrial(ctx, m),
    firstInLine &&
      (await stillHere(ctx, m.mentee)) &&
      updateMember(ctx, m.mentee, { firstInLineAt: ctx.now() }),
    tell.map((person) =>
      ctx.outbox.add('mentorship.ended', endedKey(m.id, person), {
        to: person,
        payload: { mentorship: m.id, person },
      }),
    ),
    await leaveLadder(ctx, m),
    await endClosing(ctx, m, ending === 'completed' ? 'completed' : 'overtaken'),
  ]
}

const endedKey = (id: string, person: string) => `ended:${id}:${person}`

/** Whether a chat was useful to this person: one answer, which may be changed. The partner is not told. */
export async function sayUseful(
  ctx: Context,
  person: string,
  id: string,
  useful: boolean,
): Promise<Outcome<Mentorship>> {
  const found = await mine(ctx, person, id)
  if (!found.ok) return found
  const m = found.value
  if (m.kind !== 'chat')
    return refuse('This question is about single chats. Open Home to see what is next for you two.')
  await ctx.commit(setUseful(ctx, m, person, useful), ctx.outbox.refresh(endedKey(id, person), person))
  return found
}

const stillHere = async (ctx: Context, person: string) => {
  const member = await findMember(ctx, person)
  return member !== undefined && member.status !== 'left'
}

/** Either alone ends it, unexplained; with `never` the two are never paired again, and nobody is told that. */
export async function endAlone(
  ctx: Context,
  person: string,
  id: string,
  never = false,
): Promise<Outcome<Mentorship>> {
  const ended = await act(ctx, person, id, 'end', async (m) => [
    ...(await endWrites(ctx, m, 'ended by one', person)),
    never && (await neverPair(ctx, person, partnerOf(m, person))),
  ])
  if (ended.ok || !never) return ended
  const found = await mine(ctx, person, id)
  if (!found.ok || found.value.status === 'active') return ended
  // It had ended a moment before: what they asked for still holds.
  await ctx.commit(await neverPair(ctx, person, partnerOf(found.value, person)))
  return found
}

/** Either would like a new match, with no fault: both hear the same neutral words, and the mentee is first in line. */
export const rematch = (ctx: Context, person: string, id: string): Promise<Outcome<Mentorship>> =>
  act(ctx, person, id, 'rematch', (m) => endWrites(ctx, m, 'rematch'))

/** Ends all that somebody who leaves has. */
export async function endAllOf(ctx: Context, person: string, ending: Ending): Promise<Writes[]> {
  const writes: Writes[] = []
  for (const m of await listActiveOf(ctx, person)) writes.push(await endWrites(ctx, m, ending, person))
  return writes
}

/** A single chat is over by itself; the mentee is offered to go on. */
export async function endChat(ctx: Context, id: string): Promise<Writes[]> {
  const m = await findMentorship(ctx, id)
  if (m?.status !== 'active' || m.kind !== 'chat') return []
  const until = await plannedUntil(ctx, id)
  return until === undefined
    ? endWrites(ctx, m, 'chat over')
    : [ctx.schedule.at('mentorship.chat', id, until + AFTER_PLAN_MS)]
}

/** The newest mentorship of these two, for "why this match". */
export async function between(ctx: Context, a: string, b: string): Promise<Mentorship | undefined> {
  return (await listOf(ctx, a)).find((m) => partnerOf(m, a) === b)
}
