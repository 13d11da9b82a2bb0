/** Presses and choices in messages, modals and Home. */
import { elementsOf, type Placed } from '../blocks.ts'
import { messageActionsPayload, viewActionsPayload } from '../delivery/payloads.ts'
import {
  actionEntry,
  chosenState,
  findOption,
  initialState,
  inputProblem,
  isStateful,
  optionsOf,
} from '../elements.ts'
import { findMessage } from '../messages.ts'
import { stackOf } from '../modals.ts'
import type { Element, Message, Person, StateValue, StateValues, TextObject, View } from '../types.ts'
import { newResponseUrl, newTrigger, newTs, type World } from '../world.ts'
import { failed, type Outcome } from './outcome.ts'
import { chosenKey, sees } from './see.ts'

export type Target = Message | View | 'home' | 'modal'

/** How a person finds an element: by what it says, or more exactly. */
export type How =
  | string
  | RegExp
  | {
      /** Visible text, accessibility label, placeholder or input label. */
      text?: string | RegExp
      action_id?: string
      block_id?: string
      /** A button's value. */
      value?: string
      /** Which of several that fit, from 0. */
      index?: number
      /** Presses the second button of the confirmation dialog: nothing is sent. */
      deny?: boolean
    }

interface Surface {
  person: Person
  blocks: { type: string }[]
  values: StateValues
  view?: View
  message?: Message
}

const words = (text: TextObject | undefined) => text?.text ?? ''

function names({ element, block }: Placed): string[] {
  const texts = [
    words(element.text),
    element.accessibility_label ?? '',
    words(element.placeholder),
    element.action_id ?? '',
  ]
  if (block.type === 'input') texts.push(words(block.label), block.block_id ?? '')
  return texts.filter((each) => each !== '')
}

const says = (candidates: string[], wanted: string | RegExp) =>
  candidates.some((each) => (wanted instanceof RegExp ? wanted.test(each) : each === wanted))

/** Finds the one element that a person means. @throws if none or several fit */
function findElement(placed: Placed[], how: How): { found: Placed; implied?: string } {
  const exact = typeof how === 'string' || how instanceof RegExp ? { text: how } : how
  const fits = placed.filter(
    (each) =>
      (exact.text === undefined || says(names(each), exact.text)) &&
      (exact.action_id === undefined || each.element.action_id === exact.action_id) &&
      (exact.block_id === undefined || each.blockId === exact.block_id) &&
      (exact.value === undefined || each.element.value === exact.value),
  )
  const index = exact.index ?? 0
  if (fits.length > 1 && exact.index === undefined) {
    throw new Error(`${fits.length} elements fit ${describe(how)}; say which by index, value or block_id`)
  }
  if (fits[index]) return { found: fits[index] }
  // The entry of an open menu may be named by itself, and so may one of a pair of buttons.
  const entry = exact.text
  if (typeof entry === 'string') {
    const menus = placed.filter(({ element }) => optionsOf(element).some((each) => each.text.text === entry))
    if (menus.length === 1) return { found: menus[0]!, implied: entry }
    if (menus.length > 1)
      throw new Error(`${menus.length} menus offer ${entry}; name the menu and choose in it`)
  }
  const there =
    placed.map((each) => JSON.stringify(names(each)[0] ?? each.element.type)).join(', ') || 'nothing'
  throw new Error(`There is no ${describe(how)} to click; there is ${there}`)
}

const isShownTo = (person: Person, { visible_to_user_ids }: Element) =>
  !visible_to_user_ids || visible_to_user_ids.includes(person.id)

const describe = (how: How) =>
  typeof how === 'string' || how instanceof RegExp
    ? String(how)
    : JSON.stringify(how, (_, v) => (v instanceof RegExp ? String(v) : v))

function surfaceOf(world: World, person: Person, target: Target): Surface {
  const stack = stackOf(world, person.id)
  if (target === 'home' || (typeof target === 'object' && !('ts' in target) && target.type === 'home')) {
    if (stack.length) throw new Error('A modal is open; Home lies behind it')
    const view = world.store.homes.get(person.id)
    if (!view) throw new Error(`${person.realName} has no Home yet`)
    if (target !== 'home') sameView(target, view)
    return { person, blocks: view.blocks, values: view.state.values, view }
  }
  if (target === 'modal' || !('ts' in target)) {
    const view = stack.at(-1)
    if (!view) throw new Error(`${person.realName} has no modal open`)
    if (target !== 'modal') sameView(target, view)
    return { person, blocks: view.blocks, values: view.state.values, view }
  }
  if (stack.length) throw new Error('A modal is open; the message lies behind it')
  const message = current(world, person, target)
  if (message.version !== target.version)
    throw new Error('The message has changed since it was read; read it again')
  const key = chosenKey(person.id, message)
  const values = world.store.chosen.get(key) ?? {}
  for (const { element, blockId } of elementsOf(message.blocks ?? [])) {
    if (!isStateful(element)) continue
    values[blockId] = { [element.action_id!]: initialState(element), ...values[blockId] }
  }
  world.store.chosen.set(key, values)
  return { person, blocks: message.blocks ?? [], values, message }
}

function sameView(target: View, now: View) {
  if (target.id !== now.id) throw new Error('Another view lies on top of this one, or it is closed')
  if (target.hash !== now.hash) throw new Error('The view has changed since it was read; read it again')
}

function current(world: World, person: Person, target: Message): Message {
  if (target.ephemeralTo) {
    const found = world.store.ephemerals.get(person.id)?.find((each) => each.ts === target.ts)
    if (target.ephemeralTo !== person.id || !found)
      throw new Error(`${person.realName} does not see this message`)
    return found
  }
  const channel = world.store.channels.get(target.channel)
  if (!channel || !sees(person, channel)) throw new Error(`${person.realName} does not see this message`)
  const found = findMessage(world, target.channel, target.ts)
  if (!found) throw new Error('The message is gone')
  return found
}

/**
 * Uses an element: presses a button, chooses in a menu, types into an input.
 * @param choice what is chosen or typed: an option's label, a name, a date, text, a list
 * @throws if the person cannot do it: not seen, gone, changed, ambiguous, or not offered
 */
export async function click(
  world: World,
  person: Person,
  target: Target,
  how: How,
  choice?: unknown,
): Promise<Outcome> {
  const surface = surfaceOf(world, person, target)
  const shown = elementsOf(surface.blocks).filter(({ element }) => isShownTo(person, element))
  const { found, implied } = findElement(shown, how)
  const { element, block, blockId } = found
  const value = choice ?? implied
  if (typeof how === 'object' && !(how instanceof RegExp) && how.deny) {
    if (!element.confirm) throw new Error('This element asks for no confirmation')
    return { ok: true }
  }
  const used = use(world, surface, found, value)
  // An input tells nobody before it is submitted, unless it was built to.
  if (block.type === 'input' && !block.dispatch_action) return { ok: true }
  if (!world.store.installed)
    return { ok: false, error: 'dispatch_failed', text: 'This app is not installed' }
  if (!world.manifest.interactivity)
    return { ok: false, error: 'dispatch_failed', text: 'Interactivity is off' }
  const entry = actionEntry(element, blockId, newTs(world), used)
  const payload = payloadFor(world, surface, entry)
  const ack = await world.delivery.send('interactive', payload)
  if (!ack.ok) return { ok: false, ...failed(world, person.id, ack, 'This app did not respond') }
  return { ok: true }
}

function use(world: World, surface: Surface, placed: Placed, value: unknown): object {
  const { element, blockId, block } = placed
  if (element.type === 'overflow') {
    if (value === undefined) throw new Error('Say which entry of the menu is chosen')
    return { selected_option: findOption(element, String(value)) }
  }
  if (element.type === 'feedback_buttons') {
    if (value === undefined) throw new Error('Say which of the two buttons is pressed')
    const pressed = findOption(element, String(value))
    return { text: pressed.text, value: pressed.value }
  }
  if (!isStateful(element)) {
    if (value !== undefined) throw new Error(`Nothing can be chosen in a ${element.type}`)
    return {}
  }
  if (value === undefined) throw new Error(`Say what is chosen in the ${element.type}`)
  const state = chosenState(world, surface.person, element, value)
  if (block.type === 'input') {
    const problem = inputProblem(element, state, true)
    if (problem) throw new Error(problem)
  }
  setValue(surface.values, blockId, element, state)
  return state
}

export function setValue(values: StateValues, blockId: string, element: Element, state: StateValue): void {
  values[blockId] = { ...values[blockId], [element.action_id!]: state }
}

function payloadFor(world: World, { person, view, message, values }: Surface, entry: unknown) {
  if (view) {
    const trigger_id = newTrigger(world, person.id, view.type === 'modal' ? view.id : undefined)
    return viewActionsPayload(world, person, view, [entry], { trigger_id })
  }
  const channel = world.store.channels.get(message!.channel)!
  return messageActionsPayload(world, person, channel, message!, [entry], values, {
    trigger_id: newTrigger(world, person.id),
    response_url: newResponseUrl(world, 'actions', {
      person: person.id,
      channel: channel.id,
      original: { ts: message!.ts, ephemeral: message!.ephemeralTo !== undefined },
    }),
  })
}
