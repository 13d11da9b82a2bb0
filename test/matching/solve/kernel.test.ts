/** The loops over whole rows: WebAssembly and plain JavaScript find the same. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { FOLDER, kernelBytes } from '../../../bench/kernel-bytes.ts'
import { MOST_POINTS } from '../../../src/matching/solve/instance.ts'
import { looksFor, oneByOne } from '../../../src/matching/solve/kernel/index.ts'
import { chance } from './instances.ts'

it('bytes.ts is what the source compiles to', async () => {
  // If not, `npm run kernel` builds it anew.
  expect(readFileSync(`${FOLDER}/bytes.ts`, 'utf8')).toBe(await kernelBytes())
})

it('looks four at a time as it does one by one', () => {
  const random = chance(1)
  const below = (n: number) => Math.floor(random() * n)
  for (let round = 0; round < 300; round++) {
    const cols = 256 + below(40)
    const points = [1, 3, 1000, MOST_POINTS + 1][round % 4]!
    const some = () => below(points + 1) - 1
    const quick = looksFor(cols)
    const plain = oneByOne(cols)
    expect(quick.over).not.toBe(plain.over)
    for (let col = 0; col < cols; col++) quick.prices[col] = plain.prices[col] = below(2) * (some() + 1)
    for (let row = 0; row < 5; row++) {
      const scores = Int32Array.from({ length: cols }, some)
      const bar = row ? some() : -1
      const found = plain.over(scores, bar)
      expect(quick.over(scores, bar)).toBe(found)
      expect([...quick.hits.subarray(0, found)]).toEqual([...plain.hits.subarray(0, found)])
      expect(quick.most(scores)).toBe(plain.most(scores))
    }
  }
})

it('uses WebAssembly here', () => {
  expect(looksFor(256).hits.buffer).not.toBe(oneByOne(256).hits.buffer)
  expect(looksFor(256).hits.byteOffset).toBeGreaterThan(0)
})
