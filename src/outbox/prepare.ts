/** From a delivery that is due to the message as it is to go out now. */
import type { Context } from '../context.ts'
import type { Writes } from '../db/commit.ts'
import type { Db } from '../db/db.ts'
import type { Log } from '../log.ts'
import { flatBlocks } from './blocks.ts'
import { decideWhen } from './decide-when.ts'
import type { DeliveryKind, FileMessage, Message, Posted } from './kinds.ts'
import type { Delivery } from './outbox.ts'
import { changeDelivery, listDueWith, listOnScreenWith } from './store.ts'

interface PrepareDeps {
  db: Db
  now(): number
  log: Log
}

/** A message that we fail to render is left alone this long. */
const AFTER_BUG_MS = 5 * 60_000
/** Slack's limit for a message is 50; this leaves room for what several have in common. */
const MOST_BLOCKS = 44

/** A delivery as it is to go out now, and what to write when it does. */
export interface Ready {
  delivery: Delivery
  message: Message | FileMessage
  payload: Record<string, unknown>
  writes: Writes
}

/** It was on its way when its process died, or Slack's answer was lost: nobody can tell whether Slack had it. */
export const isUnclear = (delivery: Delivery) => delivery.state === 'sending' && !delivery.ts

/** Judges and renders it. Undefined if it does not go now; then what becomes of it is written already. */
export async function prepare(
  { db, now, log }: PrepareDeps,
  ctx: Context,
  kind: DeliveryKind,
  found: Delivery,
  posted: Posted | undefined,
): Promise<Ready | undefined> {
  try {
    const verdict = await decideWhen(ctx, found, kind)
    if (verdict.go === 'wait') {
      await db.commit(changeDelivery(db, found, { dueAt: verdict.until, problem: verdict.why ?? null }))
      return undefined
    }
    const payload = kind.payload.parse(found.payload)
    const message = verdict.go === 'drop' ? 'useless' : await kind.render(ctx, payload, posted)
    if (verdict.go === 'send' && message !== 'useless')
      return { delivery: found, message, payload, writes: verdict.writes }

    const problem = verdict.go === 'drop' ? verdict.why : 'nobody needs it any more'
    // A message on screen that cannot be brought up to date any more is simply left as it is.
    await db.commit(
      changeDelivery(db, found, found.ts ? { state: 'sent', stale: false } : { state: 'dropped', problem }),
    )
  } catch (err) {
    log.error(
      { err, kind: found.kind, delivery: found.id },
      'a message could not be prepared; it will be tried again',
    )
    await db.commit(changeDelivery(db, found, { dueAt: now() + AFTER_BUG_MS }))
  }
  return undefined
}

/**
 * Those that go in one message with this one, or stand in it on screen. What does not fit any more waits for the next.
 * They are rendered anew whenever anything was added to the lane, or changed in it, before they went.
 */
export async function prepareOthers(
  deps: PrepareDeps,
  ctx: Context,
  kind: DeliveryKind,
  { delivery, message }: Ready,
  posted: Posted | undefined,
): Promise<Ready[]> {
  const blocksOf = (one: Ready['message']) => ('blocks' in one ? flatBlocks(one.blocks).length + 1 : 0)
  const ready: Ready[] = []
  let blocks = blocksOf(message)
  const others = posted
    ? await listOnScreenWith(deps.db, delivery, posted.ts)
    : await listDueWith(deps.db, delivery, deps.now())
  for (const other of others) {
    const part = await prepare(deps, ctx, kind, other, posted)
    if (!part) continue
    blocks += blocksOf(part.message)
    if (blocks > MOST_BLOCKS) break
    ready.push(part)
  }
  return ready
}

/** One message of all of its parts, in the order in which they came up. */
export function combineParts(kind: DeliveryKind, parts: Ready[]): Message | FileMessage {
  const [only, another] = parts.map((part) => part.message)
  if (!kind.combine || !another) return only as Message | FileMessage
  const inOrder = [...parts].sort((a, b) => (a.delivery.id < b.delivery.id ? -1 : 1))
  return kind.combine(inOrder.map((part) => part.message as Message))
}
