/** Which account of the workspace is Cairn's own: another one if the app was deleted and made anew. */
import { and, eq, isNotNull } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { any } from '../db/commit.ts'
import { retryConversations } from '../outbox/stops.ts'

/**
 * Notes who we are. As another account than before we are in none of the conversations that it had: all are
 * forgotten, and what was parked for them is sent in new ones. Says whether it is another one.
 */
export async function noteOwnAccount(ctx: Context, botUser: string): Promise<boolean> {
  const { workspaces, people } = ctx.db.tables
  const ours = eq(workspaces.workspace, ctx.workspace)
  const [row] = await ctx.db.q.select({ before: workspaces.botUser }).from(workspaces).where(ours)
  const before = row?.before
  if (!botUser || before === botUser) return false
  const another = before !== null && before !== undefined
  await ctx.commit(
    any(ctx.db.q.update(workspaces).set({ botUser }).where(ours)),
    another && [
      any(
        ctx.db.q
          .update(people)
          .set({ dm: null })
          .where(and(eq(people.workspace, ctx.workspace), isNotNull(people.dm))),
      ),
      await retryConversations(ctx.db, ctx.workspace, ctx.now()),
    ],
  )
  return another
}
