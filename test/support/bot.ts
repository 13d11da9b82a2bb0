/** The bot as people meet it: real Bolt, real HTTP and WebSocket to the sandbox, SQLite in memory. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { monotonicFactory } from 'ulid'
import { expect, onTestFinished } from 'vitest'
import { type Bot, startBot } from '../../src/app/bot.ts'
import type { Config } from '../../src/app/config.ts'
import type { Context } from '../../src/context.ts'
import type { Db } from '../../src/db/db.ts'
import { pagesBehind } from '../../src/demo/home-pages.ts'
import { createLog } from '../../src/log.ts'
import {
  type Actor,
  type Message,
  plainText,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
  type View,
} from '../../src/sandbox/index.ts'
import type { Feature } from '../../src/slack/kernel/feature.ts'
import { openSqlite } from './databases.ts'
import { unheard } from './heard.ts'
import { lostNouns } from './nouns.ts'
import { watchStatements } from './statements.ts'

export const MANIFEST = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8')

/** As where nobody lets Cairn send files. */
export const WITHOUT_FILES = MANIFEST.replace(/^ +- files:write.*\n/m, '')

/** The key that tests seal with: nothing secret, and yet none that is refused for being guessed. */
export const TEST_KEY = createHash('sha256').update('cairn test').digest()

export interface TestBot {
  bot: Bot
  db: Db
  sandbox: Sandbox
  ctx: Context
  /** What was logged, a JSON object a line. */
  log: string[]
  /** How many statements this work sends to the database; nothing else may be under way. */
  statementsOf(work: () => Promise<unknown>): Promise<number>
  as(person: string): Actor
  /** Waits until nothing is under way or due within a few seconds (the pace of a channel). */
  settle(): Promise<void>
  /** Lets time pass, doing everything due in between at its instant. */
  advance(ms: number): Promise<void>
  /** The same, until an instant. */
  until(at: number): Promise<void>
  /** All that a message or view shows, as this person reads it. */
  reads(person: string, shown: Message | View | undefined): string
  /** The person's newest direct message. */
  lastDm(person: string): Message | undefined
  /** Ends the bot and starts it anew in the same workspace, on the same database. */
  restart(): Promise<void>
  stop(): Promise<void>
}

export interface TestBotOptions {
  sandbox?: SandboxOptions
  config?: Partial<Config>
  features?: Feature[]
  patienceMs?: number
  db?: Db
}

/** Slack waits 3 s. Here a busy machine, not the bot, would be what takes longer. */
const ACK_MS = 30_000

/** How near the next due instant may be for `settle` to go there: a lane's pause between two messages. */
const PACE_MS = 5000

/**
 * An actor who looks only once the app has finished, as a real person takes a moment to see the modal that
 * opens after the acknowledgement, and who closes what stands in front of a message before pressing its button.
 */
function patient(actor: Actor, bot: Bot): Actor {
  const clear = async () => {
    if (actor.views().length > 0) await actor.close({ all: true })
  }
  const done = async <T>(act: Promise<T>): Promise<T> => {
    const result = await act
    await bot.idle()
    return result
  }
  const inModal = (target: Parameters<Actor['click']>[0]) =>
    target === 'modal' || (typeof target === 'object' && 'type' in target && target.type === 'modal')
  return Object.assign(Object.create(actor) as Actor, {
    async command(...args: Parameters<Actor['command']>) {
      await clear()
      return done(actor.command(...args))
    },
    async click(...args: Parameters<Actor['click']>) {
      if (!inModal(args[0])) await clear()
      if (args[0] !== 'home') return done(actor.click(...args))
      try {
        return await done(actor.click(...args))
      } catch (error) {
        // What does not stand on Home itself is looked for on the pages that open from it.
        for (const page of pagesBehind(actor.home())) {
          await clear()
          await done(actor.click('home', page))
          const there = await done(actor.click('modal', ...(args.slice(1) as [never]))).catch(() => undefined)
          if (there) return there
        }
        await clear()
        throw error
      }
    },
    submit: (...args: Parameters<Actor['submit']>) => done(actor.submit(...args)),
    submitRaw: (...args: Parameters<Actor['submitRaw']>) => done(actor.submitRaw(...args)),
    openHome: () => done(actor.openHome()),
    mention: (...args: Parameters<Actor['mention']>) => done(actor.mention(...args)),
    say: (...args: Parameters<Actor['say']>) => done(actor.say(...args)),
    tell: (...args: Parameters<Actor['tell']>) => done(actor.tell(...args)),
  })
}

/** A test may look at whole tables: its own reads are not held to a workspace. */
function unwatched<T extends object>(builder: T, peek: (by: 1 | -1) => void): T {
  return new Proxy(builder, {
    get(target, key) {
      const value = Reflect.get(target, key)
      if (typeof value !== 'function' || key === 'toSQL')
        return typeof value === 'function' ? value.bind(target) : value
      if (key === 'then')
        return (done: (rows: unknown) => unknown, fail: (error: unknown) => unknown) => {
          peek(1)
          const over = () => void peek(-1)
          const running = value.call(target, (rows: unknown) => rows)
          running.then(over, over)
          return running.then(done, fail)
        }
      return (...args: unknown[]) => {
        const next = value.apply(target, args)
        return typeof next === 'object' && next !== null ? unwatched(next, peek) : next
      }
    },
  })
}

/** Starts a sandbox workspace and the bot in it. Both end with the test. */
export async function startTestBot(options: TestBotOptions = {}): Promise<TestBot> {
  const watched = watchStatements()
  let peeking = 0
  const onStatement = (sql: string) => {
    if (peeking === 0) watched.onStatement(sql)
  }
  const sandbox = await startSandbox({
    port: 0,
    manifest: MANIFEST,
    ackTimeoutMs: ACK_MS,
    ...options.sandbox,
  })
  const db = options.db ?? (await openSqlite({ onStatement }))
  const log: string[] = []
  const next = monotonicFactory(() => 0.5)
  const { now } = sandbox.clock
  const socket = (options.sandbox?.mode ?? 'socket') === 'socket'
  const start = () =>
    startBot({
      config: {
        botToken: sandbox.tokens.bot,
        ...(socket ? { appToken: sandbox.tokens.app } : { signingSecret: sandbox.tokens.signingSecret }),
        apiUrl: sandbox.apiUrl,
        port: 0,
        host: '127.0.0.1',
        databaseUrl: ':memory:',
        keys: [TEST_KEY],
        winsChannel: 'pm-wins',
        logLevel: 'debug',
        ...options.config,
      },
      db,
      log: createLog('debug', (line) => log.push(line)),
      now,
      newId: () => next(now()),
      exclusive: true,
      ...(options.features && { features: options.features }),
      ...(options.patienceMs !== undefined && { patienceMs: options.patienceMs }),
    })
  let bot = await start()
  if (!socket) sandbox.deliver.mode('http', `http://127.0.0.1:${bot.port()}/slack/events`)

  const settle = async () => {
    for (;;) {
      const at = await bot.settle()
      if (at === undefined || at > now() + PACE_MS) return
      sandbox.clock.set(at)
    }
  }
  const until = async (end: number) => {
    for (;;) {
      const at = await bot.settle()
      if (at === undefined || at > end) break
      sandbox.clock.set(at)
    }
    if (end > now()) sandbox.clock.set(end)
    await settle()
  }
  const test: TestBot = {
    get bot() {
      return bot
    },
    db: { ...db, q: unwatched(db.q, (by) => (peeking += by)) },
    sandbox,
    ctx: bot.contextFor(bot.workspace),
    log,
    as: (person) => patient(sandbox.as(person), bot),
    async statementsOf(work) {
      const before = watched.seen
      await work()
      return watched.seen - before
    },
    settle,
    until,
    advance: (ms) => until(now() + ms),
    reads: (person, shown) => (shown ? plainText(shown, { as: person }) : ''),
    lastDm: (person) => sandbox.as(person).dms().at(-1),
    async restart() {
      await bot.stop()
      bot = await start()
    },
    async stop() {
      await bot.stop()
      const [missing, lost] = [unheard(sandbox), lostNouns(sandbox)]
      await sandbox.stop()
      if (!options.db) await db.close()
      // Every statement of every story is held to its workspace.
      expect(watched.unscoped).toEqual([])
      // Every message of every story can be heard, and keeps its noun when it is edited.
      expect(missing).toEqual([])
      expect(lost).toEqual([])
    },
  }
  onTestFinished(() => test.stop())
  await settle()
  return test
}
