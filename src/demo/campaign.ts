/**
 * `npm run campaign -- kill`: plays the story again and again, each time with a kill -9 of the bot's process at a
 * point chosen by seed, and compares what everybody was sent with a run that nobody disturbed. Nothing may be
 * missing; what came twice must have been in flight at the kill, or done twice by a person who saw no answer.
 */

import { parseArgs } from 'node:util'
import { seededRandom } from '../core/seeded-random.ts'
import { openStage, type Stage } from './stage.ts'
import { teller } from './steps.ts'
import { playStory, START } from './story.ts'

interface Played {
  /** How often each message was posted: destination and headline to count. */
  posts: Map<string, number>
  /** The same, by the step after which it was posted. */
  bySteps: Map<string, number>[]
  /** How many there were of each, so that a moment can be chosen among them. */
  counts: Record<Moment['kind'], number>
  steps: number
  failed: string[]
  restarts: number
  /** Done once more by a person who saw no answer: the numbers of those steps. */
  again: Set<number>
  /** Sent again by the bot, since it was unclear whether it had been sent. */
  resent: number
}

/** Where the kill comes: before the bot hears Slack's answer to a message or another call, or some real ms later. */
interface Moment {
  kind: 'post' | 'call' | 'envelope'
  index: number
  afterMs: number
}

export interface KillReport {
  run: number
  moment: Moment
  lost: string[]
  /** In flight at the kill and sent again; counted by the bot itself. */
  twice: number
  /** Caused by a person who did it again. */
  again: number
  /** Neither of these: a fault. */
  unexplained: string[]
  failed: string[]
}

async function play(seed: number, weeks: number, moment?: Moment): Promise<Played> {
  const stage = await openStage({ port: 0, now: START, logLevel: 'error' })
  const bySteps: Map<string, number>[] = [new Map()]
  const again = new Set<number>()
  try {
    const counts = watch(stage, moment)
    let seen = 0
    const t = teller(stage, {
      start: START,
      forgiving: moment !== undefined,
      onStep() {
        if (t.again() > seen) again.add(t.steps.length - 1)
        seen = t.again()
        bySteps.push(new Map())
      },
    })
    counts.onPost = (key) => {
      const step = bySteps.at(-1) as Map<string, number>
      step.set(key, (step.get(key) ?? 0) + 1)
    }
    await playStory(t, { weeks, seed })
    await stage.settle()
    return {
      posts: total(bySteps),
      bySteps,
      counts: { post: counts.posts, call: counts.calls, envelope: counts.envelopes },
      steps: t.steps.length,
      failed: t.steps
        .filter((step) => !step.ok)
        .map((step) => `${step.who} ${step.did}: ${step.saw.split('\n')[0]}`),
      restarts: stage.restarts(),
      again,
      resent: await stage.resent(),
    }
  } finally {
    await stage.close()
  }
}

/** Counts what goes between bot and workspace, and kills the bot at its moment. */
function watch({ sandbox, kill }: Stage, moment?: Moment) {
  const counts = { posts: 0, calls: 0, envelopes: 0, onPost: (_key: string) => {} }
  const strike = (kind: Moment['kind'], index: number) => {
    if (moment?.kind !== kind || moment.index !== index) return
    if (moment.afterMs === 0) kill()
    else setTimeout(kill, moment.afterMs)
  }
  const { calls, envelopes } = sandbox.traffic
  const push = calls.push.bind(calls)
  calls.push = (...entries) => {
    for (const call of entries) {
      if (call.method === 'chat.postMessage' && call.ok) {
        const { channel } = call.response as { channel: string }
        counts.onPost(`${place(channel)} ${String(call.args.text).split('\n')[0]}`)
        strike('post', counts.posts++)
      }
      strike('call', counts.calls++)
    }
    return push(...entries)
  }
  const send = envelopes.push.bind(envelopes)
  envelopes.push = (...entries) => {
    for (const _ of entries) strike('envelope', counts.envelopes++)
    return send(...entries)
  }
  /** A channel by who is in it: ids depend on the order in which conversations were opened. */
  const place = (id: string) => {
    const channel = sandbox.channels.find((c) => c.id === id)
    return channel?.name && !channel.name.startsWith('mpdm')
      ? `#${channel.name}`
      : [...(channel?.members ?? [id])].sort().join('+')
  }
  return counts
}

function total(maps: Map<string, number>[]): Map<string, number> {
  const sum = new Map<string, number>()
  for (const map of maps) for (const [key, n] of map) sum.set(key, (sum.get(key) ?? 0) + n)
  return sum
}

function compare(run: number, moment: Moment, calm: Played, killed: Played): KillReport {
  const lost: string[] = []
  const surplus: string[] = []
  for (const [key, n] of calm.posts) if ((killed.posts.get(key) ?? 0) < n) lost.push(key)
  for (const [key, n] of killed.posts) for (let i = calm.posts.get(key) ?? 0; i < n; i++) surplus.push(key)
  // What a step posts, up to the next one: done twice, it may be posted twice.
  const byHand = (key: string) =>
    [...killed.again].some((step) => killed.bySteps[step]?.has(key) || killed.bySteps[step + 1]?.has(key))
  const again = surplus.filter(byHand)
  const rest = surplus.filter((key) => !byHand(key))
  const twice = Math.min(rest.length, killed.resent)
  return {
    run,
    moment,
    lost,
    twice,
    again: again.length,
    unexplained: rest.slice(twice),
    failed: killed.failed,
  }
}

const HELP = `cairn campaign kill [options]

  --runs N   how many runs, each with one kill -9 (default 10)
  --seed N   where the kills come (default 1)
  --weeks N  how long the story is (default 4)
  --json     one JSON object a run
`

const readOptions = (argv: string[]) =>
  parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      weeks: { type: 'string', default: '4' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })

/** Runs the campaign; the exit code is 0 only if nothing was lost and every repetition is accounted for. */
export async function runCampaign(argv: string[]): Promise<void> {
  let read: ReturnType<typeof readOptions>
  try {
    read = readOptions(argv)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${HELP}`)
    process.exitCode = 2
    return
  }
  const { values, positionals } = read
  if (values.help) return void process.stdout.write(HELP)
  const [runs, seed, weeks] = [values.runs, values.seed, values.weeks].map(Number) as [number, number, number]
  if (positionals[0] !== 'kill' || ![runs, seed, weeks].every(Number.isInteger) || runs < 1 || weeks < 1) {
    process.stderr.write(HELP)
    process.exitCode = 2
    return
  }
  const calm = await play(seed, weeks)
  if (calm.failed.length > 0) {
    process.stderr.write(`The story does not hold even undisturbed:\n${calm.failed.join('\n')}\n`)
    process.exitCode = 1
    return
  }
  const chance = seededRandom(seed * 7919 + 1)
  const moments = Array.from({ length: runs }, (): Moment => {
    const kind = (['post', 'call', 'envelope'] as const)[Math.floor(chance() * 3)] ?? 'post'
    const index = Math.floor(chance() * calm.counts[kind])
    return { kind, index, afterMs: chance() < 0.5 ? 0 : Math.ceil(chance() * 30) }
  })
  const reports: KillReport[] = []
  const next = moments.entries()
  const worker = async () => {
    for (const [run, moment] of next) {
      const killed = await play(seed, weeks, moment)
      const report = compare(run + 1, moment, calm, killed)
      if (killed.restarts === 0) report.failed.push('the kill did not come')
      reports.push(report)
      tell(report, values.json ?? false)
    }
  }
  await Promise.all([worker(), worker()])

  const sum = (pick: (r: KillReport) => number) => reports.reduce((n, r) => n + pick(r), 0)
  const good = reports.filter((r) => r.lost.length + r.unexplained.length + r.failed.length === 0).length
  const messages = [...calm.posts.values()].reduce((a, b) => a + b, 0)
  const closing = `kill: ${runs} runs of ${messages} messages, ${sum((r) => r.lost.length)} lost, ${sum((r) => r.twice)} twice (in flight at the kill), ${sum((r) => r.again)} by people who tried again, ${sum((r) => r.unexplained.length)} unexplained; ${good} passed, ${runs - good} failed\n`
  ;(values.json ? process.stderr : process.stdout).write(closing)
  process.exitCode = good === runs ? 0 : 1
}

function tell(report: KillReport, json: boolean) {
  if (json) return void process.stdout.write(`${JSON.stringify(report)}\n`)
  const { run, moment, lost, twice, again, unexplained, failed } = report
  const ok = lost.length + unexplained.length + failed.length === 0
  process.stdout.write(
    `${ok ? ' ' : '✗'} run ${run}: killed at ${moment.kind} ${moment.index}${moment.afterMs ? ` + ${moment.afterMs} ms` : ''}: ${lost.length} lost, ${twice} twice, ${again} again\n`,
  )
  for (const line of [
    ...lost.map((l) => `lost: ${l}`),
    ...unexplained.map((u) => `unexplained: ${u}`),
    ...failed,
  ])
    process.stdout.write(`      ${line}\n`)
}
