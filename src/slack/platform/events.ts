/** Slack's events. They are hints: each leads to a state that the daily reading reaches as well. */
import type { App } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Context } from '../../context.ts'
import { canTakePart } from '../../core/member.ts'
import { escapeText, Safe } from '../../core/text.ts'
import { commandCounter } from '../../directory/limits.ts'
import type { Log } from '../../log.ts'
import type { Answer } from '../kernel/feature.ts'
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
  /** What Cairn answers to words. */
  words(from: { user: string; channel: string }, words: string): Promise<Answer>
  opened(user: string): Promise<void>
  /** Something is said to have ended our access; it may be of somebody else's token, or late. */
  doubted(why: string): Promise<void>
  reconsiderWins(): Promise<void>
}

/** What Slack tells of a message (docs.slack.dev/reference/events/message). */
interface Heard {
  user: string
  text?: string
  channel: string
  channel_type?: string
  ts: string
  thread_ts?: string
  subtype?: string
  bot_id?: string
}

interface Shown {
  text: string
  blocks?: Block[]
  thread_ts?: string
}

/** New words of a person: no change of a message, nothing that Slack or an app says. */
const isWritten = ({ user, bot_id, subtype }: Heard, botUser: string) =>
  Boolean(user) &&
  user !== botUser &&
  !bot_id &&
  (!subtype || subtype === 'file_share' || subtype === 'thread_broadcast')

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
  // One after another: of two events about one person, the later must find what the earlier has written.
  let upserting: Promise<void> = Promise.resolve()
  for (const name of ['user_change', 'team_join'] as const)
    app.event(name, async ({ event, body }) => {
      if (!ours(body)) return
      const mine = upserting.then(() => upsertAccounts(ctx, [event.user as Account]))
      upserting = mine.catch(() => undefined)
      await mine
    })
  /** Answers words; an event has no trigger, so no window can be opened. Of the words nothing is kept or logged. */
  const answer = async (
    heard: Heard,
    eventId: string | undefined,
    post: (shown: Shown) => Promise<unknown>,
  ) => {
    // Slack delivers an event again if it heard no answer in time; the words are followed once.
    if (await handledBefore(ctx, `event ${eventId ?? `${heard.channel} ${heard.ts}`}`)) return
    // They were answered sixty times in this minute.
    if (tooMany(ctx, heard.user)) return
    const words = (heard.text ?? '').replaceAll(new RegExp(`<@${deps.botUser}(?:\\|[^<>]*)?>`, 'g'), ' ')
    const result = await deps.words(heard, words)
    if ('show' in result && result.show !== 'reply') return
    const shown = 'ok' in result ? { text: escapeText(result.reason) } : result
    await post({
      text: notificationText(new Safe(shown.text), 'blocks' in shown ? shown.blocks : undefined),
      ...('blocks' in shown && shown.blocks && { blocks: shown.blocks }),
      ...(heard.thread_ts && { thread_ts: heard.thread_ts }),
    }).catch((err: unknown) => log.warn({ err }, 'words could not be answered'))
  }
  const inDirect = (channel: string) => (shown: Shown) => client.chat.postMessage({ channel, ...shown })

  app.event('message', async ({ event, body }) => {
    const heard = event as Heard
    if (!ours(body) || heard.channel_type !== 'im' || !isWritten(heard, deps.botUser)) return
    await answer(heard, (body as { event_id?: string }).event_id, inDirect(heard.channel))
  })
  app.event('app_mention', async ({ event, body }) => {
    const heard = event as Heard
    if (!ours(body) || !isWritten(heard, deps.botUser)) return
    const person = await ctx.directory.person(heard.user)
    if (person && !canTakePart(person)) return
    const { channel, user } = heard
    await answer(heard, (body as { event_id?: string }).event_id, (shown) =>
      client.chat
        .postEphemeral({ channel, user, ...shown })
        // It has left the channel meanwhile, or may not post there.
        .catch(() => inDirect(user)({ ...shown, thread_ts: undefined })),
    )
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
