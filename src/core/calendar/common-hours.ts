import { addWorkingDays, type Hours, nextHumane } from './hours.ts'
import { DAY_MS } from './zone.ts'

/**
 * The first instant from `after` on, no later than `withinMs` after it, at which all are in their working hours; undefined if
 * there is none, or nobody is given. Exact: `after` itself when it suits all.
 */
export function nextCommonHumane(
  people: readonly Hours[],
  after: number,
  withinMs: number,
): number | undefined {
  let at = after
  while (people.length && at <= after + withinMs) {
    // Nobody can meet before the last of them starts; ask again from there until nobody moves it.
    let latest = at
    for (const hours of people) {
      const next = nextHumane(hours, at)
      if (next === undefined) return undefined
      latest = Math.max(latest, next)
    }
    if (latest === at) return at
    at = latest
  }
  return undefined
}

/**
 * The first instant by which each of them has been in working hours once: when the last of them wakes.
 * Somebody without any working day in 400 days is not waited for; undefined if nobody is left.
 */
export function whenAllHaveWorked(people: readonly Hours[], after: number): number | undefined {
  const moments = people.map((hours) => nextHumane(hours, after)).filter((at) => at !== undefined)
  return moments.length ? Math.max(...moments) : undefined
}

/**
 * When all of them hear what came of a question that each answers alone (UTC ms): `days` of each one's working days after
 * all can have read it, at a moment at which they are at work together, if they ever are. It is fixed as the question goes
 * out and never depends on what was answered, nor on when: an end that came with an answer would tell of it.
 */
export function answerDeadline(people: readonly Hours[], from: number, days: number): number {
  const asked = whenAllHaveWorked(people, from) ?? from
  const last = Math.max(...people.map((hours) => addWorkingDays(hours, asked, days) ?? asked + days * DAY_MS))
  return nextCommonHumane(people, last, 7 * DAY_MS) ?? whenAllHaveWorked(people, last) ?? last
}
