/**
 * A clock that was set back. What had been due, or was kept waiting for a moment, would wait until the clock has come
 * there again; it is due now.
 */
import type { Context } from '../context.ts'
import type { Writes } from '../db/commit.ts'
import { between } from '../db/conditions.ts'
import { rows } from '../db/rows.ts'
import { OPEN } from './store.ts'

/** Once a clock that showed `latest` shows less. Pauses and turns are forgotten: Slack says where they are needed. */
export function afterClockSetBack(ctx: Context, latest: number): Writes {
  const at = ctx.now()
  const later = between(at + 1, latest + 1)
  return [
    rows(ctx, 'deliveries').change({ state: OPEN, dueAt: later }, { dueAt: at }),
    // Each is looked at once, and goes back to sleep where nothing is due.
    rows(ctx, 'lanes').change({}, { nextAt: at, notBefore: 0, turnAt: null }),
    rows(ctx, 'paces').remove({}),
    rows(ctx, 'homes').change({ dirtyAt: later }, { dirtyAt: at }),
  ]
}

/** The latest instant that this database tells of, if that is still to come: the clock was set back while we slept. */
export async function findLater(ctx: Context): Promise<number | undefined> {
  const row = await rows(ctx, 'workspaces').find({})
  const latest = Math.max(row?.reconciledAt ?? 0, row?.probedAt ?? 0)
  return latest > ctx.now() ? latest : undefined
}
