import type { Context } from './context.ts'
import { done, type Outcome, refuse } from './core/outcome.ts'
import type { Writes } from './db/commit.ts'

/** What somebody decided on the state that they read, and what follows from it. */
export interface Decision<T> {
  value: T
  writes: Writes
}

/** So many times what two do to the same thing in one moment is decided anew. */
const TRIES = 5

/** Said where others were always faster. */
export const CHANGED = 'Something else changed in this very moment. Nothing is lost: please press once more.'

/**
 * Decides on the present state, and anew if that changed before the decision was written: of two at once the later
 * one acts on what the earlier one left. `decide` reads what it builds upon each time that it is called; what it
 * answers without writes stands as it is.
 */
export async function retrying<T>(
  ctx: Context,
  decide: () => Promise<Decision<T> | Outcome<T>>,
): Promise<Outcome<T>> {
  for (let tries = 0; tries < TRIES; tries++) {
    const decided = await decide()
    if ('ok' in decided) return decided
    if (!(await ctx.commit(decided.writes))) return done(decided.value)
  }
  return refuse(CHANGED)
}
