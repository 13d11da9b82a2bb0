import type { Context } from '../context.ts'
import { channelLink, Safe } from '../core/text.ts'
import type { Writes } from '../db/commit.ts'
import { rows } from '../db/rows.ts'
import type { Row } from '../db/tables.ts'

/**
 * Makes sure that the workspace and its standard programme are there. Safe to repeat, and at once. Says whether the
 * database knew nothing of the workspace.
 */
export async function ensureWorkspace(ctx: Context, name: string): Promise<boolean> {
  const { workspace } = ctx
  const known = await rows(ctx, 'workspaces').find({})
  const programme = { id: ctx.newId(), name: 'Peer mentorship', standard: workspace, createdAt: ctx.now() }
  await ctx.commit(
    rows(ctx, 'workspaces').put({ name }, ['workspace'], { name }),
    rows(ctx, 'programmes').insert(programme),
  )
  return !known
}

/** The channel for wins as a sentence names it. */
export async function winsChannel(ctx: Context): Promise<Safe> {
  const id = (await rows(ctx, 'workspaces').find({}))?.winsChannelId
  return id ? channelLink(id) : new Safe('#pm-wins')
}

/** Who coordinates, the longest first. */
export const whoRuns = async (ctx: Context): Promise<string[]> =>
  (await rows(ctx, 'coordinators').list({}, { by: 'addedAt', together: true })).map(({ person }) => person)

/** The job that reads from Slack who is here and where wins go; it plans itself for the next day. */
export const SYNC = 'kernel.sync'

export const scheduleSync = (ctx: Context, at: number): Writes => ctx.schedule.at(SYNC, 'daily', at)

/** The programme that everybody joins unless told otherwise, with what it forbids besides what always is. */
export async function standardProgramme(ctx: Context): Promise<Row<'programmes'>> {
  const row = await rows(ctx, 'programmes').find({ standard: ctx.workspace }, { together: true })
  if (!row) throw new Error('the workspace has no standard programme')
  return row
}
