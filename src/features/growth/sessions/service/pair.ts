/** The pair as one of the two sees it, and its sessions: for these two alone. */
import type { Context } from '../../../../context.ts'
import { formatFor, type Hours } from '../../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../../core/outcome.ts'
import {
  activeMentorships,
  findMentorship,
  type Mentorship,
  ownMentorship,
  type PairView,
  pairViewOf,
  runningMentorship,
} from '../../../pairs/mentorship/service.ts'
import { findMember } from '../../../people/members/service.ts'
import { findPlan, findSession, type Plan, type Session } from '../store.ts'

export const NOT_YOURS = 'This session is not yours. Open Home to see your own.'

/** A pair as one of the two sees it, with when the other one works. */
export interface Pair extends PairView {
  partnerHours: Hours
}

/** A mentorship, running or ended, as one of its two sees it. */
export async function pairOf(ctx: Context, m: Mentorship, person: string): Promise<Pair> {
  const hours = await ctx.directory.hoursOfAll([m.mentee, m.mentor])
  const view = await pairViewOf(ctx, m, person)
  return { ...view, partnerHours: hours.get(view.partner) as Hours }
}

/** The same by the id of the mentorship; undefined if it is not there. */
export async function findPair(ctx: Context, mentorship: string, person: string): Promise<Pair | undefined> {
  const m = await findMentorship(ctx, mentorship)
  return m && pairOf(ctx, m, person)
}

/** With whom this person can plan. */
export async function pairsOf(ctx: Context, person: string): Promise<Pair[]> {
  const list = await activeMentorships(ctx, person)
  return Promise.all(list.map((m) => pairOf(ctx, m, person)))
}

/** The pair, if the two can plan something now. */
export async function pairThatCanPlan(ctx: Context, person: string, id: string): Promise<Outcome<Pair>> {
  const found = await runningMentorship(ctx, person, id)
  if (!found.ok) return found
  const pair = await pairOf(ctx, found.value, person)
  const [me, partner] = [await findMember(ctx, person), await findMember(ctx, pair.partner)]
  if (me?.status === 'paused') return refuse('You are paused. Type `/mentor resume` first, and then plan.')
  if (partner?.status === 'paused') {
    const until = partner.pausedUntil && formatFor(pair.zone, partner.pausedUntil, 'date')
    return refuse(
      `${pair.partnerName} takes a break${until ? ` until ${until}` : ''}. Please plan your next session after that.`,
    )
  }
  return done(pair)
}

/** A session of this person's, with all that bears on it. */
export interface OwnSession {
  session: Session
  pair: Pair
  /** Its calendar entry; none for a session that was only told of afterwards. */
  plan?: Plan
}

/** A session of this person's, of a mentorship that runs or has ended. */
export async function ownSession(ctx: Context, person: string, id: string): Promise<Outcome<OwnSession>> {
  const session = await findSession(ctx, id)
  const m = session && (await ownMentorship(ctx, person, session.mentorship))
  if (!session || !m?.ok) return refuse(NOT_YOURS)
  const plan = session.plan ? await findPlan(ctx, session.plan) : undefined
  return done({ session, pair: await pairOf(ctx, m.value, person), plan })
}

/** As `ownSession`, and only while it is planned and still to come. */
export async function comingSession(ctx: Context, person: string, id: string): Promise<Outcome<OwnSession>> {
  const found = await ownSession(ctx, person, id)
  if (!found.ok) return found
  const { session } = found.value
  if (session.status === 'cancelled')
    return refuse('This session is off already. Type `/mentor schedule` to plan another one.')
  if (session.status !== 'planned' || session.startAt <= ctx.now())
    return refuse('This session has begun, or is over. Open Home to say how it went.')
  return found
}
