/**
 * How often one person may do what others or the machine feel: guarded counters, a kind and a day each, and the words for
 * who has reached one. What is limited by the week or the month (introductions, questions, chats) counts for itself.
 */
import type { Context } from '../context.ts'
import { dateIn, shiftDate } from '../core/calendar.ts'
import { type Refusal, refuse } from '../core/outcome.ts'
import type { Writes } from '../db/commit.ts'
import { between } from '../db/conditions.ts'
import { counted, countUp } from '../db/counters.ts'
import { rows } from '../db/rows.ts'

/** So many in a day of the person's own zone. */
const LIMITS = {
  wins: {
    aDay: 5,
    words: 'You have told five wins today, and that is the most for one day. Keep this one for tomorrow.',
  },
  requests: {
    aDay: 10,
    words: 'You have asked ten times today, and that is the most for one day. Ask again tomorrow.',
  },
  promises: {
    aDay: 5,
    words: 'You have promised five introductions today, and that is the most for one day. Go on tomorrow.',
  },
  hands: {
    aDay: 3,
    words:
      'You have asked for a hand three times today, and that is the most for one day. Ask again tomorrow, or write to your partner.',
  },
  concerns: {
    aDay: 3,
    words:
      'You have written three times today, and that is the most for one day. Whoever you told has it, and you can tell another person on Home. If it cannot wait, please call somebody you trust, or your company’s people team.',
  },
  records: {
    aDay: 5,
    words:
      'I have sent you your record five times today, and that is the most for one day. Look further up here, or ask again tomorrow.',
  },
} as const
export type Limited = keyof typeof LIMITS

/** The guard that fails where a limit is reached. */
export const LIMIT = 'limit'

const PREFIX = 'limit'
const keyOf = (day: string, kind: string, person: string) => `${PREFIX}:${day}:${kind}:${person}`

const todayOf = async (ctx: Context, person: string) =>
  dateIn((await ctx.directory.hours(person)).zone, ctx.now())

/** Counts one more, for the commit of what is limited; the guard LIMIT fails where it is one too many. */
export const countOne = async (ctx: Context, kind: Limited, person: string): Promise<Writes> =>
  countUp(ctx, keyOf(await todayOf(ctx, person), kind, person), LIMITS[kind].aDay, LIMIT)

/** Whether the limit is reached: to say so early. What decides is the guard. */
export const isLimitReached = async (ctx: Context, kind: Limited, person: string): Promise<boolean> =>
  (await counted(ctx, keyOf(await todayOf(ctx, person), kind, person))) >= LIMITS[kind].aDay

/** What somebody reads who has reached a limit. */
export const refuseOverLimit = (kind: Limited, field?: string): Refusal => refuse(LIMITS[kind].words, field)

// --- whatever it is -------------------------------------------------------------------------------

/** So many commands a minute: more is no person typing. */
const COMMANDS_A_MINUTE = 60
/** So many messages a day make one person's acts go to one other: nobody is flooded, by whatever is pressed again and again. */
const TO_ONE_A_DAY = 40
/** An act that reaches more people is a coordinator's, such as publishing a round: each of them hears of it once. */
const MANY = 20

// Days of UTC: these are looked at before anybody's zone is known.
const utcDay = (ctx: Context) => dateIn('UTC', ctx.now())

/**
 * Counts what somebody types, and says when it is more in a minute than any person types. It counts in this process
 * alone: whoever only looks has the database write nothing, and waits for no disk.
 */
export function commandCounter(): (ctx: Context, person: string) => boolean {
  const typed = new Map<string, number>()
  let minute = 0
  return ({ workspace, now }, person) => {
    const present = Math.floor(now() / 60_000)
    if (present !== minute) typed.clear()
    minute = present
    const key = `${workspace} ${person}`
    const many = (typed.get(key) ?? 0) + 1
    typed.set(key, many)
    return many > COMMANDS_A_MINUTE
  }
}

/** Thrown out of a commit whose messages would be too many for one reader. */
export class TooManyMessages extends Error {}

const FLOOD = 'flood'

/** The context of somebody's act: with each message to another, one more from the one to the other is counted. */
export function limitMessages(ctx: Context, person: string): Context {
  const readers = new Set<string>()
  return {
    ...ctx,
    outbox: {
      ...ctx.outbox,
      add(kind, key, addition) {
        const { to } = addition
        readers.add(to)
        return [
          ctx.outbox.add(kind, key, addition),
          to !== person &&
            readers.size <= MANY &&
            countUp(ctx, keyOf(utcDay(ctx), `to:${to}`, person), TO_ONE_A_DAY, FLOOD),
        ]
      },
    },
    async commit(...writes) {
      const failed = await ctx.commit(...writes)
      if (failed === FLOOD) throw new TooManyMessages()
      return failed
    },
  }
}

/** Counters of days that are over; for a daily job. */
export function forgetLimits(ctx: Context): Writes {
  // Whatever the zone, two days ago is over.
  const before = `${PREFIX}:${shiftDate(utcDay(ctx), -1)}`
  return rows(ctx, 'counters').remove({ key: between(`${PREFIX}:`, before) })
}
