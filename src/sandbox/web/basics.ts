/** Methods about the app itself and its workspace. */
import { MAX_CONNECTIONS } from '../delivery/socket.ts'
import { validateBlocks, validateView } from '../validate/index.ts'
import { withheldBlocks } from '../world.ts'
import { ApiError, invalidArguments } from './errors.ts'
import type { Methods } from './method.ts'

export const basics: Methods = {
  'api.test': {
    token: 'none',
    run: ({ args }) => {
      const error = args.text('error')
      if (error) throw new ApiError(error, { args: args.all })
      return { args: args.all }
    },
  },

  'auth.test': {
    run: ({ world }) => ({
      url: `https://${world.workspace.domain}.slack.com/`,
      team: world.workspace.name,
      user: world.store.people.get(world.app.botUserId)?.name,
      team_id: world.workspace.id,
      user_id: world.app.botUserId,
      bot_id: world.app.botId,
      is_enterprise_install: false,
    }),
  },

  'auth.revoke': {
    run: ({ world, args }) => {
      if (args.flag('test')) return { revoked: false }
      world.store.tokensRevoked = true
      return { revoked: true }
    },
  },

  'apps.connections.open': {
    token: 'app',
    run: ({ world }) => {
      if (world.delivery.mode !== 'socket') throw new ApiError('not_allowed_token_type')
      if (world.delivery.sockets.open >= MAX_CONNECTIONS) throw new ApiError('too_many_websockets')
      return { url: world.delivery.sockets.ticket() }
    },
  },

  'team.info': {
    scopes: ['team:read'],
    run: ({ world }) => ({
      team: {
        id: world.workspace.id,
        name: world.workspace.name,
        domain: world.workspace.domain,
        email_domain: '',
        icon: { image_default: true },
      },
    }),
  },

  'bots.info': {
    scopes: ['users:read'],
    run: ({ world, args }) => {
      if (args.need('bot') !== world.app.botId) throw new ApiError('bot_not_found')
      const person = world.store.people.get(world.app.botUserId)
      return {
        bot: {
          id: world.app.botId,
          deleted: false,
          name: person?.realName,
          updated: Math.floor((person?.updatedAt ?? 0) / 1000),
          app_id: world.app.id,
          user_id: world.app.botUserId,
          icons: {},
        },
      }
    },
  },

  /** Slack's own validator: exactly one of blocks, view and message; errors as JSON pointers. A bare list has no surface. */
  'blocks.validate': {
    run: ({ world, args }) => {
      const given = ['blocks', 'view', 'message'].filter((name) => args.has(name))
      if (given.length !== 1) throw invalidArguments('provide exactly one of blocks, view, or message')
      const kind = given[0] as 'blocks' | 'view' | 'message'
      const value = args.json(kind)
      const blocks = kind === 'message' ? (value as { blocks?: unknown } | null)?.blocks : value
      const found =
        kind === 'view'
          ? validateView(value, withheldBlocks(world))
          : validateBlocks(blocks, kind === 'message' ? 'message' : 'any', withheldBlocks(world)).map(
              (each) => ({
                ...each,
                pointer: kind === 'message' ? each.pointer : each.pointer.replace(/^\/blocks/, ''),
              }),
            )
      if (found.length === 0) return {}
      const errors = found.map((each) => ({ ...each, code: 'failed_constraint' }))
      throw new ApiError(`invalid_${kind}`, { errors })
    },
  },
}
