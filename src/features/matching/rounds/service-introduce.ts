/** What becomes of people once a round decides about them: they are introduced, or told that there is nobody this time. */
import type { Context } from '../../../context.ts'
import type { Writes } from '../../../db/commit.ts'
import { tellingAmong } from '../../../engine/index.ts'
import { startMentorships } from '../../pairs/mentorship/service.ts'
import { type Member, type ReadCandidate, waitAnotherRound } from '../../people/members/service.ts'
import { matchRecordOf } from '../find/service.ts'
import { settleRequestsOfMatched } from '../requests/service.ts'
import type { Pool } from './service-pool.ts'
import type { Round, RoundPair } from './store.ts'

/** What makes mentorships of these pairs of a round, for the commit of whoever decides it; guards as in `startMentorships`. */
export async function introduce(
  ctx: Context,
  round: Round,
  pairs: RoundPair[],
  pool: Pool,
): Promise<Writes[]> {
  const telling = tellingAmong(pool.mentees, pool.mentors, ctx.now())
  const people = new Map([...pool.mentees, ...pool.mentors].map((each) => [each.id, each]))
  const writes: Writes[] = await startMentorships(
    ctx,
    ...pairs.map((pair) => {
      const mentee = people.get(pair.mentee) as ReadCandidate
      const mentor = people.get(pair.mentor as string) as ReadCandidate
      return {
        programme: round.programme,
        mentee: mentee.id,
        mentor: mentor.id,
        kind: 'mentorship' as const,
        sole: !pool.members.get(mentee.id)?.several,
        // Not as it was when the draft was solved: a profile may say less by now, and that is nobody's any more.
        why: { ...pair.why, ...matchRecordOf({ mentee, mentor, facts: pool.facts }, telling) },
        read: { mentee: mentee.version, mentor: mentor.version },
        round: round.id,
      }
    }),
  )
  for (const pair of pairs)
    writes.push(
      await settleRequestsOfMatched(ctx, pair.mentee, pair.mentor as string, {
        all: !pool.members.get(pair.mentee)?.several,
      }),
    )
  return writes
}

/** Nobody waits in silence: told why there is no mentor this time and what to do, and first in line from now on (row B6). */
export const tellUnmatched = (ctx: Context, round: string, mentees: Member[]): Writes[] =>
  mentees.map((member) => [
    waitAnotherRound(ctx, member),
    ctx.outbox.add('rounds.unmatched', `unmatched:${round}:${member.person}`, {
      to: member.person,
      payload: { round, person: member.person },
    }),
    ctx.outbox.touchHomes(member.person),
  ])
