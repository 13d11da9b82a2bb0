import { describe, expect, it } from 'vitest'
import {
  deferredAcceptance,
  flaw,
  lowestPrices,
  matrix,
  solve,
  wouldLeave,
} from '../../../src/engine/index.ts'
import { chance, exhaustive, small } from './instances.ts'

describe('the lowest prices', () => {
  it('tell what one more place would add, and prove the same', () => {
    const random = chance(21)
    for (let seed = 0; seed < 400; seed++) {
      const instance = small(random)
      const { rows, cols, values, capacity } = instance
      const scores = matrix(values, rows, cols)
      for (const objective of ['total', 'fair'] as const) {
        const solution = solve(scores, capacity, { objective, seed })
        const { match, total, matched, certificate } = solution
        const prices = lowestPrices(scores, capacity, solution)
        expect(flaw(scores, capacity, { match, total, matched, ...certificate, ...prices })).toBeUndefined()
        if (objective === 'fair') continue
        for (let col = 0; col < cols; col++) {
          if (!capacity[col]) continue
          const more = capacity.map((places, c) => places + (c === col ? 1 : 0))
          expect(prices.p[col]).toBe(exhaustive({ ...instance, capacity: more }).total - total)
        }
      }
    }
  })
})

describe('deferred acceptance', () => {
  it('is stable, and no stable assignment is better for anybody who proposes', () => {
    const random = chance(33)
    const shuffled = (n: number) =>
      Array.from({ length: n }, (_, k) => [random(), k] as const)
        .sort((a, b) => a[0] - b[0])
        .map(([, k]) => k)
        .slice(0, Math.floor(random() * (n + 1)))
    for (let round = 0; round < 300; round++) {
      const wishes = Array.from({ length: 4 }, () => shuffled(3))
      const ranks = Array.from({ length: 3 }, () => shuffled(4))
      const capacity = [0, 0, 0].map(() => Math.floor(random() * 3))
      const match = deferredAcceptance(wishes, ranks, capacity)
      expect(wouldLeave(wishes, ranks, capacity, match)).toEqual([])
      const place = (row: number, col: number) => (col < 0 ? 9 : wishes[row]!.indexOf(col))
      for (const other of assignments(wishes, ranks, capacity)) {
        if (wouldLeave(wishes, ranks, capacity, other).length) continue
        for (let row = 0; row < 4; row++)
          expect(place(row, match[row]!)).toBeLessThanOrEqual(place(row, other[row]!))
      }
    }
  })

  it('matches nobody with whom they, or who them, did not name', () => {
    expect([...deferredAcceptance([[0], [0, 1]], [[1], []], [1, 1])]).toEqual([-1, 0])
    expect(wouldLeave([[0], [0, 1]], [[0, 1], []], [1, 1], [-1, 0])).toEqual([[0, 0]])
  })
})

/** Every assignment of pairs that named each other. */
function assignments(wishes: number[][], ranks: number[][], capacity: number[]): number[][] {
  let all: number[][] = [[]]
  for (const [row, list] of wishes.entries())
    all = all.flatMap((so) =>
      [-1, ...list]
        .filter(
          (col) =>
            col < 0 || (ranks[col]!.includes(row) && so.filter((c) => c === col).length < capacity[col]!),
        )
        .map((col) => [...so, col]),
    )
  return all
}
