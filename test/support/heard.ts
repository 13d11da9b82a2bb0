/** Whoever hears a message in place of seeing it hears all of it: what stands in its blocks stands in its `text`. */
import type { Block, Sandbox } from '../../src/sandbox/index.ts'

interface Shown {
  text?: string
  blocks?: Block[]
}

/** All text objects of a block but those of what can be pressed. */
const textsOf = (block: Block) =>
  [block.text, ...(block.fields ?? []), ...(block.type === 'context' ? (block.elements ?? []) : [])] as (
    | { type: string; text?: string; alt_text?: string }
    | undefined
  )[]

/** As many as an edit may have; what is longer is cut. */
const CUT = 3900

/** The words of messages' blocks that are missing in their text. */
export function unheard(sandbox: Sandbox): string[] {
  const reader = { as: sandbox.people[0]?.id ?? '' }
  const wordsIn = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const shownBy = (mrkdwn: string) => wordsIn(sandbox.renderMrkdwn(mrkdwn, reader))
  const missing: string[] = []
  for (const { method, args } of sandbox.traffic.calls) {
    if (!/^chat\.(post|update)/.test(method) || !args.blocks) continue
    const { text = '', blocks = [] } = args as Shown
    if (text.length > CUT) continue
    const heard = new Set(shownBy(text))
    const all: Block[] = typeof blocks === 'string' ? JSON.parse(blocks) : blocks
    for (const object of all.flatMap(textsOf)) {
      if (!object) continue
      const said = object.alt_text ?? object.text ?? ''
      const words = object.type === 'mrkdwn' ? shownBy(said) : wordsIn(said)
      const lost = words.filter((word) => !heard.has(word))
      if (lost.length > 0) missing.push(`${lost.join(' ')}, of: ${said} | ${text}`)
    }
  }
  return missing
}
