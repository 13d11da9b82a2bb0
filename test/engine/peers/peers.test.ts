import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Meeting, type PeersWanted, peers, provesBest } from '../../../src/engine/index.ts'
import { bestOfAll, type Graph, graphOf, type Kind, numbersFrom, smallGraph } from './support/graphs.ts'

const group = ({ people, score }: Graph, over: Partial<PeersWanted> = {}) =>
  peers({ people, score, size: 2, seed: 1, ...over })

/** Some pairs of a graph that have met before, in rounds 1 to 5. */
function someMet({ people }: Graph, seed: number): Meeting[] {
  const draw = numbersFrom(seed)
  const share = [0, 20, 60, 100][draw(4)]!
  return people.flatMap((a, n) =>
    people.slice(n + 1).flatMap((b) => (draw(100) < share ? [{ a, b, round: 1 + draw(5) }] : [])),
  )
}

/** Most people, then fewest repeats, then the largest score. */
function valueIn({ people, scores }: Graph, met: readonly Meeting[]) {
  const before = new Set(met.map(({ a, b }) => `${a} ${b}`))
  return (members: readonly number[]) => {
    let [repeats, total] = [0, 0]
    for (const a of members)
      for (const b of members) {
        if (a >= b) continue
        const score = scores[a]![b]
        if (score === null || score === undefined) return undefined
        total += score
        if (before.has(`${people[a]} ${people[b]}`)) repeats++
      }
    return [members.length, -repeats, total]
  }
}

describe('pairs', () => {
  it('are the best of all, with the proof, in 2,500 small graphs', () => {
    for (let seed = 0; seed < 2500; seed++) {
      const graph = smallGraph(seed)
      const { certificate } = group(graph)
      const numbers = certificate.people.map((id) => graph.people.indexOf(id))
      const total = certificate.pairs.reduce(
        (sum, [a, b]) => sum + graph.scores[numbers[a]!]![numbers[b]!]!,
        0,
      )
      const best = bestOfAll(graph.people.length, 2, valueIn(graph, []))
      expect([seed, certificate.valid, 2 * certificate.pairs.length, total]).toEqual([
        seed,
        true,
        best[0],
        best[2],
      ])
    }
  })

  it('repeat as seldom as can be, and only then look at scores', () => {
    for (let seed = 0; seed < 800; seed++) {
      const graph = smallGraph(seed)
      if (graph.people.length % 2) continue
      // All of one round, so that no repeat is older than another.
      const met = someMet(graph, seed).map((meeting) => ({ ...meeting, round: 1 }))
      const { certificate, groups, repeats, total } = group(graph, { met })
      const best = bestOfAll(graph.people.length, 2, valueIn(graph, met))
      expect(certificate.valid).toBe(true)
      if (groups.every((g) => g.length === 2))
        expect([seed, 2 * groups.length, 0 - repeats, total]).toEqual([seed, ...best])
    }
  })

  it.each<[string, Kind, number]>([
    ['anything', (_a, _b, draw) => draw(1000), 500],
    ['mostly ties', (_a, _b, draw) => draw(3), 301],
    ['everyone wants the same few', (a, b, draw) => (a % 97) * 8 + (b % 97) * 8 + draw(20), 300],
    ['few know each other', (_a, _b, draw) => (draw(100) < 2 ? draw(1000) : null), 400],
    ['groups of an odd number', (a, b, draw) => (a % 33 === b % 33 ? 900 : 0) + draw(100), 330],
  ])('have a proof that holds among hundreds: %s', (_name, kind, size) => {
    const graph = graphOf(size, 7, kind)
    const { certificate, groups, leftOut } = group(graph, { met: someMet(graph, 3) })
    expect(certificate.valid).toBe(true)
    expect(groups.flat().length + leftOut.length).toBe(size)
  })

  it('have a proof that a lie does not pass', () => {
    const graph = graphOf(40, 5, (_a, _b, draw) => draw(100))
    const { valid, people, ...proof } = group(graph).certificate
    const weigh = (extra: (a: number, b: number) => number) => (a: number, b: number) =>
      graph.score(people[a]!, people[b]!)! + proof.lift + extra(a, b)
    expect(valid).toBe(true)
    expect(
      provesBest(
        40,
        weigh(() => 0),
        proof,
      ),
    ).toBe(true)
    const [[a, b], [c, d], ...others] = proof.pairs as [[number, number], [number, number]]
    expect(
      provesBest(
        40,
        weigh(() => 0),
        { ...proof, pairs: [[a, c], [b, d], ...others] },
      ),
    ).toBe(false)
    expect(
      provesBest(
        40,
        weigh(() => 0),
        { ...proof, pairs: [[a, b], [a, d], ...others] },
      ),
    ).toBe(false)
    expect(
      provesBest(
        40,
        weigh((x, y) => (x + y === a + c ? 5000 : 0)),
        proof,
      ),
    ).toBe(false)
    const y = Float64Array.from(proof.y)
    y[0]! -= 2
    expect(
      provesBest(
        40,
        weigh(() => 0),
        { ...proof, y },
      ),
    ).toBe(false)
  })
})

describe('whoever is left over', () => {
  it('joins a pair, never beside someone they may not meet; or is named, with the cause', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.constantFrom(2 as const, 3 as const), (seed, size) => {
        const graph = smallGraph(seed)
        const { groups, leftOut, total } = group(graph, { size, seed, met: someMet(graph, seed) })
        const everyone = [...groups.flat(), ...leftOut.map(({ person }) => person)].sort()
        expect(everyone).toEqual(graph.people)
        let sum = 0
        for (const members of groups) {
          expect([2, 3]).toContain(members.length)
          for (const a of members)
            for (const b of members) {
              if (a >= b) continue
              expect(graph.score(a, b)).not.toBeNull()
              sum += graph.score(a, b)!
            }
        }
        expect(total).toBe(sum)
        for (const { person, cause } of leftOut) {
          const allowed = graph.people.some(
            (other) => other !== person && graph.score(person, other) !== null,
          )
          expect(cause).toBe(allowed ? 'all-taken' : graph.people.length > 1 ? 'nobody-allowed' : 'alone')
        }
      }),
      { numRuns: 400, seed: 1 },
    )
  })

  it('is nobody who could have had a place', () => {
    let missed = 0
    for (let seed = 0; seed < 800; seed++) {
      const graph = smallGraph(seed)
      const { groups } = group(graph)
      const [placed] = bestOfAll(graph.people.length, 3, valueIn(graph, []))
      missed += placed! - groups.flat().length
    }
    expect(missed).toBe(0)
  })

  it('makes one group of three of an odd number, nearly as good as the best', () => {
    let [reached, best] = [0, 0]
    for (let seed = 0; seed < 150; seed++) {
      const graph = graphOf(9, seed, (_a, _b, draw) => draw(1000))
      const { groups, total } = group(graph)
      expect(groups.map((g) => g.length).sort()).toEqual([2, 2, 2, 3])
      reached += total
      const pairsAndOne = valueIn(graph, [])
      best += bestOfAll(9, 3, (members) => {
        const value = pairsAndOne(members)
        // More groups first, so that only one has three.
        return value && [value[0]!, 1, value[2]!]
      })[2]!
    }
    expect(reached / best).toBeGreaterThan(0.97)
  })
})

describe('threes', () => {
  it('come out as even as they can', () => {
    for (const size of [2, 3, 4, 5, 6, 7, 8, 30, 31, 32]) {
      const { groups } = group(
        graphOf(size, size, (_a, _b, draw) => draw(1000)),
        { size: 3 },
      )
      const pairs = groups.filter((g) => g.length === 2).length
      expect([size, groups.flat().length, pairs]).toEqual([size, size, (3 - (size % 3)) % 3])
    }
  })

  it('are nearly as good as the best', () => {
    let [reached, best] = [0, 0]
    for (let seed = 0; seed < 150; seed++) {
      const graph = graphOf(9, seed, (_a, _b, draw) => draw(1000))
      reached += group(graph, { size: 3 }).total
      const value = valueIn(graph, [])
      best += bestOfAll(9, 3, (members) => (members.length === 3 ? value(members) : undefined))[2]!
    }
    expect(reached / best).toBeGreaterThan(0.95)
  })
})

describe('round after round', () => {
  /** The rounds until the first repeat, at most `most`. */
  function roundsWithoutRepeat(graph: Graph, most: number, over: Partial<PeersWanted> = {}): number {
    const met: Meeting[] = []
    for (let round = 1; round <= most; round++) {
      const { groups, repeats } = group(graph, { met, seed: round, ...over })
      if (repeats) return round - 1
      for (const members of groups)
        for (const a of members) for (const b of members) if (a < b) met.push({ a, b, round })
    }
    return most
  }

  it('up to ten people meet everybody before anybody meets again', () => {
    for (const size of [2, 4, 6, 8, 10])
      for (const seed of [1, 2, 3]) {
        const graph = graphOf(size, seed, (_a, _b, draw) => draw(1000))
        expect([size, roundsWithoutRepeat(graph, size, { ahead: true })]).toEqual([size, size - 1])
      }
  })

  it('nobody, or one alone, makes no group, in either size and however far it is looked ahead', () => {
    for (const people of [[], ['a']])
      for (const size of [2, 3] as const)
        for (const ahead of [false, true])
          expect(peers({ people, score: () => 1, size, seed: 1, ahead }).groups).toEqual([])
  })

  it('more people go at least half as many rounds', () => {
    for (const size of [20, 40]) {
      const graph = graphOf(size, 9, (_a, _b, draw) => draw(1000))
      expect(roundsWithoutRepeat(graph, size)).toBeGreaterThanOrEqual(size / 2)
    }
  })

  it('the oldest repeat comes first, in the order of the first time', () => {
    const graph = graphOf(4, 1, () => 5)
    const met: Meeting[] = []
    const rounds = Array.from({ length: 9 }, (_, at) => {
      const { groups } = group(graph, { met, seed: at, ahead: true })
      for (const [a, b] of groups) met.push({ a: a!, b: b!, round: at + 1 })
      return groups.join(' ')
    })
    expect(new Set(rounds.slice(0, 3)).size).toBe(3)
    expect(rounds.slice(3, 6)).toEqual(rounds.slice(0, 3))
    expect(rounds.slice(6)).toEqual(rounds.slice(0, 3))
  })
})

describe('the same people, scores and seed', () => {
  it('give the same groups, in whatever order they come; another seed breaks ties otherwise', () => {
    const graph = graphOf(31, 3, (_a, _b, draw) => draw(3))
    const once = group(graph, { size: 3 })
    const again = group({ ...graph, people: [...graph.people].reverse() }, { size: 3 })
    expect(again.groups).toEqual(once.groups)
    expect(group(graph, { size: 3, seed: 2 }).groups).not.toEqual(once.groups)
  })

  it('are refused when they cannot be right', () => {
    const { people, score } = graphOf(4, 1, () => 1)
    expect(() => group({ people: [...people, people[0]!], scores: [], score })).toThrow(RangeError)
    for (const wrong of [-1, 0.5, Number.NaN])
      expect(() => group({ people, scores: [], score: () => wrong })).toThrow(RangeError)
    expect(group({ people: [], scores: [], score }).groups).toEqual([])
  })
})
