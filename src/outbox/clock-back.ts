/**
 * A clock that was set back. What had been due, or was kept waiting for a moment, would wait until the clock has come
 * there again; it is due now.
 */
import { and, eq, gt, inArray, lte } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { anyRows, type Writes } from '../db/commit.ts'
import { OPEN } from './store.ts'

/** Once a clock that showed `latest` shows less. Pauses and turns are forgotten: Slack says where they are needed. */
export function afterClockSetBack({ db, workspace, now }: Context, latest: number): Writes {
  const { deliveries, lanes, paces, homes } = db.tables
  const at = now()
  return [
    anyRows(
      db.q
        .update(deliveries)
        .set({ dueAt: at })
        .where(
          and(
            eq(deliveries.workspace, workspace),
            inArray(deliveries.state, OPEN),
            gt(deliveries.dueAt, at),
            lte(deliveries.dueAt, latest),
          ),
        ),
    ),
    // Each is looked at once, and goes back to sleep where nothing is due.
    anyRows(
      db.q
        .update(lanes)
        .set({ nextAt: at, notBefore: 0, turnAt: null })
        .where(eq(lanes.workspace, workspace)),
    ),
    anyRows(db.q.delete(paces).where(eq(paces.workspace, workspace))),
    anyRows(
      db.q
        .update(homes)
        .set({ dirtyAt: at })
        .where(and(eq(homes.workspace, workspace), gt(homes.dirtyAt, at), lte(homes.dirtyAt, latest))),
    ),
  ]
}

/** The latest instant that this database tells of, if that is still to come: the clock was set back while we slept. */
export async function findLater({ db, workspace, now }: Context): Promise<number | undefined> {
  const { workspaces } = db.tables
  const [row] = await db.q
    .select({ read: workspaces.reconciledAt, probed: workspaces.probedAt })
    .from(workspaces)
    .where(eq(workspaces.workspace, workspace))
  const latest = Math.max(row?.read ?? 0, row?.probed ?? 0)
  return latest > now() ? latest : undefined
}
