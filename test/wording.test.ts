/** The words that people read: short, warm, plain, one way to say a thing. Ids, logs and bugs are not for people. */
import { describe, expect, it } from 'vitest'
import { signOf } from '../src/sandbox/page/emoji.ts'
import { type Literal, literalsOf } from './support/literals.ts'
import { type Source, sourcesUnder } from './support/sources.ts'

/** What is said to the log or thrown as a bug is for operators: blanked, line for line. */
const withoutLogs = ({ path, text }: Source): Source => ({
  path,
  text: text.replace(
    /(?:\blog(?:\.|\[)[\w\]]+|new (?:\w*Error|StartProblem))\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g,
    (all) => all.replace(/[^\n]/g, ' '),
  ),
})

/** What stands in imports, ids, types and keys is not prose; prose has two words or is a label of a button. */
const isProse = ({ text, before }: Literal) =>
  (/\p{L}{2,}[,;:.!?]? \S*\p{L}/u.test(text) || /\bbutton\($/.test(before)) &&
  !/\bfrom $|\bimport\($/.test(before)

const sources = [...sourcesUnder('src/features'), ...sourcesUnder('src/slack'), ...sourcesUnder('src/core')]
  // For operators; skills in everybody's own words; patterns of dates.
  .filter(
    ({ path }) => !/slack\/platform\/authorise|competencies\.data|calendar\/(?:zone|day-words)/.test(path),
  )

const prose = sources.flatMap((source) => literalsOf(withoutLogs(source)).filter(isProse))

const where = ({ path, line, text }: Literal) => `${path}:${line} ${JSON.stringify(text)}`

/** Each rule: what it finds, and an example that it must find. */
const RULES: [name: string, finds: (literal: Literal) => boolean, example: string][] = [
  [
    'no words of machines',
    ({ text }) =>
      /\b(users?|invalid|errors?|exceptions?|null|undefined|database|payload|timestamps?)\b/i.test(text),
    'This user is invalid',
  ],
  [
    'no empty politeness',
    ({ text }) =>
      /\b(oops|whoops|please note|note that|successfully|unfortunately|click here|utili[sz]e|just click|in order to)\b/i.test(
        text,
      ),
    'Please note that it was saved successfully',
  ],
  [
    'British spelling, and a programme is a programme',
    ({ text }) =>
      /\b(programs?|colors?|favorites?|behaviors?|centers?|cancel(ed|ing)|organiz\w+|recogniz\w+|apologiz\w+|summariz\w+|prioritiz\w+|analyz\w+|enrol(l)?ment program)\b/i.test(
        text,
      ),
    'Your program was canceled',
  ],
  ['one space between words', ({ text }) => /\S {2,}\S/.test(text), 'Two  spaces here'],
  ['an ellipsis is one character', ({ text }) => /\.\.\./.test(text), 'Wait for it...'],
  ['at most one exclamation mark', ({ text }) => (text.match(/!/g) ?? []).length > 1, 'Well done! Go on!'],
  [
    'no shouting',
    ({ text }) =>
      /(?<![\w/#])(?!SMART|HTTP|APM|CPO|VPs?\b|NPS|CSV|PDF|UTC|DMs?\b)[A-Z]{3,}(?![\w_-])/.test(text),
    'This is REALLY good',
  ],
  ['at most one emoji', ({ text }) => (text.match(EMOJI) ?? []).length > 1, 'Well done 🎉 and thank you 🙏'],
  [
    'no words of the matching engine',
    ({ text }) =>
      /\brules-\d|\beverything else\b|\bsolv(e|es|ed|ing)\b|\bpoints\b|^(A|New) round$/i.test(text),
    'Solve it again: 20 points more',
  ],
  [
    'a button is a few words without a full stop',
    ({ text, before }) =>
      /\b(button|commandButton)\($/.test(before) && (text.length > 30 || /\.$/.test(text)),
    'Go on.',
  ],
  [
    'a refusal is a whole sentence',
    ({ text, before }) =>
      /\brefuse\($/.test(before) && !/^["“]?[\p{Lu}□`][\s\S]*([.?!]["”)]?|□)$/u.test(text),
    'not possible',
  ],
]
const EMOJI = /\p{Extended_Pictographic}|:(?!\d)[a-z][a-z0-9_+-]+:/gu

describe('what people read', () => {
  it('is found', () => {
    expect(prose.length).toBeGreaterThan(100)
  })

  it.each(RULES)('has %s', (_name, finds) => {
    expect(prose.filter(finds).map(where)).toEqual([])
  })

  it.each(RULES)('would be caught without: %s', (_name, finds, example) => {
    const as = (before: string) => finds({ path: 'x.ts', line: 1, text: example, before })
    expect(as('') || as('button(') || as('refuse(')).toBe(true)
  })

  it('keeps to a few emoji a feature', () => {
    for (const source of sources.filter(({ path }) => path.startsWith('src/features/'))) {
      const emoji = literalsOf(withoutLogs(source)).flatMap(({ text }) => text.match(EMOJI) ?? [])
      expect({ path: source.path, many: emoji.length > 8 }).toEqual({ path: source.path, many: false })
    }
  })
})

describe('the scanner behind it', () => {
  const texts = (text: string) => literalsOf({ path: 'x.ts', text }).map((literal) => literal.text)

  it('reads quotes, templates within templates, and escapes', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    expect(texts("say('it\\'s', `a ${b ? `c ${d}` : 'e'} f`)")).toEqual(["it's", 'a □ f', 'c □', 'e'])
  })

  it('passes over comments and regular expressions', () => {
    expect(texts("// it's\n/* don't */ x = /['\"]/.test('y')")).toEqual(['y'])
  })
})

it('every sign that features name between colons is drawn in the sandbox, and none is left as a name', () => {
  const named = prose.flatMap((literal) =>
    [...literal.text.matchAll(/(?<![\p{L}\d_□]):([a-z+-][a-z0-9_+-]*):(?![\p{L}\d_□])/gu)].map(
      ([, name = '']) => ({ name, at: where(literal) }),
    ),
  )
  expect(named.map(({ name }) => name)).toContain('mortar_board')
  expect(named.filter(({ name }) => signOf(name) === undefined)).toEqual([])
})
