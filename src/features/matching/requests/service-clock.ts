/** The time that somebody has to answer: it starts, reminds, ends, and stands still while one of the two is paused. */
import type { Context } from '../../../context.ts'
import { DAY_MS, type Hours, instantAt, mondayOf, shiftDate } from '../../../core/calendar.ts'
import type { Writes } from '../../../db/commit.ts'
import { findMember, findMembers } from '../../people/members/service.ts'
import { type Clock, clockFor, clockFrom, daysLeft, EXPIRE_DAYS } from './domain.ts'
import { closeRequest, endAndTell } from './service-end.ts'
import {
  arrivedKey,
  awaitedOf,
  refreshScreens,
  reminderKey,
  stopClock,
  tellOfRequest,
} from './service-state.ts'
import { changeRequest, findRequest, listOpenOf, type MentorshipRequest } from './store.ts'

/** Schedules the reminder and the end of a request. */
export const scheduleClock = (ctx: Context, id: string, { remindAt, expiresAt }: Clock): Writes => [
  ctx.schedule.at('requests.remind', id, remindAt),
  ctx.schedule.at('requests.expire', id, expiresAt),
]

/**
 * Starts the clock of whoever's answer is awaited from now on: what to set, and its jobs. While either of the two is
 * paused it stands still, with all of its time left.
 */
export async function startClock(ctx: Context, { id, mentee, mentor }: MentorshipRequest, awaited: string) {
  const clock = clockFor(await ctx.directory.hours(awaited), ctx.now())
  const isPaused = (await pausedAmong(ctx, [mentee, mentor])).size > 0
  return {
    set: { expiresAt: clock.expiresAt, remainingMs: isPaused ? EXPIRE_DAYS * DAY_MS : null },
    jobs: [stopClock(ctx, id), !isPaused && scheduleClock(ctx, id, clock)] satisfies Writes[],
  }
}

/** Those of these people who are paused. */
const pausedAmong = async (ctx: Context, people: string[]): Promise<Set<string>> =>
  new Set((await findMembers(ctx, people)).flatMap((m) => (m.status === 'paused' ? [m.person] : [])))

const listPending = async (ctx: Context, person: string) =>
  (await listOpenOf(ctx, person)).filter((r) => r.status === 'pending')

/** Reminds whoever's answer is awaited: of this request, and of all of which they would be reminded later this week. */
export async function remindAwaited(ctx: Context, id: string): Promise<Writes[]> {
  const request = await findRequest(ctx, id)
  if (request?.status !== 'pending') return []
  const person = awaitedOf(request)
  const hours = await ctx.directory.hours(person)
  const nextWeek = instantAt(hours.zone, shiftDate(mondayOf(hours, ctx.now()), 7), 0)
  const reminded = [request]
  for (const other of await listPending(ctx, person)) {
    const job = await ctx.schedule.find('requests.remind', other.id)
    if (awaitedOf(other) === person && other.id !== id && job && job.dueAt < nextWeek) reminded.push(other)
  }
  return reminded.map((each) => [
    ctx.schedule.cancel('requests.remind', each.id),
    ctx.outbox.add('requests.reminder', reminderKey(each), {
      to: person,
      payload: { request: each.id, awaiting: each.awaiting },
      uselessAt: each.expiresAt,
    }),
  ])
}

/** Ends a request whose time is over, tells both, and offers the mentee the next best. */
export async function expireRequest(ctx: Context, id: string): Promise<Writes[]> {
  const request = await findRequest(ctx, id)
  if (request?.status !== 'pending') return []
  // One of them paused in the very moment in which this clock was started.
  if ((await pausedAmong(ctx, [request.mentee, request.mentor])).size > 0)
    return [changeRequest(ctx, request, ['pending'], { remainingMs: DAY_MS })]
  return [endAndTell(ctx, request, { status: 'expired' })]
}

/** Brings a request back that was put off a month ago, if the mentor has a place. */
export async function bringBackRequest(ctx: Context, id: string): Promise<Writes[]> {
  const request = await findRequest(ctx, id)
  if (request?.status !== 'postponed') return []
  const mentor = await findMember(ctx, request.mentor)
  if (request.kind === 'mentorship' && mentor && mentor.taken >= mentor.capacity)
    return [closeRequest(ctx, request, 'full')]
  const clock = await startClock(ctx, request, request.mentor)
  const back = { ...request, round: request.round + 1 }
  return [
    changeRequest(ctx, request, ['postponed'], {
      status: 'pending',
      awaiting: 'mentor',
      round: back.round,
      ...clock.set,
    }),
    tellOfRequest(ctx, 'requests.arrived', arrivedKey(back), request.mentor, id),
    clock.jobs,
    ctx.outbox.touchHomes(request.mentee, request.mentor),
  ]
}

/**
 * Somebody pauses: the clocks of their requests stop, whoever's answer is awaited, since nothing can begin meanwhile.
 * The working days that are left are kept.
 */
export async function stopClocks(ctx: Context, person: string): Promise<Writes[]> {
  const running = (await listPending(ctx, person)).filter((r) => r.remainingMs === null)
  const hours = await ctx.directory.hoursOfAll(running.map(awaitedOf))
  return running.map((request) => [
    changeRequest(ctx, request, ['pending'], {
      remainingMs: daysLeft(hours.get(awaitedOf(request))!, ctx.now(), request.expiresAt) * DAY_MS,
    }),
    stopClock(ctx, request.id),
    ctx.outbox.touchHomes(request.mentee, request.mentor),
  ])
}

/** Those clocks go on from where they stopped, but for requests whose other side is paused. */
export async function restartClocks(ctx: Context, person: string): Promise<Writes[]> {
  const stopped = (await listPending(ctx, person)).filter((r) => r.remainingMs !== null)
  const other = (r: MentorshipRequest) => (r.mentee === person ? r.mentor : r.mentee)
  const paused = await pausedAmong(ctx, stopped.map(other))
  const hours = await ctx.directory.hoursOfAll(stopped.map(awaitedOf))
  return stopped
    .filter((request) => !paused.has(other(request)))
    .map((request) =>
      continueClock(
        ctx,
        request,
        hours.get(awaitedOf(request))!,
        Math.round((request.remainingMs ?? 0) / DAY_MS),
      ),
    )
}

/**
 * Somebody is about to change their hours: what is left of their time to answer is counted in their new working days,
 * so that nothing expires on a holiday.
 */
export async function moveClocks(ctx: Context, person: string, hours: Hours): Promise<Writes[]> {
  const before = await ctx.directory.hours(person)
  const running = (await listPending(ctx, person)).filter(
    (r) => awaitedOf(r) === person && r.remainingMs === null,
  )
  return running.map((request) =>
    continueClock(ctx, request, hours, daysLeft(before, ctx.now(), request.expiresAt)),
  )
}

function continueClock(ctx: Context, request: MentorshipRequest, hours: Hours, days: number): Writes {
  const clock = clockFrom(hours, ctx.now(), days)
  return [
    changeRequest(ctx, request, ['pending'], { remainingMs: null, expiresAt: clock.expiresAt }),
    scheduleClock(ctx, request.id, clock),
    refreshScreens(ctx, request),
  ]
}
