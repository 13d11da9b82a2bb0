/** Learns from the bank of phrases what speaks for which competency: softmax regression. Pure, the same each time. */
import { featuresOf, isWord, type Synonyms, sameAs, stemsOf } from './features.ts'

/** A phrase or word of the bank, and the competencies that it may be about: '' where it is about no skill. */
export interface Example {
  text: string
  ids: string[]
}

/** What was learnt. */
export interface Weights {
  /** The competencies in the order of the columns; the last is '', no skill. */
  ids: string[]
  features: string[]
  /** How many examples there were. */
  texts: number
  /** In how many examples each feature stands, up to 255. */
  seen: Uint8Array
  /** A row of columns for each feature, then one for every text alike. */
  values: Int8Array
  /** What 1 in `values` stands for. */
  step: number
}

const ROUNDS = 8
const RATE = 0.5
const DECAY = 2e-3
/** In each round so much of a text is left out, so that no single word is relied upon (Wager, Wang and Liang 2013). */
const LEFT_OUT = 0.4
const BIAS_RATE = 0.05

/** How much a feature says: the more, the fewer texts have it. */
export const rarityOf = (seen: number, texts: number) => 1 + Math.log((1 + texts) / (1 + seen))

/** A word that nobody has written down counts for the length alone: with many of them, nothing is sure. */
const UNKNOWN = 6

export type Vector = readonly (readonly [feature: number, value: number])[]

export function vectorOf(
  features: ReadonlyMap<string, number>,
  places: ReadonlyMap<string, number>,
  rarity: ArrayLike<number>,
): Vector {
  const vector: [number, number][] = []
  let squares = 0
  for (const [feature, counts] of features) {
    const at = places.get(feature)
    if (at === undefined) {
      if (isWord(feature)) squares += (counts * UNKNOWN) ** 2
      continue
    }
    const value = counts * rarity[at]!
    squares += value * value
    vector.push([at, value])
  }
  const length = Math.sqrt(squares) || 1
  for (const one of vector) one[1] /= length
  return vector
}

/** Fills `odds`, which sum up to 1: how likely each column is. */
export function fillOdds(odds: Float64Array, vector: Vector, values: ArrayLike<number>, step = 1): void {
  const many = odds.length
  const bias = values.length - many
  for (let id = 0; id < many; id++) odds[id] = values[bias + id]! * step
  for (const [at, value] of vector)
    for (let id = 0, row = at * many; id < many; id++) odds[id]! += values[row + id]! * step * value
  const most = odds.reduce((a, b) => Math.max(a, b))
  let sum = 0
  for (let id = 0; id < many; id++) sum += odds[id] = Math.exp(odds[id]! - most)
  for (let id = 0; id < many; id++) odds[id]! /= sum
}

export function train(examples: readonly Example[], synonyms: Synonyms): Weights {
  const ids = [...new Set(examples.flatMap((e) => e.ids))].filter(Boolean).sort().concat('')
  const texts = examples.map((e) => featuresOf(e.text, synonyms))
  const seen = new Map<string, number>()
  for (const text of texts) for (const feature of text.keys()) seen.set(feature, (seen.get(feature) ?? 0) + 1)
  const kept = [...seen].filter(([feature, many]) => many > 2 || isWord(feature))
  const places = new Map(kept.map(([feature], at) => [feature, at]))
  const rarity = kept.map(([, many]) => rarityOf(Math.min(many, 255), examples.length))
  const vectors = texts.map((text) => vectorOf(text, places, rarity))
  const targets = examples.map((e) => ids.map((id) => (e.ids.includes(id) ? 1 / e.ids.length : 0)))
  const values = descend(vectors, targets, kept.length)
  const step = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 16
  return {
    ids,
    features: kept.map(([feature]) => feature),
    texts: examples.length,
    seen: Uint8Array.from(kept, ([, many]) => Math.min(many, 255)),
    values: Int8Array.from(values, (value) => Math.round(value / step)),
    step,
  }
}

/** Stochastic gradient descent with a rate for each weight (AdaGrad: Duchi, Hazan and Singer 2011). */
function descend(vectors: readonly Vector[], targets: readonly number[][], features: number): Float64Array {
  const many = targets[0]!.length
  const weights = new Float64Array((features + 1) * many)
  const slopes = new Float64Array(weights.length).fill(1e-8)
  const sums = new Float64Array(weights.length)
  const odds = new Float64Array(many)
  const bias = features * many
  const move = (at: number, slope: number, rate: number) => {
    slopes[at]! += slope * slope
    weights[at]! -= (rate * slope) / Math.sqrt(slopes[at]!)
  }
  const order = vectors.map((_, at) => at)
  let seed = 1
  // Numerical Recipes' generator: the same on every machine.
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }
  const some = (vector: Vector): Vector =>
    vector.length > 2
      ? vector
          .filter(() => random() >= LEFT_OUT)
          .map(([feature, value]) => [feature, value / Math.sqrt(1 - LEFT_OUT)])
      : vector
  for (let round = 0; round < ROUNDS; round++) {
    for (let at = order.length - 1; at > 0; at--) {
      const other = Math.floor(random() * (at + 1))
      ;[order[at], order[other]] = [order[other]!, order[at]!]
    }
    for (const one of order) {
      const vector = some(vectors[one]!)
      fillOdds(odds, vector, weights)
      for (let id = 0; id < many; id++) {
        const wrong = odds[id]! - targets[one]![id]!
        if (Math.abs(wrong) < 1e-3) continue
        for (const [feature, value] of vector) {
          const at = feature * many + id
          move(at, wrong * value + DECAY * weights[at]!, RATE)
        }
        move(bias + id, wrong, BIAS_RATE)
      }
    }
    // What is left out differs each time: the mean of the later rounds depends less upon it.
    if (round >= ROUNDS / 2) for (const [at, weight] of weights.entries()) sums[at]! += weight
  }
  return sums.map((sum) => sum / (ROUNDS / 2))
}

/** Texts that come to the same words are one example, of all that they are about. */
export function merged(phrases: Iterable<readonly [id: string, text: string]>): Example[] {
  const examples = new Map<string, Example>()
  for (const [id, text] of phrases) {
    if (!stemsOf(text).length) continue
    const same = sameAs(text)
    const one = examples.get(same)
    if (!one) examples.set(same, { text, ids: [id] })
    else if (!one.ids.includes(id)) one.ids.push(id)
  }
  return [...examples.values()]
}
