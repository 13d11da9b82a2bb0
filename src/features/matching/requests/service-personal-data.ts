/** What requests hold about a person: for the file that they can ask for, and when they ask to be deleted. */

import type { Context } from '../../../context.ts'
import { formatFor } from '../../../core/calendar.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import { closeAllOf } from './service-end.ts'
import { openWords } from './service-state.ts'
import { forgetRequestsOf, listRequestsOf } from './store.ts'

/**
 * What this person asked and was asked, with the words that they wrote themselves. What was taken back is the mentee's
 * alone: the mentor may never have read it.
 */
export async function exportRequests(ctx: Context, person: string): Promise<Record<string, unknown>> {
  const all = (await listRequestsOf(ctx, person)).filter(
    (request) => request.mentee === person || request.status !== 'withdrawn',
  )
  const names = await ctx.directory.names(
    all.flatMap((r) => [r.mentee, r.mentor, ...(r.second ? [r.second] : [])]),
  )
  const { zone } = await ctx.directory.hours(person)
  const told = all.map((request) => {
    const { goal, questions, times, menteeAnswers, mentorAsks, reason } = openWords(ctx, request)
    const sent = request.mentee === person
    return {
      sent,
      [sent ? 'To' : 'From']: names.get(sent ? request.mentor : request.mentee) ?? FORMER_MEMBER,
      On: formatFor(zone, request.sentAt, 'dateWithYear'),
      For: request.kind === 'chat' ? '30 minutes' : 'a mentorship',
      State: request.status,
      ...(sent
        ? {
            Goal: goal,
            Message: questions,
            Times: times,
            'My answer': menteeAnswers,
            'My second choice': request.second ? (names.get(request.second) ?? FORMER_MEMBER) : undefined,
          }
        : { 'My question': mentorAsks, 'My word': reason }),
    }
  })
  const listed = (wanted: boolean) =>
    told.filter(({ sent }) => sent === wanted).map(({ sent, ...one }) => one)
  return { 'Requests I sent': listed(true), 'Requests to me': listed(false) }
}

/** Ends what is open as if they left, and deletes what is theirs alone. */
export const forgetPerson = async (ctx: Context, person: string): Promise<Writes> => [
  await closeAllOf(ctx, person),
  forgetRequestsOf(ctx, person),
]
