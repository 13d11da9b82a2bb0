import type { Weighed } from './weigh.ts'

/** After so many passes over all exchanges what is left to gain is little; a bound of work, never of time. */
const MOST_PASSES = 40

/**
 * Local search: exchanges two people of two groups, or moves one from a group of three to a pair, as long as that makes
 * the sum of all pairs worth more. Sizes of groups stay as they are, so sums compare; forbidden pairs never arise.
 */
export function improve({ worth, people }: Weighed, start: readonly number[][]): number[][] {
  const groups = start.map((group) => [...group])
  const home = new Int32Array(people.length).fill(-1)
  groups.forEach((group, at) => {
    for (const person of group) home[person] = at
  })

  /** What somebody is worth to a group, not counting one who leaves it; null if it is forbidden. */
  const valueIn = (person: number, group: readonly number[], leaving: number): number | null => {
    let sum = 0
    for (const member of group) {
      if (member === person || member === leaving) continue
      const one = worth(person, member)
      if (one === null) return null
      sum += one
    }
    return sum
  }

  const exchange = (a: number, b: number): boolean => {
    const [g, h] = [groups[home[a]!]!, groups[home[b]!]!]
    const aThere = valueIn(a, h, b)
    if (aThere === null) return false
    const bThere = valueIn(b, g, a)
    if (bThere === null || aThere + bThere <= valueIn(a, g, a)! + valueIn(b, h, b)!) return false
    g[g.indexOf(a)] = b
    h[h.indexOf(b)] = a
    ;[home[a], home[b]] = [home[b]!, home[a]!]
    return true
  }

  const move = (a: number, to: number): boolean => {
    const from = groups[home[a]!]!
    const there = valueIn(a, groups[to]!, -1)
    if (there === null || there <= valueIn(a, from, -1)!) return false
    from.splice(from.indexOf(a), 1)
    groups[to]!.push(a)
    home[a] = to
    return true
  }

  for (let pass = 0; pass < MOST_PASSES; pass++) {
    let better = false
    for (let a = 0; a < home.length; a++) {
      if (home[a]! < 0) continue
      for (let b = a + 1; b < home.length; b++)
        if (home[b]! >= 0 && home[a] !== home[b] && exchange(a, b)) better = true
      for (let to = 0; to < groups.length && groups[home[a]!]!.length === 3; to++)
        if (groups[to]!.length === 2 && move(a, to)) better = true
    }
    if (!better) break
  }
  return groups
}
