/**
 * A cohort round: everybody who looks for a mentor, everybody who has room, and one best assignment of the two.
 * Pure: people, facts and a coordinator's wishes in, pairs with their reasons out.
 */
import { excluder } from './exclude.ts'
import { matchRecord } from './explain.ts'
import { type Fit, fitOf } from './rank.ts'
import { type Known, knownParts, type Parts, scorer, total, weightsOf } from './score.ts'
import {
  type Figures,
  FORBIDDEN,
  lowestPrices,
  MOST_POINTS,
  matrix,
  type Progress as SolveProgress,
  solve,
} from './solve/index.ts'
import { steadiest } from './steady.ts'
import type { Candidate, Facts, Pairs } from './types.ts'
import { soughtBy } from './words.ts'

export interface RoundInput {
  mentees: readonly Candidate[]
  mentors: readonly Candidate[]
  facts: Facts
  /** `fair`: most people matched, then the worst match as good as can be, then the most points. `total`: most points. */
  objective: 'fair' | 'total'
  /** Fair only: thousandths of the most points there can be that may be given up for a better worst match; default any. */
  equity?: number
  /** Mentee to mentor: stays as it is, if the two may be matched at all. */
  locks?: ReadonlyMap<string, string>
  /** Mentee to mentors whom the coordinator does not want for them. */
  forbids?: Pairs
  /** Mentee to mentor, as it was: of rounds that are equally good, the one that keeps most of it. Not for large rounds. */
  before?: ReadonlyMap<string, string>
  /** Who goes first where not all can be matched: whole numbers from 0, higher goes first. */
  priority?: ReadonlyMap<string, number>
}

export interface RoundMatch {
  mentee: string
  mentor: string
  score: number
  fit: Fit
  /** With what whoever runs the round may see: how well it fits, and by which parts of the score. */
  why: ReturnType<typeof matchRecord> & { fit: Fit; strong: ScorePart[]; weak?: ScorePart }
}

export type ScorePart = 'skills' | 'time' | 'zone' | 'style' | 'level' | 'repeat'

export interface RoundResult {
  /** The weakest first. */
  pairs: RoundMatch[]
  /**
   * `nobody`: no mentor here may be matched with them. `mutual`: who may is mentored by them. `outbid`: those who may went
   * to others.
   */
  unmatched: { mentee: string; cause: 'nobody' | 'mutual' | 'outbid' }[]
  /** Mentors with places left, and how many. */
  idle: [mentor: string, places: number][]
  /** Mentors of whom one more place would help most, the most contested first, at most ten. */
  contested: string[]
  fits: Record<Fit, number>
  /** Pairs that would both gain by leaving theirs for each other, at most 20. */
  blocking: [mentee: string, mentor: string][]
  total: number
  /** The lowest score of a pair; null without pairs. */
  worst: number | null
  /** With `equity`, of the pairs that are not locked: the most points there can be, what this has, the best worst match. */
  weighed?: Record<'most' | 'got' | 'fairest', Figures>
  /** Whether separate code has checked that nothing better exists. A round that is not certified must not go out. */
  certified: boolean
  /** So many could mentor each other that not all ways to choose between them were looked at: a good round, not the best. */
  nearly?: true
}

/** Another mentor for one mentee, and what would come of it if all others were then solved anew. */
export interface Alternative {
  mentor: string
  score: number
  /** How many fewer would be matched; below 0 if more. */
  fewer: number
  /** How many points fewer all together would have; below 0 if more. */
  cost: number
  /** The lowest score then. */
  worst: number
}

/** Called now and then, with how much of the work is done, 0 to 1. */
export type Progress = (done: number) => void

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
function gauge(progress: Progress): SolveProgress {
  let most = SCORING
  return (phase, done, of) => {
    const [from, to] = PHASES[phase] as [number, number]
    most = Math.max(most, from + (to - from) * (of > 0 ? done / of : 1))
    progress(most)
  }
}

/** Beyond so many possible pairs what takes several solutions is left out, or done for fewer. */
const MANY_PAIRS = 2_000_000

const byId = (a: Candidate, b: Candidate) => (a.id < b.id ? -1 : 1)

const inOrder = (input: RoundInput): RoundInput => ({
  ...input,
  mentees: [...input.mentees].sort(byId),
  mentors: [...input.mentors].sort(byId),
})

/** Solves a round. The same people and wishes give the same result, in whatever order they come. */
export function solveRound(given: RoundInput, progress: Progress = () => {}): RoundResult {
  const input = inOrder(given)
  const table = scoreTable(input, (done) => progress(done * SCORING))
  const solution = withoutLoops(input, table, { progress: gauge(progress) })
  progress(1)
  return resultOf(input, table, solution)
}

/** As many thousandths of the points as it takes. */
const ANY = 1000

/** At most so many solutions are looked at to find the best way out of all loops, and fewer of larger rounds. */
const MOST_WAYS = 100
const WAYS_WORK = 4_000_000

/** A way out of loops: the pairs taken out, and what is best without them. */
interface Way {
  out: Pair[]
  solution: Solution
  worth: number[]
}

/**
 * Whoever mentors somebody is not mentored by them in the same round: one of two such pairs is taken out of the table. Which
 * one can decide whether somebody else is matched at all, so both ways are solved, and the best is gone on with; nothing
 * that comes of a way is better than the way itself, so that the first without a loop is the best there is. After
 * `most` of them the lower pair goes, and the round says that it is a good one, not the best (`nearly`).
 */
function withoutLoops(
  input: RoundInput,
  table: Table,
  { progress, most = MOST_WAYS }: { progress?: SolveProgress; most?: number } = {},
): Solution {
  const limit = Math.min(most, WAYS_WORK / (input.mentees.length * input.mentors.length))
  const solved = (out: Pair[]): Way => {
    const scores = out.map(([i, j]) => table.row(i)[j] as number)
    for (const [i, j] of out) table.row(i)[j] = FORBIDDEN
    const solution = assign(input, table, progress)
    const way = { out, solution, worth: worthOf(input, table, solution) }
    out.forEach(([i, j], k) => {
      table.row(i)[j] = scores[k] as number
    })
    return way
  }
  const ways = [solved([])]
  // Between any and none the points given up are measured by the way itself, and ways do not compare by figures alone.
  const { equity = ANY } = input
  let nearly = false
  for (let looked = 1; ; ) {
    const best = ways.reduce((a, b) => (compare(b, a) > 0 ? b : a))
    const loop = loopIn(input, best.solution)
    if (!loop) {
      for (const [i, j] of best.out) table.row(i)[j] = FORBIDDEN
      return {
        ...best.solution,
        mutual: mutualIn(input, best),
        nearly: nearly || (best.out.length > 0 && equity > 0 && equity < ANY),
      }
    }
    ways.splice(ways.indexOf(best), 1)
    const [lower, higher] = inTurn(table, loop, input)
    ways.push(solved([...best.out, lower]))
    looked++
    if (!higher) continue
    if (looked < limit) {
      ways.push(solved([...best.out, higher]))
      looked++
    } else {
      ways.splice(0, ways.length - 1)
      nearly = true
    }
  }
}

/** By what a round decides, in its order; of equals the one that is further on the way. */
function compare(a: Way, b: Way): number {
  const k = a.worth.findIndex((value, at) => value !== b.worth[at])
  return k < 0 ? a.out.length - b.out.length : (a.worth[k] as number) - (b.worth[k] as number)
}

/** Figures of which no solution with fewer possible pairs has better ones, the weightiest first. */
function worthOf(input: RoundInput, table: Table, { mentorOf }: Solution): number[] {
  const { mentees, mentors, objective, equity = ANY, locks, priority } = input
  const pairs = [...mentorOf.entries()].filter(([, j]) => j >= 0)
  const scoreOf = ([i, j]: Pair) => table.row(i)[j] as number
  const total = pairs.reduce((sum, pair) => sum + scoreOf(pair), 0)
  if (objective === 'total') return [total]
  const idOf = (i: number) => (mentees[i] as Candidate).id
  const levels = [...new Set(priority?.values())].sort((a, b) => b - a)
  const first = levels.map((level) => pairs.filter(([i]) => priority?.get(idOf(i)) === level).length)
  const free = pairs.filter(([i, j]) => locks?.get(idOf(i)) !== mentors[j]?.id)
  const worst = free.reduce((least, pair) => Math.min(least, scoreOf(pair)), MOST_POINTS)
  return [pairs.length, ...first, ...(equity >= ANY ? [worst] : []), total]
}

/** Mentees who lost the pair with whom they mentor. */
const mutualIn = ({ mentees, mentors }: RoundInput, { out, solution: { mentorOf } }: Way) =>
  new Set(
    out.flatMap(([i, j]) => {
      const back = mentees.findIndex(({ id }) => id === mentors[j]?.id)
      return mentors[mentorOf[back] ?? -1]?.id === mentees[i]?.id ? [i] : []
    }),
  )

/** The best mentors for one mentee besides the one `before`, best first, each with what would come of it. */
export function alternatives(given: RoundInput, mentee: string): Alternative[] {
  // Which of equal solutions it is makes no difference to these figures.
  const input = { ...inOrder(given), before: undefined }
  const { mentees, mentors } = input
  const table = scoreTable(input)
  // Loops are taken out of the table, and what is a loop in one solution need not be in another.
  const figures = (locks = input.locks) => {
    const copy = table.copy()
    const { mentorOf } = withoutLoops({ ...input, locks }, copy, { most: 4 })
    const scores = [...mentorOf.entries()].flatMap(([i, j]) => (j < 0 ? [] : [copy.row(i)[j] as number]))
    const total = scores.reduce((sum, score) => sum + score, 0)
    return {
      mentorOf,
      matched: scores.length,
      total,
      worst: scores.reduce((a, b) => Math.min(a, b), MOST_POINTS),
    }
  }
  const i = mentees.findIndex((each) => each.id === mentee)
  if (i < 0) return []
  const now = figures()
  const row = table.row(i)
  return mentors
    .map((each, j) => ({ mentor: each.id, j, score: row[j] as number }))
    .filter((other) => other.mentor !== given.before?.get(mentee) && other.score >= 0)
    .sort((a, b) => b.score - a.score || (a.mentor < b.mentor ? -1 : 1))
    .slice(0, mentees.length * mentors.length > MANY_PAIRS ? 3 : 8)
    .flatMap(({ mentor, j, score }) => {
      const then = figures(new Map(input.locks).set(mentee, mentor))
      // All places of this mentor are kept for others.
      if (then.mentorOf[i] !== j) return []
      return {
        mentor,
        score,
        fewer: now.matched - then.matched,
        cost: now.total - then.total,
        worst: then.worst,
      }
    })
}

interface Table {
  copy(): Table
  /** Scores of one mentee with every mentor; FORBIDDEN where they may not be matched. */
  row(mentee: number): Int32Array
  partsOf(mentee: number, mentor: number): Parts
}

/** Scores as the round sees them: exclusions first, then what the coordinator forbade, then points without waiting. */
function scoreTable({ mentees, mentors, facts, forbids }: RoundInput, progress: Progress = () => {}): Table {
  // Waiting decides who is matched (see `priority`), not with whom, and must not lift a poor match above the floor.
  const plain: Facts = { ...facts, waiting: undefined }
  const scorerOf = (i: number) => {
    const mentee = mentees[i] as Candidate
    return scorer(mentee, plain, soughtBy(mentee, undefined, facts.catalogue))
  }
  // Whole in memory: the search looks at a row many times, and 5,000 mentees with 2,000 mentors are 40 MB.
  const values = new Int32Array(mentees.length * mentors.length)
  mentees.forEach((mentee, i) => {
    const row = values.subarray(i * mentors.length, (i + 1) * mentors.length)
    const exclude = excluder(mentee, plain)
    const scoreOf = scorerOf(i)
    const unwanted = forbids?.get(mentee.id)
    mentors.forEach((mentor, j) => {
      const no = unwanted?.has(mentor.id) || exclude(mentor) !== undefined
      // A repeat may cost more than the rest is worth; a match that is allowed is worth something.
      row[j] = no ? FORBIDDEN : Math.max(0, total(scoreOf(mentor)))
    })
    if (i % 64 === 0) progress(i / mentees.length)
  })
  const tableOf = (values: Int32Array): Table => ({
    copy: () => tableOf(values.slice()),
    row: (i) => values.subarray(i * mentors.length, (i + 1) * mentors.length),
    partsOf: (i, j) => scorerOf(i)(mentors[j] as Candidate),
  })
  return tableOf(values)
}

interface Solution {
  /** The mentor of each mentee, or -1. */
  mentorOf: Int32Array
  /** What a place of each mentor is worth to all others. */
  price: ArrayLike<number>
  weighed?: RoundResult['weighed']
  certified: boolean
  /** Mentees whose only mentors are mentored by them. */
  mutual?: ReadonlySet<number>
  /** Not all ways out of loops were looked at. */
  nearly?: boolean
}

/** Locked pairs first, then the best of what is left. */
function assign(
  { mentees, mentors, facts, objective, equity, locks, before, priority }: RoundInput,
  table: Table,
  progress?: SolveProgress,
): Solution {
  const places = new Map(mentors.map((mentor, j) => [mentor.id, j]))
  const capacity = Int32Array.from(mentors, (mentor) => Math.max(0, mentor.capacity - mentor.taken))
  const mentorOf = new Int32Array(mentees.length).fill(-1)
  mentees.forEach((mentee, i) => {
    const j = places.get(locks?.get(mentee.id) ?? '')
    if (j === undefined || capacity[j] === 0 || (table.row(i)[j] as number) < 0) return
    mentorOf[i] = j
    capacity[j]! -= 1
  })
  const free = [...mentees.keys()].filter((i) => mentorOf[i] === -1)
  const values = new Int32Array(free.length * mentors.length)
  free.forEach((i, k) => {
    values.set(table.row(i), k * mentors.length)
  })
  const scores = matrix(values, free.length, mentors.length)
  const idOf = (i: number) => (mentees[i] as Candidate).id
  const options = {
    objective,
    equity,
    priority: Int32Array.from(free, (i) => priority?.get(idOf(i)) ?? 0),
    seed: facts.seed ?? 0,
  }
  const solved = solve(scores, capacity, { ...options, progress })
  const was = free.map((i) => places.get(before?.get(idOf(i)) ?? '') ?? -1)
  const match =
    before && values.length <= MANY_PAIRS ? steadiest(scores, capacity, solved, was, options) : solved.match
  free.forEach((i, k) => {
    mentorOf[i] = match[k] as number
  })
  return {
    mentorOf,
    // The lowest prices say what one more place would really add; those of the search need not.
    price: lowestPrices(scores, capacity, solved).p,
    weighed: solved.ends && { ...solved.ends, got: { total: solved.total, worst: solved.worst } },
    certified: solved.certificate.valid,
  }
}

/** Two people who would be mentor of each other, as [mentee, mentor] both ways. */
function loopIn({ mentees, mentors }: RoundInput, { mentorOf }: Solution) {
  const menteeAt = new Map(mentees.map((mentee, i) => [mentee.id, i]))
  for (let i = 0; i < mentees.length; i++) {
    const mentor = mentors[mentorOf[i] as number]
    const back = mentor && menteeAt.get(mentor.id)
    if (back === undefined || mentors[mentorOf[back] as number]?.id !== mentees[i]?.id) continue
    return [
      [i, mentorOf[i] as number],
      [back, mentorOf[back] as number],
    ] as const satisfies [Pair, Pair]
  }
  return undefined
}

type Pair = readonly [mentee: number, mentor: number]
type Loop = NonNullable<ReturnType<typeof loopIn>>

/** Of the two pairs first the one that is not locked, and then none; else the one that scores less, and then the other. */
function inTurn(table: Table, [one, other]: Loop, { mentees, mentors, locks }: RoundInput): [Pair, Pair?] {
  const locked = ([i, j]: Pair) => locks?.get(mentees[i]?.id ?? '') === mentors[j]?.id
  if (locked(one) !== locked(other)) return [locked(one) ? other : one]
  const scoreOf = ([i, j]: Pair) => table.row(i)[j] as number
  return scoreOf(one) < scoreOf(other) ? [one, other] : [other, one]
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
  const sound = matched.every(({ score }) => score >= 0) && mentors.every((_, j) => roomOf(j) >= 0)
  const pairs = matched.map(({ mentee, i, j, score }) => match(input, table, mentee, i, j, score))
  const fits = { strong: 0, good: 0, fair: 0 }
  for (const { fit } of pairs) fits[fit]++
  const listed = <T>(value: (j: number) => T) =>
    [...mentors.keys()].map((j) => [mentors[j] as Candidate, value(j)] as const)
  return {
    pairs: pairs.sort((a, b) => a.score - b.score || (a.mentee < b.mentee ? -1 : 1)),
    unmatched: rows
      .filter(({ j }) => j < 0)
      .map(({ mentee, i, row }) => ({
        mentee: mentee.id,
        cause: row.some((s) => s >= 0) ? 'outbid' : solution.mutual?.has(i) ? 'mutual' : 'nobody',
      })),
    idle: listed(roomOf)
      .filter(([, room]) => room > 0)
      .sort(([a, x], [b, y]) => y - x || byId(a, b))
      .map(([mentor, room]) => [mentor.id, room]),
    contested: listed((j) => price[j] as number)
      .filter(([, p]) => p > 0)
      .sort(([a, x], [b, y]) => y - x || byId(a, b))
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
      ...matchRecord(mentee, mentor, { ...facts, waiting: undefined }),
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
