import type { Progress } from './assign.ts'
import { FORBIDDEN, mix, type Scores } from './instance.ts'

/** Places for candidates of a row; a list of between FEW and PLACES is good, and SOUGHT the aim. */
export const PLACES = 64
const SOUGHT = 32
const FEW = 8
/** Of so few columns an eighth tells less than the row before does. */
const SMALL = 1600

/**
 * The most valuable columns of each row, where the value is the score less the column's price. Whatever is not listed is
 * worth at most `limit` to its row: prices that rise keep that true, and of falls `fell` is told.
 */
export class Candidates {
  readonly col: Int32Array
  readonly score: Int32Array
  readonly count: Int32Array
  /** Cells looked at: the measure of work, since time would make results irreproducible. */
  work = 0
  /** What a place in each column costs. */
  readonly prices: Float64Array
  private readonly bound: Float64Array
  private readonly fallen: Float64Array
  private readonly buffer: Int32Array
  private readonly heap = new Float64Array(SOUGHT)
  private readonly heapCol = new Int32Array(SOUGHT)
  private fall = 0
  private priced = false

  constructor(
    private readonly scores: Scores,
    private readonly capacity: Int32Array,
    private readonly seed: number,
  ) {
    const { rows, cols } = scores
    this.prices = new Float64Array(cols)
    this.col = new Int32Array(rows * PLACES)
    this.score = new Int32Array(rows * PLACES)
    this.count = new Int32Array(rows)
    this.bound = new Float64Array(rows)
    this.fallen = new Float64Array(rows)
    this.buffer = new Int32Array(cols)
  }

  /** Says that prices have fallen, each by at most `by`. */
  fell(by: number): void {
    this.fall += by
  }

  /** The most that a column not listed is worth to this row now. */
  limit(row: number): number {
    return this.bound[row]! + this.fall - this.fallen[row]!
  }

  /** All scores of a row that are more than `above`; others may be told as less. */
  row(row: number, above: number): Int32Array {
    this.work += this.scores.cols
    return this.scores.row(row, this.buffer, above)
  }

  /** The lists of all rows while no column has a price yet; answers the highest score. */
  fillAll(progress?: Progress): number {
    const { rows } = this.scores
    const { bound, count, score } = this
    let above = Number.NEGATIVE_INFINITY
    let most = 0
    for (let row = 0; row < rows; row++) {
      if (row % 256 === 0) progress?.('scores', row, rows)
      // Rows are alike: what would be far from the list of the row before need not be told exactly.
      if (!this.list(row, above) && above > Number.NEGATIVE_INFINITY) this.list(row, Number.NEGATIVE_INFINITY)
      above = Math.floor(bound[row]! * 0.9)
      const end = row * PLACES + count[row]!
      for (let e = row * PLACES; e < end; e++) if (score[e]! > most) most = score[e]!
    }
    this.priced = true
    return most
  }

  /** The list of a row anew, at the prices of now. */
  refresh(row: number): void {
    this.list(row, Number.NEGATIVE_INFINITY)
  }

  /** Answers false if, of what scores more than `above`, there is too little for a list. */
  private list(row: number, above: number): boolean {
    const scores = this.row(row, above)
    this.fallen[row] = this.fall
    if (!this.priced && row > 0 && scores.length <= SMALL) {
      // Rows are alike: where the list of the row before ended this one may as well.
      const likely = Math.max(this.bound[row - 1]!, above)
      const many = this.collect(row, scores, likely)
      if (many >= FEW && many <= PLACES) {
        this.count[row] = many
        this.bound[row] = likely
        return true
      }
    }
    const [bar, higher] = this.priced ? this.sample(scores) : this.samplePlain(scores)
    let limit = Math.max(bar, above)
    let count = this.collect(row, scores, limit)
    if (count > PLACES) {
      limit = Math.max(higher, above)
      count = this.collect(row, scores, limit)
    }
    if (count > PLACES || (count < FEW && limit > above)) {
      this.choose(row, scores)
      this.bound[row] = Math.max(this.bound[row]!, above)
      return this.count[row]! >= FEW
    }
    this.count[row] = count
    this.bound[row] = limit
    return count >= FEW
  }

  /** The fourth and second best values of an eighth of the columns: about 32 and 16 of all are better. */
  private sample(scores: Int32Array): [number, number] {
    const { prices, capacity } = this
    let a = Number.NEGATIVE_INFINITY
    let b = a
    let c = a
    let d = a
    if (scores.length <= PLACES) return [d, b]
    for (let col = 0; col < scores.length; col += 8) {
      const value = scores[col]! - prices[col]!
      if (value <= d || scores[col]! < 0 || capacity[col] === 0) continue
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
    return [d, b]
  }

  /** The same while nothing has a price: whole numbers, and one comparison that nearly all fall out by. */
  private samplePlain(scores: Int32Array): [number, number] {
    const { capacity } = this
    let a = FORBIDDEN
    let b = FORBIDDEN
    let c = FORBIDDEN
    let d = FORBIDDEN
    for (let col = 0; col < scores.length; col += 8) {
      const s = scores[col]!
      if (s <= d || capacity[col] === 0) continue
      if (s > b) {
        d = c
        c = b
        if (s > a) {
          b = a
          a = s
        } else b = s
      } else if (s > c) {
        d = c
        c = s
      } else d = s
    }
    const known = scores.length > PLACES
    return [known && d >= 0 ? d : Number.NEGATIVE_INFINITY, known && b >= 0 ? b : Number.NEGATIVE_INFINITY]
  }

  /**
   * Lists what is worth more than `bar`; answers how many, and stops when they are too many. It begins at another column for
   * each row and seed: that decides between equals, and they do not all list the same ones.
   */
  private collect(row: number, scores: Int32Array, bar: number): number {
    const turn = scores.length ? mix(row, this.seed) % scores.length : 0
    const from = row * PLACES
    const plain = !this.priced && Number.isInteger(bar) && bar >= FORBIDDEN
    const half = plain
      ? this.addScores(scores, bar, turn, scores.length, from, from)
      : this.addValues(scores, bar, turn, scores.length, from, from)
    if (half < 0) return PLACES + 1
    const end = plain
      ? this.addScores(scores, bar, 0, turn, half, from)
      : this.addValues(scores, bar, 0, turn, half, from)
    return end < 0 ? PLACES + 1 : end - from
  }

  /** Adds from place `at` on; the next place, or -1 if they are too many. The quick way while nothing has a price. */
  private addScores(
    scores: Int32Array,
    bar: number,
    from: number,
    to: number,
    at: number,
    start: number,
  ): number {
    const { col, score, capacity } = this
    // A whole number of 32 bits makes the one comparison that nearly all fall out by a quick one.
    const least = bar | 0
    for (let k = from; k < to; k++) {
      const s = scores[k]!
      if (s <= least || capacity[k] === 0) continue
      if (at === start + PLACES) return -1
      col[at] = k
      score[at++] = s
    }
    return at
  }

  private addValues(
    scores: Int32Array,
    bar: number,
    from: number,
    to: number,
    at: number,
    start: number,
  ): number {
    const { col, score, capacity, prices } = this
    for (let k = from; k < to; k++) {
      const s = scores[k]!
      if (s - prices[k]! <= bar || s < 0 || capacity[k] === 0) continue
      if (at === start + PLACES) return -1
      col[at] = k
      score[at++] = s
    }
    return at
  }

  /** The best SOUGHT of a row, by a heap whose root is the least of them. */
  private choose(row: number, scores: Int32Array): void {
    const { prices, capacity, heap, heapCol } = this
    const cols = scores.length
    let size = 0
    let bar = Number.NEGATIVE_INFINITY
    for (let k = cols ? mix(row, this.seed) % cols : 0, left = cols; left > 0; left--) {
      const s = scores[k]!
      const value = s - prices[k]!
      if (s >= 0 && value > bar && capacity[k]! > 0) {
        let at = 0
        if (size < SOUGHT) {
          at = size++
          while (at > 0) {
            const up = (at - 1) >> 1
            if (heap[up]! <= value) break
            heap[at] = heap[up]!
            heapCol[at] = heapCol[up]!
            at = up
          }
        } else {
          for (;;) {
            let down = at * 2 + 1
            if (down >= SOUGHT) break
            if (down + 1 < SOUGHT && heap[down + 1]! < heap[down]!) down++
            if (heap[down]! >= value) break
            heap[at] = heap[down]!
            heapCol[at] = heapCol[down]!
            at = down
          }
        }
        heap[at] = value
        heapCol[at] = k
        if (size === SOUGHT) bar = heap[0]!
      }
      if (++k === cols) k = 0
    }
    const start = row * PLACES
    for (let at = 0; at < size; at++) {
      this.col[start + at] = heapCol[at]!
      this.score[start + at] = scores[heapCol[at]!]!
    }
    this.count[row] = size
    this.bound[row] = bar
    this.fallen[row] = this.fall
  }
}
