/** What proves that no other pairing of the same people is worth more. People are numbers, sums are exact. */
export interface PeerCertificate {
  /** The pairs that were proved best: those before anybody joined one as a third. */
  pairs: readonly (readonly [number, number])[]
  /** The dual of each person and of each blossom, in halves. */
  y: ArrayLike<number>
  blossoms: readonly { members: readonly number[]; z: number }[]
}

/**
 * Whether the certificate proves its pairs the heaviest matching, by weak duality: however people are paired, each
 * pair weighs at most half of what its duals sum to, and within a blossom of m members at most (m - 1) / 2 pairs fit.
 * So if no dual is negative, each pair of all is covered, and the duals add up to twice the weight, nothing beats it.
 * Written apart from the search and sharing nothing with it; O(n^2 + blossoms' members).
 */
export function provesBest(
  size: number,
  weight: (a: number, b: number) => number | null,
  { pairs, y, blossoms }: PeerCertificate,
): boolean {
  if (y.length !== size) return false
  let dual = 0n
  for (let v = 0; v < size; v++) {
    const one = y[v]
    if (!isWhole(one)) return false
    dual += BigInt(one)
  }
  const inside: Map<number, number>[] = Array.from({ length: size }, () => new Map())
  for (const [at, { members, z }] of blossoms.entries()) {
    const different = new Set(members)
    if (!isWhole(z) || different.size !== members.length || members.length % 2 === 0) return false
    dual += BigInt(z) * BigInt((members.length - 1) / 2)
    for (const v of different) {
      if (!inside[v]) return false
      inside[v].set(at, z)
    }
  }
  const taken = new Set<number>()
  let primal = 0n
  for (const [a, b] of pairs) {
    const worth = a === b ? null : weight(a, b)
    if (worth === null || taken.has(a) || taken.has(b)) return false
    taken.add(a).add(b)
    primal += BigInt(worth)
  }
  return dual === 2n * primal && covers(size, weight, y, inside)
}

function covers(
  size: number,
  weight: (a: number, b: number) => number | null,
  y: ArrayLike<number>,
  inside: readonly ReadonlyMap<number, number>[],
): boolean {
  for (let a = 0; a < size; a++)
    for (let b = a + 1; b < size; b++) {
      const worth = weight(a, b)
      if (worth === null) continue
      let short = 2 * worth - y[a]! - y[b]!
      if (short <= 0) continue
      for (const [at, z] of inside[a]!) if (inside[b]!.has(at)) short -= z
      if (short > 0) return false
    }
  return true
}

const isWhole = (n: number | undefined): n is number => Number.isSafeInteger(n) && n! >= 0
