import type { Context } from '../../../context.ts'
import { deleteBarriers, insertBarriers, listBarriers } from '../../../db/barriers.ts'
import type { Writes } from '../../../db/commit.ts'

const KIND = 'doNotPair'

/** Every do-not-pair that bears on this person, whoever of the two said it. */
export const listPairs = async (ctx: Context, person: string): Promise<[person: string, other: string][]> =>
  (await listBarriers(ctx, person, [KIND])).map((barrier) => [barrier.person, barrier.other])

/** Whom this person does not want to be paired with. */
export async function listDoNotPair(ctx: Context, person: string): Promise<string[]> {
  const pairs = await listPairs(ctx, person)
  return [...new Set(pairs.filter(([who]) => who === person).map(([, other]) => other))].sort()
}

/** Adds and takes away; what stands already, or is gone already, does no harm. */
export const changeDoNotPair = (ctx: Context, person: string, added: string[], removed: string[]): Writes => [
  insertBarriers(
    ctx,
    added.map((other) => ({ kind: KIND, person, other, at: ctx.now() })),
  ),
  deleteBarriers(ctx, KIND, person, removed),
]

/** Takes away all that a person said of others: never to be paired with them, or not interested in a suggestion. */
export const dropBarriersOf = (ctx: Context, person: string): Writes => [
  deleteBarriers(ctx, KIND, person),
  deleteBarriers(ctx, 'notForMe', person),
]
