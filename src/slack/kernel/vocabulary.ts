/** Which command a word means: its name, one of its other words, or the one that is nearest. */
import type { Command, Feature } from './feature.ts'
import { nearestWord } from './nearest-word.ts'

export interface Meant {
  name: string
  command: Command
  by: 'name' | 'alias' | 'near'
}

/** As words are looked up: "Check-in!" is "checkin". */
const plainWord = (word: string) => word.toLowerCase().replace(/[^\p{L}\p{N}_]/gu, '')

export type Vocabulary = ReturnType<typeof createVocabulary>

/** All words of all features. The same word for two commands is a bug. */
export function createVocabulary(features: Feature[]) {
  const words = new Map<string, Meant>()
  const add = (word: string, meant: Meant) => {
    if (words.has(word)) throw new Error(`"${word}" means two commands`)
    words.set(word, meant)
  }
  for (const feature of features)
    for (const [name, command] of Object.entries(feature.commands ?? {})) {
      add(name, { name, command, by: 'name' })
      for (const alias of command.aliases ?? []) add(alias, { name, command, by: 'alias' })
    }
  const known = [...words.keys()]

  return {
    /** The command that goes by just this word. */
    exactly: (word: string): Meant | undefined => words.get(plainWord(word)),
    /** The command whose word is a slip of the finger away. In a single letter nothing is. */
    nearly(word: string): Meant | undefined {
      const typed = plainWord(word)
      const near = typed.length > 1 ? nearestWord(typed, known) : undefined
      const meant = near === undefined ? undefined : words.get(near)
      return meant && { ...meant, by: 'near' }
    },
  }
}

/** Whether the command would change something at once with these words. */
export const actsWith = ({ acts }: Command, text: string) =>
  acts === 'always' || (acts === 'with words' && text !== '')

/** Whether these words, typed after the command's word in a sentence, can be meant for it. */
export function takes({ usage }: Command, text: string): boolean {
  if (text === '') return true
  if (!usage.includes(' ')) return false
  return !usage.includes('@') || /<@[UW]|(^|\s)@/.test(text)
}
