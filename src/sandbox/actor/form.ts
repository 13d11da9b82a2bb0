/** Filling, submitting and closing modals, with what Slack's client checks before it sends anything. */
import { elementsOf, type Placed } from '../blocks.ts'
import { closedPayload, submissionPayload } from '../delivery/payloads.ts'
import { chosenState, held, inputProblem, isStateful } from '../elements.ts'
import { pushModal, stackOf, updateModal } from '../modals.ts'
import type { Person, StateValues, View } from '../types.ts'
import { ApiError } from '../web/errors.ts'
import { newResponseUrl, newTrigger, showed, type World } from '../world.ts'
import { setValue } from './click.ts'
import { failed, type SubmitOutcome, TROUBLE, unusable } from './outcome.ts'
import { copyView } from './see.ts'

export type FormValues = Record<string, unknown>

function top(world: World, person: Person): View {
  const view = stackOf(world, person.id).at(-1)
  if (!view) throw new Error(`${person.realName} has no modal open`)
  return view
}

function inputNamed(view: View, key: string): Placed {
  const stateful = elementsOf(view.blocks).filter(({ element }) => isStateful(element))
  const byLabel = stateful.filter(({ block }) => block.label?.text === key)
  const found = byLabel.length
    ? byLabel
    : stateful.filter(({ blockId, element }) => blockId === key || element.action_id === key)
  if (found.length === 1) return found[0]!
  const labels = stateful.map(({ block, blockId }) => JSON.stringify(block.label?.text ?? blockId)).join(', ')
  throw new Error(
    found.length
      ? `More than one input is called ${key}; name it by its block_id`
      : `The modal has no input ${key}; it has ${labels || 'none'}`,
  )
}

/** Types into the topmost modal, without sending anything. Keys are labels, block ids or action ids. */
export function type(world: World, person: Person, values: FormValues): View {
  const view = top(world, person)
  for (const [key, value] of Object.entries(values)) {
    const { blockId, element } = inputNamed(view, key)
    setValue(view.state.values, blockId, element, chosenState(world, person, element, value))
  }
  world.changed()
  return copyView(world, person, view)
}

function clientProblems(view: View): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const { block, blockId, element } of elementsOf(view.blocks)) {
    if (block.type !== 'input' || !isStateful(element)) continue
    const problem = inputProblem(
      element,
      view.state.values[blockId]![element.action_id!]!,
      block.optional === true,
    )
    if (problem) errors[blockId] = problem
  }
  return errors
}

function showErrors(
  world: World,
  person: Person,
  view: View,
  errors: Record<string, string>,
  by: 'client' | 'app',
) {
  view.errors = errors
  showed(world, person.id, {
    kind: 'field-errors',
    text: Object.values(errors).join('\n'),
    view: structuredClone(view),
  })
  return { errors, errorsBy: by }
}

/** Fills the topmost modal and presses its submit button. */
export async function submit(
  world: World,
  person: Person,
  values: FormValues = {},
  options: { button?: string } = {},
): Promise<SubmitOutcome> {
  const view = top(world, person)
  if (!view.submit) throw new Error('This modal has no submit button')
  if (options.button !== undefined && view.submit.text !== options.button) {
    throw new Error(`The button says ${view.submit.text}, not ${options.button}`)
  }
  type(world, person, values)
  const errors = clientProblems(view)
  if (Object.keys(errors).length) return showErrors(world, person, view, errors, 'client')
  return send(world, person, view, view.state.values)
}

/** Submits whatever is given as `state.values`, past all checks of the client: a forged submission. */
export function submitRaw(world: World, person: Person, values: StateValues): Promise<SubmitOutcome> {
  return send(world, person, top(world, person), values)
}

function responseUrls(world: World, person: Person, view: View): unknown[] {
  return elementsOf(view.blocks).flatMap(({ blockId, element }) => {
    const state = view.state.values[blockId]?.[element.action_id!]
    const channel = state ? held(state) : null
    if (!element.response_url_enabled || typeof channel !== 'string') return []
    const response_url = newResponseUrl(world, 'app', { person: person.id, channel })
    return [{ block_id: blockId, action_id: element.action_id, channel_id: channel, response_url }]
  })
}

async function send(world: World, person: Person, view: View, values: StateValues): Promise<SubmitOutcome> {
  delete view.errors
  const payload = submissionPayload(
    world,
    person,
    { ...view, state: { values } },
    {
      trigger_id: newTrigger(world, person.id, view.id),
      response_urls: responseUrls(world, person, view),
    },
  )
  const ack = await world.delivery.send('interactive', structuredClone(payload))
  if (!ack.ok) return failed(world, person.id, ack, TROUBLE)
  try {
    return apply(world, person, view, ack.body)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return unusable(world, person.id, `ack of ${view.callback_id}`, error.code, error.more)
  }
}

function apply(world: World, person: Person, view: View, body: unknown): SubmitOutcome {
  const answer = (body ?? {}) as { response_action?: unknown; errors?: unknown; view?: unknown }
  const stack = stackOf(world, person.id)
  // The app may have changed the view by views.update meanwhile: the acknowledgement means the present one.
  const now = stack.find((each) => each.id === view.id)
  switch (answer.response_action) {
    case undefined:
      if (now) stack.splice(stack.indexOf(now), 1)
      showed(world, person.id, { kind: 'modal-closed', text: view.title?.text })
      return { closed: true }
    case 'clear':
      stack.length = 0
      showed(world, person.id, { kind: 'modal-closed', text: view.title?.text })
      return { closed: true }
    case 'errors':
      return showErrors(world, person, now ?? view, fieldErrors(view, answer.errors), 'app')
    case 'update': {
      if (!now) throw new ApiError('not_found')
      return { updated: copyView(world, person, updateModal(world, person.id, now, answer.view)) }
    }
    case 'push':
      return { pushed: copyView(world, person, pushModal(world, person.id, answer.view)) }
    default:
      throw new ApiError('invalid_response_action', { response_action: answer.response_action })
  }
}

/** Slack shows errors only under input blocks of the submitted view; anything else is a broken answer. */
function fieldErrors(view: View, errors: unknown): Record<string, string> {
  if (!errors || typeof errors !== 'object' || Array.isArray(errors))
    throw new ApiError('invalid_errors', { errors })
  const inputs = new Set(view.blocks.filter((each) => each.type === 'input').map((each) => each.block_id))
  const entries = Object.entries(errors)
  const isSound =
    entries.length > 0 &&
    entries.every(([id, text]) => inputs.has(id) && typeof text === 'string' && text !== '')
  if (!isSound) throw new ApiError('invalid_errors', { errors, inputs: [...inputs] })
  return errors as Record<string, string>
}

/**
 * Closes the topmost modal by its close button, or all of them by the X (`all`).
 * Sends `view_closed` for those that asked for it.
 */
export async function close(world: World, person: Person, options: { all?: boolean } = {}): Promise<void> {
  const view = top(world, person)
  const stack = stackOf(world, person.id)
  const cleared = options.all === true || view.clear_on_close
  const closed = cleared ? stack.splice(0).reverse() : stack.splice(-1)
  showed(world, person.id, { kind: 'modal-closed', text: view.title?.text })
  for (const each of closed) {
    if (!each.notify_on_close) continue
    await world.delivery.send('interactive', closedPayload(world, person, each, cleared))
  }
}
