/** What the sessions of a person's mentorships come to, on Home and for others who show it. */
import type { Context } from '../../../../context.ts'
import type { Tie } from '../../../../ties.ts'
import { activeMentorships } from '../../../pairs/mentorship/service.ts'
import { findNext, findOpenPlan, findUntold, type Session } from '../store.ts'
import { type Pair, pairsOf } from './pair.ts'
import { type Offer, offerOf } from './plans.ts'

/** A running mentorship's sessions, as Home shows them. */
export interface AtHome {
  pair: Pair
  next?: Session
  /** Times that one of the two has proposed. */
  open?: Offer
  /** A session that is over, and of which nobody has said how it went. */
  untold?: Session
}

export async function homeFacts(ctx: Context, person: string): Promise<AtHome[]> {
  const now = ctx.now()
  return Promise.all(
    (await pairsOf(ctx, person)).map(async (pair) => {
      const { id } = pair.m
      const [open, next, untold] = await Promise.all([
        findOpenPlan(ctx, id),
        findNext(ctx, id, now),
        findUntold(ctx, id, now),
      ])
      return { pair, next, open: open && (await offerOf(ctx, pair, open)), untold }
    }),
  )
}

/** With whom this person has a date. */
export async function ties(ctx: Context, person: string): Promise<Tie[]> {
  const pairs = await activeMentorships(ctx, person)
  const next = await Promise.all(pairs.map((m) => findNext(ctx, m.id, ctx.now())))
  return pairs.flatMap(({ partner }, i) => {
    const at = next[i]?.startAt
    return at === undefined ? [] : [{ other: partner, how: 'meets' as const, at }]
  })
}
