import { z } from 'zod'
import { DAY_MS, MINUTE_MS } from '../../../core/calendar.ts'
import { competency } from '../../../core/competencies.ts'
import { canTakePart, type Person } from '../../../core/member.ts'
import { type Refusal, refuse } from '../../../core/outcome.ts'
import { asTyped, choice, listed, plural, words } from '../../../core/text.ts'

/** Kudos a person may give in a day of their own zone; those for several people count once for each. */
export const KUDOS_A_DAY = 10
/** How long kudos can be taken back before anybody sees them. */
export const UNDO_MS = 5 * MINUTE_MS
export const MOST_PEOPLE = 5
const MESSAGE_MIN = 3
export const MESSAGE_MAX = 500
/** Thanks that waited longer for their receiver's yes stay private: the channel should not get months at once. */
export const FRESH_MS = 30 * DAY_MS

export const KudosForm = z.object({
  to: z
    .array(z.string(), 'Please choose at least one person to thank.')
    .min(1, 'Please choose at least one person to thank.')
    .max(MOST_PEOPLE, `Up to ${MOST_PEOPLE} people at a time, please; thank the others in a second one.`)
    .transform((people) => [...new Set(people)]),
  message: words(MESSAGE_MAX, MESSAGE_MIN),
  competency: z
    .string()
    .optional()
    .refine((id) => id === undefined || competency(id) !== undefined, 'Please choose one of these.'),
  audience: choice(['public', 'private']),
})
export type KudosForm = z.infer<typeof KudosForm>

/** Where a receiver's part of some kudos stands; see the table. */
type Fate = 'waiting' | 'agreed' | 'private'

/** What a receiver's choice of who may celebrate them means for kudos that were given in the open, or not. */
export function fateOf(open: boolean, celebration: string): Fate {
  if (!open || celebration === 'private' || celebration === 'never') return 'private'
  return celebration === 'public' ? 'agreed' : 'waiting'
}

/** Who cannot be thanked and why, said of one and of several. */
const UNABLE = [
  ['bot', 'is an app', 'are apps', '; kudos are for people.'],
  ['deactivated', 'has left this workspace', 'have left this workspace', ', so it would not arrive.'],
  [
    'guest',
    'is here as a guest',
    'are here as guests',
    ', and Cairn writes to full members only. Thank them in person.',
  ],
] as const

/** Why these people cannot be thanked, or undefined if they can. `people` is what the directory knows of them. */
export function thanksObjection(
  giver: string,
  to: string[],
  people: Map<string, Person>,
): Refusal | undefined {
  if (to.includes(giver))
    return refuse('Kudos are for others. Share something of your own with `/mentor win`.', 'to')
  const unable = to.map((id) => people.get(id)).filter((p) => !p || !canTakePart(p))
  if (unable.length === 0) return undefined
  for (const [what, one, many, why] of UNABLE) {
    const names = unable.flatMap((p) => (p?.[what] ? [p.name] : []))
    if (names.length > 0) return refuse(`${listed(names)} ${names.length === 1 ? one : many}${why}`, 'to')
  }
  return refuse('Cairn does not know one of these people. Please choose them again.', 'to')
}

/** Why there is no room for `more` kudos today, once the cap has refused them. */
export function capReached(used: number, more: number): Refusal {
  const left = KUDOS_A_DAY - used
  return refuse(
    left <= 0
      ? `You have thanked ${KUDOS_A_DAY} people today, and that is the most for one day. Send this one tomorrow.`
      : `You can still thank ${plural(left, 'person', 'people')} today (${KUDOS_A_DAY} is the most for one day), and this is for ${more}. Choose fewer, or send it tomorrow.`,
  )
}

/**
 * Somebody named in a command: by Slack's id, or by a handle that the client did not turn into one; or a group of people,
 * as they are called ('@here', '@pms', or '' if Slack does not say).
 */
export type Named = { id: string } | { handle: string } | { group: string }

const NAMED = /^(?:<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|@([\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?))/u
/** A user group, or everybody of a place (docs.slack.dev, formatting message text). */
const GROUP = /^(?:<!(?:subteam\^\w+|(here|channel|everyone))(?:\|@?([^>]*))?>|@(here|channel|everyone)\b)/i
const BETWEEN = /^(?:[\s,;+]+|&amp;|and\b)+/i

function firstNamed(text: string): { one: Named; length: number } | undefined {
  const group = GROUP.exec(text)
  const name = group?.[1] ?? group?.[2] ?? group?.[3] ?? ''
  if (group) return { one: { group: name && `@${name}` }, length: group[0].length }
  const [all = '', id, handle] = NAMED.exec(text) ?? []
  if (!all) return undefined
  return { one: id ? { id } : { handle: `${handle}`.toLowerCase() }, length: all.length }
}

/** Reads `@ana and <@U2|ben> for great interviews`: who is named first, and what is said after 'for'. */
export function parseKudos(text: string): { named: Named[]; message: string } {
  const named: Named[] = []
  let rest = text.trim()
  for (let found = firstNamed(rest); found; found = firstNamed(rest)) {
    named.push(found.one)
    rest = rest.slice(found.length)
    const after = rest.replace(BETWEEN, '')
    // 'and' may also begin what is said: "@ana and thanks again".
    rest = firstNamed(after) ? after : rest.replace(/^[\s,;:.!]+/, '')
  }
  return { named, message: asTyped(named.length > 0 ? rest.replace(/^for\b[\s:,]*/i, '') : rest) }
}
