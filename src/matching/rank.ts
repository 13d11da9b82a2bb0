import { DAY_MS, nextCommonFree } from '../core/calendar.ts'
import { excluder, roomShownTo } from './exclude.ts'
import { explain } from './explain.ts'
import { knownParts, type Parts, scorer, total, weightsOf } from './score.ts'
import type { Candidate, Facts } from './types.ts'
import { soughtBy } from './words.ts'

export type Fit = 'strong' | 'good' | 'fair'

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
  /** Whether the searched words, if any, were found in what this mentor offers or tells. */
  hit: boolean
}

/**
 * The best mentors for one mentee, best first, at most `limit`; forbidden ones never. Those who have what the `words`
 * ask for come before all others (`hit`). Equal scores are ordered by the seed and both ids, so that the
 * same call gives the same list, in whatever order the mentors come, and no mentor is always first.
 */
export function rank(
  mentee: Candidate,
  mentors: readonly Candidate[],
  facts: Facts,
  { limit = 5, words }: { limit?: number; words?: string } = {},
): Ranked[] {
  const sought = soughtBy(mentee, words, facts.catalogue)
  const searched = sought.asked || sought.tokens.length > 0
  const scoreOf = scorer(mentee, facts, sought)
  const exclude = excluder(mentee, facts)
  const seed = `${facts.seed ?? 0}:${mentee.id}:`

  let kept: Scored[] = []
  for (const mentor of mentors) {
    if (exclude(mentor)) continue
    const parts = scoreOf(mentor)
    const offered = sought.asked && mentor.offers.some((o) => sought.wants.some((w) => w.skill === o.skill))
    kept.push({ mentor, parts, score: total(parts), hit: searched && (offered || parts.words > 0), tie: -1 })
    // Keeping a few times the best and sorting seldom is cheaper than sorting thousands once.
    if (kept.length > limit * 8 + 64) kept = best(kept, limit, seed)
  }
  return best(kept, limit, seed).map(({ mentor, parts, score, hit }) => {
    const known = knownParts(mentee, mentor, sought)
    const { reasons, weakness } = explain(parts, mentee, mentor, facts, { for: 'mentee', words })
    return {
      mentor,
      score,
      parts,
      fit: fitOf(parts, known.skills, facts),
      reasons,
      weakness,
      room: roomShownTo(mentee, mentor, facts),
      nextFreeAt: known.time ? nextFree(mentee, mentor, facts.at) : undefined,
      hit,
    }
  })
}

/**
 * A word for a score, out of what the first five parts can give: 'strong' from 65 %, with at least half
 * of the points for skills; 'good' from 45 % with any. What nobody told yet is not called strong.
 */
export function fitOf(parts: Parts, skillsKnown: boolean, facts: Facts): Fit {
  const most = weightsOf(facts)
  const all = most.skills + most.time + most.zone + most.style + most.level
  const reached = parts.skills + parts.time + parts.zone + parts.style + parts.level + parts.repeat
  if (skillsKnown && reached * 100 >= all * 65 && parts.skills * 2 >= most.skills) return 'strong'
  if (reached * 100 >= all * 45 && (!skillsKnown || parts.skills > 0)) return 'good'
  return 'fair'
}

interface Scored {
  mentor: Candidate
  parts: Parts
  score: number
  hit: boolean
  /** The place among equals, worked out when it is first needed. */
  tie: number
}

function best(list: Scored[], limit: number, seed: string): Scored[] {
  const tie = (s: Scored) => {
    if (s.tie < 0) s.tie = hash(seed + s.mentor.id)
    return s.tie
  }
  return list
    .sort(
      (a, b) =>
        Number(b.hit) - Number(a.hit) ||
        b.score - a.score ||
        tie(a) - tie(b) ||
        (a.mentor.id < b.mentor.id ? -1 : 1),
    )
    .slice(0, Math.max(0, limit))
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
