import type { Context } from '../../../context.ts'
import { addWorkingDays, dateIn, instantAt, nextHumane } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import { countOne, isLimitReached, refuseOverLimit } from '../../../directory/limits.ts'
import type { Follows } from '../../../follows.ts'
import { AFTER_PLAN_MS, NOT_STALLED } from '../../pairs/mentorship/domain.ts'
import {
  applyEvent,
  bothBackAt,
  findMentorship,
  type Mentorship,
  mayHappen,
  moveState,
  partnerOf,
  runningMentorship,
} from '../../pairs/mentorship/service.ts'
import { peopleInCharge } from '../../people/coordinators/service.ts'
import { openClosing } from '../closing/service.ts'
import { callOffSessions, plannedUntil } from '../sessions/service.ts'
import {
  HAND_MS,
  isRung,
  RUNG_DAYS,
  RUNGS,
  type Rung,
  restObjection,
  SNOOZE_MS,
  STALL_MS,
  stallMs,
  UNASKED_MS,
  UNDO_MS,
} from './domain.ts'

const CLIMB = 'ladder.climb'
const RESTED = 'ladder.rested'
const HAND = 'ladder.hand'
/** Each of the two has a wish of their own, and takes back their own alone. */
const handSubject = (id: string, person: string) => `${id}:${person}`

/** One question for each time that the two are asked. */
const nudgeKey = (id: string, person: string, askedAt: number) => `nudge:${id}:${person}:${askedAt}`

const bothOf = (m: Mentorship) => [m.mentee, m.mentor]
const touchBoth = (ctx: Context, m: Mentorship): Writes => ctx.outbox.touchHomes(...bothOf(m))

/** The ladder begins with a mentorship, starts anew with each sign of life, and ends with it. */
export const follows: Follows = {
  started: (ctx, pairs) =>
    pairs.map(({ id, kind }) => kind === 'mentorship' && ctx.schedule.at(CLIMB, id, ctx.now() + STALL_MS)),
  met: (ctx, m, at) => m.kind === 'mentorship' && restartLadder(ctx, m, at),
  // A break goes on; what is planned lies after it, or they meet in spite of it.
  planned: (ctx, m, until) =>
    m.state !== 'paused' && restartLadder(ctx, m, m.metAt ?? m.startedAt, until + AFTER_PLAN_MS - ctx.now()),
  // It counts by the new cadence: a pair that has just signed is not asked within a week.
  signed(ctx, m, terms) {
    const quiet = m.nudgedAt === null && m.needsHandAt === null && m.restsUntil === null
    return quiet && restartLadder(ctx, { ...m, ...terms }, m.metAt ?? m.startedAt, AFTER_PLAN_MS)
  },
  closing: leaveLadder,
  reopened: (ctx, m) => restartLadder(ctx, m, ctx.now()),
  ended: leaveLadder,
}

/**
 * The ladder starts from the bottom: it looks again when the pair has been quiet for long, and not within `atLeastMs`
 * from now. What it asked, and the Homes of all concerned, show how it stands. `since` is when they met last.
 */
export async function restartLadder(
  ctx: Context,
  m: Mentorship,
  since: number,
  atLeastMs = 0,
): Promise<Writes[]> {
  const at = Math.max(since + stallMs(m.cadenceDays), ctx.now() + atLeastMs)
  return [
    m.kind === 'mentorship' && [ctx.schedule.at(CLIMB, m.id, at), ctx.schedule.cancel(RESTED, m.id)],
    await settleQuestions(ctx, m),
  ]
}

/** The ladder asks no more, and no break ends: the mentorship closes or has ended. */
async function leaveLadder(ctx: Context, m: Mentorship): Promise<Writes[]> {
  return [ctx.schedule.cancel(CLIMB, m.id), ctx.schedule.cancel(RESTED, m.id), await settleQuestions(ctx, m)]
}

/** Messages of the ladder on screen, and the Homes of all concerned, show what was answered. Nobody asks for a hand any more. */
const settleQuestions = async (ctx: Context, m: Mentorship): Promise<Writes> => [
  bothOf(m).map((person) => ctx.schedule.cancel(HAND, handSubject(m.id, person))),
  refreshQuestions(ctx, m),
  touchBoth(ctx, m),
  m.needsHandAt !== null && (await ctx.follow('handSettled', m.id, m.needsHandAt)),
]

const refreshQuestions = (ctx: Context, m: Mentorship): Writes =>
  bothOf(m).map(
    (person) => m.nudgedAt !== null && ctx.outbox.refresh(nudgeKey(m.id, person, m.nudgedAt), person),
  )

/** "Not yet, but we will": asked again in a week. */
export const sayNotYet = (ctx: Context, person: string, id: string): Promise<Outcome<Mentorship>> =>
  applyEvent(ctx, person, id, 'later', async (m) => [
    moveState(ctx, m, 'later', NOT_STALLED, m.state),
    await restartLadder(ctx, m, ctx.now() + SNOOZE_MS - stallMs(m.cadenceDays)),
  ])

const KNOWN = 'It is known already that you two could use a hand. "We met" takes it back.'
const NOBODY =
  'Nobody coordinates Cairn here just now, so there is nobody whom I could tell. A short message to your partner is the best next step.'

/** Whether there is somebody now who sees that a pair could use a hand. Where nobody is, nothing may say so. */
export const isSomebodyInCharge = async (ctx: Context) => (await peopleInCharge(ctx)).length > 0

/** A pair that could ask for a hand, with whether anybody would hear it, and until when (UTC ms) a wish can be taken back. */
export async function readHandOffer(
  ctx: Context,
  person: string,
  id: string,
): Promise<Outcome<{ m: Mentorship; heard: boolean; undoUntil?: number }>> {
  const found = await runningMentorship(ctx, person, id)
  if (!found.ok) return found
  if (found.value.state === 'hand') return refuse(KNOWN)
  const job = await ctx.schedule.find(HAND, handSubject(id, person))
  return done({ m: found.value, heard: await isSomebodyInCharge(ctx), ...(job && { undoUntil: job.dueAt }) })
}

/**
 * Either asks for help: in five minutes the coordinators see that the pair needs a hand, and nothing else. Until then it can
 * be taken back. Refused where there is nobody to see it: nobody is written to who has not asked for it.
 */
export async function askForHand(
  ctx: Context,
  person: string,
  id: string,
): Promise<Outcome<{ m: Mentorship; undoUntil: number }>> {
  const job = await ctx.schedule.find(HAND, handSubject(id, person))
  const undoUntil = job?.dueAt ?? ctx.now() + UNDO_MS
  const asked = await applyEvent(ctx, person, id, 'hand', async () => {
    if (!(await isSomebodyInCharge(ctx))) return refuse(NOBODY)
    // Pressed twice, it is one wish.
    if (job) return []
    if (await isLimitReached(ctx, 'hands', person)) return refuseOverLimit('hands')
    return [await countOne(ctx, 'hands', person), ctx.schedule.at(HAND, handSubject(id, person), undoUntil)]
  })
  if (asked.ok) return done({ m: asked.value, undoUntil })
  return (await findMentorship(ctx, id))?.state === 'hand' ? refuse(KNOWN) : asked
}

/** Takes the wish for a hand back, before anybody heard of it. */
export async function takeBackHandWish(
  ctx: Context,
  person: string,
  id: string,
): Promise<Outcome<Mentorship>> {
  const found = await runningMentorship(ctx, person, id)
  if (!found.ok) return found
  await ctx.commit(ctx.schedule.cancel(HAND, handSubject(id, person)))
  // It may have been told in this very moment, or when the other asked as well.
  return (await findMentorship(ctx, id))?.state === 'hand' ? refuse(KNOWN) : found
}

/** The job: the time to take a wish for a hand back is over. */
export async function passOnHandWish(ctx: Context, subject: string): Promise<Writes[]> {
  const [id = ''] = subject.split(':')
  const m = await findMentorship(ctx, id)
  if (!m || !mayHappen(m.state, 'hand', m.kind)) return []
  return [await needHand(ctx, m, 'hand'), refreshQuestions(ctx, m)]
}

/** They could use a hand, as one of them or their silence says: the coordinators see it. */
async function needHand(ctx: Context, m: Mentorship, event: 'hand' | 'silent'): Promise<Writes[]> {
  const at = ctx.now()
  return [
    moveState(ctx, m, event, { needsHandAt: at, handTakenBy: null, restsUntil: null }, m.state),
    ctx.schedule.cancel(RESTED, m.id),
    ctx.schedule.at(CLIMB, m.id, at + HAND_MS),
    await ctx.follow('needsHand', m.id, at),
    touchBoth(ctx, m),
  ]
}

/** The job: a question is on screen. Its reader has some working days to answer before the next rung. */
export async function scheduleNextRung(ctx: Context, id: string): Promise<Writes[]> {
  const m = await findMentorship(ctx, id)
  if (!m || !isRung(m.state)) return []
  const hours = await ctx.directory.hours(m.mentee)
  const until = addWorkingDays(hours, ctx.now(), RUNG_DAYS) ?? ctx.now() + SNOOZE_MS
  return [ctx.schedule.at(CLIMB, id, until)]
}

/**
 * The job: the stall ladder, one rung a call: nudged, asked whether they met, offered a break, a new match or a good close, then
 * the coordinators see that the pair needs a hand; after weeks of nothing it closes. A pause of either stops it, and it
 * starts anew after it. A planned session holds it. Check-ins never count.
 */
export async function climbLadder(ctx: Context, id: string): Promise<Writes[]> {
  const m = await findMentorship(ctx, id)
  // In all other states something else is due: the end of a break, of a trial or of the closing.
  if (m?.kind !== 'mentorship' || !['introduced', 'active', 'hand', ...RUNGS].includes(m.state)) return []
  const resumesAt = await bothBackAt(ctx, m)
  if (resumesAt !== undefined)
    return [
      ctx.schedule.at(CLIMB, id, resumesAt + SNOOZE_MS),
      isRung(m.state) && [
        moveState(ctx, m, 'away', { nudgedAt: null }, m.state),
        refreshQuestions(ctx, m),
        touchBoth(ctx, m),
      ],
    ]
  const until = await plannedUntil(ctx, id)
  if (until !== undefined) return [ctx.schedule.at(CLIMB, id, until + SNOOZE_MS)]

  if (m.state === 'hand') {
    const dueAt = (m.needsHandAt ?? m.startedAt) + HAND_MS
    if (dueAt > ctx.now()) return [ctx.schedule.at(CLIMB, id, dueAt)]
    return [moveState(ctx, m, 'silent', NOT_STALLED, m.state), await openClosing(ctx, m, 'silence')]
  }
  const rung = RUNGS.indexOf(m.state as Rung)
  if (rung < 0) {
    const dueAt = (m.metAt ?? m.startedAt) + stallMs(m.cadenceDays)
    if (dueAt > ctx.now()) return [ctx.schedule.at(CLIMB, id, dueAt)]
  }
  const next = RUNGS[rung + 1]
  if (!next) return [await needHand(ctx, m, 'silent'), refreshQuestions(ctx, m)]

  const askedAt = ctx.now()
  const unasked = askedAt + UNASKED_MS
  return [
    moveState(ctx, m, rung < 0 ? 'stalled' : 'silent', { nudgedAt: askedAt }, m.state),
    refreshQuestions(ctx, m),
    bothOf(m).map((person) =>
      ctx.outbox.add('ladder.nudge', nudgeKey(id, person, askedAt), {
        to: person,
        payload: { mentorship: id, person, askedAt, rung: next },
        uselessAt: unasked,
      }),
    ),
    ctx.schedule.at(CLIMB, id, unasked),
    touchBoth(ctx, m),
  ]
}

// --- a break of the two ---

/** Either takes a break for both until a day ('YYYY-MM-DD' in their own zone); it ends by itself. The partner hears it. */
export async function takeBreak(
  ctx: Context,
  person: string,
  id: string,
  day: string,
): Promise<Outcome<{ until: number; zone: string }>> {
  const hours = await ctx.directory.hours(person)
  let until = 0
  const rested = await applyEvent(ctx, person, id, 'rest', async (m) => {
    const no = restObjection(day, dateIn(hours.zone, ctx.now()), m.endsOn)
    if (no) return refuse(no, 'until')
    const start = instantAt(hours.zone, day, hours.startMinute)
    until = nextHumane(hours, start) ?? start
    return [
      moveState(ctx, m, 'rest', { ...NOT_STALLED, restsUntil: until }, m.state),
      ctx.schedule.cancel(CLIMB, id),
      ctx.schedule.at(RESTED, id, until),
      await callOffSessions(ctx, m, person, until),
      ctx.outbox.add('ladder.resting', `resting:${id}:${until}`, {
        to: partnerOf(m, person),
        payload: { mentorship: id, person, until },
        uselessAt: until,
      }),
      await settleQuestions(ctx, m),
    ]
  })
  return rested.ok ? done({ until, zone: hours.zone }) : rested
}

/** Either ends their break early. The partner hears it. */
export const endBreakEarly = (ctx: Context, person: string, id: string): Promise<Outcome<Mentorship>> =>
  applyEvent(ctx, person, id, 'back', async (m) => [
    moveState(ctx, m, 'back', NOT_STALLED, m.state),
    await restartLadder(ctx, m, m.metAt ?? m.startedAt, SNOOZE_MS),
    m.restsUntil !== null && [
      ctx.outbox.cancel(`resting:${id}:${m.restsUntil}`),
      tellBack(ctx, m, partnerOf(m, person), m.restsUntil),
    ],
  ])

const tellBack = (ctx: Context, m: Mentorship, to: string, until: number): Writes =>
  ctx.outbox.add('ladder.back', `back:${m.id}:${to}:${until}`, {
    to,
    payload: { mentorship: m.id, person: to },
    uselessAt: ctx.now() + SNOOZE_MS,
  })

/** The job: the break is over; both hear it, and have a week before the ladder looks again. */
export async function endBreak(ctx: Context, id: string): Promise<Writes[]> {
  const m = await findMentorship(ctx, id)
  if (m?.state !== 'paused' || m.restsUntil === null) return []
  if (m.restsUntil > ctx.now()) return [ctx.schedule.at(RESTED, id, m.restsUntil)]
  return [
    moveState(ctx, m, 'rested', NOT_STALLED, m.state),
    await restartLadder(ctx, m, m.metAt ?? m.startedAt, SNOOZE_MS),
    bothOf(m).map((person) => tellBack(ctx, m, person, m.restsUntil as number)),
  ]
}
