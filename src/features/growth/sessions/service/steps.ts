/** What comes by itself before and after a session: reminders, the question whether the two met, and its end. */
import type { Context } from '../../../../context.ts'
import { type Hours, nextHumane } from '../../../../core/calendar.ts'
import type { Writes } from '../../../../db/commit.ts'
import { findMentorship, type Mentorship } from '../../../pairs/mentorship/service.ts'
import { ANSWER_MS, firstStepAt, remindAt, SOON_MS } from '../domain.ts'
import { changeSession, findSession, type Session } from '../store.ts'
import type { Pair } from './pair.ts'

const STEP = 'meetings.step'
const reminderKey = (s: Session, person: string, what: 'day' | 'soon') =>
  `meetings.reminder:${s.id}:${person}:${what}:${s.startAt}`
const questionKey = (s: Session, person: string) => `meetings.met:${s.id}:${person}:${s.startAt}`

/** Schedules the first of what is due about a session; each step schedules the next one. */
export const scheduleSteps = (
  ctx: Context,
  s: Pick<Session, 'id' | 'startAt' | 'endAt'>,
  { hours, partnerHours }: Pair,
): Writes => ctx.schedule.at(STEP, s.id, firstStepAt(s, [hours, partnerHours], ctx.now()))

/** Cancels what is due about a session; its messages that are on screen show what became of it. */
export const cancelSteps = (ctx: Context, m: Mentorship, session: Session): Writes => [
  ctx.schedule.cancel(STEP, session.id),
  refreshMessages(ctx, m, session),
]

/** Messages about a session that are on screen show what became of it. */
export const refreshMessages = (ctx: Context, m: Mentorship, session: Session): Writes =>
  [m.mentee, m.mentor].flatMap((person) => [
    refreshReminder(ctx, session, person),
    ctx.outbox.refresh(reminderKey(session, person, 'soon'), person),
    ctx.outbox.refresh(questionKey(session, person), person),
  ])

/** The message that reminds somebody on the working day before is brought up to date. */
export const refreshReminder = (ctx: Context, session: Session, person: string): Writes =>
  ctx.outbox.refresh(reminderKey(session, person, 'day'), person)

/** The job: what is due about a session. First the reminders, then the question, then nothing more. */
export async function runSessionStep(ctx: Context, id: string): Promise<Writes[]> {
  const session = await findSession(ctx, id)
  const m = session && (await findMentorship(ctx, session.mentorship))
  // With the mentorship its questions stop.
  if (m?.status !== 'active' || session?.status !== 'planned') return []
  const now = ctx.now()
  const next = (at: number) => ctx.schedule.at(STEP, id, at)
  const both = [m.mentee, m.mentor]
  if (now >= session.endAt + ANSWER_MS)
    return [
      changeSession(ctx, session, ['planned'], { status: 'unanswered' }),
      refreshMessages(ctx, m, session),
      ctx.outbox.touchHomes(...both),
    ]
  const hours = await ctx.directory.hoursOfAll(both)
  const about = (person: string) => ({ session: id, person, startAt: session.startAt })
  if (now >= session.endAt)
    return [
      both.map((person) =>
        ctx.outbox.add('meetings.met', questionKey(session, person), {
          to: person,
          payload: about(person),
          // Not in the evening: the question waits for the reader's next working hour.
          dueAt: nextHumane(hours.get(person) as Hours, session.endAt) ?? session.endAt,
          uselessAt: session.endAt + ANSWER_MS,
        }),
      ),
      next(session.endAt + ANSWER_MS),
      ctx.outbox.touchHomes(...both),
    ]
  const soon = now >= session.startAt - SOON_MS
  const what = soon ? 'soon' : 'day'
  const nextAt = soon ? session.endAt : session.startAt - SOON_MS
  return [
    both.map((person) => {
      const dueAt = soon ? now : remindAt(hours.get(person) as Hours, session.startAt, now)
      return (
        dueAt !== undefined &&
        ctx.outbox.add('meetings.reminder', reminderKey(session, person, what), {
          to: person,
          payload: { ...about(person), what },
          dueAt,
          uselessAt: nextAt,
        })
      )
    }),
    next(nextAt),
  ]
}
