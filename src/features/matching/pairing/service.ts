import type { Context } from '../../../context.ts'
import { type Outcome, refuse } from '../../../core/outcome.ts'
import type { Writes } from '../../../db/commit.ts'
import type { Follows } from '../../../follows.ts'
import { groupOf } from '../../../outbox/outbox.ts'
import { type Mentorship, ownMentorship, setUseful } from '../../pairs/mentorship/service.ts'
import { isMentee, isMentor } from '../../people/members/domain.ts'
import { findMember } from '../../people/members/service.ts'

const endedKey = (id: string, person: string) => `ended:${id}:${person}`

const introKey = (id: string) => `intro:${id}`

/** Until the two have met, their introduction says what is next: brought up to date with each date that is set or called off. */
const refreshIntro = (ctx: Context, m: Mentorship): Writes =>
  m.metAt === null && ctx.outbox.refresh(introKey(m.id), groupOf([m.mentee, m.mentor]))

export const follows: Follows = {
  started: (ctx, pairs) =>
    pairs.map(({ id, mentee, mentor }) =>
      ctx.outbox.add('mentorship.intro', introKey(id), {
        to: groupOf([mentee, mentor]),
        payload: { mentorship: id },
      }),
    ),
  met: refreshIntro,
  planned: refreshIntro,
  unplanned: refreshIntro,
  // Both hear it, but not who has just ended it; of what is completed they hear from the closing.
  ended: (ctx, m, ending, by) =>
    ending !== 'completed' &&
    [m.mentee, m.mentor]
      .filter((person) => person !== by)
      .map((person) =>
        ctx.outbox.add('mentorship.ended', endedKey(m.id, person), {
          to: person,
          payload: { mentorship: m.id, person },
        }),
      ),
}

/** Whether a chat was useful to this person: one answer, which may be changed. The partner is not told. */
export async function sayUseful(
  ctx: Context,
  person: string,
  id: string,
  useful: boolean,
): Promise<Outcome<Mentorship>> {
  const found = await ownMentorship(ctx, person, id)
  if (!found.ok) return found
  const m = found.value
  if (m.kind !== 'chat')
    return refuse('This question is about single chats. Open Home to see what is next for you two.')
  await ctx.commit(setUseful(ctx, m, person, useful), ctx.outbox.refresh(endedKey(id, person), person))
  return found
}

/** Whether these two, who have talked once, could go on to a mentorship. */
export async function couldGoOn(ctx: Context, m: Mentorship): Promise<boolean> {
  const [mentee, mentor] = [await findMember(ctx, m.mentee), await findMember(ctx, m.mentor)]
  return Boolean(mentee && mentor && isMentee(mentee) && isMentor(mentor) && mentor.status !== 'left')
}
