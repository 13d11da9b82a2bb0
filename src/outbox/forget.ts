/**
 * What was sent is forgotten by a rule. A row is needed as long as its message may be edited, or its dedupe key come
 * again: for a year and a month, but for kinds that say otherwise (`DeliveryKind.kept`). What waits is never forgotten.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Context } from '../context.ts'
import { DAY_MS } from '../core/calendar.ts'
import { below, noneOf } from '../db/conditions.ts'
import { countedIn } from '../db/counters.ts'
import { chunksOf } from '../db/prepared.ts'
import { rows } from '../db/rows.ts'
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
  const named = (kept: DeliveryKind['kept']) =>
    [...kinds].filter(([, each]) => each.kept === kept).map(([name]) => name)
  await forget(ctx, BRIEFLY_DAYS, named('briefly'), signal)
  await forget(ctx, KEPT_DAYS, noneOf(named('for ever')), signal)
  await forgetWeeks(ctx)
}

async function forget(
  ctx: Context,
  days: number,
  kind: string[] | ReturnType<typeof noneOf>,
  signal?: AbortSignal,
): Promise<void> {
  const deliveries = rows(ctx, 'deliveries')
  const old = { state: SETTLED, dueAt: below(ctx.now() - days * DAY_MS), kind }
  while (!signal?.aborted) {
    const found = await deliveries.list(old, { columns: ['id'], limit: AT_ONCE })
    if (found.length === 0) return
    // One that is brought up to date in this moment is not settled any more.
    await ctx.db.commit(deliveries.remove({ ...old, id: found.map(({ id }) => id) }))
    await nextTurn()
  }
}

/** The counters of nudges have a row for each reader and week. */
async function forgetWeeks(ctx: Context): Promise<void> {
  const before = new Date(ctx.now() - COUNTED_DAYS * DAY_MS).toISOString().slice(0, 10)
  const keys = [...(await countedIn(ctx, NUDGES)).keys()]
    .filter((key) => key.slice(-before.length) < before)
    .map((key) => `${NUDGES}:${key}`)
  for (const some of chunksOf(keys)) {
    await ctx.db.commit(rows(ctx, 'counters').remove({ key: some }))
    await nextTurn()
  }
}
