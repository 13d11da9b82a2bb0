/** Slack's mrkdwn as a person reads it: names for ids, dates in the reader's zone, no markup. */

export interface Reading {
  /** IANA zone of the reader. */
  tz: string
  /** The present instant, in milliseconds: what "today" means. */
  now: number
  /** The name shown for a person's id. */
  person(id: string): string | undefined
  /** The name of a channel, or undefined if the reader does not see it. */
  channel(id: string): string | undefined
}

/** Undoes Slack's three entities. */
export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

const ORDINALS: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }
const rules = new Intl.PluralRules('en-US', { type: 'ordinal' })

interface Day {
  year: number
  month: number
  day: number
}

function dayIn(tz: string, at: number): Day {
  const text = new Intl.DateTimeFormat('en-CA', {
    timeZone: tz,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const [year, month, day] = text.format(at).split('-').map(Number)
  return { year: year!, month: month!, day: day! }
}

function relative(reading: Reading, at: number): string | undefined {
  const number = ({ year, month, day }: Day) => Date.UTC(year, month - 1, day) / 86_400_000
  const difference = number(dayIn(reading.tz, at)) - number(dayIn(reading.tz, reading.now))
  return { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' }[String(difference)]
}

function token(name: string, at: number, reading: Reading): string | undefined {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', { timeZone: reading.tz, ...options })
      .format(at)
      .replaceAll('\u202f', ' ')
  const { year, month, day } = dayIn(reading.tz, at)
  const ordinal = `${day}${ORDINALS[rules.select(day)]}`
  const monthName = format({ month: 'long' })
  const two = (value: number) => String(value).padStart(2, '0')
  switch (name) {
    case 'date_num':
      return `${year}-${two(month)}-${two(day)}`
    case 'date_slash':
      return `${two(month)}/${two(day)}/${year}`
    case 'date':
      return year === dayIn(reading.tz, reading.now).year
        ? `${monthName} ${ordinal}`
        : `${monthName} ${ordinal}, ${year}`
    case 'date_short':
      return format({ month: 'short', day: 'numeric', year: 'numeric' })
    case 'date_long':
      return `${format({ weekday: 'long' })}, ${monthName} ${ordinal}, ${year}`
    case 'date_long_full':
      return `${monthName} ${day}, ${year}`
    case 'date_pretty':
    case 'date_short_pretty':
    case 'date_long_pretty':
      return relative(reading, at) ?? token(name.replace('_pretty', ''), at, reading)
    case 'day_divider_pretty':
      return relative(reading, at) ?? `${format({ weekday: 'long' })}, ${monthName} ${ordinal}`
    case 'time':
      return format({ hour: 'numeric', minute: '2-digit' })
    case 'time_secs':
      return format({ hour: 'numeric', minute: '2-digit', second: '2-digit' })
    case 'ago':
      return ago(reading.now - at)
    default:
      return undefined
  }
}

function ago(ms: number): string {
  const steps: [number, Intl.RelativeTimeFormatUnit][] = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
    [1000, 'second'],
  ]
  const [size, unit] = steps.find(([step]) => Math.abs(ms) >= step) ?? [1000, 'second']
  return new Intl.RelativeTimeFormat('en-US').format(-Math.round(ms / size), unit)
}

/** A date of `<!date^…>`: seconds since 1970 put into a pattern such as `{date_pretty} at {time}`. */
export function renderDate(seconds: number, pattern: string, reading: Reading): string | undefined {
  if (!Number.isFinite(seconds)) return undefined
  let unknown = false
  const text = pattern.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = token(name, seconds * 1000, reading)
    if (value === undefined) unknown = true
    return value ?? whole
  })
  return unknown ? undefined : text
}

function renderTag(inside: string, reading: Reading): string {
  const bar = inside.indexOf('|')
  const target = bar < 0 ? inside : inside.slice(0, bar)
  const label = bar < 0 ? undefined : inside.slice(bar + 1)
  if (target.startsWith('@')) return `@${reading.person(target.slice(1)) ?? label ?? target.slice(1)}`
  if (target.startsWith('#')) return `#${reading.channel(target.slice(1)) ?? (label || 'private channel')}`
  if (target.startsWith('!date^')) {
    const [, seconds, pattern] = target.split('^')
    return renderDate(Number(seconds), pattern ?? '', reading) ?? label ?? ''
  }
  if (target.startsWith('!subteam^')) return label ?? `@${target.slice(9)}`
  if (target.startsWith('!')) return `@${target.slice(1)}`
  return label ?? target.replace(/^mailto:/, '')
}

/** Takes the signs of bold, italic, strike and code away where Slack reads them as such. */
function withoutMarks(text: string): string {
  return text
    .replace(/```([\s\S]+?)```/g, '$1')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/(^|[\s(["'*_~])\*(?=\S)([^*\n]+?)(?<=\S)\*(?=$|[\s).,;:!?\]"'*_~…—-])/gm, '$1$2')
    .replace(/(^|[\s(["'*~])_(?=\S)([^_\n]+?)(?<=\S)_(?=$|[\s).,;:!?\]"'*~…—-])/gm, '$1$2')
    .replace(/(^|[\s(["'*_])~(?=\S)([^~\n]+?)(?<=\S)~(?=$|[\s).,;:!?\]"'*_…—-])/gm, '$1$2')
    .replace(/^(?:&gt;|>) ?/gm, '')
}

/**
 * Renders mrkdwn as the visible text for one reader.
 * What was escaped stays visible as its characters and never becomes markup again.
 */
export function renderMrkdwn(text: string, reading: Reading): string {
  const kept: string[] = []
  // What a tag shows is put aside, so that a name with an asterisk in it is not taken for markup.
  const marked = text.replace(
    /<([^<>\n]+)>/g,
    (_, inside: string) => `\u0000${kept.push(renderTag(inside, reading)) - 1}\u0000`,
  )
  const bare = withoutMarks(marked).replace(/\u0000(\d+)\u0000/g, (_, index: string) => kept[Number(index)]!)
  return unescapeText(bare)
}
