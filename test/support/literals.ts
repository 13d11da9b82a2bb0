import type { Source } from './sources.ts'

export interface Literal {
  path: string
  line: number
  /** What stands in it; each `${…}` of a template is a '□'. */
  text: string
  /** The code just before it, on the same line. */
  before: string
}

/**
 * The string literals of a TypeScript file, in order. A scanner of its own, since TypeScript 7 has no API for
 * it: it knows quotes, templates (also nested), comments, and regular expressions by what stands before them.
 */
export function literalsOf({ path, text }: Source): Literal[] {
  const found: Literal[] = []
  let i = 0
  let line = 1
  const take = () => {
    if (text[i] === '\n') line++
    return text[i++] as string
  }
  const before = (at: number) => text.slice(text.lastIndexOf('\n', at - 1) + 1, at)

  const string = (quote: string) => {
    const [from, at] = [i - 1, line]
    let words = ''
    while (i < text.length && text[i] !== quote) {
      if (text[i] !== '\\') words += take()
      else {
        take()
        words += take().replace('n', '\n')
      }
    }
    take()
    found.push({ path, line: at, text: words, before: before(from) })
  }
  const template = () => {
    const [from, at, place] = [i - 1, line, found.length]
    let words = ''
    while (i < text.length && text[i] !== '`') {
      if (text.startsWith('${', i)) {
        i += 2
        code('}')
        words += '□'
      } else if (text[i] === '\\') {
        take()
        words += take().replace('n', '\n')
      } else words += take()
    }
    take()
    found.splice(place, 0, { path, line: at, text: words, before: before(from) })
  }
  const regex = () => {
    for (let inClass = false; i < text.length; ) {
      const c = take()
      if (c === '\\') take()
      else if (c === '[') inClass = true
      else if (c === ']') inClass = false
      else if (c === '/' && !inClass) return
    }
  }
  const code = (until?: string) => {
    for (let depth = 0; i < text.length; ) {
      if (text.startsWith('//', i)) while (i < text.length && text[i] !== '\n') i++
      else if (text.startsWith('/*', i)) {
        while (i < text.length && !text.startsWith('*/', i)) take()
        i += 2
      } else {
        const c = take()
        if (c === "'" || c === '"') string(c)
        else if (c === '`') template()
        else if (c === '/' && /(?:^|[(,=:[!&|?{};\n]|return)\s*$/.test(text.slice(0, i - 1))) regex()
        else if (c === '{') depth++
        else if (c === '}' && depth-- === 0 && until) return
      }
    }
  }
  code()
  return found
}
