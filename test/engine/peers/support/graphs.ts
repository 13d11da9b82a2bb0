/** Small and large graphs of people, made from a seed; and what is best in them, by trying everything. */

export interface Graph {
  people: string[]
  /** By number; null where two may not meet. */
  scores: (number | null)[][]
  score: (a: string, b: string) => number | null
}

/** Numbers from 0 to below `to`, the same for the same seed: a linear congruence, the high bits of it. */
export function numbersFrom(seed: number): (to: number) => number {
  let state = BigInt(seed) * 2862933555777941757n + 3037000493n
  return (to) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn
    return Number(((state >> 33n) * BigInt(to)) >> 31n)
  }
}

/** What one pair scores: its numbers, and a draw below any bound. */
export type Kind = (a: number, b: number, draw: (to: number) => number) => number | null

export function graphOf(size: number, seed: number, kind: Kind): Graph {
  const draw = numbersFrom(seed)
  const people = Array.from({ length: size }, (_, n) => `U${String(n).padStart(4, '0')}`)
  const scores: (number | null)[][] = people.map(() => people.map(() => null))
  for (let a = 0; a < size; a++)
    for (let b = a + 1; b < size; b++) {
      const score = kind(a, b, draw)
      scores[a]![b] = score
      scores[b]![a] = score
    }
  const numbers = new Map(people.map((id, n) => [id, n]))
  return { people, scores, score: (a, b) => scores[numbers.get(a)!]![numbers.get(b)!]! }
}

/** Up to ten people: few or many ties, few or many forbidden pairs, some who may meet nobody. */
export function smallGraph(seed: number): Graph {
  const draw = numbersFrom(seed + 1_000_000)
  const size = 1 + draw(10)
  const most = [1, 3, 10, 1000][draw(4)]!
  const allowed = [20, 50, 80, 100][draw(4)]!
  const lonely = draw(4) === 0 ? draw(size) : -1
  return graphOf(size, seed, (a, b, next) =>
    a === lonely || b === lonely || next(100) >= allowed ? null : next(most + 1),
  )
}

/** A result to compare by its first number, then by its second, and so on; more is better. */
export type Value = readonly number[]

export const isBetter = (a: Value, b: Value): boolean => {
  const at = a.findIndex((n, i) => n !== b[i])
  return at >= 0 && a[at]! > b[at]!
}

/**
 * The best value of all ways to put people into groups of two, and of three if `upTo` says so: the sum of the groups'
 * values, `undefined` for a group that is not allowed.
 */
export function bestOfAll(
  size: number,
  upTo: 2 | 3,
  worthOf: (group: readonly number[]) => Value | undefined,
): Value {
  const known = new Map<number, Value>()
  const nothing = [0, 0, 0]
  const sum = (a: Value, b: Value) => a.map((n, i) => n + b[i]!)
  const best = (open: number): Value => {
    if (!open) return nothing
    const before = known.get(open)
    if (before) return before
    const a = 31 - Math.clz32(open)
    const rest = open & ~(1 << a)
    let most = best(rest)
    const consider = (group: readonly number[], left: number) => {
      const value = worthOf(group)
      if (!value) return
      const all = sum(value, best(left))
      if (isBetter(all, most)) most = all
    }
    for (let b = 0; b < a; b++) {
      if (!(rest & (1 << b))) continue
      consider([a, b], rest & ~(1 << b))
      for (let c = 0; upTo === 3 && c < b; c++)
        if (rest & (1 << c)) consider([a, b, c], rest & ~(1 << b) & ~(1 << c))
    }
    known.set(open, most)
    return most
  }
  return best((1 << size) - 1)
}
