import type { Context } from '../context.ts'
import type { ClaimedLane } from '../db/db.ts'
import { IN_COMPANY } from './decide-when.ts'
import type { DeliveryKind, Posted } from './kinds.ts'
import type { Delivery } from './outbox.ts'
import { aheadOf, FARTHEST_MS, noteCall, type PacedCall, pauseCalls, turnFor, turnForEdit } from './pace.ts'
import { combineParts, isUnclear, prepare, prepareOthers, type Ready } from './prepare.ts'
import { handleSendProblem, type Next, type ProblemDeps } from './problems.ts'
import { addressOf, send } from './send.ts'
import {
  changeDelivery,
  countResent,
  findNext,
  findNextDueAt,
  findVersion,
  holdLane,
  isOpen,
  markSent,
  releaseLane,
} from './store.ts'
import { SendProblem, type Transport } from './transport.ts'

export interface DeliverDeps extends ProblemDeps {
  /** Real time, which leases follow: a clock that is moved by hand must not end them. */
  realNow(): number
  /** This process, in the lanes it holds. */
  owner: string
  /** To be awaited before each message: lets who waits for an answer go first. False: this process is about to end. */
  goOn?(): Promise<boolean>
  kinds: Map<string, DeliveryKind>
  contextFor(workspace: string): Context
  /** Undefined while the workspace is stopped. */
  transportFor(workspace: string): Promise<Transport | undefined>
}

/** A lane as it was claimed: `asked` if somebody waits for what is in it. */
type Claimed = ClaimedLane & { asked: boolean }

/**
 * Longer than the longest message takes: opening a conversation and the three calls of an upload, each cut off by
 * the transport after 10 s. Nobody else may take a lane whose message is on its way.
 */
const LEASE_MS = 60_000
/** Slack allows about one message a second in a channel (docs.slack.dev, rate limits). */
const GAP_MS = 1000
/** Lanes served at once by one process. */
const WORKERS = 4

let claims = 0

/**
 * Sends everything that is due now. Returns when nothing more is due. A slow or broken destination holds up
 * no other; within one, order is kept.
 */
export async function deliverDue(deps: DeliverDeps): Promise<void> {
  const workers: Promise<void>[] = []
  const failures: unknown[] = []
  const worker = async () => {
    for (;;) {
      if ((await deps.goOn?.()) === false) return
      const lane = (await claim(deps, true)) ?? (await claim(deps, false))
      if (!lane) return
      // Where one lane is ready another may be: most of the time none is, and one look is enough.
      if (workers.length < WORKERS) start()
      await serve(deps, lane)
    }
  }
  const start = () => void workers.push(worker().catch((error: unknown) => void failures.push(error)))
  start()
  // All of them are waited for, so that no worker of this drain is still sending in the next one.
  for (const end of workers) await end
  if (failures.length > 0) throw failures[0]
}

async function claim(deps: DeliverDeps, asked: boolean): Promise<Claimed | undefined> {
  const [now, realNow] = [deps.now(), deps.realNow()]
  const lane = await deps.db.claimLane({
    now,
    realNow,
    owner: `${deps.owner}.${++claims}`,
    leasedUntil: realNow + LEASE_MS,
    asked,
    call: 'chat.postMessage',
    freeBy: now + aheadOf('chat.postMessage', asked),
    credibleBy: now + FARTHEST_MS,
  })
  return lane && { ...lane, asked }
}

/** Sends the next message of a lane and hands the lane back. */
async function serve(deps: DeliverDeps, lane: Claimed): Promise<void> {
  const delivery = await findNext(deps.db, lane, deps.now())
  const next = delivery ? await deliver(deps, deps.contextFor(lane.workspace), lane, delivery) : 0
  if (next !== 'lane gone') await handBack(deps, lane, next)
}

/** `next` is not before when; or the turn for which it waits, which does not bind what is added meanwhile. */
async function handBack(
  { db, now }: DeliverDeps,
  lane: Claimed,
  next: number | { turn: number },
): Promise<void> {
  const [notBefore, turn] = typeof next === 'number' ? [next, 0] : [0, next.turn]
  for (let held: ClaimedLane = lane; ; ) {
    const dueAt = await findNextDueAt(db, held)
    const nextAt = dueAt === undefined ? undefined : Math.max(dueAt, turn)
    const answered = lane.asked && (dueAt === undefined || dueAt > now())
    if (!(await db.commitLazily(releaseLane(db, held, nextAt, notBefore, answered)))) return
    // Something was added to the lane while it was looked at: look again.
    const version = await findVersion(db, held)
    if (version === undefined) return
    held = { ...held, version }
  }
}

async function deliver(
  deps: DeliverDeps,
  ctx: Context,
  lane: Claimed,
  found: Delivery,
): Promise<Next | { turn: number }> {
  const { db, now, log } = deps
  const fields = { kind: found.kind, delivery: found.id }
  const kind = deps.kinds.get(found.kind)
  if (!kind) {
    log.error(fields, 'no feature knows this message; it is parked')
    await db.commit(changeDelivery(db, found, { state: 'parked', problem: `no feature knows ${found.kind}` }))
    return 0
  }
  const transport = await deps.transportFor(lane.workspace)
  // Nothing is lost: resuming the workspace brings back a lane for all that waits.
  if (!transport) return (await db.commit(releaseLane(db, lane, undefined, 0))) ? 0 : 'lane gone'

  if (isUnclear(found) && kind.sendAgain === false) {
    log.error(fields, 'unclear whether a message was sent; it is withheld')
    await db.commit(changeDelivery(db, found, { state: 'withheld', problem: 'unclear whether it was sent' }))
    return 0
  }

  const posted = found.ts && found.channel ? { channel: found.channel, ts: found.ts } : undefined
  const edit = posted && (await turnForEdit(db, found, now(), lane.asked))
  if (edit && edit.at > now()) return 0
  const lead = await prepare(deps, ctx, kind, found, posted)
  if (!lead) return 0
  const parts = [lead, ...(await prepareOthers(deps, ctx, lead, posted))]

  const address = posted ? undefined : await addressOf(db, ctx, found.destination)
  if (address && 'people' in address) {
    const turn = await turnFor(db, lane, 'conversations.open', now(), kind.timing === 'reply')
    if (turn > now()) return { turn }
  }

  const message = combineParts(parts)
  const isFile = 'file' in message
  // In a message on screen of which one part has changed the others may well be as they were.
  const going = parts.filter((part) => isOpen(part.delivery))
  /** Should this fail, only the first has a place in its reader's week: the others went along. */
  const placeOf = ({ delivery: each }: Ready) => {
    if (posted) return each.problem
    return each !== lead.delivery ? IN_COMPANY : each.problem === IN_COMPANY ? null : each.problem
  }
  const started = await db.commit(
    holdLane(db, lane, deps.realNow() + LEASE_MS),
    ...going.map((part) => {
      const { delivery: each } = part
      return changeDelivery(db, each, {
        state: 'sending',
        stale: false,
        problem: placeOf(part),
        // What goes along before its time is, should this fail, tried again together with the rest.
        dueAt: Math.min(each.dueAt, now()),
        attempts: each.attempts + 1,
        resent: each.resent + (isUnclear(each) ? 1 : 0),
      })
    }),
    going.some((part) => isUnclear(part.delivery)) && countResent(ctx),
    lead.writes,
    edit?.writes,
    !posted && !isFile && noteCall(db, lane.workspace, 'chat.postMessage', now()),
  )
  // The lane, the message or its reader's budget has changed meanwhile: it is judged and rendered anew.
  if (started) return 0

  try {
    const sent = await send(db, ctx, transport, address, message, posted, found.destination)
    await noteSent(deps, ctx, going, posted, sent)
    return now() + GAP_MS
  } catch (error) {
    if (!(error instanceof SendProblem)) throw error
    // A refusal is meant for the whole workspace: the other lanes need not hear it too.
    const call: PacedCall | undefined =
      error.call ?? (posted ? 'chat.update' : isFile ? undefined : 'chat.postMessage')
    if (error.kind === 'limited' && call)
      await db.commit(pauseCalls(db, lane.workspace, call, now() + error.retryAfterMs))
    const tried = going.map((part) => ({
      ...part.delivery,
      problem: placeOf(part),
      attempts: part.delivery.attempts + 1,
    }))
    const next = await handleSendProblem(deps, ctx, lane, tried, error)
    return next === 'lane gone' ? next : Math.max(next, now() + GAP_MS)
  }
}

/** Marks them as sent, with what follows from each. An edit was announced by its first sending; nothing follows. */
async function noteSent(
  deps: DeliverDeps,
  ctx: Context,
  parts: Ready[],
  posted: Posted | undefined,
  sent: Posted,
): Promise<void> {
  const { db, now, log } = deps
  const marks = parts.map((part) => markSent(db, part.delivery, now(), sent))
  const fields = { kind: parts[0]?.delivery.kind, delivery: parts.map((part) => part.delivery.id).join() }
  try {
    const follows = posted ? [] : parts.map((part) => part.kind.sent?.(ctx, part.payload, sent))
    const failed = await db.commit(...marks, ...follows)
    if (!failed) return
    log.error({ ...fields, guard: failed }, 'what follows from a message could not be written')
  } catch (err) {
    log.error({ err, ...fields }, 'what follows from a message could not be written')
  }
  // It is on screen. Whatever else failed, it must not be sent again for that; and what follows from others stands.
  if (parts.length === 1) await db.commit(...marks)
  else for (const part of parts) await noteSent(deps, ctx, [part], posted, sent)
}
