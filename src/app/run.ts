/** Puts the bot together from its configuration and keeps it going: database, Slack, ticker, health, watchdog. */

import { monotonicFactory } from 'ulid'
import type { Db } from '../db/db.ts'
import { missingKeys } from '../db/keys.ts'
import { migrationState } from '../db/migrations.ts'
import { openDatabase } from '../db/open.ts'
import { takeProcessLock } from '../db/process-lock.ts'
import { sealOld } from '../db/seal-old.ts'
import type { Log } from '../log.ts'
import { everyMinute } from '../schedule/ticker.ts'
import { checkAppToken, checkToken, StartProblem } from '../slack/platform/authorise.ts'
import { createClient } from '../slack/platform/client.ts'
import { type Bot, startBot } from './bot.ts'
import type { Config } from './config.ts'
import { type HealthServer, serveHealth } from './health.ts'
import { combinePumps, createPump, type Pump } from './pump.ts'
import { databaseProblem, missingKeysProblem, NEWER_DATABASE, portProblem } from './start-problems.ts'

/** Why Cairn cannot start: one plain sentence or two for each thing that is wrong. */
export class CannotStart extends Error {
  readonly problems: string[]
  constructor(problems: string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

export interface Running {
  bot: Bot
  /** Where /health answers. */
  port: number
  /** Stops listening, lets what is under way finish, and closes the database. */
  stop(): Promise<void>
}

export interface RunOptions {
  /** Called when Slack could not reach us for too long; whoever runs us should start us anew. */
  onLost?(): void
  /** How long that may be, ms. */
  patienceMs?: number
  /** How long a Cairn that is being stopped may keep the file, ms. */
  lockPatienceMs?: number
  /** The present instant, UTC ms; default real time. */
  now?(): number
  /** Nothing happens by itself: whoever runs us calls `bot.settle()`. */
  byHand?: boolean
}

/** Slack gives up on an app that it cannot reach; a fresh process gets a fresh connection. */
const LOST_AFTER_MS = 60_000

/** Starts everything. Throws CannotStart with every problem that can be found before the first one is mended. */
export async function run(config: Config, log: Log, options: RunOptions = {}): Promise<Running> {
  const { db, exclusive, lost, release } = await prepare(config, log, options.lockPatienceMs)
  const now = options.now ?? Date.now
  const nextId = monotonicFactory()
  let bot: Bot | undefined
  let health: HealthServer | undefined
  let pump: Pump | undefined
  try {
    bot = await startBot({
      config,
      db,
      log,
      now,
      newId: () => nextId(now()),
      exclusive,
      lost,
      ...(options.byHand ? {} : { onWork: () => pump?.wake() }),
    })
    if (bot.mode === 'socket') health = await serveHealth(bot.health, config.host, config.port)
    const pumping = combinePumps(bot.work.map((work) => createPump({ ...work, now, log })))
    pump = pumping
    const minute = options.byHand ? undefined : everyMinute(pumping.run, log)
    const watchdog = stopWhenUnreachable(bot, log, options)
    if (!options.byHand) pumping.wake()
    const port = health?.port ?? bot.port() ?? config.port
    log.info({ workspace: bot.workspace, mode: bot.mode, database: db.engine, port }, 'Cairn is up')
    const started = bot
    return {
      bot: started,
      port,
      async stop() {
        clearInterval(watchdog)
        pumping.stop()
        await minute?.stop()
        await started.stop()
        await health?.stop()
        await release()
        log.info({}, 'Cairn has stopped')
      },
    }
  } catch (error) {
    await health?.stop()
    await bot?.stop().catch(() => {})
    await release()
    if (error instanceof StartProblem) throw new CannotStart([error.message])
    const port = portProblem(error, config)
    if (port) throw new CannotStart([port])
    throw error
  }
}

interface Prepared {
  db: Db
  exclusive: boolean
  lost: boolean
  release(): Promise<void>
}

/** Looks at the database and at both tokens at once, so that all that is wrong can be told together. */
async function prepare(config: Config, log: Log, lockPatienceMs?: number): Promise<Prepared> {
  const { apiUrl, botToken, appToken } = config
  const [database, ...slack] = await Promise.allSettled([
    openMigrated(config, log, lockPatienceMs),
    checkToken(createClient(botToken, apiUrl, log), apiUrl),
    appToken ? checkAppToken(createClient(appToken, apiUrl, log), apiUrl) : undefined,
  ])
  const problems = new Set<string>()
  if (database.status === 'rejected') problems.add(databaseProblem(database.reason, config.databaseUrl))
  for (const check of slack)
    if (check.status === 'rejected') {
      if (!(check.reason instanceof StartProblem)) throw check.reason
      problems.add(check.reason.message)
    }
  if (database.status === 'fulfilled' && problems.size === 0) return database.value
  if (database.status === 'fulfilled') await database.value.release()
  throw new CannotStart([...problems])
}

async function openMigrated(
  { databaseUrl, keys }: Config,
  log: Log,
  lockPatienceMs?: number,
): Promise<Prepared> {
  const hold = takeProcessLock(databaseUrl, lockPatienceMs)
  let db: Db | undefined
  const release = async () => {
    await db?.close()
    hold.release()
  }
  try {
    db = await openDatabase(databaseUrl)
    if ((await migrationState(db)).newer) throw new StartProblem(NEWER_DATABASE)
    await db.migrate()
    const missing = await missingKeys(db, keys)
    if (missing.length > 0) throw new StartProblem(missingKeysProblem(missing))
    const sealed = await sealOld(db, keys)
    if (sealed > 0) log.info({ rows: sealed }, 'What an older version kept as plain text is sealed')
    return { db, exclusive: hold.exclusive, lost: hold.lost, release }
  } catch (error) {
    await release()
    throw error
  }
}

/**
 * A process that Slack cannot reach is worse than none: nobody starts it anew. Time in which this process stood still
 * as well does not count: nothing could have been mended in it.
 */
export function stopWhenUnreachable(
  bot: Pick<Bot, 'downSince'>,
  log: Log,
  { onLost, patienceMs = LOST_AFTER_MS }: RunOptions,
) {
  const everyMs = Math.min(5000, patienceMs)
  let downMs = 0
  let lookedAt = Date.now()
  const timer = setInterval(() => {
    const now = Date.now()
    const since = bot.downSince()
    downMs = since === undefined ? 0 : downMs + Math.min(now - Math.max(since, lookedAt), 2 * everyMs)
    lookedAt = now
    if (downMs <= patienceMs) return
    clearInterval(timer)
    log.error({ downMs }, 'Slack could not reach Cairn for too long; giving up')
    onLost?.()
  }, everyMs)
  return timer
}
