import { z } from 'zod'

/** Slack's mrkdwn that is safe to show: people's words in it were escaped by `md`. */
export type Mrkdwn = string & { readonly mrkdwn: unique symbol }

/**
 * Escapes what a person typed, in the order that Slack's reference gives (docs.slack.dev, formatting message
 * text). It disarms `<!channel>`, `<@U…>`, `<!subteam^…>` and disguised links.
 */
export const escapeText = (text: string): Mrkdwn =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;') as Mrkdwn

/** Template for mrkdwn: what is put in is escaped, unless it is Mrkdwn already (made by the helpers below). */
export function md(parts: TemplateStringsArray, ...values: (string | number | Safe)[]): Safe {
  return new Safe(
    parts.reduce((text, part, i) => {
      const value = values[i - 1]
      return `${text}${value instanceof Safe ? value.text : escapeText(String(value))}${part}`
    }),
  )
}

/** Carries escaped mrkdwn, so that `md` does not escape it twice. */
export class Safe {
  readonly text: Mrkdwn
  constructor(text: string) {
    this.text = text as Mrkdwn
  }
}

/** Stands in the place of an id, where what was shared stays of somebody who asked to be deleted. */
export const FORMER_MEMBER = 'a former member'

/** Somebody's name, as a mention that Slack shows in the reader's own way. */
export const mention = (person: string) =>
  new Safe(/^[UW][A-Z0-9]+$/.test(person) ? `<@${person}>` : person === FORMER_MEMBER ? person : 'somebody')

export const link = (url: string, label: string) => new Safe(`<${escapeText(url)}|${escapeText(label)}>`)

/** A channel, as a link. */
export const channelLink = (id: string) => new Safe(/^[CG][A-Z0-9]+$/.test(id) ? `<#${id}>` : 'the channel')

/** An instant (UTC ms), shown by Slack in the reader's own zone; `fallback` where it cannot. */
export const dateText = (at: number, format: string, fallback: string) =>
  new Safe(`<!date^${Math.floor(at / 1000)}^${format}|${escapeText(fallback)}>`)

export const joinSafe = (parts: (Safe | string)[], between = '\n') =>
  new Safe(parts.map((part) => (part instanceof Safe ? part.text : escapeText(part))).join(between))

/** 'a', 'a and b', 'a, b and c'; 'a and b; c' where an item has an 'and' of its own. */
export function listed(items: string[]): string {
  if (items.length < 2) return items[0] ?? ''
  if (items.some((item) => /\band\b/i.test(item))) return items.join('; ')
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`
}

/** As `listed`, for mentions. */
export const listedSafe = (items: Safe[]) => new Safe(listed(items.map((item) => item.text)))

/** At most `max` Unicode code points, as Slack counts; cut text ends in '…'. */
export function clip(text: string, max: number): string {
  const points = [...text]
  return points.length <= max
    ? text
    : `${points
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`
}

/** One of something, or many of them: `plural(2, 'mentee')` is '2 mentees'. */
export const plural = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`

const LINE_BREAK = /\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g
const HARD_SPACE = /[\u00a0\u2007\u202f]/g
/** Controls, marks that turn the line, and what has no width; but not the joiners that scripts and emoji need. */
const CONTROL =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g
const VISIBLE = /[^\s\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u

/**
 * Text from outside in the one form in which we keep and compare it: Unicode NFC, line breaks as '\n', plain spaces,
 * nothing that turns the line, trimmed. '' if nothing of it can be seen.
 */
export function tidy(text: string): string {
  const plain = text
    .replace(LINE_BREAK, '\n')
    .replace(HARD_SPACE, ' ')
    .replace(CONTROL, '')
    .normalize('NFC')
    .trim()
  return VISIBLE.test(plain) ? plain : ''
}

/** A name from outside, on one line. */
export const tidyName = (name: string) => tidy(name).replace(/\s+/g, ' ')

/**
 * What all spellings of one name have in common, to compare names by and never to show: without case, width, hidden
 * characters, and the kinds of apostrophe and hyphen that systems put for one another.
 */
export const nameKey = (name: string) =>
  tidyName(name.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, ''))
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    // By way of capitals, so that 'ß' is 'ss' and both kinds of sigma are one.
    .toUpperCase()
    .toLowerCase()

/** Code points, as Slack counts. */
export const lengthOf = (text: string) => [...text].length

/** A field that must hold words: between `min` and `max` code points once tidied. */
export const words = (max: number, min = 1) =>
  z
    .string('Please write something here.')
    .transform(tidy)
    .superRefine((text, context) => {
      const n = lengthOf(text)
      const issue = (message: string) => context.addIssue({ code: 'custom', message })
      if (n === 0) issue('Please write something here.')
      else if (n < min) issue(`A little more, please: at least ${min} characters.`)
      else if (n > max) issue(`Please keep it under ${max} characters; this has ${n}.`)
    })

/** As `words`, for a field that may stay empty; then it is undefined. */
export const maybeWords = (max: number) =>
  z.preprocess(
    (text) => (typeof text === 'string' && tidy(text) === '' ? undefined : text),
    words(max).optional(),
  )

/** One of the given choices, with a refusal that says so. */
export const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, 'Please choose one of these.')

/** What stands in angle brackets; each is read once, so that a long text costs no more than its length. */
const CODE = /<([^<>]+)>/g

/** A code of Slack's and its label (docs.slack.dev, formatting message text). */
function partsOf(code: string): [head: string, label: string] {
  const bar = code.indexOf('|')
  return bar < 0 ? [code, ''] : [code.slice(0, bar), code.slice(bar + 1)]
}

const at = (name: string) => `@${name.replace(/^@/, '')}`

/** A group, channel, number, address or date in plain words; undefined for another code, and for what is none. */
function thingInWords(code: string): string | undefined {
  const [head, label] = partsOf(code)
  if (/^#[CDG][A-Z0-9]+$/.test(head)) return label ? `#${label.replace(/^#/, '')}` : 'a channel'
  if (/^!subteam\^\w+$/.test(head)) return label ? at(label) : 'a group'
  if (/^!date\^\d+\^/.test(head)) return label || 'a date'
  if (/^tel:\S+$/.test(head)) return label || head.slice(4)
  return /^mailto:\S+$/.test(head) ? head.slice(7) : undefined
}

/** A mention, a shout or a link in plain words: of a link the address, so that it is seen where it leads. */
function callInWords(code: string): string | undefined {
  const [head, label] = partsOf(code)
  if (/^@[UW][A-Z0-9]+$/.test(head)) return at(label || 'somebody')
  if (/^!(here|channel|everyone)$/.test(head)) return at(head.slice(1))
  return /^(https?|slack):\S+$/.test(head) ? head : undefined
}

/**
 * Words of a form, where a pasted group, channel, number, address or date is a code. Nothing else is: what looks like a
 * mention, a shout or a link was typed letter by letter, and stays these letters.
 * A '<' that somebody typed in a command comes as `&lt;`, so that none stands inside of what Slack made.
 */
export const asPasted = (text: string) =>
  text.replace(CODE, (whole, code: string) => thingInWords(code) ?? whole)

/** What a person typed, from what Slack makes of it in a command: `<@U1|ana>` is '@ana' again, and `&amp;` is '&'. */
export const asTyped = (text: string) =>
  text
    .replace(CODE, (whole, code: string) => thingInWords(code) ?? callInWords(code) ?? whole)
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .trim()

/** The accounts that codes in a command mention. */
export const mentionedIn = (text: string): string[] =>
  [...text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>/g)].map((m) => m[1] as string)
