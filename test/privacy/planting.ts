/** Words that are like no others, one for each field and whoever fills it in. */
import type { TestBot } from '../support/bot.ts'

const MARK = /zq\.([a-z]+)\.zq/g

/** What must not be a sentence. */
const SHAPES: Record<string, (word: string) => string> = {
  'goals.save.measure': (word) => `from 2 to 12 ${word}`,
  'guides.save.link': (word) => `https://read.example/${word}`,
  'plans.propose.location': (word) => `https://meet.example/${word}`,
  'profile.savePlace.languages': (word) => `English, ${word}`,
}

const codes = new Map<string, string>()
const fields = new Map<string, string>()

function codeOf(field: string): string {
  const known = codes.get(field)
  if (known) return known
  const n = codes.size
  const code = String.fromCharCode(97 + Math.floor(n / 26), 97 + (n % 26))
  codes.set(field, code)
  fields.set(code, field)
  return code
}

/** The word that stands for a field and its writer. */
export const wordFor = (field: string) => `zq.${codeOf(field)}.zq`

/** The fields whose words stand in something. */
export function wordsIn(shown: unknown): Set<string> {
  const text = typeof shown === 'string' ? shown : JSON.stringify(shown)
  return new Set([...text.matchAll(MARK)].map(([, code = '']) => fields.get(code) ?? `unknown ${code}`))
}

export const planted = () => [...codes.keys()]

/** Text inputs that take no words, but a number, a place on the map, days. */
export const NO_WORDS = new Set([
  'profile.saveExperience.years',
  'profile.savePlace.zone',
  'profile.savePlace.holidays',
  'goals.note.now',
])

/**
 * Writes into every text input of the form that somebody has open, each time a word of its own, and sends it. `values`
 * are for the other inputs; a text input that is named there keeps what it is given. `as` tells apart what the same
 * person writes into the same form at another time.
 */
export async function writes(bot: TestBot, who: string, values: Record<string, unknown> = {}, as = '') {
  const form = bot.sandbox.as(who).modal()
  if (!form?.submit) throw new Error(`${who} has no form open, but ${JSON.stringify(form?.blocks)}`)
  const filled = { ...values }
  for (const block of form.blocks) {
    const name = String(block.block_id)
    const field = `${form.callback_id}.${name}`
    if (block.element?.type !== 'plain_text_input' || name in values || NO_WORDS.has(field)) continue
    const word = wordFor(`${field} ${who}${as && `, ${as}`}`)
    filled[name] = SHAPES[field]?.(word) ?? `${word} and some more`
  }
  const outcome = await bot.as(who).submit(filled)
  if (outcome.errors || outcome.error)
    throw new Error(`${who} cannot send ${form.callback_id}: ${JSON.stringify(outcome)}`)
  await bot.settle()
}
