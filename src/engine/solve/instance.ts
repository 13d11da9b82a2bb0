/** A score that stands for "no edge". Forbidden is not a low score: such a pair does not exist. */
export const FORBIDDEN = -1

/** Scores are whole numbers from 0 to this. */
export const MOST_POINTS = 2 ** 30 - 1

/** The most that a short number can be: two bytes. */
export const LONGEST_SHORT = 2 ** 15 - 1

/** Rows and columns together; the search packs a distance and a node into one exact number. */
export const MOST_PEOPLE = 2 ** 21

/** Scores one after the other; short ones are half as long to look at. */
export type Points = Int16Array | Int32Array

/**
 * Scores by row, made when they are asked for, so that nobody needs rows times columns of memory.
 * It must answer the same each time.
 */
export interface Scores {
  rows: number
  cols: number
  /**
   * The scores of a row: an array of `cols` whole numbers, FORBIDDEN where there is no edge, valid until the next call.
   * `buffer` has that length and may be used for it. A score of at most `above` may be told as any lower one (or as
   * FORBIDDEN), which lets the scoring of a pair stop early.
   */
  row(row: number, buffer: Int32Array, above: number): Points
  /** One score, exactly. */
  at(row: number, col: number): number
  /**
   * If they stand in memory, row after row: there. What is less than `floor` is FORBIDDEN; `owner` says which row of the
   * table is whose.
   */
  table?: { values: Points; floor: number; owner?: Int32Array }
  /** Rows for columns and columns for rows, if that is to be had; the same each time. */
  transposed?(): Scores
}

/** Scores that stand in memory, row after row; FORBIDDEN for no edge. */
export function matrix(values: Points, rows: number, cols: number): Scores {
  if (values.length !== rows * cols)
    throw new RangeError(`${rows} x ${cols} scores, but ${values.length} given`)
  let turned: Scores | undefined
  const own: Scores = {
    rows,
    cols,
    row: (row) => values.subarray(row * cols, (row + 1) * cols),
    at: (row, col) => values[row * cols + col]!,
    table: { values, floor: 0 },
    transposed() {
      turned ??= { ...matrix(transpose(values, rows, cols), cols, rows), transposed: () => own }
      return turned
    },
  }
  return own
}

/** In squares that fit a cache. */
function transpose(values: Points, rows: number, cols: number): Points {
  const turned = values instanceof Int16Array ? new Int16Array(values.length) : new Int32Array(values.length)
  for (let top = 0; top < rows; top += 32)
    for (let left = 0; left < cols; left += 32) {
      const bottom = Math.min(top + 32, rows)
      const right = Math.min(left + 32, cols)
      for (let col = left; col < right; col++)
        for (let row = top; row < bottom; row++) turned[col * rows + row] = values[row * cols + col]!
    }
  return turned
}

/** Scores as they are, but FORBIDDEN below `floor`. */
export function notBelow(scores: Scores, floor: number): Scores {
  if (floor <= 0) return scores
  const own = new Int32Array(scores.cols)
  return {
    rows: scores.rows,
    cols: scores.cols,
    row(row, buffer, above) {
      // Whoever asks for what is above the floor only may be told the rest as it is.
      if (above >= floor - 1) return scores.row(row, buffer, above)
      const from = scores.row(row, own, floor - 1)
      for (let j = 0; j < from.length; j++) buffer[j] = from[j]! < floor ? FORBIDDEN : from[j]!
      return buffer
    },
    at(row, col) {
      const score = scores.at(row, col)
      return score < floor ? FORBIDDEN : score
    },
    ...(scores.table && { table: { ...scores.table, floor } }),
    ...(scores.transposed && { transposed: () => notBelow(scores.transposed!(), floor) }),
  }
}

/** A stable mixing of two whole numbers into 32 bits: who comes first among equals (Murmur3's finaliser). */
export function mix(a: number, b: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 0x7f4a7c15, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Called at fixed amounts of work: how much of a phase is done. */
export type Progress = (
  phase: 'scores' | 'floor' | 'prices' | 'pairs' | 'check',
  done: number,
  of: number,
) => void
