/** `cairn understand`: what phrases mean, for whoever tries the bank of phrases or has a list to read. */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { competencies } from '../core/competencies.ts'
import { understand } from '../engine/index.ts'

/** One line of JSON for each phrase that is not empty; `ms` is what it took, in milliseconds, without making ready. */
export async function understandLines(
  from: readonly string[] | Readable,
  print: (line: string) => void,
): Promise<void> {
  // What a process computes for the first time it computes slowly.
  for (const { description, aliases } of competencies)
    for (const text of [description, ...aliases]) understand(text)
  for await (const line of Array.isArray(from) ? from : createInterface({ input: from as Readable })) {
    const typed = line.trim()
    if (!typed) continue
    const started = performance.now()
    const found = understand(typed)
    const ms = Math.round((performance.now() - started) * 1000) / 1000
    print(JSON.stringify({ typed, competencies: found.competencies, ms }))
  }
}
