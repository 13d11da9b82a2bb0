import {
  FORBIDDEN,
  findFlaw,
  MOST_POINTS,
  matrix,
  type Options,
  type Scores,
  type Solution,
  solve,
} from './solve/index.ts'

/**
 * Of all assignments as good as this one, the one that keeps most of what was: whoever forbids one pair does not find
 * others moved who could as well have stayed. `was` is the column of each row before, or -1. One point for a pair that
 * stays, where a point of the score is worth more than all of these together; the proof of the solution holds for it
 * too, or the solution stays as it is.
 */
export function keepMostPairs(
  scores: Scores,
  capacity: ArrayLike<number>,
  solved: Solution,
  was: ArrayLike<number>,
  { objective, priority, seed }: Options,
): Int32Array {
  const { rows, cols } = scores
  const floor = objective === 'total' ? 0 : (solved.worst ?? 0)
  const values = new Int32Array(rows * cols)
  let highest = 0
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++) {
      const score = scores.at(row, col)
      highest = Math.max(highest, score)
      values[row * cols + col] = score < floor ? FORBIDDEN : score * (rows + 1) + (was[row] === col ? 1 : 0)
    }
  if ((highest + 1) * (rows + 1) > MOST_POINTS) return solved.match
  const { match } = solve(matrix(values, rows, cols), capacity, { objective, equity: 0, priority, seed })
  const { total, matched, certificate } = solved
  return findFlaw(scores, capacity, { match, total, matched, ...certificate }) === undefined
    ? match
    : solved.match
}
