/** The sentences of an explanation. Each is true by itself, or undefined where there is nothing to say. */
import { commonFreeHours, DAY_MS, formatFor, nextCommonFree, zoneGapHours } from '../core/calendar.ts'
import { comparable, competencyName } from '../core/competencies.ts'
import { listed } from '../core/text.ts'
import { sharedLanguages } from './exclude.ts'
import { needOf, serves } from './score.ts'
import type { Candidate, Facts, Skill } from './types.ts'
import { PLACES, type Place, type Sought, spelled } from './words.ts'

/** A pair and which of the two reads about the other, or that both read the same words (then `reader` is the mentee). */
export interface Side {
  mentee: Candidate
  mentor: Candidate
  facts: Facts
  sought: Sought
  reader: Candidate
  other: Candidate
  forMentee: boolean
  forBoth: boolean
  /** It is kept, and read on another day. */
  lasting?: boolean
  /** It stands below the mentor's name, in a list: few words. */
  brief?: boolean
}

/** Free hours are looked for this far ahead when "the next" is named. */
const AHEAD_MS = 14 * DAY_MS

/** What is wanted and offered, the best served and most pressing first. */
function served({ sought, mentor }: Side): { want: Skill; offer: Skill }[] {
  return sought.wants
    .flatMap((want) => {
      const offer = mentor.offers.find((o) => o.skill === want.skill)
      return offer ? [{ want, offer }] : []
    })
    .sort((a, b) => value(b) - value(a) || (a.want.skill < b.want.skill ? -1 : 1))
}

const value = ({ want, offer }: { want: Skill; offer: Skill }) =>
  needOf(want) * serves(want.level, offer.level)

const skillName = (id: string, { facts }: Side) => {
  const name = competencyName(id, facts.catalogue)
  // 'OKRs' and 'A/B testing' keep their capitals inside; only a plain first word becomes lower case.
  return /^[A-Z][a-z]/.test(name) ? name[0]!.toLowerCase() + name.slice(1) : name
}

export function skillsReason(side: Side): string | undefined {
  const [first, second] = served(side)
  if (!first) return undefined
  const names = [first, second].filter((m) => m !== undefined).map((m) => skillName(m.want.skill, side))
  const what = listed(names)
  if (side.brief) {
    const rated = levelsOf(first.offer, second?.offer).replace(/^(it|both|them) ?/, '')
    return `Offers ${what}${rated && ` ${rated}`}.`
  }
  // A list with semicolons of its own ends its sentence.
  const then = (rest: string) => (what.includes('; ') ? `. ${rest.replace(/^you/, 'You')}.` : `; ${rest}.`)
  const seeks = side.sought.asked ? 'asked for' : 'want'
  const offers = levelsOf(first.offer, second?.offer)
  if (side.forMentee) return `You ${seeks} ${what}${then(`${side.mentor.name} offers ${offers}`)}`
  return `${side.mentee.name} wants ${what}${then(`${side.forBoth ? `${side.mentor.name} offers` : 'you offer'} ${offers}`)}`
}

/** How well the mentor says to know them; a rating that they have not given is nobody's words. */
function levelsOf(one: Skill, two?: Skill): string {
  if (!two) return one.unrated ? 'it' : `it at ${one.level} of 5`
  if (one.unrated || two.unrated) return 'both'
  return one.level === two.level ? `both at ${one.level} of 5` : `them at ${one.level} and ${two.level} of 5`
}

export function skillsWeakness(side: Side): string | undefined {
  const told = toldInOwnWords(side)
  const missing = side.sought.wants.filter(
    (w) => !told.has(w.skill) && !side.mentor.offers.some((o) => o.skill === w.skill),
  )
  missing.sort((a, b) => needOf(b) - needOf(a) || (a.skill < b.skill ? -1 : 1))
  const one = missing[0]
  if (one && missing.length === side.sought.wants.length) {
    if (side.sought.asked) return `${side.mentor.name} offers nothing of what you asked for.`
    return side.forMentee
      ? `${side.mentor.name} offers none of the skills you want.`
      : `You offer none of the skills that ${side.mentee.name} wants.`
  }
  if (one) {
    const what = skillName(one.skill, side)
    return side.forMentee
      ? `You also ${side.sought.asked ? 'asked for' : 'want'} ${what}, which ${side.mentor.name} does not offer.`
      : `${side.mentee.name} also wants ${what}, which you do not offer.`
  }
  const weakest = served(side).at(-1)
  const own = side.mentee.wants.find((w) => w.skill === weakest?.want.skill)
  // A searched skill may have no rating of the mentee; and to the mentor a rating would give it away.
  if (!weakest || !own || own.unrated || weakest.offer.unrated || !side.forMentee) return undefined
  const what = skillName(own.skill, side)
  return `${side.mentor.name} rates ${what} at ${weakest.offer.level} of 5; you rate yourself ${own.level}.`
}

/** Skills of the search whose very words this mentor has, whether or not the skill is chosen on the profile. */
function toldInOwnWords({ sought, mentor }: Side): Set<string | undefined> {
  const found = new Set(sought.hits.get(mentor.id)?.map((hit) => hit.typed))
  return new Set(sought.tokens.filter((token) => found.has(token.typed)).map((token) => token.skill))
}

export function timeReason(side: Side): string | undefined {
  const { reader, other, facts } = side
  const count = sharedCount(side)
  if (!count) return undefined
  const hours = `You share ${count} free ${count === 1 ? 'hour' : 'hours'} a week`
  // Two readers may have two clocks; what is next today is past tomorrow; and a list says the next hour itself.
  if (side.forBoth || side.lasting || side.brief) return `${hours}.`
  const next = nextCommonFree(
    reader.freeHours ?? [],
    reader.hours,
    other.freeHours ?? [],
    other.hours,
    facts.at,
    AHEAD_MS,
  )
  if (next === undefined) return `${hours}.`
  return `${hours}; the next is ${formatFor(reader.hours.zone, next)}.`
}

export function timeWeakness(side: Side): string {
  const count = sharedCount(side)
  if (count) return `You share only ${count} free ${count === 1 ? 'hour' : 'hours'} a week.`
  return 'Your usual free hours do not meet.'
}

function sharedCount({ mentee, mentor, facts }: Side): number {
  const a = mentee.freeHours ?? []
  const b = mentor.freeHours ?? []
  return commonFreeHours(a, mentee.hours.zone, b, mentor.hours.zone, facts.at).length
}

/** Clocks that are no further apart are a reason for two. */
export const CLOSE_HOURS = 3

export function zoneReason(side: Side): string | undefined {
  const gap = gapOf(side)
  if (gap === 0) return 'Your clocks show the same time.'
  return gap <= CLOSE_HOURS ? `Your clocks are only ${hoursApart(gap)} apart.` : undefined
}

export const zoneWeakness = (side: Side): string => `Your clocks are ${hoursApart(gapOf(side))} apart.`

const gapOf = ({ mentee, mentor, facts }: Side) =>
  zoneGapHours(mentee.hours.zone, mentor.hours.zone, facts.at)

/** Clocks may differ by part of an hour: Adelaide and Brisbane by half of one. */
const hoursApart = (gap: number) => (gap === 1 ? 'an hour' : gap < 1 ? `${gap * 60} minutes` : `${gap} hours`)

const possessive = (name: string) => (/s$/i.test(name) ? `${name}’` : `${name}’s`)

const habits: Record<'feedback' | 'flow' | 'mode', Record<string, string>> = {
  feedback: { direct: 'direct feedback', gentle: 'gentle feedback' },
  flow: { structured: 'a structured way of working', free: 'a free-flowing way of working' },
  mode: { live: 'meeting live', async: 'working async' },
}

/** 'You' to both at once, else 'You and Ana'; 'both' follows. */
const youTwo = ({ forBoth, other }: Side) => (forBoth ? 'You' : `You and ${other.name}`)

export function styleReason(side: Side): string | undefined {
  const { mentee, mentor } = side
  const theirs = mentor.values.map((v) => v.trim().toLowerCase())
  const value = mentee.values.find((v) => theirs.includes(v.trim().toLowerCase()))
  const habit = (['feedback', 'flow', 'mode'] as const)
    .map((kind) => {
      const mine = mentee.style?.[kind]
      return mine && mine === mentor.style?.[kind] ? habits[kind][mine] : undefined
    })
    .find((words) => words !== undefined)
  if (habit && value) return `${youTwo(side)} both like ${habit} and value ${value.trim()}.`
  if (habit) return `${youTwo(side)} both like ${habit}.`
  return value ? `${youTwo(side)} both value ${value.trim()}.` : undefined
}

export function styleWeakness({ reader, other }: Side): string | undefined {
  for (const kind of ['feedback', 'flow', 'mode'] as const) {
    const mine = reader.style?.[kind]
    const theirs = other.style?.[kind]
    const [like, liked] = [mine && habits[kind][mine], theirs && habits[kind][theirs]]
    if (like && liked && like !== liked) return `You like ${like}; ${other.name} likes ${liked}.`
  }
  return undefined
}

export function levelReason({ mentee, mentor, forMentee, forBoth }: Side): string | undefined {
  const gap = (mentor.level ?? 0) - (mentee.level ?? 0)
  if (gap < 1) return undefined
  if (forMentee) return `${mentor.name} is ${levels(gap)} ahead of you.`
  return `${forBoth ? `${mentor.name} is` : 'You are'} ${levels(gap)} ahead of ${mentee.name}.`
}

export function levelWeakness({ mentee, mentor, forMentee, other }: Side): string | undefined {
  const gap = (mentor.level ?? 0) - (mentee.level ?? 0)
  if (gap === 0) return `You and ${other.name} are at the same level.`
  const ahead = gap > 0 ? mentor : mentee
  const far = levels(Math.abs(gap))
  if (forMentee)
    return ahead === mentor
      ? `${mentor.name} is ${far} ahead of you.`
      : `You are ${far} ahead of ${mentor.name}.`
  return ahead === mentor
    ? `You are ${far} ahead of ${mentee.name}.`
    : `${mentee.name} is ${far} ahead of you.`
}

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven']
const levels = (gap: number) => `${numbers[gap] ?? gap} ${gap === 1 ? 'level' : 'levels'}`

const tells: Record<Place, (name: string, what: string) => string> = {
  otherOffers: (name, what) => `${name} also offers ${what}`,
  trackRecord: (name, what) => `${possessive(name)} track record mentions ${what}`,
  canIntroduce: (name, what) => `${name} names ${what} among possible introductions`,
}

/** Which searched words stand where, and how they are spelled there if that is not as typed. */
export function wordsReason({ sought, mentor, forMentee }: Side): string | undefined {
  const hits = sought.hits.get(mentor.id)
  if (!forMentee || !hits?.length) return undefined
  const place = PLACES.find((each) => hits.some((hit) => hit.place === each))!
  const there = hits.filter((hit) => hit.place === place).slice(0, 2)
  const asTyped = there.every((hit) => comparable(hit.typed) === hit.term)
  const both = (words: string[]) => words.map((word) => `“${word}”`).join(' and ')
  const found = [...new Set(there.map((hit) => spelled(hit, mentor)))]
  const what = asTyped ? (there.length > 1 ? 'them' : 'it') : both(found)
  return `You searched for ${both(there.map((hit) => hit.typed))}; ${tells[place](mentor.name, what)}.`
}

/** The first language of both that is among those which set people apart (`telling`, in lower case). */
export function languageReason(side: Side, telling: ReadonlySet<string>): string | undefined {
  const language = sharedLanguages(side.mentee, side.mentor).find((each) =>
    telling.has(each.trim().toLowerCase()),
  )
  return language ? `${youTwo(side)} can both talk in ${language}.` : undefined
}
