import { KERNEL } from './bytes.ts'

/** Looks at every score of a row, for rows of so many columns. Whole numbers from -1 to MOST_POINTS, prices from 0. */
export interface Looks {
  /** Which columns `over` found, in order; the caller's until the next look. */
  readonly hits: Int32Array
  /** What each column costs, for `most`. */
  readonly prices: Int32Array
  /** Finds the columns that score more than `bar`; answers how many. */
  over(scores: Int32Array, bar: number): number
  /** The most that any column scores beyond its price. */
  most(scores: Int32Array): number
}

/** Of the platform's interface what is used here: without the browser's, TypeScript has no types for it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer }
  Instance: new (module: object, imports: object) => { readonly exports: unknown }
}

/** Fewer columns are sooner looked at than handed over. */
const MANY = 256

interface Kernel {
  memory: ArrayBuffer
  over(count: number, bar: number, hits: number): number
  most(count: number, prices: number): number
}

/** Null where it cannot run. */
let compiled: object | null | undefined
let kernel: Kernel | undefined

/**
 * Four at a time in WebAssembly (./assembly) where the processor can, else one by one; the same numbers. Looks of a thread
 * share one memory, so one begins with its prices when the one before is done.
 */
export function looksFor(cols: number): Looks {
  if (cols < MANY) return oneByOne(cols)
  compiled ??= compile()
  if (!compiled) return oneByOne(cols)
  // Room for a row, its prices and its hits.
  const bytes = cols * 3 * 4
  if (!kernel || kernel.memory.byteLength < bytes) kernel = withRoom(compiled, bytes)
  return fourAtATime(kernel, cols)
}

function compile(): object | null {
  try {
    return new WebAssembly.Module(Buffer.from(KERNEL, 'base64'))
  } catch {
    return null
  }
}

function withRoom(module: object, bytes: number): Kernel {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65536) })
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  return { ...(exports as Omit<Kernel, 'memory'>), memory: memory.buffer }
}

function fourAtATime({ memory, over, most }: Kernel, cols: number): Looks {
  const part = (at: number) => new Int32Array(memory, at * cols * 4, cols)
  const [row, prices, hits] = [part(0), part(1), part(2)]
  return {
    hits,
    prices,
    over(scores, bar) {
      row.set(scores)
      return over(cols, bar, hits.byteOffset)
    },
    most(scores) {
      row.set(scores)
      return most(cols, prices.byteOffset)
    },
  }
}

/** Told apart for the tests. */
export function oneByOne(cols: number): Looks {
  const hits = new Int32Array(cols)
  const prices = new Int32Array(cols)
  return {
    hits,
    prices,
    over(scores, bar) {
      let found = 0
      for (let col = 0; col < scores.length; col++) if (scores[col]! > bar) hits[found++] = col
      return found
    },
    most(scores) {
      let best = -(2 ** 31)
      for (let col = 0; col < scores.length; col++) {
        const value = scores[col]! - prices[col]!
        if (value > best) best = value
      }
      return best
    },
  }
}
