/** Walks over blocks, and completes them as Slack does when it stores them. */
import { insideOf } from './inside.ts'
import type { Block, Element, TextObject } from './types.ts'
import { count, type World } from './world.ts'

/** An interactive element with the block that it stands in. */
export interface Placed {
  block: Block
  blockId: string
  element: Element
}

const STATIC = new Set(['image', 'plain_text', 'mrkdwn'])

/** Blocks in reading order, each followed by those that stand in it. */
function everyBlock(blocks: Block[]): Block[] {
  return blocks.flatMap((block) => [block, ...everyBlock(insideOf(block))])
}

/** All interactive elements of valid blocks, in reading order. */
export function elementsOf(blocks: Block[]): Placed[] {
  const found: Placed[] = []
  for (const block of everyBlock(blocks)) {
    const candidates: unknown[] = [block.accessory, block.element, ...(block.actions ?? [])]
    if (block.type === 'actions' || block.type === 'context_actions')
      candidates.push(...(block.elements ?? []))
    for (const candidate of candidates) {
      const element = candidate as Element | undefined
      if (element && !STATIC.has(element.type)) found.push({ block, blockId: block.block_id ?? '', element })
    }
  }
  return found
}

function complete(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(complete)
  if (!value || typeof value !== 'object') return value
  const source = value as Record<string, unknown>
  const result: Record<string, unknown> = {}
  for (const [key, each] of Object.entries(source)) result[key] = complete(each)
  const text = result as unknown as TextObject
  if (result.type === 'plain_text' && typeof result.text === 'string') text.emoji ??= true
  if (result.type === 'mrkdwn' && typeof result.text === 'string') text.verbatim ??= false
  return result
}

/**
 * A copy of valid blocks as Slack keeps them: each block and each interactive element with an id, text
 * objects with their defaults spelled out. So a payload's option need not be equal to what was sent.
 */
export function storedBlocks(world: World, blocks: unknown): Block[] {
  const result = complete(blocks) as Block[]
  for (const block of everyBlock(result)) {
    block.block_id ??= `b${count(world, 'block').toString(36).padStart(4, '0')}`
    if (block.type === 'input') {
      block.optional ??= false
      block.dispatch_action ??= false
    }
  }
  for (const { element } of elementsOf(result)) {
    element.action_id ??= `a${count(world, 'action').toString(36).padStart(4, '0')}`
  }
  return result
}

/** All mrkdwn texts of blocks, and those of `markdown` blocks: where mentions have an effect. */
export function markedUpTexts(blocks: unknown): string[] {
  const found: string[] = []
  const visit = (value: unknown) => {
    if (Array.isArray(value)) return value.forEach(visit)
    if (!value || typeof value !== 'object') return
    const object = value as Record<string, unknown>
    if ((object.type === 'mrkdwn' || object.type === 'markdown') && typeof object.text === 'string') {
      found.push(object.text)
    }
    if (object.type === 'user' && typeof object.user_id === 'string') found.push(`<@${object.user_id}>`)
    if (object.type === 'broadcast' && typeof object.range === 'string') found.push(`<!${object.range}>`)
    Object.values(object).forEach(visit)
  }
  visit(blocks)
  return found
}
