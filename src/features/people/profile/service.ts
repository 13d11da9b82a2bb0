import type { Context } from '../../../context.ts'
import type { Hours } from '../../../core/calendar.ts'
import { canTakePart, hoursOf, type Person, whyUnwritable } from '../../../core/member.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import { nameKey, plural } from '../../../core/text.ts'
import { standardProgramme } from '../../../directory/workspace.ts'
import type { Candidate } from '../../../engine/index.ts'
import type { Follows } from '../../../follows.ts'
import type { Tie } from '../../../ties.ts'
import { CHATS_A_MONTH, givesChats, isMentor, type JoinForm, mergeSkills, zoneFrom } from './domain.ts'
import {
  chatsGiven,
  findMember,
  findMembers,
  listMembers,
  listSkills,
  type Member,
  rateSkill,
  replaceSkills,
  type SkillRow,
  sealWords,
  setCapacity,
  touchMatching,
  updateMember,
  upsertMember,
} from './store.ts'

export { managersIn, type Org, saveOrg, touchTeams } from './service-org.ts'
export type { Member, ProfileWords, SkillRow } from './store.ts'
export {
  findMember,
  findMembers,
  freePlace,
  listMembers,
  listOrg,
  listSkills,
  moveMember,
  openWords,
  replaceSkills,
  takeChat,
  takePlace,
  touchMatching,
  unchanged,
  updateMember,
} from './store.ts'

const NOT_JOINED = 'You have not joined yet. Type `/mentor join` first.'

/** This person as a member; refused to somebody who has not joined, or has left. */
export async function requireMember(ctx: Context, person: string): Promise<Outcome<Member>> {
  const member = await findMember(ctx, person)
  return member && member.status !== 'left' ? done(member) : refuse(NOT_JOINED)
}

/** Friday, 10:00: late enough in the week to look back, early enough to answer before it ends. */
const CHECKIN = { weekday: 5, minute: 600 }
/** What a mentor has room for until they say otherwise. */
const CAPACITY = 2

/**
 * Signs somebody up, or changes what they signed up with; everything else is asked later, one card at a time.
 * Somebody who left joins anew; a pause stays.
 */
export async function join(
  ctx: Context,
  person: string,
  form: JoinForm,
): Promise<Outcome<{ isNew: boolean }>> {
  const before = await findMember(ctx, person)
  const offers = mergeSkills(
    form.role === 'mentee' ? [] : form.offers,
    form.role === 'mentee' ? '' : form.moreOffers,
  )
  const wants = mergeSkills(
    form.role === 'mentor' ? [] : form.wants,
    form.role === 'mentor' ? '' : form.moreWants,
  )
  const chosen = {
    role: form.role,
    otherOffers: offers.unknown,
    ...sealWords(ctx, person, { goal: form.goal ?? '', wants: wants.unknown }),
  }
  const again = before?.status === 'left' ? { status: 'active', joinedAt: ctx.now(), pausedUntil: null } : {}
  const failed = await ctx.commit(
    upsertMember(
      ctx,
      {
        workspace: ctx.workspace,
        person,
        programme: await standardProgramme(ctx),
        status: 'active',
        joinedAt: ctx.now(),
        capacity: CAPACITY,
        values: [],
        freeHours: [],
        workingDays: [1, 2, 3, 4, 5],
        startMinute: 540,
        endMinute: 1080,
        holidays: [],
        languages: ['English'],
        checkinWeekday: CHECKIN.weekday,
        checkinMinute: CHECKIN.minute,
        cardsDone: [],
        plainWants: [],
        ...chosen,
      },
      { ...chosen, ...again },
    ),
    // What a mentee offers in chats is asked on a card of its own.
    !(form.role === 'mentee' && before && givesChats({ ...before, role: form.role })) &&
      replaceSkills(ctx, person, 'offer', offers.ids),
    replaceSkills(ctx, person, 'want', wants.ids),
    await ctx.follow('joined', person, { role: form.role, from: before?.role }),
    ctx.outbox.touchHomes(person),
  )
  if (failed) return refuse('You have mentees now. Choose "Both", or end those mentorships first.', 'role')
  return done({ isNew: !before || before.status === 'left' })
}

export const follows: Follows = {
  // A match of the two that is being made at this moment fails.
  apart: (ctx, person, other) => [person, other].map((each) => touchMatching(ctx, each)),
}

/** Keeps what one card asked, and does not show it again by itself. `offers` are the skills that it asked for, if it did. */
export async function saveCard(
  ctx: Context,
  person: string,
  card: string,
  { capacity, ...patch }: Partial<Member>,
  offers?: string[],
): Promise<Outcome<Member>> {
  const member = await findMember(ctx, person)
  if (!member || member.status === 'left') return refuse(NOT_JOINED)
  const cardsDone = [...new Set([...member.cardsDone, card])]
  const failed = await ctx.commit(
    updateMember(ctx, person, { ...patch, ...(await ownZone(ctx, person, patch)), cardsDone }),
    capacity !== undefined && setCapacity(ctx, person, capacity),
    offers && replaceSkills(ctx, person, 'offer', offers),
    (capacity !== undefined || patch.givesChats !== undefined) && (await ctx.follow('offered', person)),
    patch.workingDays && (await ctx.follow('moved', person, hoursIn(patch))),
    ctx.outbox.touchHomes(person),
  )
  if (!failed) return done(member)
  const now = await findMember(ctx, person)
  if (!now || now.status === 'left') return refuse(NOT_JOINED)
  if (failed === 'mentees')
    return refuse(
      `You have ${plural(now.taken, 'mentee')} now. Choose ${now.taken} or more, or end a mentorship first.`,
      'capacity',
    )
  return refuse('Something changed in the same moment. Please press Save once more.')
}

/** The working hours that a form asked for; undefined where it asked for less. */
function hoursIn({
  zone,
  workingDays,
  startMinute,
  endMinute,
  holidays,
}: Partial<Member>): Hours | undefined {
  if (!zone || !workingDays || startMinute === undefined || endMinute === undefined || !holidays)
    return undefined
  return { zone, workingDays, startMinute, endMinute, holidays }
}

/** Slack's own zone is not kept as one's own, so that it goes on following Slack. */
async function ownZone(ctx: Context, person: string, { zone }: Partial<Member>): Promise<Partial<Member>> {
  const slacks = (await ctx.directory.person(person))?.zone ?? ''
  return zone && zone === zoneFrom(slacks) ? { zone: null } : {}
}

/** Keeps ratings given as 'offer:discovery' -> 4; those of skills no longer on the profile change nothing. */
export async function saveRatings(
  ctx: Context,
  person: string,
  ratings: Record<string, number>,
): Promise<Outcome<Member>> {
  const member = await findMember(ctx, person)
  if (!member || member.status === 'left') return refuse(NOT_JOINED)
  const cardsDone = [...new Set([...member.cardsDone, 'ratings'])]
  const failed = await ctx.commit(
    Object.entries(ratings).map(([key, rating]) => {
      const [side = '', competency = ''] = key.split(':')
      return rateSkill(ctx, person, side, competency, rating)
    }),
    updateMember(ctx, person, { cardsDone }),
    ctx.outbox.touchHomes(person),
  )
  return failed ? refuse(NOT_JOINED) : done(member)
}

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
