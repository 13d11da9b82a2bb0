/** Whose check-ins they are, and with whom. */
import type { Context } from '../../../../context.ts'
import { canTakePart } from '../../../../core/member.ts'
import { done, type Outcome, refuse } from '../../../../core/outcome.ts'
import { activeMentorships } from '../../../pairs/mentorship/service.ts'
import { findMember, type Member } from '../../../people/members/service.ts'
import { streakOf } from '../domain.ts'
import { type Checkin, findCheckin, listCheckins } from '../store.ts'

export interface Partner {
  person: string
  name: string
}

/** A partner with the mentorship of the two. */
export interface PairOf extends Partner {
  mentorship: string
  startedAt: number
  metAt: number | null
  /** The one who checks in is the mentor of the two. */
  asMentor: boolean
}

export const pairsOf = async (ctx: Context, person: string) =>
  (await activeMentorships(ctx, person)).filter((m) => m.kind === 'mentorship')

export const isPaired = async (ctx: Context, person: string, except?: string) =>
  (await pairsOf(ctx, person)).some((m) => m.id !== except)

/** With whom this person has a running mentorship, each once. */
export async function partnersOf(ctx: Context, person: string): Promise<PairOf[]> {
  const pairs = await pairsOf(ctx, person)
  const accounts = await ctx.directory.people(pairs.map((m) => m.partner))
  return [...accounts.values()].filter(canTakePart).flatMap((account) => {
    const m = pairs.find(({ partner }) => partner === account.person)
    if (!m) return []
    const { id: mentorship, startedAt, metAt } = m
    return [
      {
        person: account.person,
        name: account.name,
        mentorship,
        startedAt,
        metAt,
        asMentor: m.mentor === person,
      },
    ]
  })
}

export const asPartner = async (ctx: Context, person: string): Promise<Partner> => ({
  person,
  name: await ctx.directory.nameOf(person, 'Your partner'),
})

/** The member, or how to become one. */
export async function findJoined(ctx: Context, person: string): Promise<Outcome<Member>> {
  const member = await findMember(ctx, person)
  return member && member.status !== 'left'
    ? done(member)
    : refuse('Check-ins are for members. Type `/mentor join`: it takes a minute.')
}

/** A check-in of this person's own, and the member. */
export async function findOwnCheckin(
  ctx: Context,
  person: string,
  id: string,
): Promise<Outcome<{ member: Member; checkin: Checkin }>> {
  const member = await findJoined(ctx, person)
  if (!member.ok) return member
  const checkin = await findCheckin(ctx, id)
  return checkin?.person === person
    ? done({ member: member.value, checkin })
    : refuse('Only the person who was asked can answer this. For your own check-in, type `/mentor checkin`.')
}

/** How many check-ins in a row this person has answered. */
export const countStreak = async (ctx: Context, person: string) =>
  streakOf((await listCheckins(ctx, person)).map(({ status }) => status))
