/** What the words of a search mean: competencies of the catalogue, and words in what mentors tell everyone. */
import MiniSearch, { type SearchOptions, type SearchResult } from 'minisearch'
import { type Competency, comparable, competencies, readWords } from '../core/competencies.ts'
import { stemsOf } from './meaning/features.ts'
import { understand } from './meaning/understand.ts'
import type { Candidate, Skill } from './types.ts'

/**
 * The parts of a profile that are searched, the most telling first. All of them stand on a card that everyone may
 * see; goals, wants and ratings are never searched.
 */
export const PLACES = ['otherOffers', 'trackRecord', 'canIntroduce'] as const
export type Place = (typeof PLACES)[number]

/** A searched word or phrase, and how and where a profile has it. */
interface Hit {
  typed: string
  /** As it stands there, in the form of `comparable`. */
  term: string
  place: Place
}

/** What a mentee looks for: the profile's wants, or what the words of a search say instead. */
export interface Sought {
  wants: readonly Skill[]
  /** Whether `wants` came from the words. */
  asked: boolean
  /** The searched words and phrases that say something; `skill` is what the catalogue knows them as. */
  tokens: readonly Token[]
  /** By the mentor's id: what was found in their own words, a hit a token at most. */
  hits: ReadonlyMap<string, readonly Hit[]>
}

interface Token {
  typed: string
  term: string
  skill?: string
  /** What the catalogue calls it, in the form of `comparable`, where that is not as typed: 'public speking' is public speaking. */
  meant?: string
}

/** A rating for a skill that somebody asks about without having rated themselves. */
const UNRATED = 2

const emptyWords = new Set(
  (
    'a about an and any anyone are as ask at be but by can could do for from get getting give good great has have ' +
    'help how i if in into is it like me mentor mentoring more my need needs no not of on or our person please so ' +
    'someone somebody that the their them they this to up us want wants we what when where which who will with ' +
    'would you your'
  )
    .split(' ')
    .map(comparable),
)

/** Words to search for; `meant` are the ids of the competencies that they stand for, where somebody said so (`[]`: none). */
export interface Search {
  words?: string
  meant?: readonly string[]
}

/**
 * What this mentee looks for, with or without words typed into a search; `mentors` are those to look among, and `told` what
 * they (and perhaps others) tell, where that is kept.
 */
export function soughtBy(
  mentee: Candidate,
  { words = '', meant }: Search = {},
  catalogue: readonly Competency[] = competencies,
  mentors: readonly Candidate[] = [],
  told?: Told,
): Sought {
  if (!words.trim()) return { wants: mentee.wants, asked: false, tokens: [], hits: new Map() }
  const tokens = tokensOf(words, meant, catalogue)
  const rated = (id: string) => mentee.wants.find((want) => want.skill === id)?.level ?? UNRATED
  const ids = new Set(tokens.flatMap((t) => t.skill ?? []))
  const wants = [...ids].map((skill) => ({ skill, level: rated(skill) }))
  return {
    wants: wants.length ? wants : mentee.wants,
    asked: wants.length > 0,
    tokens,
    hits: hitsOf(tokens, mentors, told),
  }
}

/** How many of the searched words this mentor has, in what they offer or in their own words. */
export function countFound({ tokens, hits }: Sought, mentor: Candidate): number {
  const found = hits.get(mentor.id)
  return tokens.filter(
    (t) => mentor.offers.some((o) => o.skill === t.skill) || found?.some((hit) => hit.typed === t.typed),
  ).length
}

/** Whether a mentor has any of the searched words, in what they offer or in their own words. */
export function mentorHasWords(
  mentee: Candidate,
  search: Search,
  mentors: readonly Candidate[],
  { catalogue }: { catalogue?: readonly Competency[] } = {},
  told?: Told,
): (mentor: Candidate) => boolean {
  const sought = soughtBy(mentee, search, catalogue, mentors, told)
  return (mentor) => countFound(sought, mentor) > 0
}

/** So many words are names or a few words to look for; with more, somebody tells of something. */
const FEW_WORDS = 3

function tokensOf(
  words: string,
  chosen: readonly string[] | undefined,
  catalogue: readonly Competency[],
): Token[] {
  const { found, rest } = readWords(words, catalogue)
  const tokens = new Map<string, Token>()
  const few = stemsOf(words).length <= FEW_WORDS
  const names = few
    ? found.length > 0 || skillNear(rest, catalogue) !== undefined
    : found.length > 0 && stemsOf(rest.join(' ')).length === 0
  // The words beside a meaning say nothing by themselves: 'requests' of 'pushing back on sales requests'.
  for (const skill of chosen ?? (names ? [] : understand(words, catalogue).competencies)) {
    const typed = found.find(({ id }) => id === skill)?.typed ?? words.trim()
    tokens.set(skill, { typed, term: comparable(typed), skill })
  }
  if (tokens.size > 0) return [...tokens.values()]
  const add = (typed: string, known?: Pick<Token, 'skill' | 'meant'>) => {
    const term = comparable(typed)
    if (term && !tokens.has(term)) tokens.set(term, { typed, term, ...known })
  }
  // A phrase we know is looked for as a whole: 'user' of 'user interviews' alone stands in every profile.
  for (const { id, typed } of found) add(typed, { skill: id })
  const left = rest.filter((typed) => comparable(typed).length > 1 && !emptyWords.has(comparable(typed)))
  for (let start = 0; start < left.length; start++) {
    // With a typing error, or written in two words; the longest first.
    const many = [3, 2, 1].find(
      (n) => start + n <= left.length && skillNear(left.slice(start, start + n), catalogue),
    )
    const typed = left.slice(start, start + (many ?? 1))
    const term = many ? skillNear(typed, catalogue) : undefined
    add(typed.join(' '), term && { skill: term.skill, meant: term.words })
    start += typed.length - 1
  }
  return [...tokens.values()]
}

// --- the catalogue --------------------------------------------------------------------------------

interface Term {
  id: string
  skill: string
  /** With its gaps. */
  words: string
}

const indexes = new WeakMap<readonly Competency[], MiniSearch<Term>>()

/** Names and aliases, each as one word without gaps: 'road map' is 'roadmap'. */
function termsOf(catalogue: readonly Competency[]): MiniSearch<Term> {
  const known = indexes.get(catalogue)
  if (known) return known
  const terms = new Map<string, Term>()
  for (const c of catalogue)
    for (const words of [c.name, c.id, ...c.aliases]) {
      const term = comparable(words)
      const id = term.replaceAll(' ', '')
      if (!terms.has(id)) terms.set(id, { id, skill: c.id, words: term })
    }
  const index = new MiniSearch<Term>({
    fields: ['id'],
    storeFields: ['skill', 'words'],
    tokenize: whole,
    processTerm: unchanged,
  })
  index.addAll([...terms.values()])
  indexes.set(catalogue, index)
  return index
}

const whole = (text: string) => [text]
const unchanged = (term: string) => term

/** The competency that these words nearly name, by which of its names; undefined if there is none, or two equally near. */
function skillNear(
  words: string[],
  catalogue: readonly Competency[],
): Pick<Term, 'skill' | 'words'> | undefined {
  const typed = comparable(words.join(' ')).replaceAll(' ', '')
  const [best, second] = near(termsOf(catalogue), typed, { prefix: words.length === 1 && typed.length > 4 })
  if (!best || (second && second.skill !== best.skill && second.score === best.score)) return undefined
  return { skill: best.skill as string, words: best.words as string }
}

// --- what mentors tell ----------------------------------------------------------------------------

const inPlace = (mentor: Candidate, place: Place): string =>
  place === 'otherOffers' ? (mentor.otherOffers ?? []).join(', ') : (mentor[place] ?? '')

/** What many people tell in their own words, to be searched. To make it takes longer than to search it: see `createTold`. */
export interface Told {
  readonly index: MiniSearch<Candidate>
  /** Adds somebody, or takes them as they are now. */
  put(mentor: Candidate): void
  delete(id: string): void
}

/** Nobody yet. Whoever searches the same people again and again keeps it, and tells it who has changed. */
export function createTold(): Told {
  const index = new MiniSearch<Candidate>({
    fields: [...PLACES],
    extractField: (mentor, field) =>
      field === 'id' ? mentor.id : comparable(inPlace(mentor, field as Place)),
    tokenize: (text) => text.split(' '),
    processTerm: unchanged,
  })
  const remove = (id: string) => {
    if (index.has(id)) index.discard(id)
  }
  return {
    index,
    put(mentor) {
      remove(mentor.id)
      if (tells(mentor)) index.add(mentor)
    },
    delete: remove,
  }
}

const tells = (mentor: Candidate) => PLACES.some((place) => inPlace(mentor, place))

function toldBy(mentors: readonly Candidate[]): Told {
  const told = createTold()
  for (const mentor of mentors) told.put(mentor)
  return told
}

function hitsOf(tokens: readonly Token[], mentors: readonly Candidate[], told?: Told): Map<string, Hit[]> {
  const hits = new Map<string, Hit[]>()
  const telling = mentors.filter(tells)
  if (!tokens.length || !telling.length) return hits
  const { index } = told ?? toldBy(telling)
  const byId = new Map(telling.map((mentor) => [mentor.id, mentor]))
  // What others tell neither is a hit nor keeps a typing error from being read as one.
  const filter = ({ id }: SearchResult) => byId.has(id)
  const having = (term: string) =>
    term.includes(' ')
      ? index.search(term, { combineWith: 'AND', filter }).flatMap(({ id }) => {
          const hit = asPhrase(term, byId.get(id)!)
          return hit ? [{ id, hit }] : []
        })
      : near(index, term, { prefix: term.length > 3, filter }).map(({ id, match }) => ({
          id,
          hit: asWord(term, match),
        }))
  for (const { typed, term, meant } of tokens) {
    const asTyped = having(term)
    for (const { id, hit } of asTyped.length || !meant ? asTyped : having(meant)) {
      const list = hits.get(id)
      if (list) list.push({ typed, ...hit })
      else hits.set(id, [{ typed, ...hit }])
    }
  }
  return hits
}

function asPhrase(term: string, mentor: Candidate): Omit<Hit, 'typed'> | undefined {
  const place = PLACES.find((each) => ` ${comparable(inPlace(mentor, each))} `.includes(` ${term} `))
  return place && { term, place }
}

/** The word itself if it is there, else the one most like it. */
function asWord(term: string, match: SearchResult['match']): Omit<Hit, 'typed'> {
  const found = match[term]
    ? term
    : Object.keys(match).sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0]!
  return { term: found, place: PLACES.find((place) => match[found]!.includes(place))! }
}

/** How a found word or phrase is spelled in the profile. */
export function spelled({ term, place }: Hit, mentor: Candidate): string {
  const words = inPlace(mentor, place).split(/[^\p{L}\p{N}\p{M}'’/-]+/u)
  const many = term.split(' ').length
  const runs = words.map((_, at) => words.slice(at, at + many).join(' '))
  return runs.find((run) => comparable(run) === term) ?? term
}

// --- with typing errors ---------------------------------------------------------------------------

/**
 * What is there as typed, or begins so; only if nothing is, what is a typing error or two away (none in short words,
 * where 'ost' would become 'okr'). People seldom miss the first letter, and 'reading' is no 'leading'; but they swap two.
 */
function near(index: MiniSearch, typed: string, options: SearchOptions): SearchResult[] {
  const exact = index.search(typed, options)
  if (exact.length || typed.length < 5) return exact
  const letters = (word: string) => [...word].sort().join('')
  const fuzzy = (fuzzy: number, alike: (term: string) => boolean) =>
    index.search(typed, { ...options, prefix: false, fuzzy }).filter((r) => r.terms.some(alike))
  const begun = (term: string) => term[0] === typed[0]
  const once = fuzzy(1, begun)
  if (once.length) return once
  return fuzzy(2, typed.length > 7 ? begun : (term) => letters(term) === letters(typed))
}
