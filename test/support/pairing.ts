/** Members, and mentorships between them. */
import { eq } from 'drizzle-orm'
import { standardProgramme } from '../../src/directory/workspace.ts'
import { startMentorships } from '../../src/features/pairs/mentorship/service.ts'
import { findMember } from '../../src/features/people/members/service.ts'
import type { TestBot } from './bot.ts'
import { joinWith } from './joining.ts'

/** Everybody mentors and looks for a mentor, in the same skill. */
export async function joinAll(bot: TestBot, ...people: string[]) {
  for (const person of people) await joinWith(bot, person, { goal: `The goal of ${person}` })
}

export interface PairOptions {
  kind?: 'mentorship' | 'chat'
  sole?: boolean
}

/** What starts a mentorship, as a commit that may lose a race. */
export async function tryPair(bot: TestBot, mentee: string, mentor: string, options: PairOptions = {}) {
  const [a, b] = [bot.as(mentee).id, bot.as(mentor).id]
  const versionOf = async (person: string) => (await findMember(bot.ctx, person))?.version ?? -1
  return bot.ctx.commit(
    ...(await startMentorships(bot.ctx, {
      programme: (await standardProgramme(bot.ctx)).id,
      mentee: a,
      mentor: b,
      kind: options.kind ?? 'mentorship',
      sole: options.sole ?? false,
      why: {
        rules: 'rules 1',
        score: 1,
        forMentee: [`${mentor} knows roadmapping`],
        forMentor: [`${mentee} wants to learn roadmapping`],
        against: 'Few common hours',
      },
      read: { mentee: await versionOf(a), mentor: await versionOf(b) },
    })),
  )
}

/** Pairs two members, and returns the mentorship's id. */
export async function pair(bot: TestBot, mentee: string, mentor: string, options?: PairOptions) {
  const failed = await tryPair(bot, mentee, mentor, options)
  if (failed) throw new Error(`the pair could not be made: ${failed}`)
  await bot.settle()
  const { mentorships } = bot.db.tables
  const rows = await bot.db.q
    .select()
    .from(mentorships)
    .where(eq(mentorships.workspace, bot.ctx.workspace))
    .orderBy(mentorships.id)
  return rows.at(-1)!.id
}
