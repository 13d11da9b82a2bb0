/** What makes a goal SMART, and how near it is. Pure. */
import { z } from 'zod'
import { isDate, type LocalDate, shiftDate } from '../../../core/calendar.ts'
import { competency } from '../../../core/competencies.ts'
import { NUMBER_WORDS, numberFromWords } from '../../../core/number-words.ts'
import { choice, maybeWords, tidy, words } from '../../../core/text.ts'

/** More at once than this, and none gets done. */
export const MOST_ACTIVE = 3
/** A goal further off is cut into a nearer one. */
export const LONGEST_DAYS = 366
export const SPECIFIC_MAX = 300
export const MEASURE_MAX = 200
export const STEP_MAX = 200
export const NOTE_MAX = 500
export const OBJECTIVE_MAX = 200
/** So many steps a goal; more is a plan of another kind. */
export const MOST_STEPS = 20

// --- a measure must measure ---

/** A measure with numbers in it: from where, to where, of what. */
export interface Measure {
  baseline: number
  target: number
  /** As typed, such as 'interviews' or '%'. */
  unit: string
}

/** A number that stands alone: no part of a date, a time, a range or a word such as 'Q3'. */
const NUMBER = /(?<![\p{L}\p{N}.,:/–-])(\d+(?:[.,]\d+)*)(\s?%|k\b)?(?![\p{L}\p{N}]|[:/–-]\d)/gu
const YEAR = /\b(?:by|in|until|before|of|end)\s+$/i
const MONTH =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
/** A day or a quarter in the calendar: when, and not how much. */
const DAY = new RegExp(
  String.raw`\b(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${MONTH})\b|(?:${MONTH})\.? \d{1,2}(?:st|nd|rd|th)?\b|(?:by|until|till|before|on) \d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?\b|(?:q[1-4]|h[12])\b)`,
  'gi',
)
/** A year to be ready by, or a stretch of time to do it in. */
const SPAN =
  /\b(?:by|in|until|before|within|over|during|of|end)\s+(?:the\s+)?(?:next\s+)?(?:(?:19|20)\d\d|(?:\d+|an?|one|two|three|four|six|twelve)\s+(?:day|week|month|quarter|year)s?)\b/gi
/** A number in words, alone as the digits are; one is seldom more than "a". */
const WORDS = new RegExp(String.raw`(?<![\p{L}\p{N}-])(${NUMBER_WORDS})(?![\p{L}\p{N}-])`, 'giu')
/** A stretch of time: when, and not how much. */
const TIME = /^\s+(?:working\s+)?(?:hour|day|week|month|quarter|year)s?\b/i
/** "Two colleagues say that …" is plain to see, and nothing that grows from nought to two. */
const SAYS = /\b(?:that|who|say|says|tell|tells|think|thinks|agree|agrees)\b/i
const JOIN = /^[^\d.;]{0,30}?(?:\bto\b|→|->|=>)\s*(?:at least|about|over|under)?\s*$/i

function numberFrom(digits: string, suffix: string | undefined): number {
  const thousands = /^(?:\d{1,3}(,\d{3})+(\.\d+)?|[1-9]\d{0,2}(\.\d{3})+)$/.exec(digits)
  const plain = thousands ? digits.replaceAll(thousands[3] ? '.' : ',', '') : digits.replace(',', '.')
  return Number.parseFloat(plain) * (suffix === 'k' ? 1000 : 1)
}

/** The text with numbers in digits, where words say how much of something there is to reach: 'Ten interviews'. */
const inDigits = (text: string) =>
  text.replace(WORDS, (word, _, at: number) => {
    const after = text.slice(at + word.length)
    const value = numberFromWords(word)
    const joined = /^\s+to\s/i.test(after) || /\bfrom\b[^.;]*\bto\s+$/i.test(text.slice(0, at))
    const counts = value !== 1 && !TIME.test(after) && !SAYS.test(after.split(/[.,;:()\n]/)[0] ?? '')
    return joined || counts ? `${value}` : word
  })

interface Found {
  value: number
  start: number
  end: number
  percent: boolean
}

function numbersIn(text: string): Found[] {
  const days = [...text.matchAll(DAY)].map((m) => ({ start: m.index, end: m.index + m[0].length }))
  return [...text.matchAll(NUMBER)]
    .map((m) => ({
      value: numberFrom(m[1] ?? '', m[2]),
      start: m.index,
      end: m.index + m[0].length,
      percent: m[2]?.trim() === '%',
    }))
    .filter((n) => !(n.value >= 1900 && n.value < 2100 && YEAR.test(text.slice(0, n.start))))
    .filter((n) => !days.some((day) => day.start <= n.start && n.end <= day.end))
}

/** What stands beside a number, without what only leads to it. */
const bare = (text: string) =>
  text
    .split(/[.,;:()\n]/)
    .map((part) =>
      part.replace(/\b(from|to|at least|at most|about|over|under|reach|get|go)\b\s*$/gi, '').trim(),
    )
    .filter(Boolean)

/**
 * The numbers of a measure such as 'from 2 to 12 interviews', '12 interviews', '30 % → 45 %' or 'NPS from 20 to 40';
 * undefined if it has none, or says nothing of what it counts.
 */
export function measureFrom(typed: string): Measure | undefined {
  const text = inDigits(typed)
  const [first, second] = numbersIn(text)
  if (!first) return undefined
  const joined = second && JOIN.test(text.slice(first.end, second.start)) ? second : undefined
  const last = joined ?? first
  const percent = first.percent || last.percent
  const after = bare(text.slice(last.end))[0] ?? ''
  const before = bare(text.slice(0, first.start)).at(-1) ?? ''
  const unit = [percent ? '%' : '', after || (percent ? '' : before)].filter(Boolean).join(' ')
  if (!unit) return undefined
  return { baseline: joined ? first.value : 0, target: last.value, unit: [...unit].slice(0, 60).join('') }
}

/** Words that sound like a measure and are none. */
const VAGUE =
  /\b(better|improv\w*|more|enough|good|great|well|confiden\w*|comfortable|stronger|understand\w*|learn\w*|know\w*|feel\w*|grow\w*|progress|success\w*|clear(er|ly)?)\b/i
/** Per cent of something that nobody can count. */
const OF_A_FEELING = /^%\s+(?:more\s+|less\s+)?(?:confiden|comfortable|better|stronger|sure|happ)/i
/** Words that make a thing countable or plain to see. */
const PLAIN =
  /\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve|once|twice|every|each|all|nobody|no longer|without|alone|by myself|on my own|first|weekly|monthly|daily|signed|published|shipped|launched|approved|hired|promoted)\b/i
const HINT =
  'Write a number to reach, such as “from 2 to 12 interviews”, or what you both will see, such as “I run the review without my lead”.'

/** Why these words do not measure anything, and what would; undefined if they do. */
export function measureObjection(typed: string): string | undefined {
  const text = inDigits(typed)
  const measure = measureFrom(text)
  // What says when is no measure of what.
  const rest = text.replace(DAY, ' ').replace(SPAN, ' ')
  if (measure && numbersIn(rest).length > 0) {
    if (OF_A_FEELING.test(measure.unit)) return `How would you both know? ${HINT}`
    if (measure.baseline !== measure.target) return undefined
    return measure.target === 0
      ? `None left is a fine aim. Say from how many, such as “from 5 to 0 ${measure.unit}”.`
      : 'Where you start and where you want to be is the same number. Change one of them.'
  }
  if (/^\W*[\d.,]+\W*$/.test(text)) return `That is a number, but of what? ${HINT}`
  const spoken = text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length
  const counted = /\d/.test(rest) || PLAIN.test(rest)
  if (spoken >= 3 && (counted || !VAGUE.test(text)) && (counted || spoken >= 4)) return undefined
  return `How would you both know? ${HINT}`
}

/** A number as somebody types it into a form; undefined if it is none. */
export function typedNumber(text: string): number | undefined {
  const [, digits = '', k] = /^(-?\d+(?:[.,]\d+)*)\s*(k)?\s*%?$/.exec(tidy(text)) ?? []
  return digits ? numberFrom(digits, k) : numberFromWords(tidy(text))
}

/** How much of the way is done, 0 to 100; 100 only once it is reached. Goals may go up or down. */
export function percentOf({ baseline, target }: Measure, value: number): number {
  const part = (value - baseline) / (target - baseline)
  return Math.max(0, Math.min(100, Math.floor(part * 100 + 1e-9)))
}

/** '7 of 12 interviews', or 'now 30, from 20 to 40 NPS'. */
export const valueWords = ({ baseline, target, unit }: Measure, value: number) =>
  baseline === 0 ? `${value} of ${target} ${unit}` : `now ${value}, from ${baseline} to ${target} ${unit}`

/** A bar of ten for the eye, and the same in words for everybody. */
export function barOf(percent: number): string {
  const full = percent > 0 ? Math.max(1, Math.floor(percent / 10)) : 0
  return `${'▰'.repeat(full)}${'▱'.repeat(10 - full)} ${percent} %, ${wayWords(percent)}`
}

function wayWords(percent: number): string {
  if (percent >= 100) return 'all the way'
  if (percent >= 85) return 'almost there'
  if (percent > 60) return 'more than half way'
  if (percent >= 40) return 'about half way'
  return percent > 0 ? 'on the way' : 'not begun'
}

// --- the form ---

/** Why a day cannot be the day of a goal, as its owner's calendar shows `today`; undefined if it can. */
export function dueObjection(due: string, today: LocalDate): string | undefined {
  if (!isDate(due)) return 'Choose a day from the calendar, please.'
  if (due <= today) return 'That day is not ahead of you. Choose a later one.'
  if (due > shiftDate(today, LONGEST_DAYS))
    return 'That is more than a year away. Choose what you can reach within a year; you can extend it later.'
  return undefined
}

/** Chosen for a goal that fits no skill of the catalogue, and for one that nobody else reads. */
export const NONE = 'none'

export const GoalForm = z.object({
  specific: words(SPECIFIC_MAX, 10),
  measure: words(MEASURE_MAX).superRefine((text, context) => {
    const no = text && measureObjection(text)
    if (no) context.addIssue({ code: 'custom', message: no })
  }),
  firstStep: words(STEP_MAX, 5),
  competency: z
    .string('Please choose one of these.')
    .refine((id) => id === NONE || competency(id), 'Please choose one of these.')
    .transform((id) => (id === NONE ? undefined : id)),
  objective: maybeWords(OBJECTIVE_MAX),
  due: z.string('Choose a day, please.'),
  reader: z.string().max(40).optional(),
})
export type GoalForm = z.infer<typeof GoalForm>

/** What the form carries: the goal it changes, and the mentorship whose mentor was named beside its inputs. */
export const GoalMeta = z.object({
  goal: z.string().max(40).optional(),
  reader: z.string().max(40).optional(),
})
export type GoalMeta = z.infer<typeof GoalMeta>

export const OneGoal = z.object({ goal: z.string().max(40) })

export const HOW_FAR = ['0', '10', '25', '50', '75', '90', '100'] as const

/** Either is on screen: a number for a measure with numbers, else how far it feels. */
export const ProgressForm = z.object({
  now: z
    .string('Write the number as it is now.')
    .optional()
    .refine(
      (text) => text === undefined || typedNumber(text) !== undefined,
      'A number, please, such as 7 or 7.5. Words go below.',
    ),
  percent: choice(HOW_FAR).optional(),
  note: maybeWords(NOTE_MAX),
})
export type ProgressForm = z.infer<typeof ProgressForm>

export const KINDS = [
  ['task', 'A task', 'Something to do'],
  ['milestone', 'A milestone', 'A point on the way that you both will notice'],
  ['practice', 'A practice opportunity', 'A real occasion to try it, which the mentor arranges'],
] as const
export type Kind = (typeof KINDS)[number][0]

export const StepForm = z.object({
  kind: choice(['task', 'milestone', 'practice']),
  words: words(STEP_MAX, 3),
  due: z.string().optional(),
})
export type StepForm = z.infer<typeof StepForm>

export const ExtendForm = z.object({ due: z.string('Choose a day, please.'), note: maybeWords(NOTE_MAX) })
export type ExtendForm = z.infer<typeof ExtendForm>

export const ShareForm = z.object({ goals: z.array(z.string().max(40)).default([]) })
export const ShareMeta = z.object({ mentorship: z.string().max(40) })
