/** The words of a request, the names of what belongs to it, how it is shown anew, and what is said of its state. */
import type { Context } from '../../../context.ts'
import { formatFor } from '../../../core/calendar.ts'
import type { Writes } from '../../../db/commit.ts'
import type { MentorshipRequest } from './store.ts'

/** All private words of a request. Only for the two concerned: callers check. */
export const openWords = (ctx: Context, request: MentorshipRequest) =>
  ctx.words('requests', request.id).open(request)

// The keys of messages about a request: `round` counts how often it was put off, `asked` the questions of the mentor.
export const arrivedKey = (r: MentorshipRequest) => `request:${r.id}:${r.round}`
export const questionKey = (r: MentorshipRequest, asked = r.asked) => `question:${r.id}:${asked}`
export const repliedKey = (r: MentorshipRequest) => `replied:${r.id}:${r.asked}`
export const postponedKey = (r: MentorshipRequest) => `answered:${r.id}:postponed:${r.round}:${r.asked}`
export const reminderKey = (r: MentorshipRequest) => `remind:${r.id}:${r.round}:${r.asked}:${r.awaiting}`

/** The answer of this side is what it waits for. */
export const isAwaited = (r: MentorshipRequest, by: string) => r.status === 'pending' && r.awaiting === by

/** Whose answer it waits for, while it is pending. */
export const awaitedOf = (r: MentorshipRequest) => (r.awaiting === 'mentor' ? r.mentor : r.mentee)

type About = 'requests.arrived' | 'requests.answered' | 'requests.question' | 'requests.replied'

/** Tells one of the two of a request. */
export const tellOfRequest = (
  ctx: Context,
  what: About,
  key: string,
  to: string,
  request: string,
  more: Record<string, string | undefined> = {},
): Writes => ctx.outbox.add(what, key, { to, payload: { request, ...more } })

/** Cancels the jobs of a request that is not waiting any more. */
export const stopClock = (ctx: Context, id: string): Writes =>
  ['requests.remind', 'requests.expire', 'requests.again'].map((job) => ctx.schedule.cancel(job, id))

/** The messages on screen and both Homes show the present state, so that no button is left behind. */
export const refreshScreens = (ctx: Context, request: MentorshipRequest): Writes => [
  ctx.outbox.refresh(arrivedKey(request), request.mentor),
  ctx.outbox.refresh(questionKey(request), request.mentee),
  ctx.outbox.refresh(repliedKey(request), request.mentor),
  ctx.outbox.refresh(reminderKey(request), awaitedOf(request)),
  ctx.outbox.touchHomes(request.mentee, request.mentor),
]

/** What became of a request, with a next step. */
export const presentState = async (ctx: Context, request: MentorshipRequest, reader: string) =>
  `${await stateSentence(ctx, request, reader)} Type \`/mentor requests\` to see what is open.`

/** What became of a request, in a sentence for either side. */
export async function stateSentence(
  ctx: Context,
  request: MentorshipRequest,
  reader: string,
): Promise<string> {
  const names = await ctx.directory.names([request.mentee, request.mentor])
  const chat = request.kind === 'chat'
  /** One's own deeds are told as one's own. */
  const by = (side: 'mentor' | 'mentee', you: string, they = you) =>
    reader === request[side] ? `You ${you}` : `${names.get(request[side]) ?? `The ${side}`} ${they}`
  switch (request.status) {
    case 'accepted':
      if (request.ending === 'round')
        return 'A round has matched you two. You have a conversation of your own.'
      return request.ending === 'chat'
        ? `${chat ? by('mentor', 'said yes to') : by('mentor', 'have offered', 'has offered')} a 30-minute chat. You two have a conversation for it.`
        : `${by('mentor', 'have accepted', 'has accepted')}. You two are introduced in a conversation of your own.`
    case 'declined':
      return `${by('mentor', 'could')} not take this on.`
    case 'withdrawn':
      return request.ending === 'matched'
        ? `${by('mentee', 'have found', 'has found')} a mentor meanwhile.`
        : `${by('mentee', 'have taken', 'has taken')} this request back.`
    case 'expired':
      return 'This request has run out of time.'
    case 'closed':
      if (request.ending === 'full') return `${by('mentor', 'have', 'has')} no free place any more.`
      return chat
        ? `${by('mentor', 'give', 'gives')} no chats any more.`
        : `${by('mentor', 'are', 'is')} not a mentor any more.`
    case 'postponed': {
      const { zone } = await ctx.directory.hours(request.mentor)
      return `${by('mentor', 'have', 'has')} put this off. It comes back on ${formatFor(zone, request.expiresAt, 'date')}.`
    }
    default:
      return request.awaiting === 'mentee'
        ? `${by('mentor', 'have', 'has')} asked a question; the answer is still to come.`
        : `${by('mentee', 'have', 'has')} said all there is; the decision is still to come.`
  }
}
