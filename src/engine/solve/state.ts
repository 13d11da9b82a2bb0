import { Candidates } from './candidates.ts'
import * as at from './kernel/layout.ts'
import { put, take } from './kernel/pairs.ts'
import type { Room } from './kernel/room.ts'

/**
 * A half-built assignment with its prices, in the memory of a kernel. `worth` is what a row gets (u), `price` what a place
 * in a column costs (p). The rows of a column are a list through `first` and `next`.
 */
export class State {
  readonly rows: number
  readonly cols: number
  readonly lists: Candidates
  readonly capacity: Int32Array
  readonly price: Float64Array
  readonly worth: Float64Array
  /** What a row has if it stays without a column: 0, or less the bonus for being matched. */
  readonly outside: Float64Array
  /** The column of each row, or -1. */
  readonly match: Int32Array
  readonly matchScore: Int32Array
  readonly taken: Int32Array
  readonly first: Int32Array
  readonly next: Int32Array

  constructor(
    readonly room: Room,
    capacity: Int32Array,
    outside: Float64Array,
    seed: number,
  ) {
    const { scores } = room
    const { rows, cols } = scores
    this.rows = rows
    this.cols = cols
    this.lists = new Candidates(room, seed)
    this.capacity = room.whole(at.CAPACITY, cols)
    this.capacity.set(capacity)
    this.taken = room.whole(at.TAKEN, cols)
    this.first = room.whole(at.FIRST, cols)
    this.match = room.whole(at.MATCH, rows)
    this.matchScore = room.whole(at.MATCH_SCORE, rows)
    this.next = room.whole(at.NEXT, rows)
    this.price = room.real(at.PRICE, cols)
    this.worth = room.real(at.WORTH, rows)
    this.outside = room.real(at.OUTSIDE, rows)
    this.outside.set(outside)
  }

  scoreAt(row: number, col: number): number {
    return this.room.scores.at(row, col)
  }

  put(row: number, col: number, score: number): void {
    put(this.room.cells, row, col, score)
  }

  take(row: number): void {
    take(this.room.cells, row)
  }
}
