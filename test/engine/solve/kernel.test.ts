/** The loops of the engine: WebAssembly and plain JavaScript find the same. */

import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { FOLDER, kernelBytes } from '../../../bench/kernel-bytes.ts'
import { seededRandom } from '../../../src/core/seeded-random.ts'
import { matrix, type Options, type Scores, solve } from '../../../src/engine/index.ts'
import { LONGEST_SHORT, MOST_POINTS } from '../../../src/engine/solve/instance.ts'
import { plainKernel, quickKernel, withKernel } from '../../../src/engine/solve/kernel/index.ts'
import { RowScanner } from '../../../src/engine/solve/kernel/scan-rows.ts'
import { large, shapes } from './instances.ts'

it('bytes.ts is what the source compiles to', async () => {
  // If not, `npm run kernel` builds it anew.
  expect(readFileSync(`${FOLDER}/bytes.ts`, 'utf8')).toBe(await kernelBytes())
})

it('is WebAssembly for all but small rounds', () => {
  const { over } = quickKernel(16)!
  expect(String(over[2])).toContain('native code')
  const overFor = (rows: number) => withKernel({ rows, cols: 50 }, 16, (kernel) => String(kernel.over[2]))
  expect(overFor(100)).toBe(String(over[2]))
  expect(overFor(10)).not.toContain('native code')
})

it('looks at many scores at once as it does at each', () => {
  const random = seededRandom(1)
  const below = (n: number) => Math.floor(random() * n)
  for (let round = 0; round < 400; round++) {
    const [rows, cols] = [5, 1 + below(60)]
    const points = [1, 3, 1000, LONGEST_SHORT, MOST_POINTS][round % 5]!
    const some = () => below(points + 2) - 1
    const values = { length: rows * cols }
    const table = matrix(
      points === MOST_POINTS ? Int32Array.from(values, some) : Int16Array.from(values, some),
      rows,
      cols,
    )
    // Those that do not stand in memory are brought in row by row.
    const scores = round % 2 ? table : { ...table, table: undefined }
    const [quick, plain] = [quickKernel, plainKernel].map(
      (kernel) => new RowScanner(scores, kernel(RowScanner.bytes(scores))!, 0),
    ) as [RowScanner, RowScanner]
    const prices = Array.from({ length: cols }, () => below(2) * (some() + 1))
    for (const looks of [quick, plain]) looks.price(prices)
    for (const row of [0, 1, 2, 4, 3, 3]) {
      const bar = row ? some() : -1
      const expected = Array.from({ length: cols }, (_, col) => [col, table.at(row, col)]).filter(
        ([, score]) => score! > bar,
      )
      for (const looks of [quick, plain]) {
        expect(looks.over(row, bar)).toBe(expected.length)
        expect([...looks.hits.subarray(0, 2 * expected.length)]).toEqual(expected.flat())
        expect(looks.most(row, -1)).toBe(Math.max(...prices.map((price, col) => table.at(row, col) - price)))
      }
    }
  }
})

describe('without WebAssembly', () => {
  let plain: typeof import('../../../src/engine/index.ts')

  beforeAll(async () => {
    vi.stubGlobal('WebAssembly', undefined)
    vi.resetModules()
    plain = await import('../../../src/engine/index.ts')
    const kernels = await import('../../../src/engine/solve/kernel/index.ts')
    vi.unstubAllGlobals()
    expect(kernels.quickKernel(16)).toBeNull()
  })

  const cases = Object.keys(shapes).flatMap((shape) => [3, 1].map((places) => [shape, places] as const))

  it.each(cases)('a solution is the same: %s, %i places each', (shape, places) => {
    const { values, rows, cols, capacity } = large(shape, 300, 120, places, 9)
    const table = matrix(values, rows, cols)
    const tables: Scores[] = [table, { ...table, table: undefined, transposed: undefined }]
    if (values.every((score) => score <= LONGEST_SHORT))
      tables.push(matrix(Int16Array.from(values), rows, cols))
    const priority = Array.from({ length: rows }, (_, row) => row % 2)
    for (const options of [
      { objective: 'total', seed: 1 },
      { seed: 2 },
      { priority, seed: 3 },
    ] as Options[]) {
      const expected = plain.solve(table, capacity, options)
      expect(expected.certificate.valid).toBe(true)
      for (const scores of tables) {
        const quick = solve(scores, capacity, options)
        expect(quick.total).toBe(expected.total)
        expect(scores === table ? expected : plain.solve(scores, capacity, options)).toEqual(quick)
      }
    }
  })
})
