/** From a delivery that is due to the message as it is to go out now. */
import type { KnownBlock } from '@slack/types'
import type { Context } from '../context.ts'
import { joinSafe } from '../core/text.ts'
import type { Writes } from '../db/commit.ts'
import type { Db } from '../db/db.ts'
import type { Log } from '../log.ts'
import { type Blocks, flatBlocks } from './blocks.ts'
import { decideWhen, IN_COMPANY, recipientsOf } from './decide-when.ts'
import { type DeliveryKind, type FileMessage, isUnasked, type Message, type Posted } from './kinds.ts'
import type { Delivery } from './outbox.ts'
import { changeDelivery, listCompany, listOnScreenWith } from './store.ts'

interface PrepareDeps {
  db: Db
  now(): number
  log: Log
  kinds: Map<string, DeliveryKind>
}

/** A message that we fail to render is left alone this long. */
const AFTER_BUG_MS = 5 * 60_000
/** Slack's limit for a message is 50; this leaves room for what several have in common. */
const MOST_BLOCKS = 44

/** A delivery as it is to go out now, and what to write when it does. */
export interface Ready {
  delivery: Delivery
  kind: DeliveryKind
  message: Message | FileMessage
  payload: Record<string, unknown>
  writes: Writes
}

/** It was on its way when its process died, or Slack's answer was lost: nobody can tell whether Slack had it. */
export const isUnclear = (delivery: Delivery) => delivery.state === 'sending' && !delivery.ts

/**
 * Judges and renders it. Undefined if it does not go now; then what becomes of it is written already. `along`: it would
 * stand in a message that goes now.
 */
export async function prepare(
  { db, now, log, kinds }: PrepareDeps,
  ctx: Context,
  kind: DeliveryKind,
  found: Delivery,
  posted: Posted | undefined,
  along = false,
): Promise<Ready | undefined> {
  try {
    const verdict = await decideWhen(ctx, found, kind, kinds, along)
    if (verdict.go === 'wait') {
      // It may be another week by then: the place that was counted when it was tried is not one in that.
      const placeless = found.attempts > 0 && isUnasked(kind) ? IN_COMPANY : null
      await db.commit(changeDelivery(db, found, { dueAt: verdict.until, problem: verdict.why ?? placeless }))
      return undefined
    }
    const payload = kind.payload.parse(found.payload)
    const message = verdict.go === 'drop' ? 'useless' : await kind.render(ctx, payload, posted)
    if (verdict.go === 'send' && message !== 'useless')
      return { delivery: found, kind, message, payload, writes: verdict.writes }

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
 * Those that go in one message with this one, or stand in it on screen: all that is unasked and due to its reader, or waits
 * for company. What does not fit any more waits for the next. They are rendered anew whenever anything was added to the
 * lane, or changed in it, before they went.
 */
export async function prepareOthers(
  deps: PrepareDeps,
  ctx: Context,
  { delivery, kind, message }: Ready,
  posted: Posted | undefined,
): Promise<Ready[]> {
  if (!isUnasked(kind) || recipientsOf(delivery.destination).length !== 1) return []
  const blocksOf = (one: Ready['message']) => ('blocks' in one ? flatBlocks(one.blocks).length + 1 : 0)
  const ready: Ready[] = []
  let blocks = blocksOf(message)
  const unasked = [...deps.kinds].filter(([, each]) => isUnasked(each)).map(([name]) => name)
  const others = posted
    ? await listOnScreenWith(deps.db, delivery, posted.ts)
    : await listCompany(deps.db, delivery, unasked, deps.now(), IN_COMPANY)
  for (const other of others) {
    const its = deps.kinds.get(other.kind)
    const part = its && (await prepare(deps, ctx, its, other, posted, true))
    if (!part) continue
    blocks += blocksOf(part.message)
    if (blocks > MOST_BLOCKS) break
    ready.push(part)
  }
  return ready
}

/** One message of all of its parts: the prompt first, then kind by kind in the order in which they came up. */
export function combineParts(parts: Ready[]): Message | FileMessage {
  const [only, another] = parts
  if (only && !another) return only.message
  const inOrder = [...parts].sort((a, b) => rankOf(a) - rankOf(b) || (a.delivery.id < b.delivery.id ? -1 : 1))
  const byKind = new Map<DeliveryKind, Message[]>()
  for (const { kind, message } of inOrder) byKind.set(kind, [...(byKind.get(kind) ?? []), message as Message])
  return oneBelowTheOther(
    [...byKind].flatMap(([kind, messages]) =>
      kind.combine && messages.length > 1 ? [kind.combine(messages)] : messages,
    ),
  )
}

const rankOf = ({ kind }: Ready) => (kind.timing === 'prompt' ? 0 : kind.light ? 2 : 1)

/** Messages of several kinds as one. It has one button that stands out, as each of them would have alone. */
function oneBelowTheOther(messages: Message[]): Message {
  const [first, ...rest] = messages as [Message, ...Message[]]
  if (rest.length === 0) return first
  return {
    text: joinSafe(
      messages.map(({ text }) => text),
      ' · ',
    ),
    blocks: [first.blocks, ...rest.map(({ blocks }) => [{ type: 'divider' as const }, plainButtons(blocks)])],
  }
}

const plainButtons = (blocks: Blocks): KnownBlock[] =>
  flatBlocks(blocks).map((block) => {
    const plain = <T extends object>(element: T): T =>
      'style' in element && element.style === 'primary' ? { ...element, style: undefined } : element
    if (block.type === 'actions') return { ...block, elements: block.elements.map(plain) }
    return block.type === 'section' && block.accessory
      ? { ...block, accessory: plain(block.accessory) }
      : block
  })
