/** What is told of dates, and what calendars get: the message, the file, and whether somebody has it in theirs. */
import type { Context } from '../../../../context.ts'
import { nextHumane } from '../../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../../core/outcome.ts'
import type { Writes } from '../../../../db/commit.ts'
import { placeWords, SOON_MS } from '../domain.ts'
import { findPlan, listOfPlan, markInCalendar, moversOf, type Plan, type Session } from '../store.ts'
import { findPair, NOT_YOURS, type OwnSession, ownSession, type Pair } from './pair.ts'
import { refreshReminder } from './steps.ts'

const datesKey = (plan: string, person: string, sequence: number) =>
  `sessions.dates:${plan}:${person}:${sequence}`

/** What is told of a calendar entry, as it was before the change. */
interface News {
  plan: Plan
  what: 'agreed' | 'moved' | 'cancelled'
  session?: string
  /** When the first of the sessions told of is: nobody may read of it too late. */
  firstAt: number
}

/** Both get the news, with buttons, links and the way to a calendar file. `me` has just pressed a button. */
export function announceDates(ctx: Context, pair: Pair, news: News): Writes {
  const { plan, what, session } = news
  const sequence = what === 'agreed' ? plan.sequence : plan.sequence + 1
  return [pair.me, pair.partner].map((person) => {
    const hours = person === pair.me ? pair.hours : pair.partnerHours
    const tooLate = (nextHumane(hours, ctx.now()) ?? Number.POSITIVE_INFINITY) >= news.firstAt - SOON_MS
    const kind = person === pair.me || tooLate ? 'Now' : ''
    const payload = { plan: plan.id, person, what, session: session ?? '', sequence }
    return [
      sequence > 0 && ctx.outbox.refresh(datesKey(plan.id, person, sequence - 1), person),
      ctx.outbox.add(`sessions.dates${kind}`, datesKey(plan.id, person, sequence), { to: person, payload }),
    ]
  })
}

/** Sends the calendar file of an entry, as it is now, to one of its two who asked for it. */
export async function sendCalendarFile(ctx: Context, person: string, plan: string): Promise<Outcome<Pair>> {
  const entry = await calendarEntry(ctx, plan, person)
  if (!entry) return refuse(NOT_YOURS)
  await ctx.commit(
    ctx.outbox.add('sessions.file', `sessions.file:${ctx.newId()}`, {
      to: person,
      payload: { plan, person },
    }),
  )
  return done(entry.pair)
}

/** Where the two meet, if a link or a room was named. For these two alone. */
export const locationOf = (ctx: Context, plan: Plan | undefined): string | undefined =>
  plan && ctx.words('plans', plan.id).open({ location: plan.location }).location

/** All that a calendar file holds. `person` is whose calendar it is for. */
export async function calendarEntry(ctx: Context, id: string, person: string) {
  const plan = await findPlan(ctx, id)
  const pair = plan && (await findPair(ctx, plan.mentorship, person))
  if (!pair || ![pair.m.mentee, pair.m.mentor].includes(person)) return undefined
  const both = [pair.m.mentee, pair.m.mentor]
  const people = await ctx.directory.people(both)
  const movers = await moversOf(ctx, pair.m.id)
  const whereOf = (by: Plan) => locationOf(ctx, by) ?? placeWords(by.place)
  return {
    plan,
    pair,
    sessions: (await listOfPlan(ctx, id)).map((session) => {
      const by = movers.get(session.id) ?? plan
      return { ...session, by, where: whereOf(by) }
    }),
    where: whereOf(plan),
    names: both.map((each) => people.get(each)?.name ?? 'A former member'),
    now: ctx.now(),
  }
}
export type CalendarEntry = NonNullable<Awaited<ReturnType<typeof calendarEntry>>>

const sideOf = ({ m, me }: Pair) => (m.mentee === me ? 'menteeHas' : 'mentorHas')

/** Whether whoever looks has said that the session is in their calendar. */
export const hasInCalendar = (pair: Pair, session: Session) => session[sideOf(pair)]

/** "It's in my calendar": no more reminders of the sessions of this calendar entry, for this person. */
export async function confirmInCalendar(
  ctx: Context,
  person: string,
  id: string,
): Promise<Outcome<OwnSession>> {
  const found = await ownSession(ctx, person, id)
  if (!found.ok) return found
  const { session, pair, plan } = found.value
  if (!plan) return refuse(NOT_YOURS)
  if (session.status === 'cancelled')
    return refuse(
      'This session is off, so your calendar need not have it. Type `/mentor schedule` to plan another one.',
    )
  await ctx.commit(
    markInCalendar(ctx, plan.id, sideOf(pair)),
    ctx.outbox.refresh(datesKey(plan.id, person, plan.sequence), person),
    refreshReminder(ctx, session, person),
    ctx.outbox.touchHomes(person),
  )
  return done(found.value)
}
