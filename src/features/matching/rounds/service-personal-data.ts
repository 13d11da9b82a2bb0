/** What rounds hold about a person. */
import type { Context } from '../../../context.ts'
import { formatFor } from '../../../core/calendar.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import { listPublishedPairsOf } from './store.ts'

/** The rounds in which they were, as far as they were published: of a draft nobody has heard. */
export async function exportRounds(ctx: Context, person: string) {
  const pairs = await listPublishedPairsOf(ctx, person)
  const names = await ctx.directory.names(pairs.flatMap(({ mentee, mentor }) => [mentee, mentor ?? mentee]))
  const { zone } = await ctx.directory.hours(person)
  const told = pairs
    // Whoever was to be a mentor of a pair that did not hold never heard of it.
    .filter(({ mentee, status }) => mentee === person || status === 'introduced')
    .map(({ round, mentee, mentor, status }) => ({
      On: formatFor(zone, round.publishedAt ?? round.createdAt, 'dateWithYear'),
      ...(status !== 'introduced'
        ? { Found: 'No mentor' }
        : mentee === person
          ? { Mentor: names.get(mentor ?? '') ?? FORMER_MEMBER }
          : { Mentee: names.get(mentee) ?? FORMER_MEMBER }),
    }))
  return { 'Rounds of matching that I was in': told }
}
