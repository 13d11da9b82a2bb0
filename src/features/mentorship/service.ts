import type { Context } from '../../context.ts'
import { addWorkingDays } from '../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../core/outcome.ts'
import type { Writes } from '../../db/commit.ts'
import type { MatchRecord } from '../../db/tables.ts'
import { groupOf } from '../../outbox/outbox.ts'
import { listCoordinators, settleHand, tellHand } from '../admin/service.ts'
import { offerLater, settleAgreement } from '../agreement/service.ts'
import { startCheckins, stopCheckinsIfIdle } from '../checkins/service.ts'
import { offerSharing } from '../goals/service.ts'
import { startSupport } from '../guides/service.ts'
import { noteMeeting } from '../meetings/service.ts'
import { neverPair } from '../privacy/service.ts'
import { findMember, freePlace, takePlace, unchanged, updateMember } from '../profile/service.ts'
import { callOff, plannedUntil } from '../sessions/service.ts'
import { forgetTrial } from '../trial/service.ts'
import { CHAT_MS, HAND_DAYS, SNOOZE_MS, STALL_MS, stallMs, UNASKED_MS } from './domain.ts'
import {
  changeActive,
  findMentorship,
  insertMentorship,
  listActiveOf,
  listOf,
  type Mentorship,
  markNeedsHand,
  setUseful,
} from './store.ts'

export type { Mentorship } from './store.ts'
export { findMentorship, listNeedingHand, listOf, menteesWithMentor, setChannel } from './store.ts'

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
      startedAt: ctx.now(),
      activePair: `${mentee}:${mentor}`,
      soleOf: sole ? mentee : null,
      why,
      round,
    }),
    ctx.outbox.add('mentorship.intro', `intro:${id}`, {
      to: groupOf([mentee, mentor]),
      payload: { mentorship: id },
    }),
    ctx.schedule.at(
      chat ? 'mentorship.chat' : 'mentorship.stall',
      id,
      ctx.now() + (chat ? CHAT_MS : STALL_MS),
    ),
    !chat && updateMember(ctx, mentee, { firstInLineAt: null, roundsWaited: 0 }),
    !chat && [await offerLater(ctx, id, mentee), await offerSharing(ctx, id, mentee)],
  ]
}

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

/** The two met: the stall ladder starts from the bottom. */
export async function met(ctx: Context, person: string, id: string): Promise<Outcome<Mentorship>> {
  const found = await mine(ctx, person, id)
  if (!found.ok) return found
  for (let again = true; ; again = false) {
    const failed = await ctx.commit(
      await metWrites(ctx, found.value, ctx.now()),
      await noteMeeting(ctx, found.value),
    )
    if (!failed) return found
    // The session was told of, or moved, at the same moment.
    if (failed !== 'session' || !again) return refuse(ENDED)
  }
}

/**
 * What follows from a meeting that was over at `at` (UTC ms), for the commit of whoever takes it down. A chat is over
 * with it, and both are asked whether it was useful.
 */
export async function metWrites(ctx: Context, m: Mentorship, at: number): Promise<Writes[]> {
  if (m.kind === 'chat') return endWrites(ctx, { ...m, metAt: at }, 'chat over')
  // A question that is on screen is answered by it, also if the meeting was before.
  const metAt = m.nudgedAt === null ? Math.max(at, m.metAt ?? 0) : ctx.now()
  return [
    changeActive(ctx, m.id, { metAt, nudgedAt: null, needsHandAt: null }),
    ctx.schedule.at('mentorship.stall', m.id, metAt + stallMs(m.cadenceDays)),
    await settleLadder(ctx, m),
  ]
}

/** The two have planned a session that is over at `until` (UTC ms): the ladder waits for it. Fails if they have ended. */
export async function planned(ctx: Context, m: Mentorship, until: number): Promise<Writes[]> {
  return [
    changeActive(ctx, m.id, { nudgedAt: null, needsHandAt: null }),
    m.kind === 'mentorship' && ctx.schedule.at('mentorship.stall', m.id, until + SNOOZE_MS),
    await settleLadder(ctx, m),
  ]
}

/** A guard (`mentorship`) for a commit that must not come after the end; other ends and changes wait for it. */
export const whileRunning = (ctx: Context, id: string): Writes => changeActive(ctx, id, { status: 'active' })

/**
 * What both agreed on, for the commit of whoever decides it. The stall ladder counts by the new cadence: a pair
 * that has just signed is not asked within a week.
 */
export const agreed = (
  ctx: Context,
  m: Mentorship,
  terms: { cadenceDays: number; endsOn: string },
): Writes[] => {
  const stallsAt = (m.metAt ?? m.startedAt) + stallMs(terms.cadenceDays)
  return [
    changeActive(ctx, m.id, terms),
    m.nudgedAt === null &&
      m.needsHandAt === null &&
      ctx.schedule.at('mentorship.stall', m.id, Math.max(stallsAt, ctx.now() + SNOOZE_MS)),
  ]
}

/** "Not yet, but we will": asked again in a week. */
export async function notYet(ctx: Context, person: string, id: string): Promise<Outcome<Mentorship>> {
  const found = await mine(ctx, person, id)
  if (!found.ok) return found
  const failed = await ctx.commit(
    changeActive(ctx, id, { nudgedAt: null, needsHandAt: null }),
    ctx.schedule.at('mentorship.stall', id, ctx.now() + SNOOZE_MS),
    await settleLadder(ctx, found.value),
  )
  return failed ? refuse(ENDED) : found
}

const KNOWN = 'It is known already that you two could use a hand. "We met" takes it back.'

/**
 * Either asks for help: the coordinators see that the pair needs a hand, and nothing else. Says whether there is
 * a coordinator to see it.
 */
export async function needHand(
  ctx: Context,
  person: string,
  id: string,
): Promise<Outcome<{ coordinators: number }>> {
  const found = await mine(ctx, person, id)
  if (!found.ok) return found
  if (found.value.needsHandAt) return refuse(KNOWN)
  const failed = await ctx.commit(
    await handWrites(ctx, found.value),
    ladderMessages(ctx, found.value),
    touchBoth(ctx, found.value),
  )
  if (!failed) return done({ coordinators: (await listCoordinators(ctx)).length })
  return refuse((await findMentorship(ctx, id))?.status === 'active' ? KNOWN : ENDED)
}

/** Messages of the ladder on screen, and the Homes of all concerned, show what was answered. */
const settleLadder = async (ctx: Context, m: Mentorship): Promise<Writes> => [
  ladderMessages(ctx, m),
  touchBoth(ctx, m),
  m.needsHandAt !== null && (await settleHand(ctx, m.id, m.needsHandAt)),
]

const touchBoth = (ctx: Context, m: Mentorship): Writes => ctx.outbox.touchHomes(m.mentee, m.mentor)

const ladderMessages = (ctx: Context, m: Mentorship): Writes =>
  m.nudgedAt !== null && [
    ctx.outbox.refresh(nudgeKey(m.id, m.mentee, m.nudgedAt), m.mentee),
    ctx.outbox.refresh(nudgeKey(m.id, m.mentor, m.nudgedAt), m.mentor),
  ]

/** One question for each time that the two are asked. */
const nudgeKey = (id: string, person: string, askedAt: number) => `nudge:${id}:${person}:${askedAt}`

async function handWrites(ctx: Context, m: Mentorship): Promise<Writes[]> {
  const at = ctx.now()
  return [
    markNeedsHand(ctx, m.id, at),
    ctx.schedule.cancel('mentorship.stall', m.id),
    await tellHand(ctx, m.id, at),
  ]
}

/** The question is on screen: its reader has some working days to answer before the coordinators look. */
export async function asked(ctx: Context, id: string): Promise<Writes[]> {
  const m = await findMentorship(ctx, id)
  if (m?.status !== 'active' || !m.nudgedAt || m.needsHandAt) return []
  const hours = await ctx.directory.hours(m.mentee)
  const until = addWorkingDays(hours, ctx.now(), HAND_DAYS) ?? ctx.now() + SNOOZE_MS
  return [ctx.schedule.at('mentorship.stall', id, until)]
}

/**
 * The stall ladder, one rung a call: after 21 days without a meeting both are asked; after some working days of
 * silence the coordinators see that the pair needs a hand. A pause of either stops it, and what was asked before
 * is asked again after it. Check-ins never count.
 */
export async function climb(ctx: Context, id: string): Promise<Writes[]> {
  const m = await findMentorship(ctx, id)
  if (m?.status !== 'active' || m.needsHandAt) return []
  const both = [await findMember(ctx, m.mentee), await findMember(ctx, m.mentor)]
  const resumesAt = Math.max(...both.map((p) => (p?.status === 'paused' ? (p.pausedUntil ?? 0) : 0)))
  if (resumesAt > ctx.now())
    return [
      ctx.schedule.at('mentorship.stall', id, resumesAt + SNOOZE_MS),
      m.nudgedAt !== null && [changeActive(ctx, id, { nudgedAt: null }), ladderMessages(ctx, m)],
    ]
  const until = await plannedUntil(ctx, id)
  if (until !== undefined) return [ctx.schedule.at('mentorship.stall', id, until + SNOOZE_MS)]
  const quietSince = m.metAt ?? m.startedAt
  const dueAt = quietSince + stallMs(m.cadenceDays)
  if (dueAt > ctx.now()) return [ctx.schedule.at('mentorship.stall', id, dueAt)]
  if (m.nudgedAt) return [await handWrites(ctx, m), ladderMessages(ctx, m), touchBoth(ctx, m)]

  const askedAt = ctx.now()
  const unasked = askedAt + UNASKED_MS
  return [
    changeActive(ctx, id, { nudgedAt: askedAt }),
    ...[m.mentee, m.mentor].map((person) =>
      ctx.outbox.add('mentorship.nudge', nudgeKey(id, person, askedAt), {
        to: person,
        payload: { mentorship: id, person, askedAt },
        uselessAt: unasked,
      }),
    ),
    ctx.schedule.at('mentorship.stall', id, unasked),
    touchBoth(ctx, m),
  ]
}

/** Why it ended, as far as it bears on the words to the partner. */
export type Ending = 'ended by one' | 'left' | 'left the company' | 'gone' | 'chat over' | 'trial over'

/**
 * What ends a mentorship, for the commit of whoever decides it: the place is free again, prompts stop, the
 * partner is told kindly, what was planned is off. A mentee whose mentor went, or whose trial is over, is first in line for
 * the next.
 */
export async function endWrites(ctx: Context, m: Mentorship, ending: Ending, by?: string): Promise<Writes[]> {
  const tell = [m.mentee, m.mentor].filter((person) => person !== by)
  const mentorWent = by === m.mentor && ending !== 'ended by one' && m.kind === 'mentorship'
  const firstInLine = mentorWent || ending === 'trial over'
  return [
    changeActive(ctx, m.id, {
      status: 'ended',
      endedAt: ctx.now(),
      ending,
      ...(m.kind === 'chat' && { metAt: m.metAt }),
      activePair: null,
      soleOf: null,
      needsHandAt: null,
    }),
    m.kind === 'mentorship' && [freePlace(ctx, m.mentor), ctx.schedule.at('find.freed', m.mentor, ctx.now())],
    ctx.schedule.cancel('mentorship.stall', m.id),
    ctx.schedule.cancel('mentorship.chat', m.id),
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
    await settleLadder(ctx, m),
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
  await ctx.commit(
    setUseful(ctx, id, m.mentee === person ? { usefulToMentee: useful } : { usefulToMentor: useful }),
    ctx.outbox.refresh(endedKey(id, person), person),
  )
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
  // A guard that fails means that something else between the two was answered in this very moment: look again, once.
  for (let again = true; ; again = false) {
    const found = await running(ctx, person, id)
    if (!found.ok) return found
    const failed = await ctx.commit(
      await endWrites(ctx, found.value, 'ended by one', person),
      never && (await neverPair(ctx, person, partnerOf(found.value, person))),
    )
    if (!failed) return found
    if (!again) return refuse('Something changed in the same moment. Please press once more.')
  }
}

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
    : [ctx.schedule.at('mentorship.chat', id, until + SNOOZE_MS)]
}

/** The newest mentorship of these two, for "why this match". */
export async function between(ctx: Context, a: string, b: string): Promise<Mentorship | undefined> {
  return (await listOf(ctx, a)).find((m) => partnerOf(m, a) === b)
}
