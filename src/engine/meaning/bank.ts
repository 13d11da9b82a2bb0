/** The bank of phrases from which Cairn learns what people mean: files for people to read and to add to. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startingCompetencies } from '../../core/competencies.data.ts'
import { programFile } from '../../core/program-files.ts'
import { type Example, merged } from './train.ts'

export interface Bank {
  examples: Example[]
  /** Lines of words that stand for one another; see `synonymsOf`. */
  synonyms: string
}

/** A phrase a line; behind a '=' words and terms, with commas between. */
const phrasesIn = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .flatMap((line) => (line.startsWith('=') ? line.slice(1).split(',') : [line]))
    .map((phrase) => phrase.trim())
    .filter(Boolean)

/** A file a competency, called by its id; `none.txt` holds what is about no skill. */
export function readBank(): Bank {
  const folder = programFile('src/engine/meaning/bank')
  const read = (name: string) => readFileSync(join(folder, `${name}.txt`), 'utf8')
  const written = (name: string) => phrasesIn(read(name))
  return {
    examples: merged([
      ...startingCompetencies.flatMap(({ id, name, description, aliases }) =>
        [name, description, ...aliases, ...written(id)].map((text) => [id, text] as const),
      ),
      ...written('none').map((text) => ['', text] as const),
    ]),
    synonyms: read('synonyms'),
  }
}
