/** What is looked at in a text to find its meaning: words without endings, what they are another word for, and twos. Pure. */
import { stemmer } from 'stemmer'
import { plainLetters } from '../../core/competencies.ts'

/** Words that say nothing of a subject on their own. 'no', 'without', 'why' and the like do. */
const EMPTY = new Set(
  (
    'a about above after again all also am an and any anyone are as at be because been before being but by can cant could ' +
    'did didnt do does doesnt doing done dont each else even ever every everybody everyone find for from further get gets ' +
    'getting give gives giving go goes going good great had has hasnt have havent having he help her here hers herself hi him ' +
    'himself his i id if ill im in into is isnt it its itself ive just keep keeps let like looking lot make makes making may me ' +
    'might mine more most much must my myself need needs now of off often on once one only or other our ours out over own ' +
    'please quite really same shall she should so some somebody someone something still such than that thats the their theirs ' +
    'them then there these they thing things this those through to too under until up us use very want wants was wasnt way we ' +
    'well were weve what when where which while who whom will with wont would wouldnt yet you your yours'
  ).split(' '),
)

/** Written in several words, or with a hyphen, and one word all the same. */
const JOINED: readonly (readonly [RegExp, string])[] = [
  [/\b(?:one[\s-]+(?:on|to)[\s-]+one|1\s*[:-]\s*1|1\s*on\s*1)s?\b/g, ' oneonone '],
  [
    /\b(sign|log|drop|push|buy|stand(?![\s-]+up\s+(?:for|to)\b)|kick|roll|set|on|back|hand|road|check|trade)[\s-]+(ups?|offs?|backs?|ins?|outs?|boarding|logs?|maps?)\b/g,
    '$1$2',
  ],
]

const stems = new Map<string, string>()
const MOST_STEMS = 20_000

/** The stem of a word; remembered, since people use few words. */
function stemOf(word: string): string {
  const known = stems.get(word)
  if (known !== undefined) return known
  const stem = stemmer(word)
  if (stems.size < MOST_STEMS) stems.set(word, stem)
  return stem
}

const wordsOf = (text: string): string[] =>
  JOINED.reduce((plain, [apart, one]) => plain.replace(apart, one), plainLetters(text))
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

/** The words of a text that say something, as stems, in their order. */
export const stemsOf = (text: string): string[] =>
  wordsOf(text)
    .filter((word) => !EMPTY.has(word))
    .map(stemOf)

const ARTICLES = new Set(['a', 'an', 'the', 'my', 'our', 'your'])

/**
 * By this texts are the same: the stems that say something, or, where only one does, all but articles, since 'what do we stop
 * doing' is not 'stop'.
 */
export function sameAs(text: string): string {
  const stems = stemsOf(text)
  return stems.length > 1
    ? stems.join(' ')
    : wordsOf(text)
        .filter((word) => !ARTICLES.has(word))
        .map(stemOf)
        .join(' ')
}

/** Words that stand for one another: for each stem the name of its line. */
export type Synonyms = ReadonlyMap<string, string>

/** Of lines such as 'rival: competitor, incumbent'. */
export function synonymsOf(lines: string): Synonyms {
  const synonyms = new Map<string, string>()
  for (const line of lines.split('\n')) {
    const [name, words = ''] = line.split(':')
    for (const stem of words.split(',').flatMap(stemsOf))
      if (!synonyms.has(stem)) synonyms.set(stem, `=${name}`)
  }
  return synonyms
}

/** Of a word unknown to all, features such as these say nothing: a pair, letters within a word. */
export const isWord = (feature: string) => !/[ ~_]/.test(feature)

/** How much each counts, against a word that says something. */
const COUNTS = { meaning: 0.8, pair: 0.9, near: 0.6, letters: 0.2, any: 0.6, anyPair: 0.5 }

/** What a text is known by, and how much each counts. `words` are its stems. */
export function featuresOf(text: string, synonyms: Synonyms): Map<string, number> {
  const features = new Map<string, number>()
  const add = (feature: string, counts: number) => {
    if (counts > (features.get(feature) ?? 0)) features.set(feature, counts)
  }
  const all = wordsOf(text).map(stemOf)
  all.forEach((word, at) => {
    add(`_${word}`, COUNTS.any)
    const next = all[at + 1]
    if (next === undefined) return
    add(`${word}_${next}`, COUNTS.anyPair)
    add(`${synonyms.get(word) ?? word}_${synonyms.get(next) ?? next}`, COUNTS.anyPair)
  })
  const words = stemsOf(text)
  const meant = words.map((word) => synonyms.get(word) ?? word)
  words.forEach((word, at) => {
    add(word, 1)
    if (meant[at] !== word) add(meant[at]!, COUNTS.meaning)
    if (at + 1 < words.length) add(`${meant[at]} ${meant[at + 1]}`, COUNTS.pair)
    if (at + 2 < words.length) add(`${meant[at]} ${meant[at + 2]}`, COUNTS.near)
    if (word.length < 5) return
    const letters = `<${word}>`
    for (let from = 0; from + 5 <= letters.length; from++)
      add(`~${letters.slice(from, from + 5)}`, COUNTS.letters)
  })
  return features
}
