/** Blocks in blocks, for the server and for the page. */
import type { Block } from './types.ts'

/** The cards of a carousel, the blocks of a container. */
export function insideOf(block: Block): Block[] {
  if (block.type === 'carousel') return (block.elements ?? []) as Block[]
  return block.child_blocks ?? []
}
