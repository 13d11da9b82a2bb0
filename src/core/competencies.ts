import { distance } from 'fastest-levenshtein'
import { type Competency, startingCompetencies, startingGroups } from './competencies.data.ts'

export type { Competency, CompetencyGroup } from './competencies.data.ts'

/** The five groups, in the order in which forms show them. */
export const groups = startingGroups
/** The catalogue that Cairn starts with. Functions below take a coordinator's own in its place. */
export const competencies = startingCompetencies

/** The competency with this id, or undefined. */
export function competency(
  id: string,
  catalogue: readonly Competency[] = competencies,
): Competency | undefined {
  return indexOf(catalogue).byId.get(id)
}

/** The name of a competency for a sentence or a card; the id itself if the catalogue no longer has it. */
export function competencyName(id: string, catalogue: readonly Competency[] = competencies): string {
  return competency(id, catalogue)?.name ?? id.replaceAll('-', ' ')
}

/** The competencies of a group, in catalogue order. */
export function competenciesOf(group: string, catalogue: readonly Competency[] = competencies): Competency[] {
  return catalogue.filter((c) => c.group === group)
}

/** The competency that is called just so: by id, name or alias. */
export function termFor(
  words: string,
  catalogue: readonly Competency[] = competencies,
): Competency | undefined {
  const { byTerm, byId } = indexOf(catalogue)
  return byId.get(byTerm.get(comparable(words)) ?? '')
}

/**
 * The competency that somebody means by a word or a phrase: by id, name or alias, else by a name or alias within a
 * typing error or two (none in short words, where 'ost' would become 'okr'). Undefined if there is none, or two
 * different ones are equally near.
 */
export function findCompetency(
  words: string,
  catalogue: readonly Competency[] = competencies,
): Competency | undefined {
  const { byTerm, byId } = indexOf(catalogue)
  const term = comparable(words)
  const exact = byTerm.get(term)
  if (exact || term.length < 5) return exact ? byId.get(exact) : undefined
  let best = term.length < 8 ? 1 : 2
  let found = new Set<string>()
  for (const [known, id] of byTerm) {
    if (known.length < 5 || Math.abs(known.length - term.length) > best) continue
    const away = distance(known, term)
    if (away > best) continue
    if (away < best) found = new Set()
    best = away
    found.add(id)
  }
  const [only] = found
  return found.size === 1 ? byId.get(only!) : undefined
}

/**
 * Free words to competencies: a list split at commas, semicolons, bullets and new lines, then at 'and' or a slash if
 * the whole phrase says nothing. `ids` in the order of the text, each once; `unknown` as typed.
 */
export function mapWords(
  text: string,
  catalogue: readonly Competency[] = competencies,
): { ids: string[]; unknown: string[] } {
  const ids = new Set<string>()
  const unknown: string[] = []
  for (const phrase of text.split(/[,;\n\r•|]+/).map((p) => p.replace(/^[\s*-]+|\s+$/g, ''))) {
    if (!phrase) continue
    const whole = findCompetency(phrase, catalogue)
    if (whole) {
      ids.add(whole.id)
      continue
    }
    for (const part of phrase.split(/\s+(?:and|or|\+)\s+|\s*[/&]\s*/i).filter((p) => comparable(p))) {
      const found = findCompetency(part, catalogue)
      if (found) ids.add(found.id)
      else unknown.push(part.trim())
    }
  }
  return { ids: [...ids], unknown: [...new Set(unknown)] }
}

/**
 * Reads a sentence ("I need help with user interviews"): which names and aliases stand in it as whole words, the
 * longest first, with the words as typed, and the words that belong to none.
 */
export function readWords(
  text: string,
  catalogue: readonly Competency[] = competencies,
): { found: { id: string; typed: string }[]; rest: string[] } {
  const { byTerm, longest } = indexOf(catalogue)
  const typed = joined(text)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean)
  const terms = typed.map(comparable)
  const found: { id: string; typed: string }[] = []
  const rest: string[] = []
  for (let start = 0; start < typed.length; start++) {
    let length = Math.min(longest, typed.length - start)
    let id: string | undefined
    for (; length > 0; length--) {
      id = byTerm.get(terms.slice(start, start + length).join(' '))
      if (id) break
    }
    if (id) found.push({ id, typed: typed.slice(start, start + length).join(' ') })
    else rest.push(typed[start]!)
    start += Math.max(0, length - 1)
  }
  return { found, rest }
}

/**
 * Names to offer in an error message for a word that means nothing to us, nearest first, at most `limit`: those that
 * share a beginning of a word with it, or half of its letters. Empty if nothing is near.
 */
export function suggest(word: string, limit = 3, catalogue: readonly Competency[] = competencies): string[] {
  const term = comparable(word)
  if (!term) return []
  const { byTerm, byId } = indexOf(catalogue)
  const best = new Map<string, number>()
  for (const [known, id] of byTerm) {
    const near = nearness(term, known)
    if (near >= 0.5 && near > (best.get(id) ?? 0)) best.set(id, near)
  }
  return [...best]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, limit)
    .map(([id]) => byId.get(id)!.name)
}

function nearness(term: string, known: string): number {
  const letters = 1 - distance(term, known) / Math.max(term.length, known.length)
  const knownWords = known.split(' ')
  const begun = term
    .split(' ')
    .some((w) => w.length > 3 && knownWords.some((k) => k.startsWith(w.slice(0, 5)) && k.length > 3))
  return begun ? Math.max(letters, 0.55 + letters / 4) : letters
}

/**
 * Words as they are compared: lower case, no accents or punctuation, '&' as 'and', 'A/B' in one word, and no
 * plural s ('OKRs' is 'okr').
 */
export function comparable(words: string): string {
  return plainLetters(words)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/(?<=[\p{L}\p{N}]{2}[^s\s])s(?=\s|$)/gu, '')
}

/** Lower case, no accents and no apostrophes, '&' as 'and', 'A/B' in one word. */
export const plainLetters = (words: string): string =>
  joined(words).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

function joined(words: string): string {
  return words
    .replace(/\ba\s*[/-]\s*b\b/gi, 'ab')
    .replaceAll('&', ' and ')
    .replace(/['’]/g, '')
}

interface Index {
  byId: Map<string, Competency>
  byTerm: Map<string, string>
  /** The most words in one term. */
  longest: number
}

const indexes = new WeakMap<readonly Competency[], Index>()

/** Look-up tables of a catalogue, made once for each array: a changed catalogue must be a new array. */
function indexOf(catalogue: readonly Competency[]): Index {
  const known = indexes.get(catalogue)
  if (known) return known
  const index: Index = { byId: new Map(), byTerm: new Map(), longest: 1 }
  const add = (words: string, id: string) => {
    const term = comparable(words)
    if (!term || index.byTerm.has(term)) return
    index.byTerm.set(term, id)
    index.longest = Math.max(index.longest, term.split(' ').length)
  }
  // Names of all before aliases of any: an alias must not take another competency's own name.
  for (const c of catalogue) {
    index.byId.set(c.id, c)
    add(c.name, c.id)
    add(c.id, c.id)
  }
  for (const c of catalogue) for (const alias of c.aliases) add(alias, c.id)
  indexes.set(catalogue, index)
  return index
}
