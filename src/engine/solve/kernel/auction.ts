/** Good prices fast, and from them a start that loses nothing. Both ask for the list of a row where they need a new one. */
import type { Cells, f64, i32, Reals } from './cells.ts'
import {
  BID,
  BOUND,
  CAPACITY,
  COLS,
  COUNT,
  DONE,
  FALL,
  FIRST,
  GIVEN,
  HEAD,
  HEAPS,
  LEFT,
  LOOKED,
  MATCH,
  MATCH_SCORE,
  NEXT,
  OUTSIDE,
  OVER,
  PRICE,
  QUEUE,
  ROWS,
  START,
  STEP,
  TAKEN,
  WAITING,
  WORTH,
} from './layout.ts'
import { put } from './pairs.ts'

/** Everybody waits to bid, and no column has anybody. */
export function open(m: Cells): void {
  const rows = m[ROWS]!
  for (let row = 0; row < rows; row++) {
    m[m[QUEUE]! + row] = row
    m[m[MATCH]! + row] = -1
  }
  empty(m)
  m[WAITING] = rows
  m[GIVEN] = 0
}

/** No column has anybody, and a loop over the rows begins. */
function empty(m: Cells): void {
  const cols = m[COLS]!
  for (let col = 0; col < cols; col++) {
    m[m[TAKEN]! + col] = 0
    m[m[FIRST]! + col] = -1
  }
  m[HEAD] = 0
  m[LOOKED] = -1
}

/**
 * Bertsekas's auction (1979; with several places a column, Bertsekas and Castañón 1989): rows without a column bid for the
 * one worth most to them, up to what their second best is worth plus STEP; a full column lets its lowest bid go. Prices only
 * rise. It ends within STEP of the best for each row: it is here to find good prices fast, not to be exact.
 * Answers DONE, OVER after LEFT bids, or the row whose list it needs anew, to be called again then.
 * While it runs, FIRST of a full column is where its heap begins, and that of another the last who came.
 */
export function auction(m: Cells, r: Reals): i32 {
  const rows = m[ROWS]!
  const price = m[PRICE]!
  const capacity = m[CAPACITY]!
  const taken = m[TAKEN]!
  const first = m[FIRST]!
  const start = m[START]!
  const count = m[COUNT]!
  const bound = m[BOUND]!
  const outside = m[OUTSIDE]!
  const match = m[MATCH]!
  const matchScore = m[MATCH_SCORE]!
  const next = m[NEXT]!
  const bid = m[BID]!
  const queue = m[QUEUE]!
  const heaps = m[HEAPS]!
  const fall = r[m[FALL]!]!
  const step = r[m[STEP]!]!
  let head = m[HEAD]!
  let waiting = m[WAITING]!
  let left = m[LEFT]!
  let answer: i32 = DONE
  while (waiting > 0) {
    if (left <= 0) {
      answer = OVER
      break
    }
    const row = m[queue + head]!
    let best = r[outside + row]!
    let second = best
    let at = -1
    const from = m[start + row]!
    const end = from + 2 * m[count + row]!
    for (let e = from; e < end; e += 2) {
      const value: f64 = m[e + 1]! - r[price + m[e]!]!
      if (value <= second) continue
      if (value > best) {
        second = best
        best = value
        at = e
      } else second = value
    }
    const limit: f64 = r[bound + row]! + fall
    if (best < limit && m[LOOKED] !== row) {
      m[LOOKED] = row
      answer = row
      break
    }
    m[LOOKED] = -1
    left--
    if (++head === rows) head = 0
    waiting--
    // Nothing is worth more than staying without; prices only rise, so that is so for the rest of this auction.
    if (at < 0) continue
    const col = m[at]!
    r[bid + row] = r[price + col]! + best - (second > limit ? second : limit) + step
    m[match + row] = col
    m[matchScore + row] = m[at + 1]!
    const places = m[capacity + col]!
    let had = m[taken + col]!
    if (had < places) {
      m[next + row] = m[first + col]!
      m[first + col] = row
      m[taken + col] = ++had
      if (had < places) continue
      heapOf(m, r, col)
    } else {
      const heap = heaps + m[first + col]!
      const out = m[heap]!
      m[match + out] = -1
      replaceLeast(m, r, heap, places, row)
      const last = head + waiting++
      m[queue + (last >= rows ? last - rows : last)] = out
    }
    const least = r[bid + m[heaps + m[first + col]!]!]!
    if (least > r[price + col]!) r[price + col] = least
  }
  m[HEAD] = head
  m[WAITING] = waiting
  m[LEFT] = left
  return answer
}

/** Makes a heap of the rows of a column that has just become full, the lowest bid at its root. */
function heapOf(m: Cells, r: Reals, col: i32): void {
  const bid = m[BID]!
  const given = m[GIVEN]!
  const heap = m[HEAPS]! + given
  let size = 0
  for (let row = m[m[FIRST]! + col]!; row >= 0; row = m[m[NEXT]! + row]!) {
    let at = size++
    while (at > 0) {
      const up = (at - 1) >> 1
      if (r[bid + m[heap + up]!]! <= r[bid + row]!) break
      m[heap + at] = m[heap + up]!
      at = up
    }
    m[heap + at] = row
  }
  m[m[FIRST]! + col] = given
  m[GIVEN] = given + size
}

function replaceLeast(m: Cells, r: Reals, heap: i32, size: i32, row: i32): void {
  const bid = m[BID]!
  let at = 0
  for (;;) {
    let down = at * 2 + 1
    if (down >= size) break
    if (down + 1 < size && r[bid + m[heap + down + 1]!]! < r[bid + m[heap + down]!]!) down++
    if (r[bid + m[heap + down]!]! >= r[bid + row]!) break
    m[heap + at] = m[heap + down]!
    at = down
  }
  m[heap + at] = row
}

/** Makes the prices whole, which lets each fall by less than one. */
export function whole(m: Cells, r: Reals): void {
  const cols = m[COLS]!
  const price = m[PRICE]!
  for (let col = 0; col < cols; col++) r[price + col] = Math.floor(r[price + col]!)
  r[m[FALL]!] = r[m[FALL]!]! + 1
  empty(m)
}

/**
 * The exact worth of each row at prices that are whole, and of the auction's pairs only those that lose nothing, with
 * others like that. Answers DONE, or the row whose list it needs anew, to be called again then.
 */
export function settle(m: Cells, r: Reals): i32 {
  const rows = m[ROWS]!
  const price = m[PRICE]!
  const capacity = m[CAPACITY]!
  const taken = m[TAKEN]!
  const start = m[START]!
  const count = m[COUNT]!
  const outside = m[OUTSIDE]!
  const worth = m[WORTH]!
  const match = m[MATCH]!
  const fall = r[m[FALL]!]!
  for (let row = m[HEAD]!; row < rows; row++) {
    let best = r[outside + row]!
    const from = m[start + row]!
    const end = from + 2 * m[count + row]!
    for (let e = from; e < end; e += 2) {
      const value: f64 = m[e + 1]! - r[price + m[e]!]!
      if (value > best) best = value
    }
    if (best < r[m[BOUND]! + row]! + fall && m[LOOKED] !== row) {
      m[LOOKED] = row
      m[HEAD] = row
      return row
    }
    r[worth + row] = best
    const col = m[match + row]!
    if (col < 0) continue
    m[match + row] = -1
    const score = m[m[MATCH_SCORE]! + row]!
    if (score - r[price + col]! === best && m[taken + col]! < m[capacity + col]!) put(m, row, col, score)
  }
  for (let row = 0; row < rows; row++) {
    if (m[match + row]! >= 0 || r[worth + row]! <= r[outside + row]!) continue
    const from = m[start + row]!
    const end = from + 2 * m[count + row]!
    for (let e = from; e < end; e += 2) {
      const col = m[e]!
      if (m[taken + col]! >= m[capacity + col]! || m[e + 1]! - r[price + col]! !== r[worth + row]!) continue
      put(m, row, col, m[e + 1]!)
      break
    }
  }
  return DONE
}
