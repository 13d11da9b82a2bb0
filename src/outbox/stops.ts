/** Stopping and starting again: a workspace whose token is refused, a place that cannot be posted to. */
import { and, count, eq } from 'drizzle-orm'
import type { Writes } from '../db/commit.ts'
import type { Db } from '../db/db.ts'
import { rows } from '../db/rows.ts'
import { WINS, wakeLane } from './outbox.ts'
import { listWaiting, removeLanes, unpark } from './store.ts'

/** Stops sending to a workspace, losing nothing. */
export const stopWorkspace = (db: Db, workspace: string, why: string): Writes => [
  rows({ db, workspace }, 'workspaces').change({}, { stopped: why }),
  removeLanes(db, workspace),
]

/** Lets a destination that was mended have what waits for it; returns the writes. */
export function restoreDestination(db: Db, workspace: string, destination: string, at: number): Writes {
  return [unpark(db, workspace, destination), wakeLane(db, workspace, destination, at)]
}

/** What could not be sent, by place and reason. */
export const listParked = (db: Db, workspace: string) => {
  const { deliveries } = db.tables
  return db.q
    .select({ destination: deliveries.destination, problem: deliveries.problem, many: count() })
    .from(deliveries)
    .where(and(eq(deliveries.workspace, workspace), eq(deliveries.state, 'parked')))
    .groupBy(deliveries.destination, deliveries.problem)
}

/** Lets all have what waits for them whose conversation could not be posted to, now that others are opened. */
export async function retryConversations(db: Db, workspace: string, at: number): Promise<Writes> {
  const lost = (await listParked(db, workspace)).filter(
    (place) => place.problem === 'channel_not_found' && place.destination !== WINS,
  )
  return lost.map(({ destination }) => restoreDestination(db, workspace, destination, at))
}

/** Starts sending to a workspace again: brings back a lane for all that waits. */
export async function resumeWorkspace(db: Db, workspace: string): Promise<Writes> {
  const waiting = await listWaiting(db, workspace)
  return [
    rows({ db, workspace }, 'workspaces').change({}, { stopped: null }),
    ...waiting.map(({ destination, dueAt }) => wakeLane(db, workspace, destination, dueAt)),
  ]
}
