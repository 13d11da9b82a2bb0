/** A person at work: everything that somebody in the workspace can do and see. */

import { randomUUID } from 'node:crypto'
import { globalShortcutPayload, messageJson, messageShortcutPayload } from '../delivery/payloads.ts'
import type { Ack } from '../delivery/types.ts'
import { addMessage, changeMessage, findMessage } from '../messages.ts'
import { stackOf } from '../modals.ts'
import type { Channel, Message, Person, StateValues, View } from '../types.ts'
import { addReaction } from '../web/files.ts'
import { directChannel, messagesOf, newResponseUrl, newTrigger, newTs, type World } from '../world.ts'
import { click, type How, type Target } from './click.ts'
import { command, linkNames } from './command.ts'
import { close, type FormValues, submit, submitRaw, type } from './form.ts'
import { failed, type Outcome, type SubmitOutcome } from './outcome.ts'
import { channelSeenBy, conversationsOf, copyMessage, copyView, type InboxEntry, inboxOf } from './see.ts'

export interface Actor {
  readonly person: Person
  readonly id: string
  /** Types a slash command; `channel` is a name or id, default the general channel. */
  command(text: string, options?: { channel?: string }): Promise<Outcome>
  /** Presses, chooses or types in a message, the topmost modal or Home; see `How`. */
  click(target: Target, how: How, choice?: unknown): Promise<Outcome>
  /** The open modals, topmost last. */
  views(): View[]
  /** The topmost modal. */
  modal(): View | undefined
  /** Fills in the topmost modal, by label, block id or action id, and submits it. */
  submit(values?: FormValues, options?: { button?: string }): Promise<SubmitOutcome>
  /** Submits `state.values` as given, past the client's checks. */
  submitRaw(values: StateValues): Promise<SubmitOutcome>
  /** Fills in, and sends nothing. */
  type(values: FormValues): View
  /** Presses Cancel, or the X for the whole stack. */
  close(options?: { all?: boolean }): Promise<void>
  /** Opens the app's Home tab; resolves when the event is acknowledged, with Home as it is then. */
  openHome(): Promise<View | undefined>
  home(): View | undefined
  /** Opens the Messages tab: all direct messages are read. */
  openMessages(): Promise<Message[]>
  /** The direct messages with the app. */
  dms(): Message[]
  messages(channel: string): Message[]
  /** Group conversations with the app. */
  groups(): { channel: Channel; members: Person[]; messages: Message[] }[]
  ephemerals(): Message[]
  /** Everything that the app ever showed to this person, in order. */
  inbox(): InboxEntry[]
  /** Direct and group messages since the Messages tab was last open. */
  readonly unread: number
  /** Mentions the app in a channel; it hears of it only where it is a member. */
  mention(channel: string, text: string): Promise<{ message: Message; heard: boolean }>
  /** Writes into a channel, or a thread of it; in direct messages with the app `channel` is the app's account. */
  say(channel: string, text: string, how?: Saying): Promise<Message>
  /** Writes to the app itself, in its Messages tab. */
  tell(text: string, how?: Saying): Promise<Message>
  /** Changes what one wrote. */
  edit(message: Message, text: string): Promise<void>
  react(message: Message, name: string): Promise<void>
  /** Uses a message shortcut of the app. */
  shortcut(callbackId: string, message: Message): Promise<Outcome>
  globalShortcut(callbackId: string): Promise<Outcome>
}

/** In which thread, and with which file. */
export interface Saying {
  thread?: Message
  files?: string
}

/** What a conversation is called in an event, and by which event Slack tells of its messages. */
const MESSAGE_EVENTS = {
  public: ['channel', 'message.channels'],
  private: ['group', 'message.groups'],
  im: ['im', 'message.im'],
  mpim: ['mpim', 'message.mpim'],
} as const

/** Events name people by their ids alone; only commands carry the handle besides. */
const withIdsAlone = (text: string) => text.replace(/<@([UW][A-Z0-9]+)\|[^<>]*>/g, '<@$1>')

export function makeActor(world: World, person: Person): Actor {
  const present = () => {
    if (person.deleted) throw new Error(`${person.realName} is deactivated and can do nothing`)
    if (person.isBot) throw new Error(`${person.realName} is a bot`)
  }
  const general = () => [...world.store.channels.values()].find((each) => each.isGeneral)?.id ?? 'general'
  const outcomeOf = (ack: Ack): Outcome =>
    ack.ok ? { ok: true } : { ok: false, ...failed(world, person.id, ack, 'This app did not respond') }
  const withModal = (outcome: Outcome): Outcome => {
    const view = actor.modal()
    return view ? { ...outcome, view } : outcome
  }
  const opened = async (tab: 'home' | 'messages') => {
    present()
    const view = world.store.homes.get(person.id)
    const channel = directChannel(world, person.id).id
    const event = { type: 'app_home_opened', user: person.id, channel, tab, event_ts: newTs(world) }
    await world.delivery.event(tab === 'home' && view ? { ...event, view: structuredClone(view) } : event)
  }
  /** Writes, and tells the app what Slack tells it: of conversations that it is in and may hear. */
  const post = async (channel: Channel, text: string, { thread, files }: Saying = {}) => {
    if (!channel.members.includes(person.id)) throw new Error(`${person.realName} is not in the channel`)
    if (channel.archived) throw new Error('The channel is archived')
    const isApps = channel.kind === 'im' && channel.members.includes(world.app.botUserId)
    if (isApps && world.manifest.messagesReadOnly)
      throw new Error('The Messages tab of this app is read-only')
    const thread_ts = thread && (thread.thread_ts ?? thread.ts)
    const message = addMessage(world, channel, person.id, { text, ...(thread_ts && { thread_ts }) })
    await messageEvent(channel, {
      ...(files && { subtype: 'file_share', files: [{ id: 'F0SANDBOX01', name: files }] }),
      client_msg_id: randomUUID(),
      user: person.id,
      text: withIdsAlone(text),
      ts: message.ts,
      ...(thread_ts && { thread_ts }),
      team: world.workspace.id,
    })
    return message
  }

  const messageEvent = async (channel: Channel, event: Record<string, unknown>) => {
    if (!channel.members.includes(world.app.botUserId)) return
    const [type, subscription] = MESSAGE_EVENTS[channel.kind]
    const whole = {
      type: 'message',
      ...event,
      channel: channel.id,
      channel_type: type,
      event_ts: newTs(world),
    }
    await world.delivery.event(whole, subscription)
  }

  const actor: Actor = {
    person,
    id: person.id,
    command: async (text, options = {}) => {
      present()
      const channel = channelSeenBy(world, person, options.channel ?? general())
      return withModal(await command(world, person, text, channel))
    },
    click: async (target, how, choice) => {
      present()
      return withModal(await click(world, person, target, how, choice))
    },
    views: () => stackOf(world, person.id).map((view) => copyView(world, person, view)),
    modal: () => actor.views().at(-1),
    submit: (values, options) => submit(world, person, values, options),
    submitRaw: (values) => submitRaw(world, person, values),
    type: (values) => type(world, person, values),
    close: (options) => close(world, person, options),
    openHome: async () => {
      if (!world.manifest.homeTab) throw new Error('The app has no Home tab')
      await opened('home')
      return actor.home()
    },
    home: () => {
      const view = world.store.homes.get(person.id)
      return view && copyView(world, person, view)
    },
    openMessages: async () => {
      await opened('messages')
      world.store.readAt.set(person.id, newTs(world))
      return actor.dms()
    },
    dms: () =>
      conversationsOf(world, person, 'im').flatMap((channel) =>
        messagesOf(world, channel.id).map((message) => copyMessage(world, person, message)),
      ),
    messages: (name) => {
      const channel = channelSeenBy(world, person, name)
      return messagesOf(world, channel.id).map((message) => copyMessage(world, person, message))
    },
    groups: () =>
      conversationsOf(world, person, 'mpim').map((channel) => ({
        channel: structuredClone(channel),
        members: channel.members.map((id) => world.store.people.get(id)!),
        messages: messagesOf(world, channel.id).map((message) => copyMessage(world, person, message)),
      })),
    ephemerals: () =>
      (world.store.ephemerals.get(person.id) ?? []).map((each) => copyMessage(world, person, each)),
    inbox: () => inboxOf(world, person),
    get unread() {
      const readAt = Number(world.store.readAt.get(person.id) ?? 0)
      const channels = [...conversationsOf(world, person, 'im'), ...conversationsOf(world, person, 'mpim')]
      return channels
        .flatMap((channel) => messagesOf(world, channel.id))
        .filter((each) => each.user === world.app.botUserId && Number(each.ts) > readAt).length
    },
    mention: async (name, text) => {
      present()
      const channel = channelSeenBy(world, person, name)
      const bot = world.store.people.get(world.app.botUserId)!
      const tag = `<@${bot.id}>`
      const linked = linkNames(world, person, text).replaceAll(`<@${bot.id}|${bot.name}>`, tag)
      const written = linked.includes(tag) ? linked : `${tag} ${linked}`
      const message = await post(channel, written)
      const event = {
        type: 'app_mention',
        user: person.id,
        text: withIdsAlone(written),
        ts: message.ts,
        channel: channel.id,
      }
      // In its own direct messages Slack tells of the message alone.
      const hears = channel.kind !== 'im' && channel.members.includes(bot.id)
      const ack = hears
        ? await world.delivery.event({ ...event, team: world.workspace.id, event_ts: message.ts })
        : undefined
      return { message: copyMessage(world, person, message), heard: ack?.ok === true }
    },
    say: async (name, text, how) => {
      present()
      const channel = channelSeenBy(world, person, name)
      return copyMessage(world, person, await post(channel, linkNames(world, person, text), how))
    },
    tell: (text, how) => actor.say(world.app.botUserId, text, how),
    edit: async (message, text) => {
      present()
      const channel = channelSeenBy(world, person, message.channel)
      const found = findMessage(world, channel.id, message.ts)
      if (!found || found.user !== person.id) throw new Error('One can change only what one wrote')
      const before = messageJson(found)
      changeMessage(world, found, { text: linkNames(world, person, text) })
      await messageEvent(channel, {
        subtype: 'message_changed',
        hidden: true,
        ts: newTs(world),
        message: messageJson(found),
        previous_message: before,
      })
    },
    react: async (message, name) => {
      present()
      const channel = channelSeenBy(world, person, message.channel)
      const found = findMessage(world, channel.id, message.ts)
      if (!found) throw new Error('The message is gone')
      addReaction(found, name, person.id)
      world.changed()
      const item = { type: 'message', channel: channel.id, ts: found.ts }
      if (!channel.members.includes(world.app.botUserId)) return
      const event = { type: 'reaction_added', user: person.id, reaction: name, item_user: found.user, item }
      await world.delivery.event({ ...event, event_ts: newTs(world) })
    },
    shortcut: async (callbackId, message) => {
      present()
      needShortcut(world, callbackId, 'message')
      const channel = channelSeenBy(world, person, message.channel)
      const found = findMessage(world, channel.id, message.ts)
      if (!found) throw new Error('The message is gone')
      const original = { ts: found.ts, ephemeral: false }
      const payload = messageShortcutPayload(world, person, channel, found, callbackId, {
        trigger_id: newTrigger(world, person.id),
        response_url: newResponseUrl(world, 'actions', { person: person.id, channel: channel.id, original }),
        action_ts: newTs(world),
      })
      return withModal(outcomeOf(await world.delivery.send('interactive', payload)))
    },
    globalShortcut: async (callbackId) => {
      present()
      needShortcut(world, callbackId, 'global')
      const extra = { trigger_id: newTrigger(world, person.id), action_ts: newTs(world) }
      const payload = globalShortcutPayload(world, person, callbackId, extra)
      return withModal(outcomeOf(await world.delivery.send('interactive', payload)))
    },
  }
  return actor
}

function needShortcut(world: World, callbackId: string, type: 'message' | 'global') {
  const known = world.manifest.shortcuts.some((each) => each.callbackId === callbackId && each.type === type)
  if (!known) throw new Error(`The manifest has no ${type} shortcut ${callbackId}`)
}
