import { and, eq, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { anyRows, lockFirst, type Writes } from '../db/commit.ts'
import type { Db } from '../db/db.ts'
import type { Row } from '../db/tables.ts'

export type Delivery = Row<'deliveries'>

/** The channel for wins, wherever the workspace has it. */
export const WINS = '#wins'

/** A group conversation of these people and Cairn. */
export const groupOf = (people: string[]) => [...people].sort().join('+')

export interface Addition {
  /** A person's id, `groupOf(...)`, or WINS. */
  to: string
  payload: Record<string, unknown>
  /** Not before; default now. */
  dueAt?: number
  /** Dropped instead of sent after this instant. */
  uselessAt?: number
}

/** Messages to send, written in the same commit as the change they tell of. */
export interface Outbox {
  /** Each dedupe key is sent once, however often it is added. */
  add(kind: string, dedupeKey: string, addition: Addition): Writes
  /** Brings the message with this key up to date on its readers' screens, if it was sent. */
  refresh(dedupeKey: string, to: string): Writes
  /** Takes back what was not sent yet. */
  cancel(dedupeKey: string): Writes
  /** The Homes of these people show something old; they are published anew, soon, if they were opened lately. */
  touchHomes(...people: string[]): Writes
}

/** `asked`: what is written here somebody has just caused, and it goes before what came up by itself. */
export function createOutbox(
  db: Db,
  workspace: string,
  now: () => number,
  newId: () => string,
  asked = false,
): Outbox {
  const { deliveries, homes } = db.tables
  const keyed = (dedupeKey: string) =>
    and(eq(deliveries.workspace, workspace), eq(deliveries.dedupeKey, dedupeKey))
  return {
    add: (kind, dedupeKey, { to, payload, dueAt = now(), uselessAt }) => [
      anyRows(
        db.q
          .insert(deliveries)
          .values({
            id: newId(),
            workspace,
            kind,
            dedupeKey,
            destination: to,
            payload,
            state: 'pending',
            dueAt,
            uselessAt,
          })
          .onConflictDoNothing(),
      ),
      wakeLane(db, workspace, to, dueAt, asked),
    ],
    refresh: (dedupeKey, to) => [
      anyRows(
        db.q
          .update(deliveries)
          .set({ state: 'pending', stale: true, dueAt: now(), attempts: 0, problem: null })
          .where(
            and(
              keyed(dedupeKey),
              // An earlier edit may wait for its turn yet.
              or(
                eq(deliveries.state, 'sent'),
                and(eq(deliveries.state, 'pending'), isNotNull(deliveries.ts)),
              ),
            ),
          ),
      ),
      // One that is being sent right now was rendered before this change: it is brought up to date afterwards.
      anyRows(
        db.q
          .update(deliveries)
          .set({ stale: true })
          .where(and(keyed(dedupeKey), eq(deliveries.state, 'sending'))),
      ),
      wakeLane(db, workspace, to, now(), asked),
    ],
    touchHomes: (...people) =>
      [...new Set(people)].map((person) =>
        lockFirst(
          `home ${workspace} ${person}`,
          anyRows(
            db.q
              .insert(homes)
              .values({ workspace, person, dirtyAt: now() })
              .onConflictDoUpdate({ target: [homes.workspace, homes.person], set: { dirtyAt: now() } }),
          ),
        ),
      ),
    cancel: (dedupeKey) =>
      anyRows(
        db.q
          .update(deliveries)
          .set({ state: 'dropped', problem: 'taken back' })
          .where(and(keyed(dedupeKey), eq(deliveries.state, 'pending'), isNull(deliveries.ts))),
      ),
  }
}

/** The name of a lane's row, by which commits lock lanes in one order. */
export const laneRow = (workspace: string, destination: string) => `lane ${workspace} ${destination}`

/**
 * Makes sure that the lane is looked at by `at`, or as soon as Slack lets us. Its row is locked before anything else
 * in the commit: who sends from the lane at the same time then either sees the whole change, or is told of it.
 */
export function wakeLane(db: Db, workspace: string, destination: string, at: number, asked = false): Writes {
  const { lanes } = db.tables
  const wake = db.q
    .insert(lanes)
    .values({ workspace, destination, nextAt: at, asked })
    .onConflictDoUpdate({
      target: [lanes.workspace, lanes.destination],
      set: {
        nextAt: sql`case when excluded.next_at >= ${lanes.nextAt} then ${lanes.nextAt}
          when excluded.next_at < ${lanes.notBefore} then ${lanes.notBefore} else excluded.next_at end`,
        version: sql`${lanes.version} + 1`,
        ...(asked && { asked }),
      },
    })
  return lockFirst(laneRow(workspace, destination), anyRows(wake))
}
