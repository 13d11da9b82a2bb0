/**
 * What was learnt from the bank, packed. The build learns it, and puts what this file exports into the bundle in its place;
 * sources learn it when it is first needed.
 */
import { readBank } from './bank.ts'
import { synonymsOf } from './features.ts'
import { pack } from './pack.ts'
import { train } from './train.ts'

let packed: string | undefined

export function learnt(): string {
  if (packed === undefined) {
    const bank = readBank()
    packed = pack(bank, train(bank.examples, synonymsOf(bank.synonyms)))
  }
  return packed
}
