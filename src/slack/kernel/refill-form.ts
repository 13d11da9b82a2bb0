/** Shows a form once more, with all that was typed into it: for an answer that came too late for field errors. */
import type { KnownBlock, ModalView } from '@slack/types'
import { alert } from '../ui/cards.ts'
import type { StateValue, ViewState } from './forms.ts'

/** A submitted view as Slack hands it back. */
export interface Submitted {
  callback_id: string
  title: ModalView['title']
  submit?: ModalView['submit'] | null
  close?: ModalView['close'] | null
  private_metadata?: string
  blocks?: KnownBlock[]
  state?: { values?: ViewState }
}

type Element = Record<string, unknown>

/** What an element begins with, by what it holds: `selected_time` is `initial_time`, and so on for every kind. */
const beginning = (held: string) => {
  if (held === 'value' || held === 'rich_text_value') return 'initial_value'
  return held.startsWith('selected_') ? held.replace('selected_', 'initial_') : undefined
}

function refilled(element: Element, held: StateValue | undefined): Element {
  const filled = Object.fromEntries(Object.entries(element).filter(([key]) => !key.startsWith('initial_')))
  for (const [key, value] of Object.entries(held ?? {})) {
    const begins = beginning(key)
    // Slack takes no empty list of initial values.
    if (begins && value && (!Array.isArray(value) || value.length > 0)) filled[begins] = value
  }
  return filled
}

function withTyped(block: KnownBlock, state: ViewState): KnownBlock {
  const states = state[block.block_id ?? '']
  const heldBy = (element: Element) => states?.[String(element.action_id)]
  // Buttons and the like hold nothing, and stay as they are.
  const again = (element: Element) => {
    const held = heldBy(element)
    return held ? refilled(element, held) : element
  }
  const changed: Element = { ...block }
  if (block.type === 'input' && block.block_id)
    changed.element = refilled(block.element as never, heldBy(block.element as never))
  if (block.type === 'section' && block.accessory) changed.accessory = again(block.accessory as never)
  if (block.type === 'actions') changed.elements = block.elements.map((element) => again(element as never))
  return changed as unknown as KnownBlock
}

/** The form as it was submitted, under the reason why it did not go through, if there is one. */
export const refillForm = (view: Submitted, reason?: string): ModalView => ({
  type: 'modal',
  callback_id: view.callback_id,
  title: view.title,
  ...(view.submit && { submit: view.submit }),
  ...(view.close && { close: view.close }),
  ...(view.private_metadata && { private_metadata: view.private_metadata }),
  blocks: [
    ...(reason ? [alert(reason)] : []),
    ...(view.blocks ?? []).map((block) => withTyped(block, view.state?.values ?? {})),
  ].slice(0, 100),
})
