import { auction, SHARES } from './auction.ts'
import { Candidates } from './candidates.ts'
import { Fill } from './fill.ts'
import type { Scores } from './instance.ts'
import { Paths } from './paths.ts'
import { State } from './state.ts'

/** Called at fixed amounts of work: how much of a phase is done. */
export type Progress = (
  phase: 'scores' | 'floor' | 'prices' | 'pairs' | 'check',
  done: number,
  of: number,
) => void

/** The last step of the auction, a sixteenth of a point. Smaller takes longer and leaves next to nothing less to do. */
const STEP = 1
/** Work for each row that a plain auction may take before it counts as a war of prices. */
const PATIENCE = 2048
/** Looks at all columns, likewise. */
const LOOKS = 6

/**
 * The assignment with the largest sum of scores, `outside` (at most 0) added for each row without a column; exact.
 *
 * Prices come from an auction on short lists of candidates, first by small steps; if that turns into a war (places are
 * scarce, or everyone wants the same) then by steps from large to small, each auction starting a little below the prices of
 * the one before. Then `Paths` and `Fill` make it exact from wherever the prices are.
 */
export function assign(
  scores: Scores,
  capacity: Int32Array,
  {
    outside = new Float64Array(scores.rows),
    prices,
    rivals = false,
    seed = 0,
    progress,
  }: {
    outside?: Float64Array
    /** Where the prices begin; sound for any, and quick if they are not too high. */
    prices?: Float64Array
    /** Whether there are rows that are the same, who would outbid each other by the smallest steps. */
    rivals?: boolean
    seed?: number
    progress?: Progress
  } = {},
): State {
  const { rows, cols } = scores
  const state = new State(scores, capacity, outside, new Candidates(scores, capacity, seed))
  const { lists, price } = state
  const most = lists.fillAll(progress)
  if (prices) price.set(prices)

  progress?.('prices', 0, 1)
  if (rivals) byLargerSteps(state, most, most / 256, 1, progress)
  else if (!auction(state, STEP, most, rows * (PATIENCE + LOOKS * cols)))
    byLargerSteps(state, most, most / 16, 2, progress)
  settle(state)
  new Paths(state).placeRows(progress)
  if (price.some((p, col) => p > 0 && state.taken[col]! < capacity[col]!)) new Fill(state).fillColumns()
  return state
}

/**
 * Auctions by steps from large to small. Each begins a little below the prices of the one before: columns that nobody comes
 * back to would keep too high a price, which is dearer to mend than bidding again.
 */
function byLargerSteps(
  state: State,
  most: number,
  first: number,
  back: number,
  progress: Progress | undefined,
): void {
  let step = Math.max(STEP, 2 ** Math.floor(Math.log2(Math.max(first * SHARES, STEP))))
  const of = Math.ceil(Math.log2(step) / 3) + 1
  for (let done = 1; ; done++) {
    auction(state, step, most, Number.POSITIVE_INFINITY)
    progress?.('prices', done, of)
    if (step === STEP) return
    lower(state, (step / SHARES) * back)
    step = Math.max(STEP, step / 8)
  }
}

function lower({ price, lists }: State, by: number): void {
  let most = 0
  for (let col = 0; col < price.length; col++) {
    const less = Math.min(by, price[col]!)
    price[col]! -= less
    if (less > most) most = less
  }
  lists.fell(most)
}

/** Whole prices, the exact worth of each row, and of the auction's pairs only those that lose nothing. */
function settle(state: State): void {
  const { rows, price, worth, match, outside, lists, capacity, taken } = state
  for (let col = 0; col < price.length; col++) price[col] = Math.floor(price[col]!)
  lists.fell(1)
  const places = match.slice()
  match.fill(-1)
  for (let row = 0; row < rows; row++) {
    const place = places[row]!
    const col = place < 0 ? -1 : lists.col[place]!
    const score = place < 0 ? 0 : lists.score[place]!
    let best = mostWorth(state, row)
    if (best < lists.limit(row)) {
      lists.refresh(row)
      best = mostWorth(state, row)
    }
    worth[row] = best
    if (col >= 0 && score - price[col]! === best && taken[col]! < capacity[col]!) state.put(row, col, score)
  }
  for (let row = 0; row < rows; row++) {
    if (match[row]! >= 0 || worth[row]! <= outside[row]!) continue
    const start = lists.start[row]!
    for (let e = start; e < start + lists.count[row]!; e++) {
      const col = lists.col[e]!
      if (taken[col]! < capacity[col]! && lists.score[e]! - price[col]! === worth[row]!) {
        state.put(row, col, lists.score[e]!)
        break
      }
    }
  }
}

function mostWorth({ outside, lists, price }: State, row: number): number {
  const { col, score, count } = lists
  let best = outside[row]!
  const start = lists.start[row]!
  const end = start + count[row]!
  for (let e = start; e < end; e++) {
    const value = score[e]! - price[col[e]!]!
    if (value > best) best = value
  }
  return best
}
