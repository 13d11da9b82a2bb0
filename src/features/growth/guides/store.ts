/** Guides that come with Cairn are files; coordinators' own are rows. */
import { and, eq } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { any, exactly, type Writes } from '../../../db/commit.ts'
import { countDown, countUp } from '../../../db/counters.ts'
import { changeRow, findRow } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'
import { OWN_MAX } from './domain.ts'

export { builtIn, circle, orientation, tips } from './files.ts'

export type OwnGuide = Row<'guides'>

export const findOwn = (ctx: Context, id: string): Promise<OwnGuide | undefined> => findRow(ctx, 'guides', id)

/** Coordinators' own, as they were added. */
export const listOwn = (ctx: Context): Promise<OwnGuide[]> => {
  const { guides } = ctx.db.tables
  return ctx.db.q.select().from(guides).where(eq(guides.workspace, ctx.workspace)).orderBy(guides.id)
}

/** One more guide; the guard `many` fails where there are as many as anybody could find. */
export const insertOwn = (ctx: Context, row: Omit<OwnGuide, 'workspace'>): Writes => [
  countUp(ctx, 'guides', OWN_MAX, 'many'),
  any(ctx.db.q.insert(ctx.db.tables.guides).values({ ...row, workspace: ctx.workspace })),
]

/** Changes a guide that is as it was read; the guard `overtaken` fails otherwise. */
export const changeOwn = (ctx: Context, id: string, version: number, set: Partial<OwnGuide>): Writes =>
  changeRow(
    ctx,
    'guides',
    id,
    { ...set, version: version + 1 },
    'overtaken',
    eq(ctx.db.tables.guides.version, version),
  )

/** Takes a guide away that is as it was read, hidden or not; the guard `overtaken` fails otherwise. */
export const removeOwn = (ctx: Context, id: string, version: number): Writes => {
  const { guides, hiddenGuides } = ctx.db.tables
  const still = [eq(guides.workspace, ctx.workspace), eq(guides.id, id), eq(guides.version, version)]
  return [
    exactly(1, ctx.db.q.delete(guides).where(and(...still)), 'overtaken'),
    any(ctx.db.q.delete(hiddenGuides).where(hiddenIs(ctx, id))),
    countDown(ctx, 'guides'),
  ]
}

const hiddenIs = (ctx: Context, guide: string) => {
  const { hiddenGuides } = ctx.db.tables
  return and(eq(hiddenGuides.workspace, ctx.workspace), eq(hiddenGuides.guide, guide))
}

export const listHidden = async (ctx: Context): Promise<Set<string>> => {
  const { hiddenGuides } = ctx.db.tables
  const rows = await ctx.db.q
    .select({ guide: hiddenGuides.guide })
    .from(hiddenGuides)
    .where(eq(hiddenGuides.workspace, ctx.workspace))
  return new Set(rows.map((row) => row.guide))
}

/** The guard `hidden` fails for one that is hidden already. */
export const hide = (ctx: Context, guide: string): Writes =>
  exactly(
    1,
    ctx.db.q
      .insert(ctx.db.tables.hiddenGuides)
      .values({ workspace: ctx.workspace, guide })
      .onConflictDoNothing(),
    'hidden',
  )

/** The guard `hidden` fails for one that is not hidden. */
export const unhide = (ctx: Context, guide: string): Writes =>
  exactly(1, ctx.db.q.delete(ctx.db.tables.hiddenGuides).where(hiddenIs(ctx, guide)), 'hidden')
