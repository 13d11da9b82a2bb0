/** `cairn solve`: an assignment from a file of scores, with the proof that none is better, for audits and comparison. */
import { readFileSync } from 'node:fs'
import { matrix, type Objective, type Solution, solve } from '../engine/index.ts'
import { BadScores, parseScores } from './scores-file.ts'

interface SolveOptions {
  objective: string
  seed?: string
}

/**
 * Reads the file ('-' for standard input), solves, and answers what to print and the exit code: 0, 1 if the proof does not
 * hold (never seen yet), 2 for input that cannot be used, with a line that says where it is wrong.
 */
export function solveFile(
  path: string,
  { objective, seed = '0' }: SolveOptions,
): { code: number; text: string } {
  if (objective !== 'fair' && objective !== 'total')
    return bad(`--objective is "fair" or "total", not "${objective}".`)
  if (!/^-?\d{1,9}$/.test(seed)) return bad(`--seed is a whole number, not "${seed}".`)
  const began = performance.now()
  let file: ReturnType<typeof parseScores>
  try {
    file = parseScores(readFileSync(path === '-' ? 0 : path))
  } catch (error) {
    if (error instanceof BadScores) return bad(`${path}: ${error.message}`)
    const code = (error as NodeJS.ErrnoException).code
    if (!code) throw error
    return bad(code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read (${code}).`)
  }
  const parsed = performance.now()
  const scores = matrix(file.values, file.rows, file.cols)
  let solution: Solution
  try {
    solution = solve(scores, file.capacity, { objective: objective satisfies Objective, seed: Number(seed) })
  } catch (error) {
    if (error instanceof RangeError) return bad(`${path}: ${error.message}.`)
    throw error
  }
  const ms = performance.now() - parsed
  return { code: solution.certificate.valid ? 0 : 1, text: shown(solution, { ms, parseMs: parsed - began }) }
}

const bad = (reason: string) => ({ code: 2, text: reason })

function shown(
  { objective, match, total, matched, worst, certificate }: Solution,
  times: { ms: number; parseMs: number },
) {
  const pairs: [number, number][] = []
  for (let row = 0; row < match.length; row++) if (match[row]! >= 0) pairs.push([row, match[row]!])
  const { valid, covers, bonus } = certificate
  const cover = (c?: { rows: number[]; cols: number[] }) => c && { rows: c.rows, columns: c.cols }
  const proof = {
    valid,
    flaw: certificate.flaw,
    u: [...certificate.u],
    p: [...certificate.p],
    ...(objective === 'fair' && {
      bonus: bonus?.[0] ?? 0,
      covers: { matched: cover(covers?.matched), worst: cover(covers?.worst) },
    }),
  }
  const round = (ms: number) => Math.round(ms * 10) / 10
  return JSON.stringify({
    objective,
    total,
    matched,
    worst,
    pairs,
    certificate: proof,
    ms: round(times.ms),
    parseMs: round(times.parseMs),
  })
}
