import type { Weighed } from './weigh.ts'

type Pairing = readonly (readonly [number, number])[]

/** Above this many people the best pairing of each round leaves a new one for at least half as many rounds anyway. */
export const MOST_AHEAD = 10
const MOST_WORK = 300_000

/**
 * Of all ways to pair up a few people who have not met, the worthiest that leaves the most rounds without a repeat:
 * the best pairing of today may split those who have not met yet into triangles. `undefined` if no complete pairing
 * of new pairs is left, or there are too many people to look ahead for.
 */
export function pairAhead({ people, score, times, worth }: Weighed): Pairing | undefined {
  const size = people.length
  // Nobody has no fewest left to meet, so that the search for more rounds would not end.
  if (size === 0) return []
  if (size % 2 || size > MOST_AHEAD) return undefined
  const fresh = people.map((_, a) =>
    people.reduce(
      (bits, _, b) => (a !== b && score(a, b) !== null && !times(a, b) ? bits | (1 << b) : bits),
      0,
    ),
  )
  const worthOf = (pairing: Pairing) => pairing.reduce((sum, [a, b]) => sum + worth(a, b)!, 0)
  const all = pairingsOf(fresh, (1 << size) - 1)
    .map((pairing) => ({ pairing, worth: worthOf(pairing) }))
    .sort((a, b) => b.worth - a.worth)
  const work = { left: MOST_WORK }
  let best: Pairing | undefined
  let most = -1
  for (const { pairing } of all) {
    const rest = without(fresh, pairing)
    const hoped = Math.min(...rest.map(countBits))
    if (hoped <= most) continue
    const reached = roundsIn(rest, hoped, work)
    if (reached > most) [best, most] = [pairing, reached]
    // No pairing can leave more than today's takes away from the one with the fewest left to meet.
    if (most >= Math.min(...fresh.map(countBits)) - 1) break
  }
  return best
}

/** How many rounds of new pairs these people have, at most `hoped`; fewer may be found when the work runs out. */
function roundsIn(fresh: readonly number[], hoped: number, work: { left: number }): number {
  if (hoped <= 0) return 0
  let most = 0
  for (const pairing of pairingsOf(fresh, (1 << fresh.length) - 1)) {
    if (work.left-- <= 0) break
    most = Math.max(most, 1 + roundsIn(without(fresh, pairing), hoped - 1, work))
    if (most >= hoped) break
  }
  return most
}

/** Every way to pair up all people of `open`. */
function pairingsOf(fresh: readonly number[], open: number): Pairing[] {
  if (!open) return [[]]
  const a = 31 - Math.clz32(open)
  const rest = open & ~(1 << a)
  const found: Pairing[] = []
  for (let b = 0; b < a; b++)
    if (fresh[a]! & rest & (1 << b))
      for (const others of pairingsOf(fresh, rest & ~(1 << b))) found.push([[a, b], ...others])
  return found
}

function without(fresh: readonly number[], pairing: Pairing): number[] {
  const left = [...fresh]
  for (const [a, b] of pairing) {
    left[a]! &= ~(1 << b)
    left[b]! &= ~(1 << a)
  }
  return left
}

function countBits(bits: number): number {
  let count = 0
  for (let rest = bits; rest; rest &= rest - 1) count++
  return count
}
