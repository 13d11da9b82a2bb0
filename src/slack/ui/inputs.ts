/** Inputs for forms. `name` is the key in the form's zod schema; the element's action id is `value`, unless a choice `tells` at once. */
import type { InputBlock, PlainTextOption } from '@slack/types'
import { clip } from '../../core/text.ts'
import { option } from './blocks.ts'

interface Common {
  name: string
  label: string
  hint?: string
  optional?: boolean
}

const input = (common: Common, element: InputBlock['element']): InputBlock => ({
  type: 'input',
  block_id: common.name,
  label: { type: 'plain_text', text: clip(common.label, 2000), emoji: true },
  ...(common.hint && { hint: { type: 'plain_text', text: clip(common.hint, 2000), emoji: true } }),
  optional: common.optional ?? false,
  element,
})

const placeholderOf = (text?: string) =>
  text ? { placeholder: { type: 'plain_text' as const, text: clip(text, 150) } } : {}

interface TextInput extends Common {
  /** Code points, at most 3,000 (Slack's own bound). */
  max: number
  long?: boolean
  initial?: string
  placeholder?: string
}

export const textInput = (t: TextInput): InputBlock =>
  input(t, {
    type: 'plain_text_input',
    action_id: 'value',
    multiline: t.long ?? false,
    max_length: Math.min(t.max, 3000),
    ...(t.initial && { initial_value: clip(t.initial, t.max) }),
    ...placeholderOf(t.placeholder),
  })

/** A choice: its value and what the person reads. */
export type Choice = readonly [value: string, text: string, description?: string]

const options = (choices: readonly Choice[]) =>
  choices.map(([value, text, note]) => option(text, value, note))

interface ChoiceInput extends Common {
  choices: readonly Choice[]
  initial?: string | null
  placeholder?: string
}

interface RadioInput extends ChoiceInput {
  /** The action that hears of a choice at once, before the form is sent. */
  tells?: string
}

/** The choices of an input, and the one that is chosen at first. */
function oneOf({ choices, initial }: ChoiceInput) {
  const list = options(choices)
  const picked = list.find((each) => each.value === initial)
  return { action_id: 'value', options: list, ...(picked && { initial_option: picked }) }
}

/** A menu of up to 100. */
export const selectInput = (s: ChoiceInput): InputBlock =>
  input(s, { type: 'static_select', ...oneOf(s), ...placeholderOf(s.placeholder) })

/** Up to 10 choices, all visible. */
export function radioInput(s: RadioInput): InputBlock {
  const block = input(s, { type: 'radio_buttons', ...oneOf(s), ...(s.tells && { action_id: s.tells }) })
  return s.tells ? { ...block, dispatch_action: true } : block
}

/** Those that are chosen at first; Slack takes no empty list. */
function pickedAmong(list: PlainTextOption[], initial: readonly string[] = []) {
  const picked = list.filter((each) => initial.includes(each.value ?? ''))
  return picked.length > 0 && { initial_options: picked }
}

interface ManyInput extends Common {
  choices: readonly Choice[]
  initial?: readonly string[]
}

/** The choices of an input, and those that are chosen at first. */
function someOf({ choices, initial }: ManyInput) {
  const list = options(choices)
  return { action_id: 'value', options: list, ...pickedAmong(list, initial) }
}

/** Up to 10 boxes to tick. */
export const checkboxInput = (s: ManyInput): InputBlock => input(s, { type: 'checkboxes', ...someOf(s) })

/** A menu of which several may be chosen. */
export const manyInput = (s: ManyInput & { placeholder?: string }): InputBlock =>
  input(s, { type: 'multi_static_select', ...someOf(s), ...placeholderOf(s.placeholder) })

interface GroupedInput extends Common {
  groups: readonly { label: string; choices: readonly Choice[] }[]
  initial?: readonly string[]
  max?: number
  placeholder?: string
}

/** A menu in groups, of which several may be chosen. */
export function groupedInput(s: GroupedInput): InputBlock {
  const groups = s.groups.map((group) => ({
    label: { type: 'plain_text' as const, text: clip(group.label, 75) },
    options: options(group.choices),
  }))
  return input(s, {
    type: 'multi_static_select',
    action_id: 'value',
    option_groups: groups,
    ...pickedAmong(
      groups.flatMap((group) => group.options),
      s.initial,
    ),
    ...(s.max && { max_selected_items: s.max }),
    ...placeholderOf(s.placeholder),
  })
}

interface PeopleInput extends Common {
  initial?: readonly string[]
  max?: number
  placeholder?: string
}

/** Colleagues; bots cannot be filtered out here, so a service checks. */
export const peopleInput = (p: PeopleInput): InputBlock =>
  input(p, {
    type: 'multi_users_select',
    action_id: 'value',
    ...(p.initial && p.initial.length > 0 && { initial_users: [...p.initial] }),
    ...(p.max && { max_selected_items: p.max }),
    ...placeholderOf(p.placeholder),
  })

export const dateInput = (d: Common & { initial?: string }): InputBlock =>
  input(d, { type: 'datepicker', action_id: 'value', ...(d.initial && { initial_date: d.initial }) })

/** A time of day, 'HH:mm', on the clock that the form speaks of. */
export const timeInput = (t: Common & { initial?: string }): InputBlock =>
  input(t, { type: 'timepicker', action_id: 'value', ...(t.initial && { initial_time: t.initial }) })
