/** Reads `{"scores": [[int or null, ...], ...], "capacity": [int, ...]}` from bytes. Other keys are read over. */
import { plural } from '../core/text.ts'
import { FORBIDDEN, LONGEST_SHORT, MOST_POINTS, type Points } from '../engine/index.ts'

interface ScoresFile {
  rows: number
  cols: number
  /** Row after row, FORBIDDEN for null; short numbers if all of them are. */
  values: Points
  capacity: number[]
}

/** What is wrong with a file, in a sentence. */
export class BadScores extends Error {}

/** Ten thousand people by four thousand with scores up to 1,000 are 200 MB. More would not fit into the usual heap. */
const MOST_MB = 256

const SCORE = `a whole number from 0 to ${MOST_POINTS}, or null`

/** Throws BadScores, which names the row and column, both counted from 0. */
export function parseScores(bytes: Uint8Array): ScoresFile {
  const mb = Math.ceil(bytes.length / 2 ** 20)
  if (mb > MOST_MB) throw new BadScores(`The file has ${mb} MB; at most ${MOST_MB} are read.`)
  const { scores, capacity } = objectIn(bytes)
  if (!scores) throw new BadScores('"scores" is missing: a list of rows, one for each mentee.')
  if (!capacity) throw new BadScores('"capacity" is missing: a list of whole numbers, one for each mentor.')
  const rows = listOf(scores, () => '"scores"', 'rows').map((row, i) =>
    listOf(row, () => `Row ${i}`, 'scores'),
  )
  const places = listOf(capacity, () => '"capacity"', 'whole numbers').map((value, column) =>
    wholeNumber(
      value,
      Number.MAX_SAFE_INTEGER,
      () => `The capacity of column ${column}`,
      'a whole number from 0',
    ),
  )
  const cols = rows[0]?.length ?? places.length
  const uneven = rows.findIndex((row) => row.length !== cols)
  if (uneven >= 0)
    throw new BadScores(`Row ${uneven} has ${plural(rows[uneven]!.length, 'score')}, but row 0 has ${cols}.`)
  if (places.length !== cols)
    throw new BadScores(
      `"capacity" has ${plural(places.length, 'number')}, but row 0 has ${plural(cols, 'score')}.`,
    )
  let values: Points = new Int16Array(rows.length * cols)
  rows.forEach((row, i) => {
    row.forEach((value, j) => {
      const score =
        value === null ? FORBIDDEN : wholeNumber(value, MOST_POINTS, () => `Row ${i}, column ${j}`, SCORE)
      if (score > LONGEST_SHORT && values instanceof Int16Array) values = Int32Array.from(values)
      values[i * cols + j] = score
    })
  })
  return { rows: rows.length, cols, values, capacity: places }
}

function objectIn(bytes: Uint8Array): { scores?: unknown; capacity?: unknown } {
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder().decode(bytes))
  } catch (error) {
    throw new BadScores(`This is no JSON: ${(error as Error).message.replace(/\s+/g, ' ')}.`)
  }
  if (typeof parsed === 'object' && parsed && !Array.isArray(parsed)) return parsed
  throw new BadScores('The file is not an object with "scores" and "capacity".')
}

function listOf(value: unknown, where: () => string, what: string): unknown[] {
  if (Array.isArray(value)) return value
  throw new BadScores(`${where()} is not a list of ${what}, but ${written(value)}.`)
}

function wholeNumber(value: unknown, most: number, where: () => string, what: string): number {
  if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most) return value as number
  throw new BadScores(`${where()} is ${written(value)}, not ${what}.`)
}

/** A value as it was written; of a long one the beginning. */
const written = (value: unknown) =>
  Array.isArray(value)
    ? 'a list'
    : typeof value === 'object' && value
      ? 'an object'
      : typeof value === 'number'
        ? String(value)
        : JSON.stringify(value).slice(0, 40)
