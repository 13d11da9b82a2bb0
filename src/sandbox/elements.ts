/** What each stateful element holds at first, takes from a person, accepts at submission, and sends. */
import { length } from './messages.ts'
import type { Element, Option, Person, StateValue } from './types.ts'
import { findChannel, findPerson, type World } from './world.ts'

const WITHOUT_STATE = new Set([
  'button',
  'overflow',
  'workflow_button',
  'icon_button',
  'feedback_buttons',
  'image',
])

/** Whether an element holds a value that `state.values` carries. */
export const isStateful = (element: Element) => !WITHOUT_STATE.has(element.type)

type Field = Exclude<keyof StateValue, 'type' | 'timezone'>

/** Where each element keeps its value, and where it finds the first one. */
const FIELDS: Record<string, { field: Field; initial: keyof Element; many?: boolean }> = {
  plain_text_input: { field: 'value', initial: 'initial_value' },
  number_input: { field: 'value', initial: 'initial_value' },
  email_text_input: { field: 'value', initial: 'initial_value' },
  url_text_input: { field: 'value', initial: 'initial_value' },
  rich_text_input: { field: 'rich_text_value', initial: 'initial_value' },
  datepicker: { field: 'selected_date', initial: 'initial_date' },
  timepicker: { field: 'selected_time', initial: 'initial_time' },
  datetimepicker: { field: 'selected_date_time', initial: 'initial_date_time' },
  static_select: { field: 'selected_option', initial: 'initial_option' },
  external_select: { field: 'selected_option', initial: 'initial_option' },
  radio_buttons: { field: 'selected_option', initial: 'initial_option' },
  users_select: { field: 'selected_user', initial: 'initial_user' },
  channels_select: { field: 'selected_channel', initial: 'initial_channel' },
  conversations_select: { field: 'selected_conversation', initial: 'initial_conversation' },
  checkboxes: { field: 'selected_options', initial: 'initial_options', many: true },
  multi_static_select: { field: 'selected_options', initial: 'initial_options', many: true },
  multi_external_select: { field: 'selected_options', initial: 'initial_options', many: true },
  multi_users_select: { field: 'selected_users', initial: 'initial_users', many: true },
  multi_channels_select: { field: 'selected_channels', initial: 'initial_channels', many: true },
  multi_conversations_select: {
    field: 'selected_conversations',
    initial: 'initial_conversations',
    many: true,
  },
  file_input: { field: 'files', initial: 'elements', many: true },
}

function fieldOf(element: Element) {
  const field = FIELDS[element.type]
  if (!field) throw new Error(`The sandbox does not know how to fill a ${element.type}`)
  return field
}

/** The value that an element holds before anybody touched it. */
export function initialState(element: Element): StateValue {
  const { field, initial, many } = fieldOf(element)
  const value = element[initial] ?? (many ? [] : null)
  return {
    type: element.type,
    ...(element.type === 'rich_text_input' && value === null ? {} : { [field]: value }),
  }
}

/** What a stateful element holds: text, an option, a list, or null. */
export function held(state: StateValue): unknown {
  return state[FIELDS[state.type]?.field ?? 'value'] ?? null
}

/** Whether an element holds nothing. */
function isEmpty(state: StateValue): boolean {
  const value = held(state)
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

export function optionsOf(element: Element): Option[] {
  const { positive_button, negative_button } = element
  if (positive_button && negative_button) return [positive_button, negative_button]
  return element.options ?? element.option_groups?.flatMap((group) => group.options) ?? []
}

/** The option of a label or a value. @throws if none fits, or two labels are the same */
export function findOption(element: Element, wanted: string): Option {
  const options = optionsOf(element)
  const byLabel = options.filter((each) => each.text.text === wanted)
  const found = byLabel.length ? byLabel : options.filter((each) => each.value === wanted)
  if (found.length === 1) return found[0]!
  const labels = options.map((each) => JSON.stringify(each.text.text)).join(', ')
  throw new Error(
    found.length ? `More than one option is ${wanted}` : `There is no option ${wanted}; there are ${labels}`,
  )
}

function selectable(world: World, element: Element, reader: Person, wanted: string): string {
  if (element.type.includes('users')) {
    const person = findPerson(world, wanted)
    if (person.deleted) throw new Error(`${person.realName} has left, so Slack does not offer them`)
    return person.id
  }
  const isPerson = world.store.people.has(wanted)
  const channel = isPerson ? undefined : findChannel(world, wanted)
  if (channel) {
    if (channel.kind !== 'public' && !channel.members.includes(reader.id)) {
      throw new Error(`${reader.realName} does not see ${wanted}`)
    }
    const include = element.filter?.include
    if (element.type.includes('channels') && channel.kind !== 'public')
      throw new Error(`${wanted} is not public`)
    if (include && !include.includes(channel.kind))
      throw new Error(`The select leaves out ${channel.kind} channels`)
    return channel.id
  }
  return wanted
}

/**
 * Turns what a person chooses or types into what the element then holds.
 * Takes text, option labels or values, names or ids of people and channels, `YYYY-MM-DD`, `HH:mm`,
 * milliseconds or a Date for a datetimepicker, lists for multiple choice, and null for nothing.
 * @throws if Slack's client would not let a person do it
 */
export function chosenState(world: World, reader: Person, element: Element, value: unknown): StateValue {
  const { field, many } = fieldOf(element)
  const list = value === null || value === undefined ? [] : Array.isArray(value) ? value : [value]
  const state = (content: unknown): StateValue => ({ type: element.type, [field]: content })
  if (field === 'value') return state(typed(element, value))
  if (field === 'rich_text_value') return state(typeof value === 'string' ? richText(value) : value)
  if (many) {
    const chosen = list.map((each) => choice(world, reader, element, String(each), field))
    if (element.max_selected_items && chosen.length > element.max_selected_items) {
      throw new Error(`Slack lets at most ${element.max_selected_items} be selected`)
    }
    return state(chosen)
  }
  if (list.length === 0) return state(null)
  if (field === 'selected_date_time')
    return state(Math.floor((value instanceof Date ? value.getTime() : Number(value)) / 1000))
  if (list.length > 1) throw new Error(`A ${element.type} holds one value`)
  return state(choice(world, reader, element, String(list[0]), field))
}

function choice(world: World, reader: Person, element: Element, wanted: string, field: Field): unknown {
  if (field === 'selected_option' || field === 'selected_options') {
    if (element.type.includes('external')) throw new Error('The sandbox does not ask for external options')
    return findOption(element, wanted)
  }
  if (field === 'selected_date') {
    const date = new Date(`${wanted}T00:00:00Z`)
    if (!/^\d{4}-\d\d-\d\d$/.test(wanted) || date.toISOString().slice(0, 10) !== wanted) {
      throw new Error(`A date picker takes YYYY-MM-DD, not ${wanted}`)
    }
    return wanted
  }
  if (field === 'selected_time') {
    if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(wanted)) throw new Error(`A time picker takes HH:mm, not ${wanted}`)
    return wanted
  }
  if (field === 'files') {
    const file = world.store.files.get(wanted)
    if (!file) throw new Error(`There is no file ${wanted}`)
    return file
  }
  return selectable(world, element, reader, wanted)
}

function typed(element: Element, value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  const text = String(value)
  return element.type === 'plain_text_input' && element.multiline ? text : text.replace(/\r?\n/g, ' ')
}

function richText(text: string): unknown {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] }
}

/** Why Slack's client would not send what an input holds, in the client's words; undefined if it would. */
export function inputProblem(element: Element, state: StateValue, optional: boolean): string | undefined {
  if (isEmpty(state)) return optional ? undefined : 'Please complete this required field.'
  const text = typeof state.value === 'string' ? state.value : ''
  if (element.type === 'plain_text_input') {
    const size = length(text)
    // Slack does not count a text of nothing but white space as an answer.
    if (!optional && text.trim() === '') return 'Please complete this required field.'
    if (element.min_length && size < element.min_length)
      return `This must be at least ${element.min_length} characters.`
    const most = element.max_length ?? 3000
    if (size > most) return `This must be less than ${most + 1} characters.`
  }
  if (element.type === 'number_input') {
    if (!/^-?\d+(\.\d+)?$/.test(text)) return 'Please enter a valid number.'
    if (!element.is_decimal_allowed && text.includes('.')) return 'Please enter a whole number.'
    if (element.min_value !== undefined && Number(text) < Number(element.min_value)) {
      return `Please enter a number greater than or equal to ${element.min_value}.`
    }
    if (element.max_value !== undefined && Number(text) > Number(element.max_value)) {
      return `Please enter a number less than or equal to ${element.max_value}.`
    }
  }
  if (element.type === 'email_text_input' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) {
    return 'Please enter a valid email address.'
  }
  if (element.type === 'url_text_input' && !/^https?:\/\/\S+$/.test(text)) return 'Please enter a valid URL.'
  return undefined
}

/** The entry of `actions[]` for an element that was used. */
export function actionEntry(element: Element, blockId: string, ts: string, used: object) {
  const entry: Record<string, unknown> = {
    type: element.type,
    block_id: blockId,
    action_id: element.action_id,
    action_ts: ts,
    ...used,
  }
  const carried = [
    'placeholder',
    'confirm',
    'initial_option',
    'initial_options',
    'initial_date',
    'initial_time',
  ] as const
  if (element.type === 'button' || element.type === 'icon_button') {
    for (const key of ['text', 'value', 'url', 'style', 'icon', 'confirm'] as const) {
      if (element[key] !== undefined) entry[key] = element[key]
    }
  } else {
    for (const key of carried) if (element[key] !== undefined) entry[key] = element[key]
  }
  return entry
}
