import { type Duals, type Graph, heaviestMatching, type Matching } from './blossom.ts'

/** The weight of a pair of people by number, the same both ways, whole and not negative; or null if they may not meet. */
type Weight = (a: number, b: number) => number | null

/** Edges a person that the search begins with, and at most how many more a round of pricing adds to each. */
const FIRST_EDGES = 8

/**
 * The heaviest matching over all allowed pairs of `size` people, without searching all of them: first over each
 * person's best few, then the pairs that the duals show to be worth more than they cost are added, until there are
 * none. So the answer is the full graph's, and its duals prove it.
 */
export function heaviestOfAll(size: number, weight: Weight): Matching & { rounds: number; edges: number } {
  const chosen = new Edges(size)
  const wanted = meanWeights(size, weight)
  for (let v = 0; v < size; v++) {
    const best: Offer[] = []
    const rare: Offer[] = []
    for (let w = 0; w < size; w++) {
      const worth = w === v ? null : weight(v, w)
      if (worth === null) continue
      keepBest(best, { to: w, worth, weight: worth })
      // Where everyone wants the same few, the best edges alone would leave most people nobody.
      keepBest(rare, { to: w, worth: worth - wanted[w]!, weight: worth })
    }
    for (const { to, weight } of [...best, ...rare]) chosen.add(v, to, weight)
  }
  let found = heaviestMatching(chosen.graph())
  for (let rounds = 1; ; rounds++) {
    const start = withoutBlossoms(found)
    if (!price(size, weight, found, chosen, start)) return { ...found, rounds, edges: chosen.count }
    found = heaviestMatching(chosen.graph(), start)
  }
}

function meanWeights(size: number, weight: Weight): Float64Array {
  const means = new Float64Array(size)
  for (let v = 0; v < size; v++) {
    let [sum, count] = [0, 0]
    for (let w = 0; w < size; w++) {
      const worth = w === v ? null : weight(v, w)
      if (worth === null) continue
      sum += worth
      count++
    }
    means[v] = count ? sum / count : 0
  }
  return means
}

interface Offer {
  to: number
  worth: number
  weight: number
}

/** Keeps the best few in order; the first come stays before its equals. */
function keepBest(best: Offer[], offer: Offer): void {
  if (best.length === FIRST_EDGES && best[FIRST_EDGES - 1]!.worth >= offer.worth) return
  let at = Math.min(best.length, FIRST_EDGES - 1)
  for (; at > 0 && best[at - 1]!.worth < offer.worth; at--) best[at] = best[at - 1]!
  best[at] = offer
}

/** Adds the pairs that break the duals, a person's worst few at a time, and mends `start`. Whether there were any. */
function price(size: number, weight: Weight, duals: Duals, chosen: Edges, start: Float64Array): boolean {
  const { y } = duals
  const shared = sharedDuals(size, duals)
  const before = start.slice()
  let broken = false
  for (let v = 0; v < size; v++) {
    const worst: Offer[] = []
    for (let w = v + 1; w < size; w++) {
      const worth = weight(v, w)
      if (worth === null) continue
      const short = 2 * worth - y[v]! - y[w]!
      if (short > 0 && short > shared(v, w)) keepBest(worst, { to: w, worth: short, weight: worth })
    }
    for (const { to, weight } of worst) {
      broken = true
      chosen.add(v, to, weight)
      const short = 2 * weight - start[v]! - start[to]!
      if (short <= 0) continue
      // One raised vertex loses one partner: the same one may as well be raised for all its new edges.
      const raised = start[to]! > before[to]! ? to : v
      start[raised]! += short
    }
  }
  return broken
}

/**
 * Vertex duals that do without blossoms: each blossom's is halved between any two members, which changes no edge
 * inside it and only relaxes the others. Whole, since blossom duals are even.
 */
function withoutBlossoms({ y, blossoms }: Duals): Float64Array {
  const start = y.slice()
  for (const { members, z } of blossoms) for (const v of members) start[v]! += z / 2
  return start
}

/** The z of all blossoms that hold both of two people. */
function sharedDuals(size: number, { blossoms }: Duals): (a: number, b: number) => number {
  const holding: number[][] = Array.from({ length: size }, () => [])
  blossoms.forEach(({ members }, at) => {
    for (const v of members) holding[v]!.push(at)
  })
  return (a, b) => {
    let sum = 0
    if (holding[a]!.length && holding[b]!.length)
      for (const at of holding[a]!) if (holding[b]!.includes(at)) sum += blossoms[at]!.z
    return sum
  }
}

/** A growing set of edges. */
class Edges {
  private readonly size: number
  private readonly known = new Set<number>()
  private readonly ends: number[] = []
  private readonly weights: number[] = []

  constructor(size: number) {
    this.size = size
  }

  get count(): number {
    return this.weights.length
  }

  add(a: number, b: number, weight: number): void {
    const key = Math.min(a, b) * this.size + Math.max(a, b)
    if (this.known.has(key)) return
    this.known.add(key)
    this.ends.push(a, b)
    this.weights.push(weight)
  }

  graph(): Graph {
    return { size: this.size, ends: Int32Array.from(this.ends), weight: Float64Array.from(this.weights) }
  }
}
