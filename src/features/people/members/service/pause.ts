/** Pausing, coming back and leaving. */
import type { Announcements } from '../../../../announcements.ts'
import type { Context } from '../../../../context.ts'
import { dateIn, shiftDate } from '../../../../core/calendar.ts'
import { type Outcome, refuse } from '../../../../core/outcome.ts'
import type { Writes } from '../../../../db/commit.ts'
import type { Follows } from '../../../../follows.ts'
import { retrying } from '../../../../retrying.ts'
import { endOfPause, objectionTo } from '../domain.ts'
import { findMember, markAsLeft, pauseMember, resumeMember, touchMatching } from '../store.ts'
import { requireMember } from './read.ts'

/** Said to somebody who leaves and is not here. */
export const NO_MEMBER = 'You are not a member at the moment. Type `/mentor join` to come in.'

/** Stops suggestions and prompts until a day ('YYYY-MM-DD' in the member's zone); it ends by itself. */
export const pauseUntil = (
  ctx: Context,
  person: string,
  day: string,
): Promise<Outcome<{ until: number; zone: string }>> =>
  retrying(ctx, async () => {
    const found = await requireMember(ctx, person)
    if (!found.ok) return found
    const { zone, startMinute } = await ctx.directory.hours(person)
    const no = objectionTo(day, zone, ctx.now())
    if (no) return refuse(no, 'until')
    const until = endOfPause(day, zone, startMinute)
    return {
      value: { until, zone },
      writes: [
        pauseMember(ctx, person, until),
        await ctx.follow('paused', person, until, found.value.status === 'paused'),
        ctx.schedule.at('membership.resume', person, until),
        ctx.outbox.touchHomes(person),
      ],
    }
  })

/** As pauseUntil, for a number of weeks from now. */
export async function pauseFor(ctx: Context, person: string, { weeks }: { weeks: number }) {
  const { zone } = await ctx.directory.hours(person)
  return pauseUntil(ctx, person, shiftDate(dateIn(zone, ctx.now()), weeks * 7))
}

/** Ends a pause now. */
export const resume = (ctx: Context, person: string): Promise<Outcome> =>
  retrying(ctx, async () => {
    const found = await requireMember(ctx, person)
    if (!found.ok) return found
    if (found.value.status === 'active') return refuse('You are not paused. Type `/mentor find` to go on.')
    const writes = [await resumeWrites(ctx, person), ctx.schedule.cancel('membership.resume', person)]
    return { value: undefined, writes }
  })

async function resumeWrites(ctx: Context, person: string): Promise<Writes[]> {
  return [resumeMember(ctx, person), await ctx.follow('resumed', person), ctx.outbox.touchHomes(person)]
}

/** The pause is over by itself; the member is told. */
export async function resumeByItself(ctx: Context, person: string): Promise<Writes[]> {
  const member = await findMember(ctx, person)
  if (member?.status !== 'paused') return []
  return [
    await resumeWrites(ctx, person),
    ctx.outbox.add('membership.back', `back:${person}:${member.pausedUntil}`, { to: person, payload: {} }),
  ]
}

/** Everything that follows from somebody not taking part any more; the rest of their data stays. */
async function departure(ctx: Context, person: string, how: Announcements['left'][1]): Promise<Writes[]> {
  return [
    markAsLeft(ctx, person),
    await ctx.follow('left', person, how),
    ctx.schedule.cancel('membership.resume', person),
    ctx.outbox.touchHomes(person),
  ]
}

/** Leaves: what is open is closed kindly, and partners are told. */
export const leave = (ctx: Context, person: string, company: boolean): Promise<Outcome> =>
  retrying(ctx, async () => {
    const member = await findMember(ctx, person)
    if (!member) return refuse(NO_MEMBER)
    if (member.status === 'left')
      return refuse('You have left already. Type `/mentor join` to come back any time.')
    return { value: undefined, writes: await departure(ctx, person, company ? 'left the company' : 'left') }
  })

/** The account is gone: the same, without asking. */
async function leaveWithAccount(ctx: Context, person: string): Promise<Writes[]> {
  const member = await findMember(ctx, person)
  return member && member.status !== 'left' ? departure(ctx, person, 'gone') : []
}

export const follows: Follows = {
  gone: leaveWithAccount,
  // A match of the two that is being made at this moment fails.
  apart: (ctx, person, other) => [person, other].map((each) => touchMatching(ctx, each)),
}
