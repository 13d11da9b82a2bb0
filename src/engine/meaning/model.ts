/** What was learnt from the bank, ready to be asked. Made when it is first needed, and then kept. */
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { type Bank, readBank } from './bank.ts'
import { featuresOf, readSynonyms, type Synonyms, stemsOf } from './features.ts'
import { rarityOf, train, type Weights } from './train.ts'

export interface Model extends Weights {
  synonyms: Synonyms
  examples: Bank['examples']
  places: ReadonlyMap<string, number>
  rarity: readonly number[]
}
