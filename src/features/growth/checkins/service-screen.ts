/** What is on screen: the message as it stands, and Home. */
import type { Context } from '../../../context.ts'
import { type Hours, isHumane } from '../../../core/calendar.ts'
import type { Writes } from '../../../db/commit.ts'
import { findMember, type Member } from '../../people/members/service.ts'
import { type Partner, PROMPT, partnersOf, promptKey, streakBefore } from './service-common.ts'
import { type Rhythm, rhythmOf } from './service-when.ts'
import { type Checkin, findCheckin, findLatest, listShared, markPrompted } from './store.ts'

/** What to write when a question came on screen: the one before it, which was put off, says so. */
export const promptSent = (ctx: Context, person: string, id: string, round: number): Writes => [
  markPrompted(ctx, id, round),
  round > 0 && ctx.outbox.refresh(promptKey(id, round - 1), person),
]

export interface Standing {
  checkin: Checkin
  member: Member | undefined
  hours: Hours
  nextAt?: number
  partners: Partner[]
  /** How many check-ins in a row are answered. */
  streak: number
  /** Whether now is within this person's working hours, which may have changed since it was planned. */
  humane: boolean
}

/** A check-in as it is now, with all that its message tells. */
export async function standingOf(ctx: Context, id: string): Promise<Standing | undefined> {
  const checkin = await findCheckin(ctx, id)
  if (!checkin) return undefined
  const hours = await ctx.directory.hours(checkin.person)
  return {
    checkin,
    member: await findMember(ctx, checkin.person),
    hours,
    nextAt: (await ctx.schedule.find(PROMPT, checkin.person))?.dueAt,
    partners: await partnersOf(ctx, checkin.person),
    streak: await streakBefore(ctx, checkin.person),
    humane: isHumane(hours, ctx.now()),
  }
}

export interface HomeFacts extends Rhythm {
  /** The check-in that waits for an answer, if it is on screen. */
  open?: Checkin
  /** Partners who shared something, and when they did last. */
  shared: { partner: Partner; at: number }[]
}

/** What Home shows; undefined for somebody who has no partner. */
export async function homeFacts(ctx: Context, person: string): Promise<HomeFacts | undefined> {
  const rhythm = await rhythmOf(ctx, person)
  if (!rhythm.ok || !rhythm.value.paired) return undefined
  const latest = await findLatest(ctx, person)
  const shared = []
  for (const partner of await partnersOf(ctx, person)) {
    const [last] = await listShared(ctx, partner.person, person, 1, 0)
    if (last?.answeredAt) shared.push({ partner, at: last.answeredAt })
  }
  const open = latest?.status === 'prompted' && latest.promptedAt !== null ? latest : undefined
  return { ...rhythm.value, open, shared }
}
