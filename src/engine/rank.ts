import { DAY_MS, nextCommonFree } from '../core/calendar.ts'
import { excluder, roomShownTo } from './exclude.ts'
import { explain, tellingAmong } from './explain.ts'
import { knownParts, knowsSkills, type Parts, scorer, total, weightsOf } from './score.ts'
import type { Candidate, Facts } from './types.ts'
import { countFound, type Search, soughtBy, type Told } from './words.ts'

/** How well two fit; 'none' where they share no skill, or none is told yet: then nothing is said of it. */
export type Fit = 'strong' | 'good' | 'fair' | 'none'

/** From the best on, as they stand in a list. */
const PLACE: Record<Fit, number> = { strong: 0, good: 1, fair: 2, none: 3 }

/** One mentor as suggested to a mentee. */
export interface Ranked {
  mentor: Candidate
  score: number
  parts: Parts
  fit: Fit
  /** Plain sentences for the mentee; see `explain` for what they may contain. */
  reasons: string[]
  weakness?: string
  /** Free places. */
  room: number
  /** The next hour within 14 days that both are free and at work; only if both gave their free times. */
  nextFreeAt?: number
  /** How many of the searched words, if any, were found in what this mentor offers or tells. */
  hits: number
}

/**
 * The best mentors for one mentee, best first, at most `limit`; forbidden ones never. Those who have more of what the
 * `words` ask for come before all others (`hits`), and then a better fit before a weaker one, so that the list is one
 * ranking by what it says. Equal scores are ordered by the seed and both ids, so that the
 * same call gives the same list, in whatever order the mentors come, and no mentor is always first. `told` is what these
 * mentors tell, where it is kept: it saves time and changes nothing.
 */
export function rank(
  mentee: Candidate,
  mentors: readonly Candidate[],
  facts: Facts,
  { limit = 5, told, ...search }: { limit?: number; told?: Told } & Search = {},
): Ranked[] {
  const exclude = excluder(mentee, facts)
  const allowed = mentors.filter((mentor) => !exclude(mentor))
  const sought = soughtBy(mentee, search, facts.catalogue, allowed, told)
  const scoreOf = scorer(mentee, facts, sought)
  const fitFor = fitJudge(facts)
  const order = orderBy(`${facts.seed ?? 0}:${mentee.id}:`)

  let kept: Scored[] = []
  /** Who is below this one is not among the best, whoever comes yet. */
  let least: Scored | undefined
  for (const mentor of allowed) {
    const parts = scoreOf(mentor)
    const hits = sought.tokens.length ? countFound(sought, mentor) : 0
    const fit = fitFor(parts, knowsSkills(mentor, sought))
    const one = { mentor, parts, score: total(parts), hits, fit, tie: -1 }
    if (least && order(one, least) > 0) continue
    kept.push(one)
    // Keeping a few times the best and sorting seldom is cheaper than sorting thousands once.
    if (kept.length > limit * 2 + 16) {
      kept = kept.sort(order).slice(0, limit)
      least = kept.at(-1)
    }
  }
  const best = kept.sort(order).slice(0, Math.max(0, limit))
  const telling = tellingAmong([mentee], allowed, facts.at)
  return best.map(({ mentor, parts, score, hits, fit }) => {
    const known = knownParts(mentee, mentor, sought)
    const { reasons, weakness } = explain(parts, mentee, mentor, facts, {
      for: 'mentee',
      brief: true,
      sought,
      telling,
    })
    return {
      mentor,
      score,
      parts,
      fit,
      reasons,
      weakness,
      room: roomShownTo(mentee, mentor, facts),
      nextFreeAt: known.time ? nextFree(mentee, mentor, facts.at) : undefined,
      hits,
    }
  })
}

/**
 * A word for a score, out of what the first five parts can give: 'strong' from 65 %, with at least half
 * of the points for skills; 'good' from 45 %. None of them without a skill that is wanted and offered, be it in the
 * mentor's own words.
 */
export const fitOf = (parts: Parts, skillsKnown: boolean, facts: Facts): Fit =>
  fitJudge(facts)(parts, skillsKnown)

function fitJudge(facts: Facts): (parts: Parts, skillsKnown: boolean) => Fit {
  const most = weightsOf(facts)
  const all = most.skills + most.time + most.zone + most.style + most.level
  return (parts, skillsKnown) => {
    if (parts.words === 0 && !(skillsKnown && parts.skills > 0)) return 'none'
    const reached = parts.skills + parts.time + parts.zone + parts.style + parts.level + parts.repeat
    if (skillsKnown && reached * 100 >= all * 65 && parts.skills * 2 >= most.skills) return 'strong'
    return reached * 100 >= all * 45 ? 'good' : 'fair'
  }
}

interface Scored {
  mentor: Candidate
  parts: Parts
  score: number
  hits: number
  fit: Fit
  /** The place among equals, worked out when it is first needed. */
  tie: number
}

/** The best first; equals by chance, which is the same for the same seed. */
function orderBy(seed: string): (a: Scored, b: Scored) => number {
  const tie = (s: Scored) => {
    if (s.tie < 0) s.tie = hash(seed + s.mentor.id)
    return s.tie
  }
  return (a, b) =>
    b.hits - a.hits ||
    PLACE[a.fit] - PLACE[b.fit] ||
    b.score - a.score ||
    tie(a) - tie(b) ||
    (a.mentor.id < b.mentor.id ? -1 : 1)
}

/** FNV-1a, 32 bits: spreads ties; it keeps no secret. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

function nextFree(a: Candidate, b: Candidate, at: number): number | undefined {
  return nextCommonFree(a.freeHours ?? [], a.hours, b.freeHours ?? [], b.hours, at, 14 * DAY_MS)
}
