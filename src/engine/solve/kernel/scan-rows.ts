/** Scans rows of scores, which it brings into the memory of a kernel. */
import { FORBIDDEN, LONGEST_SHORT, type Scores } from '../instance.ts'
import { type Kernel, withKernel } from './index.ts'

/** Bytes of a table that are brought in at once if rows are asked for in turn: what a processor keeps near. */
const BLOCK = 32768

/** Does work that needs no more of a kernel than to scan rows. */
export function withRowScanner<T>(scores: Scores, work: (scanner: RowScanner) => T): T {
  return withKernel(scores, RowScanner.bytes(scores), (kernel) => work(new RowScanner(scores, kernel, 0)))
}

export class RowScanner {
  /** The columns that the last scan found, each with its score behind it. */
  readonly hits: Int32Array
  private readonly width: 2 | 4
  private readonly prices: Int16Array | Int32Array
  private readonly block: Int16Array | Int32Array
  /** Which rows of the table stand in the block. */
  private from = 0
  private to = 0
  private readonly find: Kernel['over'][2]
  private readonly best: Kernel['most'][2]

  /** `at` is the byte of the kernel's memory, a multiple of 16, from which on it may use `RowScanner.bytes(cols)`. */
  constructor(
    private readonly scores: Scores,
    kernel: Kernel,
    at: number,
  ) {
    const { cols, table } = scores
    this.width = table?.values.BYTES_PER_ELEMENT === 2 ? 2 : 4
    const Numbers = this.width === 2 ? Int16Array : Int32Array
    const block = roomFor(scores)
    this.block = new Numbers(kernel.buffer, at, table ? block / this.width : cols)
    this.prices = new Numbers(kernel.buffer, at + block, cols)
    this.hits = new Int32Array(kernel.buffer, at + block + cols * 4, cols * 2)
    this.find = kernel.over[this.width]
    this.best = kernel.most[this.width]
  }

  static bytes(scores: Scores): number {
    return roomFor(scores) + scores.cols * 12
  }

  /** Finds the columns that score more than `bar`, in order; answers how many. */
  over(row: number, bar: number): number {
    const { scores, width } = this
    const floor = (scores.table?.floor ?? 0) - 1
    const least = Math.floor(Math.max(bar, floor, FORBIDDEN))
    if (width === 2 && least >= LONGEST_SHORT) return 0
    return this.find(this.bring(row, least), scores.cols, least, this.hits.byteOffset)
  }

  /** Says what each column costs, for `most`. */
  price(prices: ArrayLike<number>): void {
    const most = this.width === 2 ? LONGEST_SHORT : 2 ** 31 - 1
    for (let col = 0; col < prices.length; col++) this.prices[col] = Math.min(prices[col]!, most)
  }

  /** At least the most that any column scores beyond its price; who scores at most `above` may be left out. */
  most(row: number, above: number): number {
    return this.best(this.bring(row, above), this.scores.cols, this.prices.byteOffset)
  }

  /** Where a row stands, in bytes. */
  private bring(row: number, above: number): number {
    const { block, scores, width } = this
    const { cols, table } = scores
    if (!table) {
      const points = scores.row(row, block as Int32Array, above)
      if (points !== block) block.set(points)
      return block.byteOffset
    }
    const of = table.owner ? table.owner[row]! : row
    if (of < this.from || of >= this.to) {
      // One row after the other is brought in by the block.
      const many = of === this.to ? Math.max(1, Math.floor(block.length / cols)) : 1
      block.set(table.values.subarray(of * cols, (of + many) * cols))
      this.from = of
      this.to = of + many
    }
    return block.byteOffset + (of - this.from) * cols * width
  }
}

/** Bytes for a row at least, and for no more than all of them. */
const roomFor = ({ rows, cols }: Scores) => 4 * Math.max(cols, Math.min(BLOCK / 4, rows * cols))
