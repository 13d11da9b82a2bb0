/** The list of a row: the columns worth most to it, of those that a look found. */
import type { Cells, f64, i32, Reals } from './cells.ts'
import {
  BOUND,
  CAPACITY,
  CHOSEN,
  CHOSEN_VALUE,
  COUNT,
  FALL,
  FEW,
  HITS,
  MOST,
  PLACES,
  PRICE,
  SOUGHT,
  START,
} from './layout.ts'

/**
 * Lists those of the first `many` hits that are worth more than `bar` to a row, or the best of them if they are too many;
 * answers how many there were. `turn` says which comes first.
 */
export function list(m: Cells, r: Reals, row: i32, bar: f64, many: i32, turn: i32): i32 {
  const found = keep(m, r, bar, many)
  if (found <= PLACES) {
    write(m, r, row, bar, found, turn)
    return found
  }
  const higher = fourth(m, r, found)
  const fewer = keep(m, r, higher, found)
  if (fewer > PLACES || fewer < FEW) choose(m, r, row, found, turn)
  else write(m, r, row, higher, fewer, turn)
  return found
}

/** Of the first `many` hits, puts in front those worth more than `bar`; answers how many. */
function keep(m: Cells, r: Reals, bar: f64, many: i32): i32 {
  const price = m[PRICE]!
  const capacity = m[CAPACITY]!
  const hits = m[HITS]!
  const end = hits + 2 * many
  let to = hits
  for (let k = hits; k < end; k += 2) {
    const col = m[k]!
    const score = m[k + 1]!
    if (score - r[price + col]! <= bar || m[capacity + col]! === 0) continue
    m[k] = m[to]!
    m[k + 1] = m[to + 1]!
    m[to] = col
    m[to + 1] = score
    to += 2
  }
  return (to - hits) >> 1
}

function write(m: Cells, r: Reals, row: i32, bar: f64, found: i32, turn: i32): void {
  const hits = m[HITS]!
  let to = m[m[START]! + row]!
  let most = m[MOST]!
  let k = found > 0 ? turn % found : 0
  for (let left = found; left > 0; left--) {
    const score = m[hits + 2 * k + 1]!
    m[to] = m[hits + 2 * k]!
    m[to + 1] = score
    to += 2
    if (score > most) most = score
    if (++k === found) k = 0
  }
  m[MOST] = most
  m[m[COUNT]! + row] = found
  r[m[BOUND]! + row] = bar - r[m[FALL]!]!
}

/** The fourth best value of an eighth of the hits: about 32 of all are better. */
function fourth(m: Cells, r: Reals, many: i32): f64 {
  const price = m[PRICE]!
  const hits = m[HITS]!
  const end = hits + 2 * many
  let a: f64 = Number.NEGATIVE_INFINITY
  let b = a
  let c = a
  let d = a
  for (let k = hits; k < end; k += 16) {
    const value: f64 = m[k + 1]! - r[price + m[k]!]!
    if (value <= d) continue
    if (value > b) {
      d = c
      c = b
      if (value > a) {
        b = a
        a = value
      } else b = value
    } else if (value > c) {
      d = c
      c = value
    } else d = value
  }
  return d
}

/** The best SOUGHT of the hits, by a heap whose root is the least of them. */
function choose(m: Cells, r: Reals, row: i32, found: i32, turn: i32): void {
  const price = m[PRICE]!
  const hits = m[HITS]!
  const heap = m[CHOSEN_VALUE]!
  const heapAt = m[CHOSEN]!
  let size = 0
  let k = turn % found
  for (let left = found; left > 0; left--) {
    const value: f64 = m[hits + 2 * k + 1]! - r[price + m[hits + 2 * k]!]!
    if (size < SOUGHT) {
      let at = size++
      while (at > 0) {
        const up = (at - 1) >> 1
        if (r[heap + up]! <= value) break
        r[heap + at] = r[heap + up]!
        m[heapAt + at] = m[heapAt + up]!
        at = up
      }
      r[heap + at] = value
      m[heapAt + at] = k
    } else if (value > r[heap]!) {
      let at = 0
      for (;;) {
        let down = at * 2 + 1
        if (down >= SOUGHT) break
        if (down + 1 < SOUGHT && r[heap + down + 1]! < r[heap + down]!) down++
        if (r[heap + down]! >= value) break
        r[heap + at] = r[heap + down]!
        m[heapAt + at] = m[heapAt + down]!
        at = down
      }
      r[heap + at] = value
      m[heapAt + at] = k
    }
    if (++k === found) k = 0
  }
  let to = m[m[START]! + row]!
  for (let at = 0; at < size; at++) {
    const hit = hits + 2 * m[heapAt + at]!
    m[to] = m[hit]!
    m[to + 1] = m[hit + 1]!
    if (m[to + 1]! > m[MOST]!) m[MOST] = m[to + 1]!
    to += 2
  }
  m[m[COUNT]! + row] = size
  r[m[BOUND]! + row] = r[heap]! - r[m[FALL]!]!
}
