/** How long peers take, proof included, and what is best: pairs and threes, plain, tied and with a few whom everyone wants. */
import { type PeersWanted, peers } from '../src/engine/index.ts'

const RUNS = 3

type Kind = (a: number, b: number) => number

const kinds: Record<string, Kind> = {
  plain: (a, b) => mixed(a, b) % 1000,
  tied: (a, b) => mixed(a, b) % 4,
  'a few whom everyone wants': (a, b) => (mixed(a, a) % 500) + (mixed(b, b) % 500) + (mixed(a, b) % 50),
}

export async function run(): Promise<void> {
  const rows = []
  for (const size of [100, 500, 1000])
    for (const [kind, scoreOf] of Object.entries(kinds))
      for (const group of [2, 3] as const) {
        const people = Array.from({ length: size }, (_, n) => `U${n}`)
        const score = (a: string, b: string) => scoreOf(Number(a.slice(1)), Number(b.slice(1)))
        rows.push({
          people: size,
          scores: kind,
          groups: group,
          ...measured({ people, score, size: group, seed: 1 }),
        })
      }
  console.table(rows)
}

function measured(wanted: PeersWanted) {
  const times: number[] = []
  let found = peers(wanted)
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now()
    found = peers(wanted)
    times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  return {
    'median ms': Math.round(times[RUNS >> 1]!),
    proved: found.certificate.valid,
    'left out': found.leftOut.length,
    total: found.total,
  }
}

/** A number that two numbers always give, either way round. */
function mixed(a: number, b: number): number {
  let h = Math.imul(Math.min(a, b) + 1, 0x9e3779b1) ^ Math.imul(Math.max(a, b) + 7, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  return (h ^ (h >>> 13)) >>> 0
}
