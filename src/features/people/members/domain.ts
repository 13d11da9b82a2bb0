/** What a profile holds, which of it may be typed how, and how long a pause may be. Pure. */
import { z } from 'zod'
import { dateIn, daysBetween, instantAt, isDate, isZone, shiftDate } from '../../../core/calendar.ts'
import { competencies, mapWords } from '../../../core/competencies.ts'
import { choice, maybeWords, tidy, words } from '../../../core/text.ts'
import { understand } from '../../../engine/index.ts'

export const ROLES = ['mentee', 'mentor', 'both'] as const
export type Role = (typeof ROLES)[number]

export const isMentor = (m: { role: string }) => m.role !== 'mentee'
export const isMentee = (m: { role: string }) => m.role !== 'mentor'

/** Whether somebody may be asked for a single 30-minute chat: unless they say, mentors may and others may not. */
export const givesChats = (m: { role: string; givesChats: boolean | null }) => m.givesChats ?? isMentor(m)

/** Chats that one person is asked for and gives in a month, at most. */
export const CHATS_A_MONTH = 2

/** Levels of a product career, 0 to 7, as the matching counts them. */
export const LEVELS = [
  'Associate PM',
  'PM',
  'Senior PM',
  'Lead or Principal PM',
  'Group PM or Head of Product',
  'Director of Product',
  'VP of Product',
  'Chief Product Officer',
] as const

export const VALUES = [
  ['candour', 'Candour'],
  ['kindness', 'Kindness'],
  ['curiosity', 'Curiosity'],
  ['craft', 'Craft'],
  ['ownership', 'Ownership'],
  ['calm', 'Calm'],
  ['speed', 'Speed'],
  ['evidence', 'Evidence'],
  ['play', 'Play'],
  ['balance', 'Balance'],
] as const

/** What somebody rates themselves until they say otherwise: what one offers one knows, what one wants one does not. */
export const DEFAULT_RATING = { offer: 4, want: 2 } as const
export type Side = keyof typeof DEFAULT_RATING

/** On one side of a profile. */
export const MOST_SKILLS = 10
/** As many as the form lets somebody choose who joins: a few say more than many. */
export const FEW = { want: 3, offer: 5 } as const
export const MOST_PLACES = 5
/** Of a new mentor who says nothing else. */
export const PLACES = 2

const ids = new Set<string>(competencies.map((c) => c.id))
const skillList = z
  .preprocess((v) => v ?? [], z.array(z.string()))
  .transform((list) => [...new Set(list)].filter((id) => ids.has(id)))
  .refine((list) => list.length <= MOST_SKILLS, `Please choose at most ${MOST_SKILLS}.`)

/** The first step: what decides which questions follow. */
export const RoleForm = z.object({ role: choice(ROLES) })

/** The second step: enough to be found, short enough for a phone. A role has only what concerns it. */
export const JoinForm = z.object({
  role: choice(ROLES),
  offers: skillList,
  moreOffers: maybeWords(300),
  wants: skillList,
  moreWants: maybeWords(300),
  goal: maybeWords(300),
  capacity: z.coerce.number('Please choose one of these.').int().min(1).max(MOST_PLACES).optional(),
})
export type JoinForm = z.infer<typeof JoinForm>

/** The fields of each side, by the names of the form. */
const SIDES = {
  mentee: ['wants', 'moreWants', 'goal'],
  mentor: ['offers', 'moreOffers', 'capacity'],
} as const
export type JoinField = (typeof SIDES)[keyof typeof SIDES][number]

/** What a role is asked. */
export const fieldsOf = (role: Role): readonly JoinField[] =>
  role === 'both' ? [...SIDES.mentee, ...SIDES.mentor] : SIDES[role]

/** What the form holds while it is filled in, as it was typed. */
export type JoinTyped = Partial<Record<JoinField, string | string[]>>
const held = z.union([z.string(), z.array(z.string())]).optional()
/** Which role the form asks for, and what was typed for one that it does not ask for now. */
export const JoinMeta = z.object({
  role: z.enum(ROLES).optional(),
  kept: z
    .object({ wants: held, moreWants: held, goal: held, offers: held, moreOffers: held, capacity: held })
    .default({}),
})
export type JoinMeta = z.infer<typeof JoinMeta>

/** Those of these fields that a role is asked, or is not. */
export function typedFor(typed: JoinTyped, role: Role, asked: boolean): JoinTyped {
  const fields: readonly string[] = fieldsOf(role)
  return Object.fromEntries(Object.entries(typed).filter(([field]) => fields.includes(field) === asked))
}

/** What a side lacks: something chosen, or words of one's own. By field, as the form holds them. */
export function missingIn(form: JoinTyped, role: Role): Partial<Record<JoinField, string>> {
  const no = (chosen: JoinField, words: JoinField) =>
    ![form[chosen] ?? []].flat().some((id) => ids.has(id)) && !form[words]
  const fields = fieldsOf(role)
  return {
    ...(fields.includes('wants') &&
      no('wants', 'moreWants') && {
        wants: 'Choose one thing that you would like to learn, or write it below.',
      }),
    ...(fields.includes('offers') &&
      no('offers', 'moreOffers') && {
        offers: 'Choose one thing that you can help with, or write it below.',
      }),
  }
}

/** Which competencies somebody surely means by words of their own: by their names, else by what the words mean. */
export function understood(typed: string): string[] {
  const { ids: known, unknown } = mapWords(typed)
  const meant = unknown.map((words) => understand(words)).flatMap((one) => (one.sure ? one.competencies : []))
  return [...new Set([...known, ...meant])]
}

/** What was made of words that stand on a profile as they were typed: competencies besides those that were chosen. */
export interface Understood {
  side: Side
  words: string
  ids: string[]
}

// --- the cards ------------------------------------------------------------------------------------

/** A number chosen from a menu. */
const chosenNumber = (min: number, max: number) =>
  z.coerce.number('Please choose one of these.').int().min(min).max(max)
const maybeNumber = (min: number, max: number) =>
  z.preprocess((v) => (v === undefined || v === '' ? undefined : v), chosenNumber(min, max).optional())

export const ExperienceForm = z.object({
  level: maybeNumber(0, LEVELS.length - 1),
  years: z.preprocess(
    (v) => (typeof v === 'string' && v.trim() === '' ? undefined : v),
    z.coerce
      .number('Please write a number of years, such as 4.')
      .int('Please write whole years, such as 4.')
      .min(0, 'Please write a number of years, such as 4.')
      .max(60, 'Please write a number of years up to 60.')
      .optional(),
  ),
  trackRecord: maybeWords(300),
})

export const StyleForm = z.object({
  feedback: choice(['direct', 'gentle']).optional(),
  flow: choice(['structured', 'free']).optional(),
  mode: choice(['live', 'async']).optional(),
  values: z
    .preprocess((v) => v ?? [], z.array(choice(VALUES.map(([id]) => id) as [string, ...string[]])))
    .refine((list) => list.length <= 3, 'Please choose up to three.'),
})

/** Parts of a working day, as people think of it, and the hours they stand for. */
export const PARTS = [
  ['early', 'Early', [7, 8]],
  ['morning', 'Morning', [9, 10, 11]],
  ['midday', 'Midday', [12, 13]],
  ['afternoon', 'Afternoon', [14, 15, 16]],
  ['evening', 'Evening', [17, 18]],
] as const

export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const

/** Friday, 10:00: late enough in the week to look back, early enough to answer before it ends. */
export const CHECKIN = { weekday: 5, minute: 600 }
/** In a smaller workspace all can be asked on the dot; in a larger one it takes Slack minutes to let us. */
const ON_THE_DOT = 100
const SPREAD_MINUTES = 30

/** When somebody is asked who has not chosen: about ten, in a large workspace a minute of the half hour that is theirs. */
export function checkinMinute(person: string, members: number): number {
  if (members < ON_THE_DOT) return CHECKIN.minute
  // FNV-1a: ids that differ in one sign alone lie far apart.
  const hash = [...person].reduce(
    (sum, sign) => Math.imul(sum ^ sign.charCodeAt(0), 16_777_619) >>> 0,
    2_166_136_261,
  )
  return CHECKIN.minute + (hash % SPREAD_MINUTES)
}

/** '1-morning' is Monday 9 to 12: hours of the week, 0 for Monday 00:00. */
export const hoursOfParts = (parts: string[]): number[] =>
  parts
    .flatMap((part) => {
      const [day, name] = part.split('-')
      const hours = PARTS.find(([id]) => id === name)?.[2] ?? []
      return hours.map((hour) => (Number(day) - 1) * 24 + hour)
    })
    .filter((hour) => Number.isInteger(hour) && hour >= 0 && hour < 168)
    .sort((a, b) => a - b)

/** The parts that these hours fill wholly. */
export const partsOfHours = (free: readonly number[]): string[] =>
  WEEKDAYS.flatMap((_, i) =>
    PARTS.filter(([, , hours]) => hours.every((hour) => free.includes(i * 24 + hour))).map(
      ([id]) => `${i + 1}-${id}`,
    ),
  )

export const TimeForm = z.object({
  hoursAMonth: maybeNumber(1, 20),
  capacity: chosenNumber(1, MOST_PLACES).optional(),
  several: choice(['one', 'several']).optional(),
  chats: z.array(z.string()).optional(),
  free: z.preprocess((v) => v ?? [], z.array(z.string())).transform(hoursOfParts),
})

const REGIONS = [
  'Africa',
  'America',
  'Antarctica',
  'Asia',
  'Atlantic',
  'Australia',
  'Europe',
  'Indian',
  'Pacific',
  'America/Argentina',
]

/**
 * Letters for a clock, such as BST, EST5EDT or CEST. Runtimes read them their own way (BST as Dhaka's, MST without the
 * summer time of Denver), and people of several countries mean each of them.
 */
const isAbbreviation = (text: string): boolean =>
  /^(?:[a-z]{2,3}t|[a-z]{2,3}t?\d[a-z]{2,3}t|uct|gmt.*)$/i.test(tidy(text))

/**
 * The zone that somebody means by 'Berlin', 'são paulo' or 'Europe/Berlin'; undefined if none or several, and for an
 * abbreviation. Cities are tried in each region, since the list of all zones leaves out newer names, such as Kolkata and
 * Kyiv.
 */
export function zoneFrom(text: string): string | undefined {
  const typed = tidy(text).normalize('NFKD').replace(/\p{M}/gu, '').replace(/\s+/g, '_')
  const canonical = (zone: string) =>
    new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  if (isAbbreviation(typed)) return undefined
  if (isZone(typed)) return canonical(typed)
  const found = new Set(
    REGIONS.map((region) => `${region}/${typed}`)
      .filter(isZone)
      .map(canonical),
  )
  return found.size === 1 ? [...found][0] : undefined
}

const LONGEST_HOLIDAY_DAYS = 120

/** Dates and ranges, one a line: '2026-12-24' or '2026-12-24 to 2027-01-02'. Undefined if a line is neither. */
export function datesFrom(text: string): string[] | { line: string } {
  const dates: string[] = []
  for (const line of text.split(/[\n,;]+/).map((l) => l.trim())) {
    if (!line) continue
    const [from = '', to = from, rest] = line.split(/\s*(?:\bto\b|–|—|\.\.)\s*/)
    if (rest !== undefined || !isDate(from) || !isDate(to)) return { line }
    const days = daysBetween(from, to)
    if (days < 0 || days > LONGEST_HOLIDAY_DAYS) return { line }
    for (let i = 0; i <= days; i++) dates.push(shiftDate(from, i))
  }
  return [...new Set(dates)].sort()
}

/** Dates as `datesFrom` reads them, runs folded into ranges. */
export function datesText(dates: readonly string[]): string {
  const lines: string[] = []
  for (let i = 0; i < dates.length; ) {
    let j = i
    while (j + 1 < dates.length && shiftDate(dates[j] as string, 1) === dates[j + 1]) j++
    lines.push(i === j ? `${dates[i]}` : `${dates[i]} to ${dates[j]}`)
    i = j + 1
  }
  return lines.join('\n')
}

export const PlaceForm = z
  .object({
    zone: words(60).transform((text, context) => {
      const zone = zoneFrom(text)
      if (zone) return zone
      context.addIssue({
        code: 'custom',
        message: isAbbreviation(text)
          ? `${text.toUpperCase()} means another clock in another country. Write a city whose clocks show your time, such as Berlin or New York.`
          : 'I do not know this time zone. Write a city, such as Berlin, or a zone, such as America/New_York.',
      })
      return z.NEVER
    }),
    workingDays: z
      .preprocess((v) => v ?? [], z.array(chosenNumber(1, 7)))
      .refine((days) => days.length > 0, 'Please choose at least one day.'),
    startMinute: chosenNumber(0, 1439),
    endMinute: chosenNumber(1, 1440),
    holidays: maybeWords(1000).transform((text, context) => {
      const dates = datesFrom(text ?? '')
      if (Array.isArray(dates)) return dates
      context.addIssue({
        code: 'custom',
        message: `I cannot read "${dates.line.slice(0, 40)}". One a line, please: 2026-12-24, or 2026-12-24 to 2027-01-02.`,
      })
      return z.NEVER
    }),
    languages: words(200).transform((text) =>
      [...new Set(text.split(/[,;\n]+/).map((l) => tidy(l)))].filter(Boolean).slice(0, 10),
    ),
  })
  .superRefine((form, context) => {
    if (form.endMinute <= form.startMinute)
      context.addIssue({ code: 'custom', path: ['endMinute'], message: 'The day must end after it starts.' })
  })

/** For those who are no mentors, and so offer nothing yet. */
export const ChatsForm = z
  .object({
    gives: z.preprocess((v) => Array.isArray(v) && v.includes('yes'), z.boolean()),
    offers: skillList,
  })
  .superRefine((form, context) => {
    if (form.gives && form.offers.length === 0)
      context.addIssue({
        code: 'custom',
        path: ['offers'],
        message: 'Choose at least one thing that you can help with.',
      })
  })
export type ChatsForm = z.infer<typeof ChatsForm>

export const NetworkForm = z.object({ canIntroduce: maybeWords(300) })

/** Ratings come as 'offer:discovery' -> '4'. */
export const RatingsForm = z.record(z.string(), chosenNumber(1, 5))

export const SCALE = [
  ['1', '1: new to me'],
  ['2', '2: know the basics'],
  ['3', '3: do it with help'],
  ['4', '4: do it well'],
  ['5', '5: teach it'],
] as const

/** Where people stand in the organisation, as it was told: the team's name, and the manager's account. */
export interface Org {
  team: string | null
  manager: string | null
}

/**
 * Whose exclusions bear on others once these people stand where they do: they, and everybody below them, who gets all
 * above them as well. Of every pair that this newly forbids one is among them.
 */
export function concernedBy(moved: Iterable<string>, org: ReadonlyMap<string, Org>): string[] {
  const reports = new Map<string, string[]>()
  for (const [person, { manager }] of org)
    if (manager !== null) reports.set(manager, [...(reports.get(manager) ?? []), person])
  const concerned = new Set(moved)
  // A set also goes through what is added on the way.
  for (const person of concerned) for (const below of reports.get(person) ?? []) concerned.add(below)
  return [...concerned]
}

// --- pausing and leaving ---

export const PauseForm = z.object({ until: z.string('Please choose a day.') })
export const LeaveForm = z.object({ company: z.array(z.string()).catch([]) })

/** A pause ends by itself, within a year. */
const LONGEST_PAUSE_DAYS = 366

/** Why nobody can be paused until that day, or undefined if they can. */
export function objectionTo(day: string, zone: string, now: number): string | undefined {
  const today = dateIn(zone, now)
  if (!isDate(day)) return 'Please choose a day, such as 2026-12-01.'
  if (day <= today) return 'Please choose a day after today.'
  if (day > shiftDate(today, LONGEST_PAUSE_DAYS))
    return 'A pause lasts a year at most. For longer, leave: you can join again any time.'
  return undefined
}

/** When a pause until that day ends: as the day begins. */
export const endOfPause = (day: string, zone: string, startMinute: number) =>
  instantAt(zone, day, startMinute)
