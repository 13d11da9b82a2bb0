import type { Progress } from './assign.ts'
import { FORBIDDEN, mix, type Scores } from './instance.ts'
import { type Looks, looksFor } from './kernel/index.ts'

/** Places for candidates of a row; a list of between FEW and PLACES is good, and SOUGHT the aim. */
const PLACES = 64
const SOUGHT = 32
const FEW = 8

/**
 * The most valuable columns of each row, where the value is the score less the column's price. Whatever is not listed is
 * worth at most `limit` to its row: prices that rise keep that true, and of falls `fell` is told.
 */
export class Candidates {
  /** Longer ones take their place when lists need more room: `refresh` may do that. */
  col: Int32Array
  score: Int32Array
  /** Where the list of each row begins, and how long it is. */
  readonly start: Int32Array
  readonly count: Int32Array
  /** Cells looked at: the measure of work, since time would make results irreproducible. */
  work = 0
  /** What a place in each column costs. */
  readonly prices: Float64Array
  private readonly bound: Float64Array
  private readonly fallen: Float64Array
  private readonly buffer: Int32Array
  private readonly looks: Looks
  private readonly heap = new Float64Array(SOUGHT)
  private readonly heapCol = new Int32Array(SOUGHT)
  private fall = 0
  /** Where the first lists end, once they are there, and where the next one goes. */
  private first = Number.POSITIVE_INFINITY
  private next = 0

  constructor(
    private readonly scores: Scores,
    private readonly capacity: Int32Array,
    private readonly seed: number,
  ) {
    const { rows, cols } = scores
    this.prices = new Float64Array(cols)
    // First lists stand close together: memory that is touched for the first time takes longer than all else here.
    this.col = new Int32Array(rows * SOUGHT + PLACES)
    this.score = new Int32Array(rows * SOUGHT + PLACES)
    this.start = new Int32Array(rows)
    this.count = new Int32Array(rows)
    this.bound = new Float64Array(rows)
    this.fallen = new Float64Array(rows)
    this.buffer = new Int32Array(cols)
    this.looks = looksFor(cols)
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
    const { bound, start, count } = this
    // Rows are alike: each list ends about where those before did, which moves a little with every row.
    let bar = Number.NEGATIVE_INFINITY
    let most = 0
    for (let row = 0; row < rows; row++) {
      if (row % 256 === 0) progress?.('scores', row, rows)
      start[row] = this.next
      this.makeRoom()
      let found = this.list(row, bar)
      let lower = bar
      for (let less = bar >> 4; found < FEW && lower >= 0; less *= 2) {
        lower -= less + 1
        if (lower < 0) lower = Number.NEGATIVE_INFINITY
        found = this.list(row, lower)
      }
      if (bar < 0) bar = bound[row]! | 0
      else if (lower < bar) bar = Math.max(0, bar - (bar >> 6) - 1)
      else if (found > SOUGHT) bar += (bar >> 7) + 1
      for (let e = this.next; e < this.next + count[row]!; e++)
        if (this.score[e]! > most) most = this.score[e]!
      this.next += count[row]!
    }
    this.first = this.next
    return most
  }

  /** The list of a row anew, at the prices of now. */
  refresh(row: number): void {
    // A list that may grow moves to a place of its own.
    if (this.start[row]! < this.first) {
      this.makeRoom()
      this.start[row] = this.next
      this.next += PLACES
    }
    const scores = this.row(row, Number.NEGATIVE_INFINITY)
    const bar = scores.length > PLACES ? this.sample(scores) : Number.NEGATIVE_INFINITY
    if (this.list(row, bar, scores) < FEW) this.list(row, Number.NEGATIVE_INFINITY, scores)
  }

  private makeRoom(): void {
    if (this.next + PLACES <= this.col.length) return
    const longer = (list: Int32Array) => {
      const copy = new Int32Array(list.length * 2)
      copy.set(list)
      return copy
    }
    this.col = longer(this.col)
    this.score = longer(this.score)
  }

  /** Lists what is worth more than `bar` to a row, or the best of that if it is too much; answers how many there were. */
  private list(row: number, bar: number, scores = this.row(row, bar)): number {
    const many = this.looks.over(scores, Math.max(FORBIDDEN, Math.floor(bar)))
    this.fallen[row] = this.fall
    const found = this.keep(scores, bar, many)
    if (found <= PLACES) {
      this.write(row, scores, bar, found)
      return found
    }
    const higher = this.sample(scores, this.looks.hits, found)
    const fewer = this.keep(scores, higher, found)
    if (fewer > PLACES || fewer < FEW) this.choose(row, scores, found)
    else this.write(row, scores, higher, fewer)
    return found
  }

  /** Of the first `many` hits, puts in front those worth more than `bar`; answers how many. */
  private keep(scores: Int32Array, bar: number, many: number): number {
    const { prices, capacity } = this
    const { hits } = this.looks
    const priced = this.first < Number.POSITIVE_INFINITY
    let found = 0
    for (let k = 0; k < many; k++) {
      const to = hits[k]!
      if (scores[to]! - (priced ? prices[to]! : 0) <= bar || capacity[to] === 0) continue
      hits[k] = hits[found]!
      hits[found++] = to
    }
    return found
  }

  private write(row: number, scores: Int32Array, bar: number, found: number): void {
    const { col, score } = this
    const { hits } = this.looks
    const start = this.start[row]!
    for (let k = 0, turn = this.turn(row, found); k < found; k++) {
      const to = hits[turn]!
      col[start + k] = to
      score[start + k] = scores[to]!
      if (++turn === found) turn = 0
    }
    this.count[row] = found
    this.bound[row] = bar
  }

  /**
   * Which hit comes first. It is another one for each row and seed: that decides between equals, and they do not all list
   * the same ones.
   */
  private turn(row: number, found: number): number {
    return found ? mix(row, this.seed) % found : 0
  }

  /** The fourth best value of an eighth of the columns, or of some of them: about 32 of all are better. */
  private sample(scores: Int32Array, some?: Int32Array, many = scores.length): number {
    const { prices, capacity } = this
    let a = Number.NEGATIVE_INFINITY
    let b = a
    let c = a
    let d = a
    for (let k = 0; k < many; k += 8) {
      const to = some ? some[k]! : k
      const value = scores[to]! - prices[to]!
      if (value <= d || scores[to]! < 0 || capacity[to] === 0) continue
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
  private choose(row: number, scores: Int32Array, found: number): void {
    const { prices, heap, heapCol } = this
    const { hits } = this.looks
    let size = 0
    let bar = Number.NEGATIVE_INFINITY
    for (let k = this.turn(row, found), left = found; left > 0; left--) {
      const to = hits[k]!
      const value = scores[to]! - prices[to]!
      if (value > bar) {
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
        heapCol[at] = to
        if (size === SOUGHT) bar = heap[0]!
      }
      if (++k === found) k = 0
    }
    const start = this.start[row]!
    for (let at = 0; at < size; at++) {
      this.col[start + at] = heapCol[at]!
      this.score[start + at] = scores[heapCol[at]!]!
    }
    this.count[row] = size
    this.bound[row] = bar
  }
}
