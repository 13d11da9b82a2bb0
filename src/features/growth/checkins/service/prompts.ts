/** Asking for check-ins: when it begins, when it stops, what the job does, and how people choose its hour. */
import type { Context } from '../../../../context.ts'
import {
  addLocalDays,
  addWorkingDays,
  DAY_MS,
  dateIn,
  type Hours,
  mondayOf,
} from '../../../../core/calendar.ts'
import { canTakePart } from '../../../../core/member.ts'
import { done, type Outcome, refuse } from '../../../../core/outcome.ts'
import type { Writes } from '../../../../db/commit.ts'
import type { Follows } from '../../../../follows.ts'
import { retrying } from '../../../../retrying.ts'
import { peopleOf } from '../../../pairs/mentorship/domain.ts'
import { findMember, type Member, setCheckinRhythm } from '../../../people/members/service.ts'
import {
  FIRST_AFTER_DAYS,
  isPutOff,
  nextPromptAt,
  promptAfter,
  promptStep,
  slowedDown,
  type WhenForm,
  weekEnd,
  weeklyObjection,
  weekStart,
} from '../domain.ts'
import {
  type Checkin,
  changeCheckin,
  findLatest,
  insertCheckin,
  markPrompted,
  skipOpenCheckins,
} from '../store.ts'
import { findJoined, isPaired, pairsOf } from './partners.ts'

/** The kind of the job and of the delivery that ask. */
export const PROMPT = 'checkins.prompt'
/** One message each time that a check-in is asked for: the first, and one for each time it was put off. */
export const promptKey = (id: string, round: number) => `${PROMPT}:${id}:${round}`

export const refreshPrompt = (ctx: Context, { id, person, snoozes }: Checkin): Writes =>
  Array.from({ length: snoozes + 1 }, (_, round) => ctx.outbox.refresh(promptKey(id, round), person))

export const weeklyOf = (m: Member) => ({ weekday: m.checkinWeekday, minute: m.checkinMinute })

/** Plans when this person is asked next; undefined for never. */
export const planPrompt = (ctx: Context, person: string, at: number | undefined): Writes =>
  at === undefined ? ctx.schedule.cancel(PROMPT, person) : ctx.schedule.at(PROMPT, person, at)

/** When this person is asked next (UTC ms); undefined if they are not. */
export const promptComesAt = async (ctx: Context, person: string): Promise<number | undefined> =>
  (await ctx.schedule.find(PROMPT, person))?.dueAt

/** Check-ins begin with the first mentorship of a person and stop with the last; they come at the hours of that person. */
export const follows: Follows = {
  started: (ctx, pairs) => Promise.all(peopleOf(pairs).map((person) => startCheckins(ctx, person))),
  ended: async (ctx, m) => [
    await stopUnlessPaired(ctx, m.mentee, m.id),
    await stopUnlessPaired(ctx, m.mentor, m.id),
  ],
  left: (ctx, person) => stopCheckins(ctx, person),
  gone: (ctx, person) => stopCheckins(ctx, person),
  // A job, so that it sees the hours that are committed with this.
  moved: (ctx, person) => ctx.schedule.at('checkins.replan', person, ctx.now()),
}

/**
 * What to write when a mentorship of this person starts: their check-ins begin, two working days later at the
 * earliest. Those who are asked already, or chose not to be, stay as they are.
 */
async function startCheckins(ctx: Context, person: string): Promise<Writes> {
  const member = await findMember(ctx, person)
  if (!member || member.status === 'left' || member.checkinEvery === 0) return undefined
  if (await ctx.schedule.find(PROMPT, person)) return undefined
  const hours = await ctx.directory.hours(person)
  const earliest = addWorkingDays(hours, ctx.now(), FIRST_AFTER_DAYS)
  if (earliest === undefined) return undefined
  return planPrompt(ctx, person, nextPromptAt(hours, weeklyOf(member), earliest - 1))
}

/** Moves the next prompt to the person's own hour, as their zone and hours are now; one put off stays. */
export async function replanPrompt(ctx: Context, person: string): Promise<Writes[]> {
  const [member, job, latest] = [
    await findMember(ctx, person),
    await ctx.schedule.find(PROMPT, person),
    await findLatest(ctx, person),
  ]
  if (!member || !job || (latest && isPutOff(latest))) return []
  // Zones lie at most 26 hours apart: the moment nearest to the old one is at most two days before it.
  const after = Math.max(ctx.now(), job.dueAt - 2 * DAY_MS)
  return [planPrompt(ctx, person, nextPromptAt(await ctx.directory.hours(person), weeklyOf(member), after))]
}

/** Stops the check-ins of a person who has no other mentorship than the one that ends. */
const stopUnlessPaired = async (ctx: Context, person: string, ending: string): Promise<Writes> =>
  !(await isPaired(ctx, person, ending)) && stopCheckins(ctx, person)

/** Ends all asking of this person; what they wrote stays theirs. */
export async function stopCheckins(ctx: Context, person: string): Promise<Writes> {
  const latest = await findLatest(ctx, person)
  return [
    ctx.schedule.cancel(PROMPT, person),
    skipOpenCheckins(ctx, person),
    latest?.status === 'prompted' && refreshPrompt(ctx, latest),
    ctx.outbox.touchHomes(person),
  ]
}

/**
 * The job: asks, if now is the moment, and plans the next time. What was asked before and never answered is
 * missed, unless it never came on screen; two missed in a row, and they come half as often.
 */
export async function askCheckin(ctx: Context, person: string): Promise<Writes[]> {
  const member = await findMember(ctx, person)
  const account = await ctx.directory.person(person)
  if (!member || member.status === 'left' || member.checkinEvery === 0) return []
  if (!account || !canTakePart(account) || !(await isPaired(ctx, person))) return []

  const hours = await ctx.directory.hours(person)
  const now = ctx.now()
  const step = promptStep(hours, weeklyOf(member), now)
  if (!step.ask) return [planPrompt(ctx, person, step.at)]
  // A pause ends by itself, and so does a break of the two: the first occurrence after it asks again.
  const resting = (await pairsOf(ctx, person)).every((m) => m.state === 'paused')
  if (member.status === 'paused' || resting)
    return [planPrompt(ctx, person, nextPromptAt(hours, weeklyOf(member), now))]
  const on = dateIn(hours.zone, now)
  const latest = await findLatest(ctx, person)
  const isNew = !latest || latest.on < on
  // One that never came on screen was not left unanswered.
  const missed = isNew && latest?.status === 'prompted' && latest.promptedAt !== null
  const unanswered = member.unanswered + (missed ? 1 : 0)
  const checkinEvery = missed ? slowedDown(member.checkinEvery, unanswered) : member.checkinEvery
  const next = planPrompt(ctx, person, promptAfter(hours, weeklyOf(member), checkinEvery, now))
  if (!isNew) return [next]

  const id = ctx.newId()
  return [
    ...(latest?.status === 'prompted' ? closeUnanswered(ctx, latest) : []),
    missed && setCheckinRhythm(ctx, person, { unanswered, checkinEvery }),
    insertCheckin(ctx, { id, person, on, status: 'prompted' }),
    ctx.outbox.add(PROMPT, promptKey(id, 0), {
      to: person,
      payload: { checkin: id, person, round: 0 },
      uselessAt: step.uselessAt,
    }),
    next,
    ctx.outbox.touchHomes(person),
  ]
}

const closeUnanswered = (ctx: Context, open: Checkin): Writes[] => [
  changeCheckin(ctx, open, { status: open.promptedAt === null ? 'skipped' : 'missed' }),
  refreshPrompt(ctx, open),
]

/** What to write when a question came on screen: the one before it, which was put off, says so. */
export const markOnScreen = (ctx: Context, person: string, id: string, round: number): Writes => [
  markPrompted(ctx, id, round),
  round > 0 && ctx.outbox.refresh(promptKey(id, round - 1), person),
]

export interface Rhythm {
  member: Member
  hours: Hours
  /** When the next prompt is due; undefined if none is. */
  nextAt?: number
  paired: boolean
}

/** When this person is asked. */
export async function rhythmOf(ctx: Context, person: string): Promise<Outcome<Rhythm>> {
  const member = await findJoined(ctx, person)
  if (!member.ok) return member
  return done({
    member: member.value,
    hours: await ctx.directory.hours(person),
    nextAt: await promptComesAt(ctx, person),
    paired: await isPaired(ctx, person),
  })
}

/** Changes the day, the hour and how often. */
export const saveRhythm = (ctx: Context, person: string, form: WhenForm): Promise<Outcome<Rhythm>> =>
  retrying<Rhythm>(ctx, async () => {
    const rhythm = await rhythmOf(ctx, person)
    if (!rhythm.ok) return rhythm
    const { hours, member, paired } = rhythm.value
    const objection = weeklyObjection(hours, form)
    if (objection) return refuse(objection.reason, objection.field)
    const nextAt =
      paired && form.every > 0
        ? nextPromptAt(hours, form, await earliestAfter(ctx, rhythm.value, form.every))
        : undefined
    const set = {
      checkinWeekday: form.weekday,
      checkinMinute: form.minute,
      checkinEvery: form.every,
      unanswered: 0,
    }
    return {
      value: { ...rhythm.value, nextAt, member: { ...member, ...set } },
      writes: [
        setCheckinRhythm(ctx, person, set),
        form.every === 0 ? await stopCheckins(ctx, person) : planPrompt(ctx, person, nextAt),
        ctx.outbox.touchHomes(person),
      ],
    }
  })

/** The instant after which the next prompt may come, so that a changed hour asks nobody twice in a week. */
async function earliestAfter(
  ctx: Context,
  { member, hours, nextAt }: Rhythm,
  every: number,
): Promise<number> {
  const now = ctx.now()
  if (nextAt !== undefined && every === member.checkinEvery)
    return Math.max(now, weekStart(hours, nextAt) - 1)
  const latest = await findLatest(ctx, member.person)
  if (!latest || latest.on < mondayOf(hours, now)) return now
  return addLocalDays(hours.zone, weekEnd(hours, now), 7 * (every - 1)) - 1
}
