/**
 * A message's `text`, whole. Slack shows it in notifications, and screen readers read it in place of the blocks
 * (docs.slack.dev, chat.postMessage): whoever hears a message must hear all of it. Private words stand in no message.
 */
import type { KnownBlock } from '@slack/types'
import { escapeText, Safe } from '../../core/text.ts'
import { clipMrkdwn } from '../ui/blocks.ts'

/** Slack's bound for edits (docs.slack.dev, chat.update); posts may be longer, and few are. */
const MOST_TEXT = 4000

const MENTION = /^<@[uw][a-z0-9]+>$/

/** Words as they are compared: without markup and punctuation. What Slack puts in itself, such as a mention, is one. */
const wordsOf = (mrkdwn: string) => mrkdwn.toLowerCase().match(/<[^<>]+>|[\p{L}\p{N}]+/gu) ?? []

/** Whether the headline has these words, in a row; one or two mentions among enough of them may stand there as names. */
function isIn(headline: string, sentence: string): boolean {
  const words = wordsOf(sentence)
  const mentions = words.filter((word) => MENTION.test(word)).length
  const byName = mentions <= 2 && words.length - mentions >= 3
  const row = words.map((word) => {
    const exactly = `${word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')} `
    return byName && MENTION.test(word) ? `(?:${exactly}|(?:[^\\s<]+ ){1,4}?)` : exactly
  })
  return new RegExp(` ${row.join('')}`, 'u').test(headline)
}

const ofObject = (object: { type: string; text: string } | undefined) =>
  !object ? '' : object.type === 'plain_text' ? escapeText(object.text) : object.text

/** What somebody who sees a block reads there, but for what can be pressed. */
function readIn(block: KnownBlock): string[] {
  switch (block.type) {
    case 'alert':
    case 'header':
      return [ofObject(block.text)]
    case 'section':
      return [ofObject(block.text), ...(block.fields ?? []).map(ofObject)]
    case 'card':
      return [block.title, block.subtitle, block.body].map(ofObject)
    case 'context':
      return block.elements.map((e) => (e.type === 'image' ? escapeText(e.alt_text) : ofObject(e)))
    case 'image':
      return [escapeText(block.alt_text)]
    default:
      return []
  }
}

/**
 * The headline, and after it line by line whatever the blocks say beyond it. Blocks may say one thing of several people: that
 * is said of each.
 */
export function notificationText(headline: Safe | string, blocks: KnownBlock[] = []): string {
  const first: string = headline instanceof Safe ? headline.text : escapeText(headline)
  const said = ` ${wordsOf(first).join(' ')} `
  const lines = blocks
    .flatMap(readIn)
    .flatMap((text) => text.split('\n'))
    .map((line) => {
      const news = line.split(/(?<=[.!?][*_]?) /).filter((sentence) => !isIn(said, sentence))
      return news.join(' ')
    })
  return clipMrkdwn([first, ...lines.filter(Boolean)].join('\n'), MOST_TEXT)
}
