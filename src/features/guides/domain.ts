import { z } from 'zod'
import { DAY_MS } from '../../core/calendar.ts'

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
  title: string
  lines: string[]
}

/** A conversation guide: what to talk about, part by part, and whose practice it rests on. */
export type Guide = z.infer<typeof Front> & { id: string; parts: Part[] }

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

/** Where no end is agreed, a mentorship is taken to last so long. */
export const USUAL_MS = 84 * DAY_MS
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

/** Whole weeks since an instant. */
export const weekOf = (startedAt: number, now: number) =>
  Math.max(0, Math.floor((now - startedAt) / (7 * DAY_MS)))

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

/** Tuesday at ten: clear of the start of the week, and of the weekly question on Friday. */
export const WEEKLY = { weekday: 2, minute: 600 }
/** A tip that found no room within this is of no use. */
export const USELESS_MS = 6 * DAY_MS
/** In `cardsDone`: the orientation was read to its end. */
export const ORIENTATION = 'orientation'
