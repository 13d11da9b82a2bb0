import type { Context } from '../../../context.ts'
import { formatFor, type Hours } from '../../../core/calendar.ts'
import { competencyName } from '../../../core/competencies.ts'
import { canTakePart, hoursOf, type Person, whyUnwritable } from '../../../core/member.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { nameKey, plural } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import { standardProgramme } from '../../../directory/workspace.ts'
import type { Candidate } from '../../../engine/index.ts'
import type { Follows } from '../../../follows.ts'
import { retrying } from '../../../retrying.ts'
import type { Tie } from '../../../ties.ts'
import {
  CHATS_A_MONTH,
  givesChats,
  isMentor,
  type JoinForm,
  LEVELS,
  mergeSkills,
  partsOfHours,
  type Side,
  VALUES,
  WEEKDAYS,
  zoneFrom,
} from './domain.ts'
import {
  type CardAnswers,
  changeSignUp,
  chatsGiven,
  findMember,
  findMembers,
  insertMember,
  keepAnswers,
  listMembers,
  listSkills,
  type Member,
  openWords,
  rateSkill,
  removeMember,
  replaceSkills,
  type SkillRow,
  sealWords,
  setCapacity,
  touchMatching,
} from './store.ts'

export { managersIn, type Org, saveOrg, touchTeams } from './service-org.ts'
export type { CardAnswers, Member, ProfileWords, SkillRow } from './store.ts'
export {
  findMember,
  findMembers,
  freePlace,
  leaveLine,
  listMembers,
  listOrg,
  listSkills,
  markAsLeft,
  openWords,
  pauseMember,
  putFirstInLine,
  resumeMember,
  setCheckinRhythm,
  takeChat,
  takePlace,
  touchMatching,
  unchanged,
  updateMember,
  waitAnotherRound,
} from './store.ts'

const NOT_JOINED = 'You have not joined yet. Type `/mentor join` first.'

/** This person as a member; refused to somebody who has not joined, or has left. */
export async function requireMember(ctx: Context, person: string): Promise<Outcome<Member>> {
  const member = await findMember(ctx, person)
  return member && member.status !== 'left' ? done(member) : refuse(NOT_JOINED)
}

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
  // Friday, 10:00: late enough in the week to look back, early enough to answer before it ends.
  checkinWeekday: 5,
  checkinMinute: 600,
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

export const follows: Follows = {
  // A match of the two that is being made at this moment fails.
  apart: (ctx, person, other) => [person, other].map((each) => touchMatching(ctx, each)),
}

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

/** A candidate as they were read; `unchanged` tells whether they still are as they were. */
export type ReadCandidate = Candidate & { version: number }

/** A member as the matching sees them; `chats` is how many they give this month. */
export function candidate(person: Person, member: Member, skills: SkillRow[], chats = 0): ReadCandidate {
  const side = (name: string) =>
    skills
      .filter((s) => s.side === name && s.person === member.person)
      .map((s) => ({ skill: s.competency, level: s.rating, ...(!s.rated && { unrated: true }) }))
  return {
    id: member.person,
    name: person.name,
    role: member.role as Candidate['role'],
    status: member.status as Candidate['status'],
    bot: person.bot,
    guest: person.guest,
    deactivated: person.deactivated,
    team: person.team === null ? null : nameKey(person.team),
    capacity: member.capacity,
    taken: member.taken,
    chats: { gives: givesChats(member), left: CHATS_A_MONTH - chats },
    level: member.level,
    hours: hoursOf(person, member),
    freeHours: member.freeHours,
    languages: member.languages,
    offers: side('offer'),
    wants: side('want'),
    style: { feedback: member.feedback, flow: member.flow, mode: member.mode },
    values: member.values,
    trackRecord: member.trackRecord,
    otherOffers: member.otherOffers,
    canIntroduce: member.canIntroduce,
    version: member.version,
  }
}

/** These members (or all who have not left) as the matching sees them, by id. */
export async function candidates(ctx: Context, people?: string[]): Promise<Map<string, ReadCandidate>> {
  const members = people ? await findMembers(ctx, people) : await listMembers(ctx)
  const ids = members.map((m) => m.person)
  const [accounts, skills, chats] = await Promise.all([
    ctx.directory.people(ids),
    listSkills(ctx, people ? ids : undefined),
    chatsGiven(ctx),
  ])
  const bySkill = grouped(skills)
  const found = new Map<string, ReadCandidate>()
  for (const member of members) {
    const account = accounts.get(member.person)
    const theirs = bySkill.get(member.person) ?? []
    if (account) found.set(member.person, candidate(account, member, theirs, chats.get(member.person)))
  }
  return found
}

/** By person; Node 20 has no Map.groupBy. */
function grouped(skills: SkillRow[]): Map<string, SkillRow[]> {
  const groups = new Map<string, SkillRow[]>()
  for (const skill of skills) {
    const group = groups.get(skill.person)
    if (group) group.push(skill)
    else groups.set(skill.person, [skill])
  }
  return groups
}

export interface Card {
  person: Person
  member?: Member
  skills: SkillRow[]
}

/**
 * All that a profile card shows of somebody. `close` is whether its reader is that person, or was asked by or matched
 * with them: to all others somebody who only seeks a mentor looks like somebody who has not joined (row A4), unless
 * they give chats.
 */
export async function profileOf(ctx: Context, person: string, close: boolean): Promise<Outcome<Card>> {
  const account = await ctx.directory.person(person)
  if (!account) return refuse(whyUnwritable(account) ?? '')
  if (!canTakePart(account))
    return refuse(
      'There is no profile for this account: apps, guests and former colleagues have none. Type `/mentor browse` to see all mentors.',
    )
  const member = await findMember(ctx, person)
  if (!member || member.status === 'left' || !(close || isMentor(member) || givesChats(member)))
    return done({ person: account, skills: [] })
  return done({ person: account, member, skills: await listSkills(ctx, [person]) })
}

/** Whether the reader is that person, is asked by them, or is matched with them now: once it ends, what is new is not theirs. */
export const isClose = async (ctx: Context, reader: string, person: string): Promise<boolean> =>
  reader === person || (await ctx.ties(reader)).some((tie) => tie.other === person && isNear(tie))

const isNear = ({ how }: Tie) => how === 'partner' || how === 'asks'

/**
 * Somebody whom a member may ask for something through Cairn: a mentor, who is listed for all, a person close to
 * them now or in the past, or one of their group in a circle. Others, whether they seek a mentor or have not joined, are refused in the same words (row A4).
 */
export async function canBeAsked(
  ctx: Context,
  asker: string,
  person: string,
  field: string,
): Promise<Outcome<{ account: Person; member: Member }>> {
  const account = await ctx.directory.person(person)
  const no = whyUnwritable(account)
  if (!account || no) return refuse(no ?? '', field)
  const member = await findMember(ctx, person)
  const known = async (them: Member) =>
    isMentor(them) || givesChats(them) || (await ctx.ties(asker)).some((tie) => tie.other === person)
  if (member && member.status !== 'left' && (await known(member))) return done({ account, member })
  return refuse(
    `I write for you to mentors here and to people you are matched with, and ${account.name} is neither. Ask them yourself, or choose somebody from \`/mentor browse\`.`,
    field,
  )
}

/** All that somebody told about themselves when they joined and since. */
export async function mine(ctx: Context, person: string): Promise<Record<string, unknown>> {
  const member = await findMember(ctx, person)
  if (!member) return {}
  const { goal, wants } = openWords(ctx, member)
  const [skills, { zone }] = [await listSkills(ctx, [person]), await ctx.directory.hours(person)]
  const side = (name: Side, words: string[]) => [
    ...skills
      .filter((skill) => skill.side === name)
      .map(({ competency, rated, rating }) =>
        rated ? `${competencyName(competency)}: ${rating} of 5` : competencyName(competency),
      ),
    ...words,
  ]
  const day = (at: number | null) => (at === null ? undefined : formatFor(zone, at, 'dateWithYear'))
  return {
    'My role': member.role,
    'Member since': day(member.joinedAt),
    'Taking part': member.status,
    'Paused until': day(member.pausedUntil),
    'My goal': goal,
    'What I would like to learn': side('want', wants),
    'What I can help with': side('offer', member.otherOffers),
    'My level': member.level === null ? undefined : LEVELS[member.level],
    'Years in product': member.years ?? undefined,
    'My track record': member.trackRecord,
    'Whom I can introduce': member.canIntroduce,
    'How I like to work': [member.feedback, member.flow, member.mode].filter(Boolean),
    'What I value': VALUES.filter(([id]) => member.values.includes(id)).map(([, name]) => name),
    'Hours a month': member.hoursAMonth ?? undefined,
    'Places for mentees': isMentor(member) ? member.capacity : undefined,
    'Gives single chats': givesChats(member),
    'When I am free': partsOfHours(member.freeHours),
    'My time zone': zone,
    'My working days': member.workingDays.map((weekday) => WEEKDAYS[weekday - 1]),
    'My days off': member.holidays,
    'My languages': member.languages,
  }
}

/** Takes away the profile, what they know and want to learn, and the end of a pause. */
export const forgetPerson = (ctx: Context, person: string): Writes => [
  removeMember(ctx, person),
  ctx.schedule.cancel('membership.resume', person),
  ctx.outbox.touchHomes(person),
]
