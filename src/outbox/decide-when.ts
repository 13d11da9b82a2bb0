import type { Context } from '../context.ts'
import {
  DAY_MS,
  dateIn,
  type Hours,
  instantAt,
  isHumane,
  MINUTE_MS,
  mondayOf,
  nextCommonHumane,
  nextHumane,
  shiftDate,
  whenAllHaveWorked,
} from '../core/calendar.ts'
import type { Writes } from '../db/commit.ts'
import { counted, countUp } from '../db/counters.ts'
import { rows } from '../db/rows.ts'
import { type DeliveryKind, isUnasked } from './kinds.ts'
import { type Delivery, WINS } from './outbox.ts'
import { findLastSentAt } from './store.ts'

/** What to do with a message that is due: send it (writing this along), wait, or forget it. */
export type Verdict =
  | { go: 'send'; writes: Writes }
  | { go: 'wait'; until: number; why?: string }
  | { go: 'drop'; why: string }

/** At most two unasked messages a person and week (rule 6). */
export const UNASKED_A_WEEK = 2

/**
 * Why an unasked message waits for another one, in which it will stand: it has no place in the week of its own. So it is
 * marked too when it was tried together with one that has.
 */
export const IN_COMPANY = 'waits to go along with the next message of the week'

/** The prompt is written at its instant; by so much later it is there to go along with. */
const PROMPT_WRITTEN_MS = 5 * MINUTE_MS

export const recipientsOf = (destination: string) => (destination === WINS ? [] : destination.split('+'))

/**
 * Decides, at its due instant and on the present state, whether and when a message may go (rule 6).
 *
 * Of what nobody asked for, each person gets two messages a week. One place is kept for the weekly prompt as long as
 * it is still to come; the other is for whatever comes up first. What finds no place is not lost: it goes along with
 * the next message that has one, in one message with it, unless it is useless by then. So the prompt on Friday takes
 * along what came up since, and on Monday begins a new week. What comes up within a day before the prompt waits for it
 * even where there is a place, and so does what is `light`.
 *
 * `along`: another message to the same reader goes now, and this would stand in it; it needs no place of its own.
 */
export async function decideWhen(
  ctx: Context,
  delivery: Delivery,
  kind: DeliveryKind,
  kinds: ReadonlyMap<string, DeliveryKind>,
  along = false,
): Promise<Verdict> {
  const { timing, combine, weekly } = kind
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
      if (timing !== 'nudge') return { go: 'drop', why: 'its reader is paused' }
      return member.pausedUntil
        ? { go: 'wait', until: member.pausedUntil }
        : { go: 'drop', why: 'its reader is paused' }
    }
  }
  if (timing === 'timed') return send

  const wait = timing !== 'prompt' && !along && (await untilHumane(ctx, ids, now, delivery.problem))
  if (wait) return wait
  // What was tried before by itself has been counted against its reader's week then.
  if (!isUnasked(kind) || (delivery.attempts > 0 && delivery.problem !== IN_COMPANY)) return send
  const next = combine && (await nextOfKind(ctx, delivery, weekly ? 7 : 1))
  if (next) return { go: 'wait', until: next }
  return along ? send : takePlace(ctx, delivery, kind, kinds)
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

const membersOf = (ctx: Context, ids: string[]) =>
  rows(ctx, 'members').list({ person: ids }, { columns: ['status', 'pausedUntil'] })

/** The family of these counters. */
export const NUDGES = 'nudges'
/** Unasked messages are counted by reader and week. */
const nudgesKey = (id: string, monday: string) => `${NUDGES}:${id}:${monday}`

/** Takes a place in the week of each of its readers, or waits for company. */
async function takePlace(
  ctx: Context,
  { destination, uselessAt }: Delivery,
  kind: DeliveryKind,
  kinds: ReadonlyMap<string, DeliveryKind>,
): Promise<Verdict> {
  const now = ctx.now()
  const writes: Writes[] = []
  for (const id of recipientsOf(destination)) {
    const hours = await ctx.directory.hours(id)
    const monday = mondayOf(hours, now)
    const key = nudgesKey(id, monday)
    const free = UNASKED_A_WEEK - (await counted(ctx, key))
    const nextMonday = instantAt(hours.zone, shiftDate(monday, 7), 0)
    const promptAt = kind.timing === 'nudge' ? await nextPromptAt(ctx, kinds, id, nextMonday) : undefined
    if (promptAt !== undefined) {
      const useful = uselessAt === null || uselessAt > promptAt
      if (free <= 1 || (useful && (kind.light || promptAt - now < DAY_MS))) {
        const after = promptAt + PROMPT_WRITTEN_MS
        return { go: 'wait', until: nextHumane(hours, after) ?? after, why: IN_COMPANY }
      }
    }
    if (free <= 0) return { go: 'wait', until: nextHumane(hours, nextMonday) ?? nextMonday, why: IN_COMPANY }
    writes.push(countUp(ctx, key, UNASKED_A_WEEK, 'budget'))
  }
  return { go: 'send', writes }
}

/** When this person is prompted next, if that is before `end` and still to come. */
async function nextPromptAt(
  ctx: Context,
  kinds: ReadonlyMap<string, DeliveryKind>,
  person: string,
  end: number,
): Promise<number | undefined> {
  const moments = await Promise.all([...kinds.values()].map((kind) => kind.comesAt?.(ctx, person)))
  const coming = moments.filter((at) => at !== undefined && at > ctx.now() && at < end) as number[]
  return coming.length > 0 ? Math.min(...coming) : undefined
}
