/** Whether the two met: the question after a session, the answer, and a meeting that was not planned. */
import type { Context } from '../../../../context.ts'
import { dateIn } from '../../../../core/calendar.ts'
import { type Outcome, refuse } from '../../../../core/outcome.ts'
import type { Writes } from '../../../../db/commit.ts'
import type { Follows } from '../../../../follows.ts'
import { retrying } from '../../../../retrying.ts'
import { type Mentorship, metWrites } from '../../../pairs/mentorship/service.ts'
import { MOVABLE, SAME_MEETING_MS } from '../domain.ts'
import {
  changeSession,
  findArrangement,
  findLast,
  findNext,
  findSession,
  insertSession,
  type Session,
} from '../store.ts'
import { hasInCalendar, locationOf } from './calendar.ts'
import { findPair, type OwnSession, ownSession, type Pair } from './pair.ts'
import { closeMoveOf } from './plans.ts'
import { cancelSteps } from './steps.ts'

/** A session as a message about it tells of it, which was written for the time at which it stood then. */
export interface Moment {
  pair: Pair
  session: Session
  /** It is at another time now, or off. */
  isOld: boolean
  inCalendar: boolean
  location?: string
  /** When the two meet after it. */
  next?: Session
  now: number
}

export async function findMoment(
  ctx: Context,
  { session: id, person, startAt }: { session: string; person: string; startAt: number },
): Promise<Moment | undefined> {
  const session = await findSession(ctx, id)
  const pair = session && (await findPair(ctx, session.mentorship, person))
  if (!pair) return undefined
  return {
    pair,
    session,
    isOld: session.startAt !== startAt || session.status === 'cancelled',
    inCalendar: hasInCalendar(pair, session),
    location: locationOf(ctx, await findArrangement(ctx, session)),
    next: await nextAfter(ctx, session),
    now: ctx.now(),
  }
}

/** The next session of these two after this one, if one is planned. */
export const nextAfter = (ctx: Context, { mentorship, endAt }: Session): Promise<Session | undefined> =>
  findNext(ctx, mentorship, Math.max(ctx.now(), endAt))

/** One tap after a session. The first yes counts; a no gives way to it. */
export async function tellMet(
  ctx: Context,
  person: string,
  id: string,
  met: boolean,
): Promise<Outcome<OwnSession>> {
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
    return {
      value: found.value,
      writes: [
        met
          ? await heldWrites(ctx, pair.m, session)
          : [
              changeSession(ctx, session, ['planned', 'unanswered'], { status: 'missed' }),
              cancelSteps(ctx, pair.m, session),
            ],
        met && pair.m.status === 'active' && (await metWrites(ctx, pair.m, session.endAt, session.id)),
        ctx.outbox.touchHomes(pair.me, pair.partner),
      ],
    }
  })
  return told.ok ? ownSession(ctx, person, id) : told
}

/** A session was held: nothing more is due about it, and times that would move it wait for no answer any more. */
const heldWrites = async (ctx: Context, m: Mentorship, session: Session): Promise<Writes[]> => [
  changeSession(ctx, session, MOVABLE, { status: 'held' }),
  await closeMoveOf(ctx, m.id, [session]),
  cancelSteps(ctx, m, session),
]

/**
 * "We met", said without a plan: the session that was planned just before, or one that is noted now; the same meeting,
 * told by both, is one.
 */
export const noteMeeting: Follows['met'] = async (ctx, m, _at, told) => {
  if (told !== undefined) return undefined
  const now = ctx.now()
  const last = await findLast(ctx, m.id, ['planned', 'held', 'missed', 'unanswered'], now)
  const recent = last && last.startAt > now - SAME_MEETING_MS ? last : undefined
  if (recent) return recent.status === 'held' ? undefined : heldWrites(ctx, m, recent)
  return insertSession(ctx, {
    // One a pair and day, so that two who tell it at once tell of one.
    id: `${m.id}:${dateIn('UTC', now)}`,
    mentorship: m.id,
    originalAt: now,
    startAt: now,
    endAt: now,
    status: 'held',
  })
}
