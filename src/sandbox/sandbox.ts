/** What a running sandbox offers. */
import type { Actor } from './actor/actor.ts'
import type { Admin } from './admin.ts'
import type { SandboxClock } from './clock.ts'
import type { Ack, DeliveryMode, EnvelopeType } from './delivery/types.ts'
import type { Faults } from './faults.ts'
import type { Snapshot } from './snapshot.ts'
import type { Traffic } from './traffic.ts'
import type { Channel, Person } from './types.ts'

export interface Sandbox {
  port: number
  /** `http://127.0.0.1:PORT` */
  url: string
  /** `url` with `/api/`: what Bolt takes as `clientOptions.slackApiUrl`. */
  apiUrl: string
  tokens: { bot: string; app: string; signingSecret: string }
  workspace: { id: string; name: string; domain: string }
  app: { id: string; botUserId: string; botId: string }
  clock: SandboxClock
  readonly people: Person[]
  readonly channels: Channel[]
  /** Acts as a person, found by name, handle or id. @throws if there is none */
  as(nameOrId: string): Actor
  deliver: {
    mode(mode: DeliveryMode, requestUrl?: string): void
    /** Whether the request URL answers `url_verification`. */
    verify(): Promise<boolean>
    /** Sends any payload, as it is. */
    raw(payload: unknown, options: { type: EnvelopeType }): Promise<Ack>
    /** Sends an envelope again; `last` or nothing means the latest. */
    redeliver(envelopeId?: string): Promise<Ack>
    /** Cuts the sockets. */
    drop(): void
    /** Announces the end of the connections, as Slack does when it renews them. */
    disconnect(): void
    /** Open sockets. */
    readonly connections: number
  }
  faults: Faults
  traffic: Traffic
  admin: Admin
  /** One mrkdwn text as a person reads it; `plainText` renders whole messages and views. */
  renderMrkdwn(text: string, options: { as: string }): string
  /** Waits until something is so, looking again after each change. @throws after `timeoutMs` of real time */
  until<T>(what: () => T | undefined | null | false, timeoutMs?: number): Promise<T>
  /** Calls back after each change. Returns a function that ends this. */
  onChange(callback: () => void): () => void
  state(): Snapshot
  restore(snapshot: unknown): void
  stop(): Promise<void>
}
