/**
 * What people notice while much is due at once: the bot as a process of its own on a real database file, the sandbox
 * beside it, and people who type, open Home and click meanwhile. `npm run bench -- wave`.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { eq } from 'drizzle-orm'
import { monotonicFactory } from 'ulid'
import { DAY_MS, MINUTE_MS } from '../src/core/calendar.ts'
import type { Db } from '../src/db/db.ts'
import { openDatabase } from '../src/db/open.ts'
import { peopleFor } from '../src/demo/people.ts'
import { createOutbox, groupOf } from '../src/outbox/outbox.ts'
import { type Sandbox, startSandbox } from '../src/sandbox/index.ts'

const PEOPLE = 5000
const INTRODUCTIONS = 500
/** How many have looked at Home within the last week. */
const LOOKED = 1500
/** People act for so long, so often. Slack opens a hundred windows a minute. */
const ACTING_MS = 70_000
const EVERY_MS = 450
const STALL_MS = 6000
/** A Friday, half past ten in Lisbon: everybody's default hour has come. */
const FRIDAY = Date.UTC(2026, 9, 9, 9, 30)
const ZONE = 'Europe/Lisbon'
const KEY = randomBytes(32).toString('base64')

/** Runs in the bot's process: how long its event loop was held, told when it is asked. */
const WATCH = `import { monitorEventLoopDelay } from 'node:perf_hooks'
import { writeFileSync } from 'node:fs'
const seen = monitorEventLoopDelay({ resolution: 5 })
seen.enable()
process.on('SIGUSR2', () => {
  writeFileSync(process.env.STALLS, String(seen.max / 1e6))
  seen.reset()
})`

const ENTRY = fileURLToPath(new URL('../../main.sandbox.js', import.meta.url))

/** The bot, which goes by the sandbox's clock. */
async function startBot(sandbox: Sandbox, folder: string, databaseUrl: string) {
  const stalls = join(folder, 'stalls')
  const watch = join(folder, 'watch.mjs')
  writeFileSync(watch, WATCH)
  const log: string[] = []
  const child: ChildProcess = fork(ENTRY, [], {
    env: {
      ...process.env,
      NODE_OPTIONS: `--import=${watch}`,
      STALLS: stalls,
      SLACK_BOT_TOKEN: sandbox.tokens.bot,
      SLACK_APP_TOKEN: sandbox.tokens.app,
      SLACK_SIGNING_SECRET: '',
      SLACK_API_URL: sandbox.apiUrl,
      DATABASE_URL: databaseUrl,
      CAIRN_KEY: KEY,
      WINS_CHANNEL: 'pm-wins',
      LOG_LEVEL: 'warn',
      HOST: '127.0.0.1',
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  child.stdout
    ?.setEncoding('utf8')
    .on('data', (text: string) => log.push(...text.split('\n').filter(Boolean)))
  const ask = (question: object) =>
    new Promise<void>((done, fail) => {
      child.once('exit', () => fail(new Error('the bot has ended')))
      child.once('message', (answer: { problems?: string[] }) =>
        answer.problems ? fail(new Error(answer.problems.join('\n'))) : done(),
      )
      child.send({ id: 1, clock: { now: sandbox.clock.now(), running: true }, ...question })
    })
  await ask({})
  // It came up slowly; by now the time that it was told is an old one.
  await ask({})
  return {
    log,
    /** The longest time that its loop was held since this was last asked, ms. */
    async stall() {
      child.kill('SIGUSR2')
      await pause(300)
      return Number(readFileSync(stalls, 'utf8'))
    },
    async standStill(ms: number) {
      child.kill('SIGSTOP')
      await pause(ms)
      child.kill('SIGCONT')
    },
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.send({ id: 2, clock: { now: sandbox.clock.now(), running: true }, stop: true })
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await gone
      clearTimeout(late)
    },
  }
}

/** Everybody a member, in pairs, with a conversation that is known, and a check-in some day. */
async function fill(db: Db, sandbox: Sandbox, people: string[]): Promise<void> {
  const { tables, q } = db
  const workspace = sandbox.workspace.id
  const now = sandbox.clock.now()
  const write = async (table: keyof typeof tables, rows: Record<string, unknown>[]) => {
    for (let i = 0; i < rows.length; i += 200)
      await db.commit({ query: q.insert(tables[table] as never).values(rows.slice(i, i + 200) as never) })
  }
  const dms = new Map(
    sandbox.channels
      .filter((each) => each.kind === 'im')
      .map((each) => [each.members.find((id) => id !== sandbox.app.botUserId), each.id]),
  )
  await write('workspaces', [{ workspace, name: 'Wave', zone: ZONE }])
  await write('programmes', [
    { id: 'P1', workspace, name: 'Peer mentorship', standard: workspace, createdAt: now },
  ])
  const seeds = new Map(sandbox.people.map((each) => [each.id, each]))
  await write(
    'people',
    people.map((person) => ({
      workspace,
      person,
      name: seeds.get(person)?.realName ?? person,
      handle: seeds.get(person)?.name ?? person,
      zone: ZONE,
      bot: false,
      guest: false,
      deactivated: false,
      admin: false,
      dm: dms.get(person),
      seenAt: now,
    })),
  )
  await write(
    'members',
    people.map((person) => ({
      workspace,
      person,
      programme: 'P1',
      role: 'both',
      status: 'active',
      joinedAt: now - 30 * DAY_MS,
      capacity: 2,
      values: [],
      freeHours: [],
      workingDays: [1, 2, 3, 4, 5],
      startMinute: 540,
      endMinute: 1080,
      holidays: [],
      languages: ['English'],
      otherOffers: [],
      plainWants: [],
      checkinWeekday: 5,
      checkinMinute: 600,
      cardsDone: [],
    })),
  )
  const pairs = Array.from(
    { length: people.length / 2 },
    (_, i) => [people[2 * i]!, people[2 * i + 1]!] as const,
  )
  await write(
    'mentorships',
    pairs.map(([mentee, mentor], i) => ({
      id: `M${i}`,
      workspace,
      programme: 'P1',
      mentee,
      mentor,
      kind: 'mentorship',
      status: 'active',
      state: 'introduced',
      startedAt: now - 20 * DAY_MS,
      activePair: `${mentee}:${mentor}`,
      why: {
        rules: 'rules 1',
        score: 1,
        forMentee: ['They know roadmapping'],
        forMentor: ['They learn it'],
        against: 'Few common hours',
      },
    })),
  )
  await write(
    'homes',
    people.slice(0, LOOKED).map((person) => ({ workspace, person, openedAt: now - DAY_MS })),
  )
  await write(
    'jobs',
    people.map((subject) => ({ workspace, kind: 'checkins.prompt', subject, dueAt: now + DAY_MS })),
  )
}

/** Everybody's check-in at one moment, and so many introductions that wait by then. */
async function makeDue(db: Db, workspace: string, people: string[], at: number, introductions: number) {
  const { jobs } = db.tables
  const newId = monotonicFactory()
  const outbox = createOutbox(
    db,
    workspace,
    () => at - 1,
    () => newId(at),
  )
  for (let i = 0; i < introductions; i += 100)
    await db.commit(
      Array.from({ length: Math.min(100, introductions - i) }, (_, k) => {
        const pair = [people[2 * (i + k)]!, people[2 * (i + k) + 1]!]
        return outbox.add('mentorship.intro', `intro ${i + k}`, {
          to: groupOf(pair),
          payload: { mentorship: `M${i + k}` },
        })
      }),
    )
  await db.commit({ query: db.q.update(jobs).set({ dueAt: at }).where(eq(jobs.kind, 'checkins.prompt')) })
}

/** Counts the calls of the bot as they come; the sandbox keeps the newest alone. */
function countCalls(sandbox: Sandbox) {
  const counts = new Map<string, { made: number; refused: number }>()
  let firstPost: number | undefined
  let posts = 0
  let last = sandbox.traffic.calls.at(-1)?.id ?? 0
  const look = () => {
    for (const call of sandbox.traffic.calls) {
      if (call.id <= last) continue
      last = call.id
      const count = counts.get(call.method) ?? { made: 0, refused: 0 }
      counts.set(call.method, count)
      count.made++
      if (call.error === 'ratelimited' || call.status === 429) count.refused++
      if (call.method !== 'chat.postMessage' || !call.ok) continue
      firstPost ??= call.at
      posts++
    }
  }
  const timer = setInterval(look, 100)
  return {
    counts,
    get firstPost() {
      return firstPost
    },
    get posts() {
      return posts
    },
    stop: () => {
      look()
      clearInterval(timer)
    },
  }
}

type Times = { times: number[]; failed: number; tried: number }
const times = (): Times => ({ times: [], failed: 0, tried: 0 })

/** Takes the time of what somebody does until they see what came of it. */
async function take(into: Times, act: () => Promise<boolean>): Promise<void> {
  into.tried++
  const began = performance.now()
  const seen = await act().catch(() => false)
  if (seen) into.times.push(performance.now() - began)
  else into.failed++
}

/** People who type, open Home and click there for a while, each of them once. */
async function peopleAct(sandbox: Sandbox, people: string[], forMs: number) {
  const [commands, windows, homes] = [times(), times(), times()]
  const all: Promise<void>[] = []
  const end = Date.now() + forMs
  for (let i = 0; Date.now() < end; i++) {
    // From the end: those whose check-in is among the last.
    const person = people[people.length - 1 - i]!
    const actor = sandbox.as(person)
    const kind = i % 5
    if (kind === 0)
      all.push(take(commands, async () => Boolean((await actor.command('/mentor nonsense')).ephemeral)))
    else if (kind === 1 || kind === 3)
      all.push(
        take(windows, async () => {
          const { ok } = await actor.command(kind === 1 ? '/mentor' : '/mentor checkin')
          return ok && Boolean(await sandbox.until(() => actor.modal(), 20_000))
        }),
      )
    else if (kind === 2)
      all.push(take(commands, async () => Boolean((await actor.command('/mentor pause never')).ok)))
    else
      all.push(
        take(homes, async () => {
          await actor.openHome()
          return Boolean(await sandbox.until(() => actor.home(), 60_000))
        }),
      )
    await pause(EVERY_MS)
  }
  await Promise.all(all)
  return { commands, windows, homes }
}

const at = (list: number[], part: number) =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))] ?? Number.NaN
const ms = (value: number) => `${Math.round(value)} ms`
const shown = ({ times: list, failed, tried }: Times) =>
  `${tried - failed} of ${tried}, median ${ms(at(list, 0.5))}, p99 ${ms(at(list, 0.99))}, longest ${ms(at(list, 1))}`

async function wave(introductions: number): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-wave-'))
  const seeds = peopleFor(PEOPLE).map((seed) => ({ ...seed, tz: ZONE }))
  const sandbox = await startSandbox({
    port: 0,
    manifest: readFileSync('manifest.yml', 'utf8'),
    people: seeds,
    // Conversations are opened before, at the pace that Slack allows.
    now: FRIDAY - 7 * DAY_MS,
  })
  const people = seeds
    .filter((seed) => !seed.isBot && !seed.isGuest && !seed.deleted && seed.id !== 'USLACKBOT')
    .map((seed) => sandbox.as(seed.id!).id)
    .slice(0, PEOPLE)
  for (const user of people) {
    const answer = await fetch(`${sandbox.apiUrl}conversations.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.tokens.bot}` },
      body: new URLSearchParams({ users: user }),
    })
    if (!((await answer.json()) as { ok: boolean }).ok) throw new Error('a conversation could not be opened')
    sandbox.clock.advance(1200)
  }
  const url = `file:${join(folder, 'wave.db')}`
  const db = await openDatabase(url, { migrations: 'migrations' })
  await db.migrate()
  await fill(db, sandbox, people)
  sandbox.clock.set(FRIDAY)
  // The bot's minutes are those of the real clock.
  sandbox.clock.set(FRIDAY + MINUTE_MS + (Date.now() % MINUTE_MS))
  sandbox.clock.run()
  const bot = await startBot(sandbox, folder, url)
  try {
    // It reads who is here first.
    for (let before = -1, calls = countOf(sandbox, 'users.list'); calls !== before; ) {
      before = calls
      await pause(5000)
      calls = countOf(sandbox, 'users.list')
    }
    const due = Math.ceil((sandbox.clock.now() + 3000) / MINUTE_MS) * MINUTE_MS
    await makeDue(db, sandbox.workspace.id, people, due, introductions)
    while (sandbox.clock.now() < due - 500) await pause(50)
    await bot.stall()
    sandbox.traffic.clear()
    const calls = countCalls(sandbox)
    const acted = await peopleAct(sandbox, people, ACTING_MS)
    const stall = await bot.stall()
    const { jobs } = db.tables
    const left = (await db.q.select().from(jobs)).filter(
      (job) => job.kind === 'checkins.prompt' && job.dueAt <= due,
    ).length

    await bot.standStill(STALL_MS)
    const after = await peopleAct(sandbox, people.slice(0, -1000), 10_000)
    calls.stop()
    const refused = [...calls.counts].filter(([, { refused }]) => refused > 0)
    const made = [...calls.counts.values()].reduce((sum, count) => sum + count.made, 0)
    return {
      'commands answered': shown(acted.commands),
      'windows opened': shown(acted.windows),
      'Homes shown': shown(acted.homes),
      'first message': calls.firstPost === undefined ? 'none' : `after ${ms(calls.firstPost - due)}`,
      'messages meanwhile': `${calls.posts}`,
      'check-ins left to ask': `${left}`,
      'longest stall of the loop': ms(stall),
      'calls refused': `${refused.reduce((sum, [, count]) => sum + count.refused, 0)} of ${made}${refused.map(([method, count]) => `, ${count.refused} ${method}`).join('')}`,
      'sockets lost': `${calls.counts.get('apps.connections.open')?.made ?? 0}`,
      [`commands after a standstill of ${STALL_MS / 1000} s`]: shown(after.commands),
      'windows after it': shown(after.windows),
      'lines in the log': `${bot.log.length}`,
    }
  } finally {
    await bot.stop()
    if (process.env.WAVE_LOG) writeFileSync(process.env.WAVE_LOG, bot.log.join('\n'))
    await db.close()
    await sandbox.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const countOf = (sandbox: Sandbox, method: string) =>
  sandbox.traffic.calls.filter((call) => call.method === method).length

export async function run(): Promise<void> {
  console.log(
    `${PEOPLE} check-ins due at once, Node ${process.version}; people act for ${ACTING_MS / 1000} s meanwhile.`,
  )
  for (const introductions of [0, INTRODUCTIONS]) {
    console.log(
      introductions === 0 ? '\nby themselves' : `\nwith ${introductions} introductions that wait as well`,
    )
    for (const [what, figure] of Object.entries(await wave(introductions)))
      console.log(`  ${what.padEnd(36)} ${figure}`)
  }
}
