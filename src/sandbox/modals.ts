/** Views: the stack of modals of each person, and Home. The rules are the same for calls and for acknowledgements. */
import { elementsOf, storedBlocks } from './blocks.ts'
import { initialState, isStateful } from './elements.ts'
import { refuseMissingFiles } from './image-files.ts'
import type { StateValues, TextObject, View } from './types.ts'
import { validateView } from './validate/index.ts'
import { ApiError } from './web/errors.ts'
import { newHash, newId, showed, type World, withheldBlocks } from './world.ts'

/** How many modals may lie on each other. */
const STACK_LIMIT = 3
/** The size of a view as JSON, in bytes. */
const VIEW_BYTES = 250_000

type ViewInput = Record<string, unknown>

/** Refuses a view that Slack would refuse. @throws ApiError invalid_arguments, view_too_large, duplicate_external_id */
export function checkView(world: World, input: unknown, type: 'modal' | 'home', replaced?: View): ViewInput {
  const found = validateView(input, withheldBlocks(world))
  const view = input as ViewInput
  if (found.length === 0 && view.type !== type) {
    found.push({ pointer: '/type', message: `must be one of: ${type}` })
  }
  if (found.length) {
    throw new ApiError('invalid_arguments', {
      response_metadata: {
        messages: found.map((each) => `[ERROR] ${each.message} [json-pointer:/view${each.pointer}]`),
      },
    })
  }
  refuseMissingFiles(world, view.blocks, '/view/blocks', 'invalid_arguments')
  if (Buffer.byteLength(JSON.stringify(view)) > VIEW_BYTES) throw new ApiError('view_too_large')
  if (view.external_id) {
    for (const each of allViews(world)) {
      if (each.external_id === view.external_id && each.id !== replaced?.id)
        throw new ApiError('duplicate_external_id')
    }
  }
  return view
}

export function* allViews(world: World): Iterable<View> {
  for (const stack of world.store.stacks.values()) yield* stack
  yield* world.store.homes.values()
}

export function stackOf(world: World, person: string): View[] {
  let stack = world.store.stacks.get(person)
  if (!stack) {
    stack = []
    world.store.stacks.set(person, stack)
  }
  return stack
}

/** The person who has a view open, or as Home. */
export function ownerOf(world: World, viewId: string): string | undefined {
  for (const [person, stack] of world.store.stacks)
    if (stack.some((each) => each.id === viewId)) return person
  for (const [person, home] of world.store.homes) if (home.id === viewId) return person
  return undefined
}

/** What the elements hold: what was typed where the same element is still there, else its initial value. */
function valuesOf(view: Pick<View, 'blocks'>, kept: StateValues = {}): StateValues {
  const values: StateValues = {}
  for (const { blockId, element } of elementsOf(view.blocks)) {
    if (!isStateful(element)) continue
    const before = kept[blockId]?.[element.action_id ?? '']
    const value = before?.type === element.type ? before : initialState(element)
    values[blockId] = { ...values[blockId], [element.action_id ?? '']: value }
  }
  return values
}

function build(world: World, input: ViewInput, id: string, kept?: StateValues): View {
  const blocks = storedBlocks(world, input.blocks)
  const text = (value: unknown) => (value ? ({ emoji: true, ...(value as TextObject) } as TextObject) : null)
  return {
    id,
    team_id: world.workspace.id,
    type: input.type as 'modal' | 'home',
    blocks,
    private_metadata: String(input.private_metadata ?? ''),
    callback_id: String(input.callback_id ?? ''),
    state: { values: valuesOf({ blocks }, kept) },
    hash: newHash(world),
    title: text(input.title),
    clear_on_close: input.clear_on_close === true,
    notify_on_close: input.notify_on_close === true,
    close: text(input.close),
    submit: text(input.submit),
    previous_view_id: null,
    root_view_id: id,
    app_id: world.app.id,
    external_id: String(input.external_id ?? ''),
    app_installed_team_id: world.workspace.id,
    bot_id: world.app.botId,
  }
}

/** Opens a modal in place of whatever the person had open. */
export function openModal(world: World, person: string, input: unknown): View {
  const view = build(world, checkView(world, input, 'modal'), newId(world, 'V'))
  const stack = stackOf(world, person)
  stack.splice(0, stack.length, view)
  showed(world, person, { kind: 'modal', view: structuredClone(view) })
  return view
}

/** Lays a modal on top. @throws ApiError push_limit_reached, not_found (nothing is open) */
export function pushModal(world: World, person: string, input: unknown): View {
  const stack = stackOf(world, person)
  const below = stack.at(-1)
  if (!below) throw new ApiError('not_found')
  const checked = checkView(world, input, 'modal')
  if (stack.length >= STACK_LIMIT) throw new ApiError('push_limit_reached')
  const view = build(world, checked, newId(world, 'V'))
  view.previous_view_id = below.id
  view.root_view_id = stack[0]!.id
  stack.push(view)
  showed(world, person, { kind: 'modal', view: structuredClone(view) })
  return view
}

/** Replaces an open modal in its place. @throws ApiError hash_conflict */
export function updateModal(
  world: World,
  person: string,
  current: View,
  input: unknown,
  hash?: string,
): View {
  const checked = checkView(world, input, 'modal', current)
  if (hash !== undefined && hash !== current.hash) throw new ApiError('hash_conflict')
  const view = build(world, checked, current.id, current.state.values)
  view.previous_view_id = current.previous_view_id
  view.root_view_id = current.root_view_id
  const stack = stackOf(world, person)
  stack[stack.findIndex((each) => each.id === current.id)] = view
  showed(world, person, { kind: 'modal-updated', view: structuredClone(view) })
  return view
}

/** Publishes Home. @throws ApiError not_enabled, hash_conflict */
export function publishHome(world: World, person: string, input: unknown, hash?: string): View {
  if (!world.manifest.homeTab) throw new ApiError('not_enabled')
  const current = world.store.homes.get(person)
  const checked = checkView(world, input, 'home', current)
  if (hash !== undefined && current && hash !== current.hash) throw new ApiError('hash_conflict')
  const view = build(world, checked, current?.id ?? newId(world, 'V'), current?.state.values)
  world.store.homes.set(person, view)
  // Without a copy: Home is published so often that copies would fill the memory.
  showed(world, person, { kind: 'home' })
  return view
}
