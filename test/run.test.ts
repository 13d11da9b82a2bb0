/** The whole bot as the operator starts it, against a sandbox workspace. */

import { copyFileSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { healthRoute } from '../src/app/check-health.ts'
import { readConfig } from '../src/app/config.ts'
import { serveHealth } from '../src/app/health.ts'
import { CannotStart, type Running, type RunOptions, run, stopWhenUnreachable } from '../src/app/run.ts'
import { openDatabase } from '../src/db/open.ts'
import { makeKey } from '../src/db/seal.ts'
import { createLog, silentLog } from '../src/log.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../src/sandbox/index.ts'
import { createEntrance } from '../src/slack/platform/receiver.ts'
import { MEMORY } from './support/memory.ts'
import { migrationsBefore } from './support/migrations.ts'
import { GOAL, WANTS, writeMoods, writeProfiles } from './support/plain-words.ts'
import { readText } from './support/sources.ts'

const WORKSPACE = 'T0SANDBOX1'

let folder: string
let sandbox: Sandbox
let running: Running | undefined
let lines: string[]

const start = async (options: SandboxOptions = {}) => {
  sandbox = await startSandbox({ port: 0, manifest: readText('manifest.yml'), ...options })
}
beforeEach(async () => {
  lines = []
  folder = mkdtempSync(join(MEMORY, 'cairn-run-'))
  await start()
})
afterEach(async () => {
  await running?.stop()
  running = undefined
  await sandbox.stop()
  rmSync(folder, { recursive: true })
})

function configFor(env: NodeJS.ProcessEnv = {}) {
  const read = readConfig({
    SLACK_BOT_TOKEN: sandbox.tokens.bot,
    SLACK_APP_TOKEN: sandbox.tokens.app,
    SLACK_API_URL: sandbox.apiUrl,
    CAIRN_KEY: makeKey(),
    DATABASE_URL: `file:${folder}/cairn.db`,
    HOST: '127.0.0.1',
    PORT: '0',
    ...env,
  })
  if (!read.ok) throw new Error(read.problems.join('\n'))
  return read.config
}
const log = createLog('info', (line) => lines.push(line))
const cairn = async (env?: NodeJS.ProcessEnv, options?: RunOptions) => {
  running = await run(configFor(env), log, options)
  return running
}
const problems = (env: NodeJS.ProcessEnv, options?: RunOptions) =>
  cairn(env, options).then(
    () => [],
    (error: unknown) => {
      if (error instanceof CannotStart) return error.problems
      throw error
    },
  )
const health = async ({ port }: Running) => {
  const answer = await fetch(`http://127.0.0.1:${port}/health`)
  return {
    status: answer.status,
    ...((await answer.json()) as Awaited<ReturnType<Running['bot']['health']>>),
  }
}

describe('a good start', () => {
  it('answers people, and says that it is well', async () => {
    const up = await cairn()
    expect(await health(up)).toMatchObject({
      status: 200,
      ready: true,
      parts: { database: { ok: true }, slack: { ok: true } },
    })
    const ana = sandbox.as('ana')
    expect((await ana.command('/mentor help')).ok).toBe(true)
    const shown = await sandbox.until(() => ana.inbox().at(-1))
    expect(JSON.stringify(shown)).toContain('How it works')
  })

  it('writes no token into its log', async () => {
    await cairn({ LOG_LEVEL: 'trace' })
    await running?.stop()
    running = undefined
    expect(lines.length).toBeGreaterThan(1)
    for (const token of [sandbox.tokens.bot, sandbox.tokens.app]) expect(lines.join()).not.toContain(token)
  })

  it('keeps other addresses than /health to itself', async () => {
    const { port } = await cairn()
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404)
  })

  it('answers that it is not ready when it cannot be told in time', async () => {
    const { handler } = healthRoute(() => new Promise(() => {}), 'parts', 20)
    const server = createServer(handler).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(503)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  it('starts again on what it left behind', async () => {
    await (await cairn()).stop()
    expect(await health(await cairn())).toMatchObject({ ready: true })
  })

  it('seals what an older version kept as plain text, and shows it to its writer as before', async () => {
    const { id: ana } = sandbox.as('ana')
    const url = `file:${folder}/cairn.db`
    const old = await openDatabase(url, { migrations: migrationsBefore('sqlite', 'sealed_profiles') })
    await old.migrate()
    await writeProfiles(old, WORKSPACE, ana, 'UNOBODY')
    await writeMoods(old, WORKSPACE, ana, [4])
    await old.close()

    const up = await cairn()
    await sandbox.as('ana').command('/mentor profile')
    const card = JSON.stringify(await sandbox.until(() => sandbox.as('ana').modal()))
    for (const words of [GOAL, ...WANTS]) expect(card).toContain(words)
    await up.stop()
    running = undefined
    const files = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'latin1'))
    for (const words of [GOAL, ...WANTS]) {
      expect(files.join()).not.toContain(words)
      expect(lines.join()).not.toContain(words)
    }
    expect(lines.join()).toContain('"rows":2')
  })

  it('listens for Slack over HTTP if it has a signing secret instead', async () => {
    await sandbox.stop()
    await start({ mode: 'http' })
    const up = await cairn({ SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: sandbox.tokens.signingSecret })
    sandbox.deliver.mode('http', `http://127.0.0.1:${up.port}/slack/events`)
    expect(await sandbox.deliver.verify()).toBe(true)
    // Anybody may ask there: one word, and what is wrong inside stands in the log.
    const said = async () => {
      const answer = await fetch(`http://127.0.0.1:${up.port}/health`)
      return [answer.status, await answer.text()]
    }
    expect(await said()).toEqual([200, 'ready\n'])
    expect((await up.bot.health()).parts.slack?.detail).toBe('http')
  })

  it('without a channel for wins starts all the same, and says so', async () => {
    const up = await cairn({ WINS_CHANNEL: 'nowhere' })
    await up.bot.settle()
    const { ready, parts } = await health(up)
    expect(ready).toBe(true)
    expect(parts.wins?.detail).toMatch(/no channel #nowhere.*invite/)
    expect(lines.join()).toContain('no channel #nowhere')
  })
})

describe('a start that cannot be', () => {
  it('tells all at once: database, bot token, app token', async () => {
    const found = await problems({
      SLACK_BOT_TOKEN: 'xoxb-wrong',
      SLACK_APP_TOKEN: 'xapp-wrong',
      DATABASE_URL: 'postgres://ana:hunter2@127.0.0.1:9/cairn',
    })
    expect(found.join('\n')).toMatch(/PostgreSQL.*SLACK_BOT_TOKEN.*SLACK_APP_TOKEN/s)
    expect(found.join('\n')).not.toMatch(/hunter2|xoxb-w|xapp-w/)
  })

  it('says once that Slack cannot be reached', async () => {
    expect(await problems({ SLACK_API_URL: 'http://127.0.0.1:9/api/' })).toEqual([
      expect.stringMatching(/^Slack cannot be reached at .*Check the network/),
    ])
  })

  it('names the permission that is missing, and what it is for', async () => {
    await sandbox.stop()
    await start({ manifest: readText('manifest.yml').replace(/ +- im:write.*\n/, '') })
    expect(await problems({})).toEqual([
      expect.stringMatching(/lacks im:write \(for direct messages\).*manifest\.yml/),
    ])
  })

  it('leaves the file to the Cairn that has it', async () => {
    const first = await cairn()
    const told = [expect.stringMatching(/Another Cairn is using .*Stop it first/)]
    expect(await problems({}, { lockPatienceMs: 0 })).toEqual(told)
    expect(await health(first)).toMatchObject({ ready: true })
    await first.stop()
  })

  it('finds its port taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as { port: number }
    try {
      expect(await problems({ PORT: String(port) })).toEqual([
        expect.stringContaining(`Port ${port} is taken`),
      ])
    } finally {
      other.close()
    }
  })
})

describe('a database that cannot be worked with any more', () => {
  const lastError = () => lines.filter((line) => line.includes('"level":50')).at(-1)
  /** By another connection, as another program would. */
  const elsewhere = async (act: (db: Sqlite.Database) => unknown) => {
    const other = new Sqlite(`${folder}/cairn.db`)
    try {
      await act(other)
    } finally {
      other.close()
    }
  }

  it('is locked by another program: not ready, and ready again once it is free', async () => {
    // Whatever else it writes would wait for the lock, and the test with it.
    const up = await cairn({}, { byHand: true })
    await up.bot.settle()
    await elsewhere(async (other) => {
      other.exec('begin immediate')
      expect(await up.bot.health()).toMatchObject({
        ready: false,
        parts: { database: { detail: expect.stringContaining('Another program holds the file') } },
      })
      other.exec('commit')
    })
    expect(lastError()).toContain('not ready')
    expect(await health(up)).toMatchObject({ status: 200, ready: true })
    expect(lines.at(-1)).toContain('ready again')
  })

  it.each([
    ['its file is deleted', 'cairn.db was removed or replaced', () => rmSync(`${folder}/cairn.db`)],
    [
      'its file is replaced',
      'cairn.db was removed or replaced',
      () => {
        copyFileSync(`${folder}/cairn.db`, `${folder}/copy`)
        renameSync(`${folder}/copy`, `${folder}/cairn.db`)
      },
    ],
    [
      'the log of its last writes is deleted',
      'cairn.db-wal was removed',
      () => rmSync(`${folder}/cairn.db-wal`),
    ],
    [
      'it is emptied',
      'was emptied',
      () => elsewhere((other) => other.exec('pragma foreign_keys = off; delete from workspaces')),
    ],
  ])('says so when %s', async (_, says, spoil) => {
    const up = await cairn()
    expect((await up.bot.health()).ready).toBe(true)
    await spoil()
    const told = await health(up)
    expect(told).toMatchObject({ status: 503, ready: false })
    expect(told.parts.database?.detail).toContain(says)
    expect(lastError()).toContain(says)
  })

  it('is written to once, however many ask how it is', async () => {
    let probes = 0
    const { port, stop } = await serveHealth(async () => ({ ready: ++probes > 0, parts: {} }), '127.0.0.1', 0)
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => fetch(`http://127.0.0.1:${port}/health`)),
    )
    await stop()
    expect(answers.map((answer) => answer.status)).toEqual(Array(50).fill(200))
    // A slow machine may take more than the second for which an answer serves.
    expect(probes).toBeLessThan(5)
  })

  it('is missed where it was before, and new where nothing was: both are shouted about', async () => {
    await (await cairn()).stop()
    expect(lines.join()).toMatch(/"level":40.*STOP it: DATABASE_URL leads to another database/)
    lines = []
    await (await cairn()).stop()
    expect(lines.join()).not.toContain('STOP')
    for (const end of ['', '-wal', '-shm']) rmSync(`${folder}/cairn.db${end}`, { force: true })
    await cairn()
    expect(lines.join()).toMatch(/"level":50.*IS EMPTY.*STOP it/)
  })
})

describe('the watchdog', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('counts no time in which the whole process stood still', async () => {
    const down = Date.now()
    let lost = 0
    const timer = stopWhenUnreachable({ downSince: () => down }, silentLog, {
      patienceMs: 60_000,
      onLost: () => lost++,
    })
    await vi.advanceTimersByTimeAsync(20_000)
    vi.setSystemTime(Date.now() + 3_600_000)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(lost).toBe(0)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(lost).toBe(1)
    clearInterval(timer)
  })
})

describe('later on', () => {
  it.each(['while it runs', 'while it is stopped'])(
    'a clock that is set back by a day %s holds up no message',
    async (when) => {
      // A Wednesday.
      let at = Date.parse('2026-10-07T14:00:00Z')
      const options = { now: () => at, byHand: true }
      const env = { CAIRN_KEY: makeKey() }
      let up = await cairn(env, options)
      const thank = async (person: string) => {
        await sandbox.as('ana').command(`/mentor kudos @${person} for the launch`)
        await up.bot.idle()
        at += 10 * 60_000
        await up.bot.settle()
        return sandbox.as(person).dms()
      }
      await up.bot.settle()
      expect(await thank('ben')).toHaveLength(1)
      if (when === 'while it is stopped') await up.stop()
      at -= 24 * 60 * 60_000
      if (when === 'while it is stopped') up = await cairn(env, options)
      expect(await thank('chidi')).toHaveLength(1)
      expect(lines.join()).toContain('the clock was set back')
    },
  )

  it('loses the connection to Slack: one warning with the cause, and no error', async () => {
    let heard = (_line: string) => {}
    const warned = new Promise<string>((resolve) => {
      heard = (line) => line.includes('connection to Slack') && resolve(line)
    })
    const listening = createLog('info', (line) => {
      lines.push(line)
      heard(line)
    })
    running = await run(configFor(), listening)
    sandbox.deliver.drop()
    expect(JSON.parse(await warned)).toMatchObject({
      level: 40,
      err: { name: 'SMWebsocketError', cause: { name: 'TypeError' } },
    })
    expect(lines.filter((line) => /"level":50|WebSocket error/.test(line))).toEqual([])
  })

  it('hears what else the library says of the connection as warnings', () => {
    const { receiver } = createEntrance(configFor(), [], log)
    const { logger } = (receiver as unknown as { client: { logger: Record<string, (said: string) => void> } })
      .client
    for (const level of ['debug', 'info', 'warn', 'error']) logger[level]?.(`some ${level}`)
    logger.error?.('WebSocket error! of which there is a warning already')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 40, msg: 'some warn' },
      { level: 40, msg: 'some error' },
    ])
  })

  it('gives up when Slack does not reach it for too long', async () => {
    const lost = new Promise<void>((onLost) => {
      cairn({}, { onLost, patienceMs: 200 }).then(() => sandbox.stop())
    })
    await lost
    expect(lines.join()).toContain('could not reach Cairn for too long')
  })
})
