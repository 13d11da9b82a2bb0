/** `cairn round --csv`: pairs for a coordinator who has a spreadsheet and needs neither Slack nor a database. */
import { readFileSync, writeFileSync } from 'node:fs'
import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import { defaultHours } from './core/calendar.ts'
import { competencies, findCompetency, suggest } from './core/competencies.ts'
import { type CsvProblem, readCsv } from './core/csv.ts'
import { EQUITIES, THOUSANDTHS } from './core/round.ts'
import { listed } from './core/text.ts'
import {
  DEFAULT_RATING,
  hoursOfParts,
  LEVELS,
  PARTS,
  type Side,
  VALUES,
  zoneFrom,
} from './features/profile/domain.ts'
import { bargain } from './features/rounds/domain.ts'
import { type Candidate, type Facts, pairs, type RoundInput, solveInThread } from './matching/index.ts'

const cell = z.string().max(2000, 'Please keep it under 2,000 characters.')

/** A cell with several things in it. */
const several = (text: string) =>
  text
    .split(/[;\n]+/)
    .map((part) => part.trim())
    .filter(Boolean)

/** Reads each part of a cell, or tells of the first that cannot be read. */
const each = <T>(read: (part: string) => T | string) =>
  cell.optional().transform((text, context) => {
    const found: T[] = []
    for (const part of several(text ?? '')) {
      const one = read(part)
      if (typeof one === 'string') context.addIssue({ code: 'custom', message: one })
      else found.push(one)
    }
    return found
  })

/** 'Roadmapping 4' or 'roadmaps': a competency by name or alias, and a rating from 1 to 5 behind it. */
const skills = (side: Side) =>
  each((part) => {
    const [, words = '', rating] = /^(.*?)[\s:(]*([1-5])?\)?$/.exec(part) ?? []
    const known = findCompetency(words)
    if (known) return { skill: known.id, level: rating ? Number(rating) : DEFAULT_RATING[side] }
    const near = suggest(words)
    return `There is no skill "${words}". ${near.length > 0 ? `Write ${listed(near)}, or another name of the catalogue.` : `Write one of: ${competencies.map((c) => c.name).join('; ')}.`}`
  })

const oneOf = <T extends string>(words: Record<string, T>, say: string) =>
  cell.optional().transform((text, context) => {
    if (text === undefined) return undefined
    const found = words[text.toLowerCase().trim()]
    if (found === undefined) context.addIssue({ code: 'custom', message: `${say} This is "${text}".` })
    return found
  })

const levels: Record<string, string> = Object.fromEntries(
  LEVELS.flatMap((name, i) => [
    [String(i), String(i)],
    ...name.split(/ or /).map((part) => [part.toLowerCase(), String(i)]),
    [name.toLowerCase(), String(i)],
  ]),
)

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** 'Mon morning' or 'Tue 14-16': hours of the week. */
const free = each((part) => {
  const [, day = '', rest = ''] = /^([a-z]{3})[a-z]*\s+(.+)$/i.exec(part) ?? []
  const i = DAYS.indexOf(day.toLowerCase())
  const named = PARTS.find(([id]) => id === rest.toLowerCase())
  if (i >= 0 && named) return hoursOfParts([`${i + 1}-${named[0]}`])
  const [, from, to] = /^(\d{1,2})(?::00)?\s*[-–]\s*(\d{1,2})(?::00)?$/.exec(rest) ?? []
  const [a, b] = [Number(from), Number(to)]
  if (i >= 0 && a < b && b <= 24) return Array.from({ length: b - a }, (_, k) => i * 24 + a + k)
  return `"${part}" is no free time. Write "Mon morning" or "Tue 14-16".`
})

const Person = z.object({
  name: cell.min(1, 'Please write a name.'),
  email: cell.optional(),
  role: oneOf({ mentee: 'mentee', mentor: 'mentor', both: 'both' }, 'Write mentee, mentor or both.').pipe(
    z.enum(['mentee', 'mentor', 'both'], 'Write mentee, mentor or both.'),
  ),
  level: oneOf(levels, `Write one of ${LEVELS.join('; ')}, or 0 to ${LEVELS.length - 1}.`),
  zone: cell.optional().transform((text, context) => {
    const zone = text === undefined ? 'UTC' : zoneFrom(text)
    if (!zone)
      context.addIssue({
        code: 'custom',
        message: `"${text}" is no time zone. Write a city such as Lisbon, or Europe/Lisbon.`,
      })
    return zone ?? 'UTC'
  }),
  team: cell.optional(),
  manager: cell.optional(),
  capacity: cell.optional().transform((text, context) => {
    const places = text === undefined ? 2 : Number(text)
    if (!Number.isInteger(places) || places < 0 || places > 5)
      context.addIssue({ code: 'custom', message: 'Write how many mentees they have room for, 0 to 5.' })
    return places
  }),
  offers: skills('offer'),
  wants: skills('want'),
  free: free.transform((hours) => [...new Set(hours.flat())].sort((a, b) => a - b)),
  languages: each((part) => ({ part })).transform((list) => list.map(({ part }) => part)),
  feedback: oneOf({ direct: 'direct', gentle: 'gentle' }, 'Write direct or gentle.'),
  flow: oneOf(
    { structured: 'structured', free: 'free', 'free-flowing': 'free' },
    'Write structured or free.',
  ),
  mode: oneOf({ live: 'live', async: 'async' }, 'Write live or async.'),
  values: each((part) => {
    const found = VALUES.find(([id]) => id === part.toLowerCase())
    return found
      ? { id: found[0] }
      : `There is no value "${part}". Write ${listed(VALUES.map(([, name]) => name))}.`
  }).transform((list) => list.map(({ id }) => id)),
  apart: cell.optional().transform((text) => several(text ?? '')),
})

/** Columns by the names that spreadsheets give them. */
const NAMES = {
  email: ['e-mail', 'mail'],
  zone: ['time zone', 'timezone', 'city'],
  capacity: ['places', 'mentees'],
  offers: ['skills offered', 'offer', 'can help with'],
  wants: ['skills wanted', 'want', 'wants to learn'],
  free: ['free times', 'availability'],
  languages: ['language'],
  apart: ['do not pair', 'not with'],
} as const

export interface RoundFile {
  input: RoundInput
  problems: CsvProblem[]
  ignored: string[]
  /** Names by id, for what is written. */
  names: Map<string, string>
}

/**
 * People from a table, as the matching wants them. `at` is the instant by which clocks are compared. A person is known
 * by their email, else by their name; `manager` and `apart` name others so.
 */
export function readPeople(
  file: string | Uint8Array,
  at: number,
  options: Pick<RoundCsvOptions, 'objective' | 'excludeSameTeam'> & { equity?: number },
): RoundFile {
  const { rows, problems, ignored } = readCsv(file, Person, NAMES)
  const known = new Map<string, string>()
  const people: { candidate: Candidate; row: z.output<typeof Person>; line: number }[] = []
  for (const { line, value } of rows) {
    const id = (value.email ?? value.name).toLowerCase()
    if (known.has(id)) {
      problems.push({
        line,
        problem: `${value.email ?? value.name} stands in the file twice. Leave one line.`,
      })
      continue
    }
    known.set(id, id)
    known.set(value.name.toLowerCase(), id)
    people.push({
      line,
      row: value,
      candidate: {
        id,
        name: value.name,
        role: value.role,
        status: 'active',
        team: value.team ?? null,
        capacity: value.role === 'mentee' ? 0 : value.capacity,
        taken: 0,
        level: value.level === undefined ? null : Number(value.level),
        hours: defaultHours(value.zone),
        freeHours: value.free,
        languages: value.languages,
        offers: value.offers,
        wants: value.wants,
        style: { feedback: value.feedback, flow: value.flow, mode: value.mode },
        values: value.values,
      },
    })
  }
  const managers = new Map<string, string>()
  const apart: [string, string][] = []
  for (const { line, row, candidate } of people) {
    if (row.manager)
      managers.set(candidate.id, known.get(row.manager.toLowerCase()) ?? row.manager.toLowerCase())
    for (const name of row.apart) {
      const other = known.get(name.toLowerCase())
      if (other) apart.push([candidate.id, other])
      else problems.push({ line, problem: `apart: nobody in the file is called "${name}".` })
    }
  }
  const facts: Facts = {
    at,
    managers,
    doNotPair: pairs(apart),
    rules: { excludeSameTeam: options.excludeSameTeam },
  }
  const candidates = people.map(({ candidate }) => candidate)
  return {
    input: {
      mentees: candidates.filter((c) => c.role !== 'mentor'),
      mentors: candidates.filter((c) => c.role !== 'mentee' && c.capacity > 0),
      facts,
      objective: options.objective,
      equity: options.equity,
    },
    problems: problems.sort((a, b) => a.line - b.line),
    ignored,
    names: new Map(candidates.map((c) => [c.id, c.name])),
  }
}

export interface RoundCsvOptions {
  csv: string
  out?: string
  objective: 'fair' | 'total'
  /** any, some or none, or thousandths; default any. */
  equity?: string
  excludeSameTeam: boolean
  skipBad: boolean
}

/** How many thousandths of the points may be given up for the weakest pair; undefined if that cannot be read. */
function thousandthsOf(text: string): number | undefined {
  const word = EQUITIES.find((each) => each === text)
  if (word) return THOUSANDTHS[word]
  return /^\d{1,4}$/.test(text) && Number(text) <= 1000 ? Number(text) : undefined
}

const CAUSES = {
  nobody: 'No mentor: none of the file may be matched with them.',
  outbid: 'No mentor: all who may be matched with them are taken.',
}

/** Reads people, solves, writes pairs with their reasons. Returns the exit code: 0 done, 2 nothing was written. */
export async function roundFromCsv(
  options: RoundCsvOptions,
  at: number,
  say: (line: string) => void,
): Promise<number> {
  const equity = thousandthsOf(options.equity ?? 'any')
  if (equity === undefined || (options.equity !== undefined && options.objective === 'total')) {
    say(
      equity === undefined
        ? `✗ --equity is any, some (a hundredth) or none, or thousandths from 0 to 1000, not "${options.equity}".`
        : '✗ --equity is for --objective fair alone: "total" gives nothing up for anybody. Leave one of the two out.',
    )
    return 2
  }
  let file: Uint8Array
  try {
    file = readFileSync(options.csv)
  } catch {
    say(`✗ ${options.csv} cannot be read. Is the path right?`)
    return 2
  }
  const { input, problems, ignored, names } = readPeople(file, at, {
    ...options,
    equity,
  })
  for (const { line, problem } of problems) say(`✗ line ${line}: ${problem}`)
  if (ignored.length > 0) say(`! Columns that are not read: ${ignored.join(', ')}.`)
  if (problems.length > 0 && !options.skipBad) {
    say('Nothing was matched. Mend these lines, or leave them out with --skip-bad.')
    return 2
  }
  if (input.mentees.length === 0 || input.mentors.length === 0) {
    say(
      `✗ There are ${input.mentees.length} mentees and ${input.mentors.length} mentors in the file; it takes at least one of each.`,
    )
    return 2
  }
  const result = await solveInThread(input)
  const rows = [
    ...result.pairs.map(({ mentee, mentor, score, why }) => ({
      mentee: names.get(mentee),
      mentor: names.get(mentor),
      points: score,
      fit: why.fit,
      'for the mentee': why.forMentee.join(' '),
      'for the mentor': why.forMentor.join(' '),
      'against it': why.against ?? '',
    })),
    ...result.unmatched.map(({ mentee, cause }) => ({
      mentee: names.get(mentee),
      mentor: '',
      points: '',
      fit: '',
      'for the mentee': CAUSES[cause],
      'for the mentor': '',
      'against it': '',
    })),
  ]
  rows.sort((a, b) => (a.mentee ?? '').localeCompare(b.mentee ?? ''))
  // A name that begins with "=" must stay a name in the spreadsheet that opens this.
  const text = stringify(rows, { header: true, escape_formulas: true })
  if (options.out) writeFileSync(options.out, text)
  else process.stdout.write(text)
  const { pairs: made, worst, total, certified } = result
  say(
    `${made.length} of ${input.mentees.length} matched; ${total} points, the weakest pair ${worst ?? 'none'}; ${certified ? 'checked: no better set of pairs exists by these rules' : 'NOT CHECKED'}.`,
  )
  if (result.weighed) say(bargain(result.weighed))
  if (result.idle.length > 0)
    say(`Free places left: ${result.idle.map(([id, n]) => `${names.get(id)} (${n})`).join(', ')}.`)
  return certified ? 0 : 1
}
