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

/** Somebody's name, as a mention that Slack shows in the reader's own way. */
export const mention = (person: string) =>
  new Safe(/^[UW][A-Z0-9]+$/.test(person) ? `<@${person}>` : 'somebody')

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

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** What a person typed, without control and direction characters, in one Unicode form, trimmed. */
export const tidy = (text: string) =>
  text.replace(/\r\n?/g, '\n').replace(CONTROL, '').normalize('NFC').trim()

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

/**
 * What a person typed, from what Slack makes of it in a command: `<@U1|ana>` is '@ana' again, `<https://…>` the bare
 * address, and `&amp;` is '&' (docs.slack.dev, formatting message text). A '<' that somebody typed comes as `&lt;`, so
 * that none stands inside of what Slack made: looking no further keeps this linear.
 */
export const asTyped = (text: string) =>
  text
    .replace(/<@[UW][A-Z0-9]+\|([^<>]*)>/g, '@$1')
    .replace(/<@[UW][A-Z0-9]+>/g, '@somebody')
    .replace(/<#[CG][A-Z0-9]+\|([^<>]*)>/g, '#$1')
    .replace(/<!(?:subteam\^\w+\|)?@?([^<>|]*)(?:\|[^<>]*)?>/g, '@$1')
    .replace(/<((?:https?|mailto):[^<>|]*)(?:\|[^<>]*)?>/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .trim()
