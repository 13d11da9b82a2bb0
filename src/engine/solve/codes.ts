/** People as small numbers and bits, so that thousands can be compared with one in microseconds. */
import { offsetAt, type WeekBits, weekBitsAtOffset } from '../../core/calendar.ts'
import type { Candidate } from '../types.ts'

/** Words of 32 bits for the hours of a week. */
const WORDS = 6

/** Values as 0, 1, 2, … in the order in which they come. */
export class Numbers<T> {
  readonly list: T[] = []
  private readonly places = new Map<T, number>()

  of(value: T): number {
    let place = this.places.get(value)
    if (place === undefined) {
      place = this.list.push(value) - 1
      this.places.set(value, place)
    }
    return place
  }
}

/** Lists of words of many people as bits; upper and lower case are the same. */
export class WordSets {
  readonly told: Uint8Array
  private readonly numbers = new Numbers<string>()
  private readonly width: number
  private readonly bits: Int32Array

  constructor(lists: readonly (readonly string[])[]) {
    for (const list of lists) for (const word of list) this.numbers.of(plain(word))
    this.width = Math.max(1, Math.ceil(this.numbers.list.length / 32))
    this.told = Uint8Array.from(lists, (list) => (list.length ? 1 : 0))
    this.bits = new Int32Array(lists.length * this.width)
    for (const [at, list] of lists.entries()) this.bits.set(this.encode(list), at * this.width)
  }

  /** The bits of another list; words that nobody here has are left out. */
  encode(list: readonly string[]): Int32Array {
    const bits = new Int32Array(this.width)
    for (const word of list) {
      const bit = this.numbers.of(plain(word))
      if (bit >> 5 < this.width) bits[bit >> 5]! |= 1 << (bit & 31)
    }
    return bits
  }

  /** How many words of these the list at a place has. */
  shared(mine: Int32Array, at: number): number {
    const { width, bits } = this
    let count = 0
    for (let k = 0; k < width; k++) count += ones(mine[k]! & bits[at * width + k]!)
    return count
  }
}

const plain = (word: string) => word.trim().toLowerCase()

/**
 * Free hours of many people as bits of the UTC week. Hours of zones that stand part of an hour apart do not begin together;
 * those few pairs are compared by quarters.
 */
export class Weeks {
  /** When in the hour each one's hours begin, in quarters; -1 for no hours told. */
  readonly phase: Int32Array
  private readonly bits: Int32Array
  private readonly offsets = new Map<string, number>()
  private readonly quarters: (WeekBits | undefined)[]

  constructor(
    private readonly people: readonly Candidate[],
    private readonly at: number,
  ) {
    this.quarters = new Array(people.length)
    this.phase = new Int32Array(people.length)
    this.bits = new Int32Array(people.length * WORDS)
    for (const [k, person] of people.entries()) {
      const { phase, bits } = this.encode(person)
      this.phase[k] = phase
      this.bits.set(bits, k * WORDS)
    }
  }

  encode({ freeHours, hours }: Candidate): { phase: number; bits: Int32Array } {
    const bits = new Int32Array(WORDS)
    if (!freeHours?.length) return { phase: -1, bits }
    const offset = this.offset(hours.zone)
    for (const free of freeHours) {
      const hour = ((free * 4 - offset + 672) % 672) >> 2
      bits[hour >> 5]! |= 1 << (hour & 31)
    }
    return { phase: (((-offset % 4) + 4) % 4) as number, bits }
  }

  /** Whole hours that somebody of the same phase shares with the one at a place. */
  shared(mine: Int32Array, at: number): number {
    const { bits } = this
    const k = at * WORDS
    return (
      ones(mine[0]! & bits[k]!) +
      ones(mine[1]! & bits[k + 1]!) +
      ones(mine[2]! & bits[k + 2]!) +
      ones(mine[3]! & bits[k + 3]!) +
      ones(mine[4]! & bits[k + 4]!) +
      ones(mine[5]! & bits[k + 5]!)
    )
  }

  /** The same for somebody of another phase, by all the quarters of their week. */
  sharedByQuarters(mine: WeekBits, at: number): number {
    let theirs = this.quarters[at]
    if (!theirs) {
      theirs = this.quartersOf(this.people[at]!)
      this.quarters[at] = theirs
    }
    return wholeHours(mine, theirs)
  }

  quartersOf({ freeHours, hours }: Candidate): WeekBits {
    return weekBitsAtOffset(freeHours!, this.offset(hours.zone))
  }

  private offset(zone: string): number {
    let offset = this.offsets.get(zone)
    if (offset === undefined) {
      offset = Math.round(offsetAt(zone, this.at) / 900_000)
      this.offsets.set(zone, offset)
    }
    return offset
  }
}

/** As `countShared` of the calendar: whole hours in runs of quarters that both have, the week being a circle. */
function wholeHours(a: WeekBits, b: WeekBits): number {
  let hours = 0
  let run = 0
  // The run that begins the week may be the end of the one that ends it.
  let first = -1
  for (let k = 0; k < a.length; k++) {
    let word = a[k]! & b[k]!
    for (let left = 32; left > 0; ) {
      if (word & 1) {
        const n = Math.min(left, 31 - Math.clz32(~word & -~word))
        run += word === -1 ? left : n
        left -= word === -1 ? left : n
        word >>>= n
        continue
      }
      if (first < 0) first = run
      else hours += run >> 2
      run = 0
      if (word === 0) break
      const n = 31 - Math.clz32(word & -word)
      word >>>= n
      left -= n
    }
  }
  return hours + ((Math.max(first, 0) + run) >> 2)
}

/** Bits set in a 32-bit word (Hacker's Delight, 5-1). */
function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}
