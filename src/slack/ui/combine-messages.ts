import type { KnownBlock } from '@slack/types'
import { md } from '../../core/text.ts'
import { flatBlocks } from '../../outbox/blocks.ts'
import type { Message } from '../../outbox/kinds.ts'
import { divider, section } from './blocks.ts'

/**
 * How several messages of one kind become one: `title` says how many of them wait for an answer, then each follows with
 * its own buttons. What several say in small print is said once, at the end.
 */
export const combineMessages =
  (title: (waiting: number) => string) =>
  (parts: Message[]): Message => {
    const [only, another] = parts
    if (only && !another) return only
    const waiting = parts.filter((part) => !part.settled).length
    const text = waiting > 0 ? title(waiting) : 'Nothing here waits for you any more'
    const shared = sharedPrint(parts)
    const own = (part: Message) => {
      const blocks = flatBlocks(part.blocks)
      return shared.has(printOf(blocks)) ? blocks.slice(0, -1) : blocks
    }
    return {
      text,
      blocks: [
        section(md`*${text}.*`),
        ...parts.flatMap((part) => [divider(), ...own(part)]),
        ...shared.values(),
      ],
    }
  }

/** The small print at the end of a message; empty if it has none. */
function printOf(blocks: KnownBlock[]): string {
  const last = blocks.at(-1)
  return last?.type === 'context' ? JSON.stringify(last) : ''
}

/** Small print with which more than one of them ends. */
function sharedPrint(parts: Message[]): Map<string, KnownBlock> {
  const seen = new Set<string>()
  const shared = new Map<string, KnownBlock>()
  for (const part of parts) {
    const blocks = flatBlocks(part.blocks)
    const print = printOf(blocks)
    if (print && seen.has(print)) shared.set(print, blocks.at(-1)!)
    seen.add(print)
  }
  return shared
}
