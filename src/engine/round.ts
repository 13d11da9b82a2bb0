/**
 * A cohort round: everybody who looks for a mentor, everybody who has room, and one best assignment of the two.
 * Pure: people, facts and a coordinator's wishes in, pairs with their reasons out.
 */
import type { ScorePart } from '../core/match-record.ts'
import { matchRecord, type Telling, tellingAmong } from './explain.ts'
import { fitOf } from './rank.ts'
import { byId, inOrder, type Solution, scoreTable, type Table, withoutLoops } from './round-solution.ts'
import type { Progress, RoundInput, RoundMatch, RoundResult } from './round-types.ts'
import { type Known, knownParts, type Parts, weightsOf } from './score.ts'
import type { Progress as SolveProgress } from './solve/index.ts'
import type { Candidate, Facts } from './types.ts'
import { soughtBy } from './words.ts'

/** How much of the work is scoring, and where each phase of the search begins and ends. Shares, 0 to 1. */
const SCORING = 0.5
const PHASES = {
  scores: [0.5, 0.6],
  floor: [0.6, 0.8],
  prices: [0.8, 0.85],
  pairs: [0.85, 0.95],
  check: [0.95, 1],
}

/** The phases of the search as one figure that only rises. */
function risingProgress(progress: Progress): SolveProgress {
  let most = SCORING
  return (phase, done, of) => {
    const [from, to] = PHASES[phase] as [number, number]
    most = Math.max(most, from + (to - from) * (of > 0 ? done / of : 1))
    progress(most)
  }
}

/** Solves a round. The same people and wishes give the same result, in whatever order they come. */
export function solveRound(given: RoundInput, progress: Progress = () => {}): RoundResult {
  const input = inOrder(given)
  const table = scoreTable(input, (done) => progress(done * SCORING))
  const solution = withoutLoops(input, table, risingProgress(progress))
  progress(1)
  return resultOf(input, table, solution)
}

function resultOf(input: RoundInput, table: Table, solution: Solution): RoundResult {
  const { mentees, mentors } = input
  const { mentorOf, price } = solution
  const taken = new Int32Array(mentors.length)
  const rows = mentees.map((mentee, i) => {
    const row = table.row(i)
    const j = mentorOf[i] as number
    if (j >= 0) taken[j]! += 1
    return { mentee, i, j, row, score: j >= 0 ? (row[j] as number) : 0 }
  })
  const matched = rows.filter(({ j }) => j >= 0)
  const roomOf = (j: number) => {
    const mentor = mentors[j] as Candidate
    return Math.max(0, mentor.capacity - mentor.taken) - (taken[j] as number)
  }
  // Prices are of points among those who are matched: who is left without is no part of them.
  const left = rows.filter(({ j }) => j < 0)
  const wantedBy = (j: number) =>
    roomOf(j) > 0 ? 0 : left.reduce((many, { row }) => many + ((row[j] as number) >= 0 ? 1 : 0), 0)
  const sound = matched.every(({ score }) => score >= 0) && mentors.every((_, j) => roomOf(j) >= 0)
  const telling = tellingAmong(mentees, mentors, input.facts.at)
  const pairs = matched.map(({ mentee, i, j, score }) => match(input, table, mentee, i, j, score, telling))
  const fits = { strong: 0, good: 0, fair: 0, none: 0 }
  for (const { fit } of pairs) fits[fit]++
  const listed = <T>(value: (j: number) => T) =>
    [...mentors.keys()].map((j) => [mentors[j] as Candidate, value(j)] as const)
  return {
    pairs: pairs.sort((a, b) => a.score - b.score || (a.mentee < b.mentee ? -1 : 1)),
    unmatched: left.map(({ mentee, i, row }) => ({
      mentee: mentee.id,
      cause: row.some((s) => s >= 0) ? 'outbid' : solution.mutual?.has(i) ? 'mutual' : 'nobody',
    })),
    idle: listed(roomOf)
      .filter(([, room]) => room > 0)
      .sort(([a, x], [b, y]) => y - x || byId(a, b))
      .map(([mentor, room]) => [mentor.id, room]),
    contested: listed((j) => [wantedBy(j), price[j] as number] as const)
      .filter(([, [many, p]]) => many > 0 || p > 0)
      .sort(([a, [m, x]], [b, [n, y]]) => n - m || y - x || byId(a, b))
      .slice(0, 10)
      .map(([mentor]) => mentor.id),
    blocking: blockingIn(rows, mentors, roomOf),
    fits,
    total: matched.reduce((sum, { score }) => sum + score, 0),
    worst: matched.length > 0 ? Math.min(...matched.map(({ score }) => score)) : null,
    ...(solution.weighed && { weighed: solution.weighed }),
    certified: solution.certified && sound,
    ...(solution.nearly && { nearly: true as const }),
  }
}

const MOST_BLOCKING = 20

/**
 * Pairs that would both gain: she scores more with him than with hers, and he has a place, or scores more with her than
 * with one of his. A score is the same for both sides, so that this is all there is to it.
 */
function blockingIn(
  rows: { mentee: Candidate; j: number; row: Int32Array; score: number }[],
  mentors: readonly Candidate[],
  roomOf: (j: number) => number,
): [mentee: string, mentor: string][] {
  const lowest = new Float64Array(mentors.length).fill(Number.POSITIVE_INFINITY)
  for (const { j, score } of rows) if (j >= 0) lowest[j] = Math.min(lowest[j] as number, score)
  const found: [string, string, number][] = []
  for (const { mentee, j: own, row, score } of rows)
    row.forEach((s, j) => {
      const gains = s >= 0 && j !== own && (own < 0 || s > score)
      if (gains && (roomOf(j) > 0 || s > (lowest[j] as number)))
        found.push([mentee.id, (mentors[j] as Candidate).id, s - (own < 0 ? 0 : score)])
    })
  return found
    .sort((a, b) => b[2] - a[2] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_BLOCKING)
    .map(([mentee, mentor]) => [mentee, mentor])
}

function match(
  { mentors, facts }: RoundInput,
  table: Table,
  mentee: Candidate,
  i: number,
  j: number,
  score: number,
  telling: Telling,
): RoundMatch {
  const mentor = mentors[j] as Candidate
  const parts = table.partsOf(i, j)
  const known = knownParts(mentee, mentor, soughtBy(mentee, undefined, facts.catalogue))
  return {
    mentee: mentee.id,
    mentor: mentor.id,
    score,
    fit: fitOf(parts, known.skills, facts),
    why: {
      ...matchRecord(mentee, mentor, { ...facts, waiting: undefined }, telling),
      fit: fitOf(parts, known.skills, facts),
      ...partsThatMatter(parts, known, facts),
    },
  }
}

/** The parts that reach seven tenths of what they could, the weightiest first, and the one that falls short by most. */
function partsThatMatter(
  parts: Parts,
  known: Known,
  facts: Facts,
): { strong: ScorePart[]; weak?: ScorePart } {
  const most = weightsOf(facts)
  const told = (['skills', 'time', 'zone', 'style', 'level'] as const).filter((part) => known[part])
  const isStrong = (part: (typeof told)[number]) => parts[part] * 10 > most[part] * 7
  const [weak] = told
    .filter((part) => !isStrong(part))
    .sort((a, b) => most[b] - parts[b] - (most[a] - parts[a]))
  return {
    strong: told
      .filter(isStrong)
      .sort((a, b) => parts[b] - parts[a])
      .slice(0, 3),
    weak: parts.repeat < 0 ? 'repeat' : weak,
  }
}
