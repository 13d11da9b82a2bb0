/** What every change of a goal goes through. */
import type { Context } from '../../../../context.ts'
import { done, type Outcome, type Refusal, refuse } from '../../../../core/outcome.ts'
import type { Writes } from '../../../../db/commit.ts'
import { retrying } from '../../../../retrying.ts'
import { whileRunning } from '../../../pairs/mentorship/service.ts'
import { MOST_ACTIVE } from '../domain.ts'
import { changeGoal, type Goal, listGoals } from '../store.ts'
import { findReadable, type Readable } from './read.ts'

interface Change<T> {
  value: T
  /** Undefined: nothing is to be written. */
  set?: Partial<Goal>
  writes?: Writes[]
}
export type Decide<T> = (found: Readable) => Promise<Change<T> | Refusal>

/**
 * Changes a goal that this person may read, as decided on its present state. Whatever is done raises the goal's
 * version, so that of two at once the second sees what the first did.
 */
export const changeReadableGoal = <T>(
  ctx: Context,
  person: string,
  id: string,
  decide: Decide<T>,
): Promise<Outcome<T>> =>
  retrying<T>(ctx, async () => {
    const found = await findReadable(ctx, person, id)
    if (!found.ok) return found
    const { goal, shared } = found.value
    const change = await decide(found.value)
    if ('ok' in change) return change
    if (!change.set) return done(change.value)
    return {
      value: change.value,
      writes: [
        shared && whileRunning(ctx, shared.id),
        changeGoal(ctx, goal, change.set),
        ...(change.writes ?? []),
        ctx.outbox.touchHomes(goal.person, ...(shared ? [shared.mentor] : [])),
      ],
    }
  })

/** The same for what its owner alone may do. */
export const changeOwnGoal = <T>(ctx: Context, person: string, id: string, decide: Decide<T>) =>
  changeReadableGoal<T>(ctx, person, id, async (found) => (found.as === 'owner' ? decide(found) : OWNER_ONLY))

export const ENDED = refuse('This goal is not active any more. Take it up again first; its history is kept.')
export const OWNER_ONLY = refuse('Only the person whose goal it is can do that. Suggest it when you meet.')

/** The place among the active goals that is free, if any. */
export async function freeSlot(ctx: Context, person: string): Promise<string | undefined> {
  const taken = new Set((await listGoals(ctx, person, ['active'])).map((goal) => goal.slot))
  return Array.from({ length: MOST_ACTIVE }, (_, i) => `${person}:${i + 1}`).find((slot) => !taken.has(slot))
}

export const FULL = refuse(
  'Three goals at once is the most that anybody gets done. Reach one, or let one go, and set this one then.',
)
