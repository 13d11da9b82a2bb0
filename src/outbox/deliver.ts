import type { Context } from '../context.ts'
import type { Writes } from '../db/commit.ts'
import type { ClaimedLane, Db } from '../db/open.ts'
import type { Log } from '../log.ts'
import { judge } from './judge.ts'
import type { DeliveryKind, FileMessage, Message, Posted } from './kinds.ts'
import type { Delivery } from './outbox.ts'
import { settleProblem } from './problems.ts'
import { send } from './send.ts'
import { change, findNext, findNextDueAt, findVersion, holdLane, markSent, releaseLane } from './store.ts'
import { SendProblem, type Transport } from './transport.ts'

export interface DeliverDeps {
  db: Db
  now(): number
  /** Real time, which leases follow: a clock that is moved by hand must not end them. */
  realNow(): number
  /** This process, in the lanes it holds. */
  owner: string
  log: Log
  kinds: Map<string, DeliveryKind>
  contextFor(workspace: string): Context
  /** Undefined while the workspace is stopped. */
  transportFor(workspace: string): Promise<Transport | undefined>
  /** What to write when a person turns out to be gone, and when a place cannot be posted to. */
  onGone(ctx: Context, person: string): Promise<Writes>
  onBroken(ctx: Context, destination: string, problem: string): Promise<Writes>
}

/** What a try leaves behind: the earliest instant for the lane's next message, or that the lane is gone. */
export type Next = number | 'lane gone'

/**
 * Longer than the longest message takes: opening a conversation and the three calls of an upload, each cut off by
 * the transport after 10 s. Nobody else may take a lane whose message is on its way.
 */
const LEASE_MS = 60_000
/** Slack allows about one message a second in a channel (docs.slack.dev, rate limits). */
const GAP_MS = 1000
/** A message that we fail to render is left alone this long. */
const AFTER_BUG_MS = 5 * 60_000
/** Lanes served at once by one process. */
const WORKERS = 4

let claims = 0

/**
 * Sends everything that is due now. Returns when nothing more is due. A slow or broken destination holds up
 * no other; within one, order is kept.
 */
export async function drain(deps: DeliverDeps): Promise<void> {
  const workers: Promise<void>[] = []
  const failures: unknown[] = []
  const worker = async () => {
    for (;;) {
      const realNow = deps.realNow()
      const lane = await deps.db.claimLane({
        now: deps.now(),
        realNow,
        owner: `${deps.owner}.${++claims}`,
        leasedUntil: realNow + LEASE_MS,
      })
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

/** Sends the next message of a lane and hands the lane back. */
async function serve(deps: DeliverDeps, lane: ClaimedLane): Promise<void> {
  const delivery = await findNext(deps.db, lane, deps.now())
  const next = delivery ? await deliver(deps, deps.contextFor(lane.workspace), lane, delivery) : 0
  if (next !== 'lane gone') await handBack(deps, lane, next)
}

async function handBack({ db }: DeliverDeps, lane: ClaimedLane, notBefore: number): Promise<void> {
  for (let held = lane; ; ) {
    const dueAt = await findNextDueAt(db, held)
    if (!(await db.commit(releaseLane(db, held, dueAt, notBefore)))) return
    // Something was added to the lane while it was looked at: look again.
    const version = await findVersion(db, held)
    if (version === undefined) return
    held = { ...held, version }
  }
}

/** A message as it is to go out now, and what to write when it does. */
interface Ready {
  message: Message | FileMessage
  payload: Record<string, unknown>
  writes: Writes
}

async function deliver(deps: DeliverDeps, ctx: Context, lane: ClaimedLane, found: Delivery): Promise<Next> {
  const { db, now, log } = deps
  const fields = { kind: found.kind, delivery: found.id }
  const kind = deps.kinds.get(found.kind)
  if (!kind) {
    log.error(fields, 'no feature knows this message; it is parked')
    await db.commit(change(db, found, { state: 'parked', problem: `no feature knows ${found.kind}` }))
    return 0
  }
  const transport = await deps.transportFor(lane.workspace)
  // Nothing is lost: resuming the workspace brings back a lane for all that waits.
  if (!transport) return (await db.commit(releaseLane(db, lane, undefined, 0))) ? 0 : 'lane gone'

  // It was on its way when its process died, or Slack's answer was lost: nobody can tell whether Slack had it.
  const unclear = found.state === 'sending' && !found.ts
  if (unclear && kind.sendAgain === false) {
    log.error(fields, 'unclear whether a message was sent; it is withheld')
    await db.commit(change(db, found, { state: 'withheld', problem: 'unclear whether it was sent' }))
    return 0
  }

  const posted = found.ts && found.channel ? { channel: found.channel, ts: found.ts } : undefined
  let ready: Ready | undefined
  try {
    ready = await prepare(db, ctx, kind, found, posted)
  } catch (err) {
    log.error({ err, ...fields }, 'a message could not be prepared; it will be tried again')
    await db.commit(change(db, found, { dueAt: now() + AFTER_BUG_MS }))
    return 0
  }
  if (!ready) return 0

  const attempts = found.attempts + 1
  const started = await db.commit(
    holdLane(db, lane, deps.realNow() + LEASE_MS),
    change(db, found, {
      state: 'sending',
      stale: false,
      attempts,
      resent: found.resent + (unclear ? 1 : 0),
    }),
    ready.writes,
  )
  // The lane, the message or its reader's budget has changed meanwhile: it is judged and rendered anew.
  if (started) return 0

  try {
    const sent = await send(db, ctx, transport, found.destination, ready.message, posted)
    await noteSent(deps, ctx, kind, found, ready.payload, posted, sent)
    return now() + GAP_MS
  } catch (error) {
    if (!(error instanceof SendProblem)) throw error
    const next = await settleProblem(deps, ctx, lane, { ...found, attempts }, error)
    return next === 'lane gone' ? next : Math.max(next, now() + GAP_MS)
  }
}

/** Judges and renders it. Undefined if it does not go now; then what becomes of it is written already. */
async function prepare(
  db: Db,
  ctx: Context,
  kind: DeliveryKind,
  found: Delivery,
  posted: Posted | undefined,
): Promise<Ready | undefined> {
  const verdict = await judge(ctx, found, kind)
  if (verdict.go === 'wait') {
    await db.commit(change(db, found, { dueAt: verdict.until, problem: verdict.why ?? null }))
    return undefined
  }
  const payload = kind.payload.parse(found.payload)
  const message = verdict.go === 'drop' ? 'useless' : await kind.render(ctx, payload, posted)
  if (verdict.go === 'send' && message !== 'useless') return { message, payload, writes: verdict.writes }

  const problem = verdict.go === 'drop' ? verdict.why : 'nobody needs it any more'
  // A message on screen that cannot be brought up to date any more is simply left as it is.
  await db.commit(
    change(db, found, found.ts ? { state: 'sent', stale: false } : { state: 'dropped', problem }),
  )
  return undefined
}

/** Marks it as sent, with what follows from it. An edit was announced by its first sending; nothing follows. */
async function noteSent(
  { db, now, log }: DeliverDeps,
  ctx: Context,
  kind: DeliveryKind,
  found: Delivery,
  payload: Record<string, unknown>,
  posted: Posted | undefined,
  sent: Posted,
): Promise<void> {
  const mark = markSent(db, found, now(), sent)
  const fields = { kind: found.kind, delivery: found.id }
  try {
    const failed = await db.commit(mark, posted ? undefined : kind.sent?.(ctx, payload, sent))
    if (!failed) return
    log.error({ ...fields, guard: failed }, 'what follows from a message could not be written')
  } catch (err) {
    log.error({ err, ...fields }, 'what follows from a message could not be written')
  }
  // It is on screen. Whatever else failed, it must not be sent again for that.
  await db.commit(mark)
}
