import type { z } from 'zod'
import type { Refusal } from '../core/outcome.ts'

/** The state of a view's inputs, by block and element, as Slack sends it. */
export type ViewState = Record<string, Record<string, StateValue>>

export interface StateValue {
  type?: string
  value?: string | null
  selected_option?: { value?: string } | null
  selected_options?: { value?: string }[] | null
  selected_user?: string | null
  selected_users?: string[] | null
  selected_date?: string | null
  selected_time?: string | null
}

/** What one input holds: text, one value or several; undefined if it is empty. */
export function heldBy(state: StateValue | undefined): string | string[] | undefined {
  if (!state || typeof state !== 'object') return undefined
  if (Array.isArray(state.selected_options))
    return state.selected_options.map((o) => o?.value).filter((v) => typeof v === 'string')
  if (Array.isArray(state.selected_users)) return state.selected_users.filter((u) => typeof u === 'string')
  const single =
    state.selected_option?.value ??
    state.selected_user ??
    state.selected_date ??
    state.selected_time ??
    state.value ??
    undefined
  return typeof single === 'string' ? single : undefined
}

/** All inputs of a view by their block's name. */
export function readForm(state: ViewState | undefined): Record<string, string | string[] | undefined> {
  return Object.fromEntries(
    Object.entries(state ?? {}).map(([name, elements]) => [name, heldBy(elements?.value)]),
  )
}

/** The first problem of each field, in plain words. */
export function fieldErrors(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const issue of error.issues) errors[String(issue.path[0] ?? '')] ??= issue.message
  return errors
}

/** What to tell the person about a refusal that belongs to a field on screen, or undefined. */
export function atField(refusal: Refusal, onScreen: string[]): Record<string, string> | undefined {
  if (!refusal.field || !onScreen.includes(refusal.field)) return undefined
  return { [refusal.field]: refusal.reason }
}
