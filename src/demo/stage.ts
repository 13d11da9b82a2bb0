import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { programFile } from '../core/program-files.ts'
import { type Actor, type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/index.ts'
import { type Child, Gone, startChild } from './child.ts'

/** The sandbox workspace with the real bot in it, and time that moves from one due instant to the next. */
export interface Stage {
  sandbox: Sandbox
  as(person: string): Actor
  /** Lets the bot finish all that is due now, and what follows within a few seconds. */
  settle(): Promise<void>
  /** Lets time pass until an instant (UTC ms); everything due in between happens at its own. */
  until(at: number): Promise<void>
  /** Does what is due now, and says when the next thing is (UTC ms); undefined if nothing waits. */
  next(): Promise<number | undefined>
  /** Resolves once Slack can reach the bot, or after some seconds in any case. */
  reachable(): Promise<void>
  /** Sends the kill -9 and does not wait; the next settle starts a new one. */
  kill(): void
  /** How many messages the bot sent again, since it was unclear whether they had been sent; by its own count. */
  resent(): Promise<number>
  /** How often the bot was started anew. */
  restarts(): number
  child(): Child
  close(): Promise<void>
}

export interface StageOptions extends Omit<SandboxOptions, 'manifest'> {
  /** Default: a file in a temporary folder, removed at the end. */
  databaseUrl?: string
  logLevel?: string
  /** Called when the workspace stands and before the bot comes. */
  prepare?(sandbox: Sandbox): void | Promise<void>
}

/** A key for plainly fictional words. The real one is made by `cairn doctor`. */
const DEMO_KEY = createHash('sha256').update('cairn demo').digest('base64')

/** How long a lost connection may take to come back, real ms. */
const REACHABLE_MS = 5000

/** How near the next due instant may be for `settle` to go there: the pace of a channel. */
const PACE_MS = 5000

/** Opens the sandbox and starts the bot in it. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const { databaseUrl, logLevel = 'warn', prepare, ...rest } = options
  const sandbox = await startSandbox({
    manifest: readFileSync(programFile('manifest.yml'), 'utf8'),
    // Slack waits 3 s. Here a busy machine, not the bot, would be what takes longer.
    ackTimeoutMs: 10_000,
    ...rest,
  })
  await prepare?.(sandbox)
  const folder = databaseUrl ? undefined : mkdtempSync(join(tmpdir(), 'cairn-'))
  const socket = (options.mode ?? 'socket') === 'socket'
  const env = {
    SLACK_BOT_TOKEN: sandbox.tokens.bot,
    SLACK_APP_TOKEN: socket ? sandbox.tokens.app : '',
    SLACK_SIGNING_SECRET: socket ? '' : sandbox.tokens.signingSecret,
    SLACK_API_URL: sandbox.apiUrl,
    DATABASE_URL: databaseUrl ?? `file:${join(folder as string, 'cairn.db')}`,
    CAIRN_KEY: DEMO_KEY,
    WINS_CHANNEL: 'pm-wins',
    LOG_LEVEL: logLevel,
    HOST: '127.0.0.1',
    PORT: '0',
  }
  let child = startChild(env)
  let restarts = 0
  const { clock } = sandbox
  const time = () => ({ now: clock.now(), running: clock.running })

  /** Asks the bot; if it was killed meanwhile, a new one is started and asked instead. */
  const ask = async (settle: boolean) => {
    for (let tries = 0; ; tries++) {
      try {
        const reply = await child.tell(time(), settle)
        if (!socket && reply.botPort)
          sandbox.deliver.mode('http', `http://127.0.0.1:${reply.botPort}/slack/events`)
        return reply
      } catch (error) {
        if (!(error instanceof Gone) || tries === 3) throw error
        child = startChild(env)
        restarts++
      }
    }
  }
  /** Moves a clock that may be running: between a look at it and the move it must not go on by itself. */
  const moveTo = (at: number) => {
    const ran = clock.running
    clock.freeze()
    if (at > clock.now()) clock.set(at)
    if (ran) clock.run()
  }
  const settle = async () => {
    for (;;) {
      const { nextAt } = await ask(true)
      if (nextAt === undefined || nextAt > clock.now() + PACE_MS) return
      moveTo(nextAt)
    }
  }
  const stage: Stage = {
    sandbox,
    as: (person) => sandbox.as(person),
    settle,
    async until(at) {
      for (;;) {
        const { nextAt } = await ask(true)
        if (nextAt === undefined || nextAt > at) break
        moveTo(nextAt)
      }
      moveTo(at)
      await settle()
    },
    next: async () => (await ask(true)).nextAt,
    async reachable() {
      if (socket) await sandbox.until(() => sandbox.deliver.connections > 0, REACHABLE_MS).catch(() => {})
    },
    kill: () => void child.kill(),
    async resent() {
      const { port } = await ask(false)
      const health = (await (await fetch(`http://127.0.0.1:${port}/health`)).json()) as {
        parts: { outbox: { detail: string } }
      }
      return (JSON.parse(health.parts.outbox.detail) as { resent: number }).resent
    },
    restarts: () => restarts,
    child: () => child,
    async close() {
      await child.stop()
      await sandbox.stop()
      if (folder) rmSync(folder, { recursive: true, force: true })
    },
  }
  await settle()
  return stage
}
