import { and, eq } from 'drizzle-orm'
import type { Context } from '../context.ts'
import {
  DAY_MS,
  dateIn,
  type Hours,
  instantAt,
  isHumane,
  mondayOf,
  nextCommonHumane,
  nextHumane,
  shiftDate,
  whenAllHaveWorked,
} from '../core/calendar.ts'
import type { Writes } from '../db/commit.ts'
import { countAnyway, counted, countUp } from '../db/counters.ts'
import type { DeliveryKind } from './kinds.ts'
import { type Delivery, WINS } from './outbox.ts'
import { findLastSentAt } from './store.ts'

/** What to do with a message that is due: send it (writing this along), wait, or forget it. */
export type Verdict =
  | { go: 'send'; writes: Writes }
  | { go: 'wait'; until: number; why?: string }
  | { go: 'drop'; why: string }

/** At most two unasked messages a week (rule 6). */
const NUDGES_A_WEEK = 2

export const recipientsOf = (destination: string) => (destination === WINS ? [] : destination.split('+'))

/** Decides, at its due instant and on the present state, whether and when a message may go (rule 6). */
export async function decideWhen(
  ctx: Context,
  delivery: Delivery,
  { timing, uncounted, combine, weekly }: Pick<DeliveryKind, 'timing' | 'uncounted' | 'combine' | 'weekly'>,
): Promise<Verdict> {
  const now = ctx.now()
  const send: Verdict = { go: 'send', writes: undefined }
  // A message already on screen is edited silently; that is no message of its own.
  if (delivery.ts) return send
  if (delivery.uselessAt !== null && now > delivery.uselessAt)
    return { go: 'drop', why: 'too late to be of use' }

  const ids = recipientsOf(delivery.destination)
  const people = await ctx.directory.people(ids)
  if (ids.some((id) => people.get(id)?.deactivated)) return { go: 'drop', why: 'its reader is gone' }
  if (timing === 'reply') return send

  if (timing !== 'news') {
    const members = await membersOf(ctx, ids)
    for (const member of members) {
      if (member.status === 'left') return { go: 'drop', why: 'its reader has left' }
      // A pause ends by itself at its instant, also before the job that says so has run.
      const over = member.pausedUntil !== null && member.pausedUntil <= now
      if (member.status !== 'paused' || over) continue
      if (timing === 'timed') return { go: 'drop', why: 'its reader is paused' }
      return member.pausedUntil
        ? { go: 'wait', until: member.pausedUntil }
        : { go: 'drop', why: 'its reader is paused' }
    }
  }
  // What was tried before has been counted against its reader's week then.
  const counted = uncounted || delivery.attempts > 0
  if (timing === 'timed') return counted ? send : { go: 'send', writes: await countTimed(ctx, ids, now) }

  const wait = await untilHumane(ctx, ids, now, delivery.problem)
  if (wait) return wait
  if (timing !== 'nudge' || counted) return send
  const next = combine && (await nextOfKind(ctx, delivery, weekly ? 7 : 1))
  return next ? { go: 'wait', until: next } : withinBudget(ctx, ids, now)
}

/**
 * Where one of its kind went to this reader today, or this week: the first hour of the next day or week, at which it is
 * told with all that has come up by then. Undefined if none went, or if so late it would be of little use.
 */
async function nextOfKind(ctx: Context, delivery: Delivery, days: 1 | 7): Promise<number | undefined> {
  const lastAt = await findLastSentAt(ctx.db, delivery)
  if (lastAt === undefined) return undefined
  const hours = await ctx.directory.hours(delivery.destination)
  const since = (at: number) => (days === 7 ? mondayOf(hours, at) : dateIn(hours.zone, at))
  const today = since(ctx.now())
  if (since(lastAt) !== today) return undefined
  const next = nextHumane(hours, instantAt(hours.zone, shiftDate(today, days), hours.startMinute))
  const tooLate = next === undefined || (delivery.uselessAt !== null && next + DAY_MS > delivery.uselessAt)
  return tooLate ? undefined : next
}

/** Why a group's message waits whose members share no hour within a day. */
const LAST_AWAKE = 'waits until the last of them is awake'

/** What to do if now is no humane moment for all its readers; undefined if it is one. */
async function untilHumane(
  ctx: Context,
  ids: string[],
  now: number,
  waitsFor: string | null,
): Promise<Verdict | undefined> {
  const hours =
    ids.length > 0
      ? [...(await ctx.directory.hoursOfAll(ids)).values()]
      : [await ctx.directory.channelHours()]
  const at = hours.length > 1 ? nextCommonHumane(hours, now, DAY_MS) : nextHumane(hours[0] as Hours, now)
  if (at !== undefined) return at > now ? { go: 'wait', until: at } : undefined

  // Asking for the last one anew at that moment would wait for the other again, and so on for ever.
  if (waitsFor === LAST_AWAKE && hours.some((each) => isHumane(each, now))) return undefined
  const last = hours.length > 1 ? whenAllHaveWorked(hours, now) : undefined
  if (last === undefined) return { go: 'drop', why: 'its reader has no working hours' }
  return { go: 'wait', until: last, why: LAST_AWAKE }
}

async function membersOf(ctx: Context, ids: string[]) {
  const { members } = ctx.db.tables
  const found = []
  for (const id of ids) {
    const [member] = await ctx.db.q
      .select({ status: members.status, pausedUntil: members.pausedUntil })
      .from(members)
      .where(and(eq(members.workspace, ctx.workspace), eq(members.person, id)))
    if (member) found.push(member)
  }
  return found
}

/** The family of these counters. */
export const NUDGES = 'nudges'
/** Nudges, and timed prompts, are counted by reader and week. */
const nudgesKey = (id: string, monday: string) => `${NUDGES}:${id}:${monday}`

async function withinBudget(ctx: Context, ids: string[], now: number): Promise<Verdict> {
  const writes: Writes[] = []
  for (const id of ids) {
    const hours = await ctx.directory.hours(id)
    const monday = mondayOf(hours, now)
    const key = nudgesKey(id, monday)
    if ((await counted(ctx, key)) >= NUDGES_A_WEEK) {
      const next = instantAt(hours.zone, shiftDate(monday, 7), hours.startMinute)
      return { go: 'wait', until: nextHumane(hours, next) ?? next + DAY_MS }
    }
    writes.push(countUp(ctx, key, NUDGES_A_WEEK, 'budget'))
  }
  return { go: 'send', writes }
}

/** A timed prompt is agreed, so it is never held back; but it leaves less room for nudges. */
async function countTimed(ctx: Context, ids: string[], now: number): Promise<Writes> {
  const hours = await ctx.directory.hoursOfAll(ids)
  return [...hours].map(([id, theirs]) => countAnyway(ctx, nudgesKey(id, mondayOf(theirs, now))))
}
