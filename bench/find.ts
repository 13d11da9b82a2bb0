/**
 * How long it takes to find five mentors: among 4,000 in memory, without words, and with words and a typing error in them;
 * and among the members of a SQLite file, with what is read for it, and how long the event loop is held meanwhile. Where others
 * use the machine the processor's time is the figure to go by.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeContext } from '../src/app/make-context.ts'
import { openDatabase } from '../src/db/open.ts'
import { createSeal } from '../src/db/seal.ts'
import { ensureWorkspace } from '../src/directory/workspace.ts'
import { createTold, excluder, exclusionCounts, rank } from '../src/engine/index.ts'
import { browse, factsFor, suggest } from '../src/features/matching/find/service.ts'
import { candidatesOf, listMembers, offering } from '../src/features/people/members/service.ts'
import { silentLog } from '../src/log.ts'
import { fillMembers, NOW, person, seeker } from './members.ts'
import { watchLoop } from './stall.ts'

const MENTORS = 4000
const ROUNDS = 40
/** Among so many it is looked for a mentor. */
export const FINDERS = [10_000, 50_000]

const median = (list: number[]) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] as number

export async function run() {
  const mentors = Array.from({ length: MENTORS }, (_, i) => person(i, 'mentor'))
  const facts = { at: NOW }
  const told = createTold()
  for (const mentor of mentors) told.put(mentor)
  const measures: [string, (i: number) => unknown][] = [
    ['who is forbidden', (i) => mentors.filter(excluder(person(-1 - i, 'mentee'), facts))],
    ['the five best', (i) => rank(person(-1 - i, 'mentee'), mentors, facts)],
    ['why others are left out', (i) => exclusionCounts(person(-1 - i, 'mentee'), mentors, facts)],
    [
      'the five best for "pircing for entreprise"',
      (i) => rank(person(-1 - i, 'mentee'), mentors, facts, { words: 'pircing for entreprise' }),
    ],
    [
      '  with what they tell kept',
      (i) => rank(person(-1 - i, 'mentee'), mentors, facts, { words: 'pircing for entreprise', told }),
    ],
  ]
  console.log(`Among ${MENTORS} mentors, median of ${ROUNDS}:`)
  for (const [what, act] of measures) await measure(what, ROUNDS, act)
  for (const members of FINDERS) await findIn(members, true)
}

async function measure(what: string, rounds: number, act: (i: number) => unknown) {
  const times: number[] = []
  const used: number[] = []
  const loop = watchLoop()
  for (let i = 0; i < rounds; i++) {
    const [start, before] = [performance.now(), process.cpuUsage()]
    await act(i)
    times.push(performance.now() - start)
    const { user, system } = process.cpuUsage(before)
    used.push((user + system) / 1000)
    await loop.turn()
  }
  const held = loop.stop()
  console.log(
    `${what.padEnd(46)}${median(times).toFixed(2).padStart(8)} ms, ${median(used).toFixed(0)} of processor, the loop held for ${held.toFixed(0)} ms at most`,
  )
}

/** The same as people do it: what they see is what the database says at that moment. */
export async function findIn(members: number, all = false): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-bench-'))
  const db = await openDatabase(`file:${join(folder, 'bench.db')}`, { migrations: 'migrations' })
  try {
    await db.migrate()
    const ctx = makeContext({
      workspace: 'T1',
      db,
      now: () => NOW,
      newId: () => randomBytes(8).toString('hex'),
      seal: createSeal([randomBytes(32)]),
      log: silentLog,
      features: [],
    })
    await ensureWorkspace(ctx, 'Bench')
    await fillMembers(db, ctx.workspace, members)
    console.log(`Among ${members} members in a SQLite file, median of 7:`)
    await measure('the first find since the start', 1, () => suggest(ctx, seeker(0)))
    await measure('find', 7, (i) => suggest(ctx, seeker(i)))
    await measure('find "pricing"', 7, (i) => suggest(ctx, seeker(i), { words: 'pricing' }))
    if (!all) return
    await measure('browse', 7, (i) => browse(ctx, seeker(i), { page: 0 }))
    await measure('  of which: who could be found', 7, (i) => offering(ctx, seeker(i)))
    await measure('  of which: what bears on one of them', 7, (i) => factsFor(ctx, seeker(i)))
    await measure('all members, as a round reads them', 3, async () =>
      candidatesOf(ctx, await listMembers(ctx)),
    )
  } finally {
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
