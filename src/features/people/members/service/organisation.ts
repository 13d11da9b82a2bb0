/** Where people stand in the organisation, which bears on whom they may be matched with (row B4). */
import type { Context } from '../../../../context.ts'
import { nameKey } from '../../../../core/text.ts'
import type { Writes } from '../../../../db/commit.ts'
import { concernedBy, type Org } from '../domain.ts'
import { listOrg, setOrg, touchMatching } from '../store.ts'

/** Nobody may be matched within a team from now on: matches that are made by what was read before fail. */
export async function touchTeams(ctx: Context): Promise<Writes> {
  const org = await listOrg(ctx)
  const sizes = new Map<string, number>()
  for (const { team } of org.values()) if (team) sizes.set(nameKey(team), (sizes.get(nameKey(team)) ?? 0) + 1)
  const inOne = [...org].filter(([, { team }]) => team && (sizes.get(nameKey(team)) ?? 0) > 1)
  return inOne.map(([person]) => touchMatching(ctx, person))
}

/**
 * Keeps where these people stand. A match that is made in the same moment by what was read before fails, and is judged anew,
 * also of those below them: whoever gets a manager gets all of that manager's.
 */
export async function saveOrg(ctx: Context, told: ReadonlyMap<string, Org>): Promise<void> {
  const before = await listOrg(ctx)
  const moved = new Map(
    [...told].filter(([person, { team, manager }]) => {
      const was = before.get(person)
      return team !== (was?.team ?? null) || manager !== (was?.manager ?? null)
    }),
  )
  await ctx.commit(
    [...moved].map(([person, org]) => setOrg(ctx, person, org)),
    concernedBy(moved.keys(), new Map([...before, ...moved])).map((person) => touchMatching(ctx, person)),
  )
}
