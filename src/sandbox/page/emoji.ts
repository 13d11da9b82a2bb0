/** Names between colons as signs. The signs are drawn by the reader's own fonts; an unknown name stays a name. */
import names from 'emojibase-data/en/shortcodes/iamcal.json' with { type: 'json' }

/** What a code point shows as a letter unless it is told to be a picture. */
const drawn = (code: string) => {
  const sign = String.fromCodePoint(...code.split('-').map((each) => Number.parseInt(each, 16)))
  return code.includes('-') || /\p{Emoji_Presentation}/u.test(sign) ? sign : `${sign}\ufe0f`
}

/** Slack's own names (iamcal's list), several for some. */
const SIGNS = new Map(
  Object.entries(names as Record<string, string | string[]>).flatMap(([code, called]) =>
    [called].flat().map((name): [string, string] => [name, drawn(code)]),
  ),
)

const NAME = /:([a-z0-9_+'-]+):/g

/** A sign; with a tone of skin after two colons, as Slack names reactions. */
export function signOf(name: string): string | undefined {
  const [base = '', tone] = name.split('::')
  const sign = SIGNS.get(base)
  return sign && tone ? sign.replace('\ufe0f', '') + (SIGNS.get(tone) ?? '') : sign
}

/** Text with the names of known signs as signs. */
export const withSigns = (text: string) =>
  text.replace(NAME, (whole, name: string) => SIGNS.get(name) ?? whole)
