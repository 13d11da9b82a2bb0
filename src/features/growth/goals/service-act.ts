/** What everything that is done to a goal goes through. */
import type { Context } from '../../../context.ts'
import { done, type Outcome, type Refusal, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import { whileRunning } from '../../pairs/mentorship/service.ts'
import { MOST_ACTIVE } from './domain.ts'
import { type Access, access } from './service-read.ts'
import { changeGoal, type Goal, listGoals } from './store.ts'

interface Change<T> {
  value: T
  /** Undefined: nothing is to be written. */
  set?: Partial<Goal>
  writes?: Writes[]
}

export const BUSY = 'This goal is changing right now. Nothing is lost: please press once more.'

/**
 * Decides on the goal as it is, writes, and decides anew if it changed meanwhile. Whatever is done raises the
 * goal's version, so that of two acts at once the second sees the first.
 */
export async function act<T>(
  ctx: Context,
  person: string,
  id: string,
  decide: (found: Access) => Promise<Change<T> | Refusal>,
): Promise<Outcome<T>> {
  for (let tries = 0; tries < 5; tries++) {
    const found = await access(ctx, person, id)
    if (!found.ok) return found
    const { goal, shared } = found.value
    const change = await decide(found.value)
    if ('ok' in change) return change
    if (!change.set) return done(change.value)
    const failed = await ctx.commit(
      shared && whileRunning(ctx, shared.id),
      changeGoal(ctx, goal, change.set),
      ...(change.writes ?? []),
      ctx.outbox.touchHomes(goal.person, ...(shared ? [shared.mentor] : [])),
    )
    if (!failed) return done(change.value)
  }
  return refuse(BUSY)
}

export const ENDED = 'This goal is not active any more. Take it up again first; its history is kept.'
export const OWNER_ONLY = 'Only the person whose goal it is can do that. Suggest it when you meet.'

/** The place among the active goals that is free, if any. */
export async function freeSlot(ctx: Context, person: string): Promise<string | undefined> {
  const taken = new Set((await listGoals(ctx, person, ['active'])).map((goal) => goal.slot))
  return Array.from({ length: MOST_ACTIVE }, (_, i) => `${person}:${i + 1}`).find((slot) => !taken.has(slot))
}

export const FULL = refuse(
  'Three goals at once is the most that anybody gets done. Reach one, or let one go, and set this one then.',
)
