/** Words from outside: one form for each, and plain words for codes. */
import { describe, expect, it } from 'vitest'
import { asPasted, asTyped, maybeWords, nameKey, tidy, tidyName, words } from '../../src/core/text.ts'

describe('text from outside has one form', () => {
  it.each([
    ['NFD', 'Jose\u0301', 'José'],
    ['Windows line breaks, and others', 'a\r\nb\rc\u2028d\u000be', 'a\nb\nc\nd\ne'],
    ['line breaks at both ends', '\r\n\n a \r\n', 'a'],
    ['non-breaking spaces', '\u00a0a\u00a0b\u202fc\u00a0', 'a b c'],
    ['marks that turn the line', '\u202eAna\u202c \u200fBen\u061c', 'Ana Ben'],
    ['joiners that emoji need', '👩\u200d💻', '👩\u200d💻'],
    ['an emoji alone', '🙂', '🙂'],
    ['a sign of a script yet unknown', '\u{1cf00}', '\u{1cf00}'],
  ])('%s', (_, typed, kept) => {
    expect(tidy(typed)).toBe(kept)
    expect(tidy(kept)).toBe(kept)
  })

  it('a name stands on one line', () => expect(tidyName(' Ana\r\nMaria\u00a0 Lima ')).toBe('Ana Maria Lima'))
})

describe('text of invisible characters alone counts as empty', () => {
  it.each([
    ['zero width', '\u200b\u200d\ufeff'],
    ['soft hyphens', '\u00ad\u00ad'],
    ['Hangul fillers', '\u3164\u115f'],
    ['a blank of Braille', '\u2800'],
    ['marks that turn the line', '\u202e\u2066'],
    ['tags and selectors', '\u{e0020}\ufe0f'],
    ['spaces of all kinds', '\u00a0\u3000\u2003 \n'],
  ])('%s: a required field refuses, another stays empty', (_, typed) => {
    expect(tidy(typed)).toBe('')
    expect(words(100).safeParse(typed).error?.issues[0]?.message).toBe('Please write something here.')
    expect(maybeWords(100).parse(typed)).toBeUndefined()
  })
})

describe('names are compared without what systems write differently', () => {
  it.each([
    ['José Álvarez', 'Jose\u0301 A\u0301lvarez'],
    ['Dana Dormouse', '\u00a0dana\u00a0 DORMOUSE\r\n'],
    ['Seán O’Neill', "sea\u0301n o'neill"],
    ['Anne-Marie', 'Anne\u2011Marie'],
    ['Strauß', 'STRAUSS'],
    ['Ana', 'A\u200dna'],
    ['ＡＮＡ', 'ana'],
  ])('%s', (one, other) => expect(nameKey(other)).toBe(nameKey(one)))

  it.each([
    ['Jose', 'José'],
    ['Alex Kim', 'Alexa Kim'],
  ])('but %s is not %s', (one, other) => expect(nameKey(other)).not.toBe(nameKey(one)))
})

describe('codes in typed words read as plain words', () => {
  it.each([
    ['<!subteam^S012AB|@designers>, <!subteam^S012AB>', '@designers, a group'],
    ['<#C012AB|product>, <#C012AB|>, <#C012AB>', '#product, a channel, a channel'],
    ['<tel:+351555123|+351 555 123> <tel:112>', '+351 555 123 112'],
    ['<mailto:ana@example.com|ana@example.com>', 'ana@example.com'],
    ['<!date^1392734382^{date_short}|18 Feb 2014> <!date^1392734382^{date}>', '18 Feb 2014 a date'],
    ['a < b > c, <html>, <3, <> and <@nobody>', 'a < b > c, <html>, <3, <> and <@nobody>'],
  ])('in commands and forms: %s', (typed, read) => {
    expect(asTyped(typed)).toBe(read)
    expect(asPasted(typed)).toBe(read)
  })

  it.each([
    ['<@U1|ana> and <@W3>', '@ana and @somebody'],
    ['<!here> <!channel|@channel> <!everyone>', '@here @channel @everyone'],
    ['<https://x.test/a?b=1|x.test> <http://x.test>', 'https://x.test/a?b=1 http://x.test'],
  ])('in commands alone, as nobody types them there: %s', (typed, read) => {
    expect(asTyped(typed)).toBe(read)
    expect(asPasted(typed)).toBe(typed)
  })

  it('what somebody escaped stays what it was, and is no code', () =>
    expect(asTyped('R&amp;D &lt;@U1|x&gt; &amp;lt;')).toBe('R&D <@U1|x> &lt;'))
})
