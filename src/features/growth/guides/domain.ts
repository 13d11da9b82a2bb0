import { z } from 'zod'
import { DAY_MS, dateIn, daysBetween, type LocalDate, shiftDate, weekdayOf } from '../../../core/calendar.ts'
import { choice, tidy, words } from '../../../core/text.ts'

export const PHASES = ['first', 'goals', 'regular', 'midpoint', 'feedback', 'career', 'closing'] as const
export type Phase = (typeof PHASES)[number]

/** What stands above a guide's text, between two lines of dashes. */
export const Front = z.object({
  title: z.string().max(60),
  phase: z.enum([...PHASES, 'orientation']),
  minutes: z.number().int().positive(),
  about: z.string().max(300),
  source: z.string().max(400),
})

export interface Part {
  /** Empty where lines stand under no heading. */
  title: string
  lines: string[]
}

/** A conversation guide: what to talk about, part by part, and whose practice it rests on. */
export type Guide = z.infer<typeof Front> & {
  id: string
  parts: Part[]
  /** Where the source can be read. */
  link?: string
  /** Of one that a coordinator wrote: who did, and which version it is. */
  own?: { by: string; version: number }
}

export const Tip = z.object({
  id: z.string(),
  week: z.number().int().min(0),
  title: z.string().max(80),
  text: z.string().max(400),
  source: z.string().max(200),
})
export type Tip = z.infer<typeof Tip>

export const CircleQuestion = z.object({ id: z.string(), question: z.string().max(300) })
export type CircleQuestion = z.infer<typeof CircleQuestion>

/** The parts of a guide: a heading each, and its lines. Text before the first heading is a mistake. */
export function partsOf(markdown: string): Part[] {
  const parts: Part[] = []
  for (const line of markdown.split('\n').map((each) => each.trim())) {
    if (!line) continue
    if (line.startsWith('## ')) parts.push({ title: line.slice(3), lines: [] })
    else if (line.startsWith('- ') && parts.length > 0) parts.at(-1)!.lines.push(line.slice(2))
    else throw new Error(`a guide has headings (##) and lines (-) only, not: ${line}`)
  }
  return parts
}

const TITLE_MAX = 60
const STEPS_MAX = 2000
const SOURCE_MAX = 200
const LINK_MAX = 500
export const LIMITS = { title: TITLE_MAX, steps: STEPS_MAX, source: SOURCE_MAX, link: LINK_MAX }
/** A meeting goes through a dozen headings at most. */
const PARTS_MAX = 12
/** More would be found by nobody. */
export const OWN_MAX = 30
export const LENGTHS = ['10', '15', '20', '30', '40', '45', '60', '90'] as const

/**
 * What a coordinator typed, as parts: a line that begins with a dash or a dot is a question, one without is a heading
 * above them. Where nothing is marked, every line is a question.
 */
export function stepsOf(text: string): Part[] {
  const lines = text.split('\n').map((line) => line.trim())
  const asked = lines.map((line) => /^[-–•*]\s*(\S.*)$/.exec(line)?.[1])
  const marked = asked.some((question) => question !== undefined)
  const parts: Part[] = []
  lines.forEach((line, i) => {
    const question = marked ? asked[i] : line
    if (!line) return
    if (question === undefined) parts.push({ title: line, lines: [] })
    else if (parts.length > 0) parts.at(-1)!.lines.push(question)
    else parts.push({ title: '', lines: [question] })
  })
  return parts
}

/** The address as it is linked to, or undefined if it is not one that people should be sent to. */
export function linkOf(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const plain = url && /^https?:$/.test(url.protocol) && !url.username && !url.password
  // A bar would end the address in Slack's links.
  return plain ? url.href.replaceAll('|', '%7C') : undefined
}

export const GuideForm = z.object({
  phase: choice(PHASES),
  title: words(TITLE_MAX, 3),
  minutes: choice(LENGTHS).transform(Number),
  steps: words(STEPS_MAX, 10).refine((text) => stepsOf(text).length <= PARTS_MAX, {
    message: `That is more than ${PARTS_MAX} headings, which no meeting gets through. Put a dash before each question.`,
  }),
  source: words(SOURCE_MAX, 3),
  link: z.preprocess(
    (text) => (typeof text === 'string' && tidy(text) === '' ? undefined : text),
    words(LINK_MAX)
      .transform((text, context) => {
        const link = linkOf(text)
        if (link === undefined)
          context.addIssue({ code: 'custom', message: 'Please write the whole address: https://…' })
        return link
      })
      .optional(),
  ),
})
export type GuideForm = z.infer<typeof GuideForm>
/** The guide that a form changes, as its writer read it; none for a new one. */
export const GuideMeta = z.object({ guide: z.string().max(40), version: z.number().int() }).optional()
export type GuideMeta = z.infer<typeof GuideMeta>

/** A guide among all there are; members do not see a hidden one. */
export type Listed = Guide & { hidden: boolean }

const visible = (all: readonly Listed[], phase: string) => all.filter((g) => g.phase === phase && !g.hidden)

/**
 * What members see, phase by phase. No phase is ever without a guide: should two coordinators take away the last two
 * of it at once, the one that comes with Cairn is there again.
 */
export const shownOf = (all: readonly Listed[]): Guide[] =>
  PHASES.flatMap((phase) => {
    const seen = visible(all, phase)
    return seen.length > 0 ? seen : all.filter((g) => g.phase === phase && !g.own)
  })

/** Whether its phase would be without a guide if this one went. */
export const isLast = (all: readonly Listed[], { id, phase }: Pick<Guide, 'id' | 'phase'>) =>
  visible(all, phase).every((guide) => guide.id === id)

/** Where no end is agreed, a mentorship is taken to last so long. */
const USUAL_MS = 84 * DAY_MS
const CLOSING_MS = 14 * DAY_MS
const MIDPOINT_MS = 7 * DAY_MS

export interface Course {
  startedAt: number
  metAt: number | null
  /** When it is agreed to end; undefined where nothing is agreed. */
  endsAt?: number
  /** How many goals the two share. */
  goals: number
}

/** What the next meeting of a mentorship is best about. Pure; the first that fits. */
export function phaseOf(course: Course, now: number): Phase {
  const { startedAt, metAt, endsAt = startedAt + USUAL_MS, goals } = course
  if (metAt === null) return 'first'
  if (now >= endsAt - CLOSING_MS) return 'closing'
  const half = startedAt + (endsAt - startedAt) / 2
  if (Math.abs(half - now) <= MIDPOINT_MS) return 'midpoint'
  // Whoever has none by half-way does without, and is not asked for ever.
  if (goals === 0 && now < half) return 'goals'
  // The ordinary meeting, with one that goes deeper every few weeks.
  const fortnight = Math.floor((now - startedAt) / (14 * DAY_MS))
  return (['regular', 'feedback', 'regular', 'career'] as const)[fortnight % 4] as Phase
}

/** The day whose turn it is: the latest Tuesday in this zone, on whichever day after it the week's look comes about. */
export function turnOf(zone: string, now: number): LocalDate {
  const today = dateIn(zone, now)
  return shiftDate(today, -((weekdayOf(today) - WEEKLY.weekday + 7) % 7))
}

/**
 * Whole weeks from the day something started to a turn. Counted in dates, and the start by one clock for everybody: however
 * late a turn is taken, and wherever its taker moves, each turn has a week of its own and none is left out.
 */
export const weekOf = (startedAt: number, turn: LocalDate) =>
  Math.max(0, Math.floor(daysBetween(dateIn('UTC', startedAt), turn) / 7))

export const WEEKS = ['reflect', 'review', 'circle', 'nothing'] as const
export type Week = (typeof WEEKS)[number]

/**
 * What a person's week holds besides tips, by the weeks since the first of their mentorships began: at most one thing,
 * so that other messages have room. A mentor looks at their own part in place of every third reflection.
 */
export function weekPlan(week: number, mentor: boolean): Week {
  if (week % 4 === 3) return mentor && week % 12 === 11 ? 'review' : 'reflect'
  return mentor && week >= 5 && week % 4 === 1 ? 'circle' : 'nothing'
}

/** What is the person's own, and is not lost where a week holds something else. */
export const isLookBack = (plan: Week) => plan === 'reflect' || plan === 'review'

/** Tuesday at ten: clear of the start of the week, and of the weekly question on Friday. */
export const WEEKLY = { weekday: 2, minute: 600 }
/** What was put off comes on a Wednesday, beside no other. */
export const OWED_ON = { weekday: 3, minute: 600 }
/** A tip that found no room within this is of no use. */
export const USELESS_MS = 6 * DAY_MS
/** In `cardsDone`: the orientation was read to its end. */
export const ORIENTATION = 'orientation'
