/** Guides that come with Cairn are files; coordinators' own are rows. */
import type { Context } from '../../../context.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import type { Write, Writes } from '../../../db/commit.ts'
import { countDown, countUp } from '../../../db/counters.ts'
import { rows } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'
import { OWN_MAX } from './domain.ts'

export { builtIn, circle, orientation, tips } from './files.ts'

export type OwnGuide = Row<'guides'>

export const findOwnGuide = (ctx: Context, id: string) => rows(ctx, 'guides').find(id)

/** Coordinators' own, as they were added. */
export const listOwnGuides = (ctx: Context) => rows(ctx, 'guides').list({}, { by: 'id' })

/** Whether coordinators have written guides, and whether they have hidden any. */
export const glance = (ctx: Context): Promise<[boolean, boolean]> =>
  Promise.all([rows(ctx, 'guides').some({}), rows(ctx, 'hiddenGuides').some({})])

/** One more guide; the guard `many` fails where there are as many as anybody could find. */
export const insertOwnGuide = (ctx: Context, row: Omit<OwnGuide, 'workspace'>): Writes => [
  countUp(ctx, 'guides', OWN_MAX, 'many'),
  rows(ctx, 'guides').insert(row),
]

/** Changes a guide that is as it was read; the guard `overtaken` fails otherwise. */
export const changeOwnGuide = (ctx: Context, id: string, version: number, set: Partial<OwnGuide>): Write =>
  rows(ctx, 'guides').change({ id, version }, { ...set, version: version + 1 }, 'overtaken')

/** Takes a guide away that is as it was read, hidden or not; the guard `overtaken` fails otherwise. */
export const removeOwnGuide = (ctx: Context, id: string, version: number): Writes => [
  rows(ctx, 'guides').remove({ id, version }, 'overtaken'),
  rows(ctx, 'hiddenGuides').remove({ guide: id }),
  countDown(ctx, 'guides'),
]

export const listHidden = async (ctx: Context): Promise<Set<string>> =>
  new Set((await rows(ctx, 'hiddenGuides').list()).map((row) => row.guide))

/** Hides a guide, or shows it again; the guard `hidden` fails where it is so already. */
export const setHidden = (ctx: Context, guide: string, hidden: boolean): Write => {
  const hiddenGuides = rows(ctx, 'hiddenGuides')
  return hidden ? hiddenGuides.insert({ guide }, 'hidden') : hiddenGuides.remove({ guide }, 'hidden')
}

/** What a coordinator wrote stays with everybody, and names them no more. */
export const forgetPerson = (ctx: Context, person: string): Writes => [
  rows(ctx, 'guides').change({ addedBy: person }, { addedBy: FORMER_MEMBER }),
  rows(ctx, 'guides').change({ changedBy: person }, { changedBy: FORMER_MEMBER }),
]
