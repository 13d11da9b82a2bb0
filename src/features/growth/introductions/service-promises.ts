/** Introductions to somebody outside Slack: what a mentor promises, by a day. */
import type { Context } from '../../../context.ts'
import { dateIn, instantAt, shiftDate } from '../../../core/calendar.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import { countOne, LIMIT, refuseOverLimit } from '../../../directory/limits.ts'
import { activeMentorships, findMentorship } from '../../pairs/mentorship/service.ts'
import { AGAIN_DAYS, dayObjection, LET_GO_DAYS, type PromiseForm } from './domain.ts'
import { endPromise, findPromise, insertPromise, listPromises, openPromise, type Promised } from './store.ts'

const promisedKey = (id: string) => `introductions.promised:${id}`
const dueKey = (id: string, on: string) => `introductions.due:${id}:${on}`

/** The mentees for whom this person can promise something. */
export const menteesOf = async (ctx: Context, mentor: string) =>
  (await activeMentorships(ctx, mentor)).filter((m) => m.mentor === mentor && m.kind === 'mentorship')

/** A mentor promises an introduction to somebody outside Slack, by a day. */
export async function promiseIntroduction(
  ctx: Context,
  mentor: string,
  form: PromiseForm,
): Promise<Outcome<{ mentee: string }>> {
  const m = (await menteesOf(ctx, mentor)).find((each) => each.id === form.mentorship)
  if (!m) return refuse('This mentorship is not running any more. Open Home to see your own.', 'mentorship')
  const hours = await ctx.directory.hours(mentor)
  const no = dayObjection(form.on, dateIn(hours.zone, ctx.now()))
  if (no) return refuse(no, 'on')
  const id = ctx.newId()
  const failed = await ctx.commit(
    await countOne(ctx, 'promises', mentor),
    insertPromise(ctx, { id, mentorship: m.id, mentor, mentee: m.mentee, on: form.on }, form.words),
    ctx.outbox.add('introductions.promised', promisedKey(id), { to: m.mentee, payload: { promise: id } }),
    ctx.schedule.at('introductions.due', id, instantAt(hours.zone, form.on, hours.startMinute)),
    ctx.outbox.touchHomes(mentor, m.mentee),
  )
  return failed === LIMIT ? refuseOverLimit('promises') : done({ mentee: m.mentee })
}

/** The job: on the day the mentor is reminded, a week later once more, and then the promise is let go. */
export async function remindOfPromise(ctx: Context, id: string): Promise<Writes[]> {
  const p = await findPromise(ctx, id)
  if (p?.status !== 'open') return []
  // With the mentorship its prompts stop.
  if ((await findMentorship(ctx, p.mentorship))?.status !== 'active')
    return [endPromiseWrites(ctx, p, 'dropped')]
  const hours = await ctx.directory.hours(p.mentor)
  const today = dateIn(hours.zone, ctx.now())
  const morning = (days: number) => instantAt(hours.zone, shiftDate(p.on, days), hours.startMinute)
  if (today >= shiftDate(p.on, LET_GO_DAYS)) return [endPromiseWrites(ctx, p, 'dropped')]
  const again = today >= shiftDate(p.on, AGAIN_DAYS)
  return [
    ctx.outbox.add('introductions.due', dueKey(id, today), {
      to: p.mentor,
      payload: { promise: id },
      uselessAt: morning(LET_GO_DAYS),
    }),
    ctx.schedule.at('introductions.due', id, morning(again ? LET_GO_DAYS : AGAIN_DAYS)),
  ]
}

/** Ends a promise that is open, with the reminders of it. */
export const endPromiseWrites = (ctx: Context, p: Promised, status: 'done' | 'dropped'): Writes => [
  endPromise(ctx, p.id, status),
  ctx.schedule.cancel('introductions.due', p.id),
  ctx.outbox.refresh(promisedKey(p.id), p.mentee),
  [0, AGAIN_DAYS].map((days) => ctx.outbox.refresh(dueKey(p.id, shiftDate(p.on, days)), p.mentor)),
  ctx.outbox.touchHomes(p.mentor, p.mentee),
]

/** The mentor ticks it, or lets it go. */
export async function closePromise(
  ctx: Context,
  mentor: string,
  id: string,
  status: 'done' | 'dropped',
): Promise<Outcome<Promised>> {
  const p = await findPromise(ctx, id)
  if (p?.mentor !== mentor)
    return refuse('Only the mentor who promised this can tick it. Home shows your own.')
  const failed = await ctx.commit(endPromiseWrites(ctx, p, status))
  return failed ? refuse('This one is settled already. Home shows what is open.') : done({ ...p, status })
}

/** The words of a promise, for the two. */
export async function readPromise(ctx: Context, reader: string, id: string) {
  const p = await findPromise(ctx, id)
  if (!p || ![p.mentor, p.mentee].includes(reader))
    return refuse('This is between a mentor and a mentee. Home shows your own.')
  return done({ promise: p, words: openPromise(ctx, p) })
}

/** What is promised by or to a person, in mentorships that run. */
export async function openPromises(ctx: Context, person: string): Promise<Promised[]> {
  const running = new Set((await activeMentorships(ctx, person)).map((m) => m.id))
  return (await listPromises(ctx, person)).filter((p) => running.has(p.mentorship))
}
