import type { Context } from '../../../context.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import { isNot } from '../../../db/conditions.ts'
import { countDown, counted, countUp } from '../../../db/counters.ts'
import { type Insert, rows } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'
import { MOST_OPEN } from './domain.ts'

export type MentorshipRequest = Row<'requests'>

/** Pending, or put off for a month: it may still become a mentorship. */
export const OPEN = ['pending', 'postponed']

export const findRequest = (ctx: Context, id: string): Promise<MentorshipRequest | undefined> =>
  rows(ctx, 'requests').find(id)

/** Requests that a person sent or received, the newest first: all of them, or those in one of these states. */
export const listRequestsOf = (
  ctx: Context,
  person: string,
  status?: string[],
): Promise<MentorshipRequest[]> =>
  rows(ctx, 'requests').list(
    [
      { mentee: person, status },
      { mentor: person, status },
    ],
    { by: '-id', together: true },
  )

/** Open requests that a person sent or received, the newest first. */
export const listOpenOf = (ctx: Context, person: string) => listRequestsOf(ctx, person, OPEN)

const openKey = (mentee: string) => `requests:${mentee}`

/** How many requests of a mentee are open. */
export const countOpen = (ctx: Context, mentee: string) => counted(ctx, openKey(mentee))

/** One open request a pair (unique), at most MOST_OPEN a mentee (a counter). */
export const insertRequest = (ctx: Context, row: Insert<'requests'>): Writes => [
  rows(ctx, 'requests').insert(row, 'asked already'),
  countUp(ctx, openKey(row.mentee), MOST_OPEN, 'too many open'),
]

/** Changes a request that is in one of these states; the guard fails if somebody was first. */
export const changeRequest = (
  ctx: Context,
  { id, awaiting }: MentorshipRequest,
  from: string[],
  set: Partial<MentorshipRequest>,
): Writes => rows(ctx, 'requests').change({ id, awaiting, status: from }, set, 'request')

/** The second choice could not be asked: none is named any more. */
export const dropSecond = (ctx: Context, { id, second }: MentorshipRequest): Writes =>
  rows(ctx, 'requests').change({ id, second: second ?? undefined }, { second: null }, 'request')

/** Ends an open request, and gives its place among the mentee's open ones back. */
export const endRequest = (
  ctx: Context,
  request: MentorshipRequest,
  set: Partial<MentorshipRequest>,
): Writes => [
  changeRequest(ctx, request, OPEN, { ...set, openPair: null, endedAt: ctx.now(), remainingMs: null }),
  countDown(ctx, openKey(request.mentee)),
]

/**
 * Deletes what this person asked, but for what became a mentorship or a chat, and takes them out of what stays: their
 * partners keep the words of those, others what they asked themselves, without the answers.
 */
export function forgetRequestsOf(ctx: Context, person: string): Writes {
  const requests = rows(ctx, 'requests')
  const unaccepted = isNot('accepted')
  // The reasons for a match name both.
  const why = { rules: '', score: 0, forMentee: [], forMentor: [] }
  return [
    requests.remove({ mentee: person, status: unaccepted }),
    requests.change({ mentor: person, status: unaccepted }, { mentorAsks: null, reason: null }),
    requests.change({ mentee: person }, { mentee: FORMER_MEMBER, why }),
    requests.change({ mentor: person }, { mentor: FORMER_MEMBER, why }),
    requests.change({ second: person }, { second: null }),
    rows(ctx, 'counters').remove({ key: openKey(person) }),
  ]
}
