/** What a person sees: copies of messages and views, never the live records. */
import { seenBy } from '../render/index.ts'
import type { Channel, Message, Person, View } from '../types.ts'
import { directChannel, findChannel, messagesOf, type World } from '../world.ts'

/** Whether Slack shows a channel to a person: guests see only what they are in. */
export function sees(person: Person, channel: Channel): boolean {
  if (channel.members.includes(person.id)) return true
  return channel.kind === 'public' && !person.isGuest && !person.isSingleChannelGuest && !person.isStranger
}

/** A channel by its name or id; by the app's account, the direct messages with it. */
export function channelSeenBy(world: World, person: Person, nameOrId: string): Channel {
  if (nameOrId === world.app.botUserId) return directChannel(world, person.id)
  const channel = findChannel(world, nameOrId)
  if (!sees(person, channel)) throw new Error(`${person.realName} does not see ${nameOrId}`)
  return channel
}

/** The key under which the choices of a person in a message are kept. */
export const chosenKey = (person: string, message: Message) => `${person}|${message.channel}|${message.ts}`

export function copyMessage(world: World, person: Person, message: Message): Message {
  const values = world.store.chosen.get(chosenKey(person.id, message)) ?? {}
  return seenBy(world, person, structuredClone(message), structuredClone(values))
}

export function copyView(world: World, person: Person, view: View): View {
  return seenBy(world, person, structuredClone(view))
}

/** The conversations of one kind that a person shares with the app. */
export function conversationsOf(world: World, person: Person, kind: 'im' | 'mpim'): Channel[] {
  return [...world.store.channels.values()].filter(
    (channel) =>
      channel.kind === kind &&
      channel.members.includes(person.id) &&
      channel.members.includes(world.app.botUserId),
  )
}

export interface InboxEntry {
  at: number
  kind:
    | 'dm'
    | 'group'
    | 'channel'
    | 'ephemeral'
    | 'modal'
    | 'modal-updated'
    | 'modal-closed'
    | 'home'
    | 'trouble'
    | 'field-errors'
  channel?: string
  message?: Message
  view?: View
  text?: string
}

/** Everything that a person was shown by the app, in order. */
export function inboxOf(world: World, person: Person): InboxEntry[] {
  const entries: InboxEntry[] = []
  const kinds = { im: 'dm', mpim: 'group', public: 'channel', private: 'channel' } as const
  for (const channel of world.store.channels.values()) {
    if (!channel.members.includes(person.id)) continue
    for (const message of messagesOf(world, channel.id)) {
      if (message.user !== world.app.botUserId) continue
      const copy = copyMessage(world, person, message)
      entries.push({ at: message.at, kind: kinds[channel.kind], channel: channel.id, message: copy })
    }
  }
  for (const message of world.store.ephemerals.get(person.id) ?? []) {
    const copy = copyMessage(world, person, message)
    entries.push({ at: message.at, kind: 'ephemeral', channel: message.channel, message: copy })
  }
  for (const entry of world.store.shown.get(person.id) ?? []) {
    entries.push({ ...entry, view: entry.view && copyView(world, person, entry.view) })
  }
  return entries.sort((a, b) => a.at - b.at || Number(a.message?.ts ?? 0) - Number(b.message?.ts ?? 0))
}
