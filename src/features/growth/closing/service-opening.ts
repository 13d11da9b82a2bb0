/** How a closing opens, and what is over with it. */
import type { Context } from '../../../context.ts'
import { addWorkingDays } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import { NOT_STALLED } from '../../pairs/mentorship/domain.ts'
import {
  activeMentorships,
  applyEvent,
  bothBackAt,
  findMentorship,
  type Mentorship,
  moveState,
} from '../../pairs/mentorship/service.ts'
import { askAt, type Cause, lastMoment, REMIND_DAYS, windowFor } from './domain.ts'
import { endOpenClosing, findOpenClosing, insertClosing } from './store.ts'

/** The jobs of a closing, by mentorship: both are asked, it ends, and who is silent is reminded. */
const DUE = 'closing.due'
export const END = 'closing.end'
const REMIND = 'closing.remind'

export const askKey = (closing: string, person: string) => `closing.ask:${closing}:${person}`
export const remindKey = (closing: string, person: string) => `closing.reminder:${closing}:${person}`

export const bothOf = (m: Mentorship) => [m.mentee, m.mentor]

/** Two who have agreed on a last day are asked in time what comes next; an end or a later day settles what stands open. */
export const follows: Follows = {
  signed: async (ctx, m, { endsOn, extended }) => [
    extended && (await endClosing(ctx, m, 'extended')),
    await planClosing(ctx, m, endsOn),
  ],
  ended: (ctx, m, ending) => endClosing(ctx, m, ending === 'completed' ? 'completed' : 'overtaken'),
}

/** Schedules that both are asked what comes next, some days before their last day. */
export const planClosing = async (ctx: Context, m: Mentorship, endsOn: string): Promise<Writes> =>
  ctx.schedule.at(DUE, m.id, askAt(await ctx.directory.hours(m.mentee), endsOn, ctx.now()))

/** Opens the closing of a mentorship, for the commit that moves it there. Both are asked, but not who has just asked for it. */
export async function openClosing(
  ctx: Context,
  m: Mentorship,
  cause: Cause,
  openedBy: string | null = null,
): Promise<Writes[]> {
  const id = ctx.newId()
  const openedAt = ctx.now()
  const hours = await ctx.directory.hours(m.mentee)
  const { fromAt, untilAt } = windowFor(hours, cause, m.endsOn, openedAt)
  const remindAt = addWorkingDays(hours, openedAt, REMIND_DAYS)
  const times = { openedAt, fromAt, untilAt, endedAt: null }
  return [
    insertClosing(ctx, { id, mentorship: m.id, status: 'open', cause, openedBy, ...times, openOf: m.id }),
    bothOf(m)
      .filter((person) => person !== openedBy)
      .map((person) =>
        ctx.outbox.add('closing.ask', askKey(id, person), {
          to: person,
          payload: { closing: id, person },
          uselessAt: untilAt,
        }),
      ),
    ctx.schedule.at(END, m.id, untilAt),
    remindAt !== undefined && remindAt < untilAt && ctx.schedule.at(REMIND, m.id, remindAt),
    ctx.schedule.cancel(DUE, m.id),
    await ctx.follow('closing', m),
  ]
}

/** Either closes it early; both then have their last word. */
export const closeEarly = (ctx: Context, person: string, id: string): Promise<Outcome<Mentorship>> =>
  applyEvent(ctx, person, id, 'close', async (m) => [
    moveState(ctx, m, 'close', NOT_STALLED, m.state),
    await openClosing(ctx, m, 'early', person),
  ])

/** Sends every partner a proposal for a last talk, before somebody leaves the company. */
export async function proposeGoodbye(ctx: Context, person: string): Promise<Outcome<{ partners: number }>> {
  const partners = await activeMentorships(ctx, person)
  if (partners.length === 0)
    return refuse('You have no mentorship now, so there is nobody to say goodbye to here.')
  await ctx.commit(
    partners.map((m) =>
      ctx.outbox.add('membership.goodbye', `goodbye:${m.id}:${person}`, {
        to: m.partner,
        payload: { mentorship: m.id, person },
      }),
    ),
  )
  return done({ partners: partners.length })
}

/** The job: the agreed last day comes near. Put off while either takes a break or the trial is not over. */
export async function closeOnLastDay(ctx: Context, id: string): Promise<Writes[]> {
  const m = await findMentorship(ctx, id)
  if (m?.status !== 'active' || m.endsOn === null || m.state === 'closing') return []
  const hours = await ctx.directory.hours(m.mentee)
  const backAt = Math.max((await bothBackAt(ctx, m)) ?? 0, m.restsUntil ?? 0)
  const at = Math.max(askAt(hours, m.endsOn, 0), backAt)
  if (at > ctx.now()) return [ctx.schedule.at(DUE, id, at)]
  if (m.state === 'trial' || m.state === 'paused')
    return [ctx.schedule.at(DUE, id, addWorkingDays(hours, ctx.now(), 1) ?? lastMoment(hours, m.endsOn))]
  return [moveState(ctx, m, 'lastDay', NOT_STALLED, m.state), await openClosing(ctx, m, 'lastDay')]
}

/** What to write when a closing is over, however it ended. */
export async function endClosing(
  ctx: Context,
  m: Mentorship,
  status: 'completed' | 'extended' | 'reopened' | 'overtaken',
): Promise<Writes[]> {
  const open = await findOpenClosing(ctx, m.id)
  return [
    endOpenClosing(ctx, m.id, status),
    ctx.schedule.cancel(END, m.id),
    ctx.schedule.cancel(REMIND, m.id),
    status !== 'extended' && ctx.schedule.cancel(DUE, m.id),
    open &&
      bothOf(m).flatMap((person) => [
        ctx.outbox.refresh(askKey(open.id, person), person),
        ctx.outbox.cancel(remindKey(open.id, person)),
      ]),
  ]
}
