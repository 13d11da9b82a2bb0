import type { Candidates } from './candidates.ts'
import type { Scores } from './instance.ts'

/**
 * A half-built assignment with its prices. `worth` is what a row gets (u), `price` what a place in a column costs (p).
 * The rows of a column are a list through `next` and `before`.
 */
export class State {
  readonly rows: number
  readonly cols: number
  readonly price: Float64Array
  readonly worth: Float64Array
  /** The column of each row, or -1. */
  readonly match: Int32Array
  readonly matchScore: Int32Array
  readonly taken: Int32Array
  readonly first: Int32Array
  readonly next: Int32Array
  readonly before: Int32Array
  readonly scoreAt: (row: number, col: number) => number

  constructor(
    scores: Scores,
    readonly capacity: Int32Array,
    /** What a row has if it stays without a column: 0, or less the bonus for being matched. */
    readonly outside: Float64Array,
    readonly lists: Candidates,
  ) {
    this.rows = scores.rows
    this.scoreAt = (row, col) => scores.at(row, col)
    this.cols = scores.cols
    this.price = lists.prices
    this.worth = new Float64Array(this.rows)
    this.match = new Int32Array(this.rows).fill(-1)
    this.matchScore = new Int32Array(this.rows)
    this.taken = new Int32Array(this.cols)
    this.first = new Int32Array(this.cols).fill(-1)
    this.next = new Int32Array(this.rows).fill(-1)
    this.before = new Int32Array(this.rows).fill(-1)
  }

  put(row: number, col: number, score: number): void {
    this.match[row] = col
    this.matchScore[row] = score
    const first = this.first[col]!
    this.next[row] = first
    this.before[row] = -1
    if (first >= 0) this.before[first] = row
    this.first[col] = row
    this.taken[col]!++
  }

  take(row: number): void {
    const col = this.match[row]!
    const next = this.next[row]!
    const before = this.before[row]!
    if (before >= 0) this.next[before] = next
    else this.first[col] = next
    if (next >= 0) this.before[next] = before
    this.taken[col]!--
    this.match[row] = -1
  }
}
