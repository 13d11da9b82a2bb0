/**
 * What was sent is forgotten by a rule. A row is needed as long as its message may be edited, or its dedupe key come
 * again: for a year and a month, but for kinds that say otherwise (`DeliveryKind.kept`). What waits is never forgotten.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { and, eq, inArray, lt, notInArray, type SQL } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { DAY_MS } from '../core/calendar.ts'
import { anyRows } from '../db/commit.ts'
import { countedIn } from '../db/counters.ts'
import { chunksOf } from '../db/rows.ts'
import { NUDGES } from './decide-when.ts'
import type { DeliveryKind } from './kinds.ts'

/** Days since it was due, or last brought up to date. */
const KEPT_DAYS = 400
const BRIEFLY_DAYS = 60
/** Weeks of which it is counted who had how many nudges: those that are over decide nothing. */
const COUNTED_DAYS = 28
/** Rows of one commit: so few that nobody waits for it. */
const AT_ONCE = 500

const SETTLED = ['sent', 'dropped', 'withheld']

/** Forgets what the rule says, a few hundred rows at a time. Safe to repeat, and to be cut short. */
export async function forgetSettled(
  ctx: Context,
  kinds: Map<string, DeliveryKind>,
  signal?: AbortSignal,
): Promise<void> {
  const { kind } = ctx.db.tables.deliveries
  const named = (kept: DeliveryKind['kept']) =>
    [...kinds].filter(([, each]) => each.kept === kept).map(([name]) => name)
  await forget(ctx, BRIEFLY_DAYS, inArray(kind, named('briefly')), signal)
  await forget(ctx, KEPT_DAYS, notInArray(kind, named('for ever')), signal)
  await forgetWeeks(ctx)
}

async function forget(ctx: Context, days: number, which: SQL, signal?: AbortSignal): Promise<void> {
  const { deliveries } = ctx.db.tables
  const old = and(
    eq(deliveries.workspace, ctx.workspace),
    inArray(deliveries.state, SETTLED),
    lt(deliveries.dueAt, ctx.now() - days * DAY_MS),
    which,
  )
  while (!signal?.aborted) {
    const rows = await ctx.db.q.select({ id: deliveries.id }).from(deliveries).where(old).limit(AT_ONCE)
    if (rows.length === 0) return
    const ids = rows.map((row) => row.id)
    // One that is brought up to date in this moment is not settled any more.
    await ctx.db.commit(anyRows(ctx.db.q.delete(deliveries).where(and(old, inArray(deliveries.id, ids)))))
    await nextTurn()
  }
}

/** The counters of nudges have a row for each reader and week. */
async function forgetWeeks(ctx: Context): Promise<void> {
  const { counters } = ctx.db.tables
  const before = new Date(ctx.now() - COUNTED_DAYS * DAY_MS).toISOString().slice(0, 10)
  const keys = [...(await countedIn(ctx, NUDGES)).keys()]
    .filter((key) => key.slice(-before.length) < before)
    .map((key) => `${NUDGES}:${key}`)
  for (const some of chunksOf(keys)) {
    await ctx.db.commit(
      anyRows(
        ctx.db.q
          .delete(counters)
          .where(and(eq(counters.workspace, ctx.workspace), inArray(counters.key, some))),
      ),
    )
    await nextTurn()
  }
}
