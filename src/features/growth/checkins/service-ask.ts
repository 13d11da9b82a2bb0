/** Asking: when it begins, when it stops, and what the job does. */
import type { Context } from '../../../context.ts'
import { addWorkingDays, DAY_MS, dateIn } from '../../../core/calendar.ts'
import { canTakePart } from '../../../core/member.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import { peopleOf } from '../../pairs/mentorship/domain.ts'
import { findMember, type Member, updateMember } from '../../people/members/service.ts'
import { FIRST_AFTER_DAYS, isPutOff, nextPromptAt, promptAfter, promptStep } from './domain.ts'
import { isPaired, PROMPT, pairsOf, plan, promptKey, refreshPrompt, weeklyOf } from './service-common.ts'
import { type Checkin, changeCheckin, findLatest, insertCheckin, skipOpen } from './store.ts'

/** Check-ins begin with the first mentorship of a person and stop with the last; they come at the hours of that person. */
export const follows: Follows = {
  started: (ctx, pairs) => Promise.all(peopleOf(pairs).map((person) => startCheckins(ctx, person))),
  ended: async (ctx, m) => [
    await stopCheckinsIfIdle(ctx, m.mentee, { except: m.id }),
    await stopCheckinsIfIdle(ctx, m.mentor, { except: m.id }),
  ],
  left: (ctx, person) => stopCheckins(ctx, person),
  gone: (ctx, person) => stopCheckins(ctx, person),
  // A job, so that it sees the hours that are committed with this.
  moved: (ctx, person) => ctx.schedule.at('checkins.replan', person, ctx.now()),
}

/**
 * What to write when a mentorship of this person starts: their check-ins begin, two working days later at the
 * earliest. Those who are asked already, or chose not to be, stay as they are.
 */
async function startCheckins(ctx: Context, person: string): Promise<Writes> {
  const member = await findMember(ctx, person)
  if (!member || member.status === 'left' || member.checkinEvery === 0) return undefined
  if (await ctx.schedule.find(PROMPT, person)) return undefined
  const hours = await ctx.directory.hours(person)
  const earliest = addWorkingDays(hours, ctx.now(), FIRST_AFTER_DAYS)
  if (earliest === undefined) return undefined
  return plan(ctx, person, nextPromptAt(hours, weeklyOf(member), earliest - 1))
}

/** Moves the next prompt to the person's own hour, as their zone and hours are now; one put off stays. */
export async function replan(ctx: Context, person: string): Promise<Writes[]> {
  const [member, job, latest] = [
    await findMember(ctx, person),
    await ctx.schedule.find(PROMPT, person),
    await findLatest(ctx, person),
  ]
  if (!member || !job || (latest && isPutOff(latest))) return []
  // Zones lie at most 26 hours apart: the moment nearest to the old one is at most two days before it.
  const after = Math.max(ctx.now(), job.dueAt - 2 * DAY_MS)
  return [plan(ctx, person, nextPromptAt(await ctx.directory.hours(person), weeklyOf(member), after))]
}

/** What to write when a mentorship of this person ends: without another one (but `except`) nothing is asked. */
async function stopCheckinsIfIdle(
  ctx: Context,
  person: string,
  { except }: { except?: string } = {},
): Promise<Writes> {
  return (await isPaired(ctx, person, except)) ? undefined : stopCheckins(ctx, person)
}

/** Ends all asking of this person; what they wrote stays theirs. */
export async function stopCheckins(ctx: Context, person: string): Promise<Writes> {
  const latest = await findLatest(ctx, person)
  return [
    ctx.schedule.cancel(PROMPT, person),
    skipOpen(ctx, person),
    latest?.status === 'prompted' && refreshPrompt(ctx, latest),
    ctx.outbox.touchHomes(person),
  ]
}

/**
 * The job: asks, if now is the moment, and plans the next time. What was asked before and never answered is
 * missed, unless it never came on screen.
 */
export async function askCheckin(ctx: Context, person: string): Promise<Writes[]> {
  const member = await findMember(ctx, person)
  const account = await ctx.directory.person(person)
  if (!member || member.status === 'left' || member.checkinEvery === 0) return []
  if (!account || !canTakePart(account) || !(await isPaired(ctx, person))) return []

  const hours = await ctx.directory.hours(person)
  const now = ctx.now()
  const step = promptStep(hours, weeklyOf(member), now)
  if (!step.ask) return [plan(ctx, person, step.at)]
  // A pause ends by itself, and so does a break of the two: the first occurrence after it asks again.
  const resting = (await pairsOf(ctx, person)).every((m) => m.state === 'paused')
  if (member.status === 'paused' || resting)
    return [plan(ctx, person, nextPromptAt(hours, weeklyOf(member), now))]
  const next = plan(ctx, person, promptAfter(hours, weeklyOf(member), member.checkinEvery, now))
  const on = dateIn(hours.zone, now)
  const latest = await findLatest(ctx, person)
  if (latest && latest.on >= on) return [next]

  const id = ctx.newId()
  return [
    ...(latest?.status === 'prompted' ? letGo(ctx, member, latest) : []),
    insertCheckin(ctx, { id, person, on, status: 'prompted' }),
    ctx.outbox.add(PROMPT, promptKey(id, 0), {
      to: person,
      payload: { checkin: id, person, round: 0 },
      uselessAt: step.uselessAt,
    }),
    next,
    ctx.outbox.touchHomes(person),
  ]
}

function letGo(ctx: Context, member: Member, open: Checkin): Writes[] {
  const seen = open.promptedAt !== null
  return [
    changeCheckin(ctx, open, { status: seen ? 'missed' : 'skipped' }),
    seen && updateMember(ctx, member.person, { unanswered: member.unanswered + 1 }),
    refreshPrompt(ctx, open),
  ]
}
