import type { Context } from '../../context.ts'
import { listActiveOf, type Mentorship } from './store.ts'

export type { Mentorship } from './store.ts'
export { listNeedingHand } from './store.ts'

/** The mentorships of a person that run now, each with who the other one is. */
export async function activeMentorships(
  ctx: Context,
  person: string,
): Promise<(Mentorship & { partner: string })[]> {
  const rows = await listActiveOf(ctx, person)
  return rows.map((row) => ({ ...row, partner: row.mentee === person ? row.mentor : row.mentee }))
}
