/**
 * Checks what the solver says, knowing nothing of how it was found. Kept apart on purpose: it imports only how scores are
 * read. A round whose certificate does not hold is not published.
 */
import type { Points, Scores } from './instance.ts'
import { type RowScanner, withRowScanner } from './kernel/scan-rows.ts'

export interface Claim {
  /** The column of each row, or -1. */
  match: ArrayLike<number>
  total: number
  matched: number
  /** What a row has (u), what a place in a column costs (p). */
  u: ArrayLike<number>
  p: ArrayLike<number>
  /** Pairs below it are not for choice in this stage. */
  floor?: number
  /** Points for being matched, by row. */
  bonus?: ArrayLike<number>
  /** Why no more people can be matched, and why not with a better worst match. */
  covers?: { matched?: CoverClaim; worst?: CoverClaim }
}

interface CoverClaim {
  rows: readonly number[]
  cols: readonly number[]
}

/**
 * What is wrong with a claim, in words, or undefined. Sound pairs within the capacities; total and matched as told;
 * u, p >= 0; u_i + p_j >= s_ij + bonus_i for all allowed pairs not below the floor; sum u + sum capacity * p = total + bonus
 * of those matched: by weak duality no assignment over these pairs is better. With covers: each pair scoring above
 * `worst` (for the first: each allowed pair) has its row or its column in the cover, which weighs `matched`
 * (less, for the second), and no matching is larger than a cover weighs.
 */
export function findFlaw(scores: Scores, capacity: ArrayLike<number>, claim: Claim): string | undefined {
  return withRowScanner(scores, (scanner) => flawBy(scanner, scores, capacity, claim))
}

function flawBy(
  scanner: RowScanner,
  scores: Scores,
  capacity: ArrayLike<number>,
  claim: Claim,
): string | undefined {
  const { rows, cols } = scores
  const { match, u, p, covers } = claim
  const floor = Math.max(0, claim.floor ?? 0)
  if (match.length !== rows || u.length !== rows || p.length !== cols || capacity.length !== cols)
    return 'something is missing'
  const prices = Float64Array.from(p)
  const room = Float64Array.from(capacity)
  let dual = 0
  for (let col = 0; col < cols; col++) {
    if (!(prices[col]! >= 0)) return `price ${col} is ${prices[col]}`
    dual += prices[col]! * capacity[col]!
  }
  const most = covers?.matched && coverOf(covers.matched, scores, capacity)
  const worst = covers?.worst && coverOf(covers.worst, scores, capacity)
  if (most && most.weight !== claim.matched) return `a cover weighs ${most.weight}, not ${claim.matched}`
  if (worst && worst.weight >= claim.matched)
    return `a cover weighs ${worst.weight}, not less than ${claim.matched}`
  let least = Number.POSITIVE_INFINITY
  let total = 0
  let matched = 0
  let bonuses = 0
  for (let row = 0; row < rows; row++) {
    const col = match[row]!
    if (col < 0) continue
    const score = scores.at(row, col)
    if (score < floor) return `row ${row} may not be matched with column ${col}`
    if (--room[col]! < 0) return `column ${col} is overfull`
    if (score < least) least = score
    total += score
    matched++
    bonuses += claim.bonus?.[row] ?? 0
  }

  const buffer = new Int32Array(cols)
  scanner.price(prices)
  for (let row = 0; row < rows; row++) {
    const worth = u[row]!
    if (!(worth >= 0)) return `row ${row} has ${worth}`
    dual += worth
    const bonus = claim.bonus?.[row] ?? 0
    // Whoever scores no more than this keeps the inequality whatever the price, as prices are not negative.
    const safe = worth - bonus
    const open = most && !most.rows[row] ? most : undefined
    const better = worst && !worst.rows[row] ? worst : undefined
    // Nearly every row is settled by one look; where that cannot tell, each pair is asked.
    const settled = scanner.most(row, Math.max(safe, floor - 1)) <= safe
    if (settled && !open && !better) continue
    const points = scores.row(row, buffer, open || better ? -1 : Math.max(safe, floor - 1))
    const wrong = settled ? -1 : unpaid(points, prices, safe, floor)
    if (wrong >= 0) return `row ${row} would rather have column ${wrong}`
    if (open || better) {
      for (let col = 0; col < cols; col++) {
        if (points[col]! < 0 || capacity[col]! === 0) continue
        if (open && !open.cols[col]) return `row ${row} and column ${col} are in no cover`
        if (better && points[col]! > least && !better.cols[col])
          return `row ${row} and column ${col} score above the worst and are in no cover`
      }
    }
  }
  if (total !== claim.total) return `the total is ${total}, not ${claim.total}`
  if (matched !== claim.matched) return `${matched} are matched, not ${claim.matched}`
  if (dual !== total + bonuses) return `the prices prove ${dual}, not ${total + bonuses}`
  return undefined
}

/** A column that breaks `p >= s - safe`, or -1. */
function unpaid(points: Points, prices: Float64Array, safe: number, floor: number): number {
  for (let col = 0; col < points.length; col++) {
    const score = points[col]!
    if (score >= floor && score - prices[col]! > safe) return col
  }
  return -1
}

function coverOf(cover: CoverClaim, { rows, cols }: Scores, capacity: ArrayLike<number>) {
  const inRows = new Uint8Array(rows)
  const inCols = new Uint8Array(cols)
  for (const row of cover.rows) inRows[row] = 1
  for (const col of cover.cols) inCols[col] = 1
  let weight = 0
  for (let row = 0; row < rows; row++) weight += inRows[row]!
  for (let col = 0; col < cols; col++) if (inCols[col]) weight += capacity[col]!
  return { rows: inRows, cols: inCols, weight }
}
