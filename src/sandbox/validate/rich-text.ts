/** The table of rich text: sections, lists, quotes, and the pieces in them. */
import { boolean, byType, type Check, choice, integer, list, object, string } from './check.ts'
import { blockId } from './objects.ts'

const style = object({
  optional: { bold: boolean, code: boolean, italic: boolean, strike: boolean, underline: boolean },
})
const piece = (required: Record<string, Check>, optional: Record<string, Check> = {}) =>
  object({ required, optional: { style, ...optional } })

const words = string({ min: 1 })
const PIECES: Record<string, Check> = {
  text: piece({ text: words }),
  link: piece({ url: words }, { text: string(), unsafe: boolean }),
  user: piece({ user_id: words }),
  usergroup: piece({ usergroup_id: words }),
  channel: piece({ channel_id: words }),
  team: piece({ team_id: words }),
  broadcast: piece({ range: choice('here', 'channel', 'everyone') }),
  color: piece({ value: words }),
  emoji: piece({ name: words }, { unicode: words, url: words }),
  date: piece({ timestamp: integer(0, 9_999_999_999), format: words }, { url: words, fallback: words }),
}

const pieces = list(byType(PIECES))
const border = integer(0, 1)
const section = object({ required: { elements: pieces } })

const PARTS: Record<string, Check> = {
  rich_text_section: section,
  rich_text_preformatted: object({ required: { elements: pieces }, optional: { border, language: words } }),
  rich_text_quote: object({ required: { elements: pieces }, optional: { border } }),
  rich_text_list: object({
    required: { style: choice('bullet', 'ordered'), elements: list(byType({ rich_text_section: section })) },
    optional: { border, indent: integer(0, 8), offset: integer(0, 1000) },
  }),
}

export const richTextBlock: Check = byType({
  rich_text: object({
    required: { elements: list(byType(PARTS), { min: 1 }) },
    optional: { block_id: blockId },
  }),
})
