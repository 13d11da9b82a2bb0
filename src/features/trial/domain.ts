/** The trial: after two sessions, go on or find somebody else, with no fault (row B9). Pure. */
import { addWorkingDays, commonHumane, DAY_MS, type Hours, laterAwake } from '../../core/calendar.ts'

/** Sessions held until the two are asked. */
export const TRIAL_SESSIONS = 2
/** Working days that both have to answer, from when the later of them can first read the question. */
export const ANSWER_DAYS = 3

export type Choice = 'on' | 'rematch'

/**
 * When both hear what came of it (UTC ms): a moment that is fixed as the question goes out, at which both are at work if
 * they ever are. It never depends on what was answered, nor on when: an end that came with the second answer would tell
 * each when the other one answered, and one that came with the first wish for a rematch would tell whose it was.
 */
export function endsAt(people: readonly Hours[], now: number): number {
  const asked = laterAwake(people, now) ?? now
  const last = Math.max(
    ...people.map((hours) => addWorkingDays(hours, asked, ANSWER_DAYS) ?? asked + ANSWER_DAYS * DAY_MS),
  )
  return commonHumane(people, last, 7 * DAY_MS) ?? laterAwake(people, last) ?? last
}
