import { zoneGapHours } from '../core/calendar.ts'
import { knownParts, lowered, type Parts, RULES_VERSION, score, weightsOf } from './score.ts'
import * as say from './sentences.ts'
import type { Candidate, Facts } from './types.ts'
import { type Sought, soughtBy } from './words.ts'

/**
 * Who reads an explanation, and what each may see.
 *
 * - The mentee reads their own wants and what the mentor's card shows anyone: offers with ratings, habits, values,
 *   level, languages, shared hours.
 * - The mentor reads which of their offers this mentee wants: that somebody seeks a mentor is seen only by those
 *   they asked or were matched with, so make this side only then. Never the mentee's ratings, goal, searched
 *   words or other choices.
 * - Both at once, in a conversation of the two: what the mentor may read, with names instead of 'you', and nothing
 *   that weighs against them; that each reads alone.
 *
 * Nobody sees exclusions, waiting points, holidays or anything about other candidates.
 */
export type Reader = 'mentee' | 'mentor' | 'both'

export interface Explanation {
  /** At most three plain sentences, the weightiest first, each true and naming something of both. */
  reasons: string[]
  /** The one thing that weighs most against the pair, if anything does. */
  weakness?: string
}

const MOST_REASONS = 3

/** What tells one pair of a pool from the others: a clock nearby, or a language, that everybody shares says nothing. */
export interface Telling {
  zone: boolean
  /** In lower case; those that not everybody of the pool speaks. */
  languages: ReadonlySet<string>
}

/** What is a reason among these, since not all of them have it. */
export function tellingAmong(
  mentees: readonly Candidate[],
  mentors: readonly Candidate[],
  at: number,
): Telling {
  // Looking a gap up costs more than all else here, and most people stand in a few zones.
  const isFarFrom = (home: string) => {
    const far = new Map<string, boolean>()
    return ({ hours: { zone } }: Candidate) => {
      const known = far.get(zone) ?? zoneGapHours(home, zone, at) > say.CLOSE_HOURS
      far.set(zone, known)
      return known
    }
  }
  const homes = new Set(mentees.map((each) => each.hours.zone))
  const lacks = (language: string) => (one: Candidate) =>
    one.languages.length > 0 && !lowered(one.languages).includes(language)
  const languages = new Set(mentees.flatMap((each) => lowered(each.languages)))
  return {
    zone: [...homes].some((home) => mentors.some(isFarFrom(home))),
    languages: new Set([...languages].filter((one) => mentors.some(lacks(one)) || mentees.some(lacks(one)))),
  }
}

/**
 * Why these two, for one of them, from the parts that `score` or `rank` gave. Plain text, with names and searched words as they were given: escape
 * it where it is shown. `words` are the words of the mentee's search (or `sought`, what they mean), and only tell the mentee
 * anything. `telling` is what sets pairs apart where these two were chosen: without it, neither a clock nor a language is a
 * reason. `lasting` leaves out what is true for today only; `brief` says to the mentee what stands below the mentor's name.
 */
export function explain(
  parts: Parts,
  mentee: Candidate,
  mentor: Candidate,
  facts: Facts,
  {
    for: audience,
    lasting,
    brief,
    telling,
    ...search
  }: {
    for: Reader
    words?: string
    sought?: Sought
    lasting?: boolean
    brief?: boolean
    telling?: Telling
  },
): Explanation {
  const forMentee = audience === 'mentee'
  const forBoth = audience === 'both'
  const side: say.Side = {
    mentee,
    mentor,
    facts,
    sought:
      (forMentee && search.sought) ||
      soughtBy(mentee, forMentee ? search : undefined, facts.catalogue, [mentor]),
    reader: audience === 'mentor' ? mentor : mentee,
    other: audience === 'mentor' ? mentee : mentor,
    forMentee,
    forBoth,
    lasting,
    brief,
  }
  const reasons = reasonsOf(parts, side, telling)
  return { reasons, weakness: forBoth ? undefined : weaknessOf(parts, side, reasons) }
}

function reasonsOf(parts: Parts, side: say.Side, telling?: Telling): string[] {
  const most = weightsOf(side.facts)
  const known = knownParts(side.mentee, side.mentor, side.sought)
  const worth = (part: 'skills' | 'time' | 'style' | 'level', least: number) =>
    known[part] && parts[part] * 1000 >= most[part] * least && parts[part] > 0
  const found: [number, string | undefined][] = [
    // First of all: it answers what was asked.
    [Number.POSITIVE_INFINITY, parts.words > 0 ? say.wordsReason(side) : undefined],
    [parts.skills, worth('skills', side.sought.asked ? 0 : 150) ? say.skillsReason(side) : undefined],
    [parts.time, worth('time', 350) ? say.timeReason(side) : undefined],
    [parts.style, worth('style', 500) ? say.styleReason(side) : undefined],
    [parts.level, worth('level', 750) ? say.levelReason(side) : undefined],
    [parts.zone, known.zone && telling?.zone ? say.zoneReason(side) : undefined],
    [0, telling && say.languageReason(side, telling.languages)],
  ]
  return found
    .filter((reason): reason is [number, string] => reason[1] !== undefined)
    .sort((a, b) => b[0] - a[0])
    .slice(0, MOST_REASONS)
    .map(([, sentence]) => sentence)
}

function weaknessOf(parts: Parts, side: say.Side, reasons: string[]): string | undefined {
  const most = weightsOf(side.facts)
  const known = knownParts(side.mentee, side.mentor, side.sought)
  /** The points a part falls short by, with its sentence if that is three tenths of it or more; none of what does not count. */
  const lost = (
    part: 'skills' | 'time' | 'zone' | 'style' | 'level',
    sentence: (side: say.Side) => string | undefined,
  ) =>
    [
      most[part] - parts[part],
      most[part] > 0 && parts[part] * 10 <= most[part] * 7 ? sentence(side) : undefined,
    ] as const
  const against: (readonly [number, string | undefined])[] = [
    [-parts.repeat, parts.repeat < 0 ? 'You two have been in a mentorship before.' : undefined],
  ]
  if (known.zone) against.push(lost('zone', say.zoneWeakness))
  if (known.skills) against.push(lost('skills', say.skillsWeakness))
  // The same hours are not told as many and as few.
  if (known.time && !reasons.includes(say.timeReason(side) ?? ''))
    against.push(lost('time', say.timeWeakness))
  if (known.style) against.push(lost('style', say.styleWeakness))
  if (known.level) against.push(lost('level', say.levelWeakness))
  return against.filter(([, sentence]) => sentence !== undefined).sort((a, b) => b[0] - a[0])[0]?.[1]
}

/** Why two people were matched, for the record (and for both of them later): see `Explanation` for each side. */
export function matchRecord(mentee: Candidate, mentor: Candidate, facts: Facts, telling?: Telling) {
  const { score: points, parts } = score(mentee, mentor, facts)
  const lasting = true
  const toMentee = explain(parts, mentee, mentor, facts, { for: 'mentee', lasting, telling })
  const toMentor = explain(parts, mentee, mentor, facts, { for: 'mentor', lasting, telling })
  return {
    rules: RULES_VERSION,
    score: points,
    forMentee: toMentee.reasons,
    forMentor: toMentor.reasons,
    forBoth: explain(parts, mentee, mentor, facts, { for: 'both', telling }).reasons,
    against: toMentee.weakness,
    againstForMentor: toMentor.weakness,
  }
}
