/** How long a meeting may be: minutes, and the words. */
export const MEETING_LENGTHS = [
  ['30', '30 minutes'],
  ['45', '45 minutes'],
  ['60', 'An hour'],
  ['90', 'An hour and a half'],
] as const
