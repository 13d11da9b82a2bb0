import type { State } from './state.ts'

/** What a bid costs beside a cell looked at. */
const BID = 32

/**
 * Bertsekas's auction (1979; with several places a column, Bertsekas and Castañón 1989): rows without a column bid for the
 * one worth most to them, up to what their second best is worth plus `step`; a full column lets its lowest bid go. Prices
 * only rise. It ends within `step` of the best for each row: it is here to find good prices fast, not to be exact.
 * A step is a power of two, so that sums stay exact. Answers false if it took more than `budget` of work.
 * `match` of the state holds places in the lists, not columns, until `settle`.
 */
export function auction(state: State, step: number, budget: number): boolean {
  const { rows, capacity, outside, price, match, lists } = state
  const { col: listed, score: scored, count } = lists
  const held: number[][] = []
  for (let col = 0; col < state.cols; col++) held.push([])
  const bid = new Float64Array(rows)
  const queue = new Int32Array(rows)
  for (let row = 0; row < rows; row++) queue[row] = row
  const most = lists.work + budget
  let head = 0
  let waiting = rows
  match.fill(-1)
  while (waiting > 0) {
    lists.work += BID
    if (lists.work > most) return false
    const row = queue[head]!
    if (++head === rows) head = 0
    waiting--
    let best = 0
    let second = 0
    let at = -1
    for (let again = false; ; again = true) {
      best = second = outside[row]!
      at = -1
      const start = lists.start[row]!
      const end = start + count[row]!
      for (let e = start; e < end; e++) {
        const value = scored[e]! - price[listed[e]!]!
        if (value <= second) continue
        if (value > best) {
          second = best
          best = value
          at = e
        } else second = value
      }
      if (again || best >= lists.limit(row)) break
      lists.refresh(row)
    }
    // Nothing is worth more than staying without; prices only rise, so that is so for the rest of this auction.
    if (at < 0) continue
    const col = listed[at]!
    bid[row] = price[col]! + best - Math.max(second, lists.limit(row)) + step
    match[row] = at
    const own = held[col]!
    if (own.length < capacity[col]!) {
      push(own, bid, row)
      if (own.length === capacity[col]) price[col] = Math.max(price[col]!, bid[own[0]!]!)
      continue
    }
    const out = own[0]!
    match[out] = -1
    replaceLeast(own, bid, row)
    price[col] = bid[own[0]!]!
    const end = head + waiting++
    queue[end >= rows ? end - rows : end] = out
  }
  return true
}

/** Heaps of rows, the lowest bid at the root. */
function push(heap: number[], bid: Float64Array, row: number): void {
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

function replaceLeast(heap: number[], bid: Float64Array, row: number): void {
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
