/** A message that is edited keeps its noun: whatever became of it, it still says whom or what day it was about. */
import type { Block, Sandbox } from '../../src/sandbox/index.ts'

interface Sent {
  channel?: string
  ts?: string
  text?: string
  blocks?: Block[] | string
}

/** Dates as messages have them: 23 Oct, and what Slack shows in the reader's own zone. */
const DATE = /\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b|<!date\^\d+/g

/** Edited messages that lost their noun: what they said first, and what they say now. */
export function lostNouns(sandbox: Sandbox): string[] {
  const people = sandbox.people.flatMap(({ id, realName, name }) => [
    [`<@${id}>`, id],
    [realName, id],
    [realName?.split(' ')[0] ?? name, id],
  ])
  const nounsIn = ({ text = '', blocks = '' }: Sent) => {
    const all = `${text} ${typeof blocks === 'string' ? blocks : JSON.stringify(blocks)}`
    const named = people.flatMap(([word, id]) => (word && id && all.includes(word) ? [id] : []))
    return new Set([...named, ...(all.match(DATE) ?? [])])
  }
  const first = new Map<string, { nouns: Set<string>; text: string }>()
  const lost: string[] = []
  for (const { method, args, ok, response } of sandbox.traffic.calls) {
    const sent = args as Sent
    if (!ok) continue
    if (method === 'chat.postMessage') {
      const { channel, ts } = (response ?? {}) as Sent
      first.set(`${channel} ${ts}`, { nouns: nounsIn(sent), text: sent.text ?? '' })
    } else if (method === 'chat.update') {
      const before = first.get(`${sent.channel} ${sent.ts}`)
      const now = nounsIn(sent)
      if (before && before.nouns.size > 0 && ![...before.nouns].some((noun) => now.has(noun)))
        lost.push(`${before.text} | ${sent.text}`)
    }
  }
  return lost
}
