import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  type WebClient,
} from '@slack/web-api'
import { flatBlocks } from '../../outbox/blocks.ts'
import { type ProblemKind, SendProblem, type Transport } from '../../outbox/transport.ts'
import { notificationText } from '../kernel/notification-text.ts'

/** Slack's errors that we know, by what they mean (docs.slack.dev: chat.*, conversations.open, files.*). */
const CODES: Partial<Record<ProblemKind, string>> = {
  gone: 'user_not_found users_not_found user_disabled user_not_visible cannot_dm_bot',
  broken: `channel_not_found not_in_channel is_archived restricted_action restricted_action_read_only_channel
    restricted_action_thread_only_channel restricted_action_non_threadable_channel posting_to_general_channel_denied
    messages_tab_disabled missing_scope no_permission access_denied`,
  stopped: 'invalid_auth not_authed token_revoked token_expired account_inactive team_access_not_granted',
  limited: 'ratelimited rate_limited message_limit_exceeded',
  unclear: 'internal_error fatal_error service_unavailable request_timeout update_failed',
  passing: `team_added_to_org org_login_required ekm_access_denied external_channel_migrating accesslimited
    two_factor_setup_required`,
  rejected: `invalid_blocks invalid_blocks_format invalid_attachments invalid_arguments invalid_arg_name
    invalid_array_arg invalid_charset invalid_form_data invalid_json json_not_object invalid_post_type
    missing_post_type missing_argument missing_charset msg_too_long msg_blocks_too_long no_text block_mismatch
    attachment_payload_limit_exceeded too_many_attachments too_many_contact_cards markdown_text_conflict
    invalid_metadata_format invalid_metadata_schema metadata_must_be_sent_from_app metadata_too_large
    cannot_reply_to_message thread_not_found message_not_found cant_update_message edit_window_closed
    too_many_users not_enough_users users_list_not_supplied not_allowed_token_type unknown_method
    method_deprecated deprecated_endpoint file_not_found file_uploads_disabled file_upload_size_restricted
    malware_detected`,
}
const KNOWN = new Map(
  Object.entries(CODES).flatMap(([kind, codes]) =>
    codes.split(/\s+/).map((code): [string, ProblemKind] => [code, kind as ProblemKind]),
  ),
)

/** What Slack's codes look like. The library takes a page of HTML in place of an answer for a code as well. */
const CODE = /^\w{1,80}$/

/** How long to wait where somebody before Slack answers 429 and does not say. */
const LIMITED_MS = 60_000

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

/** What an error of the Web API means for what to do next. What is no answer of Slack's is unclear. */
export function problemOf(error: unknown): SendProblem {
  if (error instanceof SendProblem) return error
  if (error instanceof WebAPIRateLimitedError)
    return new SendProblem('limited', 'ratelimited', error.retryAfter * 1000)
  if (error instanceof WebAPIPlatformError) {
    const code = String(error.data.error)
    if (!CODE.test(code)) return new SendProblem('unclear', 'not_slack')
    return new SendProblem(KNOWN.get(code) ?? 'unknown', code, LIMITED_MS)
  }
  if (error instanceof WebAPIHTTPError) return new SendProblem('unclear', `http_${error.statusCode}`)
  const unreached = codeWithin(error)
  if (unreached) return new SendProblem('unreached', unreached)
  if (error instanceof WebAPIRequestError) return new SendProblem('unclear', 'no_answer')
  const { name, message } = error instanceof Error ? error : { name: 'unknown', message: '' }
  // The library has no error of its own for a 429 without a time.
  if (message.startsWith('Retry header did not')) return new SendProblem('limited', 'http_429', LIMITED_MS)
  return new SendProblem('unclear', name)
}

const attempt = async <T>(call: Promise<T>): Promise<T> => {
  try {
    return await call
  } catch (error) {
    throw problemOf(error)
  }
}

/**
 * Slack takes no file, or not this one (docs.slack.dev, files.getUploadURLExternal and files.completeUploadExternal): other
 * messages to the same person can go out all the same.
 */
const NO_FILE = new Set([
  'missing_scope',
  'access_denied',
  'blocked_file_type',
  'file_share_limit_reached',
  'file_upload_size_restricted',
  'file_uploads_disabled',
  'file_uploads_except_images_disabled',
  'storage_limit_reached',
])

const attemptUpload = async <T>(call: Promise<T>): Promise<T> => {
  try {
    return await attempt(call)
  } catch (error) {
    if (error instanceof SendProblem && NO_FILE.has(error.code)) throw new SendProblem('rejected', error.code)
    throw error
  }
}

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
          text: notificationText(text, flatBlocks(blocks)),
          blocks: flatBlocks(blocks),
          unfurl_links: false,
          unfurl_media: false,
        }),
      )
      return { channel: at ?? channel, ts: ts ?? '' }
    },
    async update({ channel, ts }, { text, blocks }) {
      try {
        const shown = flatBlocks(blocks)
        await attempt(client.chat.update({ channel, ts, text: notificationText(text, shown), blocks: shown }))
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
          initial_comment: notificationText(text),
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
