import { and, count, eq, inArray, min, sql } from 'drizzle-orm'
import { anyRows, lockFirst, type Writes } from '../db/commit.ts'
import { atMost, computed, isNot, isSet } from '../db/conditions.ts'
import { countAnyway, counted } from '../db/counters.ts'
import type { ClaimedLane, Db } from '../db/db.ts'
import { rows } from '../db/rows.ts'
import type { Scope } from '../db/scope.ts'
import { type Delivery, laneRow } from './outbox.ts'

const deliveriesOf = (db: Db, { workspace }: Pick<ClaimedLane, 'workspace'>) =>
  rows({ db, workspace }, 'deliveries')
const lanesOf = (db: Db, { workspace }: ClaimedLane) => rows({ db, workspace }, 'lanes')

export const OPEN = ['pending', 'sending']

/** Waiting to be sent, or to be brought up to date. */
export const isOpen = (delivery: Delivery) => OPEN.includes(delivery.state)

/** The next message of a lane that is due; one in state `sending` was left behind by a process that died. */
export const findNext = (db: Db, lane: ClaimedLane, now: number): Promise<Delivery | undefined> =>
  deliveriesOf(db, lane).find(
    { destination: lane.destination, state: OPEN, dueAt: atMost(now) },
    { by: ['dueAt', 'id'] },
  )

/** Others of these kinds to the same reader that are due too, or wait for company (`why`); none that is on screen already. */
export function listCompany(
  db: Db,
  delivery: Delivery,
  kinds: string[],
  now: number,
  why: string,
): Promise<Delivery[]> {
  const { destination, id } = delivery
  const other = { destination, id: isNot(id), kind: kinds, state: OPEN, ts: null }
  return deliveriesOf(db, delivery).list(
    [
      { ...other, dueAt: atMost(now) },
      { ...other, problem: why },
    ],
    { by: 'id' },
  )
}

/** Others that stand in the same message on screen. */
export const listOnScreenWith = (db: Db, delivery: Delivery, ts: string): Promise<Delivery[]> => {
  const { destination, id } = delivery
  return deliveriesOf(db, delivery).list({ destination, id: isNot(id), ts }, { by: 'id' })
}

/** When the last message of this kind went to this destination. */
export async function findLastSentAt(db: Db, delivery: Delivery): Promise<number | undefined> {
  const { destination, kind } = delivery
  const last = await deliveriesOf(db, delivery).find(
    { destination, kind, sentAt: isSet },
    { by: '-sentAt', columns: ['sentAt'] },
  )
  return last?.sentAt ?? undefined
}

/** When the next message of a lane is due; undefined if it has none. */
export const findNextDueAt = async (db: Db, lane: ClaimedLane): Promise<number | undefined> =>
  (
    await deliveriesOf(db, lane).find(
      { destination: lane.destination, state: OPEN },
      { by: 'dueAt', columns: ['dueAt'] },
    )
  )?.dueAt

/** The lane that was claimed, as long as its claim lasts: another claim of the same lane has another owner. */
export const claimed = ({ destination, owner }: ClaimedLane) => ({ destination, owner })

/** The lane's version as it is now, or undefined if it is gone, or somebody else's. */
export const findVersion = async (db: Db, lane: ClaimedLane): Promise<number | undefined> =>
  (await lanesOf(db, lane).find(claimed(lane), { columns: ['version'] }))?.version

/**
 * Keeps the lane until `leasedUntil` (real time), and uses up its turn; fails if it was lost to somebody else, or if something was
 * added or changed since it was claimed: then what was rendered may be out of date.
 */
export const holdLane = (db: Db, lane: ClaimedLane, leasedUntil: number): Writes =>
  lockFirst(
    laneRow(lane.workspace, lane.destination),
    lanesOf(db, lane).change(
      { ...claimed(lane), version: lane.version },
      { leasedUntil, turnAt: null },
      'lane',
    ),
  )

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
  const same = { ...claimed(lane), version: lane.version }
  if (nextAt === undefined) return lanesOf(db, lane).remove(same, 'lane')
  const set = {
    nextAt: Math.max(nextAt, notBefore),
    notBefore,
    owner: null,
    leasedUntil: null,
    ...(answered && { asked: false }),
  }
  return lanesOf(db, lane).change(same, set, 'lane')
}

/** A change of one delivery that is still open. */
export const changeDelivery = (db: Db, delivery: Delivery, set: Partial<Delivery>): Writes =>
  deliveriesOf(db, delivery).change({ id: delivery.id, state: OPEN }, set, 'delivery')

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
  const { stale } = db.tables.deliveries
  return deliveriesOf(db, delivery).change(
    { id: delivery.id, state: 'sending' },
    {
      state: computed('sent', [], () => sql`case when ${stale} then 'pending' else 'sent' end`),
      channel: posted.channel,
      ts: posted.ts,
      sentAt: computed('first', [at], (column, value) => sql`coalesce(${column}, ${value})`),
      problem: null,
    },
    'delivery',
  )
}

/** Parks all that waits for a destination which cannot be reached. Its lane ends once it is handed back. */
export const parkAll = (db: Db, lane: ClaimedLane, problem: string): Writes =>
  deliveriesOf(db, lane).change({ destination: lane.destination, state: OPEN }, { state: 'parked', problem })

/** Lets what was parked for a destination go out again, now that it was mended. */
export const unpark = (db: Db, workspace: string, destination: string): Writes =>
  deliveriesOf(db, { workspace }).change(
    { destination, state: 'parked' },
    { state: 'pending', problem: null },
  )

/** Takes away all lanes of a workspace that was stopped; its messages stay. */
export const removeLanes = (db: Db, workspace: string): Writes => rows({ db, workspace }, 'lanes').remove({})

/** Every destination of a workspace for which something waits. */
export async function listWaiting(
  db: Db,
  workspace: string,
): Promise<{ destination: string; dueAt: number }[]> {
  const { deliveries } = db.tables
  const found = await db.q
    .select({ destination: deliveries.destination, dueAt: min(deliveries.dueAt) })
    .from(deliveries)
    .where(and(eq(deliveries.workspace, workspace), inArray(deliveries.state, OPEN)))
    .groupBy(deliveries.destination)
  return found.map((row) => ({ destination: row.destination, dueAt: Number(row.dueAt) }))
}

/** Frees the lanes that a dead process held. Only where one process alone may use the database. */
export const freeLanes = (db: Db): Writes =>
  anyRows(db.q.update(db.tables.lanes).set({ owner: null, leasedUntil: null }))

/** Why nothing is sent to this workspace; undefined if all is well. */
export const stoppedWhy = async (db: Db, workspace: string): Promise<string | undefined> =>
  (await rows({ db, workspace }, 'workspaces').find({}, { columns: ['stopped'] }))?.stopped ?? undefined

/** What is not settled yet, or never will be: few at any time, however many were sent. */
const UNSETTLED = [...OPEN, 'parked', 'withheld']
/** The counter of messages that were sent again after an unclear answer. */
const RESENT = 'resent'

export const countResent = (scope: Scope): Writes => countAnyway(scope, RESENT)

/** How many messages wait, are parked or withheld, and how many were ever sent again. */
export async function countDeliveries(scope: Scope): Promise<Record<string, number>> {
  const { db, workspace } = scope
  const { deliveries } = db.tables
  const found = await db.q
    .select({ state: deliveries.state, many: count() })
    .from(deliveries)
    .where(and(eq(deliveries.workspace, workspace), inArray(deliveries.state, UNSETTLED)))
    .groupBy(deliveries.state)
  return {
    ...Object.fromEntries(found.map((row) => [row.state, row.many])),
    resent: await counted(scope, RESENT),
  }
}
