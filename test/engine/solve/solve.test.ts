import { munkres } from 'munkres'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/core/seeded-random.ts'
import { FORBIDDEN, findFlaw, matrix, type Options, type Solution, solve } from '../../../src/engine/index.ts'
import { exhaustive, type Instance, large, shapes, small } from './instances.ts'

const scoresOf = ({ values, rows, cols }: Instance) => matrix(values, rows, cols)
const solved = (instance: Instance, options?: Options) =>
  solve(scoresOf(instance), instance.capacity, options)

describe('solve', () => {
  it('is as good as looking at every assignment, in 10,000 small rounds', () => {
    const random = seededRandom(4)
    for (let seed = 0; seed < 10_000; seed++) {
      const instance = small(random)
      const best = exhaustive(instance)
      const total = solved(instance, { objective: 'total', seed })
      const fair = solved(instance, { seed })
      const told = {
        total: total.total,
        fair: { matched: fair.matched, worst: fair.worst ?? 0, total: fair.total },
        valid: total.certificate.valid && fair.certificate.valid,
      }
      if (JSON.stringify(told) !== JSON.stringify({ ...best, valid: true }))
        expect({ ...told, seed, instance }).toEqual({ ...best, valid: true, seed, instance })
    }
  })

  const cases = Object.keys(shapes).flatMap((shape) => [3, 1].map((places) => [shape, places] as const))

  it.each(cases)('proves what it found for 300 x 120: %s, %i places each', (shape, places) => {
    const instance = large(shape, 300, 120, places, 9)
    for (const objective of ['total', 'fair'] as const) {
      const { certificate, ...found } = solved(instance, { objective })
      expect(certificate.flaw).toBeUndefined()
      expect(certificate.valid).toBe(true)
      if (objective === 'total') expect(found.total).toBe(byMunkres(instance))
      else expect(certificate.covers?.worst).toBeDefined()
    }
    const priority = Array.from({ length: instance.rows }, (_, row) => row % 3)
    expect(solved(instance, { priority }).certificate.flaw).toBeUndefined()
  })

  it.each([
    ['random', 1500, 600, 3],
    ['everyone wants the same', 1500, 600, 3],
    ['everyone wants the same', 1000, 400, 2],
    ['random', 1500, 600, 2],
  ])('proves a large round: %s, %i x %i, %i places', (shape, rows, cols, places) => {
    const instance = large(shape, rows, cols, places, 5)
    for (const objective of ['total', 'fair'] as const)
      expect(solved(instance, { objective }).certificate).toMatchObject({ valid: true })
  })

  it('answers the same to the same call, and may choose other equals by another seed', () => {
    const instance = large('a few points', 60, 30, 2, 1)
    const once = solved(instance, { seed: 3 })
    expect(solved(instance, { seed: 3 })).toEqual(once)
    const others = [4, 5, 6, 7].map((seed) => solved(instance, { seed }))
    expect(others.every((other) => other.total === once.total && other.worst === once.worst)).toBe(true)
    expect(others.some((other) => other.match.join() !== once.match.join())).toBe(true)
  })

  it('lets those with priority go first, never at the cost of how many are matched', () => {
    const random = seededRandom(11)
    for (let seed = 0; seed < 500; seed++) {
      const instance = small(random)
      const priority = Array.from({ length: instance.rows }, () => Math.floor(random() * 3))
      const { match, matched, certificate } = solved(instance, { priority, seed })
      expect(certificate.valid).toBe(true)
      expect(matched).toBe(exhaustive(instance).fair.matched)
      const served = (level: number) => priority.filter((p, row) => p >= level && match[row]! >= 0).length
      for (const level of [1, 2]) {
        // Nobody below that level: so many of the others can be matched at most.
        const alone = {
          ...instance,
          values: instance.values.map((v, k) => (priority[Math.floor(k / instance.cols)]! >= level ? v : -1)),
        }
        expect(served(level)).toBe(exhaustive(alone).fair.matched)
      }
    }
  })

  it('gives up no more of the total for the worst match than allowed', () => {
    const instance = large('random', 120, 60, 2, 3)
    const [none, some, any] = [0, 20, undefined].map((equity) => solved(instance, { equity }))
    expect([none, some, any].every((s) => s!.certificate.valid && s!.matched === 120)).toBe(true)
    expect(none!.total).toBe(solved(instance, { objective: 'total' }).total)
    expect(some!.total).toBeGreaterThanOrEqual(none!.total * 0.98)
    expect(some!.worst).toBeGreaterThanOrEqual(none!.worst!)
    expect(any!.worst).toBeGreaterThanOrEqual(some!.worst!)

    // What there is to choose between is told wherever a price is named, and any price is the whole of it.
    const figures = (s: Solution) => ({ total: s.total, worst: s.worst })
    const top = solved(instance, { equity: 0 }).ends!.most
    const ends = { most: top, fairest: figures(any!) }
    expect(top.total).toBe(none!.total)
    for (const equity of [0, 20, 1000]) expect(solved(instance, { equity }).ends).toEqual(ends)
    expect(solved(instance, { equity: 1000 }).match).toEqual(any!.match)
    expect(any!.ends).toBeUndefined()
  })

  it('tells how far it is', () => {
    const phases = new Set<string>()
    solved(large('random', 300, 120, 3, 1), { progress: (phase) => phases.add(phase) })
    expect([...phases]).toEqual(expect.arrayContaining(['scores', 'floor', 'prices', 'pairs', 'check']))
  })

  it('refuses scores and capacities that do not fit each other', () => {
    expect(() => solve(matrix(Int32Array.of(1, 2), 1, 2), [1])).toThrow('2 columns, but 1 capacities')
  })
})

describe('the certificate', () => {
  const scores = matrix(Int32Array.of(9, 4, FORBIDDEN, 8, 7, 1, 6, 2, FORBIDDEN), 3, 3)
  const capacity = [1, 1, 1]
  const claimOf = (options?: Options) => {
    const { match, total, matched, certificate } = solve(scores, capacity, options)
    return { match: [...match], total, matched, ...certificate, u: [...certificate.u], p: [...certificate.p] }
  }

  it('holds for what was solved', () => {
    expect(findFlaw(scores, capacity, claimOf({ objective: 'total' }))).toBeUndefined()
    expect(findFlaw(scores, capacity, claimOf())).toBeUndefined()
  })

  it.each<[string, (claim: ReturnType<typeof claimOf>) => object, RegExp]>([
    ['another total', (c) => ({ total: c.total + 1 }), /total is/],
    ['more matched', () => ({ matched: 4 }), /cover weighs|matched/],
    ['a forbidden pair', (c) => ({ match: [2, c.match[1], c.match[2]] }), /may not/],
    ['a place given twice', () => ({ match: [0, 0, 0] }), /overfull/],
    ['too low a price', (c) => ({ u: c.u.map(() => 0) }), /rather|prove/],
    ['too high a price', (c) => ({ p: c.p.map((p) => p + 1) }), /prove/],
    ['a price below nothing', (c) => ({ p: [-1, c.p[1], c.p[2]] }), /price 0/],
    ['a cover with a hole', (c) => ({ covers: { ...c.covers, worst: { rows: [], cols: [] } } }), /no cover/],
    [
      'too heavy a cover',
      (c) => ({ covers: { ...c.covers, worst: { rows: [0, 1, 2], cols: [] } } }),
      /weighs 3/,
    ],
  ])('notices %s', (_, change, words) => {
    const claim = claimOf()
    expect(findFlaw(scores, capacity, { ...claim, ...change(claim) })).toMatch(words)
  })
})

/** Columns once for each place, forbidden pairs as nothing. */
function byMunkres({ rows, cols, values, capacity }: Instance): number {
  const places = Array.from({ length: cols }, (_, col) => new Array<number>(capacity[col]!).fill(col)).flat()
  const cost = Array.from({ length: rows }, (_, row) =>
    places.map((col) => -Math.max(0, values[row * cols + col]!)),
  )
  return munkres(cost).reduce((sum, [row, place]) => sum - cost[row]![place]!, 0)
}
