/**
 * Cards and alerts: blocks of 2026 (docs.slack.dev/reference/block-kit), which not every workspace has yet. Each is made so
 * that `plainly` says the same without it, to the last word; see docs/decisions/0029-blocks-of-2026.md.
 */
import type { AlertBlock, Button, CardBlock, KnownBlock, MrkdwnElement } from '@slack/types'
import { escapeText, joinSafe, lengthOf, md, Safe } from '../../core/text.ts'
import { actions, section } from './blocks.ts'

/** Slack's limits, in characters, and buttons of a card. */
const MOST = { title: 150, subtitle: 150, body: 200, buttons: 3, alert: 200 }

const sourceOf = (text: Safe | string) => (typeof text === 'string' ? escapeText(text) : text.text)
const mrkdwn = (text: Safe | string): MrkdwnElement => ({ type: 'mrkdwn', text: sourceOf(text) })

export interface CardOptions {
  /** What it is about, in bold. */
  title: Safe | string
  subtitle?: Safe | string
  body?: Safe | string
  buttons?: (Button | false | undefined)[]
}

/** One person or thing, with what can be done about it. Never cut: what does not fit on a card is written out in sections. */
export function card({ title, subtitle, body, buttons = [] }: CardOptions): KnownBlock[] {
  const shown = buttons.filter((each) => each !== false && each !== undefined)
  const made: CardBlock = {
    type: 'card',
    title: mrkdwn(title),
    ...(subtitle && { subtitle: mrkdwn(subtitle) }),
    ...(body && { body: mrkdwn(body) }),
    ...(shown.length > 0 && { actions: shown }),
  }
  const fits =
    lengthOf(made.title?.text ?? '') <= MOST.title &&
    lengthOf(made.subtitle?.text ?? '') <= MOST.subtitle &&
    lengthOf(made.body?.text ?? '') <= MOST.body &&
    shown.length <= MOST.buttons
  return fits ? [made] : plainly(made)
}

/** What went wrong or what to mind, in a modal: nowhere else does Slack take it. */
export function alert(text: Safe | string, level: NonNullable<AlertBlock['level']> = 'warning'): KnownBlock {
  return lengthOf(sourceOf(text)) <= MOST.alert ? { type: 'alert', level, text: mrkdwn(text) } : section(text)
}

/** The blocks of which not every workspace has all. */
const NEW = new Set<string>(['alert', 'card'])

/** The types among them that are new. */
export const newTypesIn = (blocks: readonly { type: string }[]): string[] => [
  ...new Set(blocks.map((block) => block.type).filter((type) => NEW.has(type))),
]

/** What says the same as a block and is in every workspace. */
export function plainly(block: KnownBlock): KnownBlock[] {
  if (block.type === 'alert') return [section(new Safe(block.text.text))]
  if (block.type !== 'card') return [block]
  const { title, subtitle, body, actions: buttons = [], block_id } = block
  const words = [
    title && md`*${new Safe(title.text)}*`,
    ...[subtitle, body].map((each) => each && new Safe(each.text)),
  ]
  return [
    ...(words.some(Boolean) ? [section(joinSafe(words.filter((each) => each !== undefined)))] : []),
    ...(buttons.length > 0 ? [{ ...actions(...buttons), ...(block_id && { block_id }) }] : []),
  ]
}
