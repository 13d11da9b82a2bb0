import type { Announcements } from '../../../announcements.ts'
import type { Context } from '../../../context.ts'
import { dateIn, shiftDate } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import { findMember, moveMember } from '../profile/service.ts'
import { endOfPause, objectionTo } from './domain.ts'

const NOT_JOINED = 'You have not joined yet. Type `/mentor join` first.'

/** Stops suggestions and prompts until a day ('YYYY-MM-DD' in the member's zone); it ends by itself. */
export async function pauseUntil(
  ctx: Context,
  person: string,
  day: string,
): Promise<Outcome<{ until: number; zone: string }>> {
  const member = await findMember(ctx, person)
  if (!member || member.status === 'left') return refuse(NOT_JOINED)
  const hours = await ctx.directory.hours(person)
  const no = objectionTo(day, hours.zone, ctx.now())
  if (no) return refuse(no, 'until')
  const until = endOfPause(day, hours.zone, hours.startMinute)
  const failed = await ctx.commit(
    moveMember(ctx, person, ['active', 'paused'], { status: 'paused', pausedUntil: until }),
    await ctx.follow('paused', person, until, member.status === 'paused'),
    ctx.schedule.at('membership.resume', person, until),
    ctx.outbox.touchHomes(person),
  )
  return failed
    ? refuse('Something changed in the same moment. Please try once more.')
    : done({ until, zone: hours.zone })
}

/** As pauseUntil, for a number of weeks from now. */
export async function pauseFor(ctx: Context, person: string, { weeks }: { weeks: number }) {
  const { zone } = await ctx.directory.hours(person)
  return pauseUntil(ctx, person, shiftDate(dateIn(zone, ctx.now()), weeks * 7))
}

/** Ends a pause now. */
export async function resume(ctx: Context, person: string): Promise<Outcome> {
  const member = await findMember(ctx, person)
  if (!member || member.status === 'left') return refuse(NOT_JOINED)
  if (member.status === 'active') return refuse('You are not paused. Type `/mentor find` to go on.')
  const failed = await ctx.commit(
    await resumeWrites(ctx, person),
    ctx.schedule.cancel('membership.resume', person),
  )
  return failed ? refuse('You are not paused any more. Type `/mentor find` to go on.') : done()
}

async function resumeWrites(ctx: Context, person: string): Promise<Writes[]> {
  return [
    moveMember(ctx, person, ['paused'], { status: 'active', pausedUntil: null }),
    await ctx.follow('resumed', person),
    ctx.outbox.touchHomes(person),
  ]
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
    moveMember(ctx, person, ['active', 'paused'], { status: 'left', pausedUntil: null }),
    await ctx.follow('left', person, how),
    ctx.schedule.cancel('membership.resume', person),
    ctx.outbox.touchHomes(person),
  ]
}

/** Leaves: what is open is closed kindly, and partners are told. */
export async function leave(ctx: Context, person: string, company: boolean): Promise<Outcome> {
  const member = await findMember(ctx, person)
  if (!member || member.status === 'left')
    return refuse('You are not a member at the moment. Type `/mentor join` to come back.')
  const failed = await ctx.commit(await departure(ctx, person, company ? 'left the company' : 'left'))
  if (!failed) return done()
  const now = await findMember(ctx, person)
  return refuse(
    now?.status === 'left'
      ? 'You have left already. Type `/mentor join` to come back any time.'
      : 'Something changed in the same moment. Please try once more.',
  )
}

/** The account is gone: the same, without asking. */
export async function gone(ctx: Context, person: string): Promise<Writes[]> {
  const member = await findMember(ctx, person)
  return member && member.status !== 'left' ? departure(ctx, person, 'gone') : []
}
