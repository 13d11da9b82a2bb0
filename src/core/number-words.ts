/** Small numbers as people write them in English: 'ten', 'twenty-five', 'a dozen', 'two hundred'. Pure. */

const UNITS = 'one two three four five six seven eight nine'.split(' ')
const TEENS = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ')
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')

const VALUES = new Map<string, number>([
  ['zero', 0],
  ...UNITS.map((word, i): [string, number] => [word, i + 1]),
  ...TEENS.map((word, i): [string, number] => [word, i + 10]),
  ...TENS.map((word, i): [string, number] => [word, (i + 2) * 10]),
])

const below100 = `(?:(?:${TENS.join('|')})(?:[- ](?:${UNITS.join('|')}))?|${[...TEENS, ...UNITS].join('|')})`

/** The source of a pattern for one number in words, without groups. */
export const NUMBER_WORDS = `(?:(?:an?|${below100}) (?:hundred|dozen)|(?:hundred|dozen)|zero|${below100})`

const ALONE = new RegExp(`^${NUMBER_WORDS}$`, 'i')

/** The number that these words are, or undefined. */
export function numberFromWords(text: string): number | undefined {
  const words = text.trim().toLowerCase()
  if (!ALONE.test(words)) return undefined
  const [, front = 'a', group] = /^(?:(.*) )?(hundred|dozen)$/.exec(words) ?? []
  if (group) return (front === 'a' || front === 'an' ? 1 : sum(front)) * (group === 'dozen' ? 12 : 100)
  return sum(words)
}

const sum = (words: string) => words.split(/[- ]/).reduce((total, word) => total + (VALUES.get(word) ?? 0), 0)
