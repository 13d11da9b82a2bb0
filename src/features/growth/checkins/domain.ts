/** When a check-in is asked for, and what may be answered. Pure. */
import { z } from 'zod'
import {
  addLocalDays,
  dateIn,
  type Hours,
  instantAt,
  isHumane,
  mondayOf,
  nextWeekly,
  nextWorkingDate,
  shiftDate,
  type Weekly,
  windowOn,
} from '../../../core/calendar.ts'
import { choice, lengthOf, maybeWords, words } from '../../../core/text.ts'

/** The five answers of one tap, best first: the name in action ids, the words, and the number that is stored. */
export const MOODS = [
  { name: 'great', words: 'Great', mood: 5 },
  { name: 'good', words: 'Good', mood: 4 },
  { name: 'ok', words: 'OK', mood: 3 },
  { name: 'rough', words: 'Rough', mood: 2 },
  { name: 'stuck', words: 'Stuck', mood: 1 },
] as const

export const moodWords = (mood: string | undefined) =>
  MOODS.find((m) => `${m.mood}` === mood)?.words ?? 'No mood given'

export const isGood = (mood: string | undefined) => Number(mood) >= 4
export const isRough = (mood: string | undefined) => mood !== undefined && Number(mood) <= 2

/** How often the question may come: weeks between two prompts, 0 for never. */
export const CADENCES = [
  { name: 'weekly', every: 1, words: 'every week', short: 'Weekly' },
  { name: 'fortnightly', every: 2, words: 'every two weeks', short: 'Every two weeks' },
  { name: 'monthly', every: 4, words: 'every four weeks', short: 'Every four weeks' },
  { name: 'off', every: 0, words: 'never', short: 'Stop asking' },
] as const

export const cadenceWords = (every: number) => CADENCES.find((c) => c.every === every)?.words ?? 'every week'

/** A prompt can be put off this often. */
export const MOST_SNOOZES = 2
/** After so many prompts in a row without an answer they come half as often. */
export const MISSED_IN_A_ROW = 2
/** How often to ask somebody who has left `unanswered` prompts in a row: half as often each time that it is two more. */
export const slowedDown = (every: number, unanswered: number) =>
  unanswered > 0 && unanswered % MISSED_IN_A_ROW === 0 ? Math.min(every * 2, 4) : every
/** Nobody is asked before they had this many working days together. */
export const FIRST_AFTER_DAYS = 2
export const PAGE = 5
export const LONGEST = 1000
/** A win may be told in the channel, which takes no less and no more. */
const WIN_MIN = 3
export const WIN_MAX = 500
/** Thanks become private kudos, which take no less and no more. */
const THANKS_MIN = 3
export const THANKS_MAX = 500
/** A streak is worth a word from so many on. */
export const STREAK_MIN = 3

// --- when ---

const inHours = (hours: Hours, minute: number) => minute >= hours.startMinute && minute < hours.endMinute

/** The chosen minute, brought into working hours that may have changed since it was chosen. */
const humaneMinute = (hours: Hours, minute: number) => {
  if (inHours(hours, minute)) return minute
  return minute < hours.startMinute ? hours.startMinute : Math.max(hours.startMinute, hours.endMinute - 60)
}

/** The first moment after `after` (UTC ms) to ask: on a working day, in working hours. Undefined if there is none. */
export const nextPromptAt = (hours: Hours, { weekday, minute }: Weekly, after: number): number | undefined =>
  nextWeekly(hours, { weekday, minute: humaneMinute(hours, minute) }, after)

/** When to ask again after having asked at `at`; undefined if never. */
export const promptAfter = (hours: Hours, weekly: Weekly, every: number, at: number): number | undefined =>
  every === 0 ? undefined : nextPromptAt(hours, weekly, addLocalDays(hours.zone, at, 7 * (every - 1)))

const dayStart = (hours: Hours, at: number) => instantAt(hours.zone, dateIn(hours.zone, at), 0)

export const weekStart = (hours: Hours, at: number) => instantAt(hours.zone, mondayOf(hours, at), 0)
export const weekEnd = (hours: Hours, at: number) =>
  instantAt(hours.zone, shiftDate(mondayOf(hours, at), 7), 0)

export type Step = { ask: true; uselessAt: number } | { ask: false; at: number | undefined }

/**
 * What to do when a prompt is due. Asks only at the moment that the present settings call for, since zone, hours
 * and holidays may have changed since it was planned; a day too late it is for the next time.
 */
export function promptStep(hours: Hours, weekly: Weekly, now: number): Step {
  const at = nextPromptAt(hours, weekly, dayStart(hours, now) - 1)
  if (at === undefined || at > now) return { ask: false, at }
  const window = windowOn(hours, dateIn(hours.zone, now))
  if (!window || !isHumane(hours, now)) return { ask: false, at: nextPromptAt(hours, weekly, now) }
  return { ask: true, uselessAt: window.endAt }
}

/** The next working day at the chosen minute, and when asking then is of no use any more; undefined if there is none. */
export function snoozeUntil(hours: Hours, minute: number, now: number) {
  const date = nextWorkingDate(hours, shiftDate(dateIn(hours.zone, now), 1))
  const window = date && windowOn(hours, date)
  if (!date || !window) return undefined
  return { at: instantAt(hours.zone, date, humaneMinute(hours, minute)), uselessAt: window.endAt }
}

/** The half hours of somebody's working day, as minutes; the one chosen before is among them. */
export function halfHours(hours: Hours, chosen: number): number[] {
  const all = Array.from({ length: 48 }, (_, i) => i * 30).filter((m) => inHours(hours, m))
  return inHours(hours, chosen) ? [...new Set([...all, chosen])].sort((a, b) => a - b) : all
}

/** Why a day or hour cannot be chosen, with its field; undefined if it can. */
export function weeklyObjection(hours: Hours, weekly: Weekly) {
  if (!hours.workingDays.includes(weekly.weekday))
    return { field: 'weekday', reason: 'You do not work on that day. Choose one of your working days.' }
  if (!inHours(hours, weekly.minute))
    return { field: 'minute', reason: 'That is outside your working hours. Choose an hour within them.' }
  return undefined
}

/** Put off, and not asked again yet. */
export const isPutOff = (c: { status: string; snoozes: number; promptedAt: number | null }) =>
  c.status === 'prompted' && c.snoozes > 0 && c.promptedAt === null

/** Since when `partner` may read a need: from before, from `now`, or (null) not at all. */
export function needShared(
  before: { partner: string | null; needSharedAt: number | null } | undefined,
  partner: string | undefined,
  tell: boolean,
  now: number,
): number | null {
  if (!tell || partner === undefined) return null
  return (before?.partner === partner ? before.needSharedAt : null) ?? now
}

/** How many in a row were answered, the newest first. One skipped or still open is left out; one that went by ends it. */
export function streakOf(statuses: readonly string[]): number {
  let streak = 0
  for (const status of statuses) {
    if (status === 'missed') break
    if (status === 'answered') streak++
  }
  return streak
}

// --- what ---

/** Chosen instead of a partner: progress stays one's own. */
export const NOBODY = 'nobody'

const ticked = z
  .preprocess((value) => value ?? [], z.array(z.string()))
  .transform((list) => list.includes('yes'))

export const AnswerForm = z
  .object({
    mood: choice(['5', '4', '3', '2', '1']).transform(Number),
    partner: z
      .string()
      .optional()
      .transform((value) => (value === NOBODY ? undefined : value)),
    progress: maybeWords(LONGEST),
    need: maybeWords(LONGEST),
    tellNeed: ticked,
    blocker: maybeWords(LONGEST),
    win: maybeWords(WIN_MAX),
    tellWin: ticked,
    thanks: maybeWords(THANKS_MAX),
  })
  .superRefine((form, context) => {
    const issue = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (form.tellNeed && !form.need) issue('need', 'Write what you need, or untick the box below.')
    if (form.thanks !== undefined && lengthOf(form.thanks) < THANKS_MIN)
      issue('thanks', 'A few words more, please: what are you thankful for?')
    if (form.tellWin && lengthOf(form.win ?? '') < WIN_MIN)
      issue('win', 'Write a few words on your win, or untick the box below.')
  })
export type AnswerForm = z.infer<typeof AnswerForm>

/** What the form carries: which check-in it is about, and the partner whose name stood beside the inputs. */
export const AnswerMeta = z.object({ checkin: z.string().optional(), partner: z.string().optional() })
export type AnswerMeta = z.infer<typeof AnswerMeta>

/** A question to a partner, out of a check-in. */
export const QuestionForm = z.object({ partner: z.string().optional(), question: words(LONGEST, 3) })
export type QuestionForm = z.infer<typeof QuestionForm>
export const QuestionMeta = z.object({ checkin: z.string(), partner: z.string().optional() })
export type QuestionMeta = z.infer<typeof QuestionMeta>

/** A first wording of it, which its writer changes as they like. `goal` is one that this partner reads. */
export function questionFor(mood: string | undefined, asMentor: boolean, goal: string | undefined): string {
  if (asMentor) return 'How can I be of more use to you? What would help most when we talk next?'
  const on = goal ? ` with “${goal}”` : ''
  return mood === '1'
    ? `I am stuck${on}. What would you try first?`
    : `This week was rough${on}. What would you do in my place, as a smallest next step?`
}

const chosenNumber = (min: number, max: number) =>
  z.coerce.number('Please choose one of these.').int().min(min).max(max)

export const WhenForm = z.object({
  weekday: chosenNumber(1, 7),
  minute: chosenNumber(0, 1439),
  every: choice(['1', '2', '4', '0']).transform(Number),
})
export type WhenForm = z.infer<typeof WhenForm>

/** The page of a list that a button asks for; the first one for anything else. */
export const pageFrom = (value: string) => (/^\d{1,4}$/.test(value) ? Number(value) : 0)
