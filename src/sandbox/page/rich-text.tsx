/** `rich_text` blocks: what people write in Slack's own editor. */
import type { ReactNode } from 'react'
import { renderDate } from '../render/mrkdwn.ts'
import { signOf } from './emoji.ts'
import { useReader } from './reading.tsx'

interface Node {
  type?: string
  elements?: Node[]
  text?: string
  url?: string
  user_id?: string
  channel_id?: string
  range?: string
  name?: string
  timestamp?: number
  format?: string
  fallback?: string
  style?: 'ordered' | 'bullet' | { bold?: boolean; italic?: boolean; strike?: boolean; code?: boolean }
}

function styled(node: Node, content: ReactNode): ReactNode {
  const { bold, italic, strike, code } = typeof node.style === 'object' ? node.style : {}
  let result = content
  if (code) result = <code>{result}</code>
  if (strike) result = <s>{result}</s>
  if (italic) result = <em>{result}</em>
  if (bold) result = <strong>{result}</strong>
  return result
}

export function RichText({ node }: { node: unknown }): ReactNode {
  const reader = useReader()
  const each = node as Node
  const inside = () =>
    (each.elements ?? []).map((child, index) => {
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text have no identity but their place
      const made = <RichText node={child} key={index} />
      // biome-ignore lint/suspicious/noArrayIndexKey: the same
      return each.type === 'rich_text_list' ? <li key={index}>{made}</li> : made
    })
  switch (each.type) {
    case 'text':
      return styled(each, each.text)
    case 'link':
      return /^(https?|mailto):/i.test(each.url ?? '') ? (
        <a href={each.url} target="_blank" rel="noreferrer noopener">
          {styled(each, each.text ?? each.url)}
        </a>
      ) : (
        styled(each, each.text ?? each.url)
      )
    case 'user':
      return <span className="mention">@{reader.person(each.user_id ?? '') ?? each.user_id}</span>
    case 'channel':
      return <span className="mention">#{reader.channel(each.channel_id ?? '') ?? 'private channel'}</span>
    case 'broadcast':
      return <span className="mention me">@{each.range}</span>
    case 'emoji':
      return signOf(each.name ?? '') ?? `:${each.name}:`
    case 'date':
      return renderDate(each.timestamp ?? Number.NaN, each.format ?? '', reader) ?? each.fallback
    case 'rich_text_list':
      return each.style === 'ordered' ? <ol>{inside()}</ol> : <ul>{inside()}</ul>
    case 'rich_text_quote':
      return <blockquote>{inside()}</blockquote>
    case 'rich_text_preformatted':
      return <pre>{inside()}</pre>
    case 'rich_text_section':
      return <div>{inside()}</div>
    default:
      return inside()
  }
}
