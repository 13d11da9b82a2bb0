import { type Competency, comparable, competencies, mapWords, readWords } from '../core/competencies.ts'
import type { Candidate, Skill } from './types.ts'

/** What a mentee looks for: the profile's wants, or what the words of a search say instead. */
export interface Sought {
  wants: readonly Skill[]
  /** Whether `wants` came from the words. */
  asked: boolean
  /** What to look for in profiles' own text, as typed and as compared; empty without a search. */
  tokens: readonly { typed: string; term: string }[]
}

/** A rating for a skill that somebody asks about without having rated themselves. */
const UNRATED = 2

const emptyWords = new Set(
  (
    'about and any anyone are ask but can could for from get getting give good great has have help how into like ' +
    'mentor mentoring more need needs not our person someone somebody that the their them they this want wants what ' +
    'when where which who will with would you your'
  )
    .split(' ')
    .map(comparable),
)

/** What this mentee looks for, with or without words typed into a search. */
export function soughtBy(
  mentee: Candidate,
  words = '',
  catalogue: readonly Competency[] = competencies,
): Sought {
  if (!words.trim()) return { wants: mentee.wants, asked: false, tokens: [] }
  const { found, rest } = readWords(words, catalogue)
  // A list is read for typing errors too; the sentence finds what stands between other words.
  const ids = new Set([...mapWords(words, catalogue).ids, ...found.map((f) => f.id)])
  const rated = (id: string) => mentee.wants.find((want) => want.skill === id)?.level ?? UNRATED
  const wants = [...ids].map((skill) => ({ skill, level: rated(skill) }))
  // A phrase we know is looked for as a whole: 'user' of 'user interviews' alone stands in every profile.
  const terms = new Map<string, string>()
  for (const typed of [...found.map((f) => f.typed), ...rest]) {
    const term = comparable(typed)
    if (term.length > 2 && !emptyWords.has(term) && !terms.has(term)) terms.set(term, typed)
  }
  const tokens = [...terms].map(([term, typed]) => ({ term, typed }))
  return { wants: wants.length ? wants : mentee.wants, asked: wants.length > 0, tokens }
}

/** The searched words that stand in the mentor's public text, each as the beginning of a word there; as typed. */
export function wordsFound(tokens: Sought['tokens'], mentor: Candidate): string[] {
  if (!tokens.length) return []
  const text = ` ${comparable([mentor.trackRecord ?? '', ...(mentor.otherOffers ?? [])].join(' '))}`
  return tokens.filter(({ term }) => text.includes(` ${term}`)).map(({ typed }) => typed)
}
