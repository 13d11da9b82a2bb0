/** One way of solving one round, in a process of its own that has done nothing else: prints what it took. */
import { existsSync, readFileSync } from 'node:fs'
import { matrix, solve } from '../src/engine/index.ts'
import { scoreTable } from '../src/engine/round-solution.ts'
import { type Instance, scoresOf } from './match-instances.ts'
import { NOW, peopleOf } from './match-people.ts'

export interface Told {
  ms: number
  /** Of the processor, in the thread that solved it: the figure to go by where others use the machine. Linux only. */
  cpuMs?: number
  total: number
  matched: number
  worst?: number | null
  valid?: boolean
  peakMb: number
}

type Answer = Omit<Told, 'ms' | 'cpuMs' | 'peakMb'>

const [solver = '', text = ''] = process.argv.slice(2)
const instance: Instance = JSON.parse(text)
const { rows, cols, places } = instance

/** Makes the input, and then answers what is to be measured. */
const prepare: Record<string, () => Promise<() => Answer>> = {
  total: async () => ours('total'),
  fair: async () => ours('fair'),
  'total, from profiles': async () => fromProfiles('total'),
  'fair, from profiles': async () => fromProfiles('fair'),
  'munkres, mentees as rows': async () => {
    const { munkres } = await import('munkres')
    const values = scoresOf(instance)
    const cost = costs(rows, cols * places, (row, place) => -values[row * cols + (place % cols)]!)
    return () => summed(munkres(cost), cost, (v) => -v)
  },
  'munkres, mentors as rows': async () => {
    const { munkres } = await import('munkres')
    const values = scoresOf(instance)
    const cost = costs(cols * places, rows, (place, row) => -values[row * cols + (place % cols)]!)
    return () => summed(munkres(cost), cost, (v) => -v)
  },
  'linear-sum-assignment': async () => {
    const { linearSumAssignment } = await import('linear-sum-assignment')
    const values = scoresOf(instance)
    const gain = costs(rows, cols * places, (row, place) => values[row * cols + (place % cols)]!)
    return () => {
      const { rowAssignments } = linearSumAssignment(gain, { maximaze: true })
      const pairs = [...rowAssignments].flatMap((place, row): [number, number][] =>
        place < 0 ? [] : [[row, place]],
      )
      return summed(pairs, gain, (v) => v)
    }
  },
}

function ours(objective: 'total' | 'fair') {
  // As `cairn solve` reads them from a file: short numbers where all are.
  const scores = matrix(new Int16Array(scoresOf(instance)), rows, cols)
  const capacity = new Array<number>(cols).fill(places)
  return () => {
    const { total, matched, worst, certificate } = solve(scores, capacity, { objective })
    return { total, matched, worst, valid: certificate.valid }
  }
}

function fromProfiles(objective: 'total' | 'fair') {
  const { mentees, mentors } = peopleOf(rows, cols, places)
  return () => {
    const facts = { at: NOW, rules: { excludeSameTeam: true } }
    const table = scoreTable({ mentees, mentors, facts, objective })
    const values = new Int32Array(rows * cols)
    for (let row = 0; row < rows; row++) values.set(table.row(row), row * cols)
    const scores = matrix(values, rows, cols)
    const capacity = mentors.map((mentor) => mentor.capacity)
    const { total, matched, worst, certificate } = solve(scores, capacity, { objective })
    return { total, matched, worst, valid: certificate.valid }
  }
}

const costs = (rows: number, cols: number, at: (row: number, col: number) => number) =>
  Array.from({ length: rows }, (_, row) => Array.from({ length: cols }, (_, col) => at(row, col)))

function summed(pairs: [number, number][], matrix: number[][], gain: (value: number) => number): Answer {
  const total = pairs.reduce((sum, [row, place]) => sum + gain(matrix[row]![place]!), 0)
  return { total, matched: pairs.length }
}

function processorMs(): number | undefined {
  const path = `/proc/self/task/${process.pid}/schedstat`
  return existsSync(path) ? Number(readFileSync(path, 'utf8').split(' ')[0]) / 1e6 : undefined
}

const run = await prepare[solver]!()
const spent = processorMs()
const began = performance.now()
const answer = run()
const ms = performance.now() - began
const cpuMs = spent === undefined ? undefined : processorMs()! - spent
const told: Told = { ms, cpuMs, ...answer, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }
process.stdout.write(JSON.stringify(told))
