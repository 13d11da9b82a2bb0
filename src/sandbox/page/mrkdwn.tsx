/** Slack's mrkdwn as elements. What was escaped is text and stays text: nothing here makes markup of words. */
import { Fragment, type ReactNode } from 'react'
import { renderDate, unescapeText } from '../render/mrkdwn.ts'
import { withSigns } from './emoji.ts'
import { type Reader, useReader } from './reading.tsx'

const TAG = /<([^<>\n]+)>/g
const KEPT = /\u0000(\d+)\u0000/
const AFTER = `(?=$|[\\s).,;:!?\\]"'*_~\u2026\u2014-])`

/** The marks that Slack reads inside of a line, by what they make. */
const MARKS: [name: string, pattern: RegExp][] = [
  ['code', /`([^`\n]+)`/],
  ['strong', new RegExp(`(?<=^|[\\s(["'_~])\\*(?=\\S)([^*\\n]+?)(?<=\\S)\\*${AFTER}`, 'm')],
  ['em', new RegExp(`(?<=^|[\\s(["'*~])_(?=\\S)([^_\\n]+?)(?<=\\S)_${AFTER}`, 'm')],
  ['s', new RegExp(`(?<=^|[\\s(["'*_])~(?=\\S)([^~\\n]+?)(?<=\\S)~${AFTER}`, 'm')],
]
const ADDRESS = /https?:\/\/[^\s<>"')\u0000]+[^\s<>"').,;:!?\u0000]/

function Address({ to, children }: { to: string; children: ReactNode }) {
  if (!/^(https?|mailto):/i.test(to)) return children
  return (
    <a href={to} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  )
}

/** What stands between angle brackets. */
function tag(inside: string, reader: Reader): ReactNode {
  const bar = inside.indexOf('|')
  const target = bar < 0 ? inside : inside.slice(0, bar)
  const label = bar < 0 ? undefined : unescapeText(inside.slice(bar + 1))
  if (target.startsWith('@')) {
    const id = target.slice(1)
    return (
      <span className={id === reader.me.id ? 'mention me' : 'mention'}>
        @{reader.person(id) ?? label ?? id}
      </span>
    )
  }
  if (target.startsWith('#'))
    return <span className="mention">#{reader.channel(target.slice(1)) ?? (label || 'private channel')}</span>
  if (target.startsWith('!date^')) {
    const [, seconds, pattern = '', link] = target.split('^')
    const text = renderDate(Number(seconds), pattern, reader) ?? label ?? ''
    return link ? <Address to={unescapeText(link)}>{text}</Address> : <time>{text}</time>
  }
  if (target.startsWith('!subteam^')) return <span className="mention">{label ?? `@${target.slice(9)}`}</span>
  if (target.startsWith('!')) return <span className="mention me">@{target.slice(1)}</span>
  const address = unescapeText(target)
  return <Address to={address}>{label ?? address.replace(/^mailto:/, '')}</Address>
}

interface Parts {
  kept: ReactNode[]
  signs: boolean
}

/** A line or a piece of one: the mark that begins first is made, then what is in it, then what follows it. */
function inline(text: string, parts: Parts, inCode = false): ReactNode[] {
  let first: { name: string; at: number; match: RegExpExecArray } | undefined
  const consider = (name: string, pattern: RegExp) => {
    const match = pattern.exec(text)
    if (match && (!first || match.index < first.at)) first = { name, at: match.index, match }
  }
  consider('kept', KEPT)
  if (!inCode) for (const [name, pattern] of MARKS) consider(name, pattern)
  if (!inCode) consider('address', ADDRESS)
  if (!first) return text === '' ? [] : [words(text, parts.signs && !inCode)]
  const { name, at, match } = first
  const whole = match[0]
  const inner = match[1] ?? ''
  // What comes before the first mark has none in it.
  const head = at > 0 ? [words(text.slice(0, at), parts.signs && !inCode)] : []
  // A mark asks what stands before it, so what follows is looked at with the last character before it.
  const rest = inline(text.slice(at + whole.length), parts, inCode)
  const made =
    name === 'kept' ? (
      parts.kept[Number(inner)]
    ) : name === 'code' ? (
      <code>{keyed(inline(inner, parts, true))}</code>
    ) : name === 'strong' ? (
      <strong>{keyed(inline(inner, parts))}</strong>
    ) : name === 'em' ? (
      <em>{keyed(inline(inner, parts))}</em>
    ) : name === 's' ? (
      <s>{keyed(inline(inner, parts))}</s>
    ) : (
      <Address to={unescapeText(whole)}>{unescapeText(whole)}</Address>
    )
  return [...head, made, ...rest]
}

const words = (text: string, signs: boolean) => {
  const plain = unescapeText(text)
  return signs ? withSigns(plain) : plain
}

const keyed = (nodes: ReactNode[]) =>
  // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text have no identity but their place
  nodes.map((node, index) => <Fragment key={index}>{node}</Fragment>)

/** Quotes and lines. */
function lines(text: string, parts: Parts): ReactNode[] {
  const result: ReactNode[] = []
  let quote: string[] = []
  const flush = () => {
    if (quote.length > 0) result.push(<blockquote>{keyed(broken(quote, parts))}</blockquote>)
    quote = []
  }
  let plain: string[] = []
  const flushPlain = () => {
    if (plain.length > 0) result.push(...broken(plain, parts))
    plain = []
  }
  for (const line of text.split('\n')) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line)
    if (quoted) {
      flushPlain()
      quote.push(quoted[1] ?? '')
    } else {
      flush()
      plain.push(line)
    }
  }
  flush()
  flushPlain()
  return result
}

const LINE_END = <br />

const broken = (list: string[], parts: Parts) =>
  list.flatMap((line, index) => [...(index > 0 ? [LINE_END] : []), ...inline(line, parts)])

const code = (text: string, parts: Parts) => <pre>{keyed(inline(text, parts, true))}</pre>

/** Elements for a mrkdwn text. */
export function mrkdwn(text: string, reader: Reader, signs = true): ReactNode {
  const kept: ReactNode[] = []
  // What a tag shows is put aside, so that a name with an asterisk in it is not taken for markup.
  const marked = text
    .replaceAll('\u0000', '')
    .replace(TAG, (_, inside: string) => `\u0000${kept.push(tag(inside, reader)) - 1}\u0000`)
  const parts = { kept, signs }
  const pieces = marked.split(/```([\s\S]+?)```/)
  return keyed(
    pieces.flatMap((piece, index): ReactNode[] =>
      index % 2 === 1 ? [code(piece.replace(/^\n/, ''), parts)] : lines(piece, parts),
    ),
  )
}

export function Mrkdwn({ text }: { text: string }) {
  return mrkdwn(text, useReader())
}
