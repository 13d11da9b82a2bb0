/** Joining, and what a profile is asked afterwards, one card at a time. */
import type { Context } from '../../../../context.ts'
import type { Hours } from '../../../../core/calendar.ts'
import { type Outcome, refuse } from '../../../../core/outcome.ts'
import { plural } from '../../../../core/text.ts'
import { standardProgramme } from '../../../../directory/workspace.ts'
import { retrying } from '../../../../retrying.ts'
import { CHECKIN, checkinMinute, givesChats, type JoinForm, mergeSkills, zoneFrom } from '../domain.ts'
import {
  type CardAnswers,
  changeSignUp,
  countMembers,
  findMember,
  insertMember,
  keepAnswers,
  type Member,
  rateSkill,
  replaceSkills,
  sealWords,
  setCapacity,
} from '../store.ts'
import { requireMember } from './read.ts'

const NO_SKILLS: ReturnType<typeof mergeSkills> = { ids: [], unknown: [] }

/** What holds for a new member until they say otherwise. */
const DEFAULTS = {
  capacity: 2,
  values: [],
  freeHours: [],
  workingDays: [1, 2, 3, 4, 5],
  startMinute: 540,
  endMinute: 1080,
  holidays: [],
  languages: ['English'],
  checkinWeekday: CHECKIN.weekday,
  cardsDone: [],
  plainWants: [],
}

/**
 * Signs somebody up, or changes what they signed up with; everything else is asked later, one card at a time.
 * Somebody who left joins anew; a pause stays.
 */
export const join = (ctx: Context, person: string, form: JoinForm): Promise<Outcome<{ isNew: boolean }>> =>
  retrying(ctx, async () => {
    const { role } = form
    const before = await findMember(ctx, person)
    if (before && before.taken > 0 && role === 'mentee')
      return refuse('You have mentees now. Choose "Both", or end those mentorships first.', 'role')
    const offers = role === 'mentee' ? NO_SKILLS : mergeSkills(form.offers, form.moreOffers)
    const wants = role === 'mentor' ? NO_SKILLS : mergeSkills(form.wants, form.moreWants)
    const chosen = {
      role,
      otherOffers: offers.unknown,
      ...sealWords(ctx, person, { goal: form.goal ?? '', wants: wants.unknown }),
    }
    const isIn = before !== undefined && before.status !== 'left'
    const begins = { status: 'active', joinedAt: ctx.now(), pausedUntil: null }
    return {
      value: { isNew: !isIn },
      writes: [
        before
          ? changeSignUp(ctx, person, { ...chosen, ...(!isIn && begins) })
          : insertMember(ctx, {
              person,
              programme: await standardProgramme(ctx),
              ...DEFAULTS,
              checkinMinute: checkinMinute(person, await countMembers(ctx)),
              ...chosen,
              ...begins,
            }),
        // What a mentee offers in chats is asked on a card of its own.
        !(role === 'mentee' && before && givesChats({ ...before, role })) &&
          replaceSkills(ctx, person, 'offer', offers.ids),
        replaceSkills(ctx, person, 'want', wants.ids),
        await ctx.follow('joined', person, { role, from: before?.role }),
        ctx.outbox.touchHomes(person),
      ],
    }
  })

/** Keeps what one card asked, and does not show it again by itself. `offers` are the skills that it asked for, if it did. */
export const saveCard = (
  ctx: Context,
  person: string,
  card: string,
  { capacity, ...answers }: CardAnswers & { capacity?: number },
  offers?: string[],
): Promise<Outcome<Member>> =>
  retrying(ctx, async () => {
    const found = await requireMember(ctx, person)
    if (!found.ok) return found
    const { taken, cardsDone } = found.value
    if (capacity !== undefined && capacity < taken)
      return refuse(
        `You have ${plural(taken, 'mentee')} now. Choose ${taken} or more, or end a mentorship first.`,
        'capacity',
      )
    return {
      value: found.value,
      writes: [
        keepAnswers(ctx, person, { ...answers, ...(await ownZone(ctx, person, answers)) }, [
          ...new Set([...cardsDone, card]),
        ]),
        capacity !== undefined && setCapacity(ctx, person, capacity),
        offers && replaceSkills(ctx, person, 'offer', offers),
        (capacity !== undefined || answers.givesChats !== undefined) && (await ctx.follow('offered', person)),
        answers.workingDays && (await ctx.follow('moved', person, hoursIn(answers))),
        ctx.outbox.touchHomes(person),
      ],
    }
  })

/** The working hours that a form asked for; undefined where it asked for less. */
function hoursIn({ zone, workingDays, startMinute, endMinute, holidays }: CardAnswers): Hours | undefined {
  if (!zone || !workingDays || startMinute === undefined || endMinute === undefined || !holidays)
    return undefined
  return { zone, workingDays, startMinute, endMinute, holidays }
}

/** Slack's own zone is not kept as one's own, so that it goes on following Slack. */
async function ownZone(ctx: Context, person: string, { zone }: CardAnswers): Promise<CardAnswers> {
  const slacks = (await ctx.directory.person(person))?.zone ?? ''
  return zone && zone === zoneFrom(slacks) ? { zone: null } : {}
}

/** Keeps ratings given as 'offer:discovery' -> 4; those of skills no longer on the profile change nothing. */
export const saveRatings = (
  ctx: Context,
  person: string,
  ratings: Record<string, number>,
): Promise<Outcome<Member>> =>
  retrying(ctx, async () => {
    const found = await requireMember(ctx, person)
    if (!found.ok) return found
    return {
      value: found.value,
      writes: [
        Object.entries(ratings).map(([key, rating]) => {
          const [side = '', competency = ''] = key.split(':')
          return rateSkill(ctx, person, side, competency, rating)
        }),
        keepAnswers(ctx, person, {}, [...new Set([...found.value.cardsDone, 'ratings'])]),
        ctx.outbox.touchHomes(person),
      ],
    }
  })
