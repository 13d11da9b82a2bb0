import type { Scores } from './instance.ts'
import { put, take } from './kernel/pairs.ts'
import { pairsOf } from './kernel/room.ts'
import type { RowScanner } from './kernel/scan-rows.ts'

/** A look that finds more than this could have been higher. */
const MANY = 32

/** Rows and columns such that every allowed pair has one of them in it. */
export interface Cover {
  rows: number[]
  cols: number[]
}

/**
 * The most rows that can be matched over pairs scoring at least a floor. Breadth-first trees grow from all free rows at
 * once, and each one that finds a place stops (Hopcroft and Karp's phases with Azad and Buluç's trees in place of layers).
 * Rows come class by class: the sets of rows that can be matched are a matroid, so whoever comes first never costs a
 * place, and never loses theirs.
 */
export class Most {
  readonly match: Int32Array
  matched = 0
  /** How many of each class. */
  readonly byClass: Int32Array
  /** After a `run` without `start`: the best score of each row. */
  readonly top: Int32Array
  /** The highest score of any row, likewise. */
  highest = 0
  private readonly pairs: ReturnType<typeof pairsOf>
  private readonly from: Int32Array
  private readonly root: Int32Array
  /** Whose tree has found a place, by its root. */
  private readonly done: Uint8Array
  private queue: Int32Array
  private readonly seen: Uint8Array
  private readonly unseen: Int32Array
  private readonly buffer: Int32Array
  /** Where the look at the next row begins: rows are alike. */
  private bar = 0

  constructor(
    private readonly scores: Scores,
    private readonly capacity: Int32Array,
    /** Rows of the first class to be served, then those of the second, and so on. */
    private readonly classes: readonly Int32Array[],
    private readonly scanner: RowScanner,
  ) {
    const { rows, cols } = scores
    this.pairs = pairsOf(rows, cols)
    this.match = this.pairs.match
    this.top = new Int32Array(rows)
    this.byClass = new Int32Array(classes.length)
    this.from = new Int32Array(cols)
    this.root = new Int32Array(rows)
    this.done = new Uint8Array(rows)
    this.queue = new Int32Array(rows)
    this.seen = new Uint8Array(cols)
    this.unseen = new Int32Array(cols)
    this.buffer = new Int32Array(cols)
  }

  /**
   * Matches as many as it can over pairs scoring at least `floor`, beginning with what it can keep of `start`. Answers
   * false as soon as a class has fewer than `least` of it.
   */
  run(floor: number, start?: Int32Array, least?: Int32Array): boolean {
    const { capacity } = this
    const { cells, match, taken, first } = this.pairs
    match.fill(-1)
    taken.fill(0)
    first.fill(-1)
    this.matched = 0
    this.bar = floor - 1
    this.byClass.fill(0)
    for (const [k, members] of this.classes.entries()) {
      const before = this.matched
      const free = members.slice()
      let waiting = 0
      for (let m = 0; m < members.length; m++) {
        const row = members[m]!
        let col = start ? start[row]! : -1
        if (col >= 0 && (taken[col]! >= capacity[col]! || this.scores.at(row, col) < floor)) col = -1
        if (col < 0) col = this.bestFree(row, floor)
        if (col < 0) free[waiting++] = row
        else put(cells, row, col, 0)
      }
      this.matched = before + members.length - waiting
      while (waiting > 0) {
        const left = this.grow(free.subarray(0, waiting), floor)
        const gained = waiting - left
        this.matched += gained
        waiting = left
        if (!gained) break
      }
      this.byClass[k] = this.matched - before
      if (least && this.byClass[k]! < least[k]!) return false
    }
    return true
  }

  /**
   * After `run`: a cover as heavy as the matching (König), which proves that no more can be matched. After a `run` that
   * answered false: the same for the rows that it came to, so all others are in it too.
   */
  cover(floor: number): Cover {
    const free: number[] = []
    for (const members of this.classes) for (const row of members) if (this.match[row]! < 0) free.push(row)
    const reached = this.search(free, floor)
    const cols: number[] = []
    for (let col = 0; col < this.scores.cols; col++)
      if (this.seen[col] || this.capacity[col] === 0) cols.push(col)
    const inside = new Uint8Array(this.scores.rows)
    for (let k = 0; k < reached; k++) inside[this.queue[k]!] = 1
    const rows: number[] = []
    for (let row = 0; row < inside.length; row++) if (!inside[row]) rows.push(row)
    return { rows, cols }
  }

  /** The best column for a row among those with a place; notes the best of all besides. */
  private bestFree(row: number, floor: number): number {
    const { capacity, scanner } = this
    const { taken } = this.pairs
    const { hits } = scanner
    let top = floor - 1
    let best = top
    let found = -1
    for (let bar = Math.max(this.bar, top), less = 2; ; less *= 4) {
      const many = scanner.over(row, bar)
      for (let k = 0; k < 2 * many; k += 2) {
        const col = hits[k]!
        const score = hits[k + 1]!
        if (score <= best || capacity[col] === 0) continue
        if (score > top) top = score
        if (taken[col]! >= capacity[col]!) continue
        best = score
        found = col
      }
      this.bar = many > MANY ? bar + ((top - bar) >> 2) : bar
      if (found >= 0 || bar < floor) break
      bar = Math.max(floor - 1, bar - less)
    }
    this.top[row] = top
    if (top > this.highest) this.highest = top
    return found
  }

  /** One phase; keeps in front the rows that found nothing, and answers how many. */
  private grow(free: Int32Array, floor: number): number {
    this.done.fill(0)
    this.search(free, floor, true)
    let left = 0
    for (let k = 0; k < free.length; k++) if (this.match[free[k]!]! < 0) free[left++] = free[k]!
    return left
  }

  /** Moves the rows of a path that ends at a column with a place, each into the one that it came to. */
  private augment(row: number, col: number): void {
    for (let at = row, to = col; ; ) {
      const old = this.match[at]!
      if (old >= 0) take(this.pairs.cells, at)
      put(this.pairs.cells, at, to, 0)
      if (old < 0) return
      to = old
      at = this.from[old]!
    }
  }

  /**
   * Every row and column that the free rows reach; answers how many rows, which stand in the queue. With `taking`, a tree
   * that finds a place takes it and is done.
   */
  private search(free: ArrayLike<number>, floor: number, taking = false): number {
    const { scores, seen, unseen, from, root, done, capacity } = this
    const { taken, first, next } = this.pairs
    const { cols, table } = scores
    const least = Math.max(floor, table?.floor ?? 0)
    seen.fill(0)
    let left = 0
    for (let col = 0; col < cols; col++) if (capacity[col]! > 0) unseen[left++] = col
    let { queue } = this
    let waiting = free.length
    for (let k = 0; k < waiting; k++) {
      const row = free[k]!
      queue[k] = row
      root[row] = row
    }
    for (let head = 0; head < waiting && left > 0; head++) {
      const row = queue[head]!
      const tree = root[row]!
      if (taking && done[tree]) continue
      // A view of each row would be an object each time.
      const points = table ? table.values : scores.row(row, this.buffer, floor - 1)
      const begin = table ? (table.owner ? table.owner[row]! : row) * cols : 0
      for (let k = 0; k < left; ) {
        const col = unseen[k]!
        if (points[begin + col]! < least) {
          k++
          continue
        }
        unseen[k] = unseen[--left]!
        seen[col] = 1
        from[col] = row
        if (taking && taken[col]! < capacity[col]!) {
          done[tree] = 1
          this.augment(row, col)
          if (taken[col]! < capacity[col]!) unseen[left++] = col
          break
        }
        // A row may come again, in the column that its tree has brought it to.
        if (waiting + taken[col]! > queue.length) {
          this.queue = new Int32Array(queue.length * 2 + taken[col]!)
          this.queue.set(queue)
          queue = this.queue
        }
        for (let other = first[col]!; other >= 0; other = next[other]!) {
          root[other] = tree
          queue[waiting++] = other
        }
      }
    }
    return waiting
  }
}
