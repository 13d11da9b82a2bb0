import { Fill } from './fill.ts'
import type { Progress, Scores } from './instance.ts'
import * as at from './kernel/layout.ts'
import { withRoom } from './kernel/room.ts'
import { Paths } from './paths.ts'
import { State } from './state.ts'

/** The last step of the auction, in points. Smaller takes longer and leaves next to nothing less to do. */
const STEP = 1 / 16
/** What a bid costs beside a cell looked at. */
const BID = 32
/** Work for each row that a plain auction may take before it counts as a war of prices. */
const PATIENCE = 2048
/** Looks at all columns, likewise. */
const LOOKS = 6

/** An assignment with its prices. */
export interface Assigned {
  /** The column of each row, or -1, and the score of that. */
  match: Int32Array
  matchScore: Int32Array
  /** What each row has beyond its bonus, and what a place in each column costs. */
  worth: Float64Array
  price: Float64Array
}

interface Ways {
  /** What each row has without a column, at most 0. */
  outside: Float64Array
  /** Where the prices begin; sound for any, and quick if they are not too high. */
  prices?: Float64Array
  /** Whether there are rows that are the same, who would outbid each other by the smallest steps. */
  rivals?: boolean
  seed?: number
  progress?: Progress
}

/**
 * The assignment with the largest sum of scores, `outside` added for each row without a column; exact.
 *
 * Prices come from an auction on short lists of candidates, first by small steps; if that turns into a war (places are
 * scarce, or everyone wants the same) then by steps from large to small, each auction starting a little below the prices of
 * the one before. Then `Paths` and `Fill` make it exact from wherever the prices are.
 */
export function assign(scores: Scores, capacity: Int32Array, ways: Ways): Assigned {
  return withRoom(scores, (room) => {
    const state = new State(room, capacity, ways.outside, ways.seed ?? 0)
    solve(state, ways)
    // Copies: the room is for the next one.
    const { match, matchScore, worth, price } = state
    return {
      match: match.slice(),
      matchScore: matchScore.slice(),
      worth: worth.slice(),
      price: price.slice(),
    }
  })
}

function solve(state: State, { prices, rivals = false, progress }: Ways): void {
  const { rows, cols, lists, price, room } = state
  lists.fillAll(progress)
  if (prices) price.set(prices)

  progress?.('prices', 0, 1)
  const most = room.cells[at.MOST]!
  if (rivals) byLargerSteps(state, most / 256, 1, progress)
  else if (!auction(state, STEP, rows * (PATIENCE + LOOKS * cols)))
    byLargerSteps(state, most / 16, 2, progress)
  settle(state)
  new Paths(state).placeRows(progress)
  if (price.some((p, col) => p > 0 && state.taken[col]! < state.capacity[col]!)) new Fill(state).fillColumns()
}

/**
 * Auctions by steps from large to small. Each begins a little below the prices of the one before: columns that nobody comes
 * back to would keep too high a price, which is dearer to mend than bidding again.
 */
function byLargerSteps(state: State, first: number, back: number, progress: Progress | undefined): void {
  let step = Math.max(STEP, 2 ** Math.floor(Math.log2(Math.max(first, STEP))))
  const of = Math.ceil(Math.log2(step / STEP) / 3) + 1
  for (let done = 1; ; done++) {
    auction(state, step, Number.POSITIVE_INFINITY)
    progress?.('prices', done, of)
    if (step === STEP) return
    lower(state, step * back)
    step = Math.max(STEP, step / 8)
  }
}

/** Answers false if it took more than `budget` of work. */
function auction({ room, lists }: State, step: number, budget: number): boolean {
  const { kernel, cells, reals } = room
  const enough = lists.work + budget
  reals[cells[at.STEP]!] = step
  kernel.open()
  for (;;) {
    const bids = Math.max(0, Math.min(2 ** 30, Math.floor((enough - lists.work) / BID)))
    cells[at.LEFT] = bids
    const answer = kernel.auction()
    lists.work += BID * (bids - cells[at.LEFT]!)
    if (answer >= 0) lists.refresh(answer)
    else if (answer === at.DONE) return true
    else if (lists.work + BID > enough) return false
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

/** Whole prices, the exact worth of each row, and pairs that lose nothing. */
function settle({ room, lists }: State): void {
  room.kernel.whole()
  for (let row = room.kernel.settle(); row >= 0; row = room.kernel.settle()) lists.refresh(row)
}
