/** What an administrator of the workspace does to people, channels and the app, with the events that follow. */

import { removeMessage } from './messages.ts'
import type { Channel, ChannelSeed, Message, Person, PersonSeed } from './types.ts'
import { userJson } from './web/shapes.ts'
import { addChannel, addPerson, isRegular } from './workspace.ts'
import { findChannel, findPerson, lookUpChannel, newTs, type World } from './world.ts'

/** Blocks of 2025 and 2026, which came to workspaces one after the other. */
export const NEW_BLOCKS = [
  'alert',
  'card',
  'carousel',
  'container',
  'context_actions',
  'data_table',
  'data_visualization',
  'plan',
  'table',
  'task_card',
]

export interface Admin {
  addPerson(seed: PersonSeed): Promise<Person>
  /** Changes a zone, a name, a role; the app hears `user_change`. */
  updatePerson(nameOrId: string, changes: Partial<Omit<Person, 'id'>>): Promise<Person>
  deactivate(nameOrId: string): Promise<Person>
  reactivate(nameOrId: string): Promise<Person>
  addChannel(seed: ChannelSeed): Channel
  archive(channel: string): Channel
  unarchive(channel: string): Channel
  deleteChannel(channel: string): void
  /** Another name for the same channel: `channel_rename`. */
  rename(channel: string, name: string): Promise<Channel>
  /** Who may post: `admins` makes the app's posts fail with `restricted_action`. */
  restrict(channel: string, posting: 'everyone' | 'admins'): Channel
  inviteBot(channel: string): Channel
  removeBotFrom(channel: string): Channel
  addTo(channel: string, nameOrId: string): Channel
  removeFrom(channel: string, nameOrId: string): Channel
  deleteMessage(message: Message): void
  /** Takes scopes away, or grants more, as a reinstallation would. */
  setScopes(scopes: string[]): void
  /**
   * Makes this a workspace that has not these types of blocks yet (by default none of `NEW_BLOCKS`): they are refused
   * as Slack refuses a type that it does not know. An empty list gives all of them back.
   */
  withholdBlocks(types?: readonly string[]): void
  /** Removes the app: `tokens_revoked` and `app_uninstalled`, then nothing works until `install`. */
  uninstall(): Promise<void>
  /** Ends the bot's token: `tokens_revoked`, and each call fails with `token_revoked`. */
  revokeTokens(): Promise<void>
  /** Ends the token of a person who gave one to the app: `tokens_revoked` without any of the bot's. */
  revokeUserToken(nameOrId: string): Promise<void>
  install(): void
  /**
   * Deletes the app and makes it anew: another bot user, another bot token (`tokens.bot`), and conversations of the
   * former one that nobody can post to any more. The app-level token and the ids of the app stay.
   */
  remakeApp(): void
}

export function makeAdmin(world: World): Admin {
  const changed = async (person: Person) => {
    person.updatedAt = world.clock.now()
    world.changed()
    const user = userJson(world, person, { email: world.manifest.scopes.includes('users:read.email') })
    const event = {
      type: 'user_change',
      user,
      cache_ts: Math.floor(world.clock.now() / 1000),
      event_ts: newTs(world),
    }
    await world.delivery.event(event)
    return person
  }
  const channelWith = (name: string, change: (channel: Channel) => void) => {
    const channel = findChannel(world, name)
    change(channel)
    world.changed()
    return channel
  }
  const leave = (channel: Channel, id: string) => {
    channel.members = channel.members.filter((each) => each !== id)
  }
  const revoked = (tokens: { oauth: string[]; bot: string[] } = { oauth: [], bot: [world.app.botUserId] }) =>
    world.delivery.event({ type: 'tokens_revoked', tokens, event_ts: newTs(world) })
  return {
    addPerson: async (seed) => {
      const person = addPerson(world, seed)
      if (isRegular(person)) {
        for (const channel of world.store.channels.values())
          if (channel.isGeneral) channel.members.push(person.id)
      }
      world.changed()
      const user = userJson(world, person, { email: world.manifest.scopes.includes('users:read.email') })
      await world.delivery.event({ type: 'team_join', user, event_ts: newTs(world) })
      return person
    },
    updatePerson: (name, changes) => {
      const person = findPerson(world, name)
      Object.assign(person, changes, { id: person.id })
      return changed(person)
    },
    deactivate: (name) => {
      const person = findPerson(world, name)
      person.deleted = true
      // Conversations keep their members; channels do not.
      for (const channel of world.store.channels.values()) {
        if (channel.kind === 'public' || channel.kind === 'private') leave(channel, person.id)
      }
      world.store.stacks.delete(person.id)
      return changed(person)
    },
    reactivate: (name) => {
      const person = findPerson(world, name)
      person.deleted = false
      return changed(person)
    },
    addChannel: (seed) => addChannel(world, seed),
    archive: (name) =>
      channelWith(name, (channel) => {
        channel.archived = true
      }),
    unarchive: (name) =>
      channelWith(name, (channel) => {
        channel.archived = false
      }),
    deleteChannel: (name) => {
      const channel = findChannel(world, name)
      world.store.channels.delete(channel.id)
      world.store.messages.delete(channel.id)
      world.changed()
    },
    rename: async (old, name) => {
      if (lookUpChannel(world, name)) throw new Error(`There is a channel ${name} already`)
      const channel = channelWith(old, (each) => {
        each.name = name
      })
      const { id, createdAt } = channel
      await world.delivery.event({
        type: 'channel_rename',
        channel: { id, name, created: Math.floor(createdAt / 1000) },
        event_ts: newTs(world),
      })
      return channel
    },
    restrict: (name, posting) =>
      channelWith(name, (channel) => {
        channel.posting = posting
      }),
    inviteBot: (name) =>
      channelWith(name, (channel) => {
        if (!channel.members.includes(world.app.botUserId)) channel.members.push(world.app.botUserId)
      }),
    removeBotFrom: (name) => channelWith(name, (channel) => leave(channel, world.app.botUserId)),
    addTo: (name, person) =>
      channelWith(name, (channel) => {
        const { id } = findPerson(world, person)
        if (!channel.members.includes(id)) channel.members.push(id)
      }),
    removeFrom: (name, person) =>
      channelWith(name, (channel) => leave(channel, findPerson(world, person).id)),
    deleteMessage: (message) => removeMessage(world, message),
    setScopes: (scopes) => {
      world.manifest.scopes = [...new Set(scopes)].sort()
      world.changed()
    },
    withholdBlocks: (types = NEW_BLOCKS) => {
      world.store.withheldBlocks = [...types]
      world.changed()
    },
    uninstall: async () => {
      // Slack promises no order of the two; the token is dead by the time that either arrives.
      const both = [revoked(), world.delivery.event({ type: 'app_uninstalled', event_ts: newTs(world) })]
      world.store.installed = false
      world.store.tokensRevoked = true
      await Promise.all(both)
    },
    revokeTokens: async () => {
      world.store.tokensRevoked = true
      await revoked()
    },
    revokeUserToken: async (name) => {
      await revoked({ oauth: [findPerson(world, name).id], bot: [] })
    },
    remakeApp: () => {
      const former = world.store.people.get(world.app.botUserId)!
      const { name, realName, tz } = former
      former.deleted = true
      former.name = `${name}-${former.id.toLowerCase()}`
      for (const channel of world.store.channels.values())
        if (channel.kind === 'public' || channel.kind === 'private') leave(channel, former.id)
      const made = addPerson(world, { name, realName, isBot: true, tz })
      world.app.botUserId = made.id
      world.tokens.bot = `xoxb-1000000000001-${made.id}-sandboxSandboxSandboxSand`
      world.store.homes.clear()
      world.changed()
    },
    install: () => {
      world.store.installed = true
      world.store.tokensRevoked = false
      world.changed()
    },
  }
}
