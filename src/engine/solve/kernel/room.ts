/** The memory of one assignment: what stands where, for the loops (`layout.ts`) and for all who read and write beside them. */
import type { Scores } from '../instance.ts'
import { type Kernel, withKernel } from './index.ts'
import * as at from './layout.ts'
import { RowScanner } from './scan-rows.ts'

/** By row and by column: what `pairs.ts` needs to know who is in which column. */
const PAIRS = {
  rows: [at.MATCH, at.MATCH_SCORE, at.NEXT, at.BEFORE],
  cols: [at.TAKEN, at.FIRST],
}

/** A memory for pairs alone. */
export function pairsOf(rows: number, cols: number) {
  const sizes: [number, number][] = [...sized(PAIRS.rows, rows), ...sized(PAIRS.cols, cols)]
  const cells = new Int32Array(sizes.reduce((sum, [, count]) => sum + count, at.HEADER))
  let next = at.HEADER
  for (const [key, count] of sizes) {
    cells[key] = next
    next += count
  }
  return {
    cells,
    match: part(cells, at.MATCH, rows),
    next: part(cells, at.NEXT, rows),
    taken: part(cells, at.TAKEN, cols),
    first: part(cells, at.FIRST, cols),
  }
}

const sized = (keys: number[], count: number) => keys.map((key): [number, number] => [key, count])

function part(cells: Int32Array, key: number, count: number): Int32Array {
  const from = cells[key]!
  return cells.subarray(from, from + count)
}

/** Does work with a room for an assignment by these scores. */
export function withRoom<T>(scores: Scores, work: (room: Room) => T): T {
  const plan = planFor(scores)
  return withKernel(scores, plan.bytes, (kernel) => work(new Room(scores, kernel, plan)))
}

type Plan = ReturnType<typeof planFor>

function planFor(scores: Scores) {
  const { rows, cols } = scores
  const reals: [number, number][] = [
    [at.PRICE, cols],
    ...sized([at.OUTSIDE, at.WORTH, at.BOUND, at.BID], rows),
    [at.CHOSEN_VALUE, at.SOUGHT],
    [at.FALL, 1],
    [at.STEP, 1],
  ]
  const cells: [number, number][] = [
    ...sized([at.CAPACITY, ...PAIRS.cols], cols),
    ...sized([at.START, at.COUNT, at.QUEUE, at.HEAPS, ...PAIRS.rows], rows),
    [at.CHOSEN, at.SOUGHT],
  ]
  const header = new Int32Array(at.HEADER)
  header[at.ROWS] = rows
  header[at.COLS] = cols
  let byte = at.HEADER * 4
  for (const [arrays, size] of [
    [reals, 8],
    [cells, 4],
  ] as const)
    for (const [key, count] of arrays) {
      header[key] = byte / size
      byte += count * size
    }
  const scanner = Math.ceil(byte / 16) * 16
  const lists = scanner + RowScanner.bytes(scores)
  // A row has a first list and one that may grow, of two cells an entry.
  return { header, scanner, lists, bytes: lists + rows * Math.min(cols, at.PLACES) * 16 }
}

export class Room {
  readonly scanner: RowScanner
  /** The whole of it, as whole numbers and as others. */
  readonly cells: Int32Array
  readonly reals: Float64Array
  /** The first cell of the lists, which have all the rest. */
  readonly lists: number

  constructor(
    readonly scores: Scores,
    readonly kernel: Kernel,
    { header, scanner, lists }: Plan,
  ) {
    this.scanner = new RowScanner(scores, kernel, scanner)
    this.cells = new Int32Array(kernel.buffer)
    this.reals = new Float64Array(kernel.buffer)
    this.lists = lists / 4
    header[at.HITS] = this.scanner.hits.byteOffset / 4
    this.cells.set(header)
    // Whoever worked here before has left other numbers.
    this.real(at.PRICE, scores.cols).fill(0)
    this.real(at.FALL, 1).fill(0)
  }

  /** The array of whole numbers that `key` of the layout names. */
  whole(key: number, count: number): Int32Array {
    return part(this.cells, key, count)
  }

  real(key: number, count: number): Float64Array {
    const from = this.cells[key]!
    return this.reals.subarray(from, from + count)
  }
}
