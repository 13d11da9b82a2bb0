import type { Context } from '../../../context.ts'
import { FORMER_MEMBER } from '../../../core/text.ts'
import type { Writes } from '../../../db/commit.ts'
import { rows } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'

export type Win = Row<'wins'>

export const findWin = (ctx: Context, id: string): Promise<Win | undefined> => rows(ctx, 'wins').find(id)

export const insertWin = (ctx: Context, win: Omit<Win, 'workspace'>): Writes => rows(ctx, 'wins').insert(win)

/** Moves a win from one status to another. With a guard that fails where it is elsewhere by now; else that is left as it is. */
export const moveWin = (ctx: Context, id: string, from: string, to: string, guard?: 'moved'): Writes =>
  rows(ctx, 'wins').change({ id, status: from }, { status: to }, guard)

/** The wins that name this person, the oldest first; those that stand in one of these statuses, if any are given. */
export const listNaming = (ctx: Context, person: string, status?: string[]): Promise<Win[]> =>
  rows(ctx, 'wins').list(
    [
      { author: person, status },
      { partner: person, status },
    ],
    { by: 'id', together: true },
  )

/** The latest wins of this person's own telling, newest first. */
export const listLatest = (ctx: Context, author: string, limit: number): Promise<Win[]> =>
  rows(ctx, 'wins').list({ author }, { by: '-id', limit, together: true })

/** Takes away the wins of this person alone, and their name from those of two. */
export const removePerson = (ctx: Context, person: string): Writes => [
  rows(ctx, 'wins').remove({ author: person, partner: null }),
  rows(ctx, 'wins').change({ author: person }, { author: FORMER_MEMBER }),
  rows(ctx, 'wins').change({ partner: person }, { partner: FORMER_MEMBER }),
]
