/** Text objects: plain text as it stands, mrkdwn as markup. */
import { unescapeText } from '../render/mrkdwn.ts'
import type { TextObject } from '../types.ts'
import { withSigns } from './emoji.ts'
import { Mrkdwn } from './mrkdwn.tsx'

/** plain_text is shown as it stands: Slack undoes the entities, and reads no markup in it. */
export function plain(text: TextObject | null | undefined): string {
  if (!text) return ''
  const words = unescapeText(text.text)
  return text.emoji === false ? words : withSigns(words)
}

export function Text({ text }: { text: TextObject }) {
  return text.type === 'mrkdwn' ? <Mrkdwn text={text.text} /> : plain(text)
}
