/**
 * Reads `{"scores": [[int or null, ...], ...], "capacity": [int, ...]}` from bytes. Ten thousand people by four thousand are
 * 40 million scores: as JavaScript arrays they would take more than the usual heap, so they are read straight into a
 * typed array. Other keys are read over. Whole numbers may be written in any way that JSON knows (`100`, `1e2`, `100.0`).
 */
import { plural } from '../core/text.ts'
import { FORBIDDEN, LONGEST_SHORT, MOST_POINTS, type Points } from '../engine/index.ts'

export interface ScoresFile {
  rows: number
  cols: number
  /** Row after row, FORBIDDEN for null; short numbers if all of them are. */
  values: Points
  capacity: number[]
}

/** What is wrong with a file, in a sentence. */
export class BadScores extends Error {}

/** Throws BadScores, which names the row and column, both counted from 0, or the byte. */
export function parseScores(bytes: Uint8Array): ScoresFile {
  return new Reader(bytes).file()
}

const QUOTE = 34
const COMMA = 44
const ZERO = 48
const NINE = 57
const OPEN = 91
const BACKSLASH = 92
const CLOSE = 93
const N = 110
const CURLY_OPEN = 123
const CURLY_CLOSE = 125
const SCORE = `a whole number from 0 to ${MOST_POINTS}, or null`

class Reader {
  private at = 0

  constructor(private readonly bytes: Uint8Array) {}

  file(): ScoresFile {
    const { bytes } = this
    // A byte order mark.
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.at = 3
    let scores: Omit<ScoresFile, 'capacity'> | undefined
    let capacity: number[] | undefined
    this.expect(CURLY_OPEN, 'an object with "scores" and "capacity"')
    for (let first = true; this.peek() !== CURLY_CLOSE; first = false) {
      if (!first) this.expect(COMMA, 'a comma')
      if (this.peek() !== QUOTE) this.fail('a key in quotes')
      const key = this.word()
      this.expect(58, 'a colon')
      if (key === '"scores"') scores = this.scores()
      else if (key === '"capacity"') capacity = this.capacity()
      else this.skip()
    }
    this.at++
    if (this.peek() >= 0) this.fail('the end of the file')
    if (!scores) throw new BadScores('"scores" is missing: a list of rows, one for each mentee.')
    if (!capacity) throw new BadScores('"capacity" is missing: a list of whole numbers, one for each mentor.')
    if (!scores.rows) scores.cols = capacity.length
    if (capacity.length !== scores.cols)
      throw new BadScores(
        `"capacity" has ${plural(capacity.length, 'number')}, but row 0 has ${plural(scores.cols, 'score')}.`,
      )
    return { ...scores, capacity }
  }

  private scores(): Omit<ScoresFile, 'capacity'> {
    const { bytes } = this
    let values: Points = new Int16Array(1024)
    let size = 0
    let rows = 0
    let cols = 0
    const began = this.at
    this.expect(OPEN, 'a list of rows')
    if (this.peek() === CLOSE) {
      this.at++
      return { rows: 0, cols: 0, values: new Int32Array(0) }
    }
    for (;;) {
      if (this.peek() !== OPEN)
        throw new BadScores(`Row ${rows} is not a list of scores, but ${this.word() || 'missing'}.`)
      this.at++
      let col = 0
      if (this.peek() === CLOSE) this.at++
      else
        for (;;) {
          if (size === values.length) {
            // By the rows read so far the file holds about as many; a little more, so that it seldom grows again.
            const guess = Math.ceil((size * bytes.length) / Math.max(1, this.at - began) / 0.98)
            values = longer(values, rows > 2 ? Math.max(guess, size + 1024) : size * 2)
          }
          const score = this.score(rows, col)
          if (score > LONGEST_SHORT && values instanceof Int16Array) values = Int32Array.from(values)
          values[size++] = score
          col++
          const next = this.peek()
          this.at++
          if (next === CLOSE) break
          if (next !== COMMA) this.failAt(this.at - 1, `a comma after row ${rows}, column ${col - 1}`)
        }
      if (rows === 0) cols = col
      else if (col !== cols)
        throw new BadScores(`Row ${rows} has ${plural(col, 'score')}, but row 0 has ${cols}.`)
      rows++
      const next = this.peek()
      this.at++
      if (next === CLOSE) break
      if (next !== COMMA) this.failAt(this.at - 1, `a comma after row ${rows - 1}`)
    }
    return { rows, cols, values: values.subarray(0, size) }
  }

  /** The quick way for digits and null, and the exact one for all else. */
  private score(row: number, col: number): number {
    const { bytes } = this
    let at = this.at
    let byte = bytes[at]!
    while (byte <= 32) byte = bytes[++at]!
    this.at = at
    if (byte === N && this.isNull()) return FORBIDDEN
    let value = 0
    const start = at
    while (byte >= ZERO && byte <= NINE) {
      value = value * 10 + byte - ZERO
      byte = bytes[++at]!
    }
    const digits = at - start
    const ends = byte === COMMA || byte === CLOSE || byte <= 32
    if (
      digits > 0 &&
      digits < 10 &&
      ends &&
      (digits === 1 || bytes[start] !== ZERO) &&
      value <= MOST_POINTS
    ) {
      this.at = at
      return value
    }
    return this.wholeNumber(MOST_POINTS, () => `Row ${row}, column ${col}`, SCORE)
  }

  private capacity(): number[] {
    const list: number[] = []
    this.expect(OPEN, 'a list of capacities')
    for (let first = true; this.peek() !== CLOSE; first = false) {
      if (!first) this.expect(COMMA, 'a comma')
      this.peek()
      const column = list.length
      list.push(
        this.wholeNumber(
          Number.MAX_SAFE_INTEGER,
          () => `The capacity of column ${column}`,
          'a whole number from 0',
        ),
      )
    }
    this.at++
    return list
  }

  private wholeNumber(most: number, where: () => string, what: string): number {
    const word = this.word()
    const value = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(word) ? Number(word) : Number.NaN
    if (Number.isInteger(value) && value >= 0 && value <= most) return value
    throw new BadScores(`${where()} is ${word || 'missing'}, not ${what}.`)
  }

  private isNull(): boolean {
    const { bytes, at } = this
    if (bytes[at + 1] !== 117 || bytes[at + 2] !== 108 || bytes[at + 3] !== 108) return false
    this.at += 4
    return true
  }

  /** The next string, number or name, as it is written; for telling, at most 40 characters of it. */
  private word(): string {
    const { bytes } = this
    this.peek()
    const start = this.at
    if (bytes[start] === QUOTE) {
      for (this.at++; this.at < bytes.length && bytes[this.at] !== QUOTE; this.at++)
        if (bytes[this.at] === BACKSLASH) this.at++
      if (this.at >= bytes.length) this.fail('the end of a text')
      this.at++
    } else if (bytes[start] === OPEN || bytes[start] === CURLY_OPEN) {
      return bytes[start] === OPEN ? 'a list' : 'an object'
    } else {
      while (this.at < bytes.length && bytes[this.at]! > 32 && !isSign(bytes[this.at]!)) this.at++
    }
    return new TextDecoder().decode(bytes.subarray(start, Math.min(this.at, start + 40)))
  }

  /** Reads over a value of any kind. */
  private skip(): void {
    let depth = 0
    do {
      const byte = this.peek()
      if (byte < 0) this.fail('a value')
      if (byte === OPEN || byte === CURLY_OPEN) depth++
      else if (byte === CLOSE || byte === CURLY_CLOSE) depth--
      if (isSign(byte)) this.at++
      else {
        const before = this.at
        this.word()
        if (this.at === before) this.fail('a value')
      }
    } while (depth > 0)
  }

  /** The next byte that is no white space, or -1; stands before it. */
  private peek(): number {
    const { bytes } = this
    while (this.at < bytes.length && bytes[this.at]! <= 32) this.at++
    return this.at < bytes.length ? bytes[this.at]! : -1
  }

  private expect(byte: number, what: string): void {
    if (this.peek() !== byte) this.fail(what)
    this.at++
  }

  private fail(what: string): never {
    return this.failAt(this.at, what)
  }

  private failAt(at: number, what: string): never {
    throw new BadScores(`This is no such JSON: ${what} was expected at byte ${at}.`)
  }
}

function longer(values: Points, length: number): Points {
  const more = values instanceof Int16Array ? new Int16Array(length) : new Int32Array(length)
  more.set(values)
  return more
}

/** Brackets, commas and colons. */
const isSign = (byte: number) =>
  byte === COMMA ||
  byte === 58 ||
  byte === OPEN ||
  byte === CLOSE ||
  byte === CURLY_OPEN ||
  byte === CURLY_CLOSE
