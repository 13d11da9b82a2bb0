import type { Context } from '../context.ts'
import type { Writes } from '../db/commit.ts'
import type { ClaimedLane, Db } from '../db/db.ts'
import type { Log } from '../log.ts'
import { IN_COMPANY, recipientsOf } from './decide-when.ts'
import type { Delivery } from './outbox.ts'
import { stopWorkspace } from './stops.ts'
import { changeDelivery, parkAll } from './store.ts'
import type { SendProblem } from './transport.ts'

export interface ProblemDeps {
  db: Db
  now(): number
  log: Log
  /** What to write when a person turns out to be gone, and when a place cannot be posted to. */
  onGone(ctx: Context, person: string): Promise<Writes>
  onBroken(ctx: Context, destination: string, problem: string): Promise<Writes>
}

/** What a try leaves behind: the earliest instant for the lane's next message, or that the lane is gone. */
export type Next = number | 'lane gone'

const MAX_BACKOFF_MS = 5 * 60_000
/** What lasts for hours or days is asked about less and less. */
const MAX_PASSING_MS = 60 * 60_000
/** A word of Slack's that we do not know is tried so often, for a quarter of an hour, before somebody is told. */
const UNKNOWN_TRIES = 10

const backoffMs = (attempts: number, most = MAX_BACKOFF_MS) => Math.min(1000 * 2 ** attempts, most)

/** Decides what becomes of a message that could not be sent; `parts` are the deliveries that it is made of. */
export async function handleSendProblem(
  { db, now, log, onGone, onBroken }: ProblemDeps,
  ctx: Context,
  lane: ClaimedLane,
  parts: Delivery[],
  problem: SendProblem,
): Promise<Next> {
  const delivery = parts[0]!
  const { attempts, destination } = delivery
  const { code } = problem
  const fields = { kind: delivery.kind, delivery: delivery.id, code, attempts }
  const later = parts.map((each) => changeDelivery(db, each, { state: 'pending' }))
  /** What is on screen stays there, without the edit. */
  const instead = (state: 'dropped' | 'parked') =>
    parts.map((each) =>
      changeDelivery(db, each, each.ts ? { state: 'sent', stale: false } : { state, problem: code }),
    )

  switch (problem.kind) {
    case 'limited':
      log.info({ ...fields, retryAfterMs: problem.retryAfterMs }, 'Slack asked to wait')
      await db.commit(...later)
      return now() + problem.retryAfterMs
    case 'unreached':
      log.warn(fields, 'Slack could not be reached; the message waits')
      await db.commit(...later)
      return now() + backoffMs(attempts)
    case 'passing':
      log.warn(fields, 'Slack takes nothing for a while; the message waits')
      await db.commit(...later)
      return now() + backoffMs(attempts, MAX_PASSING_MS)
    case 'unknown':
      if (attempts < UNKNOWN_TRIES) {
        log.warn(fields, 'Slack refused a message in a word that is new to us; it will be tried again')
        await db.commit(...later)
        return now() + backoffMs(attempts, MAX_PASSING_MS)
      }
      log.error({ ...fields, destination }, 'Slack refused a message again and again; it is parked')
      // Others to the same place may well go through.
      await db.commit(
        instead('parked'),
        parts.some((each) => !each.ts) && (await onBroken(ctx, destination, code)),
      )
      return 0
    case 'unclear':
      // It stays in state `sending`, as one whose process died, and is looked at in the same way.
      log.warn(fields, 'unclear whether a message was sent')
      await db.commit(
        ...parts.map((each) =>
          changeDelivery(db, each, { problem: each.problem === IN_COMPANY ? IN_COMPANY : code }),
        ),
      )
      return now() + backoffMs(attempts)
    case 'gone': {
      log.info(fields, 'a message had no reader any more')
      const [person, another] = recipientsOf(destination)
      await db.commit(instead('dropped'), person && !another ? await onGone(ctx, person) : undefined)
      return 0
    }
    case 'broken':
      log.error({ ...fields, destination }, 'messages parked: the place cannot be posted to')
      await db.commit(parkAll(db, lane, code), await onBroken(ctx, destination, code))
      return 0
    case 'stopped':
      log.error(fields, 'Slack refuses our token: nothing is sent until it is replaced')
      await db.commit(later, stopWorkspace(db, lane.workspace, code))
      return 'lane gone'
    case 'rejected':
      log.error(fields, 'Slack refused a message; it is parked')
      await db.commit(instead('parked'))
      return 0
  }
}
