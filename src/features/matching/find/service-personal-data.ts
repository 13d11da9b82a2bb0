/** What finding holds about a person: for the file that they can ask for, and when they ask to be deleted. */

import type { Context } from '../../../context.ts'
import { formatFor } from '../../../core/calendar.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import { deleteNotForMe, deleteWish, findWish, forgetMentorOf, listBarriers, listWishes } from './store.ts'

/** Whether they wait to be told of a mentor, and whom they put aside; who put them aside is for nobody to read. */
export async function exportSuggestions(ctx: Context, person: string): Promise<Record<string, unknown>> {
  const wish = await findWish(ctx, person)
  const aside = (await listBarriers(ctx, person, ['notForMe'])).filter((each) => each.person === person)
  const names = await ctx.directory.names(aside.map(({ other }) => other))
  const { zone } = await ctx.directory.hours(person)
  return {
    'Waiting to be told of a mentor since': wish && formatFor(zone, wish.at, 'dateWithYear'),
    'Suggestions I put aside': aside.map(({ other }) => names.get(other) ?? FORMER_MEMBER),
  }
}

/** Deletes their wish and whom they put aside. Others who were told of their place wait on without them. */
export const forgetPerson = async (ctx: Context, person: string): Promise<Writes> => [
  deleteWish(ctx, person),
  deleteNotForMe(ctx, person),
  (await listWishes(ctx)).map((wish) => wish.mentor === person && forgetMentorOf(ctx, wish)),
]
