/** When circles turn, and what a coordinator may choose. Pure. */
import { z } from 'zod'
import {
  addLocalDays,
  DAY_MS,
  dateIn,
  daysBetween,
  type Hours,
  instantAt,
  isWorkingDay,
  type LocalDate,
  windowBefore,
} from '../../../core/calendar.ts'
import { type Refusal, refuse } from '../../../core/outcome.ts'
import { choice, words } from '../../../core/text.ts'

/** How often there are new groups: weeks between, and the words for it. */
export const CADENCES = [
  { every: 1, short: 'Every week', words: 'every week' },
  { every: 2, short: 'Every two weeks', words: 'every two weeks' },
  { every: 4, short: 'Every month', words: 'every four weeks' },
] as const

export const cadenceWords = (every: number) => CADENCES.find((c) => c.every === every)?.words ?? 'every week'
export const sizeWords = (size: number) => (size === 3 ? 'groups of three' : 'groups of two')

export const NAME_MAX = 60
/** The first groups are made at most so many days ahead. */
const FURTHEST_DAYS = 180

const numberOf = (values: readonly [string, ...string[]]) => choice(values).transform(Number)

export const StartForm = z.object({
  name: words(NAME_MAX, 3),
  size: numberOf(['2', '3']),
  every: numberOf(['1', '2', '4']),
  firstOn: z.string('Please choose a day.'),
})
export type StartForm = z.infer<typeof StartForm>

/** Why the first groups cannot be made on this day, or undefined if they can. `hours` are those of channels. */
export function objectionTo(firstOn: LocalDate, hours: Hours, now: number): Refusal | undefined {
  const ahead = daysBetween(dateIn(hours.zone, now), firstOn)
  if (ahead < 1)
    return refuse('Choose tomorrow or a later day, so that people have time to join in.', 'firstOn')
  if (ahead > FURTHEST_DAYS) return refuse('Choose a day within the next six months.', 'firstOn')
  if (!isWorkingDay(hours, firstOn))
    return refuse('Hardly anybody works on that day. Choose a working day.', 'firstOn')
  return undefined
}

/** Groups are made when the working day of most people begins. */
export const firstAt = (hours: Hours, firstOn: LocalDate) => instantAt(hours.zone, firstOn, hours.startMinute)

/** The next rotation after `now`, in step with the one planned for `at`: what was missed is not made up for. */
export function nextAfter(zone: string, at: number, every: number, now: number): number {
  let next = at
  while (next <= now) next = addLocalDays(zone, next, 7 * every)
  return next
}

/** When to ask whether a group met that lasts until `endsAt`: in the middle of the reader's last working day before. */
export function askAt(hours: Hours, endsAt: number): number {
  const window = windowBefore(hours, endsAt)
  return window ? Math.floor((window.startAt + window.endAt) / 2) : endsAt - 2 * DAY_MS
}

/** A number that a circle and its rotation always give; decides between equal groups. */
export const seedOf = (circle: string, rotation: number) =>
  [...circle].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003, rotation)
