/** Who we are in the workspace, and whether we may act there still. */
import type { WebClient } from '@slack/web-api'
import type { Context } from '../../context.ts'
import { MINUTE_MS } from '../../core/calendar.ts'
import { isSet } from '../../db/conditions.ts'
import { rows } from '../../db/rows.ts'
import { resumeWorkspace, retryConversations, stopWorkspace } from '../../outbox/stops.ts'
import { stoppedWhy } from '../../outbox/store.ts'
import { askToken } from './authorise.ts'

/** While nothing is sent because our token was refused, it is tried again so often. */
const ASK_MS = 5 * MINUTE_MS

/**
 * Notes who we are. As another account than before we are in none of the conversations that it had: all are
 * forgotten, and what was parked for them is sent in new ones. Says whether it is another one.
 */
export async function noteOwnAccount(ctx: Context, botUser: string): Promise<boolean> {
  const before = (await rows(ctx, 'workspaces').find({}))?.botUser
  if (!botUser || before === botUser) return false
  const another = before !== null && before !== undefined
  await ctx.commit(
    rows(ctx, 'workspaces').change({}, { botUser }),
    another && [
      rows(ctx, 'people').change({ dm: isSet }, { dm: null }),
      await retryConversations(ctx.db, ctx.workspace, ctx.now()),
    ],
  )
  return another
}

/**
 * Stops, or goes on, as Slack says when it is asked about the token. An event may be about a person's token or come long
 * after the app was installed again, and one refused call may be a mistake of Slack's.
 */
export function watchToken(ctx: Context, client: WebClient) {
  const { db, workspace, now, log } = ctx
  let askedAt = Number.NEGATIVE_INFINITY
  const believe = async (why?: string): Promise<void> => {
    askedAt = now()
    const [stopped, token] = [await stoppedWhy(db, workspace), await askToken(client)]
    if (token === 'good') {
      if (stopped) await ctx.commit(await resumeWorkspace(db, workspace))
      log.info({ why, stopped }, 'Slack takes our token')
    } else if (token && !stopped) {
      await db.commit(stopWorkspace(db, workspace, why ?? token))
      log.error({ why, code: token }, 'Slack has ended our access to the workspace')
    }
  }
  return {
    /** Asks now, because of something that was heard. */
    believe,
    /** Asks from time to time, as long as it is refused. */
    async askAgain(): Promise<void> {
      if (Math.abs(now() - askedAt) >= ASK_MS && (await stoppedWhy(db, workspace))) await believe()
    },
  }
}
