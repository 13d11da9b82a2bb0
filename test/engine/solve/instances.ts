import { seededRandom } from '../../../src/core/seeded-random.ts'
import { FORBIDDEN } from '../../../src/engine/index.ts'

export interface Instance {
  rows: number
  cols: number
  values: Int32Array
  capacity: number[]
}

/** A few rows and columns, with ties, places for nobody, and rows that may not have any column. */
export function small(random: () => number): Instance {
  const pick = (list: readonly number[]) => list[Math.floor(random() * list.length)]!
  const rows = Math.floor(random() * 6)
  const cols = Math.floor(random() * 5)
  const points = pick([1, 2, 5, 30, 1000])
  const holes = pick([0, 0.1, 0.5, 0.9, 1])
  const values = Int32Array.from({ length: rows * cols }, () =>
    random() < holes ? FORBIDDEN : Math.floor(random() * points),
  )
  return { rows, cols, values, capacity: Array.from({ length: cols }, () => Math.floor(random() * 4)) }
}

/** Shapes that are hard for one or another way of solving. */
export const shapes: Record<
  string,
  (random: () => number, row: number, col: number, hash: number) => number
> = {
  random: (random) => Math.floor(random() * 1001),
  'everyone wants the same': (random, _, __, hash) => (hash % 800) + Math.floor(random() * 100),
  'all alike': () => 500,
  'a few points': (random) => Math.floor(random() * 4),
  'mostly forbidden': (random) => (random() < 0.97 ? FORBIDDEN : Math.floor(random() * 1001)),
  'products of places': (_, row, col) => Math.floor(((row + 1) * (col + 1)) / 40),
  'a million points': (random) => Math.floor(random() * 1_000_000),
}

export function large(shape: string, rows: number, cols: number, places: number, seed: number): Instance {
  const random = seededRandom(seed)
  const hashes = Array.from({ length: cols }, () => Math.floor(random() * 1_000_000))
  const values = new Int32Array(rows * cols)
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++)
      values[row * cols + col] = shapes[shape]!(random, row, col, hashes[col]!)
  return { rows, cols, values, capacity: new Array(cols).fill(places) }
}

export interface Best {
  total: number
  fair: { matched: number; worst: number; total: number }
}

/** Every assignment there is, looked at. */
export function exhaustive({ rows, cols, values, capacity }: Instance): Best {
  const left = [...capacity]
  const best: Best = { total: 0, fair: { matched: 0, worst: 0, total: 0 } }
  const visit = (row: number, total: number, matched: number, worst: number) => {
    if (row === rows) {
      best.total = Math.max(best.total, total)
      const floor = matched ? worst : 0
      const { fair } = best
      const ahead = matched - fair.matched || floor - fair.worst || total - fair.total
      if (ahead > 0) best.fair = { matched, worst: floor, total }
      return
    }
    visit(row + 1, total, matched, worst)
    for (let col = 0; col < cols; col++) {
      const score = values[row * cols + col]!
      if (score < 0 || !left[col]) continue
      left[col]!--
      visit(row + 1, total + score, matched + 1, Math.min(worst, score))
      left[col]!++
    }
  }
  visit(0, 0, 0, Number.POSITIVE_INFINITY)
  return best
}
