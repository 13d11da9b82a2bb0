import { countShared, offsetAt, type WeekBits, weekBits, weekBitsAtOffset } from '../core/calendar.ts'
import { type Candidate, defaultWeights, type Facts, type Pairs, type Skill, type Weights } from './types.ts'
import { type Sought, soughtBy } from './words.ts'

/** Which rules made a score and its reasons; stored beside them, so that an old match can still be explained. */
export const RULES_VERSION = 'rules-2'

/** The points of each part, whole numbers. `repeat` is zero or negative. Their sum is the score. */
export interface Parts {
  skills: number
  time: number
  zone: number
  style: number
  level: number
  repeat: number
  waiting: number
  words: number
}

/** The parts that rest on what two people told of themselves. */
export type Known = Record<'skills' | 'time' | 'zone' | 'style' | 'level', boolean>

/** Thousandths of a part for data not given yet: about what a usual pair reaches, and never a reason. */
const NEUTRAL = { skills: 300, time: 400, zone: 500, style: 500, level: 500 }

/** Thousandths by whole shared hours a week: the first few matter most. */
const TIME = [0, 350, 550, 700, 800, 850, 900, 950, 1000]

/** Thousandths by how many levels the mentor is ahead, from -1 to 7; best at two. Further behind is 0. */
const LEVEL = [100, 350, 750, 1000, 850, 600, 400, 250, 150]

/** A mentee with ten wants should not need a mentor for all of them: the most pressing few are the measure. */
const WANTS_THAT_COUNT = 3

/** The score of one pair, not asking whether it is forbidden. Integer; 1,000 is the most with default weights. */
export function score(mentee: Candidate, mentor: Candidate, facts: Facts, words?: string) {
  const parts = scorer(mentee, facts, soughtBy(mentee, { words }, facts.catalogue, [mentor]))(mentor)
  return { score: total(parts), parts }
}

/** The sum of the parts. */
export function total(p: Parts): number {
  return p.skills + p.time + p.zone + p.style + p.level + p.repeat + p.waiting + p.words
}

/** The weights of the facts over the default ones; seniority counts nothing for a single chat. */
export const weightsOf = (facts: Facts): Weights => ({
  ...defaultWeights,
  ...facts.weights,
  ...(facts.chat && { level: 0 }),
})

/**
 * A function that scores mentors for one mentee; what depends on the mentee alone is worked out once.
 * Integers throughout, so that sums are exact and an assignment over them ends.
 */
export function scorer(mentee: Candidate, facts: Facts, sought: Sought): (mentor: Candidate) => Parts {
  const weights = weightsOf(facts)
  const offsets = new Map<string, number>()
  const quarters = (zone: string) => {
    let offset = offsets.get(zone)
    if (offset === undefined) {
      offset = Math.round(offsetAt(zone, facts.at) / 900_000)
      offsets.set(zone, offset)
    }
    return offset
  }
  const home = quarters(mentee.hours.zone)
  const free = mentee.freeHours?.length ? weekBits(mentee.freeHours, mentee.hours.zone, facts.at) : undefined
  const told = !mentee.zoneUntold
  const waiting = Math.max(0, Math.trunc(facts.waiting?.get(mentee.id) ?? 0))
  const skills = skillsSharer(sought.wants)
  const style = styleSharer(mentee)
  const share = (most: number, thousandths: number) => Math.floor((most * thousandths) / 1000)

  return (mentor) => {
    const away = quarters(mentor.hours.zone)
    const theirs = !mentor.zoneUntold
    const found = sought.tokens.length && (sought.hits.get(mentor.id)?.length ?? 0)
    return {
      skills: share(weights.skills, skills(mentor.offers)),
      time: share(weights.time, timeShare(told === theirs ? free : undefined, home, mentor.freeHours, away)),
      zone: share(weights.zone, told && theirs ? zoneShare(home, away) : NEUTRAL.zone),
      style: share(weights.style, style(mentor)),
      level: share(weights.level, levelShare(mentee.level, mentor.level)),
      repeat: werePaired(facts.past, mentee.id, mentor.id) ? -weights.repeat : 0,
      waiting,
      words: found && share(weights.words, Math.floor((found * 1000) / sought.tokens.length)),
    }
  }
}

/** Which parts rest on something both have told; the others are neutral and give no reason. */
export function knownParts(mentee: Candidate, mentor: Candidate, sought: Sought): Known {
  // Where neither zone is told, hours are compared as if they stood on one clock.
  const [told, theirs] = [!mentee.zoneUntold, !mentor.zoneUntold]
  return {
    skills: knowsSkills(mentor, sought),
    time: told === theirs && !!mentee.freeHours?.length && !!mentor.freeHours?.length,
    zone: told && theirs,
    style: styleVotes(mentee.style, lowered(mentee.values), mentor).votes > 0,
    level: isLevel(mentee.level) && isLevel(mentor.level),
  }
}

export const knowsSkills = (mentor: Candidate, sought: Sought) =>
  sought.wants.length > 0 && mentor.offers.length > 0

/** How pressing a want is: 5 for somebody who rates themselves 1, down to 1. */
export const needOf = (want: Skill) => 6 - within(want.level)

/**
 * How well an offer at one level serves a want at another, in thousandths: best from somebody good at it who is
 * two steps ahead, and little from one who rates themselves lower than the mentee does.
 */
export function serves(want: number, offer: number): number {
  const ahead = within(offer) - within(want)
  const byGap = ahead >= 2 ? 1000 : ahead === 1 ? 750 : ahead === 0 ? 400 : 150
  return Math.floor((byGap * [0, 400, 600, 800, 900, 1000][within(offer)]!) / 1000)
}

const within = (rating: number) => Math.max(1, Math.min(5, Math.round(rating) || 1))

/** What offers serve of these wants, in thousandths; what depends on the wants alone is worked out once. */
function skillsSharer(wants: readonly Skill[]): (offers: readonly Skill[]) => number {
  if (!wants.length) return () => NEUTRAL.skills
  const worth = new Map<string, number[]>()
  for (const want of wants) {
    const before = worth.get(want.skill)
    worth.set(
      want.skill,
      [0, 1, 2, 3, 4, 5].map((level, i) => (before?.[i] ?? 0) + needOf(want) * serves(want.level, level)),
    )
  }
  const needed = wants
    .map(needOf)
    .sort((a, b) => b - a)
    .slice(0, WANTS_THAT_COUNT)
    .reduce((sum, need) => sum + need, 0)
  return (offers) => {
    if (!offers.length) return NEUTRAL.skills
    let served = 0
    for (const offer of offers) served += worth.get(offer.skill)?.[within(offer.level)] ?? 0
    return Math.min(1000, Math.floor(served / needed))
  }
}

function timeShare(
  mine: WeekBits | undefined,
  home: number,
  theirs: readonly number[] | undefined,
  away: number,
): number {
  if (!mine || !theirs?.length) return NEUTRAL.time
  return TIME[Math.min(TIME.length - 1, sharedHours(mine, home, theirs, away))]!
}

/** Whole hours shared; zones whose hours begin together (nearly all pairs) need one look for each hour. */
function sharedHours(mine: WeekBits, home: number, theirs: readonly number[], away: number): number {
  if ((home - away) % 4 !== 0) return countShared(mine, weekBitsAtOffset(theirs, away))
  let count = 0
  for (const hour of theirs) {
    const quarter = (hour * 4 - away + 672) % 672
    if (mine[quarter >> 5]! & (1 << (quarter & 31))) count++
  }
  return count
}

/** Full for clocks up to an hour apart, then a tenth less for each further hour. Counted around the dial. */
function zoneShare(home: number, away: number): number {
  const apart = Math.abs(home - away) % 96
  const quarters = Math.min(apart, 96 - apart)
  return Math.max(0, Math.min(1000, 1100 - quarters * 25))
}

function levelShare(mentee: number | null | undefined, mentor: number | null | undefined): number {
  if (!isLevel(mentee) || !isLevel(mentor)) return NEUTRAL.level
  return LEVEL[mentor - mentee + 1] ?? 0
}

const isLevel = (level: number | null | undefined): level is number => Number.isInteger(level)

/** Agreement over what both have told; with fewer than three answers it is drawn towards the middle. */
function styleSharer({ style, values }: Candidate): (mentor: Candidate) => number {
  const mine = lowered(values)
  return (mentor) => {
    const { votes, agreed } = styleVotes(style, mine, mentor)
    if (!votes) return NEUTRAL.style
    const weight = Math.min(3, votes)
    return Math.floor(((agreed * 1000 * weight) / votes + NEUTRAL.style * (3 - weight)) / 3)
  }
}

/** One vote for each of three habits, and two for values: one shared value is half of them. */
function styleVotes(mine: Candidate['style'], values: readonly string[], mentor: Candidate) {
  let votes = 0
  let agreed = 0
  const theirs = mentor.style
  if (mine && theirs) {
    for (const habit of HABITS) {
      if (!mine[habit] || !theirs[habit]) continue
      votes++
      if (mine[habit] === theirs[habit]) agreed++
    }
  }
  if (values.length && mentor.values.length) {
    votes += 2
    agreed += Math.min(2, lowered(mentor.values).filter((value) => values.includes(value)).length)
  }
  return { votes, agreed }
}

const HABITS = ['feedback', 'flow', 'mode'] as const

/** Lists seen before: the same values are compared with those of thousands. */
const loweredBefore = new WeakMap<readonly string[], string[]>()

export function lowered(words: readonly string[]): readonly string[] {
  let list = loweredBefore.get(words)
  if (!list) {
    list = [...new Set(words.map((word) => word.trim().toLowerCase()))]
    loweredBefore.set(words, list)
  }
  return list
}

/** Whether two people were paired before, either way round. */
function werePaired(past: Pairs | undefined, a: string, b: string): boolean {
  return !!past && (!!past.get(a)?.has(b) || !!past.get(b)?.has(a))
}
