import { seededRandom } from '../../core/seeded-random.ts'

/** Two people who were in one group, and in which round, counted from any number upwards. Which is named first is all one. */
export interface Meeting {
  a: string
  b: string
  round: number
}

/** Everyone by number, and what each pair of numbers is worth. */
export interface Weighed {
  /** By number, in an order that only the ids and the seed decide. */
  people: readonly string[]
  /** The score of two people, or null if they may never meet. */
  score: (a: number, b: number) => number | null
  /** How often two have met. */
  times: (a: number, b: number) => number
  /**
   * What a pair is worth, or null: the score, less what a repeat costs. Sums over as many pairs compare, exactly, by
   * fewer repeats, then by older ones, then by the score.
   */
  worth: (a: number, b: number) => number | null
  /** Added to the worth of each pair it makes more pairs beat better ones, and none negative. */
  lift: number
}

/** What the most recent repeat weighs; one of `age` rounds ago weighs the `age`th part. */
const RECENT = 30
const MOST_TIMES = 10
const FORBIDDEN = Number.NEGATIVE_INFINITY
/** Duals are halves, and slacks the sum of two: within this all stay exact. */
const MOST = 2 ** 49

/**
 * Puts all wishes for a pair into one whole number, so that one matching serves them in their order.
 * Throws a RangeError for people named twice, scores that are not whole or are negative, and for so many people and
 * such scores that the sums would not be exact (over about 4,000 people with a history).
 */
export function weigh(
  ids: readonly string[],
  scoreOf: (a: string, b: string) => number | null,
  met: readonly Meeting[],
  seed: number,
): Weighed {
  const sorted = [...new Set(ids)].sort()
  if (sorted.length !== ids.length) throw new RangeError('somebody is named twice')
  const people = shuffled(sorted, seed)
  const size = people.length
  const scores = scoreTable(people, scoreOf)
  const { times, ages } = historyOf(people, met)
  const best = scores.reduce((most, score) => Math.max(most, score), 0)

  const nuisance = (key: number) =>
    Math.floor(RECENT / ages.get(key)!) + Math.min(MOST_TIMES, times.get(key)!) - 1
  const most = times.size ? RECENT + MOST_TIMES : 0
  // In threes there are as many pairs as people.
  const perNuisance = size * best + 1
  const perRepeat = times.size ? size * (perNuisance * most + best) + 1 : 0
  const worst = perRepeat + perNuisance * most
  const lift = Math.floor(size / 2) * (best + worst) + worst + 1
  if (lift + best > MOST) throw new RangeError(`${size} people with scores up to ${best} are too many`)

  const worths = Float64Array.from(scores, (score) => (score < 0 ? FORBIDDEN : score))
  for (const key of times.keys()) {
    const [a, b] = [Math.floor(key / size), key % size]
    worths[a * size + b]! -= perRepeat + perNuisance * nuisance(key)
    worths[b * size + a] = worths[a * size + b]!
  }
  const known = (score: number, none: number) => (score === none ? null : score)
  return {
    people,
    score: (a, b) => known(scores[a * size + b]!, -1),
    times: (a, b) => times.get(Math.min(a, b) * size + Math.max(a, b)) ?? 0,
    worth: (a, b) => known(worths[a * size + b]!, FORBIDDEN),
    lift,
  }
}

function scoreTable(people: readonly string[], scoreOf: (a: string, b: string) => number | null) {
  const size = people.length
  const scores = new Int32Array(size * size).fill(-1)
  for (let a = 0; a < size; a++)
    for (let b = a + 1; b < size; b++) {
      const [one, two] = [people[a]!, people[b]!]
      const score = one < two ? scoreOf(one, two) : scoreOf(two, one)
      if (score === null) continue
      if (!Number.isInteger(score) || score < 0 || score > 0x7fffffff)
        throw new RangeError(`the score of ${one} and ${two} is ${score}`)
      scores[a * size + b] = score
      scores[b * size + a] = score
    }
  return scores
}

/** How often and how many rounds ago each pair of numbers met; the round to come is the one after the last. */
function historyOf(people: readonly string[], met: readonly Meeting[]) {
  const numbers = new Map(people.map((id, at) => [id, at]))
  const next = met.reduce((last, { round }) => Math.max(last, round), Number.NEGATIVE_INFINITY) + 1
  const times = new Map<number, number>()
  const ages = new Map<number, number>()
  for (const { a, b, round } of met) {
    const one = numbers.get(a)
    const two = numbers.get(b)
    if (one === undefined || two === undefined || one === two) continue
    const key = Math.min(one, two) * people.length + Math.max(one, two)
    times.set(key, (times.get(key) ?? 0) + 1)
    ages.set(key, Math.min(ages.get(key) ?? Number.POSITIVE_INFINITY, Math.max(1, next - round)))
  }
  return { times, ages }
}

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const random = seededRandom(seed)
  const out = [...list]
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[out[i], out[j]] = [out[j]!, out[i]!]
  }
  return out
}
