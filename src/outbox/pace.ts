/**
 * How fast calls go of which Slack allows only so many a minute in a workspace. What was used up stands in the
 * database, so that a restart forgets nothing and several processes share it.
 */

import { isNull, min } from 'drizzle-orm'
import { HOUR_MS, MINUTE_MS } from '../core/calendar.ts'
import { lockFirst, type Writes } from '../db/commit.ts'
import { laterOf } from '../db/conditions.ts'
import type { ClaimedLane, Db } from '../db/db.ts'
import { askPrepared } from '../db/prepared.ts'
import { rows } from '../db/rows.ts'
import type { Row } from '../db/tables.ts'
import { type Delivery, laneRow } from './outbox.ts'
import { changeDelivery, claimed } from './store.ts'

/**
 * Calls a minute (docs.slack.dev/apis/web-api/rate-limits): tier 3 is "50+ per minute", tier 4 "100+", and "sporadic
 * bursts are welcome"; of messages a workspace may have "several hundred" a minute. `burst` may come at once after a
 * quiet time: most of the time one need not wait at all. Where somebody waits for it there may be more: `askedBurst`.
 */
export const PACED = {
  'chat.postMessage': { tier: 'Special', perMinute: 300, burst: 60, askedBurst: 120 },
  'chat.update': { tier: 'Tier3', perMinute: 40, burst: 10, askedBurst: 10 },
  'conversations.open': { tier: 'Tier3', perMinute: 50, burst: 10, askedBurst: 10 },
  'views.publish': { tier: 'Tier4', perMinute: 80, burst: 20, askedBurst: 80 },
} as const
export type PacedCall = keyof typeof PACED

export type Pace = Pick<Row<'paces'>, 'freeAt' | 'pausedUntil'>

/** No turn is farther ahead than this, whatever waits; one that seems to be was given before a clock was set back. */
export const FARTHEST_MS = 12 * HOUR_MS

/** The time that one call takes up, ms. */
const stepOf = (call: PacedCall) => MINUTE_MS / PACED[call].perMinute

/** How far calls may run ahead of it in a burst, ms. */
export const aheadOf = (call: PacedCall, asked: boolean) =>
  (PACED[call][asked ? 'askedBurst' : 'burst'] - 1) * stepOf(call)

/** What stands farther ahead than can be is as good as nothing. */
const credible = (at: number, now: number) => (at > now + FARTHEST_MS ? 0 : at)

/** From when on the call may be made; in the past where it may be made now. */
export const freeFrom = (pace: Pace | undefined, call: PacedCall, asked: boolean, now: number): number =>
  pace ? Math.max(credible(pace.pausedUntil, now), credible(pace.freeAt, now) - aheadOf(call, asked)) : 0

export const findPace = (db: Db, workspace: string, call: PacedCall): Promise<Pace | undefined> =>
  rows({ db, workspace }, 'paces').find({ call }, { columns: ['freeAt', 'pausedUntil'] })

const isPaused = (pace: Pace | undefined, now: number) =>
  pace !== undefined && credible(pace.pausedUntil, now) > now

const paceRow = (workspace: string, call: PacedCall) => `pace ${workspace} ${call}`

/** Notes that a call is made now. */
export const noteCall = (db: Db, workspace: string, call: PacedCall, now: number): Writes =>
  lockFirst(
    paceRow(workspace, call),
    rows({ db, workspace }, 'paces').put({ call, freeAt: now + stepOf(call) }, ['workspace', 'call'], {
      freeAt: laterOf(now, stepOf(call)),
    }),
  )

/** Slack has refused such a call: nobody in the workspace makes one before `until`, nor a burst of them then. */
export function pauseCalls(db: Db, workspace: string, call: PacedCall, until: number): Writes {
  const freeAt = until + aheadOf(call, false)
  return lockFirst(
    paceRow(workspace, call),
    rows({ db, workspace }, 'paces').put({ call, freeAt, pausedUntil: until }, ['workspace', 'call'], {
      freeAt: laterOf(freeAt),
      pausedUntil: laterOf(until),
    }),
  )
}

/**
 * When the lane may make this call: now, or at the turn that is kept for it. A turn is good for as long as a burst
 * takes; after that, or where Slack has refused one meanwhile, it is given anew. With `atOnce` there is no waiting but
 * for a refusal, for somebody has just asked for it; who comes into line after that waits a little longer.
 */
export async function turnFor(
  db: Db,
  lane: ClaimedLane,
  call: PacedCall,
  now: number,
  atOnce: boolean,
): Promise<number> {
  const { workspace } = lane
  for (;;) {
    const kept = await rows({ db, workspace }, 'lanes').find(claimed(lane), { columns: ['turnAt'] })
    const pace = await findPace(db, lane.workspace, call)
    const paused = isPaused(pace, now)
    const turnAt = kept?.turnAt ?? null
    if (turnAt !== null && turnAt <= now + FARTHEST_MS && now <= turnAt + aheadOf(call, false) && !paused)
      return turnAt
    const at = nextTurn(pace, call, now, atOnce)
    const failed = await db.commitLazily(
      keepTurn(db, lane, at),
      raisePace(db, lane.workspace, call, pace, now),
    )
    // Where another lane got that turn there is a next one; a lane that was lost sends nothing, whatever its turn.
    if (failed !== 'pace') return at
  }
}

/** Marks an edit whose `dueAt` is its turn. */
const HAS_TURN = 'waits for its turn'

/**
 * When a message on screen may be edited: now, or at a turn that is then its `dueAt`. Unlike a message it keeps nobody
 * in its lane waiting: an edit shows nothing that its reader could not know otherwise.
 */
export async function turnForEdit(
  db: Db,
  edit: Delivery,
  now: number,
  atOnce: boolean,
): Promise<{ at: number; writes?: Writes }> {
  for (;;) {
    const pace = await findPace(db, edit.workspace, 'chat.update')
    const paused = isPaused(pace, now)
    const kept = edit.problem === HAS_TURN && now <= edit.dueAt + aheadOf('chat.update', false)
    if (kept && !paused) return { at: now }
    const at = nextTurn(pace, 'chat.update', now, atOnce)
    if (at <= now) return { at, writes: noteCall(db, edit.workspace, 'chat.update', now) }
    const failed = await db.commitLazily(
      changeDelivery(db, edit, { dueAt: at, problem: HAS_TURN }),
      raisePace(db, edit.workspace, 'chat.update', pace, now),
    )
    if (failed !== 'pace') return { at }
  }
}

const nextTurn = (pace: Pace | undefined, call: PacedCall, now: number, atOnce: boolean) =>
  Math.max(now, atOnce ? credible(pace?.pausedUntil ?? 0, now) : freeFrom(pace, call, false, now))

const keepTurn = (db: Db, lane: ClaimedLane, turnAt: number): Writes =>
  lockFirst(
    laneRow(lane.workspace, lane.destination),
    rows({ db, workspace: lane.workspace }, 'lanes').change(claimed(lane), { turnAt }, 'lane'),
  )

/** Notes that a turn is given; fails (`pace`) if somebody has raised it since it was read. */
function raisePace(db: Db, workspace: string, call: PacedCall, read: Pace | undefined, now: number): Writes {
  const paces = rows({ db, workspace }, 'paces')
  const to = Math.max(now, credible(read?.freeAt ?? 0, now)) + stepOf(call)
  return read
    ? paces.change({ call, freeAt: read.freeAt }, { freeAt: to }, 'pace')
    : paces.insert({ call, freeAt: to }, 'pace')
}

/** When the next lane that nobody holds is due, and may be sent from. */
export async function nextLaneAt(db: Db, now: number): Promise<number | undefined> {
  const { lanes } = db.tables
  const due = (await askPrepared({ db }, 'the next lanes', {}, () =>
    db.q
      .select({ workspace: lanes.workspace, asked: lanes.asked, nextAt: min(lanes.nextAt) })
      .from(lanes)
      .where(isNull(lanes.owner))
      .groupBy(lanes.workspace, lanes.asked),
  )) as Pick<Row<'lanes'>, 'workspace' | 'asked' | 'nextAt'>[]
  let next: number | undefined
  for (const { workspace, asked, nextAt } of due) {
    const pace = await findPace(db, workspace, 'chat.postMessage')
    const free = freeFrom(pace, 'chat.postMessage', asked, now)
    next = Math.min(next ?? Number.POSITIVE_INFINITY, Math.max(Number(nextAt), free))
  }
  return next
}
