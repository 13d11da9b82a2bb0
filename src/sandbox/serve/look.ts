/** What one pane of the page shows to its person, and what of it changed since it was last sent. */
import { conversationsOf } from '../actor/see.ts'
import { stackOf } from '../modals.ts'
import type { Channel, Message } from '../types.ts'
import { messagesOf, type World } from '../world.ts'
import type { Conversation, Look, MessageChange, PageMessage, PaneParts } from './wire.ts'

/** More unread messages are not counted: the page says "99+". */
const COUNTED = 100

const seenKey = (person: string, channel: string) => `${person}|${channel}`

/** How many messages of others a person has not looked at in a channel. */
export function unreadIn(world: World, person: string, channel: string): number {
  const list = messagesOf(world, channel)
  const seen = world.store.seen.get(seenKey(person, channel)) ?? ''
  let count = 0
  for (let index = list.length - 1; index >= 0 && count < COUNTED; index--) {
    const message = list[index]!
    if (message.ts <= seen) break
    if (message.user !== person) count++
  }
  return count
}

/** Notes that a person has looked at a channel down to its end. */
function look(world: World, person: string, channel: string): void {
  const last = messagesOf(world, channel).at(-1)
  if (last) world.store.seen.set(seenKey(person, channel), last.ts)
}

function nameFor(world: World, person: string, channel: Channel): string {
  if (channel.kind === 'public' || channel.kind === 'private') return channel.name
  return (
    channel.members
      .filter((id) => id !== person)
      // People are what one looks for; the app comes last.
      .sort((a, b) => Number(a === world.app.botUserId) - Number(b === world.app.botUserId))
      .map((id) => world.store.people.get(id))
      .map((each) => each?.displayName || each?.realName || '?')
      .join(', ')
  )
}

function conversationsFor(world: World, person: string): Conversation[] {
  const found: Conversation[] = []
  for (const channel of world.store.channels.values()) {
    if (channel.archived || !channel.members.includes(person)) continue
    found.push({
      id: channel.id,
      name: nameFor(world, person, channel),
      kind: channel.kind,
      members: channel.members.length > 20 ? [] : channel.members,
      topic: channel.topic,
      unread: unreadIn(world, person, channel.id),
    })
  }
  return found
}

const pageMessage = (message: Message): PageMessage => ({
  channel: message.channel,
  ts: message.ts,
  user: message.user,
  text: message.text,
  blocks: message.blocks,
  attachments: message.attachments,
  files: message.files,
  at: message.at,
  thread_ts: message.thread_ts,
  username: message.username,
  reactions: message.reactions,
  version: message.version,
  edited: message.edited !== undefined,
  ephemeral: message.ephemeralTo !== undefined,
})

/** The newest messages of a channel as a person sees them: those to this person alone among them. */
function windowOf(world: World, person: string, channel: string, limit: number) {
  const all = messagesOf(world, channel)
  const shown = all.slice(-limit)
  const more = all.length > shown.length
  const from = more ? shown[0]!.ts : ''
  const own = (world.store.ephemerals.get(person) ?? []).filter(
    (each) => each.channel === channel && each.ts >= from,
  )
  if (own.length === 0) return { messages: shown, more }
  return { messages: [...shown, ...own].sort((a, b) => (a.ts < b.ts ? -1 : 1)), more }
}

const signature = (message: Message) =>
  `${message.version}.${message.reactions?.reduce((sum, each) => sum + each.count, 0) ?? 0}.${message.files?.length ?? 0}`

/** What was sent to one pane, so that the next time only the difference goes. */
export interface Watched {
  look: Look
  parts: Map<string, string>
  channel: string | null | undefined
  sent: Map<string, string>
  more: boolean
}

export const watch = (look: Look): Watched => ({
  look,
  parts: new Map(),
  channel: undefined,
  sent: new Map(),
  more: false,
})

/** The difference since the last time, or nothing. */
export function differenceFor(
  world: World,
  watched: Watched,
): { parts: Partial<PaneParts>; messages?: MessageChange } | undefined {
  const { as, open } = watched.look
  const person = world.store.people.get(as)
  if (!person) return undefined
  const channel =
    open === 'app' ? (conversationsOf(world, person, 'im')[0]?.id ?? null) : open && visible(world, as, open)
  if (channel) look(world, as, channel)

  const parts: Partial<PaneParts> = {}
  const part = <K extends keyof PaneParts>(name: K, value: PaneParts[K], mark = JSON.stringify(value)) => {
    if (watched.parts.get(name) === mark) return
    watched.parts.set(name, mark)
    parts[name] = value
  }
  part('conversations', conversationsFor(world, as))
  part('modals', stackOf(world, as))
  const home = world.store.homes.get(as) ?? null
  part('home', home, home ? `${home.hash}${JSON.stringify(home.state)}` : '')
  const messages = messagesChanged(world, watched, channel)
  return messages || Object.keys(parts).length > 0 ? { parts, messages } : undefined
}

function visible(world: World, person: string, id: string): string | null {
  return world.store.channels.get(id)?.members.includes(person) ? id : null
}

function messagesChanged(world: World, watched: Watched, channel: string | null): MessageChange | undefined {
  const reset = watched.channel !== channel
  if (reset) watched.sent.clear()
  watched.channel = channel
  const { messages, more } = channel
    ? windowOf(world, watched.look.as, channel, watched.look.limit)
    : { messages: [], more: false }
  const upsert: PageMessage[] = []
  const gone = new Set(watched.sent.keys())
  for (const message of messages) {
    gone.delete(message.ts)
    const mark = signature(message)
    if (watched.sent.get(message.ts) === mark) continue
    watched.sent.set(message.ts, mark)
    upsert.push(pageMessage(message))
  }
  // What a longer list has pushed out of the window stays on show; only what is gone is taken away.
  const oldest = messages[0]?.ts ?? '~'
  const remove = [...gone].filter((ts) => ts > oldest || messages.length === 0)
  for (const ts of remove) watched.sent.delete(ts)
  const moreChanged = watched.more !== more
  watched.more = more
  if (!reset && !moreChanged && upsert.length === 0 && remove.length === 0) return undefined
  return { channel, reset, upsert, remove, more }
}
