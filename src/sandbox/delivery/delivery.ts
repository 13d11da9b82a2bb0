/** Brings payloads to the app, over sockets or signed HTTP, and repeats events that were not acknowledged. */
import { randomUUID } from 'node:crypto'
import { mayHear } from '../manifest.ts'
import { keep } from '../traffic.ts'
import type { Envelope } from '../types.ts'
import type { World } from '../world.ts'
import { postSigned, verifyRequestUrl } from './http.ts'
import { eventPayload } from './payloads.ts'
import { makeSockets } from './socket.ts'
import type { Ack, Delivery, DeliveryMode, EnvelopeType } from './types.ts'

/** Instants of the repeats of an unacknowledged event: at once, after one and after five minutes. */
const EVENT_RETRIES_MS = [0, 60_000, 300_000]

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** What a fault rule may be aimed at: the event's own type, else the envelope's. */
function eventName(type: EnvelopeType, payload: unknown): string {
  const event = (payload as { event?: { type?: string } } | null)?.event
  return type === 'events_api' && event?.type ? event.type : type
}

export function makeDelivery(world: World, mode: DeliveryMode, requestUrl?: string): Delivery {
  const sockets = makeSockets(world)
  let nextId = 1
  let stopped = false

  async function attempt(
    type: EnvelopeType,
    payload: unknown,
    retry: { num: number; reason: string },
  ): Promise<Ack> {
    const entry = keep(world.traffic.envelopes, {
      id: nextId++,
      envelopeId: randomUUID(),
      at: world.clock.now(),
      type,
      // A copy: the records behind a payload change, and a repeat must be what was sent.
      payload: structuredClone(payload),
      retryNum: retry.num,
      retryReason: retry.reason,
      via: delivery.mode,
      outcome: 'waiting',
    } as Envelope)
    const ack = await carry(entry)
    entry.outcome = ack.ok ? 'acked' : ack.error
    if (ack.ok) entry.ack = ack.body
    world.changed()
    return ack
  }

  async function carry(entry: Envelope): Promise<Ack> {
    const fault = world.faults.strike('event', eventName(entry.type, entry.payload))
    if (fault?.kind === 'drop_socket') sockets.drop()
    if (fault?.kind === 'timeout_before')
      return { ok: false, error: 'operation_timed_out', reason: 'timeout' }
    if (fault?.kind === 'error500_before')
      return { ok: false, error: 'dispatch_failed', reason: 'http_error' }
    if (fault?.kind === 'slow') await sleep(fault.ms ?? 100)
    const via = () =>
      delivery.mode === 'http' ? postSigned(world, delivery.requestUrl, entry) : sockets.send(entry)
    const ack = await via()
    if (fault?.kind === 'redeliver') await via()
    if (fault?.kind === 'timeout_after') return { ok: false, error: 'operation_timed_out', reason: 'timeout' }
    return ack
  }

  function repeatLater(payload: unknown, reason: string, num: number, start: number) {
    const delay = EVENT_RETRIES_MS[num - 1]
    if (delay === undefined) return
    world.clock.at(start + delay, async () => {
      if (stopped) return
      const ack = await attempt('events_api', payload, { num, reason })
      if (!ack.ok) repeatLater(payload, ack.reason, num + 1, start)
    })
  }

  const delivery: Delivery & { mode: DeliveryMode; requestUrl: string | undefined } = {
    sockets,
    mode,
    requestUrl,
    setMode: (next, url) => {
      delivery.mode = next
      delivery.requestUrl = url ?? delivery.requestUrl
      if (next === 'http' && !delivery.requestUrl) throw new Error('Delivery by HTTP needs a request URL')
      world.changed()
    },
    verify: () => verifyRequestUrl(world, delivery.requestUrl),
    send: async (type, payload) => {
      if (!world.store.installed) return { ok: false, error: 'dispatch_failed', reason: 'not_installed' }
      return attempt(type, payload, { num: 0, reason: '' })
    },
    raw: (type, payload) => attempt(type, payload, { num: 0, reason: '' }),
    event: async (event, subscription = event.type) => {
      const { events, scopes } = world.manifest
      if (!world.store.installed || !events.includes(subscription) || !mayHear(subscription, scopes))
        return undefined
      const payload = eventPayload(world, event)
      const start = world.clock.now()
      const ack = await attempt('events_api', payload, { num: 0, reason: '' })
      if (!ack.ok) repeatLater(payload, ack.reason, 1, start)
      return ack
    },
    redeliver: (envelopeId) => {
      const envelopes = world.traffic.envelopes
      const found = envelopeId ? envelopes.find((each) => each.envelopeId === envelopeId) : envelopes.at(-1)
      if (!found)
        throw new Error(envelopeId ? `No envelope ${envelopeId} was delivered` : 'Nothing was delivered yet')
      const again = { ...found, retryNum: found.retryNum + 1, retryReason: 'timeout' }
      return attempt(again.type, again.payload, { num: again.retryNum, reason: again.retryReason })
    },
    stop: () => {
      stopped = true
      sockets.stop()
    },
  }
  return delivery
}
