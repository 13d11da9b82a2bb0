/** Shows a form once more, with all that was typed into it: for an answer that came too late for field errors. */
import type { KnownBlock, ModalView } from '@slack/types'
import { section } from './blocks.ts'
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

/** What an element begins with, for each way in which Slack tells what it holds. */
const INITIALS: [held: keyof StateValue, initial: string][] = [
  ['value', 'initial_value'],
  ['selected_option', 'initial_option'],
  ['selected_options', 'initial_options'],
  ['selected_user', 'initial_user'],
  ['selected_users', 'initial_users'],
  ['selected_date', 'initial_date'],
]

function withTyped(block: KnownBlock, state: ViewState): KnownBlock {
  if (block.type !== 'input' || !block.block_id) return block
  const element = { ...block.element } as Record<string, unknown>
  const held = state[block.block_id]?.[String(element.action_id)]
  for (const [from, to] of INITIALS) {
    if (held && !(from in held)) continue
    delete element[to]
    const value = held?.[from]
    // Slack takes no empty list of initial values.
    if (value && (!Array.isArray(value) || value.length > 0)) element[to] = value
  }
  return { ...block, element: element as unknown as typeof block.element }
}

/** The form as it was submitted, under the reason why it did not go through, if there is one. */
export const formAgain = (view: Submitted, reason?: string): ModalView => ({
  type: 'modal',
  callback_id: view.callback_id,
  title: view.title,
  ...(view.submit && { submit: view.submit }),
  ...(view.close && { close: view.close }),
  ...(view.private_metadata && { private_metadata: view.private_metadata }),
  blocks: [
    ...(reason ? [section(reason)] : []),
    ...(view.blocks ?? []).map((block) => withTyped(block, view.state?.values ?? {})),
  ].slice(0, 100),
})
