import type { State } from './state.ts'

/** What a bid costs beside a cell looked at. */
const BID = 32
/** An auction counts in sixteenths of a point. */
export const SHARES = 16

/**
 * Bertsekas's auction (1979; with several places a column, Bertsekas and Castañón 1989): rows without a column bid for the
 * one worth most to them, up to what their second best is worth plus `step` sixteenths of a point; a full column lets its
 * lowest bid go. Prices only rise. It ends within `step` of the best for each row: it is here to find good prices fast,
 * not to be exact. `most` is the highest score. Answers false if it took more than `budget` of work.
 * `match` of the state holds places in the lists, not columns, until `settle`.
 */
export function auction(state: State, step: number, most: number, budget: number): boolean {
  const { rows, capacity, price, match, lists } = state
  const { start, count } = lists
  let { col: listed, score: scored } = lists
  const held: number[][] = []
  for (let col = 0; col < state.cols; col++) held.push([])
  // Sums of fractions would be objects, each on its own, until this is compiled; whole numbers of 32 bits are not.
  const reach = most + highest(price) + highest(state.outside) + step
  const Cells = reach * SHARES * 2 < 2 ** 31 ? Int32Array : Float64Array
  const cost = inShares(price, new Cells(state.cols))
  const outside = inShares(state.outside, new Cells(rows))
  const bid = new Cells(rows)
  const queue = new Int32Array(rows)
  for (let row = 0; row < rows; row++) queue[row] = row
  const enough = lists.work + budget
  let head = 0
  let waiting = rows
  match.fill(-1)
  while (waiting > 0) {
    lists.work += BID
    if (lists.work > enough) return false
    const row = queue[head]!
    if (++head === rows) head = 0
    waiting--
    let best = 0
    let second = 0
    let limit = 0
    let at = -1
    for (let again = false; ; again = true) {
      best = second = outside[row]!
      at = -1
      const from = start[row]!
      const end = from + count[row]!
      for (let e = from; e < end; e++) {
        const value = scored[e]! * SHARES - cost[listed[e]!]!
        if (value <= second) continue
        if (value > best) {
          second = best
          best = value
          at = e
        } else second = value
      }
      limit = lists.limit(row) * SHARES
      if (again || best >= limit) break
      lists.refresh(row)
      listed = lists.col
      scored = lists.score
    }
    // Nothing is worth more than staying without; prices only rise, so that is so for the rest of this auction.
    if (at < 0) continue
    const col = listed[at]!
    bid[row] = cost[col]! + best - Math.max(second, limit) + step
    match[row] = at
    const own = held[col]!
    if (own.length < capacity[col]!) push(own, bid, row)
    else {
      const out = own[0]!
      match[out] = -1
      replaceLeast(own, bid, row)
      const end = head + waiting++
      queue[end >= rows ? end - rows : end] = out
    }
    if (own.length < capacity[col]!) continue
    cost[col] = Math.max(cost[col]!, bid[own[0]!]!)
    price[col] = cost[col]! / SHARES
  }
  return true
}

type Cells = Int32Array | Float64Array

function highest(points: Float64Array): number {
  let high = 0
  for (let k = 0; k < points.length; k++) high = Math.max(high, Math.abs(points[k]!))
  return high
}

function inShares(points: Float64Array, shares: Cells): Cells {
  for (let k = 0; k < points.length; k++) shares[k] = points[k]! * SHARES
  return shares
}

/** Heaps of rows, the lowest bid at the root. */
function push(heap: number[], bid: Cells, row: number): void {
  let at = heap.length
  heap.push(row)
  while (at > 0) {
    const up = (at - 1) >> 1
    if (bid[heap[up]!]! <= bid[row]!) break
    heap[at] = heap[up]!
    at = up
  }
  heap[at] = row
}

function replaceLeast(heap: number[], bid: Cells, row: number): void {
  const size = heap.length
  let at = 0
  for (;;) {
    let down = at * 2 + 1
    if (down >= size) break
    if (down + 1 < size && bid[heap[down + 1]!]! < bid[heap[down]!]!) down++
    if (bid[heap[down]!]! >= bid[row]!) break
    heap[at] = heap[down]!
    at = down
  }
  heap[at] = row
}
