/** What rounds hold about a person. */
import type { Context } from '../../../context.ts'
import { formatFor } from '../../../core/calendar.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import { WAITING } from './domain.ts'
import { listPublishedPairsOf } from './store.ts'

/** The rounds in which they were, as far as they were published: of a draft nobody has heard. */
export async function exportRounds(ctx: Context, person: string) {
  const pairs = await listPublishedPairsOf(ctx, person)
  const names = await ctx.directory.names(pairs.flatMap(({ mentee, mentor }) => [mentee, mentor ?? mentee]))
  const { zone } = await ctx.directory.hours(person)
  const told = pairs
    // Whoever was to be a mentor of a pair that did not hold never heard of it, but where they were asked; a mentee hears
    // of nothing as long as somebody is.
    .filter(({ mentee, status, answerBy }) =>
      mentee === person ? !WAITING.includes(status) : status === 'introduced' || answerBy !== null,
    )
    .map(({ round, mentee, mentor, status, answerBy }) => ({
      On: formatFor(zone, round.publishedAt ?? round.createdAt, 'dateWithYear'),
      ...(mentee !== person &&
        answerBy !== null && { 'I was asked first': status === 'declined' ? 'Not now' : undefined }),
      ...(mentee === person && status !== 'introduced'
        ? { Found: 'No mentor' }
        : mentee === person
          ? { Mentor: names.get(mentor ?? '') ?? FORMER_MEMBER }
          : { Mentee: names.get(mentee) ?? FORMER_MEMBER }),
    }))
  return { 'Rounds of matching that I was in': told }
}
