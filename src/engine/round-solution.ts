/**
 * How a round is solved: the table of its scores, locked pairs, the best of what is left, and the best way out of loops, in which
 * two people would mentor each other.
 */
import { excluder } from './exclude.ts'
import { keepMostPairs } from './keep-pairs.ts'
import type { Progress, RoundInput, RoundResult } from './round-types.ts'
import { knowsSkills, type Parts, scorer, total } from './score.ts'
import {
  FORBIDDEN,
  lowestPrices,
  MOST_POINTS,
  matrix,
  type Progress as SolveProgress,
  solve,
} from './solve/index.ts'
import type { Candidate, Facts } from './types.ts'
import { soughtBy } from './words.ts'

/** Beyond so many possible pairs what takes several solutions is left out, or done for fewer. */
export const MANY_PAIRS = 2_000_000

export const byId = (a: Candidate, b: Candidate) => (a.id < b.id ? -1 : 1)

export const inOrder = (input: RoundInput): RoundInput => ({
  ...input,
  mentees: [...input.mentees].sort(byId),
  mentors: [...input.mentors].sort(byId),
})

export interface Table {
  copy(): Table
  /** Scores of one mentee with every mentor; FORBIDDEN where they may not be matched. */
  row(mentee: number): Int32Array
  partsOf(mentee: number, mentor: number): Parts
  /** Whether the two share a skill; known where such pairs come first. */
  shares(mentee: number, mentor: number): boolean
}

/** Scores as the round sees them: exclusions first, then what the coordinator forbade, then points without waiting. */
export function scoreTable(
  { mentees, mentors, facts, forbids, sharingFirst }: RoundInput,
  progress: Progress = () => {},
): Table {
  // Waiting decides who is matched (see `priority`), not with whom, and must not lift a poor match above the floor.
  const plain: Facts = { ...facts, waiting: undefined }
  const soughtOf = (i: number) => soughtBy(mentees[i] as Candidate, undefined, facts.catalogue)
  // Whole in memory: the search looks at a row many times, and 5,000 mentees with 2,000 mentors are 40 MB.
  const values = new Int32Array(mentees.length * mentors.length)
  const shares = new Uint8Array(sharingFirst ? values.length : 0)
  mentees.forEach((mentee, i) => {
    const row = values.subarray(i * mentors.length, (i + 1) * mentors.length)
    const exclude = excluder(mentee, plain)
    const sought = soughtOf(i)
    const scoreOf = scorer(mentee, plain, sought)
    const unwanted = forbids?.get(mentee.id)
    mentors.forEach((mentor, j) => {
      const no = unwanted?.has(mentor.id) || exclude(mentor) !== undefined
      // A repeat may cost more than the rest is worth; a match that is allowed is worth something.
      if (no) {
        row[j] = FORBIDDEN
        return
      }
      const parts = scoreOf(mentor)
      row[j] = Math.max(0, total(parts))
      if (sharingFirst && parts.skills > 0 && knowsSkills(mentor, sought)) shares[i * mentors.length + j] = 1
    })
    if (i % 64 === 0) progress(i / mentees.length)
  })
  const tableOf = (values: Int32Array): Table => ({
    copy: () => tableOf(values.slice()),
    row: (i) => values.subarray(i * mentors.length, (i + 1) * mentors.length),
    partsOf: (i, j) => scorer(mentees[i] as Candidate, plain, soughtOf(i))(mentors[j] as Candidate),
    shares: (i, j) => shares[i * mentors.length + j] === 1,
  })
  return tableOf(values)
}

export interface Solution {
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

/** Locked pairs first, then the best of what is left; where they come first, of those that share a skill and then of all. */
function assign(
  { mentees, mentors, facts, objective, equity, locks, before, priority, sharingFirst }: RoundInput,
  table: Table,
  progress?: SolveProgress,
): Solution {
  const places = new Map(mentors.map((mentor, j) => [mentor.id, j]))
  const capacity = Int32Array.from(mentors, (mentor) => Math.max(0, mentor.capacity - mentor.taken))
  const mentorOf = new Int32Array(mentees.length).fill(-1)
  const rows = new Map(mentees.map((mentee, i) => [mentee.id, i]))
  for (const [mentee, mentor] of locks ?? []) {
    const [i, j] = [rows.get(mentee), places.get(mentor)]
    if (i === undefined || j === undefined || capacity[j] === 0 || (table.row(i)[j] as number) < 0) continue
    mentorOf[i] = j
    capacity[j]! -= 1
  }
  const idOf = (i: number) => (mentees[i] as Candidate).id
  /** The best mentors for whoever has none yet, in the places that are left. */
  const fill = (rowOf: (mentee: number) => Int32Array) => {
    const free = [...mentees.keys()].filter((i) => mentorOf[i] === -1)
    const values = new Int32Array(free.length * mentors.length)
    free.forEach((i, k) => {
      values.set(rowOf(i), k * mentors.length)
    })
    const scores = matrix(values, free.length, mentors.length)
    const options = {
      objective,
      equity,
      priority: Int32Array.from(free, (i) => priority?.get(idOf(i)) ?? 0),
      seed: facts.seed ?? 0,
    }
    const solved = solve(scores, capacity, { ...options, progress })
    const was = free.map((i) => places.get(before?.get(idOf(i)) ?? '') ?? -1)
    const match =
      before && values.length <= MANY_PAIRS
        ? keepMostPairs(scores, capacity, solved, was, options)
        : solved.match
    // The lowest prices say what one more place would really add; those of the search need not.
    const price = lowestPrices(scores, capacity, solved).p
    free.forEach((i, k) => {
      const j = match[k] as number
      mentorOf[i] = j
      if (j >= 0) capacity[j]! -= 1
    })
    return { solved, price }
  }
  const sharing = (i: number) => table.row(i).map((score, j) => (table.shares(i, j) ? score : FORBIDDEN))
  const { solved, price } = fill(sharingFirst ? sharing : table.row)
  const rest = sharingFirst && mentorOf.includes(-1) ? fill(table.row) : undefined
  return {
    mentorOf,
    price,
    weighed: solved.ends && { ...solved.ends, got: { total: solved.total, worst: solved.worst } },
    certified: solved.certificate.valid && (rest?.solved.certificate.valid ?? true),
  }
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
 * MOST_WAYS of them the lower pair goes, and the round says that it is a good one, not the best (`nearly`).
 */
export function withoutLoops(input: RoundInput, table: Table, progress?: SolveProgress): Solution {
  const limit = Math.min(MOST_WAYS, WAYS_WORK / (input.mentees.length * input.mentors.length))
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
  const pairs = [...mentorOf.entries()].filter(([, j]) => j >= 0)
  return input.sharingFirst
    ? [true, false].flatMap((first) =>
        figuresOf(
          input,
          table,
          pairs.filter(([i, j]) => table.shares(i, j) === first),
        ),
      )
    : figuresOf(input, table, pairs)
}

function figuresOf(input: RoundInput, table: Table, pairs: Pair[]): number[] {
  const { mentees, mentors, objective, equity = ANY, locks, priority } = input
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
