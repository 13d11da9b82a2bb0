/** Which times may be proposed, and how a cadence recurs. Pure. */
import ICAL from 'ical.js'
import { z } from 'zod'
import {
  commonFreeTimes,
  DAY_MS,
  dateIn,
  formatFor,
  HOUR_MS,
  type Hours,
  instantAt,
  isDate,
  MINUTE_MS,
  minuteIn,
} from '../../core/calendar.ts'
import { choice, lengthOf, maybeWords, tidy } from '../../core/text.ts'

/** A reminder comes a day before, and another ten minutes before (row C4). */
export const DAY_BEFORE_MS = DAY_MS
export const SOON_MS = 10 * MINUTE_MS
/** "Did you meet?" is asked after a session, and left alone after so long. */
export const ANSWER_MS = 7 * DAY_MS
/** "We met", told without a plan, is another session if the last one was longer ago than this. */
export const SAME_MEETING_MS = 3 * DAY_MS
/** Times further ahead than this are a slip of the hand. */
const FURTHEST_MS = 366 * DAY_MS
/** How far ahead hours that both have free are looked for. */
const LOOK_MS = 14 * DAY_MS
export const MOST_SLOTS = 3
export const LONGEST = 2000

export const LENGTHS = [
  ['30', '30 minutes'],
  ['45', '45 minutes'],
  ['60', 'An hour'],
  ['90', 'An hour and a half'],
] as const
export const LENGTH = '45'

export const PLACES = [
  ['video', 'Video call'],
  ['person', 'In person'],
  ['writing', 'In writing, each at their own hour'],
] as const

export const placeWords = (place: string) => PLACES.find(([id]) => id === place)?.[1] ?? 'Video call'

/** Twelve weeks of sessions; after that the two agree on the next ones. */
export const CADENCES = [
  ['once', 'Just once', undefined],
  ['weekly', 'Every week, twelve times', 'FREQ=WEEKLY;INTERVAL=1;COUNT=12'],
  ['fortnightly', 'Every two weeks, six times', 'FREQ=WEEKLY;INTERVAL=2;COUNT=6'],
  ['monthly', 'Every four weeks, three times', 'FREQ=WEEKLY;INTERVAL=4;COUNT=3'],
] as const

export const ruleOf = (cadence: string) => CADENCES.find(([id]) => id === cadence)?.[2] ?? null
export const cadenceOf = (rule: string | null) => CADENCES.find(([, , r]) => r === rule) ?? CADENCES[0]

const slot = z.string().optional()

export const PlanForm = z.object({
  date1: z.string('Please choose a day.'),
  time1: z.string('Please choose a time.'),
  date2: slot,
  time2: slot,
  date3: slot,
  time3: slot,
  minutes: choice(LENGTHS.map(([id]) => id) as ['30', '45', '60', '90']).transform(Number),
  cadence: choice(['once', 'weekly', 'fortnightly', 'monthly']).optional(),
  place: choice(['video', 'person', 'writing']),
  location: maybeWords(200),
  agenda: maybeWords(300),
})
export type PlanForm = z.infer<typeof PlanForm>

/** What the form is about: whose mentorship, the plan that it answers, the session that it moves. */
export const PlanMeta = z.object({
  mentorship: z.string().max(40),
  answers: z.string().max(40).optional(),
  moves: z.string().max(40).optional(),
})
export type PlanMeta = z.infer<typeof PlanMeta>

export const SessionMeta = z.object({ session: z.string().max(40) })
export const CancelForm = z.object({ which: choice(['one', 'all']).optional() })

/** New action items, one a line; and which of the old ones are done. */
export const NotesForm = z.object({
  notes: maybeWords(LONGEST),
  items: z
    .string()
    .optional()
    .transform((text) =>
      (text ?? '')
        .split('\n')
        .map((line) => tidy(line.replace(/^\s*[-*•]\s+/, '')))
        .filter(Boolean),
    )
    .refine((lines) => lines.length <= 10, 'Please keep it to ten at a time.')
    .refine(
      (lines) => lines.every((line) => lengthOf(line) <= 200),
      'Please keep each under 200 characters.',
    ),
  done: z.preprocess((list) => list ?? [], z.array(z.string())),
})
export type NotesForm = z.infer<typeof NotesForm>

export type Slots = { ok: true; slots: number[] } | { ok: false; reason: string; field: string }

/** The proposed instants (UTC ms), the earliest first, or what is wrong with one, and at which field. */
export function slotsOf(form: PlanForm, zone: string, now: number): Slots {
  const slots: number[] = []
  const no = (field: string, reason: string): Slots => ({ ok: false, field, reason })
  for (const n of [1, 2, 3] as const) {
    const [date, time] = [form[`date${n}`], form[`time${n}`]]
    if (!date && !time) continue
    if (!date || !isDate(date)) return no(`date${n}`, 'Please choose a day as well.')
    const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time ?? '') ?? []
    if (!hour || !minute) return no(`time${n}`, 'Please choose a time as well.')
    const minutes = Number(hour) * 60 + Number(minute)
    const at = instantAt(zone, date, minutes)
    if (dateIn(zone, at) !== date || minuteIn(zone, at) !== minutes)
      return no(`time${n}`, 'The clocks change then, so this time does not come. Please choose another.')
    if (at <= now) return no(`date${n}`, 'This time has passed. Please choose a later one.')
    if (at > now + FURTHEST_MS) return no(`date${n}`, 'Please choose a day within a year.')
    slots.push(at)
  }
  return { ok: true, slots: [...new Set(slots)].sort((a, b) => a - b) }
}

/**
 * When the sessions of a plan are (UTC ms): one, or those of its rule (RFC 5545, 3.3.10), which keep their time on the
 * clock of `zone` when clocks change. Expanded by ical.js.
 */
export function occurrences(rule: string | null, zone: string, startAt: number): number[] {
  if (!rule) return [startAt]
  const date = dateIn(zone, startAt)
  const minute = minuteIn(zone, startAt)
  const all = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateString(date))
  const found: number[] = []
  for (let next = all.next(); next; next = all.next())
    found.push(instantAt(zone, next.toString().slice(0, 10), minute))
  return found
}

interface Free {
  freeHours: readonly number[]
  hours: Hours
}

/** Up to three times that suit both, from the next day on, each on another day. */
export function suggestedSlots(a: Free, b: Free, minutes: number, now: number): number[] {
  const from = now + HOUR_MS
  const all = commonFreeTimes(a.freeHours, a.hours, b.freeHours, b.hours, from, LOOK_MS, {
    limit: 200,
    lengthMs: minutes * MINUTE_MS,
  })
  const days = new Map<string, number>()
  for (const at of all) {
    const day = dateIn(a.hours.zone, at)
    if (day !== dateIn(a.hours.zone, now) && !days.has(day)) days.set(day, at)
  }
  return [...days.values()].slice(0, MOST_SLOTS)
}

/** A time on one's own clock, and on the other's where it differs: 'Tue 13 Oct, 10:00 (05:00 for Finn)'. */
export function onBothClocks(at: number, zone: string, otherZone: string, other: string): string {
  const mine = formatFor(zone, at)
  const theirs = formatFor(otherZone, at)
  if (mine === theirs) return mine
  const sameDay = dateIn(zone, at) === dateIn(otherZone, at)
  return `${mine} (${sameDay ? formatFor(otherZone, at, 'time') : theirs} for ${other})`
}

/** What is due next about a planned session, and when (UTC ms). Reminders that would come at once are left out. */
export function firstStepAt(session: { startAt: number; endAt: number }, now: number): number {
  const dayBefore = session.startAt - DAY_BEFORE_MS
  const soon = session.startAt - SOON_MS
  return now < dayBefore ? dayBefore : now < soon ? soon : Math.max(session.endAt, now)
}

export const firstNameOf = (name: string) => name.split(/\s+/)[0] ?? name
