import type { Assigned } from './assign.ts'
import { findFlaw } from './certificate.ts'
import { MOST_PEOPLE, notBelow, type Progress, type Scores } from './instance.ts'
import { withRowScanner } from './kernel/scan-rows.ts'
import { type Cover, Most } from './most.ts'
import { assignFromBestSide } from './sides.ts'

export type Objective = 'total' | 'fair'

export interface Options {
  /**
   * 'total': the largest total. 'fair' (the default): most people matched, then the worst match as good as can be, then the
   * largest total.
   */
  objective?: Objective
  /**
   * Fair only: who comes first if not all can be matched, by row; higher first. As many as can be of the highest, then of
   * the next, and so on; never at the cost of how many are matched in all, but before how good the worst match is.
   */
  priority?: ArrayLike<number>
  /**
   * Fair only: thousandths of the total (that most people matched can have) that may be given for a better worst match.
   * Undefined or 1000: any price. 0: none. What it costs is told, in `ends`, only where it is given.
   */
  equity?: number
  /** Decides between equals. */
  seed?: number
  progress?: Progress
}

/** An assignment and the proof that no other is better. */
export interface Solution {
  objective: Objective
  /** The column of each row, or -1. */
  match: Int32Array
  total: number
  matched: number
  /** The lowest score of a pair, or null without pairs. */
  worst: number | null
  /** With `equity`: what there is to choose between, from the most points to the best worst match. */
  ends?: { most: Figures; fairest: Figures }
  certificate: Certificate
}

export type Figures = Pick<Solution, 'total' | 'worst'>

/** See `findFlaw` for what it proves. */
export interface Certificate {
  valid: boolean
  /** Why it does not hold; never seen yet. */
  flaw?: string
  u: Float64Array
  p: Float64Array
  /** Fair only: pairs below were not for choice, and what being matched was worth, by row. */
  floor?: number
  bonus?: Float64Array
  covers?: { matched?: Cover; worst?: Cover }
}

/**
 * Assigns each row at most one column and each column at most its capacity of rows. `capacity` holds whole numbers from 0.
 * Deterministic: no clock, no chance but the seed. Throws a RangeError for more than MOST_PEOPLE rows and columns.
 */
export function solve(scores: Scores, capacity: ArrayLike<number>, options: Options = {}): Solution {
  const { rows, cols } = scores
  if (rows + cols > MOST_PEOPLE) throw new RangeError(`more than ${MOST_PEOPLE} rows and columns`)
  if (capacity.length !== cols) throw new RangeError(`${cols} columns, but ${capacity.length} capacities`)
  // A column for everyone is never full, so it never has a price: more is the same.
  const room = Int32Array.from({ length: cols }, (_, col) => Math.max(0, Math.min(capacity[col]!, rows + 1)))
  const solution =
    options.objective === 'total' ? largestTotal(scores, room, options) : fairest(scores, room, options)
  options.progress?.('check', 0, 1)
  const { certificate, match, total, matched } = solution
  const wrong = findFlaw(scores, capacity, { match, total, matched, ...certificate })
  certificate.valid = wrong === undefined
  if (wrong) certificate.flaw = wrong
  options.progress?.('check', 1, 1)
  return solution
}

function largestTotal(scores: Scores, room: Int32Array, { seed, progress }: Options): Solution {
  const state = assignFromBestSide(scores, room, { bonus: new Float64Array(scores.rows), seed, progress })
  return {
    objective: 'total',
    ...summed(state),
    certificate: { valid: false, u: state.worth, p: closed(scores, room, state) },
  }
}

function fairest(scores: Scores, room: Int32Array, options: Options): Solution {
  const classes = classesOf(scores.rows, options.priority)
  return withRowScanner(scores, (scanner) =>
    fairestOf(scores, room, new Most(scores, room, classes, scanner), classes, options),
  )
}

function fairestOf(
  scores: Scores,
  room: Int32Array,
  most: Most,
  classes: readonly Int32Array[],
  options: Options,
): Solution {
  const { progress, equity } = options
  most.run(0)
  const { matched } = most
  const counts = most.byClass.slice()
  const covers: Certificate['covers'] = { matched: most.cover(0) }
  if (!matched) return lastStage(scores, room, most, { classes, counts, floor: 0, covers, options })

  // The floor lies between what was just found and what so many rows can have at best: try that first, then halve.
  let best = most.match.slice()
  let floor = worstOf(scores, best)
  let above = most.top.slice().sort().at(-matched)! + 1
  for (let next = above - 1; floor + 1 < above; next = Math.floor((floor + above) / 2)) {
    progress?.('floor', 0, Math.ceil(Math.log2(above - floor)))
    if (most.run(next, best, counts)) {
      best = most.match.slice()
      floor = worstOf(scores, best)
    } else above = next
  }
  most.run(floor + 1, best)
  if (most.matched < matched) covers.worst = most.cover(floor + 1)
  const at = (floor: number) => {
    most.run(floor, best)
    return lastStage(scores, room, most, { classes, counts, floor, covers, options })
  }
  if (equity === undefined) return at(floor)

  // The total falls as the floor rises: the highest floor that costs no more than allowed.
  const cheapest = at(0)
  const fairest = at(floor)
  const least = Math.ceil((cheapest.total * (1000 - equity)) / 1000)
  let chosen = fairest.total >= least ? fairest : cheapest
  for (let low = chosen.worst!, high = floor - 1; low < high; ) {
    const next = Math.ceil((low + high) / 2)
    const tried = at(next)
    if (tried.total >= least) {
      chosen = tried
      low = tried.worst!
    } else high = next - 1
  }
  if (chosen.worst !== floor) chosen.certificate.covers = { matched: covers.matched }
  const figures = ({ total, worst }: Solution): Figures => ({ total, worst })
  return { ...chosen, ends: { most: figures(cheapest), fairest: figures(fairest) } }
}

/**
 * The largest total of those that match the right number of each class over pairs not below the floor. A bonus for being
 * matched, large enough, makes it a matter of the total; if it was not large enough, a larger one is tried.
 * `most` has just run at that floor.
 */
function lastStage(
  scores: Scores,
  room: Int32Array,
  most: Most,
  {
    classes,
    counts,
    floor,
    covers,
    options: { seed, progress },
  }: {
    classes: readonly Int32Array[]
    counts: Int32Array
    floor: number
    covers: Certificate['covers']
    options: Options
  },
): Solution {
  const allowed = notBelow(scores, floor)
  const contested = most.matched < scores.rows ? most.cover(floor).cols.filter((col) => room[col]! > 0) : []
  for (let points = 2 ** Math.ceil(Math.log2(most.highest + 2)); ; points *= 8) {
    const bonus = new Float64Array(scores.rows)
    for (const [k, members] of classes.entries())
      members.forEach((row) => {
        bonus[row] = points * (classes.length - k)
      })
    // Places that somebody goes without cost nearly the bonus at least, so that is where their prices begin.
    const prices = new Float64Array(scores.cols)
    for (const col of contested) prices[col] = points + floor
    const state = assignFromBestSide(allowed, room, { bonus, prices, seed, progress })
    const enough = classes.every(
      (members, k) => members.reduce((n, row) => (state.match[row]! >= 0 ? n + 1 : n), 0) === counts[k],
    )
    if (!enough && points < 2 ** 40) continue
    return {
      objective: 'fair',
      ...summed(state),
      certificate: {
        valid: false,
        u: state.worth.map((worth, row) => worth + bonus[row]!),
        p: closed(allowed, room, state),
        floor,
        bonus,
        covers,
      },
    }
  }
}

/** Rows by priority, the highest first. */
function classesOf(rows: number, priority: ArrayLike<number> | undefined): Int32Array[] {
  const all = Int32Array.from({ length: rows }, (_, row) => row)
  if (!priority) return [all]
  const levels = [...new Set(Array.from(priority))].sort((a, b) => b - a)
  return levels.map((level) => all.filter((row) => priority[row] === level))
}

function worstOf(scores: Scores, match: Int32Array): number {
  let worst = Number.POSITIVE_INFINITY
  for (let row = 0; row < match.length; row++)
    if (match[row]! >= 0) worst = Math.min(worst, scores.at(row, match[row]!))
  return worst
}

function summed({ match, matchScore }: Assigned): Pick<Solution, 'match' | 'total' | 'matched' | 'worst'> {
  let total = 0
  let matched = 0
  let worst: number | null = null
  for (let row = 0; row < match.length; row++) {
    if (match[row]! < 0) continue
    total += matchScore[row]!
    matched++
    if (worst === null || matchScore[row]! < worst) worst = matchScore[row]!
  }
  return { match, total, matched, worst }
}

/** Prices with those of columns without any place, which took no part: high enough for nobody to want one. */
function closed(scores: Scores, room: Int32Array, { price, worth }: Assigned): Float64Array {
  for (let col = 0; col < room.length; col++) {
    if (room[col]! > 0) continue
    price[col] = 0
    for (let row = 0; row < scores.rows; row++) {
      const score = scores.at(row, col)
      if (score >= 0) price[col] = Math.max(price[col]!, score - worth[row]!)
    }
  }
  return price
}
