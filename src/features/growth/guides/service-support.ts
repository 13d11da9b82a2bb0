/** What helps a pair along week by week: the orientation, and one message a week at most. */
import type { Context } from '../../../context.ts'
import { DAY_MS, nextWeekly } from '../../../core/calendar.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import { peopleOf } from '../../pairs/mentorship/domain.ts'
import { isQuiet } from '../../pairs/mentorship/states.ts'
import { isMentor } from '../../people/members/domain.ts'
import { findMember, listMembers } from '../../people/members/service.ts'
import type { Kind } from '../feedback/domain.ts'
import { reflectionOfMonth } from '../feedback/service.ts'
import {
  isLookBack,
  ORIENTATION,
  OWED_ON,
  turnOf,
  USELESS_MS,
  WEEKLY,
  type Week,
  weekOf,
  weekPlan,
} from './domain.ts'
import { mentorshipsWithPrompts } from './service-read.ts'
import { circle, tips } from './store.ts'

const WEEK = 'guides.week'
const OWED = 'guides.owed'

/** The weekly look for what would help starts with the first mentorship, and stops with the last. */
export const follows: Follows = {
  started: (ctx, pairs) => Promise.all(peopleOf(pairs).map((person) => startSupport(ctx, person))),
}

async function startSupport(ctx: Context, person: string): Promise<Writes> {
  if (await ctx.schedule.find(WEEK, person)) return undefined
  const hours = await ctx.directory.hours(person)
  // The first days have messages enough: the introduction, the agreement, the orientation on Home.
  const next = nextWeekly(hours, WEEKLY, ctx.now() + 5 * DAY_MS)
  return next !== undefined && ctx.schedule.at(WEEK, person, next)
}

/** Whether somebody should still see the orientation: they have a mentorship, and have not met or read it. */
export async function needsOrientation(ctx: Context, person: string): Promise<boolean> {
  const member = await findMember(ctx, person)
  if (!member || member.status === 'left' || member.cardsDone.includes(ORIENTATION)) return false
  const list = await mentorshipsWithPrompts(ctx, person)
  return list.length > 0 && list.every((m) => m.metAt === null)
}

/** What a week's message was planned to hold: the tip of this week, for each mentee, or one thing besides. */
export interface Planned {
  tips: { tip: string; mentee: string }[]
  plan: Week
  round: number
}

/**
 * The job: once a week, for somebody with a running mentorship, at most one message, whatever the number of their partners.
 * A pair that has gone quiet is asked about that, and nothing else; a look back that falls into it comes after it.
 */
export async function sendWeeklySupport(ctx: Context, person: string): Promise<Writes[]> {
  const list = await mentorshipsWithPrompts(ctx, person)
  if (list.length === 0) return []
  const hours = await ctx.directory.hours(person)
  const now = ctx.now()
  const next = nextWeekly(hours, WEEKLY, now)
  const again = next !== undefined && ctx.schedule.at(WEEK, person, next)
  const turn = turnOf(hours.zone, now)
  const first = weekOf(Math.min(...list.map((m) => m.startedAt)), turn)
  const mentoring = list.filter((m) => m.mentor === person)
  const plan = weekPlan(first, mentoring.length > 0)
  if (list.some((m) => isQuiet(m.state)))
    return [again, isLookBack(plan) && (await oweLookBack(ctx, `${person}:${plan}`))]
  // The tips follow the mentor's own course: each comes once, however many mentees it is for.
  const tip = tips.find((each) => each.week === first)
  const due = tip ? mentoring.map(({ mentee }) => ({ tip: tip.id, mentee })) : []
  const nothing = { tips: [], plan: 'nothing' as const, round: 0 }
  return [
    due.length > 0 && sendWeek(ctx, `guides.tip:${person}:${tip?.id}`, person, { ...nothing, tips: due }),
    plan !== 'nothing' &&
      // A turn that is taken twice, by somebody who moved west that day, brings its message once.
      sendWeek(ctx, `${WEEK}:${person}:${turn}`, person, { ...nothing, plan, round: Math.floor(first / 4) }),
    again,
  ]
}

const sendWeek = (ctx: Context, key: string, person: string, planned: Planned): Writes =>
  ctx.outbox.add(WEEK, key, {
    to: person,
    payload: { person, ...planned },
    uselessAt: ctx.now() + USELESS_MS,
  })

async function oweLookBack(ctx: Context, subject: string): Promise<Writes> {
  const [person = ''] = subject.split(':')
  const at = nextWeekly(await ctx.directory.hours(person), OWED_ON, ctx.now())
  return at !== undefined && ctx.schedule.at(OWED, subject, at)
}

/** The job: a look back that was put off comes once no pair is being asked about; `subject` is `person:plan`. */
export async function sendOwedLookBack(ctx: Context, subject: string): Promise<Writes[]> {
  const [person = '', plan] = subject.split(':')
  const list = await mentorshipsWithPrompts(ctx, person)
  if (list.length === 0) return []
  if (list.some((m) => isQuiet(m.state))) return [await oweLookBack(ctx, subject)]
  const planned = { tips: [], plan: plan as Week, round: 0 }
  return [sendWeek(ctx, `${OWED}:${subject}:${ctx.now()}`, person, planned)]
}

/** What a week's message says, as things are now; undefined if there is nothing to say any more. */
export async function readWeekMessage(ctx: Context, person: string, { tips, plan, round }: Planned) {
  const now = {
    tips: await tipsNow(ctx, person, tips),
    circle: plan === 'circle' ? await circleNow(ctx, person, round) : undefined,
    reflect: await lookBackNow(ctx, person, plan),
  }
  return now.tips.length > 0 || now.circle || now.reflect ? now : undefined
}
export type WeekNow = NonNullable<Awaited<ReturnType<typeof readWeekMessage>>>

/** Which look back a week asks for. Whoever has looked back already is not asked to. */
async function lookBackNow(ctx: Context, person: string, plan: Week): Promise<Kind | undefined> {
  if (!isLookBack(plan)) return undefined
  const kind = plan === 'reflect' ? 'month' : 'mentor'
  return (await reflectionOfMonth(ctx, person, kind)).row ? undefined : kind
}

/** Tips of which the mentorship still runs, each with the mentees it is for. */
async function tipsNow(ctx: Context, mentor: string, due: Planned['tips']) {
  const list = (await mentorshipsWithPrompts(ctx, mentor)).filter((m) => m.mentor === mentor)
  const still = due.filter(({ mentee }) => list.some((m) => m.mentee === mentee))
  return tips
    .map((tip) => ({ tip, mentees: still.filter((d) => d.tip === tip.id).map((d) => d.mentee) }))
    .filter(({ mentees }) => mentees.length > 0)
}

/** The question of a month for mentors among themselves, and some whom the reader could ask: all mentors are listed. */
async function circleNow(ctx: Context, mentor: string, round: number) {
  const question = circle[round % circle.length]!
  const others = (await listMembers(ctx)).filter(
    (m) => m.person !== mentor && m.status === 'active' && isMentor(m),
  )
  const from = round % Math.max(others.length, 1)
  return {
    question: question.question,
    others: [...others.slice(from), ...others.slice(0, from)].slice(0, 3).map((m) => m.person),
  }
}
