/**
 * The matching beside the npm packages that solve assignments, in one run: the same seeded rounds, each solved in a fresh
 * process, medians. `--json` prints the figures, `--quick` leaves out what takes minutes, `--only 2000x800` takes the rounds
 * whose names begin so, `--limit 120` says after how many seconds an alternative is given up.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Told } from './match-child.ts'
import type { Instance } from './match-instances.ts'

interface Case extends Instance {
  name: string
  slow?: boolean
  /** Solved from people, where the alternatives have no way of doing that. */
  people?: boolean
}

const CASES: Case[] = [
  { name: '200x100', kind: 'plain', rows: 200, cols: 100, places: 3 },
  { name: '2000x800', kind: 'plain', rows: 2000, cols: 800, places: 3 },
  { name: '2000x800, scarce', kind: 'plain', rows: 2000, cols: 800, places: 2 },
  { name: '2000x800, everyone wants the same', kind: 'same', rows: 2000, cols: 800, places: 3, slow: true },
  { name: '5000x2000', kind: 'plain', rows: 5000, cols: 2000, places: 3, slow: true },
  { name: '10000x4000', kind: 'plain', rows: 10000, cols: 4000, places: 3, slow: true },
  { name: '2000x800, from profiles', kind: 'plain', rows: 2000, cols: 800, places: 3, people: true },
]

const OURS = ['total', 'fair']
const OTHERS = ['munkres, mentees as rows', 'munkres, mentors as rows', 'linear-sum-assignment']

interface Line {
  solver: string
  /** Undefined if it was given up. */
  ms?: number
  over?: number
  cpuMs?: number
  peakMb?: number
  total?: number
  matched?: number
  worst?: number | null
}

export async function run(argv: string[] = process.argv.slice(3)): Promise<void> {
  const { values: options } = parseArgs({
    args: argv,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      limit: { type: 'string', default: '120' },
      rounds: { type: 'string', default: '5' },
    },
  })
  const limit = Number(options.limit)
  const results: (Case & { lines: Line[]; ratios: Record<string, number> })[] = []
  for (const one of CASES.filter(({ name }) => name.startsWith(options.only))) {
    const lines: Line[] = []
    for (const solver of solversOf(one, options.quick)) {
      const line = await measured(solver, one, OTHERS.includes(solver) ? 3 : Number(options.rounds), limit)
      lines.push(line)
      if (!options.json) console.log(one.name, '|', solver, '|', shown(line))
    }
    agree(one, lines)
    const ratios = ratiosOf(lines)
    results.push({ ...one, lines, ratios })
    if (!options.json) console.log(one.name, '|', ratios)
  }
  if (options.json) console.log(JSON.stringify({ node: process.version, results }, null, 2))
}

function solversOf({ slow, people }: Case, quick: boolean): string[] {
  if (people) return OURS.map((solver) => `${solver}, from profiles`)
  return [...OURS, ...(quick && slow ? [] : OTHERS)]
}

/** The median of some rounds; one round for what takes more than ten seconds. */
async function measured(solver: string, instance: Instance, rounds: number, limit: number): Promise<Line> {
  const all: Told[] = []
  for (let round = 0; round < rounds; round++) {
    const told = await child(solver, instance, limit)
    if (!told) return { solver, over: limit }
    all.push(told)
    if (told.ms > 10_000) break
  }
  if (all.some((told) => told.valid === false)) throw new Error(`${solver}: a certificate does not hold`)
  all.sort((a, b) => a.ms - b.ms)
  const { ms, total, matched, worst } = all[all.length >> 1]!
  const cpu = all.flatMap((told) => told.cpuMs ?? []).sort((a, b) => a - b)
  const cpuMs = cpu.length ? Math.round(cpu[cpu.length >> 1]!) : undefined
  return {
    solver,
    ms: Math.round(ms),
    cpuMs,
    peakMb: Math.max(...all.map((t) => t.peakMb)),
    total,
    matched,
    worst,
  }
}

function child(solver: string, instance: Instance, limit: number): Promise<Told | undefined> {
  const path = fileURLToPath(new URL('./match-child.js', import.meta.url))
  return new Promise((done, failed) => {
    const process_ = spawn(process.execPath, [path, solver, JSON.stringify(instance)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    let given = false
    const timer = setTimeout(() => {
      given = true
      process_.kill()
    }, limit * 1000)
    process_.stdout.on('data', (data) => {
      text += data
    })
    process_.on('close', (code) => {
      clearTimeout(timer)
      if (given) done(undefined)
      else if (code === 0) done(JSON.parse(text))
      else failed(new Error(`${solver} ended with ${code}`))
    })
  })
}

/** The totals of all but `fair` must be the same. */
function agree({ name }: Case, lines: Line[]): void {
  const totals = new Set(
    lines.flatMap((l) => (l.solver.startsWith('fair') || l.total === undefined ? [] : [l.total])),
  )
  if (totals.size > 1) throw new Error(`${name}: the totals differ: ${[...totals].join(', ')}`)
}

/** By the clock, and by the processor where it tells. */
function ratiosOf(lines: Line[]): Record<string, number> {
  const ratios: Record<string, number> = {}
  const by = (kind: 'ms' | 'cpuMs', note: string) => {
    const of = (solver: string) =>
      lines.find((line) => line.solver === solver || line.solver === `${solver}, from profiles`)?.[kind]
    const add = (name: string, a: number | undefined, b: number | undefined) => {
      if (a && b && Number.isFinite(b)) ratios[`${name}${note}`] = Number((a / b).toFixed(3))
    }
    const munkres = OTHERS.slice(0, 2).map((solver) => of(solver) ?? Number.POSITIVE_INFINITY)
    add('fair / total', of('fair'), of('total'))
    add('total / munkres, mentees as rows', of('total'), munkres[0])
    add('total / better munkres', of('total'), Math.min(...munkres))
    add('total / linear-sum-assignment', of('total'), of('linear-sum-assignment'))
  }
  by('ms', '')
  by('cpuMs', ' (processor)')
  return ratios
}

const shown = ({ ms, cpuMs, over, peakMb, total, worst }: Line) =>
  over
    ? `over ${over} s`
    : `${ms} ms${cpuMs ? ` (${cpuMs} of processor)` : ''}, ${peakMb} MB, total ${total}, worst ${worst}`
