import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/core/seeded-random.ts'
import { findFlaw, lowestPrices, matrix, solve } from '../../../src/engine/index.ts'
import { exhaustive, small } from './instances.ts'

describe('the lowest prices', () => {
  it('tell what one more place would add, and prove the same', () => {
    const random = seededRandom(21)
    for (let seed = 0; seed < 400; seed++) {
      const instance = small(random)
      const { rows, cols, values, capacity } = instance
      const scores = matrix(values, rows, cols)
      for (const objective of ['total', 'fair'] as const) {
        const solution = solve(scores, capacity, { objective, seed })
        const { match, total, matched, certificate } = solution
        const prices = lowestPrices(scores, capacity, solution)
        expect(
          findFlaw(scores, capacity, { match, total, matched, ...certificate, ...prices }),
        ).toBeUndefined()
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
