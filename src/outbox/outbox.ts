import { sql } from 'drizzle-orm'
import { lockFirst, type Writes } from '../db/commit.ts'
import { computed, increasedBy, isSet } from '../db/conditions.ts'
import type { Db } from '../db/db.ts'
import { rows } from '../db/rows.ts'
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
  const deliveries = rows({ db, workspace }, 'deliveries')
  const homes = rows({ db, workspace }, 'homes')
  return {
    add: (kind, dedupeKey, { to: destination, payload, dueAt = now(), uselessAt }) => [
      deliveries.insert({
        id: newId(),
        kind,
        dedupeKey,
        destination,
        payload,
        state: 'pending',
        dueAt,
        uselessAt,
      }),
      wakeLane(db, workspace, destination, dueAt, asked),
    ],
    refresh: (dedupeKey, to) => [
      deliveries.change(
        // An earlier edit may wait for its turn yet.
        [
          { dedupeKey, state: 'sent' },
          { dedupeKey, state: 'pending', ts: isSet },
        ],
        { state: 'pending', stale: true, dueAt: now(), attempts: 0, problem: null },
      ),
      // One that is being sent right now was rendered before this change: it is brought up to date afterwards.
      deliveries.change({ dedupeKey, state: 'sending' }, { stale: true }),
      wakeLane(db, workspace, to, now(), asked),
    ],
    touchHomes: (...people) =>
      [...new Set(people)].map((person) =>
        lockFirst(
          `home ${workspace} ${person}`,
          homes.put({ person, dirtyAt: now() }, ['workspace', 'person'], { dirtyAt: now() }),
        ),
      ),
    cancel: (dedupeKey) =>
      deliveries.change(
        { dedupeKey, state: 'pending', ts: null },
        { state: 'dropped', problem: 'taken back' },
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
  const { notBefore } = db.tables.lanes
  const wake = rows({ db, workspace }, 'lanes').put(
    { destination, nextAt: at, asked },
    ['workspace', 'destination'],
    {
      nextAt: computed(
        'earliest',
        [],
        (nextAt) => sql`case when excluded.next_at >= ${nextAt} then ${nextAt}
          when excluded.next_at < ${notBefore} then ${notBefore} else excluded.next_at end`,
      ),
      version: increasedBy(1),
      ...(asked && { asked }),
    },
  )
  return lockFirst(laneRow(workspace, destination), wake)
}
