/** Joining, and what a profile is asked afterwards, one card at a time. */
import type { Context } from '../../../../context.ts'
import type { Hours } from '../../../../core/calendar.ts'
import { type Outcome, refuse } from '../../../../core/outcome.ts'
import { plural } from '../../../../core/text.ts'
import { standardProgramme } from '../../../../directory/workspace.ts'
import { prepareToUnderstand } from '../../../../engine/index.ts'
import { retrying } from '../../../../retrying.ts'
import {
  CHECKIN,
  checkinMinute,
  givesChats,
  type JoinForm,
  MOST_SKILLS,
  PLACES,
  type Side,
  type Understood,
  understood,
  zoneFrom,
} from '../domain.ts'
import {
  type CardAnswers,
  changeSignUp,
  countMembers,
  dropSkills,
  findMember,
  insertMember,
  keepAnswers,
  type Member,
  openWords,
  rateSkill,
  replaceSkills,
  sealWords,
  setCapacity,
  touchMatching,
} from '../store.ts'
import { requireMember } from './read.ts'

/** What holds for a new member until they say otherwise. */
const DEFAULTS = {
  capacity: PLACES,
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

export interface Joined {
  isNew: boolean
  /** Free places of a mentor. */
  free: number
  /** What was made of words of their own, where something was: they may say no to it (`keepWords`). */
  understood: Understood[]
}

/** One side of the form as a profile keeps it: the words as they were typed, and what was newly read in them. */
function sideOf(side: Side, ticked: string[], typed: string | undefined, before: string) {
  const words = typed ?? ''
  // Words that stand there already were read once; what has been made of them is ticked, or was taken out.
  const read = words === before ? [] : understood(words).filter((id) => !ticked.includes(id))
  const ids = [...ticked, ...read].slice(0, MOST_SKILLS)
  return {
    ids,
    words: words ? [words] : [],
    understood: read.length > 0 ? [{ side, words, ids: ids.slice(ticked.length) }] : [],
  }
}
const NO_SIDE: ReturnType<typeof sideOf> = { ids: [], words: [], understood: [] }

/** Words of somebody's own, as the form shows them. */
export const asOneText = (words: readonly string[]) => words.join(', ')

/**
 * Signs somebody up, or changes what they signed up with; everything else is asked later, one card at a time.
 * Somebody who left joins anew; a pause stays.
 */
export const join = (ctx: Context, person: string, form: JoinForm): Promise<Outcome<Joined>> =>
  retrying(ctx, async () => {
    const { role } = form
    if (form.moreWants || form.moreOffers) await prepareToUnderstand()
    const before = await findMember(ctx, person)
    if (before && before.taken > 0 && role === 'mentee')
      return refuse('You have mentees now. Choose "Both", or end those mentorships first.', 'role')
    const taken = before?.taken ?? 0
    const capacity = role === 'mentee' ? undefined : form.capacity
    if (capacity !== undefined && capacity < taken) return tooFew(taken)
    const words = openWords(ctx, before)
    const said = {
      goal: words.goal,
      wants: asOneText(words.wants),
      offers: asOneText(before?.otherOffers ?? []),
    }
    const offers = role === 'mentee' ? NO_SIDE : sideOf('offer', form.offers, form.moreOffers, said.offers)
    const wants = role === 'mentor' ? NO_SIDE : sideOf('want', form.wants, form.moreWants, said.wants)
    const chosen = {
      role,
      otherOffers: offers.words,
      // Who only mentors is not asked for a goal, and keeps the one they had.
      ...sealWords(ctx, person, {
        goal: role === 'mentor' ? said.goal : (form.goal ?? ''),
        wants: wants.words,
      }),
    }
    const isIn = before !== undefined && before.status !== 'left'
    const begins = { status: 'active', joinedAt: ctx.now(), pausedUntil: null }
    return {
      value: {
        isNew: !isIn,
        free: Math.max(0, (capacity ?? before?.capacity ?? PLACES) - taken),
        understood: [...wants.understood, ...offers.understood],
      },
      writes: [
        before
          ? changeSignUp(ctx, person, { ...chosen, ...(!isIn && begins) })
          : insertMember(ctx, {
              person,
              programme: (await standardProgramme(ctx)).id,
              ...DEFAULTS,
              checkinMinute: checkinMinute(person, await countMembers(ctx)),
              ...(capacity !== undefined && { capacity }),
              ...chosen,
              ...begins,
            }),
        before && capacity !== undefined && setCapacity(ctx, person, capacity),
        // What a mentee offers in chats is asked on a card of its own.
        !(role === 'mentee' && before && givesChats({ ...before, role })) &&
          replaceSkills(ctx, person, 'offer', offers.ids),
        replaceSkills(ctx, person, 'want', wants.ids),
        await ctx.follow('joined', person, { role, from: before?.role }),
        isIn &&
          capacity !== undefined &&
          capacity !== before.capacity &&
          (await ctx.follow('offered', person)),
        ctx.outbox.touchHomes(person),
      ],
    }
  })

const tooFew = (taken: number) =>
  refuse(
    `You have ${plural(taken, 'mentee')} now. Choose ${taken} or more, or end a mentorship first.`,
    'capacity',
  )

/** Their own words say it better than what was made of them: these competencies go, and the words stay. */
export const keepWords = (
  ctx: Context,
  person: string,
  said: Pick<Understood, 'side' | 'ids'>[],
): Promise<Outcome<Member>> =>
  retrying(ctx, async () => {
    const found = await requireMember(ctx, person)
    if (!found.ok) return found
    return {
      value: found.value,
      writes: [
        said.map(({ side, ids }) => dropSkills(ctx, person, side, ids)),
        touchMatching(ctx, person),
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
    if (capacity !== undefined && capacity < taken) return tooFew(taken)
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
