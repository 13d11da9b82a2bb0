/** The people of a spreadsheet, as the matching wants them. */
import { z } from 'zod'
import { defaultHours } from '../core/calendar.ts'
import { competencies, competency, competencyName, findCompetency, suggest } from '../core/competencies.ts'
import { type CsvProblem, readCsv } from '../core/csv.ts'
import { listed, nameKey, tidyName } from '../core/text.ts'
import { type Candidate, type Facts, pairs, type RoundInput, understand } from '../engine/index.ts'
import {
  DEFAULT_RATING,
  hoursOfParts,
  LEVELS,
  PARTS,
  type Side,
  VALUES,
  zoneFrom,
} from '../features/people/members/domain.ts'

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
    const meant = understand(words)
    const known = findCompetency(words) ?? (meant.sure ? competency(meant.competencies[0]!) : undefined)
    if (known)
      return rating
        ? { skill: known.id, level: Number(rating) }
        : { skill: known.id, level: DEFAULT_RATING[side], unrated: true }
    const near = [
      ...new Set([
        ...[...meant.competencies, ...meant.near].map((id) => competencyName(id)),
        ...suggest(words),
      ]),
    ].slice(0, 3)
    return `There is no skill "${words}". ${near.length > 0 ? `Write ${listed(near)}, or another name of the catalogue.` : `Write one of: ${competencies.map((c) => c.name).join('; ')}.`}`
  })

const oneOf = <T extends string>(words: Record<string, T>, say: string) =>
  cell.optional().transform((text, context) => {
    if (text === undefined) return undefined
    const found = words[nameKey(text)]
    if (found === undefined) context.addIssue({ code: 'custom', message: `${say} This is "${text}".` })
    return found
  })

const levels: Record<string, string> = Object.fromEntries(
  LEVELS.flatMap((name, i) => [
    [String(i), String(i)],
    ...name.split(/ or /).map((part) => [nameKey(part), String(i)]),
    [nameKey(name), String(i)],
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
  name: cell.min(1, 'Please write a name.').transform(tidyName),
  email: cell.optional(),
  role: oneOf({ mentee: 'mentee', mentor: 'mentor', both: 'both' }, 'Write mentee, mentor or both.').pipe(
    z.enum(['mentee', 'mentor', 'both'], 'Write mentee, mentor or both.'),
  ),
  level: oneOf(levels, `Write one of ${LEVELS.join('; ')}, or 0 to ${LEVELS.length - 1}.`),
  zone: cell.optional().transform((text, context) => {
    const zone = text === undefined ? undefined : zoneFrom(text)
    if (text !== undefined && !zone)
      context.addIssue({
        code: 'custom',
        message: `"${text}" is no time zone. Write a city such as Lisbon, or Europe/Lisbon.`,
      })
    return zone
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

interface RoundFile {
  input: RoundInput
  problems: CsvProblem[]
  ignored: string[]
  /** Names and, where they are given, e-mails by id, for what is written. */
  names: Map<string, string>
  emails: Map<string, string>
}

/**
 * People from a table, as the matching wants them. `at` is the instant by which clocks are compared. A person is known
 * by their email, else by their name; `manager` and `apart` name others so.
 */
export function readPeople(
  file: string | Uint8Array,
  at: number,
  options: { objective: RoundInput['objective']; excludeSameTeam: boolean; equity?: number },
): RoundFile {
  const { rows, unread, problems, ignored } = readCsv(file, Person, NAMES)
  const register = new Register()
  const people: { candidate: Candidate; row: z.output<typeof Person>; line: number }[] = []
  for (const { line, value } of rows) {
    if (register.hasTwice(value)) {
      problems.push({
        line,
        problem: `${value.email ?? value.name} stands in the file twice. Leave one line${value.email ? '' : ', or write an e-mail in each'}.`,
      })
      // Whom it keeps apart holds all the same, should it be left out.
      const { name, email = '', manager = '', apart } = value
      unread.push({ line, cells: { name, email, manager, apart: apart.join(';') } })
      continue
    }
    people.push({ line, row: value, candidate: candidateOf(register.add(value), value) })
  }
  for (const { cells } of unread) if (cells.name) register.add({ name: cells.name, email: cells.email })

  const managers = new Map<string, string>()
  const apart: [string, string][] = []
  /** Who is kept from whom by a line; what cannot be told is a problem of the line. */
  const keep = (id: string, who: { manager?: string; apart: string[] }, problem: (text: string) => void) => {
    const named = (column: string, name: string) => {
      const found = register.find(name)
      if (found.length > 1)
        problem(`${column}: more than one in the file is called "${name}". Write the e-mail instead.`)
      return found
    }
    // Somebody who is not in the file may be the manager of two who are.
    if (who.manager && !managers.has(id))
      managers.set(id, named('manager', who.manager)[0] ?? nameKey(who.manager))
    for (const name of who.apart) {
      const found = named('apart', name)
      if (found.length === 0) problem(`apart: nobody in the file is called "${name}".`)
      for (const other of found) apart.push([id, other])
    }
  }
  const bad = new Set<Candidate>()
  for (const { line, row, candidate } of people)
    keep(candidate.id, row, (problem) => {
      problems.push({ line, problem })
      bad.add(candidate)
    })
  for (const { cells } of unread)
    if (cells.name)
      keep(
        idOf({ name: cells.name, email: cells.email }),
        { manager: cells.manager, apart: several(cells.apart ?? '') },
        () => {},
      )

  const facts: Facts = {
    at,
    managers,
    doNotPair: pairs(apart),
    rules: { excludeSameTeam: options.excludeSameTeam },
  }
  const candidates = people.map(({ candidate }) => candidate).filter((each) => !bad.has(each))
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
    emails: new Map(people.flatMap(({ candidate, row }) => (row.email ? [[candidate.id, row.email]] : []))),
  }
}

const candidateOf = (id: string, row: z.output<typeof Person>): Candidate => ({
  id,
  name: row.name,
  role: row.role,
  status: 'active',
  // Only compared, and never shown.
  team: row.team === undefined ? null : nameKey(row.team),
  capacity: row.role === 'mentee' ? 0 : row.capacity,
  taken: 0,
  level: row.level === undefined ? null : Number(row.level),
  hours: defaultHours(row.zone ?? 'UTC'),
  zoneUntold: row.zone === undefined,
  freeHours: row.free,
  languages: row.languages,
  offers: row.offers,
  wants: row.wants,
  style: { feedback: row.feedback, flow: row.flow, mode: row.mode },
  values: row.values,
})

type Named = { name: string; email?: string }

const idOf = ({ name, email }: Named) => nameKey(email || name)

/** Who is in the file: by e-mail, which is theirs alone, and by name, which others may share. */
class Register {
  private readonly ids = new Set<string>()
  private readonly byName = new Map<string, Set<string>>()

  /** The same e-mail; or the same name where one of the two has no other sign. */
  hasTwice(person: Named): boolean {
    const name = nameKey(person.name)
    return this.ids.has(idOf(person)) || this.ids.has(name) || (!person.email && this.byName.has(name))
  }

  add(person: Named): string {
    const [id, name] = [idOf(person), nameKey(person.name)]
    this.ids.add(id)
    this.byName.set(name, (this.byName.get(name) ?? new Set()).add(id))
    return id
  }

  /** The ids of whoever is meant by an e-mail or a name. */
  find(word: string): string[] {
    const key = nameKey(word)
    const named = this.byName.get(key)
    return named ? [...named] : this.ids.has(key) ? [key] : []
  }
}
