/** Seeded rounds of people who are not there, for the bench of the matching. */

import { seededRandom } from '../src/core/seeded-random.ts'

export const kinds = ['plain', 'same'] as const
export type Kind = (typeof kinds)[number]

export interface Instance {
  kind: Kind
  rows: number
  cols: number
  places: number
}

/** Row after row. */
export function scoresOf({ kind, rows, cols }: Instance): Int32Array {
  const random = seededRandom(rows * 31 + cols)
  return kind === 'plain' ? plain(rows, cols, random) : same(rows, cols, random)
}

/** Three of 128 skills wanted (few are sought by many), four offered; zones, levels, habits and hours in common. */
function plain(rows: number, cols: number, random: () => number): Int32Array {
  const below = (n: number) => Math.floor(random() * n)
  const skill = () => Math.floor(random() ** 2 * 128)
  const person = () => ({ zone: below(24), level: below(8), habits: below(8) })
  const mentors = Array.from({ length: cols }, () => ({
    ...person(),
    offers: new Map(Array.from({ length: 4 }, () => [skill(), 1 + below(5)])),
  }))
  const values = new Int32Array(rows * cols)
  for (let row = 0; row < rows; row++) {
    const mentee = person()
    const wants = Array.from({ length: 3 }, () => [skill(), 1 + below(5)] as const)
    for (let col = 0; col < cols; col++) {
      const mentor = mentors[col]!
      let skills = 0
      for (const [want, level] of wants) {
        const offer = mentor.offers.get(want)
        if (offer) skills += Math.min(166, 33 * Math.max(1, offer - level + 2))
      }
      const around = Math.abs(mentee.zone - mentor.zone)
      const zone = Math.max(0, 100 - 8 * Math.min(around, 24 - around))
      const level = Math.max(0, 100 - 25 * Math.abs(mentor.level - mentee.level - 2))
      const unlike = mentee.habits ^ mentor.habits
      const habits = 99 - 33 * ((unlike & 1) + ((unlike >> 1) & 1) + (unlike >> 2))
      values[row * cols + col] = skills + zone + level + habits + below(201)
    }
  }
  return values
}

/** Nearly all of a score is how much the mentor is sought after. */
function same(rows: number, cols: number, random: () => number): Int32Array {
  const fame = Array.from({ length: cols }, () => Math.floor(random() * 801))
  return Int32Array.from({ length: rows * cols }, (_, k) => fame[k % cols]! + Math.floor(random() * 201))
}
