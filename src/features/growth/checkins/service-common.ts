/** What all of check-ins stands on: whose they are, with whom, and how a change is settled. */
import type { Context } from '../../../context.ts'
import { canTakePart } from '../../../core/member.ts'
import { done, type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import { activeMentorships } from '../../pairs/mentorship/service.ts'
import { findMember, type Member } from '../../people/members/service.ts'
import { streakOf } from './domain.ts'
import { type Checkin, findCheckin, listStatuses } from './store.ts'

/** The kind of the job and of the delivery that ask. */
export const PROMPT = 'checkins.prompt'
/** One message each time that a check-in is asked for: the first, and one for each time it was put off. */
export const promptKey = (id: string, round: number) => `${PROMPT}:${id}:${round}`

export const refreshPrompt = (ctx: Context, { id, person, snoozes }: Checkin): Writes =>
  Array.from({ length: snoozes + 1 }, (_, round) => ctx.outbox.refresh(promptKey(id, round), person))

export const weeklyOf = (m: Member) => ({ weekday: m.checkinWeekday, minute: m.checkinMinute })

export interface Partner {
  person: string
  name: string
}

export const pairsOf = async (ctx: Context, person: string) =>
  (await activeMentorships(ctx, person)).filter((m) => m.kind === 'mentorship')

export const isPaired = async (ctx: Context, person: string, except?: string) =>
  (await pairsOf(ctx, person)).some((m) => m.id !== except)

/** With whom this person has a running mentorship, each once. */
export async function partnersOf(ctx: Context, person: string): Promise<Partner[]> {
  const accounts = await ctx.directory.people((await pairsOf(ctx, person)).map((m) => m.partner))
  return [...accounts.values()].filter(canTakePart).map(({ person, name }) => ({ person, name }))
}

/** The member, or how to become one. */
export async function joined(ctx: Context, person: string): Promise<Outcome<Member>> {
  const member = await findMember(ctx, person)
  return member && member.status !== 'left'
    ? done(member)
    : refuse('Check-ins are for members. Type `/mentor join`: it takes a minute.')
}

/** A check-in of this person's own, and the member. */
export async function findMine(
  ctx: Context,
  person: string,
  id: string,
): Promise<Outcome<{ member: Member; checkin: Checkin }>> {
  const member = await joined(ctx, person)
  if (!member.ok) return member
  const checkin = await findCheckin(ctx, id)
  return checkin?.person === person
    ? done({ member: member.value, checkin })
    : refuse('Only the person who was asked can answer this. For your own check-in, type `/mentor checkin`.')
}

interface Decision<T> {
  outcome: Outcome<T>
  writes?: Writes[]
}

/** Decides on the present state, and anew if that changed before the decision was written. */
export async function settled<T>(ctx: Context, decide: () => Promise<Decision<T>>): Promise<Outcome<T>> {
  for (let tries = 0; tries < 3; tries++) {
    const { outcome, writes } = await decide()
    if (!writes || !(await ctx.commit(...writes))) return outcome
  }
  return refuse('This check-in is changing right now. Nothing is lost: please press once more.')
}

export const streakBefore = async (ctx: Context, person: string) => streakOf(await listStatuses(ctx, person))

export const named = async (ctx: Context, person: string): Promise<Partner> => ({
  person,
  name: await ctx.directory.nameOf(person, 'Your partner'),
})

export const plan = (ctx: Context, person: string, at: number | undefined): Writes =>
  at === undefined ? ctx.schedule.cancel(PROMPT, person) : ctx.schedule.at(PROMPT, person, at)
