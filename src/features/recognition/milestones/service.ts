import type { Context } from '../../../context.ts'
import { addLocalDays, DAY_MS } from '../../../core/calendar.ts'
import { canTakePart } from '../../../core/member.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import { WINS } from '../../../outbox/outbox.ts'
import { findMentorship, type Mentorship } from '../../pairs/mentorship/service.ts'

/** What is celebrated in the channel: a mentorship that was completed, or one that has lasted so many years. */
export interface Milestone {
  mentorship: string
  what: 'graduation' | 'anniversary'
  /** Who said yes to being named this once. */
  agreed: string[]
  /** As they were counted when it was written; messages of earlier versions do not hold them. */
  years?: number
}

export interface Shout {
  m: Mentorship
  what: Milestone['what']
  /** Of an anniversary: how many. */
  years: number
  /** Who may be named: those who said yes to it, or chose to be celebrated in public. */
  named: string[]
}

/** Celebrates a completed mentorship in the wins channel, naming those alone who said yes: `named`, or in general. */
export const announceGraduation = (ctx: Context, m: Mentorship, named: string[]): Promise<Writes> =>
  shout(ctx, m, 'graduation', named)

async function shout(ctx: Context, m: Mentorship, what: Shout['what'], agreed: string[]): Promise<Writes> {
  if ((await mayBeNamed(ctx, m, agreed)).length === 0) return undefined
  const years = yearsOf(ctx, m)
  const key = what === 'graduation' ? what : `${what}:${years}`
  const payload = { mentorship: m.id, what, agreed, years } satisfies Milestone
  return ctx.outbox.add('milestones.shout', `milestones.shout:${m.id}:${key}`, { to: WINS, payload })
}

/** Of the two, who may be named now. A yes to this one does not outlive a "never". */
async function mayBeNamed(ctx: Context, { mentee, mentor }: Mentorship, agreed: string[]): Promise<string[]> {
  const people = await ctx.directory.people([mentee, mentor])
  return [mentee, mentor].filter((id) => {
    const person = people.get(id)
    if (!person || !canTakePart(person) || person.celebration === 'never') return false
    return person.celebration === 'public' || agreed.includes(id)
  })
}

/** What the channel may see, as things are now; undefined if nobody may be named any more. */
export async function findShout(
  ctx: Context,
  { mentorship, what, agreed, years }: Milestone,
): Promise<Shout | undefined> {
  const m = await findMentorship(ctx, mentorship)
  const named = m ? await mayBeNamed(ctx, m, agreed) : []
  return m && named.length > 0 ? { m, what, named, years: years ?? yearsOf(ctx, m) } : undefined
}

const ANNIVERSARY = 'milestones.anniversary'
const YEAR = 365

/** Rounded: with the clocks changed a year may be an hour short. */
const yearsOf = (ctx: Context, m: Mentorship) => Math.round((ctx.now() - m.startedAt) / (YEAR * DAY_MS))

export const follows: Follows = {
  started: (ctx, pairs) =>
    Promise.all(
      pairs.map(
        ({ id, kind, mentee }) =>
          kind === 'mentorship' && planYear(ctx, { id, mentee, startedAt: ctx.now() }, 1),
      ),
    ),
  ended: (ctx, m) => ctx.schedule.cancel(ANNIVERSARY, m.id),
}

/** Counted from the start, so that one that comes late makes none of the later ones late. */
async function planYear(
  ctx: Context,
  m: Pick<Mentorship, 'id' | 'mentee' | 'startedAt'>,
  years: number,
): Promise<Writes> {
  const { zone } = await ctx.directory.hours(m.mentee)
  return ctx.schedule.at(ANNIVERSARY, m.id, addLocalDays(zone, m.startedAt, years * YEAR))
}

/** The job: a mentorship has lasted another year. Both hear of it, and the channel as each of them chose. */
export async function celebrateYear(ctx: Context, id: string): Promise<Writes[]> {
  const m = await findMentorship(ctx, id)
  if (m?.status !== 'active' || m.kind !== 'mentorship') return []
  const years = yearsOf(ctx, m)
  return [
    years > 0 &&
      [m.mentee, m.mentor].flatMap((person) =>
        ctx.outbox.add('milestones.year', `milestones.year:${id}:${person}:${years}`, {
          to: person,
          payload: { mentorship: id, person, years },
        }),
      ),
    years > 0 && (await shout(ctx, m, 'anniversary', [])),
    await planYear(ctx, m, years + 1),
  ]
}
