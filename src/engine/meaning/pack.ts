/** What was learnt as one string of Latin letters, small enough to lie in the bundle; and back. */
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import type { Bank } from './bank.ts'
import type { Weights } from './train.ts'

/** Four parts, each its length before it: names as JSON, bytes as they are. */
export function pack(bank: Bank, { values, seen, ...names }: Weights): string {
  const parts = [JSON.stringify({ ...bank, ...names }), seen, values].map((part) =>
    Buffer.from(part as string),
  )
  const lengths = Buffer.from(Uint32Array.from(parts, (part) => part.length).buffer)
  return brotliCompressSync(Buffer.concat([lengths, ...parts])).toString('base64')
}

export function unpack(packed: string): Bank & Weights {
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
