/** chat.* */
import { messageJson } from '../delivery/payloads.ts'
import { addEphemeral, addMessage, changeMessage, findMessage, length, removeMessage } from '../messages.ts'
import type { Channel, Message } from '../types.ts'
import { directChannel, lookUpChannel, type World } from '../world.ts'
import type { Args } from './args.ts'
import { ApiError } from './errors.ts'
import type { Methods } from './method.ts'

/** Beyond this chat.update fails, while chat.postMessage cuts off at 40,000. */
const UPDATE_TEXT_LIMIT = 4000

function content(args: Args) {
  const parse = args.text('parse')
  return {
    text: args.text('text'),
    blocks: args.json('blocks', 'invalid_blocks_format'),
    attachments: args.json('attachments', 'invalid_attachments'),
    thread_ts: args.text('thread_ts'),
    mrkdwn: args.flag('mrkdwn') ?? true,
    linkNames: args.flag('link_names') || parse === 'full',
    metadata: args.json('metadata', 'invalid_metadata_format'),
    username: args.text('username'),
  }
}

/** The conversation that a post is meant for: an id, a name, or a person's id for their direct messages. */
function destination(world: World, wanted: string): Channel {
  const person = /^[UW]/.test(wanted) ? world.store.people.get(wanted) : undefined
  if (person) {
    if (person.isBot || person.id === 'USLACKBOT') throw new ApiError('cannot_dm_bot')
    return directChannel(world, person.id)
  }
  const channel = lookUpChannel(world, wanted)
  const member = channel?.members.includes(world.app.botUserId)
  if (!channel || (!member && channel.kind !== 'public')) throw new ApiError('channel_not_found')
  return channel
}

/** Refuses what the app may not write to: Slack posts even to somebody who left, if they had been written to. */
function mayPost(world: World, channel: Channel): void {
  if (channel.kind === 'im' && !world.manifest.messagesTab) throw new ApiError('messages_tab_disabled')
  if (channel.archived) throw new ApiError('is_archived')
  const isPublicApp = channel.kind === 'public' && world.manifest.scopes.includes('chat:write.public')
  if (!channel.members.includes(world.app.botUserId) && !isPublicApp) throw new ApiError('not_in_channel')
  if (channel.posting === 'admins') throw new ApiError('restricted_action')
}

function ownMessage(world: World, args: Args, refusal: string): Message {
  const channel = lookUpChannel(world, args.need('channel'))
  if (!channel) throw new ApiError('channel_not_found')
  const message = findMessage(world, channel.id, args.need('ts'))
  if (!message) throw new ApiError('message_not_found')
  if (message.user !== world.app.botUserId) throw new ApiError(refusal)
  if (channel.archived) throw new ApiError('is_archived')
  return message
}

export const chat: Methods = {
  'chat.postMessage': {
    scopes: ['chat:write'],
    run: ({ world, args, requireScope }) => {
      if (args.text('username')) requireScope('chat:write.customize')
      const channel = destination(world, args.need('channel'))
      mayPost(world, channel)
      const what = content(args)
      if (what.thread_ts && !findMessage(world, channel.id, what.thread_ts))
        throw new ApiError('thread_not_found')
      const message = addMessage(world, channel, world.app.botUserId, what)
      return { channel: channel.id, ts: message.ts, message: messageJson(message) }
    },
  },

  'chat.update': {
    scopes: ['chat:write'],
    run: ({ world, args }) => {
      const what = content(args)
      if (what.text !== undefined && length(what.text) > UPDATE_TEXT_LIMIT) throw new ApiError('msg_too_long')
      if (what.text === undefined && what.blocks === undefined && what.attachments === undefined) {
        throw new ApiError('no_text')
      }
      const message = changeMessage(world, ownMessage(world, args, 'cant_update_message'), what)
      return { channel: message.channel, ts: message.ts, text: message.text, message: messageJson(message) }
    },
  },

  'chat.delete': {
    scopes: ['chat:write'],
    run: ({ world, args }) => {
      const message = ownMessage(world, args, 'cant_delete_message')
      removeMessage(world, message)
      return { channel: message.channel, ts: message.ts }
    },
  },

  'chat.postEphemeral': {
    scopes: ['chat:write'],
    run: ({ world, args }) => {
      const channel = destination(world, args.need('channel'))
      mayPost(world, channel)
      if (!channel.members.includes(world.app.botUserId)) throw new ApiError('not_in_channel')
      const person = world.store.people.get(args.need('user'))
      if (!person || person.deleted || !channel.members.includes(person.id))
        throw new ApiError('user_not_in_channel')
      return { message_ts: addEphemeral(world, channel, person.id, content(args)).ts }
    },
  },

  'chat.getPermalink': {
    run: ({ world, args }) => {
      const channel = lookUpChannel(world, args.need('channel'))
      if (!channel) throw new ApiError('channel_not_found')
      const message = findMessage(world, channel.id, args.need('message_ts'))
      if (!message) throw new ApiError('message_not_found')
      return { channel: channel.id, permalink: permalink(world, message) }
    },
  },
}

/** The address of a message, as Slack writes it. */
export function permalink(world: World, message: Message): string {
  const thread = message.thread_ts ? `?thread_ts=${message.thread_ts}&cid=${message.channel}` : ''
  const path = `${message.channel}/p${message.ts.replace('.', '')}${thread}`
  return `https://${world.workspace.domain}.slack.com/archives/${path}`
}
