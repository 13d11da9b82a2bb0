/** conversations.* */
import { messageJson } from '../delivery/payloads.ts'
import type { Channel, ChannelKind } from '../types.ts'
import { directChannel, groupChannel, messagesOf, type World } from '../world.ts'
import { type Args, page } from './args.ts'
import { ApiError, invalidArguments } from './errors.ts'
import type { Call, Methods } from './method.ts'
import { channelJson } from './shapes.ts'

const TYPES: Record<string, { kind: ChannelKind; prefix: string }> = {
  public_channel: { kind: 'public', prefix: 'channels' },
  private_channel: { kind: 'private', prefix: 'groups' },
  mpim: { kind: 'mpim', prefix: 'mpim' },
  im: { kind: 'im', prefix: 'im' },
}
const PREFIX: Record<ChannelKind, string> = { public: 'channels', private: 'groups', mpim: 'mpim', im: 'im' }

const isMember = (world: World, channel: Channel) => channel.members.includes(world.app.botUserId)

/** The channel of an id, as far as the app may know of it; a private one it is not in is not found. */
function visible(world: World, args: Args): Channel {
  const channel = world.store.channels.get(args.need('channel'))
  if (!channel || (channel.kind !== 'public' && !isMember(world, channel)))
    throw new ApiError('channel_not_found')
  return channel
}

function history({ world, args, requireScope }: Call, thread?: string): Record<string, unknown> {
  const channel = visible(world, args)
  requireScope(`${PREFIX[channel.kind]}:history`)
  if (!isMember(world, channel)) throw new ApiError('not_in_channel')
  const all = messagesOf(world, channel.id)
  const shown = thread
    ? all.filter((each) => each.ts === thread || each.thread_ts === thread)
    : all.filter((each) => each.thread_ts === undefined).reverse()
  if (thread && shown.length === 0) throw new ApiError('thread_not_found')
  const oldest = Number(args.text('oldest') ?? 0)
  const latest = Number(args.text('latest') ?? Number.POSITIVE_INFINITY)
  const { items, next } = page(
    shown.filter((each) => Number(each.ts) > oldest && Number(each.ts) < latest),
    args,
    15,
  )
  return {
    messages: items.map(messageJson),
    has_more: next !== '',
    pin_count: 0,
    ...(next && { response_metadata: { next_cursor: next } }),
  }
}

export const conversations: Methods = {
  'conversations.list': {
    run: ({ world, args, requireScope }) => {
      const names = (args.text('types') ?? 'public_channel').split(',').map((each) => each.trim())
      const kinds = names.map((name) => {
        const type = TYPES[name]
        if (!type) throw new ApiError('invalid_types')
        return type
      })
      for (const { prefix } of kinds) requireScope(`${prefix}:read`)
      const withArchived = !args.flag('exclude_archived')
      const all = [...world.store.channels.values()].filter(
        (channel) =>
          kinds.some(({ kind }) => kind === channel.kind) &&
          (channel.kind === 'public' || isMember(world, channel)) &&
          (withArchived || !channel.archived),
      )
      const { items, next } = page(all, args, 100)
      return {
        channels: items.map((channel) => channelJson(world, channel)),
        response_metadata: { next_cursor: next },
      }
    },
  },

  'conversations.info': {
    scopes: ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
    run: ({ world, args, requireScope }) => {
      const channel = visible(world, args)
      requireScope(`${PREFIX[channel.kind]}:read`)
      return { channel: channelJson(world, channel) }
    },
  },

  'conversations.members': {
    scopes: ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
    run: ({ world, args, requireScope }) => {
      const channel = visible(world, args)
      requireScope(`${PREFIX[channel.kind]}:read`)
      const { items, next } = page(channel.members, args, 100)
      return { members: items, response_metadata: { next_cursor: next } }
    },
  },

  'conversations.join': {
    scopes: ['channels:join'],
    run: ({ world, args }) => {
      const channel = visible(world, args)
      if (channel.kind !== 'public') throw new ApiError('method_not_supported_for_channel_type')
      if (channel.archived) throw new ApiError('is_archived')
      const already = isMember(world, channel)
      if (!already) channel.members.push(world.app.botUserId)
      return {
        channel: channelJson(world, channel),
        ...(already && {
          warning: 'already_in_channel',
          response_metadata: { warnings: ['already_in_channel'] },
        }),
      }
    },
  },

  /** One person makes a direct message (`im:write`), two to eight a group (`mpim:write`). */
  'conversations.open': {
    scopes: ['channels:manage', 'groups:write', 'im:write', 'mpim:write'],
    run: ({ world, args, requireScope }) => {
      const given = args.text('channel')
      const list = args.has('users') ? args.need('users') : ''
      if (!given && !list) throw new ApiError('users_list_not_supplied')
      if (given && list) throw invalidArguments('provide exactly one of channel or users')
      const ids = given ? resume(world, given) : [...new Set(list.split(',').map((each) => each.trim()))]
      if (ids.length > 8) throw new ApiError('too_many_users')
      requireScope(ids.length === 1 ? 'im:write' : 'mpim:write')
      for (const id of ids) {
        const person = world.store.people.get(id)
        if (!person) throw new ApiError('user_not_found')
        if (person.deleted) throw new ApiError('user_disabled')
        if (person.isBot || person.id === 'USLACKBOT') throw new ApiError('cannot_dm_bot')
      }
      const exists = world.store.channels.size
      const channel = ids.length === 1 ? directChannel(world, ids[0]!) : groupChannel(world, ids)
      const already = world.store.channels.size === exists
      return {
        ...(already && { no_op: true, already_open: true }),
        channel: args.flag('return_im') ? channelJson(world, channel) : { id: channel.id },
      }
    },
  },

  'conversations.history': {
    scopes: ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
    run: (call) => history(call),
  },

  'conversations.replies': {
    scopes: ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
    run: (call) => history(call, call.args.need('ts')),
  },
}

function resume(world: World, id: string): string[] {
  const channel = world.store.channels.get(id)
  if (!channel || !isMember(world, channel)) throw new ApiError('channel_not_found')
  if (channel.kind !== 'im' && channel.kind !== 'mpim')
    throw new ApiError('method_not_supported_for_channel_type')
  return channel.members.filter((each) => each !== world.app.botUserId)
}
