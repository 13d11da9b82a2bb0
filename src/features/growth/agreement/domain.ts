/** What two people agree on, and how two versions differ. Pure. */
import { z } from 'zod'
import { formatDate, isDate, type LocalDate, shiftDate } from '../../../core/calendar.ts'
import { MEETING_LENGTHS } from '../../../core/meeting-lengths.ts'
import { choice, maybeWords, words } from '../../../core/text.ts'

/** How often they meet: days between two meetings, by which the stall ladder counts, and the words. */
export const CADENCES = [
  ['7', 'Every week'],
  ['14', 'Every two weeks'],
  ['30', 'Once a month'],
] as const

export const MODES = [
  ['inPerson', 'In person'],
  ['virtual', 'By video or phone'],
  ['async', 'In writing, each at their own time'],
  ['mixed', 'A mix, as it suits'],
] as const

/** Chosen for words of their own. */
const OWN = 'own'

export const KEEPS = [
  ['all', 'Everything stays between us'],
  ['ask', 'Between us, unless the other says yes first'],
  ['lessons', 'Lessons may be told, without names'],
  [OWN, 'In our own words'],
] as const

export const EXITS = [
  ['say', 'We say it early, and try another way'],
  ['hand', 'We ask the coordinator for a hand'],
  ['part', 'Either may end it, with thanks and no reasons'],
  [OWN, 'In our own words'],
] as const

export const PURPOSE_MAX = 500
export const OWN_MAX = 300
/** Nobody agrees on more than this at once. */
export const LONGEST_DAYS = 550
/** The usual length: a quarter. */
const USUAL_DAYS = 91

/** Working days until somebody who has not signed is reminded, and again until the one who proposed is told. */
export const REMIND_DAYS = 3
export const WAITING_DAYS = 5
/** Working days from the start until a pair without an agreement is offered one. */
export const OFFER_DAYS = 6

type Keys<T extends readonly (readonly [string, string])[]> = { [K in keyof T]: T[K][0] }
const keys = <const T extends readonly (readonly [string, string])[]>(choices: T) =>
  choices.map(([key]) => key) as unknown as Keys<T> & [string, ...string[]]

export const Terms = z
  .object({
    purpose: words(PURPOSE_MAX, 10),
    cadenceDays: choice(keys(CADENCES)),
    minutes: choice(keys(MEETING_LENGTHS)),
    endsOn: z.string('Choose the last day, please.'),
    mode: choice(keys(MODES)),
    keep: choice(keys(KEEPS)),
    keepWords: maybeWords(OWN_MAX),
    exit: choice(keys(EXITS)),
    exitWords: maybeWords(OWN_MAX),
  })
  .superRefine((form, context) => {
    const missing = (path: string) =>
      context.addIssue({
        code: 'custom',
        path: [path],
        message: 'Write your own words here, or choose another answer above.',
      })
    if (form.keep === OWN && !form.keepWords) missing('keepWords')
    if (form.exit === OWN && !form.exitWords) missing('exitWords')
  })
/** What is agreed on, as the form holds it. */
export type Terms = z.infer<typeof Terms>

/** What the form carries: the mentorship, and the version that was on screen when it was filled in ('' for none). */
export const ProposalMeta = z.object({ mentorship: z.string().max(40), base: z.string().max(40) })
export type ProposalMeta = z.infer<typeof ProposalMeta>

/** Why a day cannot be the last one, as its reader's calendar shows `today`; undefined if it can. */
export function endObjection(endsOn: string, today: LocalDate): string | undefined {
  if (!isDate(endsOn)) return 'Choose a day from the calendar, please.'
  if (endsOn <= today) return 'That day is not ahead of you. Choose a later one.'
  if (endsOn > shiftDate(today, LONGEST_DAYS))
    return 'That is more than a year and a half away. Choose an earlier day; you can extend it later.'
  return undefined
}

const named = (choices: readonly (readonly [string, string])[], key: string) =>
  choices.find(([each]) => each === key)?.[1] ?? ''

const ownOr = (choices: readonly (readonly [string, string])[], key: string, own: string | undefined) =>
  [key === OWN ? '' : named(choices, key), own ?? ''].filter(Boolean).join('. ')

export const cadenceName = (days: number | string) => named(CADENCES, `${days}`)
export const modeName = (mode: string) => named(MODES, mode)

export interface Line {
  label: string
  text: string
}

/** The terms as people read them, a line a field. */
export const termLines = (t: Terms): Line[] => [
  { label: 'What it is for', text: t.purpose },
  { label: 'How often', text: cadenceName(t.cadenceDays) },
  { label: 'How long each time', text: named(MEETING_LENGTHS, t.minutes) },
  { label: 'Until', text: formatDate(t.endsOn) },
  { label: 'How you meet', text: modeName(t.mode) },
  { label: 'What stays between you', text: ownOr(KEEPS, t.keep, t.keepWords) },
  { label: 'If it does not work', text: ownOr(EXITS, t.exit, t.exitWords) },
]

export interface Difference extends Line {
  was: string
}

/** Field by field, what is not the same in the two. */
export function differences(before: Terms, after: Terms): Difference[] {
  const old = termLines(before)
  return termLines(after)
    .map((line, i) => ({ ...line, was: old[i]?.text ?? '' }))
    .filter((line) => line.text !== line.was)
}

/** What bears on a first suggestion. */
export interface Known {
  /** The mentee's goal, as the profile has it. */
  goal: string
  /** 'live' or 'async', as each likes to work; null where not said. */
  modes: (string | null)[]
  /** Hours a month that the mentor has, if said. */
  hoursAMonth: number | null
}

/** The terms that a first proposal starts with: from what both profiles say, else the usual. */
export function suggestTerms(known: Known, today: LocalDate): Terms {
  const said = known.modes.filter((mode) => mode !== null)
  const same = said.length > 0 && said.every((mode) => mode === said[0])
  const hours = known.hoursAMonth ?? 2
  return {
    purpose: known.goal,
    cadenceDays: hours >= 4 ? '7' : hours >= 2 ? '14' : '30',
    minutes: '45',
    endsOn: shiftDate(today, USUAL_DAYS),
    mode: same && said[0] === 'async' ? 'async' : same ? 'virtual' : 'mixed',
    keep: 'all',
    keepWords: undefined,
    exit: 'say',
    exitWords: undefined,
  }
}
