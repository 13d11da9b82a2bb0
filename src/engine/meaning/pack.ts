/** What was learnt as one string of Latin letters, small enough to lie in the bundle; and back. */
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import type { Bank } from './bank.ts'
import { sameAs, stemsOf } from './features.ts'
import type { Weights } from './train.ts'

/** What is kept of the bank beside what was learnt from it. */
export interface Kept {
  synonyms: string
  /** What a few words stand for in the bank, by `sameAs`. Longer ones nobody types just so. */
  exact: [words: string, ids: string[]][]
}

const FEW_WORDS = 3

/** Three parts, their lengths before them: names as JSON, bytes as they are. */
export function pack({ examples, synonyms }: Bank, { values, seen, ...names }: Weights): string {
  const exact = examples
    .filter(({ text }) => stemsOf(text).length <= FEW_WORDS)
    .map(({ text, ids }): Kept['exact'][number] => [sameAs(text), ids])
  const parts = [JSON.stringify({ synonyms, exact, ...names }), seen, values].map((part) =>
    Buffer.from(part as string),
  )
  const lengths = Buffer.from(Uint32Array.from(parts, (part) => part.length).buffer)
  return brotliCompressSync(Buffer.concat([lengths, ...parts])).toString('base64')
}

export function unpack(packed: string): Kept & Weights {
  const all = brotliDecompressSync(Buffer.from(packed, 'base64'))
  let from = 12
  const [names, seen, values] = [0, 4, 8].map((at) => {
    const part = all.subarray(from, from + all.readUInt32LE(at))
    from += part.length
    return part
  }) as [Buffer, Buffer, Buffer]
  return {
    ...JSON.parse(names.toString()),
    seen,
    values: new Int8Array(values.buffer, values.byteOffset, values.length),
  }
}
