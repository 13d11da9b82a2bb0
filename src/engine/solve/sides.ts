import { type Assigned, assign } from './assign.ts'
import type { Progress, Scores } from './instance.ts'

/**
 * The assignment with the largest sum of scores and of `bonus` for each row that has a column; exact. Where there are fewer
 * places than rows, the places choose among the rows: whoever is fewer finds something near the top of their list,
 * while from the other side it takes long to find out who goes without.
 */
export function assignFromBestSide(
  scores: Scores,
  room: Int32Array,
  {
    bonus,
    prices,
    seed,
    progress,
  }: { bonus: Float64Array; prices?: Float64Array; seed?: number; progress?: Progress },
): Assigned {
  const places = room.reduce((sum, n) => sum + n, 0)
  const alike = bonus.every((points) => points === bonus[0])
  if (places < scores.rows && alike && scores.transposed)
    return fromColumns(scores.transposed(), room, places, bonus[0] ?? 0, seed, progress)
  return assign(scores, room, { outside: bonus.map((points) => 0 - points), prices, seed, progress })
}

function fromColumns(
  turned: Scores,
  room: Int32Array,
  places: number,
  bonus: number,
  seed: number | undefined,
  progress: Progress | undefined,
): Assigned {
  const owner = new Int32Array(places)
  let at = 0
  for (let col = 0; col < room.length; col++) for (let k = 0; k < room[col]!; k++) owner[at++] = col
  const rows = turned.cols
  const byPlace: Scores = {
    rows: places,
    cols: rows,
    row: (place, buffer, above) => turned.row(owner[place]!, buffer, above),
    at: (place, row) => turned.at(owner[place]!, row),
    ...(turned.table && { table: { ...turned.table, owner } }),
  }
  const state = assign(byPlace, new Int32Array(rows).fill(1), {
    outside: new Float64Array(places).fill(0 - bonus),
    rivals: true,
    seed,
    progress,
  })
  const match = new Int32Array(rows).fill(-1)
  const matchScore = new Int32Array(rows)
  const price = new Float64Array(room.length)
  for (let place = 0; place < places; place++) {
    // All places of a column are worth the same: each could have what any other has.
    price[owner[place]!] = state.worth[place]! + bonus
    const row = state.match[place]!
    if (row < 0) continue
    match[row] = owner[place]!
    matchScore[row] = state.matchScore[place]!
  }
  return { match, matchScore, price, worth: state.price.map((points) => points - bonus) }
}
