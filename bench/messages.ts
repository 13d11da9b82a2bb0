/**
 * How many messages people get: twelve weeks of the demo's company are played by several seeds, in the built bot, and what
 * came is counted by person, week and kind. `npm run bench -- messages [seeds] [people] [weeks]`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../src/db/open.ts'
import { peopleFor } from '../src/demo/people.ts'
import { openStage } from '../src/demo/stage.ts'
import { START } from '../src/demo/story.ts'
import { byPersonWeek, type Counted, countWeeks, unaskedKinds, unaskedOf } from './unasked.ts'

const HALF_PAST_ONE = 13.5 * 3_600_000

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

async function play(seed: number, people: number, weeks: number): Promise<Counted> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-messages-'))
  const databaseUrl = `file:${join(folder, 'cairn.db')}`
  const stage = await openStage({
    port: 0,
    now: START + HALF_PAST_ONE,
    people: peopleFor(people),
    databaseUrl,
  })
  const db = await openDatabase(databaseUrl)
  try {
    return await countWeeks(stage, db, { weeks, seed })
  } finally {
    await db.close()
    await stage.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function run(): Promise<void> {
  const [seeds = 3, people = 12, weeks = 12] = process.argv.slice(3).map(Number)
  const unasked = new Set(unaskedKinds())
  const kinds = new Map<string, number>()
  console.log('| seed | person-weeks | messages each | median | unasked each | weeks above two unasked |')
  console.log('|---|---|---|---|---|---|')
  let all = 0
  for (let seed = 1; seed <= seeds; seed++) {
    const { told, personWeeks } = await play(seed, people, weeks)
    all += personWeeks
    const here = unaskedOf(told)
    const counts = [...byPersonWeek(told).values()].map((each) => each.length)
    const median0 = median([...counts, ...Array(Math.max(0, personWeeks - counts.length)).fill(0)])
    const above = [...byPersonWeek(here).values()].filter((each) => each.length > 2).length
    for (const {
      kinds: [kind = ''],
    } of told)
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    const each = (n: number) => (n / personWeeks).toFixed(2)
    const share = ((above / personWeeks) * 100).toFixed(1)
    console.log(
      `| ${seed} | ${personWeeks} | ${each(told.length)} | ${median0} | ${each(here.length)} | ${above} (${share} %) |`,
    )
  }
  console.log('\n| kind | a hundred person-weeks | unasked |')
  console.log('|---|---|---|')
  for (const [kind, many] of [...kinds].sort((a, b) => b[1] - a[1]))
    console.log(`| ${kind} | ${((many / all) * 100).toFixed(1)} | ${unasked.has(kind) ? 'yes' : ''} |`)
}
