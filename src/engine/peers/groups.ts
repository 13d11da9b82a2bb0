import { heaviestOfAll } from './dense.ts'
import { improve } from './improve.ts'
import type { Weighed } from './weigh.ts'

type Pair = readonly [number, number]

/**
 * Pairs, and those who are left joined to some of them, in groups of three: each to the pair that it fits best, then
 * improved by exchanges. The pairs were the best there are; where nobody was left over they stay as they are. With
 * threes the result is a good one, not proved the best.
 */
export function pairsAndThirds(
  weighed: Weighed,
  pairs: readonly Pair[],
  alone: readonly number[],
): number[][] {
  const groups = pairs.map((pair) => [...pair])
  const before = groups.length
  const joined = alone.filter((person) => place(weighed, groups, person)).length
  return joined || groups.length > before ? improve(weighed, groups) : groups
}

/**
 * Groups of three, with as few pairs as the number of people allows: the worthiest of the best pairs, a third for
 * each by another matching, then exchanges until none helps. A good answer; the best is NP-hard to find.
 */
export function threes(weighed: Weighed, pairs: readonly Pair[], alone: readonly number[]): number[][] {
  const { worth } = weighed
  const size = weighed.people.length
  const kept = [...pairs].sort((p, q) => worth(...q)! - worth(...p)!).slice(0, Math.ceil(size / 3))
  const inPair = new Set(kept.flat())
  const thirds = [...pairs.flat().filter((person) => !inPair.has(person)), ...alone]
  const groups = kept.map((pair) => [...pair])
  const found = heaviestOfAll(groups.length + thirds.length, (a, b) => {
    const [low, high] = a < b ? [a, b] : [b, a]
    if (low >= groups.length || high < groups.length) return null
    const gain = gainOf(weighed, kept[low]!, thirds[high - groups.length]!)
    return gain === null ? null : gain + 2 * weighed.lift
  })
  const rest = thirds.filter((person, at) => {
    const group = found.mate[groups.length + at]!
    if (group >= 0) groups[group]!.push(person)
    return group < 0
  })
  const among = heaviestOfAll(rest.length, (a, b) => {
    const one = worth(rest[a]!, rest[b]!)
    return one === null ? null : one + weighed.lift
  }).mate
  rest.forEach((person, a) => {
    if (among[a]! < 0) place(weighed, groups, person)
    else if (a < among[a]!) groups.push([person, rest[among[a]!]!])
  })
  return improve(weighed, groups)
}

/** What somebody adds to a group, or null if anybody there may not meet them. */
function gainOf({ worth }: Weighed, group: readonly number[], person: number): number | null {
  let gain = 0
  for (const member of group) {
    const one = worth(member, person)
    if (one === null) return null
    gain += one
  }
  return gain
}

/** Gives somebody a place, as the third of the pair that it fits best, or by moving others. Whether that was possible. */
function place(weighed: Weighed, groups: number[][], person: number): boolean {
  let best = -1
  let most = Number.NEGATIVE_INFINITY
  groups.forEach((group, at) => {
    const gain = group.length === 2 ? gainOf(weighed, group, person) : null
    if (gain !== null && gain > most) [best, most] = [at, gain]
  })
  if (best >= 0) {
    groups[best]!.push(person)
    return true
  }
  return split(weighed, groups, person) || chain(weighed, groups, person)
}

/** Takes one out of a group of three as a partner. */
function split({ worth }: Weighed, groups: number[][], person: number): boolean {
  for (const group of groups) {
    if (group.length !== 3) continue
    const partner = group.find((member) => worth(member, person) !== null)
    if (partner === undefined) continue
    group.splice(group.indexOf(partner), 1)
    groups.push([partner, person])
    return true
  }
  return false
}

interface Step {
  /** Who has no place after this step. */
  out: number
  /** The pair in which the one before has taken that place; -1 to begin with. */
  pair: number
  before?: Step
}

/** Takes somebody's place in a pair, who takes another's, and so on, until one can join a pair as a third. */
function chain(weighed: Weighed, groups: number[][], person: number): boolean {
  const seen = new Set([person])
  const steps: Step[] = [{ out: person, pair: -1 }]
  for (const step of steps) {
    if (step.before && finish(weighed, groups, step)) return true
    groups.forEach((group, pair) => {
      if (group.length !== 2 || passed(step, pair)) return
      for (const out of group) {
        const stays = group[0] === out ? group[1]! : group[0]!
        if (seen.has(out) || weighed.worth(step.out, stays) === null) continue
        seen.add(out)
        steps.push({ out, pair, before: step })
      }
    })
  }
  return false
}

function passed(step: Step | undefined, pair: number): boolean {
  for (let at = step; at; at = at.before) if (at.pair === pair) return true
  return false
}

/** Takes the steps if the last one's person can then join a pair. */
function finish(weighed: Weighed, groups: number[][], last: Step): boolean {
  const changed = new Map<number, number[]>()
  for (let step = last; step.before; step = step.before) {
    const { out, before } = step
    changed.set(
      step.pair,
      groups[step.pair]!.map((member) => (member === out ? before.out : member)),
    )
  }
  const now = (at: number) => changed.get(at) ?? groups[at]!
  const at = groups.findIndex((_, g) => now(g).length === 2 && gainOf(weighed, now(g), last.out) !== null)
  if (at < 0) return false
  changed.set(at, [...now(at), last.out])
  for (const [g, members] of changed) groups[g] = members
  return true
}
