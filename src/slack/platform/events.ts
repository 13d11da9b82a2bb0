/** Slack's events. They are hints: each leads to a state that the daily reading reaches as well. */
import type { App } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Context } from '../../context.ts'
import { canTakePart } from '../../core/member.ts'
import { commandCounter } from '../../directory/limits.ts'
import type { Log } from '../../log.ts'
import { handledBefore } from '../kernel/handled.ts'
import { notificationText } from '../kernel/notification-text.ts'
import type { Block } from '../ui/blocks.ts'
import { type Account, upsertAccounts } from './sync.ts'

export interface EventDeps {
  app: App
  client: WebClient
  log: Log
  workspace: string
  /** Cairn's own account. */
  botUser: string
  ctx: Context
  /** The blocks of the hub, for who mentions Cairn in a channel. */
  hub(): { text: string; blocks: Block[] }
  opened(user: string): Promise<void>
  /** Something is said to have ended our access; it may be of somebody else's token, or late. */
  doubted(why: string): Promise<void>
  reconsiderWins(): Promise<void>
}

export function listenToEvents(deps: EventDeps): void {
  const { app, client, log, workspace, ctx } = deps
  // On Enterprise Grid `team_id` may be another workspace of the organisation, and those it is for are listed.
  const ours = (body: { team_id?: string; authorizations?: { team_id?: string | null }[] }) =>
    !body.team_id ||
    body.team_id === workspace ||
    (body.authorizations ?? []).some((each) => each.team_id === workspace)

  const tooMany = commandCounter()
  app.event('app_home_opened', async ({ event, body }) => {
    if (!ours(body) || (event.tab && event.tab !== 'home')) return
    await deps.opened(event.user)
  })
  for (const name of ['user_change', 'team_join'] as const)
    app.event(name, async ({ event, body }) => {
      if (ours(body)) await upsertAccounts(ctx, [event.user as Account])
    })
  app.event('app_mention', async ({ event, body }) => {
    const person = event.user ? await ctx.directory.person(event.user) : undefined
    if (!ours(body) || !event.user || (person && !canTakePart(person))) return
    // Slack delivers an event again if it heard no answer in time; the hub is shown once.
    const { event_id } = body as { event_id?: string }
    if (event_id && (await handledBefore(ctx, `event ${event_id}`))) return
    // It has shown them the hub sixty times in this minute.
    if (tooMany(ctx, event.user)) return
    const thread = event.thread_ts ? { thread_ts: event.thread_ts } : {}
    // Cairn is a member of this channel, or it would not hear of the mention: so an ephemeral message may go.
    const { text, blocks } = deps.hub()
    await client.chat
      .postEphemeral({
        channel: event.channel,
        user: event.user,
        ...thread,
        text: notificationText(text, blocks),
        blocks,
      })
      .catch((err: unknown) => log.warn({ err }, 'a mention could not be answered'))
  })
  // Cairn was invited somewhere: it may be the channel for wins. Others come and go all day.
  app.event('member_joined_channel', async ({ event, body }) => {
    if (ours(body) && event.user === deps.botUser) await deps.reconsiderWins()
  })
  app.event('app_uninstalled', async ({ body }) => {
    if (ours(body)) await deps.doubted('the app was uninstalled')
  })
  app.event('tokens_revoked', async ({ body }) => {
    if (ours(body)) await deps.doubted('the token was revoked')
  })
}
