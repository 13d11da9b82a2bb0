import type { Scores } from './instance.ts'
import { kernelFor } from './kernel/index.ts'
import { Looks } from './kernel/looks.ts'

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
  private readonly held: number[][]
  private readonly from: Int32Array
  private readonly root: Int32Array
  private readonly seen: Uint8Array
  private readonly unseen: Int32Array
  private readonly buffer: Int32Array
  private readonly looks: Looks
  /** Where the look at the next row begins: rows are alike. */
  private bar = 0

  constructor(
    private readonly scores: Scores,
    private readonly capacity: Int32Array,
    /** Rows of the first class to be served, then those of the second, and so on. */
    private readonly classes: readonly Int32Array[],
  ) {
    const { rows, cols } = scores
    this.match = new Int32Array(rows).fill(-1)
    this.top = new Int32Array(rows)
    this.byClass = new Int32Array(classes.length)
    this.held = Array.from({ length: cols }, () => [])
    this.from = new Int32Array(cols)
    this.root = new Int32Array(rows)
    this.seen = new Uint8Array(cols)
    this.unseen = new Int32Array(cols)
    this.buffer = new Int32Array(cols)
    this.looks = new Looks(scores, kernelFor(scores, Looks.bytes(scores)), 0)
  }

  /**
   * Matches as many as it can over pairs scoring at least `floor`, beginning with what it can keep of `start`. Answers
   * false as soon as a class has fewer than `least` of it.
   */
  run(floor: number, start?: Int32Array, least?: Int32Array): boolean {
    const { capacity, match, held } = this
    match.fill(-1)
    this.matched = 0
    this.bar = floor - 1
    this.byClass.fill(0)
    for (const own of held) own.length = 0
    for (const [k, members] of this.classes.entries()) {
      const before = this.matched
      const free: number[] = []
      for (const row of members) {
        let col = start?.[row] ?? -1
        if (col >= 0 && (held[col]!.length >= capacity[col]! || this.scores.at(row, col) < floor)) col = -1
        if (col < 0) col = this.bestFree(row, floor)
        if (col < 0) free.push(row)
        else this.put(row, col)
      }
      this.matched = before + members.length - free.length
      let waiting = free
      while (waiting.length) {
        const left = this.grow(waiting, floor)
        const gained = waiting.length - left.length
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
    const reached = this.reach(free, floor)
    const cols: number[] = []
    for (let col = 0; col < this.scores.cols; col++)
      if (this.seen[col] || this.capacity[col] === 0) cols.push(col)
    const inside = new Set(reached)
    const rows: number[] = []
    for (let row = 0; row < this.scores.rows; row++) if (!inside.has(row)) rows.push(row)
    return { rows, cols }
  }

  /** The best column for a row among those with a place; notes the best of all besides. */
  private bestFree(row: number, floor: number): number {
    const { capacity, held, looks } = this
    const { hits } = looks
    let top = floor - 1
    let best = top
    let found = -1
    for (let bar = Math.max(this.bar, top), less = 2; ; less *= 4) {
      const many = looks.over(row, bar)
      for (let k = 0; k < 2 * many; k += 2) {
        const col = hits[k]!
        const score = hits[k + 1]!
        if (score <= best || capacity[col] === 0) continue
        if (score > top) top = score
        if (held[col]!.length >= capacity[col]!) continue
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

  private put(row: number, col: number): void {
    this.match[row] = col
    this.held[col]!.push(row)
  }

  /** One phase; answers the rows that found nothing. */
  private grow(free: readonly number[], floor: number): number[] {
    const { capacity, held, match, from, root } = this
    const done = new Set<number>()
    this.search(
      free,
      floor,
      (row, col) => {
        if (done.has(root[row]!)) return true
        if (held[col]!.length >= capacity[col]!) return false
        done.add(root[row]!)
        for (let at = row, to = col; ; ) {
          const old = match[at]!
          if (old >= 0) {
            const own = held[old]!
            own[own.indexOf(at)] = own.at(-1)!
            own.pop()
          }
          this.put(at, to)
          if (old < 0) return true
          to = old
          at = from[old]!
        }
      },
      (row) => done.has(root[row]!),
    )
    return free.filter((row) => match[row]! < 0)
  }

  private reach(free: readonly number[], floor: number): number[] {
    return this.search(
      free,
      floor,
      () => false,
      () => false,
    )
  }

  /** Every row and column that the free rows reach, until `found` says that a row's tree is done. */
  private search(
    free: readonly number[],
    floor: number,
    found: (row: number, col: number) => boolean,
    skip: (row: number) => boolean,
  ): number[] {
    const { scores, seen, unseen, from, root, held, capacity } = this
    seen.fill(0)
    let left = 0
    for (let col = 0; col < scores.cols; col++) if (capacity[col]! > 0) unseen[left++] = col
    const queue = [...free]
    for (const row of free) root[row] = row
    for (let head = 0; head < queue.length && left > 0; head++) {
      const row = queue[head]!
      if (skip(row)) continue
      const points = scores.row(row, this.buffer, floor - 1)
      for (let k = 0; k < left; ) {
        const col = unseen[k]!
        if (points[col]! < floor) {
          k++
          continue
        }
        unseen[k] = unseen[--left]!
        seen[col] = 1
        from[col] = row
        const others = held[col]!.slice()
        if (found(row, col)) {
          if (held[col]!.length < capacity[col]!) unseen[left++] = col
          break
        }
        for (const other of others) {
          root[other] = root[row]!
          queue.push(other)
        }
      }
    }
    return queue
  }
}
