/** Delivery by HTTP: signed requests to the app's request URL. */
import { createHmac, randomUUID } from 'node:crypto'
import type { Envelope } from '../types.ts'
import type { World } from '../world.ts'
import type { Ack } from './types.ts'

/**
 * Slack's request signature, version 0: an HMAC-SHA256 over `v0:timestamp:body`.
 * @param timestamp in seconds of REAL time, since the app compares it with its own clock
 */
export function sign(secret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`
}

function encode(entry: Pick<Envelope, 'type' | 'payload'>): { body: string; contentType: string } {
  if (entry.type === 'events_api')
    return { body: JSON.stringify(entry.payload), contentType: 'application/json' }
  const fields =
    entry.type === 'slash_commands'
      ? (entry.payload as Record<string, string>)
      : { payload: JSON.stringify(entry.payload) }
  return { body: new URLSearchParams(fields).toString(), contentType: 'application/x-www-form-urlencoded' }
}

function post(
  world: World,
  url: string,
  body: string,
  contentType: string,
  headers: Record<string, string> = {},
) {
  const timestamp = Math.floor(Date.now() / 1000)
  return fetch(url, {
    method: 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(world.ackTimeoutMs),
    headers: {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': sign(world.tokens.signingSecret, timestamp, body),
      ...headers,
    },
    body,
  })
}

/** Posts an envelope to the app. Only a 2xx within the time limit counts as an acknowledgement. */
export async function postSigned(world: World, url: string | undefined, entry: Envelope): Promise<Ack> {
  if (!url) return { ok: false, error: 'dispatch_failed', reason: 'connection_failed' }
  const { body, contentType } = encode(entry)
  const retry: Record<string, string> =
    entry.retryNum > 0
      ? { 'x-slack-retry-num': String(entry.retryNum), 'x-slack-retry-reason': entry.retryReason }
      : {}
  try {
    const response = await post(world, url, body, contentType, retry)
    const text = await response.text()
    if (!response.ok) return { ok: false, error: 'dispatch_failed', reason: 'http_error' }
    return { ok: true, body: readAnswer(text, response.headers.get('content-type') ?? '') }
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    return name === 'TimeoutError'
      ? { ok: false, error: 'operation_timed_out', reason: 'http_timeout' }
      : { ok: false, error: 'dispatch_failed', reason: 'connection_failed' }
  }
}

function readAnswer(text: string, contentType: string): unknown {
  if (text === '') return undefined
  if (!contentType.includes('json')) return { text }
  try {
    return JSON.parse(text)
  } catch {
    return { text }
  }
}

/** Sends `url_verification` and says whether the challenge came back. */
export async function verifyRequestUrl(world: World, url: string | undefined): Promise<boolean> {
  if (!url) return false
  const challenge = randomUUID()
  const body = JSON.stringify({ token: world.tokens.verification, challenge, type: 'url_verification' })
  try {
    const response = await post(world, url, body, 'application/json')
    const text = await response.text()
    return (
      response.ok &&
      (text === challenge || (JSON.parse(text) as { challenge?: string }).challenge === challenge)
    )
  } catch {
    return false
  }
}
