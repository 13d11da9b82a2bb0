import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseScores } from '../src/cli/scores-file.ts'
import { solveFile } from '../src/cli/solve-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'cairn-solve-'))
afterAll(() => rmSync(folder, { recursive: true }))

const solved = (content: string, objective = 'fair') => {
  const path = join(folder, 'scores.json')
  writeFileSync(path, content)
  const { code, text } = solveFile(path, { objective })
  return { code, text: text.replace(`${path}: `, '') }
}

describe('cairn solve', () => {
  const file = '{"scores": [[9, 8, null], [9, 1, null]], "capacity": [1, 1, 1]}'

  it('prints the fair pairs with the proof of the last stage and both covers', () => {
    const { code, text } = solved(file)
    expect(code).toBe(0)
    const told = JSON.parse(text)
    expect(told).toMatchObject({
      total: 17,
      matched: 2,
      worst: 8,
      pairs: [
        [0, 1],
        [1, 0],
      ],
    })
    const { valid, u, p, bonus, covers } = told.certificate
    expect(valid).toBe(true)
    const sum = (list: number[]) => list.reduce((a, b) => a + b, 0)
    expect(sum(u) + sum(p)).toBe(17 + bonus * 2)
    expect(covers.matched.rows.length + covers.matched.columns.length).toBe(2)
    expect(covers.worst.rows.length + covers.worst.columns.length).toBeLessThan(2)
    expect(told).toMatchObject({ ms: expect.any(Number), parseMs: expect.any(Number) })
  })

  it('prints the largest total when that is asked for', () => {
    const { text } = solved('{"scores": [[9, 0], [1, null]], "capacity": [1, 1]}', 'total')
    expect(JSON.parse(text)).toMatchObject({
      total: 9,
      matched: 1,
      pairs: [[0, 0]],
      certificate: { valid: true },
    })
  })

  it.each(['fair', 'total'])('takes as many places as a file may name: %s', (objective) => {
    const { code, text } = solved(
      '{"scores": [[1, 4], [2, 4], [3, null]], "capacity": [9007199254740991, 3000000000]}',
      objective,
    )
    expect(code).toBe(0)
    const told = JSON.parse(text)
    expect(told).toMatchObject({ total: 11, matched: 3, certificate: { valid: true, p: [0, 0] } })
  })

  it.each([
    ['{"scores": [[1, -2]], "capacity": [1, 1]}', 'Row 0, column 1 is -2, not a whole number'],
    ['{"scores": [[1], [0.5]], "capacity": [1]}', 'Row 1, column 0 is 0.5, not'],
    ['{"scores": [[1], ["5"]], "capacity": [1]}', 'Row 1, column 0 is "5", not'],
    ['{"scores": [[1], [2000000000]], "capacity": [1]}', 'Row 1, column 0 is 2000000000, not'],
    ['{"scores": [[1, 2], [3]], "capacity": [1, 1]}', 'Row 1 has 1 score'],
    ['{"scores": [[1, 2]], "capacity": [1]}', '"capacity" has 1 number'],
    ['{"scores": [[1, 2]], "capacity": [1, null]}', 'The capacity of column 1 is null, not'],
    ['{"scores": [[1, , 2]], "capacity": [1]}', 'This is no JSON: '],
    ['{"scores": [[1], ], "capacity": [1]}', 'This is no JSON: '],
    ['{"scores": [[1, 2]]}', '"capacity" is missing'],
    ['{"scores": [[1, 2', 'This is no JSON: '],
    ['', 'This is no JSON: '],
    ['[]', 'not an object with "scores" and "capacity"'],
    ['{"scores": [[1], 2], "capacity": [1]}', 'Row 1 is not a list of scores, but 2'],
  ])('says where %s is wrong', (content, words) => {
    const { code, text } = solved(content)
    expect(code).toBe(2)
    expect(text).toContain(words)
    expect(text).not.toContain('\n')
  })

  it('says that there is no such file, and no such objective', () => {
    expect(solveFile(join(folder, 'none.json'), { objective: 'fair' })).toMatchObject({
      code: 2,
      text: expect.stringContaining('no file'),
    })
    expect(solved(file, 'best')).toMatchObject({
      code: 2,
      text: expect.stringContaining('"fair" or "total"'),
    })
  })
})

describe('parseScores', () => {
  it('reads numbers in any spelling, null, other keys and any order', () => {
    const text = ' {"by": {"a": ["]", "\\""]}, "capacity": [ 1,2 ],\n"scores":[[1e2 , 2.0],[ null,0]] } '
    expect(parseScores(new TextEncoder().encode(text))).toEqual({
      rows: 2,
      cols: 2,
      values: Int16Array.of(100, 2, -1, 0),
      capacity: [1, 2],
    })
  })

  it('takes two bytes a score until one needs more', () => {
    const parsed = (scores: (number | null)[][]) =>
      parseScores(new TextEncoder().encode(JSON.stringify({ scores, capacity: scores[0]!.map(() => 1) })))
    const rows = Array.from({ length: 100 }, (_, row) =>
      Array.from({ length: 60 }, (_, col) => row * 60 + col),
    )
    expect(parsed(rows).values).toEqual(Int16Array.from(rows.flat()))
    rows[50]![7] = 32768
    expect(parsed(rows).values).toEqual(Int32Array.from(rows.flat()))
    expect(parsed([[32767, null]]).values).toEqual(Int16Array.of(32767, -1))
  })

  it('reads no file that would not fit into memory', () => {
    expect(() => parseScores(new Uint8Array(257 * 2 ** 20))).toThrow('257 MB; at most 256 are read')
  })

  it('reads a round without rows, and rows without columns', () => {
    const parsed = (text: string) => parseScores(new TextEncoder().encode(text))
    expect(parsed('{"scores": [], "capacity": [1, 1]}')).toMatchObject({ rows: 0, cols: 2 })
    expect(parsed('{"scores": [[], []], "capacity": []}')).toMatchObject({ rows: 2, cols: 0 })
  })
})
