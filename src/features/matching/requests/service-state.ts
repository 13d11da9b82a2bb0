/** The names of what belongs to a request, how it is shown anew, and what is said of its state. */
import type { Context } from '../../../context.ts'
import { formatFor } from '../../../core/calendar.ts'
import type { Writes } from '../../../db/commit.ts'
import type { MentorshipRequest } from './store.ts'

/** Where the sealed words of a request stand. */
export const wordsOf = (request: string, column: string) => ({ table: 'requests', column, row: request })

// The keys of messages about a request: `round` counts how often it was put off, `asked` the questions of the mentor.
export const arrivedKey = (r: MentorshipRequest) => `request:${r.id}:${r.round}`
export const questionKey = (r: MentorshipRequest, asked = r.asked) => `question:${r.id}:${asked}`
export const repliedKey = (r: MentorshipRequest) => `replied:${r.id}:${r.asked}`
export const postponedKey = (r: MentorshipRequest) => `answered:${r.id}:postponed:${r.round}:${r.asked}`
export const reminderKey = (r: MentorshipRequest) => `remind:${r.id}:${r.round}:${r.asked}:${r.awaiting}`

export const awaitedOf = (r: MentorshipRequest) => (r.awaiting === 'mentor' ? r.mentor : r.mentee)

/** The jobs of a request that is not waiting any more. */
export const stopClock = (ctx: Context, id: string): Writes => [
  ctx.schedule.cancel('requests.remind', id),
  ctx.schedule.cancel('requests.expire', id),
  ctx.schedule.cancel('requests.again', id),
]

/** The messages on screen and both Homes show the present state, so that no button is left behind. */
export const showAnew = (ctx: Context, request: MentorshipRequest): Writes => [
  ctx.outbox.refresh(arrivedKey(request), request.mentor),
  ctx.outbox.refresh(questionKey(request), request.mentee),
  ctx.outbox.refresh(repliedKey(request), request.mentor),
  ctx.outbox.refresh(reminderKey(request), awaitedOf(request)),
  ctx.outbox.touchHomes(request.mentee, request.mentor),
]

/** As `stateOf`, with a next step. */
export const presentState = async (ctx: Context, request: MentorshipRequest, reader: string) =>
  `${await stateOf(ctx, request, reader)} Type \`/mentor requests\` to see what is open.`

/** What became of a request, in a sentence for either side. */
export async function stateOf(ctx: Context, request: MentorshipRequest, reader: string): Promise<string> {
  const people = await ctx.directory.people([request.mentee, request.mentor])
  const mentee = people.get(request.mentee)?.name ?? 'The mentee'
  const mentor = people.get(request.mentor)?.name ?? 'the mentor'
  /** One's own deeds are told as one's own. */
  const byMentor = (you: string, they: string) =>
    reader === request.mentor ? `You ${you}` : `${mentor} ${they}`
  const byMentee = (you: string, they: string) =>
    reader === request.mentee ? `You ${you}` : `${mentee} ${they}`
  switch (request.status) {
    case 'accepted':
      if (request.ending === 'round')
        return 'A round has matched you two. You have a conversation of your own.'
      return request.ending === 'chat'
        ? `${request.kind === 'chat' ? byMentor('said yes to', 'said yes to') : byMentor('have offered', 'has offered')} a 30-minute chat. You two have a conversation for it.`
        : `${byMentor('have accepted', 'has accepted')}. You two are introduced in a conversation of your own.`
    case 'declined':
      return `${byMentor('could', 'could')} not take this on.`
    case 'withdrawn':
      return request.ending === 'matched'
        ? `${byMentee('have found', 'has found')} a mentor meanwhile.`
        : `${byMentee('have taken', 'has taken')} this request back.`
    case 'expired':
      return 'This request has run out of time.'
    case 'closed':
      return request.ending === 'full'
        ? `${byMentor('have', 'has')} no free place any more.`
        : request.kind === 'chat'
          ? `${byMentor('give', 'gives')} no chats any more.`
          : `${byMentor('are', 'is')} not a mentor any more.`
    case 'postponed': {
      const { zone } = await ctx.directory.hours(request.mentor)
      return `${byMentor('have', 'has')} put this off. It comes back on ${formatFor(zone, request.expiresAt, 'date')}.`
    }
    default:
      return request.awaiting === 'mentee'
        ? `${byMentor('have', 'has')} asked a question; the answer is still to come.`
        : `${byMentee('have', 'has')} said all there is; the decision is still to come.`
  }
}
