import { z } from 'zod'
import { DAY_MS } from '../../../core/calendar.ts'
import { choice, words } from '../../../core/text.ts'

/** How long a partner has to say yes to a win of the two. */
export const ANSWER_MS = 10 * DAY_MS
const WORDS_MIN = 3
export const WORDS_MAX = 500

/** A win of the author alone; any other value of `whose` is the id of a mentorship. */
export const MINE = 'mine'

export const WinForm = z.object({
  size: choice(['small', 'big']),
  whose: z.string().default(MINE),
  words: words(WORDS_MAX, WORDS_MIN),
})
export type WinForm = z.infer<typeof WinForm>
