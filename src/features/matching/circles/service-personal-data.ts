/** What circles hold about a person. */
import type { Context } from '../../../context.ts'
import { formatFor } from '../../../core/calendar.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import { unguarded, type Writes } from '../../../db/commit.ts'
import { leaveAllCircles } from './service-join.ts'
import { listAllOf, removePerson } from './store.ts'

/** Where they take part, and their groups with whom they met there. What the others answered is left out. */
export async function exportCircles(ctx: Context, person: string) {
  const { joined, own, groups, others, circles } = await listAllOf(ctx, person)
  const names = await ctx.directory.names(others.map((seat) => seat.person))
  const { zone } = await ctx.directory.hours(person)
  const day = (at: number) => formatFor(zone, at, 'dateWithYear')
  const nameOf = (id: string) => circles.find((circle) => circle.id === id)?.name
  const answers: Record<string, string> = { met: 'We met', missed: 'Not this time' }
  return {
    'Peer circles that I am in': joined.map(({ circle, joinedAt }) => ({
      Circle: nameOf(circle),
      Since: day(joinedAt),
    })),
    'Groups that I was in': own.map(({ group, circle, answer }) => {
      const found = groups.find(({ id }) => id === group)
      return {
        Circle: nameOf(circle),
        From: found && day(found.startedAt),
        With: others
          .filter((seat) => seat.group === group)
          .map((seat) => names.get(seat.person) ?? FORMER_MEMBER),
        'What you have for each other': found?.reasons,
        'Did you meet?': answers[answer ?? ''],
      }
    }),
  }
}

/** Takes a person out of their circles, as if they left (which may stand in the same commit), and their name out of what stays. */
export const forgetPerson = async (ctx: Context, person: string): Promise<Writes> => [
  ...unguarded(await leaveAllCircles(ctx, person)),
  await removePerson(ctx, person),
]
