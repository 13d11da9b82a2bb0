/** The growth record: what somebody takes along, as Markdown and as a page to print. Pure. */
export interface Item {
  text: string
  /** Smaller lines below it. */
  more?: string[]
  /** The owner's own words, as typed. */
  words?: string
}

export interface Section {
  title: string
  items: Item[]
}

export interface GrowthRecord {
  name: string
  /** When it was made, as its owner reads dates. */
  on: string
  since?: string
  sections: Section[]
}

const LINES = /\r\n?|[\n\u2028\u2029]/
const linesOf = (text: string) => text.split(LINES)
const oneLine = (text: string) =>
  linesOf(text)
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' ')

/**
 * One line for Markdown (CommonMark). Words that would be read as HTML, emphasis, a link or picture, an entity, a heading, a
 * list or a quotation stay words.
 */
const plain = (text: string) =>
  oneLine(text)
    .replace(/[\\`*_~[\]<]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^[#>+=-]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')

/** For HTML, in what stands between tags. */
const html = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

export function toMarkdown(record: GrowthRecord): string {
  const lines = [`# Growth record of ${plain(record.name)}`, '', intro(record), '']
  for (const { title, items } of record.sections) {
    if (items.length === 0) continue
    lines.push(`## ${title}`, '')
    for (const item of items) {
      lines.push(`- ${plain(item.text)}`, ...(item.more ?? []).map((line) => `  - ${plain(line)}`))
      if (item.words) lines.push('', ...linesOf(item.words).map((line) => `  > ${plain(line)}`), '')
    }
    lines.push('')
  }
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`
}

const intro = ({ since, on }: GrowthRecord) => `${since ? `Member since ${since}. ` : ''}Written on ${on}.`

const STYLE = `
  @page { size: A4; margin: 20mm }
  body { font: 11pt/1.5 Georgia, 'Times New Roman', serif; max-width: 42em; margin: 2em auto; padding: 0 1em }
  h1 { font-size: 20pt; margin: 0 0 .2em } h2 { font-size: 13pt; margin: 1.6em 0 .4em; break-after: avoid }
  p.intro { opacity: .7; margin: 0 } li { margin: .3em 0; break-inside: avoid } ul ul { opacity: .7 }
  blockquote { margin: .4em 0 .6em; padding-left: .8em; border-left: 2px solid #999; white-space: pre-line }
  @media print { body { margin: 0; max-width: none; padding: 0 } }
`

/** One file without anything fetched from elsewhere; a browser prints it as a PDF. */
export function toPage(record: GrowthRecord): string {
  const item = ({ text, more = [], words }: Item) =>
    `<li>${html(text)}${more.length > 0 ? `<ul>${more.map((line) => `<li>${html(line)}</li>`).join('')}</ul>` : ''}${words ? `<blockquote>${html(words)}</blockquote>` : ''}</li>`
  const section = ({ title, items }: Section) =>
    items.length > 0 ? `<h2>${html(title)}</h2>\n<ul>\n${items.map(item).join('\n')}\n</ul>` : ''
  const title = html(`Growth record of ${record.name}`)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
<h1>${title}</h1>
<p class="intro">${html(intro(record))}</p>
${record.sections.map(section).filter(Boolean).join('\n')}
</html>
`
}
