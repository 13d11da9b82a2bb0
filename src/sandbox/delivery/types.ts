/** How payloads reach the app, and what becomes of them. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Envelope } from '../types.ts'

export type EnvelopeType = Envelope['type']
export type DeliveryMode = 'socket' | 'http'

/** What became of a delivery: the app's answer, or what Slack tells the person instead. */
export type Ack =
  | { ok: true; body: unknown }
  | { ok: false; error: 'operation_timed_out' | 'dispatch_failed'; reason: string }

export interface Sockets {
  /** How many connections may receive. */
  readonly open: number
  /** Makes the address of a new connection, good for one use. */
  ticket(): string
  /** Takes over the upgrade of an HTTP connection, or refuses it. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Sends an envelope over one connection and waits for its acknowledgement. */
  send(entry: Envelope): Promise<Ack>
  /** Cuts all connections without a word. */
  drop(): void
  /** Announces the end of all connections, as Slack does when it renews them. */
  disconnect(reason?: 'warning' | 'refresh_requested' | 'link_disabled'): void
  stop(): void
}

export interface Delivery {
  sockets: Sockets
  readonly mode: DeliveryMode
  readonly requestUrl: string | undefined
  setMode(mode: DeliveryMode, requestUrl?: string): void
  /** Asks the request URL for its challenge, as Slack does when the URL is saved. */
  verify(): Promise<boolean>
  /** Sends what a person did, if the app is installed, and waits for its acknowledgement. */
  send(type: EnvelopeType, payload: unknown): Promise<Ack>
  /** Sends any payload, installed or not. */
  raw(type: EnvelopeType, payload: unknown): Promise<Ack>
  /**
   * Sends an event if the app subscribed to it and has its scope, and repeats it by the clock while it is not acknowledged.
   * Resolves with the outcome of the first attempt, or undefined if the app did not subscribe.
   */
  event(event: Record<string, unknown> & { type: string }, subscription?: string): Promise<Ack | undefined>
  /** Sends an envelope again, exactly as it was. @throws if there is none of that id */
  redeliver(envelopeId?: string): Promise<Ack>
  stop(): void
}
