import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  type WebClient,
} from '@slack/web-api'
import { escapeText, Safe } from '../core/text.ts'
import { type ProblemKind, SendProblem, type Transport } from '../outbox/transport.ts'

/** Slack's errors that are not bugs of ours (docs.slack.dev, chat.postMessage and conversations.open). */
const KNOWN: Record<string, ProblemKind> = {
  user_not_found: 'gone',
  users_not_found: 'gone',
  user_disabled: 'gone',
  user_not_visible: 'gone',
  cannot_dm_bot: 'gone',
  channel_not_found: 'broken',
  not_in_channel: 'broken',
  is_archived: 'broken',
  restricted_action: 'broken',
  restricted_action_read_only_channel: 'broken',
  restricted_action_thread_only_channel: 'broken',
  restricted_action_non_threadable_channel: 'broken',
  posting_to_general_channel_denied: 'broken',
  messages_tab_disabled: 'broken',
  missing_scope: 'broken',
  invalid_auth: 'stopped',
  not_authed: 'stopped',
  token_revoked: 'stopped',
  token_expired: 'stopped',
  account_inactive: 'stopped',
  team_access_not_granted: 'stopped',
  ratelimited: 'limited',
  rate_limited: 'limited',
  message_limit_exceeded: 'limited',
  internal_error: 'unclear',
  fatal_error: 'unclear',
  service_unavailable: 'unclear',
  request_timeout: 'unclear',
}

/** The connection never came about, so Slack cannot have had the message. */
const UNREACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

function codeWithin(error: unknown): string | undefined {
  for (let e = error as { code?: unknown; cause?: unknown; original?: unknown } | undefined; e; ) {
    if (typeof e.code === 'string' && UNREACHED.has(e.code)) return e.code
    e = (e.original ?? e.cause) as typeof e
  }
  return undefined
}

/** What an error of the Web API means for what to do next. */
export function problemOf(error: unknown): SendProblem {
  if (error instanceof SendProblem) return error
  if (error instanceof WebAPIRateLimitedError)
    return new SendProblem('limited', 'ratelimited', error.retryAfter * 1000)
  if (error instanceof WebAPIPlatformError) {
    const code = String(error.data.error)
    return new SendProblem(KNOWN[code] ?? 'rejected', code, 60_000)
  }
  if (error instanceof WebAPIHTTPError)
    return new SendProblem(error.statusCode >= 500 ? 'unclear' : 'rejected', `http_${error.statusCode}`)
  const unreached = codeWithin(error)
  if (unreached) return new SendProblem('unreached', unreached)
  if (error instanceof WebAPIRequestError) return new SendProblem('unclear', 'no_answer')
  throw error
}

const attempt = async <T>(call: Promise<T>): Promise<T> => {
  try {
    return await call
  } catch (error) {
    throw problemOf(error)
  }
}

/** Without files:write a file cannot go out, but other messages to the same person can: only this one is parked. */
const attemptUpload = async <T>(call: Promise<T>): Promise<T> => {
  try {
    return await attempt(call)
  } catch (error) {
    const lacking = error instanceof SendProblem && error.code === 'missing_scope'
    throw lacking ? new SendProblem('rejected', 'missing_scope') : error
  }
}

const mrkdwn = (text: Safe | string) => (text instanceof Safe ? text.text : escapeText(text))

/** Posts through the Web API. */
export function createTransport(client: WebClient): Transport {
  return {
    async open(people) {
      const opening = attempt(client.conversations.open({ users: people.join(',') }))
      const { channel } = await opening.catch((problem: SendProblem) => {
        problem.call = 'conversations.open'
        throw problem
      })
      if (!channel?.id) throw new SendProblem('unclear', 'no_channel')
      return channel.id
    },
    async post(channel, { text, blocks }) {
      const { ts, channel: at } = await attempt(
        client.chat.postMessage({
          channel,
          text: mrkdwn(text),
          blocks,
          unfurl_links: false,
          unfurl_media: false,
        }),
      )
      return { channel: at ?? channel, ts: ts ?? '' }
    },
    async update({ channel, ts }, { text, blocks }) {
      try {
        await attempt(client.chat.update({ channel, ts, text: mrkdwn(text), blocks }))
      } catch (error) {
        // Somebody deleted it, or the workspace forbids late edits: what is on screen stays as it is.
        const lost = ['message_not_found', 'edit_window_closed', 'cant_update_message']
        if (!(error instanceof SendProblem) || !lost.includes(error.code)) throw error
      }
    },
    async upload(channel, { text, file }) {
      const sent = await attemptUpload(
        client.filesUploadV2({
          channel_id: channel,
          initial_comment: mrkdwn(text),
          filename: file.name,
          title: file.title,
          content: file.content,
        }),
      )
      // A file's message has no `ts` in the answer; the file's id stands for it, and is never edited.
      const [first] = (sent.files ?? []) as { files?: { id?: string }[] }[]
      return { channel, ts: first?.files?.[0]?.id ?? '' }
    },
  }
}
