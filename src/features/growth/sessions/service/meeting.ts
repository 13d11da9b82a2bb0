/** Whether the two met: the question after a session, the answer, and a meeting that was not planned. */
import type { Context } from '../../../../context.ts'
import { dateIn } from '../../../../core/calendar.ts'
import { refuse } from '../../../../core/outcome.ts'
import type { Writes } from '../../../../db/commit.ts'
import type { Follows } from '../../../../follows.ts'
import { retrying } from '../../../../retrying.ts'
import { type Mentorship, meetingWrites } from '../../../pairs/mentorship/service.ts'
import { MOVABLE, SAME_MEETING_MS } from '../domain.ts'
import type { Session } from '../store.ts'
import * as store from '../store.ts'
import { hasInCalendar, locationOf } from './calendar.ts'
import { findPair, ownSession } from './pair.ts'
import { closeMoveOf } from './plans.ts'
import { cancelSteps } from './steps.ts'

/** A session as it is now, for a message that was written when it stood at `startAt`. */
export async function findMoment(
  ctx: Context,
  { session: id, person, startAt }: { session: string; person: string; startAt: number },
) {
  const session = await store.findSession(ctx, id)
  const pair = session && (await findPair(ctx, session.mentorship, person))
  if (!pair) return undefined
  return {
    pair,
    session,
    /** It is at another time now, or off. */
    isOld: session.startAt !== startAt || session.status === 'cancelled',
    inCalendar: hasInCalendar(pair, session),
    location: locationOf(ctx, await store.findArrangement(ctx, session)),
    next: await nextSessionAfter(ctx, session),
    now: ctx.now(),
  }
}
export type Moment = NonNullable<Awaited<ReturnType<typeof findMoment>>>

/** The next session of these two after this one, if one is planned. */
export const nextSessionAfter = (
  ctx: Context,
  { mentorship, endAt }: Session,
): Promise<Session | undefined> => store.findNext(ctx, mentorship, Math.max(ctx.now(), endAt))

/** One tap after a session. The first yes counts; a no gives way to it. */
export async function answerWhetherMet(ctx: Context, person: string, id: string, met: boolean) {
  const told = await retrying(ctx, async () => {
    const found = await ownSession(ctx, person, id)
    if (!found.ok) return found
    const { session, pair } = found.value
    if (session.status === 'held' || (session.status === 'missed' && !met)) return found
    if (session.status === 'cancelled')
      return refuse('This session was called off. Type `/mentor schedule` to plan another one.')
    if (session.startAt > ctx.now())
      return refuse(
        'This session is still to come. Press "Move it" on Home if you met already, or will later.',
      )
    const writes = [
      met
        ? await heldWrites(ctx, pair.m, session)
        : store.changeSession(ctx, session, ['planned', 'unanswered'], { status: 'missed' }),
      cancelSteps(ctx, pair.m, session),
      met && pair.m.status === 'active' && (await meetingWrites(ctx, pair.m, session.endAt, session.id)),
      ctx.outbox.touchHomes(pair.me, pair.partner),
    ]
    return { value: found.value, writes }
  })
  return told.ok ? ownSession(ctx, person, id) : told
}

/** A session was held: times that would move it wait for no answer any more. */
const heldWrites = async (ctx: Context, m: Mentorship, session: Session): Promise<Writes[]> => [
  store.changeSession(ctx, session, MOVABLE, { status: 'held' }),
  await closeMoveOf(ctx, m.id, [session]),
]

/**
 * "We met", said without a plan: the session that was planned just before, or one that is noted now; the same meeting,
 * told by both, is one.
 */
export const noteMeeting: Follows['met'] = async (ctx, m, _at, told) => {
  if (told !== undefined) return undefined
  const now = ctx.now()
  const last = await store.findLast(ctx, m.id, ['planned', 'held', 'missed', 'unanswered'], now)
  const recent = last && last.startAt > now - SAME_MEETING_MS ? last : undefined
  if (recent)
    return recent.status !== 'held' && [await heldWrites(ctx, m, recent), cancelSteps(ctx, m, recent)]
  return store.insertSession(ctx, {
    // One a pair and day, so that two who tell it at once tell of one.
    id: `${m.id}:${dateIn('UTC', now)}`,
    mentorship: m.id,
    originalAt: now,
    startAt: now,
    endAt: now,
    status: 'held',
  })
}
