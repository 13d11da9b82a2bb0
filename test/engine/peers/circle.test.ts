/** The groups of a circle with their reasons, here and in a thread of their own. */
import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type CircleInput, circleInThread, pairs, solveCircle } from '../../../src/engine/index.ts'
import { ROOT } from '../../support/sources.ts'
import { aMentee, NOW } from '../support/people.ts'

const skills = ['roadmapping', 'user-interviews', 'product-analytics']
const someone = (id: string, i: number) =>
  aMentee({
    id,
    name: id,
    offers: [{ skill: skills[i % 3]!, level: 4 }],
    wants: [{ skill: skills[(i + 1) % 3]!, level: 2 }],
  })
const circle = (over: Partial<CircleInput> = {}): CircleInput => ({
  people: Array.from({ length: 31 }, (_, i) => someone(`U${i}`, i)),
  facts: { at: NOW, doNotPair: pairs([['U1', 'U2']]) },
  met: [{ a: 'U3', b: 'U4', round: 1 }],
  size: 2,
  seed: 5,
  ...over,
})

it('says what the people of each group have for each other, and keeps apart who is to be kept apart', () => {
  const { groups, leftOut } = solveCircle(circle({ size: 3 }))
  expect(leftOut).toEqual([])
  expect(groups.flatMap(({ people }) => people)).toHaveLength(31)
  expect(groups.some(({ people }) => people.includes('U1') && people.includes('U2'))).toBe(false)
  expect(groups[0]!.reasons.join()).toMatch(/offers|wants/)
})

it.skipIf(!existsSync(`${ROOT}dist/engine/thread.js`))(
  'comes out of a thread as it does here; what cannot be comes out as an error',
  async () => {
    expect(await circleInThread(circle(), 0)).toEqual(solveCircle(circle()))
    const twice = circle({ people: [someone('U1', 1), someone('U1', 1)] })
    await expect(circleInThread(twice, 0)).rejects.toThrow('named twice')
  },
)
