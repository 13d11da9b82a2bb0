import { FORBIDDEN, mix, type Points, type Progress, type Scores } from './instance.ts'
import * as at from './kernel/layout.ts'
import type { Room } from './kernel/room.ts'

/**
 * The most valuable columns of each row, where the value is the score less the column's price. Whatever is not listed is
 * worth at most `limit` to its row: prices that rise keep that true, and of falls `fell` is told.
 */
export class Candidates {
  /** The lists: from `start` of a row on, `count` times a column and its score. */
  readonly cells: Int32Array
  readonly start: Int32Array
  readonly count: Int32Array
  /** Cells looked at: the measure of work, since time would make results irreproducible. */
  work = 0
  private readonly scores: Scores
  private readonly bound: Float64Array
  private readonly fall: Float64Array
  private readonly buffer: Int32Array
  /** How many entries a list may have. */
  private readonly places: number
  /** Where the first lists end, once they are there, and where the next one goes. */
  private first = Number.POSITIVE_INFINITY
  private next: number

  constructor(
    private readonly room: Room,
    private readonly seed: number,
  ) {
    this.scores = room.scores
    const { rows, cols } = room.scores
    this.cells = room.cells
    this.start = room.whole(at.START, rows)
    this.count = room.whole(at.COUNT, rows)
    this.bound = room.real(at.BOUND, rows)
    this.fall = room.real(at.FALL, 1)
    this.buffer = new Int32Array(cols)
    this.places = Math.min(cols, at.PLACES)
    this.next = room.lists
  }

  /** Says that prices have fallen, each by at most `by`. */
  fell(by: number): void {
    this.fall[0]! += by
  }

  /** The most that a column not listed is worth to this row now, in whole points. */
  limit(row: number): number {
    return Math.ceil(this.bound[row]! + this.fall[0]!)
  }

  /** All scores of a row that are more than `above`; others may be told as less. */
  row(row: number, above: number): Points {
    this.work += this.scores.cols
    return this.scores.row(row, this.buffer, above)
  }

  /** The lists of all rows while no column has a price yet. */
  fillAll(progress?: Progress): void {
    const { start, count, bound } = this
    const { rows } = this.scores
    // Rows are alike: each list ends about where those before did, which moves a little with every row.
    let bar = Number.NEGATIVE_INFINITY
    for (let row = 0; row < rows; row++) {
      if (row % 256 === 0) progress?.('scores', row, rows)
      start[row] = this.next
      let found = this.list(row, bar)
      let lower = bar
      for (let less = bar >> 4; found < at.FEW && lower >= 0; less *= 2) {
        lower -= less + 1
        if (lower < 0) lower = Number.NEGATIVE_INFINITY
        found = this.list(row, lower)
      }
      if (bar < 0) bar = bound[row]! | 0
      else if (lower < bar) bar = Math.max(0, bar - (bar >> 6) - 1)
      else if (found > at.SOUGHT) bar += (bar >> 7) + 1
      this.next += 2 * count[row]!
    }
    this.first = this.next
  }

  /** The list of a row anew, at the prices of now. */
  refresh(row: number): void {
    // A list that may grow moves to a place of its own.
    if (this.start[row]! < this.first) {
      this.start[row] = this.next
      this.next += 2 * this.places
    }
    this.list(row, Number.NEGATIVE_INFINITY)
  }

  /** Lists what is worth more than `bar` to a row, or the best of that if it is too much; answers how many there were. */
  private list(row: number, bar: number): number {
    this.work += this.scores.cols
    const { scanner, kernel } = this.room
    // Prices are not negative: nothing is worth more than it scores.
    const many = scanner.over(row, Math.max(bar, FORBIDDEN))
    // Another begins for each row and seed: that decides between equals, and they do not all list the same ones.
    return kernel.list(row, bar, many, mix(row, this.seed) >>> 1)
  }
}
