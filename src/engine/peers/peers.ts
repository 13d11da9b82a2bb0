import { MOST_AHEAD, pairAhead } from './ahead.ts'
import { type PeerCertificate, provesBest } from './certificate.ts'
import { heaviestOfAll } from './dense.ts'
import { pairsAndThirds, threes } from './groups.ts'
import { type Meeting, type Weighed, weigh } from './weigh.ts'

export interface PeersWanted {
  /** Ids, each once. Their order does not matter. */
  people: readonly string[]
  /** How well two fit, a whole number from 0, the same both ways; null if they may never meet. Asked once a pair. */
  score: (a: string, b: string) => number | null
  /** Who was in one group before. A repeat is chosen only where it cannot be helped, and then the oldest. */
  met?: readonly Meeting[]
  /** Pairs, with a third where the number is odd; or threes, with a pair or two where they do not come out even. */
  size: 2 | 3
  /** Decides between equals: the same people, scores and seed give the same groups. */
  seed: number
  /** Whether to give up points now for more rounds without a repeat; works for pairs of up to ten people. */
  ahead?: boolean
}

/** Why somebody has no group: there is nobody else; they may meet nobody; those they may meet are all taken. */
export type LeftOutCause = 'alone' | 'nobody-allowed' | 'all-taken'

export interface Peers {
  /** Groups of 2 or 3 ids, each sorted, in the order of their first. */
  groups: string[][]
  leftOut: { person: string; cause: LeftOutCause }[]
  /** The sum of the scores of all pairs within groups. */
  total: number
  /** How many pairs within groups have met before. */
  repeats: number
  /**
   * The proof that the pairs before anybody joined as a third were the best (most people, fewest repeats, oldest
   * repeats, largest score), by numbers into `people`. Each pair weighs its score, less what a repeat costs, and `lift`,
   * which makes more pairs beat better ones. A result with `valid` false is an error and must not be used.
   */
  certificate: PeerCertificate & { valid: boolean; people: readonly string[]; lift: number }
}

/**
 * Groups of two or three peers, out of any graph: the heaviest matching of a general graph, over all allowed pairs, in
 * this order: most people placed, fewest repeats, oldest repeats, largest score. Whoever is left joins a pair.
 * Nobody forbidden to meet is ever in one group, in threes neither. Throws a RangeError as `weigh` does.
 */
export function peers({ people: ids, score, met = [], size, seed, ahead = false }: PeersWanted): Peers {
  const weighed = weigh(ids, score, met, seed)
  const { people, worth, lift } = weighed
  const weight = (a: number, b: number) => {
    const one = worth(a, b)
    return one === null ? null : one + lift
  }
  const { mate, y, blossoms } = heaviestOfAll(people.length, weight)
  const pairs: [number, number][] = []
  const alone: number[] = []
  mate.forEach((w, v) => {
    if (w < 0) alone.push(v)
    else if (v < w) pairs.push([v, w])
  })
  const proof = { pairs, y, blossoms }
  const groups =
    size === 3
      ? threes(weighed, pairs, alone)
      : pairsAndThirds(weighed, (ahead && people.length <= MOST_AHEAD && pairAhead(weighed)) || pairs, alone)
  return {
    ...summed(weighed, groups),
    leftOut: leftOutOf(weighed, groups),
    certificate: { ...proof, people, lift, valid: provesBest(people.length, weight, proof) },
  }
}

function summed({ people, score, times }: Weighed, groups: readonly number[][]) {
  let [total, repeats] = [0, 0]
  for (const group of groups)
    for (const a of group)
      for (const b of group) {
        if (a >= b) continue
        total += score(a, b)!
        if (times(a, b)) repeats++
      }
  const named = groups.map((group) => group.map((person) => people[person]!).sort())
  return { groups: named.sort((g, h) => (g[0]! < h[0]! ? -1 : 1)), total, repeats }
}

function leftOutOf({ people, score }: Weighed, groups: readonly number[][]): Peers['leftOut'] {
  const placed = new Set(groups.flat())
  return people
    .flatMap((person, a) => {
      if (placed.has(a)) return []
      const allowed = people.some((_, b) => a !== b && score(a, b) !== null)
      const cause: LeftOutCause = people.length === 1 ? 'alone' : allowed ? 'all-taken' : 'nobody-allowed'
      return [{ person, cause }]
    })
    .sort((a, b) => (a.person < b.person ? -1 : 1))
}
