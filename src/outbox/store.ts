import { and, asc, count, eq, inArray, isNull, lte, max, min, ne, or, type SQL, sql } from 'drizzle-orm'
import { anyRows, exactRows, lockFirst, type Writes } from '../db/commit.ts'
import { countAnyway, counted } from '../db/counters.ts'
import type { ClaimedLane, Db } from '../db/db.ts'
import type { Scope } from '../db/rows.ts'
import { type Delivery, laneRow } from './outbox.ts'

const inLane = (db: Db, lane: ClaimedLane) => {
  const { deliveries } = db.tables
  return and(eq(deliveries.workspace, lane.workspace), eq(deliveries.destination, lane.destination))
}

export const OPEN = ['pending', 'sending']

/** Waiting to be sent, or to be brought up to date. */
export const isOpen = (delivery: Delivery) => OPEN.includes(delivery.state)

/** The next message of a lane that is due; one in state `sending` was left behind by a process that died. */
export async function findNext(db: Db, lane: ClaimedLane, now: number): Promise<Delivery | undefined> {
  const { deliveries } = db.tables
  const [next] = await db.q
    .select()
    .from(deliveries)
    .where(and(inLane(db, lane), inArray(deliveries.state, OPEN), lte(deliveries.dueAt, now)))
    .orderBy(asc(deliveries.dueAt), asc(deliveries.id))
    .limit(1)
  return next
}

/** Others of these kinds to the same reader that are due too, or wait for company (`why`); none that is on screen already. */
export function listCompany(
  db: Db,
  delivery: Delivery,
  kinds: string[],
  now: number,
  why: string,
): Promise<Delivery[]> {
  const { deliveries } = db.tables
  return listOthers(
    db,
    delivery,
    inArray(deliveries.kind, kinds),
    inArray(deliveries.state, OPEN),
    or(lte(deliveries.dueAt, now), eq(deliveries.problem, why)),
    isNull(deliveries.ts),
  )
}

/** Others that stand in the same message on screen. */
export function listOnScreenWith(db: Db, delivery: Delivery, ts: string): Promise<Delivery[]> {
  return listOthers(db, delivery, eq(db.tables.deliveries.ts, ts))
}

/** Others to the same destination. */
const listOthers = (
  db: Db,
  { workspace, destination, id }: Delivery,
  ...where: (SQL | undefined)[]
): Promise<Delivery[]> => {
  const { deliveries } = db.tables
  return db.q
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.workspace, workspace),
        eq(deliveries.destination, destination),
        ne(deliveries.id, id),
        ...where,
      ),
    )
    .orderBy(asc(deliveries.id))
}

/** When the last message of this kind went to this destination. */
export async function findLastSentAt(
  db: Db,
  { workspace, destination, kind }: Delivery,
): Promise<number | undefined> {
  const { deliveries } = db.tables
  const [row] = await db.q
    .select({ at: max(deliveries.sentAt) })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.workspace, workspace),
        eq(deliveries.destination, destination),
        eq(deliveries.kind, kind),
      ),
    )
  return row?.at === null || row?.at === undefined ? undefined : Number(row.at)
}

/** When the next message of a lane is due; undefined if it has none. */
export async function findNextDueAt(db: Db, lane: ClaimedLane): Promise<number | undefined> {
  const { deliveries } = db.tables
  const [row] = await db.q
    .select({ dueAt: min(deliveries.dueAt) })
    .from(deliveries)
    .where(and(inLane(db, lane), inArray(deliveries.state, OPEN)))
  return row?.dueAt === null || row?.dueAt === undefined ? undefined : Number(row.dueAt)
}

/** The lane that was claimed, as long as its claim lasts: another claim of the same lane has another owner. */
export const claimed = (db: Db, lane: ClaimedLane) => {
  const { lanes } = db.tables
  return and(
    eq(lanes.workspace, lane.workspace),
    eq(lanes.destination, lane.destination),
    eq(lanes.owner, lane.owner),
  )
}

/** The lane's version as it is now, or undefined if it is gone, or somebody else's. */
export async function findVersion(db: Db, lane: ClaimedLane): Promise<number | undefined> {
  const { lanes } = db.tables
  const [row] = await db.q.select({ version: lanes.version }).from(lanes).where(claimed(db, lane))
  return row?.version
}

/**
 * Keeps the lane until `leasedUntil` (real time), and uses up its turn; fails if it was lost to somebody else, or if something was
 * added or changed since it was claimed: then what was rendered may be out of date.
 */
export function holdLane(db: Db, lane: ClaimedLane, leasedUntil: number): Writes {
  const { lanes } = db.tables
  return lockFirst(
    laneRow(lane.workspace, lane.destination),
    exactRows(
      1,
      db.q
        .update(lanes)
        .set({ leasedUntil, turnAt: null })
        .where(and(claimed(db, lane), eq(lanes.version, lane.version))),
      'lane',
    ),
  )
}

/**
 * Hands the lane back, to be looked at again at `nextAt` (undefined: never) and not before `notBefore`; fails if
 * something was added meanwhile. `answered`: nobody waits for it any more.
 */
export function releaseLane(
  db: Db,
  lane: ClaimedLane,
  nextAt: number | undefined,
  notBefore: number,
  answered = false,
): Writes {
  const { lanes } = db.tables
  const same = and(claimed(db, lane), eq(lanes.version, lane.version))
  if (nextAt === undefined) return exactRows(1, db.q.delete(lanes).where(same), 'lane')
  const set = {
    nextAt: Math.max(nextAt, notBefore),
    notBefore,
    owner: null,
    leasedUntil: null,
    ...(answered && { asked: false }),
  }
  return exactRows(1, db.q.update(lanes).set(set).where(same), 'lane')
}

/** A change of one delivery that is still open. */
export function changeDelivery(db: Db, delivery: Delivery, set: Partial<Delivery>): Writes {
  const { deliveries } = db.tables
  return exactRows(
    1,
    db.q
      .update(deliveries)
      .set(set)
      .where(
        and(
          eq(deliveries.workspace, delivery.workspace),
          eq(deliveries.id, delivery.id),
          inArray(deliveries.state, OPEN),
        ),
      ),
    'delivery',
  )
}

/**
 * Marks it as sent. If somebody asked meanwhile for it to be brought up to date, it stays pending, so that
 * the message on screen is edited next.
 */
export function markSent(
  db: Db,
  delivery: Delivery,
  at: number,
  posted: { channel: string; ts: string },
): Writes {
  const { deliveries } = db.tables
  const one = and(eq(deliveries.workspace, delivery.workspace), eq(deliveries.id, delivery.id))
  return [
    exactRows(
      1,
      db.q
        .update(deliveries)
        .set({
          state: sql`case when ${deliveries.stale} and ${deliveries.state} = 'sending' then 'pending' else 'sent' end`,
          channel: posted.channel,
          ts: posted.ts,
          sentAt: sql`coalesce(${deliveries.sentAt}, ${at})`,
          problem: null,
        })
        .where(and(one, eq(deliveries.state, 'sending'))),
      'delivery',
    ),
  ]
}

/** Parks all that waits for a destination which cannot be reached. Its lane ends once it is handed back. */
export function parkAll(db: Db, lane: ClaimedLane, problem: string): Writes {
  const { deliveries } = db.tables
  return anyRows(
    db.q
      .update(deliveries)
      .set({ state: 'parked', problem })
      .where(and(inLane(db, lane), inArray(deliveries.state, OPEN))),
  )
}

/** Lets what was parked for a destination go out again, now that it was mended. */
export function unpark(db: Db, workspace: string, destination: string): Writes {
  const { deliveries } = db.tables
  return anyRows(
    db.q
      .update(deliveries)
      .set({ state: 'pending', problem: null })
      .where(
        and(
          eq(deliveries.workspace, workspace),
          eq(deliveries.destination, destination),
          eq(deliveries.state, 'parked'),
        ),
      ),
  )
}

/** Takes away all lanes of a workspace that was stopped; its messages stay. */
export const removeLanes = (db: Db, workspace: string): Writes =>
  anyRows(db.q.delete(db.tables.lanes).where(eq(db.tables.lanes.workspace, workspace)))

/** Every destination of a workspace for which something waits. */
export async function listWaiting(
  db: Db,
  workspace: string,
): Promise<{ destination: string; dueAt: number }[]> {
  const { deliveries } = db.tables
  const rows = await db.q
    .select({ destination: deliveries.destination, dueAt: min(deliveries.dueAt) })
    .from(deliveries)
    .where(and(eq(deliveries.workspace, workspace), inArray(deliveries.state, OPEN)))
    .groupBy(deliveries.destination)
  return rows.map((row) => ({ destination: row.destination, dueAt: Number(row.dueAt) }))
}

/** Frees the lanes that a dead process held. Only where one process alone may use the database. */
export const freeLanes = (db: Db): Writes =>
  anyRows(db.q.update(db.tables.lanes).set({ owner: null, leasedUntil: null }))

/** Why nothing is sent to this workspace; undefined if all is well. */
export async function stoppedWhy(db: Db, workspace: string): Promise<string | undefined> {
  const { workspaces } = db.tables
  const [row] = await db.q
    .select({ stopped: workspaces.stopped })
    .from(workspaces)
    .where(eq(workspaces.workspace, workspace))
  return row?.stopped ?? undefined
}

/** What is not settled yet, or never will be: few at any time, however many were sent. */
const UNSETTLED = [...OPEN, 'parked', 'withheld']
/** The counter of messages that were sent again after an unclear answer. */
const RESENT = 'resent'

export const countResent = (scope: Scope): Writes => countAnyway(scope, RESENT)

/** How many messages wait, are parked or withheld, and how many were ever sent again. */
export async function countDeliveries(scope: Scope): Promise<Record<string, number>> {
  const { db, workspace } = scope
  const { deliveries } = db.tables
  const rows = await db.q
    .select({ state: deliveries.state, many: count() })
    .from(deliveries)
    .where(and(eq(deliveries.workspace, workspace), inArray(deliveries.state, UNSETTLED)))
    .groupBy(deliveries.state)
  return {
    ...Object.fromEntries(rows.map((row) => [row.state, row.many])),
    resent: await counted(scope, RESENT),
  }
}
