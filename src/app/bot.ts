/** The bot: everything wired together once, for main.ts, main.sandbox.ts and the tests. */

import { App } from '@slack/bolt'
import type { Context } from '../context.ts'
import { DAY_MS, MINUTE_MS } from '../core/calendar.ts'
import type { Db } from '../db/db.ts'
import { nextTurn, yieldIfLong } from '../db/event-loop.ts'
import { rows } from '../db/rows.ts'
import { createSeal } from '../db/seal.ts'
import { forgetLimits } from '../directory/limits.ts'
import { ensureWorkspace, SYNC, scheduleSync } from '../directory/workspace.ts'
import { renderHome } from '../features/home/index.ts'
import { wordReader } from '../features/home/read-words.ts'
import { features as allFeatures } from '../features/index.ts'
import { tellOfBrokenPlace } from '../features/programme/desk/index.ts'
import type { Log } from '../log.ts'
import { afterClockSetBack, findLater } from '../outbox/clock-back.ts'
import { type DeliverDeps, deliverDue } from '../outbox/deliver.ts'
import { forgetSettled } from '../outbox/forget.ts'
import { nextLaneAt } from '../outbox/pace.ts'
import { resumeWorkspace } from '../outbox/stops.ts'
import { freeLanes, stoppedWhy } from '../outbox/store.ts'
import { nextDueAt } from '../schedule/schedule.ts'
import { type JobHandler, runDueJobs } from '../schedule/ticker.ts'
import type { Feature } from '../slack/kernel/feature.ts'
import { forgetHandled } from '../slack/kernel/handled.ts'
import { createKernel, mergeEntries } from '../slack/kernel/kernel.ts'
import { route } from '../slack/kernel/router.ts'
import { type Authorised, checkToken } from '../slack/platform/authorise.ts'
import { boltLogger, createClient } from '../slack/platform/client.ts'
import { listenToEvents } from '../slack/platform/events.ts'
import { nextHomeAt, noteHomeOpened, publishHomes, tellAtHome } from '../slack/platform/homes.ts'
import { noteOwnAccount, watchToken } from '../slack/platform/own-account.ts'
import { createEntrance } from '../slack/platform/receiver.ts'
import { fetchUnknownPeople, syncPeople } from '../slack/platform/sync.ts'
import { createTransport } from '../slack/platform/transport.ts'
import { resolveWins, type WinsProblem } from '../slack/platform/wins-channel.ts'
import { createNewBlocks } from '../slack/ui/new-blocks.ts'
import { createHealth, type Health, healthRoute } from './check-health.ts'
import type { Config } from './config.ts'
import { makeContext } from './make-context.ts'

export interface BotOptions {
  config: Config
  db: Db
  log: Log
  /** The present instant, UTC ms. */
  now(): number
  newId(): string
  /** Only this process uses the database: what a dead one left behind can be taken up at once. */
  exclusive: boolean
  /** Cairn has used a database in this very place before, and it was gone at the start. */
  lost?: boolean
  /** Called when there is something to send; the owner decides when to pump. */
  onWork?(): void
  features?: Feature[]
  patienceMs?: number
}

/** One kind of work that is due by itself; kinds are done beside each other. */
export interface Work {
  /** Does all of it that is due. */
  tick(): Promise<void>
  /** When more of it is due; undefined if none waits. */
  nextAt(): Promise<number | undefined>
}

export interface Bot {
  workspace: string
  mode: 'socket' | 'http'
  /** In HTTP mode, where Slack is listened to. */
  port(): number | undefined
  /** Jobs, messages, Homes. */
  work: Work[]
  /** Does all that is due. */
  tick(): Promise<void>
  /** Waits for handlers under way and sends what is due. Returns when the next thing is due. */
  settle(): Promise<number | undefined>
  /** When the next thing is due; undefined if nothing waits. */
  nextAt(): Promise<number | undefined>
  /** Resolves when no handler is under way. */
  idle(): Promise<void>
  health(): Promise<Health>
  /** Since when (real time, ms) Slack cannot reach us; undefined while it can. */
  downSince(): number | undefined
  contextFor(workspace: string): Context
  stop(): Promise<void>
}

const NEW_HERE =
  'The database knows nothing of this workspace. At the very first start that is right. If Cairn has run here before, STOP it: DATABASE_URL leads to another database, or its folder was not mounted.'
const LOST =
  'The database IS EMPTY, and Cairn has used this very file before. STOP it and put the right file back, or go on with nobody and nothing.'

const SYNC_RETRY_MS = 15 * MINUTE_MS

/**
 * Starts the bot: checks the token, settles into the workspace, and listens. Throws StartProblem with the
 * mend in plain words if Slack does not let it.
 */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { config, db, log, now, newId } = options
  const features = options.features ?? allFeatures
  const newBlocks = createNewBlocks(now)
  const client = createClient(config.botToken, config.apiUrl, log, newBlocks)
  const seal = createSeal(config.keys)
  const authorised = await checkToken(client, config.apiUrl)
  const { workspace } = authorised

  const contextOf = (id: string, asked: boolean) =>
    makeContext({ workspace: id, db, now, newId, seal, log, features, asked, onWork: options.onWork })
  const contextFor = (id: string) => contextOf(id, false)
  const ctx = contextFor(workspace)
  /** For what people do: what follows from it goes first. */
  const asked = contextOf(workspace, true)
  let winsProblem: WinsProblem = 'not looked for yet'
  let synced: string | undefined = 'not read yet'

  if (await ensureWorkspace(ctx, authorised.name))
    log[options.lost ? 'error' : 'warn']({ workspace }, options.lost ? LOST : NEW_HERE)
  if (await noteOwnAccount(ctx, authorised.botUser))
    log.info(
      { botUser: authorised.botUser },
      'Cairn has another account than before; conversations are opened anew',
    )
  if (options.exclusive) await db.commit(freeLanes(db))
  await db.commit(await resumeWorkspace(db, workspace))
  const setBack = async (latest: number) => {
    log.warn({ byMs: latest - now() }, 'the clock was set back; what was due before is due now')
    await ctx.commit(afterClockSetBack(ctx, latest))
  }
  const later = await findLater(ctx)
  if (later !== undefined) await setBack(later)

  let syncing: Promise<void> | undefined
  const stopping = new AbortController()

  const reconcile = async () => {
    try {
      await syncPeople(ctx, client, stopping.signal)
      synced = undefined
    } catch (err) {
      synced = 'the list of people could not be read; people are looked up one by one'
      log.warn({ err }, synced)
    }
    await forgetSettled(ctx, deliverDeps.kinds, stopping.signal).catch((err: unknown) =>
      log.warn({ err }, 'what was sent long ago could not be forgotten; it will be tried again'),
    )
    winsProblem = await resolveWins(ctx, client, config.winsChannel, stopping.signal)
    if (winsProblem) log.warn({}, winsProblem)
    if (synced && !stopping.signal.aborted) await ctx.commit(scheduleSync(ctx, now() + SYNC_RETRY_MS))
  }
  const token = watchToken(ctx, client)
  const jobs = mergeEntries<JobHandler>(features, (f) => f.jobs)
  // Beside the pump, which must not wait: reading a large workspace takes minutes, and waits where Slack says so.
  jobs.set(SYNC, async () => {
    await db.cutLog()
    // One that is under way may have read what has changed since: this one follows it.
    const reading = (syncing ?? Promise.resolve())
      .then(reconcile)
      .catch((err: unknown) => log.warn({ err }, 'the reading of people and channels failed'))
      .finally(() => {
        if (syncing === reading) syncing = undefined
      })
    syncing = reading
    return [forgetHandled(ctx), forgetLimits(ctx), scheduleSync(ctx, now() + DAY_MS)]
  })

  let underway = 0
  /** While somebody waits for an answer the loop turns after each piece of work, not only after a long stretch. */
  const goOn = async () => {
    await (underway > 0 ? nextTurn() : yieldIfLong())
    return !stopping.signal.aborted
  }
  const deliverDeps: DeliverDeps = {
    db,
    now,
    goOn,
    realNow: () => Date.now(),
    owner: newId(),
    log,
    kinds: mergeEntries(features, (f) => f.deliveries),
    contextFor,
    transportFor: async (id) => ((await stoppedWhy(db, id)) ? undefined : transport),
    onGone: async (context, person) => [
      rows(context, 'people').change({ person }, { deactivated: true }),
      await context.follow('gone', person),
    ],
    onBroken: tellOfBrokenPlace,
  }
  const transport = createTransport(client)
  const homesDeps = { db, now, log, goOn, client, contextFor, render: renderHome(features) }

  // --- listening ----------------------------------------------------------------------------------
  const entrance = createEntrance(config, [healthRoute(() => health(), 'one word')], log)
  const health = createHealth({
    ctx,
    databaseUrl: config.databaseUrl,
    mode: entrance.mode,
    downSince: entrance.downSince,
    others: () => ({ wins: winsProblem, people: synced }),
  })
  const app = new App({
    receiver: entrance.receiver,
    authorize: async () => ({
      botToken: config.botToken,
      botId: authorised.botId,
      botUserId: authorised.botUser,
    }),
    clientOptions: { slackApiUrl: config.apiUrl, retryConfig: { retries: 0 } },
    logger: boltLogger(log) as never,
    deferInitialization: true,
    extendedErrorHandler: true,
  })
  await app.init()
  app.error(async ({ error }: { error: Error }) =>
    log.error({ err: error }, 'Bolt could not hand something on'),
  )

  let whenIdle: (() => void)[] = []
  const process = app.processEvent.bind(app)
  app.processEvent = async (event) => {
    underway++
    try {
      await process(event)
    } finally {
      underway--
      if (underway === 0) for (const wake of whenIdle.splice(0)) wake()
    }
  }
  const idle = () =>
    underway === 0 ? Promise.resolve() : new Promise<void>((resolve) => whenIdle.push(resolve))

  const kernel = createKernel({
    features,
    log,
    newId,
    // Where Slack does not say which workspace, there is but the one that the token belongs to.
    contextFor: (id) => (id === workspace || id === '' ? asked : undefined),
    reader: wordReader(features),
    meet: (context, people) => fetchUnknownPeople(context, client, people),
  })
  route({
    app,
    kernel,
    log,
    client,
    newBlocks,
    patienceMs: options.patienceMs,
    tellAtHome: (user, text) => tellAtHome(homesDeps, ctx, user, text),
  })
  listenToEvents({
    app,
    client,
    log,
    workspace,
    botUser: authorised.botUser,
    ctx,
    words: (from, words) => kernel.words({ ...from, workspace, key: '', what: 'words' }, words),
    opened: async (user) => void (await ctx.commit(noteHomeOpened(ctx, user))),
    doubted: token.believe,
    reconsiderWins: async () => void (await ctx.commit(scheduleSync(ctx, now()))),
  })
  await entrance.start(app)
  // Reads who is here and where wins go, now and once a day.
  await ctx.commit(scheduleSync(ctx, now()))

  const tickerDeps = { db, now, log, goOn, handlers: jobs, contextFor }
  let latest = now()
  /** What every round begins with: whether the clock was set back, and whether Slack takes us again. */
  const lookAround = async () => {
    const before = latest
    latest = now()
    // Clocks are set right by some milliseconds all the time.
    if (latest < before - MINUTE_MS) await setBack(before)
    await token.askAgain()
  }
  const work = [
    oneAtATime({
      tick: async () => {
        await lookAround()
        await runDueJobs(tickerDeps)
      },
      nextAt: () => nextDueAt(db),
    }),
    oneAtATime({ tick: () => deliverDue(deliverDeps), nextAt: () => nextLaneAt(db, now()) }),
    oneAtATime({ tick: () => publishHomes(homesDeps), nextAt: () => nextHomeAt(db, now()) }),
  ]
  const tick = async () => {
    await Promise.all(work.map((each) => each.tick()))
  }
  const nextAt = async () => {
    const dues = await Promise.all(work.map((each) => each.nextAt()))
    const next = Math.min(...dues.filter((at) => at !== undefined))
    return Number.isFinite(next) ? next : undefined
  }
  return {
    workspace,
    mode: entrance.mode,
    port: entrance.port,
    work,
    tick,
    nextAt,
    idle,
    async settle() {
      for (;;) {
        await idle()
        await tick()
        if (underway > 0) continue
        if (syncing) {
          await syncing
          continue
        }
        const next = await nextAt()
        if (next === undefined || next > now()) return next
      }
    },
    health,
    downSince: entrance.downSince,
    contextFor,
    async stop() {
      stopping.abort()
      await entrance.stop(app)
      await idle()
      await syncing
      await Promise.allSettled(work.map((each) => each.over()))
      whenIdle = []
    },
  }
}

/** Work of which one tick follows the other; `over` is when none is under way. */
function oneAtATime({ tick, nextAt }: Work): Work & { over(): Promise<void> } {
  let running: Promise<void> = Promise.resolve()
  return {
    nextAt,
    tick: () => {
      running = running.then(tick, tick)
      return running
    },
    over: () => running,
  }
}

export type { Authorised }
