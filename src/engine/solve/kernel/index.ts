/**
 * The loops of the engine with the memory they work in: in WebAssembly where the processor can, else in JavaScript, from the
 * same source (./cells.ts); the same numbers.
 */
import * as auctions from './auction.ts'
import { KERNEL } from './bytes.ts'
import * as lists from './lists.ts'
import * as plainScan from './plain-scan.ts'

export interface Kernel {
  readonly buffer: ArrayBuffer
  /** See ./auction.ts and ./lists.ts. */
  open(): void
  auction(): number
  whole(): void
  settle(): number
  list(row: number, bar: number, many: number, turn: number): number
  /** See ./plain-scan.ts: for scores of two and of four bytes. Where things stand is told in bytes. */
  over: Record<2 | 4, (from: number, cols: number, bar: number, hits: number) => number>
  most: Record<2 | 4, (from: number, cols: number, prices: number) => number>
}

/** Of the platform's interface what is used here: without the browser's, TypeScript has no types for it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer }
  Instance: new (module: object, imports: object) => { readonly exports: unknown }
}

interface Exports {
  open(m: 0): void
  auction(m: 0, r: 0): number
  whole(m: 0, r: 0): void
  settle(m: 0, r: 0): number
  list(m: 0, r: 0, row: number, bar: number, many: number, turn: number): number
  over16: Kernel['over'][2]
  over32: Kernel['over'][4]
  most16: Kernel['most'][2]
  most32: Kernel['most'][4]
}

const compiled = compile()

function compile(): object | null {
  try {
    return new WebAssembly.Module(Buffer.from(KERNEL, 'base64'))
  } catch {
    return null
  }
}

/** Fewer scores are sooner looked at one by one than a memory is made for them. */
const SMALL = 4096

/** What is kept for the next one: as many as are in use at once, each of at most so many bytes. */
const KEPT = 3
const LARGE = 2 ** 24
const kept: Kernel[] = []

/**
 * Does work for scores of this size with a kernel of so many bytes, which may hold what an earlier one left there; it is
 * given back afterwards: making a memory takes longer than solving a small round in it.
 */
export function withKernel<T>(
  { rows, cols }: { rows: number; cols: number },
  bytes: number,
  work: (kernel: Kernel) => T,
): T {
  if (rows * cols <= SMALL) return work(plainKernel(bytes))
  const at = kept.findIndex((kernel) => kernel.buffer.byteLength >= bytes)
  const kernel = at < 0 ? (quickKernel(bytes) ?? plainKernel(bytes)) : kept.splice(at, 1)[0]!
  const result = work(kernel)
  if (kernel.buffer.byteLength <= LARGE) kept.push(kernel)
  if (kept.length > KEPT) kept.shift()
  return result
}

/** Null where it cannot run. */
export function quickKernel(bytes: number): Kernel | null {
  if (!compiled) return null
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65536) })
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } })
  const { open, auction, whole, settle, list, over16, over32, most16, most32 } = exports as Exports
  return {
    buffer: memory.buffer,
    open: () => open(0),
    auction: () => auction(0, 0),
    whole: () => whole(0, 0),
    settle: () => settle(0, 0),
    list: (row, bar, many, turn) => list(0, 0, row, bar, many, turn),
    over: { 2: over16, 4: over32 },
    most: { 2: most16, 4: most32 },
  }
}

export function plainKernel(bytes: number): Kernel {
  const buffer = new ArrayBuffer(Math.ceil(bytes / 8) * 8)
  const m = new Int32Array(buffer)
  const r = new Float64Array(buffer)
  const over =
    (row: Int16Array | Int32Array): Kernel['over'][2] =>
    (from, cols, bar, hits) =>
      plainScan.over(m, row, from / row.BYTES_PER_ELEMENT, cols, bar, hits / 4)
  const most =
    (row: Int16Array | Int32Array): Kernel['most'][2] =>
    (from, cols, prices) =>
      plainScan.most(row, from / row.BYTES_PER_ELEMENT, cols, prices / row.BYTES_PER_ELEMENT)
  const short = new Int16Array(buffer)
  return {
    buffer,
    open: () => auctions.open(m),
    auction: () => auctions.auction(m, r),
    whole: () => auctions.whole(m, r),
    settle: () => auctions.settle(m, r),
    list: (row, bar, many, turn) => lists.list(m, r, row, bar, many, turn),
    over: { 2: over(short), 4: over(m) },
    most: { 2: most(short), 4: most(m) },
  }
}
