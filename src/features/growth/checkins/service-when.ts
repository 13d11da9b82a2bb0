/** When somebody is asked, and how they change it. */
import type { Context } from '../../../context.ts'
import { addLocalDays, type Hours, mondayOf } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { type Member, updateMember } from '../../people/members/service.ts'
import { nextPromptAt, type WhenForm, weekEnd, weeklyObjection, weekStart } from './domain.ts'
import { stopCheckins } from './service-ask.ts'
import { isPaired, joined, PROMPT, plan, settled } from './service-common.ts'
import { findLatest } from './store.ts'

export interface Rhythm {
  member: Member
  hours: Hours
  /** When the next prompt is due; undefined if none is. */
  nextAt?: number
  paired: boolean
}

/** When this person is asked. */
export async function rhythmOf(ctx: Context, person: string): Promise<Outcome<Rhythm>> {
  const member = await joined(ctx, person)
  if (!member.ok) return member
  return done({
    member: member.value,
    hours: await ctx.directory.hours(person),
    nextAt: (await ctx.schedule.find(PROMPT, person))?.dueAt,
    paired: await isPaired(ctx, person),
  })
}

/** Changes the day, the hour and how often. */
export const saveWhen = (ctx: Context, person: string, form: WhenForm): Promise<Outcome<Rhythm>> =>
  settled<Rhythm>(ctx, async () => {
    const rhythm = await rhythmOf(ctx, person)
    if (!rhythm.ok) return { outcome: rhythm }
    const { hours, member, paired } = rhythm.value
    const objection = weeklyObjection(hours, form)
    if (objection) return { outcome: refuse(objection.reason, objection.field) }
    const nextAt =
      paired && form.every > 0
        ? nextPromptAt(hours, form, await askedUntil(ctx, rhythm.value, form.every))
        : undefined
    const set = {
      checkinWeekday: form.weekday,
      checkinMinute: form.minute,
      checkinEvery: form.every,
      unanswered: 0,
    }
    return {
      outcome: done({ ...rhythm.value, nextAt, member: { ...member, ...set } }),
      writes: [
        updateMember(ctx, person, set),
        form.every === 0 ? await stopCheckins(ctx, person) : plan(ctx, person, nextAt),
        ctx.outbox.touchHomes(person),
      ],
    }
  })

/** The instant after which the next prompt may come, so that a changed hour asks nobody twice in a week. */
async function askedUntil(ctx: Context, { member, hours, nextAt }: Rhythm, every: number): Promise<number> {
  const now = ctx.now()
  if (nextAt !== undefined && every === member.checkinEvery)
    return Math.max(now, weekStart(hours, nextAt) - 1)
  const latest = await findLatest(ctx, member.person)
  if (!latest || latest.on < mondayOf(hours, now)) return now
  return addLocalDays(hours.zone, weekEnd(hours, now), 7 * (every - 1)) - 1
}
