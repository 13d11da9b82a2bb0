import { NODES, Queue } from './queue.ts'
import type { State } from './state.ts'

/**
 * The counterpart of `paths` for columns that have a price and a place to spare: somebody must come, or the price must
 * fall to nothing. The search runs from the column, over rows it may take from others, to one who has none or to a column
 * that would rather have its place empty. It needs the candidates by column; what the lists leave out is looked up cell by
 * cell for those rows whose lists are too short to be sure.
 */
export class Fill {
  private readonly start: Int32Array
  private readonly row: Int32Array
  private readonly score: Int32Array
  private readonly dist: Float64Array
  private readonly via: Int32Array
  private readonly viaScore: Int32Array
  private readonly into: Int32Array
  private readonly seen: Int32Array
  private seenCount = 0
  private readonly queue = new Queue()
  /** No unlisted pair loses less than this. */
  private margin = Number.POSITIVE_INFINITY
  private best = 0
  private endCol = -1
  private endRow = -1
  private endScore = 0

  constructor(private readonly state: State) {
    const { rows, cols, lists, worth } = state
    this.start = new Int32Array(cols + 2)
    for (let row = 0; row < rows; row++) {
      const from = lists.start[row]!
      for (let e = from; e < from + 2 * lists.count[row]!; e += 2) this.start[lists.cells[e]! + 2]!++
      this.margin = Math.min(this.margin, worth[row]! - lists.limit(row))
    }
    for (let col = 0; col < cols; col++) this.start[col + 2]! += this.start[col + 1]!
    const all = this.start[cols + 1]!
    this.row = new Int32Array(all)
    this.score = new Int32Array(all)
    for (let row = 0; row < rows; row++) {
      const from = lists.start[row]!
      for (let e = from; e < from + 2 * lists.count[row]!; e += 2) {
        const at = this.start[lists.cells[e]! + 1]!++
        this.row[at] = row
        this.score[at] = lists.cells[e + 1]!
      }
    }
    this.dist = new Float64Array(cols).fill(Number.POSITIVE_INFINITY)
    this.via = new Int32Array(cols)
    this.viaScore = new Int32Array(cols)
    this.into = new Int32Array(cols)
    this.seen = new Int32Array(cols)
  }

  fillColumns(): void {
    const { price, taken, capacity, cols } = this.state
    for (let col = 0; col < cols; col++)
      while (price[col]! > 0 && taken[col]! < capacity[col]!) this.fill(col)
  }

  private fill(source: number): void {
    const { state, queue, dist } = this
    const { price, worth, first, next } = state
    this.best = price[source]!
    this.endCol = source
    this.endRow = -1
    dist[source] = 0
    this.seen[this.seenCount++] = source
    queue.push(0, source)
    while (queue.size > 0) {
      const key = queue.pop()
      const d = Math.floor(key / NODES)
      if (d >= this.best) break
      const col = key - d * NODES
      if (dist[col] === d) this.visit(col, d)
    }
    const end = this.best
    for (let k = 0; k < this.seenCount; k++) {
      const col = this.seen[k]!
      const by = end - dist[col]!
      if (by > 0) {
        price[col]! -= by
        for (let row = first[col]!; row >= 0; row = next[row]!) worth[row]! += by
      }
    }
    state.lists.fell(end)
    this.margin -= end
    // From the end back to the column that had a place to spare.
    let col = this.endCol
    if (this.endRow >= 0) state.put(this.endRow, col, this.endScore)
    while (col !== source) {
      const row = this.via[col]!
      const score = this.viaScore[col]!
      const to = this.into[col]!
      state.take(row)
      state.put(row, to, score)
      col = to
    }
    for (let k = 0; k < this.seenCount; k++) dist[this.seen[k]!] = Number.POSITIVE_INFINITY
    this.seenCount = 0
    queue.clear()
  }

  private visit(col: number, d: number): void {
    const { state } = this
    const { worth, price, lists, rows } = state
    const base = d + price[col]!
    const end = this.start[col + 1]!
    for (let e = this.start[col]!; e < end; e++) {
      const row = this.row[e]!
      const reached = base + worth[row]! - this.score[e]!
      if (reached < this.best) this.reach(row, col, reached, this.score[e]!)
    }
    if (this.best - d <= this.margin) return
    for (let row = 0; row < rows; row++) {
      if (d + worth[row]! - lists.limit(row) >= this.best) continue
      const score = state.scoreAt(row, col)
      if (score < 0) continue
      const reached = base + worth[row]! - score
      if (reached < this.best) this.reach(row, col, reached, score)
    }
  }

  private reach(row: number, col: number, reached: number, score: number): void {
    const { match, price } = this.state
    const from = match[row]!
    if (from < 0) {
      this.best = reached
      this.endCol = col
      this.endRow = row
      this.endScore = score
      return
    }
    if (reached >= this.dist[from]!) return
    if (this.dist[from] === Number.POSITIVE_INFINITY) this.seen[this.seenCount++] = from
    this.dist[from] = reached
    this.via[from] = row
    this.viaScore[from] = score
    this.into[from] = col
    this.queue.push(reached, from)
    if (reached + price[from]! < this.best) {
      this.best = reached + price[from]!
      this.endCol = from
      this.endRow = -1
    }
  }
}
