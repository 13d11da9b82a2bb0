/** What it holds about one person. */
import type { Context } from '../../../context.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import { listOf, partnerOf } from '../../pairs/mentorship/service.ts'
import { termLines } from './domain.ts'
import { listVersions, removeUnsigned, termsOf } from './store.ts'

/** All agreements of this person's mentorships, each version with its words: the two share them. */
export async function exportAgreements(ctx: Context, person: string): Promise<Record<string, unknown>> {
  const pairs = new Map((await listOf(ctx, person)).map((m) => [m.id, m]))
  const names = await ctx.directory.names([...pairs.values()].map((m) => partnerOf(m, person)))
  const versions = await Promise.all([...pairs.keys()].map((id) => listVersions(ctx, id)))
  return {
    Agreements: versions.flat().map((a) => {
      const m = pairs.get(a.mentorship)
      return {
        With: (m && names.get(partnerOf(m, person))) ?? FORMER_MEMBER,
        Version: a.version,
        'Proposed by you': a.proposedBy === person,
        State: a.status,
        ...Object.fromEntries(termLines(termsOf(ctx, a)).map(({ label, text }) => [label, text])),
      }
    }),
  }
}

export const forget = {
  goes: 'What you proposed for an agreement and your partner never signed.',
  stays:
    'Agreements that you both signed, and what your partner proposed, stay with them, under “a former member”.',
  write: removeUnsigned,
}
