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
import { reflectionNow } from '../feedback/service.ts'
import {
  isLookBack,
  ORIENTATION,
  OWED_ON,
  type Tip,
  turnOf,
  USELESS_MS,
  WEEKLY,
  type Week,
  weekOf,
  weekPlan,
} from './domain.ts'
import { running } from './service-read.ts'
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
  const list = await running(ctx, person)
  return list.length > 0 && list.every((m) => m.metAt === null)
}

/** A tip of this week, one for each mentee at most. */
interface TipFor {
  tip: string
  mentee: string
}

export interface Planned {
  tips: TipFor[]
  plan: Week
  round: number
}

/**
 * Once a week, for somebody with a running mentorship: at most one message, whatever the number of their partners.
 * A pair that has gone quiet is asked about that, and nothing else; a look back that falls into it comes after it.
 */
export async function week(ctx: Context, person: string): Promise<Writes[]> {
  const list = await running(ctx, person)
  if (list.length === 0) return []
  const hours = await ctx.directory.hours(person)
  const now = ctx.now()
  const next = nextWeekly(hours, WEEKLY, now)
  const again = next !== undefined && ctx.schedule.at(WEEK, person, next)
  const turn = turnOf(hours.zone, now)
  const first = weekOf(Math.min(...list.map((m) => m.startedAt)), turn)
  const plan = weekPlan(
    first,
    list.some((m) => m.mentor === person),
  )
  if (list.some((m) => isQuiet(m.state)))
    return [again, isLookBack(plan) && (await oweLookBack(ctx, `${person}:${plan}`))]

  const due = list.flatMap((m): TipFor[] => {
    const tip = m.mentor === person && tips.find((t) => t.week === weekOf(m.startedAt, turn))
    return tip ? [{ tip: tip.id, mentee: m.mentee }] : []
  })
  const something = due.length > 0 || plan !== 'nothing'
  return [
    something &&
      // A turn that is taken twice, by somebody who moved west that day, brings its message once.
      ctx.outbox.add(WEEK, `${WEEK}:${person}:${turn}`, {
        to: person,
        payload: { person, tips: due, plan, round: Math.floor(first / 4) },
        uselessAt: now + USELESS_MS,
      }),
    again,
  ]
}

async function oweLookBack(ctx: Context, subject: string): Promise<Writes> {
  const [person = ''] = subject.split(':')
  const at = nextWeekly(await ctx.directory.hours(person), OWED_ON, ctx.now())
  return at !== undefined && ctx.schedule.at(OWED, subject, at)
}

/** The job: a look back that was put off comes once no pair is being asked about; `subject` is `person:plan`. */
export async function owed(ctx: Context, subject: string): Promise<Writes[]> {
  const [person = '', plan] = subject.split(':')
  const list = await running(ctx, person)
  if (list.length === 0) return []
  if (list.some((m) => isQuiet(m.state))) return [await oweLookBack(ctx, subject)]
  return [
    ctx.outbox.add(WEEK, `${OWED}:${subject}:${ctx.now()}`, {
      to: person,
      payload: { person, tips: [], plan, round: 0 },
      uselessAt: ctx.now() + USELESS_MS,
    }),
  ]
}

/** What a week's message says, as things are now; undefined if there is nothing to say any more. */
export async function weekNow(ctx: Context, person: string, planned: Planned) {
  const tips = await tipsNow(ctx, person, planned.tips)
  const { plan } = planned
  const circle = plan === 'circle' ? await circleNow(ctx, person, planned.round) : undefined
  const kind: Kind | undefined = plan === 'reflect' ? 'month' : plan === 'review' ? 'mentor' : undefined
  // Whoever has looked back already is not asked to.
  const reflect = kind && !(await reflectionNow(ctx, person, kind)).row ? kind : undefined
  return tips.length > 0 || circle || reflect ? { tips, circle, reflect } : undefined
}

/** Tips of which the mentorship still runs, each with the mentees it is for. */
async function tipsNow(
  ctx: Context,
  mentor: string,
  due: TipFor[],
): Promise<{ tip: Tip; mentees: string[] }[]> {
  const mentees = new Set(
    (await running(ctx, mentor)).filter((m) => m.mentor === mentor).map((m) => m.mentee),
  )
  return tips
    .map((tip) => ({
      tip,
      mentees: due.filter((d) => d.tip === tip.id && mentees.has(d.mentee)).map((d) => d.mentee),
    }))
    .filter((each) => each.mentees.length > 0)
}

/** The question of a month for mentors among themselves, and some whom the reader could ask: all mentors are listed. */
async function circleNow(ctx: Context, mentor: string, round: number) {
  const question = circle[round % circle.length]!
  const others = (await listMembers(ctx)).filter(
    (m) => m.person !== mentor && m.status === 'active' && isMentor(m),
  )
  const from = others.length === 0 ? 0 : round % others.length
  return {
    question: question.question,
    others: [...others.slice(from), ...others.slice(0, from)].slice(0, 3).map((m) => m.person),
  }
}
