/**
 * Which of Slack's new blocks a workspace has. Slack does not say; it refuses what a workspace has not yet. So one is tried,
 * and what came of it is remembered, in memory, for a day where it was refused.
 */
import type { KnownBlock } from '@slack/types'
import { DAY_MS } from '../../core/calendar.ts'
import { newTypesIn, plainly } from './cards.ts'

export interface NewBlocks {
  /** For calls that are answered: all of it that is not known to be refused. */
  hopeful(blocks: KnownBlock[]): KnownBlock[]
  /** For answers that nobody answers, such as an acknowledgement: only what was taken before. */
  safe(blocks: KnownBlock[]): KnownBlock[]
  taken(types: string[]): void
  refused(types: string[]): void
}

export function createNewBlocks(now: () => number): NewBlocks {
  /** By type: until when it is taken for refused; 0 if it was taken. */
  const known = new Map<string, number>()
  const keep = (blocks: KnownBlock[], fits: (until: number | undefined) => boolean) =>
    blocks.flatMap((block) =>
      newTypesIn([block]).every((type) => fits(known.get(type))) ? [block] : plainly(block),
    )
  return {
    hopeful: (blocks) => keep(blocks, (until = 0) => until <= now()),
    safe: (blocks) => keep(blocks, (until) => until === 0),
    taken: (types) => {
      for (const type of types) known.set(type, 0)
    },
    refused: (types) => {
      for (const type of types) known.set(type, now() + DAY_MS)
    },
  }
}
