/** Where blocks stand (a message, Home, a modal), and what their elements hold and do there. */
import { createContext, useContext } from 'react'
import type { Element, StateValue } from '../types.ts'

/** What an element holds, as the acts take it: text, an option's value, an id, a date, or several. */
export type Choice = string | string[] | null

export interface Surface {
  kind: 'message' | 'home' | 'modal'
  /** Tells the app that an element was used. */
  use(blockId: string, element: Element, choice?: Choice): Promise<void>
  /** What an element holds now. */
  held(blockId: string, element: Element): Choice
  /** Keeps what an input holds, and tells nobody. */
  hold(blockId: string, element: Element, choice: Choice): void
  /** Errors under inputs, by block id. */
  errors: Record<string, string>
}

const Context = createContext<Surface | null>(null)
export const SurfaceProvider = Context.Provider

export function useSurface(): Surface {
  const surface = useContext(Context)
  if (!surface) throw new Error('Only inside of a surface')
  return surface
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join('')
  if (!value || typeof value !== 'object') return ''
  const node = value as { text?: unknown; elements?: unknown }
  return typeof node.text === 'string' ? node.text : textOf(node.elements)
}

/** What a state of Slack's shape holds. */
export function choiceOf(state: StateValue | undefined): Choice {
  if (!state) return null
  if (state.selected_options) return state.selected_options.map((each) => each.value)
  if (state.selected_option) return state.selected_option.value
  if (state.selected_date_time) return String(state.selected_date_time * 1000)
  if (state.rich_text_value) return textOf(state.rich_text_value)
  const several = state.selected_users ?? state.selected_channels ?? state.selected_conversations
  if (several) return several
  return (
    state.value ??
    state.selected_date ??
    state.selected_time ??
    state.selected_user ??
    state.selected_channel ??
    state.selected_conversation ??
    null
  )
}

/** What an element holds before anybody touched it. */
export function initialChoice(element: Element): Choice {
  const text = (value: unknown): Choice => (typeof value === 'string' ? value : textOf(value) || null)
  return (
    element.initial_options?.map((each) => each.value) ??
    element.initial_option?.value ??
    element.initial_users ??
    element.initial_user ??
    element.initial_channels ??
    element.initial_channel ??
    element.initial_conversations ??
    element.initial_conversation ??
    element.initial_date ??
    element.initial_time ??
    (element.initial_date_time ? String(element.initial_date_time * 1000) : null) ??
    (element.initial_value === undefined ? null : text(element.initial_value))
  )
}

export const several = (choice: Choice): string[] =>
  Array.isArray(choice) ? choice : choice === null || choice === '' ? [] : [choice]
export const single = (choice: Choice): string => (Array.isArray(choice) ? (choice[0] ?? '') : (choice ?? ''))
