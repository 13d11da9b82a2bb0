/**
 * Turns for calls of which Slack allows only so many a minute in a workspace. Whoever needs such a call gets the next
 * free turn, in the database, so that a restart forgets none and several processes share them.
 */
import { and, eq } from 'drizzle-orm'
import { HOUR_MS, MINUTE_MS } from '../core/calendar.ts'
import { exactly, first, type Writes } from '../db/commit.ts'
import type { ClaimedLane, Db } from '../db/db.ts'
import { laneRow } from './outbox.ts'
import { claimed } from './store.ts'

/**
 * Calls a minute, by Slack's tiers (docs.slack.dev/apis/web-api/rate-limits): tier 3 is "50+ per minute", and "sporadic
 * bursts are welcome". A method's tier is that of test/facts/rate-limit-tiers.json.
 */
export const PER_MINUTE = { Tier3: 50 }

/** The calls that are made in turn, each with its tier. */
export const PACED = { 'conversations.open': 'Tier3' } as const
export type PacedCall = keyof typeof PACED

/** Calls that may come at once after a quiet time: most of the time one need not wait at all. */
const BURST = 10

/** No turn is farther ahead than this, whatever waits; one that seems to be was given before a clock was set back. */
const FARTHEST_MS = 12 * HOUR_MS

/** The time that one call takes up, and how far turns may run ahead of it in a burst, ms. */
const stepsOf = (call: PacedCall) => {
  const step = Math.ceil(MINUTE_MS / PER_MINUTE[PACED[call]])
  return { step, ahead: (BURST - 1) * step }
}

/**
 * When the lane may make this call: now, or at the turn that is kept for it. A turn is good for as long as a burst
 * takes; after that it is given anew, since all the others were slept through as well. With `atOnce` there is no
 * waiting, for somebody has just asked for it; who comes into line after that waits a little longer.
 */
export async function turnFor(
  db: Db,
  lane: ClaimedLane,
  call: PacedCall,
  now: number,
  atOnce: boolean,
): Promise<number> {
  const { step, ahead } = stepsOf(call)
  for (;;) {
    const { turnAt, freeAt } = await findTurn(db, lane, call, now)
    if (turnAt !== null && now <= turnAt + ahead) return turnAt
    const free = freeAt !== undefined && freeAt <= now + FARTHEST_MS ? freeAt : now
    const at = atOnce ? now : Math.max(now, free - ahead)
    const failed = await db.commit(
      keepTurn(db, lane, at),
      raisePace(db, lane.workspace, call, freeAt, Math.max(now, free) + step),
    )
    // Where another lane got that turn there is a next one; a lane that was lost sends nothing, whatever its turn.
    if (failed !== 'pace') return at
  }
}

async function findTurn(db: Db, lane: ClaimedLane, call: PacedCall, now: number) {
  const { lanes, paces } = db.tables
  const [kept] = await db.q.select({ turnAt: lanes.turnAt }).from(lanes).where(claimed(db, lane))
  const [pace] = await db.q
    .select({ freeAt: paces.freeAt })
    .from(paces)
    .where(and(eq(paces.workspace, lane.workspace), eq(paces.call, call)))
  const turnAt = kept?.turnAt ?? null
  return { turnAt: turnAt !== null && turnAt > now + FARTHEST_MS ? null : turnAt, freeAt: pace?.freeAt }
}

const keepTurn = (db: Db, lane: ClaimedLane, turnAt: number): Writes =>
  first(
    laneRow(lane.workspace, lane.destination),
    exactly(1, db.q.update(db.tables.lanes).set({ turnAt }).where(claimed(db, lane)), 'lane'),
  )

/** Fails (`pace`) if somebody has raised it since it was read. */
function raisePace(db: Db, workspace: string, call: PacedCall, from: number | undefined, to: number): Writes {
  const { paces } = db.tables
  if (from === undefined)
    return exactly(
      1,
      db.q.insert(paces).values({ workspace, call, freeAt: to }).onConflictDoNothing(),
      'pace',
    )
  const asRead = and(eq(paces.workspace, workspace), eq(paces.call, call), eq(paces.freeAt, from))
  return exactly(1, db.q.update(paces).set({ freeAt: to }).where(asRead), 'pace')
}
