/** Which times may be proposed, how a cadence recurs, and what comes before and after a session. Pure. */
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
  nextHumane,
  workingDayBefore,
} from '../../../core/calendar.ts'
import { MEETING_LENGTHS } from '../../../core/meeting-lengths.ts'
import { choice, lengthOf, maybeWords, tidy } from '../../../core/text.ts'

// --- planning ---

/** Working days until whoever was asked for a time is reminded. */
export const REMIND_DAYS = 2
/** Times further ahead than this are a slip of the hand. */
const FURTHEST_MS = 366 * DAY_MS
/** How far ahead hours that both have free are looked for. */
const SEARCHED_MS = 14 * DAY_MS
const MOST_SLOTS = 3

/** What is proposed where nothing else was agreed on, in minutes. */
export const USUAL_MINUTES = 45

export const PLACES = [
  ['video', 'Video call'],
  ['person', 'In person'],
  ['writing', 'In writing, each at their own hour'],
] as const

/** The place by the way of meeting that two agreed on. */
export const placeFor = (mode: string) =>
  mode === 'inPerson' ? 'person' : mode === 'async' ? 'writing' : 'video'
export const placeWords = (place: string) => PLACES.find(([id]) => id === place)?.[1] ?? 'Video call'

/** Twelve weeks of sessions; after that the two agree on the next ones. */
export const CADENCES = [
  ['once', 'Just once', undefined],
  ['weekly', 'Every week, twelve times', 'FREQ=WEEKLY;INTERVAL=1;COUNT=12'],
  ['fortnightly', 'Every two weeks, six times', 'FREQ=WEEKLY;INTERVAL=2;COUNT=6'],
  ['monthly', 'Every four weeks, three times', 'FREQ=WEEKLY;INTERVAL=4;COUNT=3'],
] as const

export const ruleOf = (cadence: string) => CADENCES.find(([id]) => id === cadence)?.[2] ?? null
/** The rule for meeting every so many days, as two agreed on. */
export const ruleEvery = (days: number) =>
  ruleOf(days <= 7 ? 'weekly' : days <= 14 ? 'fortnightly' : 'monthly')
export const cadenceOf = (rule: string | null) => CADENCES.find(([, , r]) => r === rule) ?? CADENCES[0]

const slot = z.string().optional()

export const PlanForm = z.object({
  date1: z.string('Please choose a day.'),
  time1: z.string('Please choose a time.'),
  date2: slot,
  time2: slot,
  date3: slot,
  time3: slot,
  minutes: choice(MEETING_LENGTHS.map(([id]) => id) as ['30', '45', '60', '90']).transform(Number),
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
  /** How long it should be, where somebody said so already. */
  minutes: z.number().optional(),
})
export type PlanMeta = z.infer<typeof PlanMeta>

/** The proposed instants (UTC ms), the earliest first; and what is wrong with them, field by field. */
export function slotsOf(form: Partial<Record<keyof PlanForm, unknown>>, zone: string, now: number) {
  const slots = new Set<number>()
  const errors: Record<string, string> = {}
  for (const n of [1, 2, 3] as const) {
    const [date, time] = [`${form[`date${n}`] ?? ''}`, `${form[`time${n}`] ?? ''}`]
    if (!date && !time) continue
    const at = slotAt(date, time, zone, now)
    if (typeof at === 'number') slots.add(at)
    else errors[`${at.field}${n}`] = at.reason
  }
  return { slots: [...slots].sort((a, b) => a - b), errors }
}

function slotAt(date: string, time: string, zone: string, now: number) {
  const no = (field: 'date' | 'time', reason: string) => ({ field, reason })
  if (!isDate(date)) return no('date', 'Please choose a day as well.')
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? []
  if (!hour || !minute) return no('time', 'Please choose a time as well.')
  const minutes = Number(hour) * 60 + Number(minute)
  const at = instantAt(zone, date, minutes)
  if (dateIn(zone, at) !== date || minuteIn(zone, at) !== minutes)
    return no('time', 'The clocks change then, so this time does not come. Please choose another.')
  if (at <= now) return no('date', 'This time has passed. Please choose a later one.')
  return at > now + FURTHEST_MS ? no('date', 'Please choose a day within a year.') : at
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
  const all = commonFreeTimes(a.freeHours, a.hours, b.freeHours, b.hours, from, SEARCHED_MS, {
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

// --- a session ---

/** A session in one of these states may still be moved, or turn out to have been held. */
export const MOVABLE = ['planned', 'missed', 'unanswered']

export const SessionMeta = z.object({ session: z.string().max(40) })
export const CancelForm = z.object({ which: choice(['one', 'all']).optional() })

/** A time on one's own clock, and on the other's where it differs: 'Tue 13 Oct, 10:00 (05:00 for Finn)'. */
export function onBothClocks(at: number, zone: string, otherZone: string, other: string): string {
  const mine = formatFor(zone, at)
  const theirs = formatFor(otherZone, at)
  if (mine === theirs) return mine
  const sameDay = dateIn(zone, at) === dateIn(otherZone, at)
  return `${mine} (${sameDay ? formatFor(otherZone, at, 'time') : theirs} for ${other})`
}

// --- before and after ---

/** A reminder comes on the working day before, and another so long before (row C4). */
export const SOON_MS = 10 * MINUTE_MS
/** "Did you meet?" is asked after a session, and left alone after so long. */
export const ANSWER_MS = 7 * DAY_MS
/** "We met", told without a plan, is another session if the last one was longer ago than this. */
export const SAME_MEETING_MS = 3 * DAY_MS
/** A single chat is over by itself after this. */
export const CHAT_MS = 21 * DAY_MS

/**
 * What is due next about a planned session of these two, and when (UTC ms). Reminders that would come at once are left out.
 */
export function firstStepAt(
  session: { startAt: number; endAt: number },
  both: readonly Hours[],
  now: number,
): number {
  const before = both
    .map((hours) => workingDayBefore(hours, session.startAt))
    .filter((at) => at !== undefined && at > now + 2 * HOUR_MS) as number[]
  const soon = session.startAt - SOON_MS
  return before.length > 0 ? Math.min(...before) : now < soon ? soon : Math.max(session.endAt, now)
}

/**
 * When somebody is reminded on the working day before: not before it, and in their hours. Undefined where that leaves no
 * time until they meet.
 */
export function remindAt(hours: Hours, startAt: number, now: number): number | undefined {
  const before = workingDayBefore(hours, startAt)
  const at = before !== undefined && before > now ? before : nextHumane(hours, now)
  return before !== undefined && at !== undefined && at < startAt - SOON_MS ? at : undefined
}

// --- notes ---

/** So many earlier sessions are listed. */
export const MOST_PAST = 40
export const NOTES_MAX = 2000

/** New action items, one a line; and which of the old ones are done. */
export const NotesForm = z.object({
  notes: maybeWords(NOTES_MAX),
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
/** The session that the form is about, and the action items that were ticked as it was opened. */
export const NotesMeta = SessionMeta.extend({ ticked: z.array(z.string()).catch([]) })
