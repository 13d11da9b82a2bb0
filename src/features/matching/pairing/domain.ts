/** What two who are matched begin with. Pure. */

/** The first meeting, in 45 minutes. */
export const FIRST_MEETING = [
  ['10 min', 'Where each of you comes from, and what you do today'],
  ['15 min', 'The goal: what would be different in three months?'],
  ['10 min', 'How you like to work: how often, how direct, live or in writing'],
  ['5 min', 'What stays between you two'],
  ['5 min', 'The next date'],
] as const

/** Openers that fit anybody, and some by what the mentee wants to learn. */
const STARTERS = [
  'What was the best decision you made at work this year, and how did you get to it?',
  'Which piece of advice did you ignore, and were right to?',
  'What would you do with one more day a week?',
  'When were you last completely wrong about what people need?',
  'What do you wish somebody had told you in your first year in product?',
  'Which meeting do you look forward to, and why?',
]

const STARTERS_BY_GROUP: Record<string, string> = {
  strategy: 'Which bet of the last year would you make again, and which not?',
  discovery: 'Which conversation with a customer changed your mind most?',
  delivery: 'What did you leave out that turned out not to be missed?',
  data: 'Which number do you look at first, and what did it hide from you?',
  leadership: 'Tell of a time when you had to say no to somebody important.',
}

/** Three openers: one that fits what is wanted, and two more, the same ones for the same pair. */
export function starters(mentorship: string, groups: string[]): string[] {
  const special = groups
    .map((g) => Object.entries(STARTERS_BY_GROUP).find(([key]) => g.startsWith(key))?.[1])
    .find(Boolean)
  const seed = [...mentorship].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 100_003, 7)
  const first = seed % STARTERS.length
  const general = [0, 1, 2].map((i) => STARTERS[(first + i * 2) % STARTERS.length] as string)
  return [...(special ? [special] : []), ...general].slice(0, 3)
}
