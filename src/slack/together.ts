import type { KnownBlock } from '@slack/types'
import { md } from '../core/text.ts'
import type { Message } from '../outbox/kinds.ts'
import { divider, section } from './blocks.ts'

/**
 * How several messages of one kind become one: `title` says how many of them wait for an answer, then each follows with
 * its own buttons. What several say in small print is said once, at the end.
 */
export const together =
  (title: (waiting: number) => string) =>
  (parts: Message[]): Message => {
    const [only, another] = parts
    if (only && !another) return only
    const waiting = parts.filter((part) => !part.settled).length
    const text = waiting > 0 ? title(waiting) : 'Nothing here waits for you any more'
    const shared = sharedPrint(parts)
    const own = (block: KnownBlock) => !shared.has(JSON.stringify(block))
    return {
      text,
      blocks: [
        section(md`*${text}.*`),
        ...parts.flatMap((part) => [divider(), ...part.blocks.filter(own)]),
        ...shared.values(),
      ],
    }
  }

/** Small print that stands in more than one of them, by what it says. */
function sharedPrint(parts: Message[]): Map<string, KnownBlock> {
  const all = parts.flatMap((part) => part.blocks.filter((block) => block.type === 'context'))
  const seen = new Map<string, number>()
  for (const block of all) seen.set(JSON.stringify(block), (seen.get(JSON.stringify(block)) ?? 0) + 1)
  return new Map(
    all.map((block) => [JSON.stringify(block), block] as const).filter(([key]) => (seen.get(key) ?? 0) > 1),
  )
}
