/** Members as they are shown, asked and matched. */

import type { Context } from '../../../../context.ts'
import { canTakePart, hoursOf, type Person, whyUnwritable } from '../../../../core/member.ts'
import { done, type Outcome, refuse } from '../../../../core/outcome.ts'
import { nameKey } from '../../../../core/text.ts'
import type { Candidate } from '../../../../engine/index.ts'
import type { Tie } from '../../../../ties.ts'
import { CHATS_A_MONTH, givesChats, isMentor } from '../domain.ts'
import {
  chatsGiven,
  findMember,
  findMembers,
  listSkills,
  type Member,
  profilesAtOnce,
  type SkillRow,
} from '../store.ts'

const NOT_JOINED = 'You have not joined yet. Type `/mentor join` first.'

/** This person as a member; refused to somebody who has not joined, or has left. */
export async function requireMember(ctx: Context, person: string): Promise<Outcome<Member>> {
  const member = await findMember(ctx, person)
  return member && member.status !== 'left' ? done(member) : refuse(NOT_JOINED)
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

/** These members as the matching sees them, by id. */
export const candidates = async (ctx: Context, people: string[]): Promise<Map<string, ReadCandidate>> =>
  candidatesOf(ctx, await findMembers(ctx, people))

/** The same of members who were read already. */
export async function candidatesOf(ctx: Context, members: Member[]): Promise<Map<string, ReadCandidate>> {
  const found = new Map<string, ReadCandidate>()
  const given = members.some(givesChats) ? chatsGiven(ctx) : new Map<string, number>()
  for (const some of profilesAtOnce(members)) {
    const ids = some.map((m) => m.person)
    const [accounts, skills, chats] = await Promise.all([
      ctx.directory.people(ids),
      listSkills(ctx, ids),
      given,
    ])
    const bySkill = grouped(skills)
    for (const member of some) {
      const account = accounts.get(member.person)
      const theirs = bySkill.get(member.person) ?? []
      if (account) found.set(member.person, candidate(account, member, theirs, chats.get(member.person)))
    }
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

/**
 * All that a profile card shows of somebody. `close` is whether its reader is that person, or was asked by or matched
 * with them: to all others somebody who only seeks a mentor looks like somebody who has not joined (row A4), unless
 * they give chats.
 */
export async function profileOf(
  ctx: Context,
  person: string,
  close: boolean,
): Promise<Outcome<{ person: Person; member?: Member; skills: SkillRow[] }>> {
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
