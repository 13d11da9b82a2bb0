/**
 * Scans every score of a row, one by one: what `assembly/scan-rows.ts` does several at a time. A row stands in the memory
 * from `from` on, of numbers as long as those of the array it is seen through.
 */
import type { Cells } from './cells.ts'

/** Writes the columns that score more than `bar`, with their scores, from the cell `hits` on; answers how many. */
export function over(
  m: Cells,
  row: Int16Array | Int32Array,
  from: number,
  cols: number,
  bar: number,
  hits: number,
): number {
  let at = hits
  for (let col = 0; col < cols; col++) {
    const score = row[from + col]!
    if (score <= bar) continue
    m[at++] = col
    m[at++] = score
  }
  return (at - hits) >> 1
}

/** The most that any column scores beyond its price; prices stand from `prices` on, in numbers as long. */
export function most(row: Int16Array | Int32Array, from: number, cols: number, prices: number): number {
  let best = Number.NEGATIVE_INFINITY
  for (let col = 0; col < cols; col++) {
    const value = row[from + col]! - row[prices + col]!
    if (value > best) best = value
  }
  return best
}
