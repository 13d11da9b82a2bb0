/**
 * What happens to people and pairs, and who follows it. Whoever decides something announces it and names nobody;
 * each slice answers with what it has to write, in the same commit.
 */
import type { Hours } from './core/calendar.ts'
import type { Row } from './db/tables.ts'

type Pair = Row<'mentorships'>
export type StartedPair = Pick<Pair, 'id' | 'mentee' | 'mentor'> & { kind: 'mentorship' | 'chat' }

/** Why a mentorship or a chat ended, as far as it bears on the words to the partner. */
export type Ending =
  | 'ended by one'
  | 'left'
  | 'left the company'
  | 'gone'
  | 'chat over'
  | 'trial over'
  | 'rematch'
  | 'completed'
  | 'lapsed'

/** Each announcement with what it says. All instants are UTC ms. */
export interface Announcements {
  /** Signed up, or changed what they signed up for; `from` is the role before, undefined for somebody new. */
  joined: [person: string, member: { role: string; from: string | undefined }]
  /** Takes a break from now until an instant; `again`: they were in one already, and its end moved. */
  paused: [person: string, until: number, again: boolean]
  resumed: [person: string]
  /** Takes no part any more: by their own wish, or because their account cannot. */
  left: [person: string, how: 'left' | 'left the company' | 'gone']
  /** The account was deactivated or became a guest, whether or not they took part. */
  gone: [person: string]
  /** Is at work at other hours from now on: another zone, other working days; `to` where they said so themselves. */
  moved: [person: string, to: Hours | undefined]
  /** Changed what they give: places, chats or skills. */
  offered: [person: string]
  /** Chose who may celebrate them: public, private or never. */
  chose: [person: string, celebration: string, before: string | undefined]
  /** One of the two is never to be paired with the other. Confidential. */
  apart: [person: string, other: string]
  /** These begin together, in one commit. */
  started: [pairs: StartedPair[]]
  /** A session of theirs is planned that is over at `until`. */
  planned: [pair: Pair, until: number]
  /** They met, last at `at`; `session` is the planned session that it was, if any. */
  met: [pair: Pair, at: number, session: string | undefined]
  /** Both signed these terms; `extended`: they were closing, and go on. */
  signed: [pair: Pair, terms: { cadenceDays: number; endsOn: string; extended: boolean }]
  /** Its closing has begun: each is asked for a last word. */
  closing: [pair: Pair]
  /** They go on after all. */
  reopened: [pair: Pair]
  /** They could use a hand since `at`, as one of them or their silence says; and need none any more. */
  needsHand: [pair: string, at: number]
  handSettled: [pair: string, at: number]
  /** A session of theirs that was planned is off. */
  unplanned: [pair: Pair]
  /** `by` ended it, where one of the two did. */
  ended: [pair: Pair, ending: Ending, by: string | undefined]
}

export type Announcement = keyof Announcements
