/** views.* */
import { viewJson } from '../delivery/payloads.ts'
import { allViews, checkView, openModal, ownerOf, publishHome, pushModal, updateModal } from '../modals.ts'
import type { View } from '../types.ts'
import type { Trigger, World } from '../world.ts'
import type { Args } from './args.ts'
import { ApiError, invalidArguments } from './errors.ts'
import type { Methods } from './method.ts'

/** A trigger may be exchanged once, within this time of the sandbox's clock. */
const TRIGGER_MS = 3000

/** The trigger of a call, not yet used up: a view that is refused must not cost the trigger. */
function trigger(world: World, args: Args): Trigger {
  const id = args.need(args.has('interactivity_pointer') ? 'interactivity_pointer' : 'trigger_id')
  const found = world.store.triggers.get(id)
  if (!found) throw new ApiError('invalid_trigger_id')
  if (found.used) throw new ApiError('exchanged_trigger_id')
  if (world.clock.now() - found.at > TRIGGER_MS) throw new ApiError('expired_trigger_id')
  return found
}

function input(args: Args): unknown {
  const view = args.json('view')
  if (view === undefined) throw invalidArguments('missing required field: view')
  return view
}

function existing(world: World, args: Args): View {
  const id = args.text('view_id')
  const externalId = args.text('external_id')
  if (id && externalId) throw invalidArguments('Cannot provide both `view_id` and `external_id`')
  if (!id && !externalId) throw invalidArguments('missing required field: view_id')
  for (const view of allViews(world))
    if (view.id === id || (externalId && view.external_id === externalId)) return view
  throw new ApiError('not_found')
}

export const views: Methods = {
  'views.open': {
    run: ({ world, args }) => {
      const found = trigger(world, args)
      const view = openModal(world, found.person, input(args))
      found.used = true
      return { view: viewJson(view) }
    },
  },

  'views.push': {
    run: ({ world, args }) => {
      const found = trigger(world, args)
      // Only what was done in a modal can lay another on it.
      if (!found.view) throw new ApiError('not_found')
      const view = pushModal(world, found.person, input(args))
      found.used = true
      return { view: viewJson(view) }
    },
  },

  'views.update': {
    run: ({ world, args }) => {
      const what = input(args)
      checkView(world, what, 'modal', tryExisting(world, args))
      const current = existing(world, args)
      if (current.type !== 'modal') throw new ApiError('not_found')
      const person = ownerOf(world, current.id)!
      return { view: viewJson(updateModal(world, person, current, what, args.text('hash'))) }
    },
  },

  'views.publish': {
    run: ({ world, args }) => {
      const person = world.store.people.get(args.need('user_id'))
      if (!person) throw new ApiError('user_not_found')
      return { view: viewJson(publishHome(world, person.id, input(args), args.text('hash'))) }
    },
  },
}

function tryExisting(world: World, args: Args): View | undefined {
  try {
    return existing(world, args)
  } catch {
    return undefined
  }
}
