/**
 * What a click costs, beside a Bolt app whose one command opens a window that is always the same. `npm run bench -- clicks`.
 * Both are processes of their own at a sandbox of their own, and are asked in turns; where others use the machine
 * the processor's time is the figure to go by. Then what one click has the database do, and finding a mentor. Linux only.
 */
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monotonicFactory } from 'ulid'
import { startBot } from '../src/app/bot.ts'
import { toStatements, type Writes } from '../src/db/commit.ts'
import { openDatabase } from '../src/db/open.ts'
import { learnt } from '../src/engine/meaning/learnt.ts'
import { silentLog } from '../src/log.ts'
import { type Actor, type Sandbox, startSandbox } from '../src/sandbox/index.ts'
import { FINDERS, findIn } from './find.ts'
import { processorMs, startProgram } from './program.ts'

const ROUNDS = 50
/** Of these the first are not counted: they are run before the compiler has seen the code. */
const WARM = 15

const manifest = readFileSync('manifest.yml', 'utf8')

export async function run(): Promise<void> {
  // The bundle has what is learnt from the bank of phrases; sources learn it when it is first needed.
  learnt()
  const folder = mkdtempSync(join(tmpdir(), 'cairn-clicks-'))
  try {
    await besideEmpty(folder)
    await countStatements(folder)
    for (const members of FINDERS) await findIn(members)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

interface Cost {
  wall: number[]
  cpu: number[]
}

async function besideEmpty(folder: string): Promise<void> {
  const [empty, cairn] = [
    await started('dist/.bench/bench/empty-bolt.cjs', `${folder}/none.db`),
    await started('dist/main.js', `${folder}/clicks.db`),
  ]
  try {
    await joined(cairn.sandbox)
    const acts: [string, typeof empty, (sandbox: Sandbox, actor: Actor) => Promise<boolean>][] = [
      ['an empty handler that opens one window', empty, opens],
      ['/mentor', cairn, opens],
    ]
    const costs = acts.map((): Cost => ({ wall: [], cpu: [] }))
    for (let round = 0; round < ROUNDS; round++)
      for (const [i, [what, { child, sandbox }, act]] of acts.entries()) {
        const actor = sandbox.as('ana')
        const [began, used] = [performance.now(), processorMs(child)]
        if (!(await act(sandbox, actor))) throw new Error(`${what}: nothing came`)
        const wall = performance.now() - began
        // What goes on after it was shown belongs to it as well.
        await new Promise((resolve) => setTimeout(resolve, 30))
        if (round >= WARM) {
          costs[i]!.wall.push(wall)
          costs[i]!.cpu.push(processorMs(child) - used)
        }
        if (actor.views().length > 0) await actor.close({ all: true })
      }
    const [least] = costs as [Cost]
    console.log(`Until it is shown, and of the processor; medians of ${ROUNDS - WARM}:`)
    for (const [i, [what]] of acts.entries()) {
      const { wall, cpu } = costs[i]!
      const times = (key: keyof Cost) => (median(costs[i]![key]) / median(least[key])).toFixed(2)
      console.log(
        `  ${what.padEnd(40)} ${shown(wall)}, ${shown(cpu)} of processor | ${times('wall')}, ${times('cpu')} times the empty one`,
      )
    }
  } finally {
    for (const { child, sandbox } of [empty, cairn]) {
      child.kill('SIGKILL')
      await sandbox.stop()
    }
  }
}

const opens = async (sandbox: Sandbox, actor: Actor) => {
  const { ok } = await actor.command('/mentor')
  // Bolt opens it after its acknowledgement.
  return ok && Boolean(await sandbox.until(() => actor.modal(), 20_000))
}

async function joined(sandbox: Sandbox): Promise<void> {
  for (const name of ['ana', 'ben']) {
    const actor = sandbox.as(name)
    await actor.command('/mentor join')
    await chosen(sandbox, actor)
    await actor.submit(LEARNS)
    await actor.close({ all: true })
  }
}

/** The role is chosen, and the questions for it stand there. */
async function chosen(sandbox: Sandbox, actor: Actor): Promise<void> {
  await sandbox.until(() => actor.modal()?.submit, 20_000)
  await actor.click('modal', 'A mentee')
  await sandbox.until(() => actor.modal()?.blocks.some((block) => block.block_id === 'wants'), 20_000)
}
const LEARNS = { wants: ['Roadmapping'] }

/** A program at a sandbox of its own, once it says that it is up. */
async function started(program: string, file: string): Promise<{ child: ChildProcess; sandbox: Sandbox }> {
  const sandbox = await startSandbox({ port: 0, manifest, rateLimits: false })
  const { child, up } = startProgram([program], sandbox, file)
  await up
  return { child, sandbox }
}

const median = (list: number[]) => [...list].sort((a, b) => a - b)[list.length >> 1] as number
const shown = (list: number[]) => `${median(list).toFixed(1)} ms`

/**
 * What the handlers have the database do, in this process, where nothing else is under way. A commit that waits for the disk
 * is one fsync of SQLite's log (synchronous = FULL); a lazy one is none, but for the copying of a full log.
 */
async function countStatements(folder: string): Promise<void> {
  const counts = { statements: 0, waiting: 0, lazy: 0 }
  const db = await openDatabase(`file:${folder}/counts.db`, {
    migrations: 'migrations',
    onStatement: () => counts.statements++,
  })
  const counted = {
    ...db,
    commit: (...writes: Writes[]) => {
      counts.waiting += toStatements(writes).length > 0 ? 1 : 0
      return db.commit(...writes)
    },
    commitLazily: (...writes: Writes[]) => {
      counts.lazy += toStatements(writes).length > 0 ? 1 : 0
      return db.commitLazily(...writes)
    },
  }
  await db.migrate()
  const sandbox = await startSandbox({ port: 0, manifest, rateLimits: false })
  const ids = monotonicFactory()
  const bot = await startBot({
    config: {
      botToken: sandbox.tokens.bot,
      appToken: sandbox.tokens.app,
      apiUrl: sandbox.apiUrl,
      port: 0,
      host: '127.0.0.1',
      databaseUrl: `file:${folder}/counts.db`,
      keys: [randomBytes(32)],
      winsChannel: 'pm-wins',
      logLevel: 'fatal',
    },
    db: counted,
    log: silentLog,
    now: () => sandbox.clock.now(),
    newId: () => ids(sandbox.clock.now()),
    exclusive: true,
  })
  try {
    await bot.settle()
    const actor = sandbox.as('ana')
    const acts: [string, () => Promise<unknown>][] = [
      ['/mentor', () => actor.command('/mentor')],
      ['/mentor join', () => actor.command('/mentor join')],
      ['the role in it', () => chosen(sandbox, actor)],
      ['its form', () => actor.submit(LEARNS)],
      ['/mentor find', () => actor.command('/mentor find')],
      ['Home', () => actor.openHome()],
    ]
    console.log('What one of them has the database do:')
    for (const [what, act] of acts) {
      if (!/^(its|the)/.test(what) && actor.views().length > 0) await actor.close({ all: true })
      await bot.settle()
      Object.assign(counts, { statements: 0, waiting: 0, lazy: 0 })
      await act()
      await (what === 'Home' ? bot.settle() : bot.idle())
      if (what === '/mentor join') await sandbox.until(() => actor.modal()?.submit, 20_000)
      const { statements, waiting, lazy } = counts
      console.log(
        `  ${what.padEnd(40)} ${statements} statements, ${waiting} commits with an fsync, ${lazy} without`,
      )
    }
  } finally {
    await bot.stop()
    await sandbox.stop()
    await db.close()
  }
}
