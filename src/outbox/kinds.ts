import type { z } from 'zod'
import type { Context } from '../context.ts'
import type { Safe } from '../core/text.ts'
import type { Writes } from '../db/commit.ts'
import type { Blocks } from './blocks.ts'

/**
 * When a message may go out (rule 6). Only the last two are unasked, and counted: at most two a person and week.
 * - reply: at once, its reader has just asked for it.
 * - timed: at its instant, which its reader agreed to, such as a reminder of a session; not to somebody paused.
 * - news: what a person waits for or has to know; in humane hours.
 * - prompt: the weekly question, at the hour that its reader chose; its place in the week is kept for it. Not to somebody paused.
 * - nudge: whatever else nobody asked for; in humane hours, not to somebody paused.
 */
export type Timing = 'reply' | 'timed' | 'news' | 'prompt' | 'nudge'

/**
 * What goes on screen. `text` is the headline: the notification begins with it, and it must make sense alone. What the
 * blocks say beyond it follows by itself when it is sent, for those who hear messages; no private words stand in either. A
 * string is escaped (people choose their own names); mrkdwn comes from `md`.
 */
export interface Message {
  text: Safe | string
  blocks: Blocks
  /** Nothing is asked any more: it tells what became of it. Said where it may stand among others (`combine`). */
  settled?: true
}

/** A file for one person. */
export interface FileMessage {
  text: Safe | string
  file: { name: string; title: string; content: string }
  /** What is told in its place where Slack takes no file. */
  instead: Message
}

/** Where and when a message stands once it is sent. */
export interface Posted {
  channel: string
  ts: string
}

export interface DeliveryKind<P = Record<string, unknown>> {
  /** The row holds ids; words are read and rendered when it is due. */
  payload: z.ZodType<P>
  timing: Timing
  /** Of a prompt: when this person is asked next (UTC ms); undefined if they are not. */
  comesAt?(ctx: Context, person: string): Promise<number | undefined>
  /** Of a nudge: it may well wait for the week's prompt, and goes along with it. */
  light?: true
  /**
   * The message as things are now, or 'useless' if nobody needs it any more. Also called to bring a message
   * already on screen up to date (`posted` is set then): it should answer something in any state.
   */
  render(ctx: Context, payload: P, posted?: Posted): Promise<Message | FileMessage | 'useless'>
  /**
   * For nudges that may be about several people of one reader, such as the mentees of a mentor: all that are due go as
   * one message, made of theirs, and at most one of the kind goes a day (rule 6). Each is still judged, brought up to
   * date and followed (`sent`) by itself.
   */
  combine?(parts: Message[]): Message
  /** With `combine`: at most one a week, but for what would be too late by then. */
  weekly?: true
  /** What to write in the same transaction that marks it as sent. */
  sent?(ctx: Context, payload: P, posted: Posted): Writes
  /**
   * How long it is remembered that it was sent, if not for a year and a month; see forget.ts. Briefly: it is about one
   * week or one meeting, and neither edited nor added again after that. For ever: its key stands for something that
   * comes once in somebody's time here.
   */
  kept?: 'briefly' | 'for ever'
  /** False: when it is unclear whether it was sent, it is withheld and reported instead of sent again. */
  sendAgain?: false
}

/** Whether nobody asked for messages of this kind. All that are due to one reader go as one message. */
export const isUnasked = ({ timing }: Pick<DeliveryKind, 'timing'>) =>
  timing === 'prompt' || timing === 'nudge'

/** A delivery about a row, or about several that belong together. */
export interface DeliveryOf<P, R> extends Omit<DeliveryKind<P>, 'render'> {
  /** What it tells of, as things are now; undefined: there is nothing to tell any more. */
  find(ctx: Context, payload: P): Promise<R | undefined>
  /** Whether it still needs to be told. Not asked of a message on screen, which says what became of it. */
  stands?(found: R, payload: P, ctx: Context): boolean | Promise<boolean>
  show(found: R, payload: P, ctx: Context): Message | FileMessage | Promise<Message | FileMessage>
}

/** Keeps the types of a delivery inside it while the list of kinds stays plain. */
export function onDeliver<P, R>(delivery: DeliveryOf<P, R>): DeliveryKind
export function onDeliver<P>(kind: DeliveryKind<P>): DeliveryKind
export function onDeliver<P, R>(given: DeliveryOf<P, R> | DeliveryKind<P>): DeliveryKind {
  if ('render' in given) return given as unknown as DeliveryKind
  const { find, stands, show, ...kind } = given
  const render: DeliveryKind<P>['render'] = async (ctx, payload, posted) => {
    const found = await find(ctx, payload)
    if (found === undefined) return 'useless'
    if (!posted && stands && !(await stands(found, payload, ctx))) return 'useless'
    return show(found, payload, ctx)
  }
  return { ...kind, render } as unknown as DeliveryKind
}
