/** Names between colons as signs. The signs are drawn by the reader's own fonts; an unknown name stays a name. */
const SIGNS: Record<string, string> = {
  '+1': '👍',
  '-1': '👎',
  birthday: '🎂',
  bulb: '💡',
  calendar: '📅',
  clap: '👏',
  eyes: '👀',
  fire: '🔥',
  handshake: '🤝',
  heart: '❤️',
  heavy_check_mark: '✔️',
  hourglass: '⌛',
  mortar_board: '🎓',
  mountain: '⛰️',
  partying_face: '🥳',
  pray: '🙏',
  raised_hands: '🙌',
  rocket: '🚀',
  seedling: '🌱',
  slightly_smiling_face: '🙂',
  smile: '😄',
  sparkles: '✨',
  star: '⭐',
  tada: '🎉',
  thumbsup: '👍',
  trophy: '🏆',
  warning: '⚠️',
  wave: '👋',
  white_check_mark: '✅',
}

const NAME = /:([a-z0-9_+-]+):/g

export const signOf = (name: string): string | undefined => SIGNS[name]

/** Text with the names of known signs as signs. */
export const withSigns = (text: string) => text.replace(NAME, (whole, name: string) => signOf(name) ?? whole)
