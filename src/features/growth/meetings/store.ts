import { and, asc, eq, gt, inArray, isNull, or } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { any, type Writes } from '../../../db/commit.ts'

/** Where the sealed words of an action item stand. */
const itemWords = (id: string) => ({ table: 'action_items', column: 'words', row: id })

export interface Item {
  id: string
  words: string
  done: boolean
}

/** What the two still want to do, and what they did since `since`; the oldest first. For these two alone. */
export async function listItems(ctx: Context, mentorship: string, since: number): Promise<Item[]> {
  const { actionItems } = ctx.db.tables
  const rows = await ctx.db.q
    .select()
    .from(actionItems)
    .where(
      and(
        eq(actionItems.workspace, ctx.workspace),
        eq(actionItems.mentorship, mentorship),
        or(isNull(actionItems.doneAt), gt(actionItems.doneAt, since)),
      ),
    )
    .orderBy(asc(actionItems.id))
  return rows.map((row) => ({
    id: row.id,
    words: ctx.seal.open(itemWords(row.id), row.words),
    done: row.doneAt !== null,
  }))
}

export function insertItem(
  ctx: Context,
  session: { id: string; mentorship: string },
  author: string,
  words: string,
): Writes {
  const id = ctx.newId()
  return any(
    ctx.db.q.insert(ctx.db.tables.actionItems).values({
      id,
      workspace: ctx.workspace,
      mentorship: session.mentorship,
      session: session.id,
      author,
      words: ctx.seal.close(itemWords(id), words),
    }),
  )
}

/** Marks items of this mentorship as done (at an instant) or not done (null). */
export function markItems(
  ctx: Context,
  mentorship: string,
  ids: string[],
  doneAt: number | null,
): Writes | undefined {
  const { actionItems } = ctx.db.tables
  if (ids.length === 0) return undefined
  return any(
    ctx.db.q
      .update(actionItems)
      .set({ doneAt })
      .where(
        and(
          eq(actionItems.workspace, ctx.workspace),
          eq(actionItems.mentorship, mentorship),
          inArray(actionItems.id, ids),
        ),
      ),
  )
}
