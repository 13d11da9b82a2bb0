import type { Progress } from './instance.ts'
import { NODES, Queue } from './queue.ts'
import type { State } from './state.ts'

/**
 * Makes an assignment with any prices optimal, by shortest augmenting paths on what each pair loses against its prices
 * (worth + price - score, never negative). Nodes are columns, and rows whose list may be too short ("look at the whole
 * row"), which wait in the queue at the least that an unlisted pair can lose: so the optimum is that of all pairs.
 */
export class Paths {
  private readonly rowDist: Float64Array
  private readonly colDist: Float64Array
  private readonly from: Int32Array
  private readonly fromScore: Int32Array
  private readonly seenRows: Int32Array
  private readonly seenCols: Int32Array
  private rowsSeen = 0
  private colsSeen = 0
  private readonly queue = new Queue()

  constructor(private readonly state: State) {
    const { rows, cols } = state
    this.rowDist = new Float64Array(rows).fill(-1)
    this.colDist = new Float64Array(cols).fill(Number.POSITIVE_INFINITY)
    this.from = new Int32Array(cols).fill(-1)
    this.fromScore = new Int32Array(cols)
    this.seenRows = new Int32Array(rows)
    this.seenCols = new Int32Array(cols)
  }

  /** Places every row that gains by it. */
  placeRows(progress?: Progress): void {
    const { match, worth, outside, rows } = this.state
    for (let row = 0; row < rows; row++) {
      if (row % 256 === 0) progress?.('pairs', row, rows)
      if (match[row]! < 0 && worth[row]! > outside[row]!) this.place(row)
    }
  }

  private best = 0
  private endRow = -1
  private endCol = -1

  private place(row: number): void {
    const { state } = this
    this.best = Number.POSITIVE_INFINITY
    this.endRow = -1
    this.endCol = -1
    this.reach(row, 0)
    this.search()
    // New prices: whoever was reached sooner than the end gives way by the difference.
    const end = this.best
    for (let k = 0; k < this.rowsSeen; k++) {
      const r = this.seenRows[k]!
      const d = this.rowDist[r]!
      if (d < end) state.worth[r]! -= end - d
    }
    for (let k = 0; k < this.colsSeen; k++) {
      const c = this.seenCols[k]!
      const d = this.colDist[c]!
      if (d < end) state.price[c]! += end - d
    }
    this.augment(row)
    this.forget()
  }

  /** Moves rows along the path that was found. */
  private augment(source: number): void {
    const { state } = this
    let col = this.endCol
    if (this.endRow >= 0) {
      if (this.endRow === source) return
      col = state.match[this.endRow]!
      state.take(this.endRow)
    }
    for (;;) {
      const row = this.from[col]!
      const old = state.match[row]!
      if (old >= 0) state.take(row)
      state.put(row, col, this.fromScore[col]!)
      if (row === source) return
      col = old
    }
  }

  private forget(): void {
    for (let k = 0; k < this.rowsSeen; k++) this.rowDist[this.seenRows[k]!] = -1
    for (let k = 0; k < this.colsSeen; k++) this.colDist[this.seenCols[k]!] = Number.POSITIVE_INFINITY
    this.rowsSeen = 0
    this.colsSeen = 0
    this.queue.clear()
  }

  private search(): void {
    const { first, next, cols } = this.state
    while (this.queue.size > 0) {
      const key = this.queue.pop()
      const dist = Math.floor(key / NODES)
      if (dist >= this.best) return
      const node = key - dist * NODES
      if (node >= cols) this.look(node - cols)
      else if (this.colDist[node] === dist)
        for (let row = first[node]!; row >= 0; row = next[row]!)
          if (this.rowDist[row]! < 0) this.reach(row, dist)
    }
  }

  /** A row is reached: its listed columns, its staying without a column, and what its list leaves out. */
  private reach(row: number, dist: number): void {
    const { worth, outside, lists, price, match } = this.state
    this.rowDist[row] = dist
    this.seenRows[this.rowsSeen++] = row
    const own = worth[row]!
    if (dist + own - outside[row]! < this.best) {
      this.best = dist + own - outside[row]!
      this.endRow = row
      this.endCol = -1
    }
    const start = lists.start[row]!
    const { cells, count } = lists
    const end = start + 2 * count[row]!
    const base = dist + own
    const mine = match[row]!
    for (let e = start; e < end; e += 2) {
      const col = cells[e]!
      const reached = base + price[col]! - cells[e + 1]!
      if (reached < this.colDist[col]! && reached <= this.best && col !== mine)
        this.relax(row, col, cells[e + 1]!, reached)
    }
    const rest = base - lists.limit(row)
    if (rest < this.best) this.queue.push(Math.max(rest, dist), this.state.cols + row)
  }

  private look(row: number): void {
    const { worth, price, match, capacity, lists } = this.state
    const base = this.rowDist[row]! + worth[row]!
    const mine = match[row]!
    const scores = lists.row(row, base - this.best)
    for (let col = 0; col < scores.length; col++) {
      const score = scores[col]!
      if (score < 0) continue
      const reached = base + price[col]! - score
      if (reached < this.colDist[col]! && reached <= this.best && col !== mine && capacity[col]! > 0)
        this.relax(row, col, score, reached)
    }
  }

  private relax(row: number, col: number, score: number, reached: number): void {
    const { taken, capacity } = this.state
    const spare = taken[col]! < capacity[col]!
    if (reached === this.best && !(spare && this.endRow >= 0)) return
    if (this.colDist[col] === Number.POSITIVE_INFINITY) this.seenCols[this.colsSeen++] = col
    this.colDist[col] = reached
    this.from[col] = row
    this.fromScore[col] = score
    if (spare) {
      this.best = reached
      this.endCol = col
      this.endRow = -1
    } else this.queue.push(reached, col)
  }
}
