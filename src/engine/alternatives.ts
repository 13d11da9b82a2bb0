/** Other mentors for one mentee of a round, and what would come of each. */

import { inOrder, MANY_PAIRS, scoreTable, withoutLoops } from './round-solution.ts'
import type { RoundInput } from './round-types.ts'
import { MOST_POINTS } from './solve/index.ts'

/** Another mentor for one mentee, and what would come of it if all others were then solved anew. */
export interface Alternative {
  mentor: string
  score: number
  /** How many fewer would be matched; below 0 if more. */
  fewer: number
  /** How many points fewer all together would have; below 0 if more. */
  cost: number
  /** The lowest score then. */
  worst: number
  /** As a round says it: not all ways out of loops were looked at, and solving may come out a little differently. */
  nearly?: true
}

/** For each of so many at most a round is solved. */
export const MOST_ALTERNATIVES = 8

/** The best mentors for one mentee besides the one `before`, best first, each with what would come of it. */
export function alternatives(given: RoundInput, mentee: string): Alternative[] {
  // Which of equal solutions it is makes no difference to these figures.
  const input = { ...inOrder(given), before: undefined }
  const { mentees, mentors } = input
  const table = scoreTable(input)
  // Loops are taken out of the table, and what is a loop in one solution need not be in another.
  const figures = (locks = input.locks) => {
    const copy = table.copy()
    const { mentorOf, nearly = false } = withoutLoops({ ...input, locks }, copy)
    const scores = [...mentorOf.entries()].flatMap(([i, j]) => (j < 0 ? [] : [copy.row(i)[j] as number]))
    const total = scores.reduce((sum, score) => sum + score, 0)
    return {
      mentorOf,
      nearly,
      matched: scores.length,
      total,
      worst: scores.reduce((a, b) => Math.min(a, b), MOST_POINTS),
    }
  }
  const i = mentees.findIndex((each) => each.id === mentee)
  if (i < 0) return []
  const now = figures()
  const row = table.row(i)
  return mentors
    .map((each, j) => ({ mentor: each.id, j, score: row[j] as number }))
    .filter((other) => other.mentor !== given.before?.get(mentee) && other.score >= 0)
    .sort((a, b) => b.score - a.score || (a.mentor < b.mentor ? -1 : 1))
    .slice(0, mentees.length * mentors.length > MANY_PAIRS ? 3 : MOST_ALTERNATIVES)
    .flatMap(({ mentor, j, score }) => {
      const others = [...(input.locks ?? [])].filter(([locked]) => locked !== mentee)
      const then = figures(new Map([...others, [mentee, mentor]]))
      // All places of this mentor are kept for others.
      if (then.mentorOf[i] !== j) return []
      return {
        mentor,
        score,
        fewer: now.matched - then.matched,
        cost: now.total - then.total,
        worst: then.worst,
        ...((now.nearly || then.nearly) && { nearly: true as const }),
      }
    })
}
