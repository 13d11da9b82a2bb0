/** Who is in which column: the rows of a column are a list through NEXT and BEFORE. */
import type { Cells, i32 } from './cells.ts'
import { BEFORE, FIRST, MATCH, MATCH_SCORE, NEXT, TAKEN } from './layout.ts'

export function put(m: Cells, row: i32, col: i32, score: i32): void {
  m[m[MATCH]! + row] = col
  m[m[MATCH_SCORE]! + row] = score
  const first = m[m[FIRST]! + col]!
  m[m[NEXT]! + row] = first
  m[m[BEFORE]! + row] = -1
  if (first >= 0) m[m[BEFORE]! + first] = row
  m[m[FIRST]! + col] = row
  const taken = m[TAKEN]! + col
  m[taken] = m[taken]! + 1
}

export function take(m: Cells, row: i32): void {
  const col = m[m[MATCH]! + row]!
  const next = m[m[NEXT]! + row]!
  const before = m[m[BEFORE]! + row]!
  if (before >= 0) m[m[NEXT]! + before] = next
  else m[m[FIRST]! + col] = next
  if (next >= 0) m[m[BEFORE]! + next] = before
  const taken = m[TAKEN]! + col
  m[taken] = m[taken]! - 1
  m[m[MATCH]! + row] = -1
}
