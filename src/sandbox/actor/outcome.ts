/** What an act came to, and what Slack's client tells the person when it came to nothing. */
import type { Ack } from '../delivery/types.ts'
import { keep } from '../traffic.ts'
import type { Message, View } from '../types.ts'
import { showed, type World } from '../world.ts'

export interface Outcome {
  ok: boolean
  error?: string
  /** The words that Slack's client shows with the error. */
  text?: string
  /** The reply that only this person sees, if the acknowledgement carried one. */
  ephemeral?: Message
  /** The reply that everybody in the channel sees. */
  message?: Message
  /** The topmost modal, if one is open by now. */
  view?: View
}

export interface SubmitOutcome {
  /** The submitted view is closed; one below it may show again. */
  closed?: true
  /** Field errors on show, by block_id. */
  errors?: Record<string, string>
  /** Who found the errors: Slack's own client, before anything was sent, or the app. */
  errorsBy?: 'client' | 'app'
  updated?: View
  pushed?: View
  error?: string
  text?: string
}

export const TROUBLE = 'We had some trouble connecting. Try again?'

/** Tells the person of a failed delivery. */
export function failed(
  world: World,
  person: string,
  ack: Ack & { ok: false },
  text: string,
): { error: string; text: string } {
  showed(world, person, { kind: 'trouble', text })
  return { error: ack.error, text }
}

/** Records an answer of the app that Slack cannot use, and tells the person. */
export function unusable(
  world: World,
  person: string,
  where: string,
  error: string,
  details: unknown,
  text = TROUBLE,
) {
  keep(world.traffic.errors, { at: world.clock.now(), where, message: error, details })
  showed(world, person, { kind: 'trouble', text })
  return { error, text }
}
