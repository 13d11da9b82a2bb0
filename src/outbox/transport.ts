import type { FileMessage, Message, Posted } from './kinds.ts'

/** Where to post: a channel that is known, or people to open a conversation with. */
export type Address = { channel: string } | { people: string[] }

/** The way out. Every method either does it or throws SendProblem. */
export interface Transport {
  /** Opens (or finds) the direct or group conversation with these people; returns its channel. */
  open(people: string[]): Promise<string>
  post(channel: string, message: Message): Promise<Posted>
  update(posted: Posted, message: Message): Promise<void>
  upload(channel: string, message: FileMessage): Promise<Posted>
}

/**
 * Why it was not sent, as far as it decides what to do next.
 * - limited: Slack asked to wait; it was not sent.
 * - unreached: the network failed before Slack could have it; it was not sent.
 * - passing: Slack lets nobody in for a while, such as when a workspace moves into an organisation; it was not sent.
 * - unclear: a time-out or an error of Slack's own; it may have been sent.
 * - gone: its reader cannot be written to any more.
 * - broken: the place cannot be posted to until somebody mends it.
 * - stopped: the app may not act in this workspace any more.
 * - rejected: Slack does not take this message; a bug of ours.
 * - unknown: a refusal in a word that we do not know, so it may pass or not; it was not sent.
 */
export type ProblemKind =
  | 'limited'
  | 'unreached'
  | 'passing'
  | 'unclear'
  | 'gone'
  | 'broken'
  | 'stopped'
  | 'rejected'
  | 'unknown'

export class SendProblem extends Error {
  readonly kind: ProblemKind
  /** Slack's own word for it. */
  readonly code: string
  /** With `limited`: how long to wait, ms. */
  readonly retryAfterMs: number
  /** The call that it came of, where that is not plain from what was sent. */
  call?: 'conversations.open'
  constructor(kind: ProblemKind, code: string, retryAfterMs = 0) {
    super(`${kind}: ${code}`)
    this.kind = kind
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}
