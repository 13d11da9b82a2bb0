/** `npm run demo`: the sandbox with the real bot in it; with `--story` it plays four weeks and says what held. */
import { parseArgs } from 'node:util'
import { formatFor } from '../core/calendar.ts'
import { openStage } from './stage.ts'
import { type Step, teller } from './steps.ts'
import { playStory, START } from './story.ts'
import { goUp, type Up, type Upkeep } from './up.ts'

const HELP = `cairn demo [options]

  --port N     where the sandbox listens, on 127.0.0.1 (default 4400)
  --mode M     how the bot is reached: socket (default) or http
  --people N   how many people work there, 2 to 2000 (default 12)
  --seed N     who does what when weeks are played (default 1)
  --keep       go on where the last run with --keep ended, and keep this one
  --fresh      with --keep: start anew
  --story      play the story of a mentorship programme, then stop
  --weeks N    with --story: how many weeks (default 4)
  --json       with --story: one JSON object a step
`

/** A whole number of at least `min`, or undefined. */
const whole = (text: string | undefined, min: number, max: number) => {
  const n = Number(text)
  return text !== undefined && Number.isInteger(n) && n >= min && n <= max ? n : undefined
}

/** Runs the demo; sets the exit code. Never throws for what a person typed. */
export async function runDemo(argv: string[]): Promise<void> {
  let values: ReturnType<typeof read>['values']
  try {
    values = read(argv).values
  } catch (error) {
    return refuse(`${(error as Error).message}`)
  }
  if (values.help) return void process.stdout.write(HELP)
  const port = whole(values.port, 0, 65_535)
  const weeks = whole(values.weeks, 1, 52)
  const seed = whole(values.seed, 0, 4_294_967_295)
  const people = whole(values.people, 2, 2000)
  const mode = values.mode
  if (port === undefined) return refuse('--port wants a number from 0 to 65535')
  if (weeks === undefined) return refuse('--weeks wants a number from 1 to 52')
  if (seed === undefined) return refuse('--seed wants a whole number')
  if (people === undefined) return refuse('--people wants a number from 2 to 2000')
  if (values.fresh && !values.keep) return refuse('--fresh goes with --keep')
  if (mode !== 'socket' && mode !== 'http') return refuse('--mode wants socket or http')
  if (values.story) {
    process.exitCode = (await tellStory({ weeks, seed, mode, json: values.json ?? false })) ? 0 : 1
    return
  }
  await stayUp({ port, mode, people, seed, keep: values.keep ?? false, fresh: values.fresh ?? false })
}

const read = (argv: string[]) =>
  parseArgs({
    args: argv,
    options: {
      port: { type: 'string', default: '4400' },
      mode: { type: 'string', default: 'socket' },
      people: { type: 'string', default: '12' },
      keep: { type: 'boolean' },
      fresh: { type: 'boolean' },
      story: { type: 'boolean' },
      weeks: { type: 'string', default: '4' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })

function refuse(problem: string) {
  process.stderr.write(`${problem}\n\n${HELP}`)
  process.exitCode = 2
}

async function stayUp(options: Upkeep) {
  let up: Up
  try {
    up = await goUp(options)
  } catch (error) {
    const busy = (error as { code?: string }).code === 'EADDRINUSE'
    process.stderr.write(
      busy
        ? `Port ${options.port} is taken. Choose another one: npm run demo -- --port 4401\n`
        : `${(error as Error).message}\n`,
    )
    process.exitCode = 1
    return
  }
  process.stdout.write(`Cairn is up in a sandbox workspace of ${options.people} fictional people. Open

  ${up.url}

and be any of them: join as two, match them, let time pass. ${up.keeps}
Other programs find the workspace at ${up.url}/sandbox.json
To see four weeks told in words: npm run demo -- --story
Stop with Ctrl-C.
`)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  await up.close()
}

const CITIES: Record<string, string> = {
  'Europe/Lisbon': 'Lisbon',
  'America/New_York': 'New York',
  'Asia/Tokyo': 'Tokyo',
}

/** One step for a person to read: whose day and hour, what they did, and what they then saw. */
function transcript(step: Step, zone: string): string {
  const day = formatFor(zone, Date.parse(step.at))
  const saw = step.saw.split('\n').map((line) => `    ${line}`.trimEnd())
  const mark = step.ok ? ' ' : '✗'
  return `${mark} ${day} in ${CITIES[zone] ?? zone}: ${step.who} ${step.did} [${step.rows.join(' ')}]\n${saw.join('\n')}\n`
}

async function tellStory(options: {
  weeks: number
  seed: number
  mode: 'socket' | 'http'
  json: boolean
}): Promise<boolean> {
  const stage = await openStage({ port: 0, mode: options.mode, now: START, logLevel: 'error' })
  let week = 0
  try {
    const t = teller(stage, {
      start: START,
      onStep(step) {
        if (options.json) return void process.stdout.write(`${JSON.stringify(step)}\n`)
        if (step.week !== week) process.stdout.write(`\n== Week ${step.week} ${'='.repeat(60)}\n\n`)
        week = step.week
        const zone = stage.as(step.who).person.tz
        process.stdout.write(`${transcript(step, zone)}\n`)
      },
    })
    await playStory(t, options)
    const passed = t.steps.filter((step) => step.ok).length
    const failed = t.steps.length - passed
    const closing = `story: ${t.steps.length} steps, ${passed} passed, ${failed} failed\n`
    // With --json every line of standard output is an object.
    ;(options.json ? process.stderr : process.stdout).write(closing)
    if (failed > 0) process.stderr.write(`${stage.child().log.join('\n')}\n`)
    return failed === 0
  } finally {
    await stage.close()
  }
}
