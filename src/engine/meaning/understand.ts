/** What somebody means by a word or by a whole sentence: competencies of the catalogue. Pure; takes less than a millisecond. */
import { startingCompetencies } from '../../core/competencies.data.ts'
import { type Competency, competencies, findCompetency, readWords, termFor } from '../../core/competencies.ts'
import { featuresOf, type Synonyms, sameAs, stemsOf, synonymsOf } from './features.ts'
import { learnt } from './learnt.ts'
import { unpack } from './pack.ts'
import { fillOdds, rarityOf, vectorOf, type Weights } from './train.ts'

export interface Understood {
  /** The ids of at most two competencies, the likelier first; none if nothing is near. */
  competencies: string[]
  /** Just one is meant. With two of them, ask which. */
  sure: boolean
  /** Ids of what else it might be, the nearest first, at most three: to choose from. */
  near: string[]
}

// Found by trials in which a part of the bank was kept from learning.

/** Below this nothing is understood; a few words tell less, and are more often a place or a name. */
const FLOOR = { few: 0.3, many: 0.15 }
/** So many times as likely as no skill a competency must be. */
const ABOVE_NONE = { few: 1.5, many: 1 }
/** The second reading is told as well unless the first is so many times as likely; of a situation both may be worth a look. */
const CLOSE = { few: 1.35, many: 2 }
/** Not even near, below this. */
const NEAR = 0.03
/** A sentence may have words that nobody wrote down; of a few words all must be known, or one must be a name of the catalogue. */
const FEW_WORDS = 3
/** With more that say something, somebody tells of a situation. */
const SENTENCE = 4
const LONGEST = 300
/** An emoji as Slack writes it, such as `:wave:`. */
const EMOJI_NAME = /:[a-z0-9_+'-]+:/g
/** In so many phrases of the bank a word must stand that is to say something all alone. */
const SEEN = 3
/** What a competency is given whose own name or alias stands in the text, though nothing was learnt of it. */
const NAMED = 0.9

interface Model extends Weights {
  synonyms: Synonyms
  places: ReadonlyMap<string, number>
  rarity: Float64Array
  /** What the bank says of the very same words. */
  exact: ReadonlyMap<string, readonly string[]>
}

let model: Model | undefined

/** So many features are taken in at once: whoever clicks meanwhile waits no longer than for these. */
const TAKEN_IN_AT_ONCE = 4000

/** Makes it ready, in short pieces. */
function* making(): Generator<undefined, Model> {
  const { exact, synonyms, ...weights } = unpack(learnt())
  yield
  const places = new Map<string, number>()
  for (const [at, feature] of weights.features.entries()) {
    places.set(feature, at)
    if (at % TAKEN_IN_AT_ONCE === 0) yield
  }
  return {
    ...weights,
    synonyms: synonymsOf(synonyms),
    places,
    rarity: Float64Array.from(weights.seen, (seen) => rarityOf(seen, weights.texts)),
    exact: new Map(exact),
  }
}

/** Ready to be asked: made when it is first needed, then kept. */
function theModel(): Model {
  const pieces = making()
  while (!model) {
    const piece = pieces.next()
    if (piece.done) model = piece.value
  }
  return model
}

/** Makes it ready before anybody asks, a piece a turn of the event loop. Whoever asks sooner has it made at once. */
export async function prepareToUnderstand(): Promise<void> {
  const pieces = making()
  while (!model) {
    const piece = pieces.next()
    if (piece.done) model = piece.value
    else await new Promise((resolve) => setImmediate(resolve))
  }
}

const NOTHING: Understood = { competencies: [], sure: false, near: [] }

/**
 * What these words mean: a word, a phrase, or a situation as people tell it. Names and aliases of the catalogue come before what
 * was learnt, and a coordinator's own take part at once.
 */
export function understand(text: string, catalogue: readonly Competency[] = competencies): Understood {
  const typed = text.slice(0, LONGEST).replace(EMOJI_NAME, ' ')
  const stems = stemsOf(typed)
  if (!stems.length) return NOTHING
  const model = theModel()
  const has = (id: string) => id === '' || catalogue.some((c) => c.id === id)
  const named = termFor(typed, catalogue)?.id
  const written = (model.exact.get(sameAs(typed)) ?? []).filter(has)
  const same = [...new Set([...(named ? [named] : []), ...written])]
  const scores = scoresOf(typed, stems, model, catalogue)
  const nearest = [...scores].filter(([id]) => id).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const foreign = stems.filter((stem) => !model.places.has(stem))
  const answer = (found: string[], sure: boolean): Understood => ({
    competencies: found,
    sure,
    near: nearest
      // Of words that nobody ever wrote down, nothing is near.
      .filter(([id, score]) => !found.includes(id) && score > NEAR && foreign.length < stems.length)
      .slice(0, 3)
      .map(([id]) => id),
  })
  if (same.length && !same.includes('')) return answer(same.slice(0, 2), same.length === 1)
  if (same.includes('')) return answer([], false)
  const names = readWords(typed, catalogue).found
  if (foreign.length) {
    const meant = findCompetency(typed, catalogue)
    if (meant) return answer([meant.id], true)
    if (!names.length && (stems.length <= FEW_WORDS || foreign.length * 2 > stems.length))
      return answer([], false)
  }
  const [first, second] = nearest
  if (stems.length === 1 && (model.seen[model.places.get(stems[0]!) ?? -1] ?? 0) < SEEN)
    return answer([], false)
  const many = stems.length > SENTENCE ? 'many' : 'few'
  if (!first || first[1] < FLOOR[many] || first[1] <= (scores.get('') ?? 0) * ABOVE_NONE[many])
    return answer([], false)
  const close = second && first[1] < second[1] * CLOSE[many]
  return close ? answer([first[0], second[0]], false) : answer([first[0]], true)
}

/** How likely each competency is, and '' that it is none; together about 1. */
function scoresOf(
  text: string,
  stems: readonly string[],
  model: Model,
  catalogue: readonly Competency[],
): Map<string, number> {
  const scores = new Map<string, number>()
  const known = new Set(catalogue.map((c) => c.id)).add('')
  const add = (id: string, score: number) => {
    if (known.has(id)) scores.set(id, (scores.get(id) ?? 0) + score)
  }
  const odds = new Float64Array(model.ids.length)
  fillOdds(
    odds,
    vectorOf(featuresOf(text, model.synonyms), model.places, model.rarity),
    model.values,
    model.step,
  )
  const named = ownIn(stems, catalogue)
  // What is named leaves the less to be guessed.
  const left = 1 - NAMED * Math.max(0, ...named.map(({ share }) => share))
  model.ids.forEach((id, at) => {
    add(id, left * odds[at]!)
  })
  for (const { id, share } of named) add(id, share * NAMED)
  return scores
}

/** A coordinator's own competencies whose name or alias stands in the text, and how much of the text it is. */
function ownIn(stems: readonly string[], catalogue: readonly Competency[]): { id: string; share: number }[] {
  const found: { id: string; share: number }[] = []
  for (const { id, terms } of ownTerms(catalogue)) {
    const share = Math.max(
      0,
      ...terms.map((term) =>
        term.every((stem) => stems.includes(stem)) ? Math.max(0.6, term.length / stems.length) : 0,
      ),
    )
    if (share) found.push({ id, share })
  }
  return found
}

const own = new WeakMap<readonly Competency[], { id: string; terms: string[][] }[]>()

/** Of each competency the names and aliases of which nothing was learnt, as stems. */
function ownTerms(catalogue: readonly Competency[]) {
  const known = own.get(catalogue)
  if (known) return known
  const learnt = new Map(startingCompetencies.map((c) => [c.id, new Set([c.name, ...c.aliases])]))
  const made = catalogue.flatMap(({ id, name, aliases }) => {
    const terms = [name, ...aliases]
      .filter((term) => !learnt.get(id)?.has(term))
      .map(stemsOf)
      .filter((term) => term.length)
    return terms.length ? [{ id, terms }] : []
  })
  own.set(catalogue, made)
  return made
}
