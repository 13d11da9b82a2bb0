/** Replies by `response_url` and by the acknowledgement of a slash command: the same content, the same rules. */
import { addEphemeral, addMessage, changeMessage, findMessage, removeMessage } from './messages.ts'
import { keep, nextCallId } from './traffic.ts'
import type { Message } from './types.ts'
import { ApiError } from './web/errors.ts'
import type { ResponseUrl, World } from './world.ts'

/** Uses of one `response_url`, and how long it lives by the sandbox's clock. */
const RESPONSE_USES = 5
const RESPONSE_MS = 30 * 60_000

interface Reply {
  text?: unknown
  blocks?: unknown
  attachments?: unknown
  response_type?: unknown
  replace_original?: unknown
  delete_original?: unknown
  thread_ts?: unknown
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
const isTrue = (value: unknown) => value === true || value === 'true'

/** Shows a reply where it belongs. @throws ApiError if Slack would refuse it */
export function deliverReply(world: World, to: ResponseUrl, reply: Reply): Message | undefined {
  const channel = world.store.channels.get(to.channel)
  if (!channel) throw new ApiError('channel_not_found')
  const original = to.original && findOriginal(world, to)
  if (isTrue(reply.delete_original)) {
    if (original) removeMessage(world, original)
    return undefined
  }
  const content = {
    text: text(reply.text),
    blocks: reply.blocks ?? undefined,
    attachments: reply.attachments ?? undefined,
    thread_ts: text(reply.thread_ts),
  }
  if (isTrue(reply.replace_original) && original) return changeMessage(world, original, content, true)
  if (channel.archived) throw new ApiError('is_archived')
  if (reply.response_type === 'in_channel') return addMessage(world, channel, world.app.botUserId, content)
  return addEphemeral(world, channel, to.person, content)
}

function findOriginal(world: World, to: ResponseUrl): Message | undefined {
  const { ts, ephemeral } = to.original!
  if (!ephemeral) return findMessage(world, to.channel, ts)
  return world.store.ephemerals.get(to.person)?.find((each) => each.ts === ts && each.channel === to.channel)
}

/** Answers a POST to a `response_url`. Faults are aimed at it by the method name `response_url`. */
export async function handleResponseUrl(world: World, path: string, request: Request): Promise<Response> {
  const at = world.clock.now()
  const body = await request.text()
  const fault = world.faults.strike('method', 'response_url')?.kind ?? ''
  if (fault === 'timeout_before') return new Promise(() => {})
  if (fault === 'error500_before') return new Response('Internal Server Error', { status: 500 })
  let reply: Reply = {}
  let status = 200
  let error: string | undefined
  try {
    reply = parseReply(body, request.headers.get('content-type') ?? '')
    const to = world.store.responseUrls.get(path)
    if (!to || at - to.at > RESPONSE_MS) throw new ApiError('expired_url')
    if (to.uses >= RESPONSE_USES) throw new ApiError('used_url')
    deliverReply(world, to, reply)
    to.uses++
  } catch (thrown) {
    error = thrown instanceof ApiError ? thrown.code : 'fatal_error'
    status = error === 'expired_url' || error === 'used_url' ? 404 : error === 'fatal_error' ? 500 : 400
    keep(world.traffic.errors, {
      at,
      where: 'response_url',
      message: error,
      details: thrown instanceof ApiError ? thrown.more : String(thrown),
    })
  }
  const response = error ? { ok: false, error } : { ok: true }
  const args = { ...reply } as Record<string, unknown>
  const id = nextCallId(world.traffic)
  keep(world.traffic.calls, { id, at, method: 'response_url', args, status, ok: !error, error, response })
  world.changed()
  if (fault === 'timeout_after') return new Promise(() => {})
  if (fault === 'error500_after') return new Response('Internal Server Error', { status: 500 })
  // Slack answers "ok" as bare text to a reply that it took.
  if (!error) return new Response('ok', { status })
  return new Response(JSON.stringify(response), { status, headers: { 'content-type': 'application/json' } })
}

function parseReply(body: string, type: string): Reply {
  const source = type.startsWith('application/x-www-form-urlencoded')
    ? (new URLSearchParams(body).get('payload') ?? '')
    : body
  let parsed: unknown
  try {
    parsed = JSON.parse(source)
  } catch {
    throw new ApiError('invalid_payload')
  }
  if (!parsed || typeof parsed !== 'object' || Array.isArray(parsed)) throw new ApiError('invalid_payload')
  return parsed as Reply
}
