import { eq } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { any, type Writes } from '../db/commit.ts'
import type { ClaimedLane, Db } from '../db/open.ts'
import type { Log } from '../log.ts'
import { judge, recipients } from './judge.ts'
import type { DeliveryKind, Posted } from './kinds.ts'
import { type Delivery, WINS, wakeLane } from './outbox.ts'
import {
  change,
  findNext,
  findNextDueAt,
  findVersion,
  listWaiting,
  markSent,
  parkLane,
  releaseLane,
  removeLanes,
  unpark,
} from './store.ts'
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

/** Longer than the transport's time-out, so that nobody else takes a lane whose message is on its way. */
const LEASE_MS = 30_000
/** Slack allows about one message a second in a channel (docs.slack.dev, rate limits). */
const GAP_MS = 1000
const MAX_BACKOFF_MS = 5 * 60_000
/** Lanes served at once by one process. */
const WORKERS = 4

/**
 * Sends everything that is due now. Returns when nothing more is due. A slow or broken destination holds up
 * no other; within one, order is kept.
 */
export async function drain(deps: DeliverDeps): Promise<void> {
  const worker = async () => {
    for (;;) {
      const lane = await deps.db.claimLane({
        now: deps.now(),
        realNow: deps.realNow(),
        owner: deps.owner,
        leasedUntil: deps.realNow() + LEASE_MS,
      })
      if (!lane) return
      await serve(deps, lane)
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, worker))
}

/** Sends the next message of a lane and hands the lane back. */
async function serve(deps: DeliverDeps, lane: ClaimedLane): Promise<void> {
  const { db, now, log } = deps
  const ctx = deps.contextFor(lane.workspace)
  const delivery = await findNext(db, lane, now())
  let notBefore = 0
  if (delivery) {
    try {
      const step = await deliver(deps, ctx, lane, delivery)
      if (step === 'lane gone') return
      notBefore = step
    } catch (err) {
      // A bug in rendering, or the database: the message stays, and is tried again later.
      log.error(
        { err, kind: delivery.kind, delivery: delivery.id },
        'delivery failed; it will be tried again',
      )
      const at = now() + backoffMs(delivery.attempts)
      await db.commit(change(db, delivery, { state: 'pending', dueAt: at, attempts: delivery.attempts + 1 }))
    }
  }
  await handBack(deps, lane, notBefore)
}

async function handBack({ db }: DeliverDeps, lane: ClaimedLane, notBefore: number): Promise<void> {
  for (let held = lane; ; ) {
    const dueAt = await findNextDueAt(db, held)
    const nextAt = dueAt === undefined ? undefined : Math.max(dueAt, notBefore)
    if (!(await db.commit(releaseLane(db, held, nextAt)))) return
    // Something was added to the lane while it was looked at: look again.
    const version = await findVersion(db, held)
    if (version === undefined) return
    held = { ...held, version }
  }
}

const backoffMs = (attempts: number) => Math.min(1000 * 2 ** attempts, MAX_BACKOFF_MS)

/** Returns the earliest instant for the lane's next message, or that the lane is gone. */
async function deliver(
  deps: DeliverDeps,
  ctx: Context,
  lane: ClaimedLane,
  found: Delivery,
): Promise<number | 'lane gone'> {
  const { db, now } = deps
  const kind = deps.kinds.get(found.kind)
  const drop = (problem: string) =>
    // A message on screen that cannot be brought up to date any more is simply left as it is.
    db.commit(change(db, found, found.ts ? { state: 'sent', stale: false } : { state: 'dropped', problem }))

  if (!kind) {
    await db.commit(change(db, found, { state: 'parked', problem: `no feature knows ${found.kind}` }))
    return 0
  }
  // It was on its way when its process died: nobody can tell whether Slack had it.
  const unclear = found.state === 'sending'
  if (unclear && kind.sendAgain === false && !found.ts) {
    await db.commit(change(db, found, { state: 'withheld', problem: 'unclear whether it was sent' }))
    return 0
  }

  const verdict = await judge(ctx, found, kind.timing)
  if (verdict.go === 'drop') {
    await drop(verdict.why)
    return 0
  }
  if (verdict.go === 'wait') {
    await db.commit(change(db, found, { state: 'pending', dueAt: verdict.until }))
    return 0
  }

  const payload = kind.payload.parse(found.payload)
  const posted = found.ts && found.channel ? { channel: found.channel, ts: found.ts } : undefined
  const message = await kind.render(ctx, payload, posted)
  if (message === 'useless') {
    await drop('nobody needs it any more')
    return 0
  }
  const transport = await deps.transportFor(lane.workspace)
  if (!transport) {
    await db.commit(change(db, found, { state: 'pending' }), removeLanes(db, lane.workspace))
    return 'lane gone'
  }
  const attempts = found.attempts + 1
  const started = await db.commit(
    change(db, found, {
      state: 'sending',
      stale: false,
      attempts,
      resent: found.resent + (unclear && !found.ts ? 1 : 0),
    }),
    // A message sent once already has been counted against its reader's budget.
    attempts === 1 ? verdict.writes : undefined,
  )
  if (started) return 0

  try {
    const sent = await send(deps, ctx, transport, found, message, posted)
    // An edit was announced by its first sending; only that one writes what follows from it.
    const follow = posted ? undefined : kind.sent?.(ctx, payload, sent)
    await db.commit(markSent(db, found, now(), sent), follow)
    return now() + GAP_MS
  } catch (error) {
    if (!(error instanceof SendProblem)) throw error
    return settleProblem(deps, ctx, lane, { ...found, attempts }, error)
  }
}

async function send(
  { db }: DeliverDeps,
  ctx: Context,
  transport: Transport,
  delivery: Delivery,
  message: Exclude<Awaited<ReturnType<DeliveryKind['render']>>, 'useless'>,
  posted: Posted | undefined,
): Promise<Posted> {
  if (posted) {
    if (!('file' in message)) await transport.update(posted, message)
    return posted
  }
  const channel = await channelFor(db, ctx, transport, delivery.destination)
  return 'file' in message ? transport.upload(channel, message) : transport.post(channel, message)
}

async function channelFor(db: Db, ctx: Context, transport: Transport, destination: string): Promise<string> {
  if (destination === WINS) {
    const { workspaces } = db.tables
    const [row] = await db.q
      .select({ id: workspaces.winsChannelId })
      .from(workspaces)
      .where(eq(workspaces.workspace, ctx.workspace))
    if (!row?.id) throw new SendProblem('broken', 'channel_not_found')
    return row.id
  }
  const people = recipients(destination)
  const [only] = people
  if (people.length > 1 || !only) return transport.open(people)
  const known = (await ctx.directory.person(only))?.dm
  if (known) return known
  const channel = await transport.open([only])
  await db.commit(ctx.directory.setDm(only, channel))
  return channel
}

/** Decides what becomes of a message that could not be sent. */
async function settleProblem(
  deps: DeliverDeps,
  ctx: Context,
  lane: ClaimedLane,
  delivery: Delivery,
  problem: SendProblem,
): Promise<number | 'lane gone'> {
  const { db, now, log } = deps
  const fields = {
    kind: delivery.kind,
    delivery: delivery.id,
    code: problem.code,
    attempts: delivery.attempts,
  }
  const later = (set: Partial<Delivery> = {}) => change(db, delivery, { state: 'pending', ...set })
  switch (problem.kind) {
    case 'limited': {
      log.info({ ...fields, retryAfterMs: problem.retryAfterMs }, 'Slack asked to wait')
      await db.commit(later({ attempts: delivery.attempts - 1 }))
      return now() + Math.max(problem.retryAfterMs, GAP_MS)
    }
    case 'unreached':
      log.warn(fields, 'Slack could not be reached; the message waits')
      await db.commit(later())
      return now() + backoffMs(delivery.attempts)
    case 'unclear': {
      const kind = deps.kinds.get(delivery.kind)
      if (kind?.sendAgain === false && !delivery.ts) {
        log.error(fields, 'unclear whether a message was sent; it is withheld')
        await db.commit(change(db, delivery, { state: 'withheld', problem: problem.code }))
        return 0
      }
      log.warn(fields, 'unclear whether a message was sent; it will be sent again')
      await db.commit(later({ resent: delivery.resent + (delivery.ts ? 0 : 1), problem: problem.code }))
      return now() + backoffMs(delivery.attempts)
    }
    case 'gone': {
      log.info(fields, 'a message had no reader any more')
      const [person] = recipients(delivery.destination)
      await db.commit(
        change(db, delivery, delivery.ts ? { state: 'sent' } : { state: 'dropped', problem: problem.code }),
        recipients(delivery.destination).length === 1 && person ? await deps.onGone(ctx, person) : undefined,
      )
      return 0
    }
    case 'broken':
      log.error(
        { ...fields, destination: delivery.destination },
        'messages parked: the place cannot be posted to',
      )
      await db.commit(
        parkLane(db, lane, problem.code),
        await deps.onBroken(ctx, delivery.destination, problem.code),
      )
      return 'lane gone'
    case 'stopped':
      log.error(fields, 'Slack refuses our token: nothing is sent until it is replaced')
      await db.commit(
        later({ attempts: delivery.attempts - 1 }),
        stopWorkspace(db, lane.workspace, problem.code),
      )
      return 'lane gone'
    case 'rejected':
      log.error(fields, 'Slack refused a message; it is parked')
      await db.commit(
        change(db, delivery, delivery.ts ? { state: 'sent' } : { state: 'parked', problem: problem.code }),
      )
      return 0
  }
}

/** Stops sending to a workspace, losing nothing. */
export const stopWorkspace = (db: Db, workspace: string, why: string): Writes => [
  any(
    db.q
      .update(db.tables.workspaces)
      .set({ stopped: why })
      .where(eq(db.tables.workspaces.workspace, workspace)),
  ),
  removeLanes(db, workspace),
]

/** Lets a destination that was mended have what waits for it; returns the writes. */
export async function restoreDestination(
  db: Db,
  workspace: string,
  destination: string,
  at: number,
): Promise<Writes> {
  return [unpark(db, workspace, destination), wakeLane(db, workspace, destination, at)]
}

/** Starts sending to a workspace again: brings back a lane for all that waits. */
export async function resumeWorkspace(db: Db, workspace: string): Promise<Writes> {
  const { workspaces } = db.tables
  const waiting = await listWaiting(db, workspace)
  return [
    any(db.q.update(workspaces).set({ stopped: null }).where(eq(workspaces.workspace, workspace))),
    ...waiting.map(({ destination, dueAt }) => wakeLane(db, workspace, destination, dueAt)),
  ]
}
