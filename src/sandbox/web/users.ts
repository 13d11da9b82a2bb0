/** users.* */
import { page } from './args.ts'
import { ApiError } from './errors.ts'
import type { Methods } from './method.ts'
import { userJson } from './shapes.ts'

/** Slack's page when no limit is asked for; it hands out everybody, and errs on large teams. */
const WHOLE = 1000

export const users: Methods = {
  'users.list': {
    scopes: ['users:read'],
    run: ({ world, args, has }) => {
      const { items, next } = page([...world.store.people.values()], args, WHOLE)
      const options = { email: has('users:read.email'), locale: args.flag('include_locale') }
      return {
        members: items.map((person) => userJson(world, person, options)),
        cache_ts: Math.floor(world.clock.now() / 1000),
        response_metadata: { next_cursor: next },
      }
    },
  },

  'users.info': {
    scopes: ['users:read'],
    run: ({ world, args, has }) => {
      const person = world.store.people.get(args.need('user'))
      if (!person) throw new ApiError('user_not_found')
      const options = { email: has('users:read.email'), locale: args.flag('include_locale') }
      return { user: userJson(world, person, options) }
    },
  },

  'users.lookupByEmail': {
    scopes: ['users:read.email'],
    run: ({ world, args }) => {
      const email = args.need('email').toLowerCase()
      const person = [...world.store.people.values()].find((each) => each.email.toLowerCase() === email)
      // Slack does not find somebody who left by their address.
      if (!person || person.deleted || person.isBot) throw new ApiError('users_not_found')
      return { user: userJson(world, person, { email: true }) }
    },
  },
}
