import type { KnownBlock } from '@slack/types'

/** Blocks as they are written down: what is false or missing is left out, and a list within the list is laid flat. */
export type Blocks = readonly (KnownBlock | Blocks | false | null | undefined | '')[]

/** The blocks that are really there, in order. */
export const flatBlocks = (blocks: Blocks): KnownBlock[] =>
  blocks.flatMap((block) => (!block ? [] : Array.isArray(block) ? flatBlocks(block) : [block as KnownBlock]))
