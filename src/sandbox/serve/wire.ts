/** What goes between the page and its server part: types alone, so that both sides read them. */
import type { FaultKind } from '../faults.ts'
import type { Message, Person, View } from '../types.ts'

/** What one pane of the page looks at. */
export interface Look {
  pane: string
  /** A person's id. */
  as: string
  /** A channel's id, `app` for the direct messages with the app, or nothing. */
  open: string | null
  /** How many messages, from the newest. */
  limit: number
}

export type FromPage = { look: Look } | { unlook: string } | { traffic: boolean }

export interface Conversation {
  id: string
  name: string
  kind: 'public' | 'private' | 'im' | 'mpim'
  members: string[]
  topic: string
  unread: number
}

/** What is under way: time that passes, weeks that are played. */
export interface Busy {
  what: string
  from: number
  to: number
  at: number
  mayStop: boolean
}

/** A thing to try, told one at a time. */
export interface GuideStep {
  text: string
  /** The address at which it can be done. */
  at: string
  done: boolean
}

export type PagePerson = Pick<Person, 'id' | 'name' | 'realName' | 'displayName' | 'title' | 'tz'> & {
  /** Whether a visitor may be this person: neither a bot nor gone. */
  playable: boolean
}

interface AppParts {
  name: string
  user: string
  homeTab: boolean
  messagesTab: boolean
  messagesReadOnly: boolean
  commands: { command: string; description: string; usageHint: string }[]
  shortcuts: { callbackId: string; type: 'message' | 'global'; name: string }[]
}

export interface WorldParts {
  workspace: { id: string; name: string }
  app: AppParts
  people: PagePerson[]
  /** While it runs, `base` is what to add to real time; else it is the instant itself. */
  clock: { running: boolean; base: number }
  bot: { reachable: boolean; mode: 'socket' | 'http' }
  busy: Busy | null
  faults: { id: string; on: string; kind: FaultKind; struck: number }[]
  /** Empty if there is no tour. */
  guide: GuideStep[]
  can: { kill: boolean; play: boolean; prompt: boolean }
  /** Messages that each person has not read, without those who have none. */
  unread: Record<string, number>
}

export interface PaneParts {
  conversations: Conversation[]
  modals: View[]
  home: View | null
}

export type PageMessage = Pick<
  Message,
  | 'channel'
  | 'ts'
  | 'user'
  | 'text'
  | 'blocks'
  | 'attachments'
  | 'files'
  | 'at'
  | 'thread_ts'
  | 'username'
  | 'reactions'
  | 'version'
> & { edited: boolean; ephemeral: boolean }

export interface MessageChange {
  /** The channel on show; null if there is none yet. */
  channel: string | null
  /** Whether `upsert` is all there is. */
  reset: boolean
  upsert: PageMessage[]
  /** Timestamps. */
  remove: string[]
  /** Whether there are older ones. */
  more: boolean
}

/** A line of the traffic view; what it carried is asked for by its key. */
export interface TrafficLine {
  key: string
  at: number
  sort: 'call' | 'envelope' | 'error'
  name: string
  about: string
  outcome: string
  ok: boolean
}

export type ToPage =
  | { world: Partial<WorldParts> }
  | { pane: string; parts: Partial<PaneParts>; messages?: MessageChange }
  | { traffic: TrafficLine[] }
