import type { z } from 'zod'
import type { Refusal } from '../../core/outcome.ts'
import { asPasted, tidy } from '../../core/text.ts'

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
export function inputValue(state: StateValue | undefined): string | string[] | undefined {
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

/** Each input of a view by its block's name. It is called `value`, or by the action that hears of it at once. */
const inputsOf = (state: ViewState | undefined) =>
  Object.entries(state ?? {}).map(([name, elements]) => {
    const [only, another] = Object.values(elements ?? {})
    return [name, elements?.value ?? (another ? undefined : only)] as const
  })

/**
 * All inputs of a view by their block's name. What was typed is in its one form: here it comes in, and nobody has to
 * think of it later. Nothing but blanks is nothing.
 */
export function readForm(state: ViewState | undefined): Record<string, string | string[] | undefined> {
  return Object.fromEntries(
    inputsOf(state).map(([name, input]) => {
      const held = inputValue(input)
      const typed = typeof held === 'string' && held === input?.value
      return [name, typed ? tidy(asPasted(held)) || undefined : held]
    }),
  )
}

/**
 * The accounts chosen in a view, with their field. Only a menu of people holds accounts: words, and the values of
 * other menus, may look like an id and are none.
 */
export const peopleChosen = (state: ViewState | undefined): { field: string; person: string }[] =>
  inputsOf(state).flatMap(([field, input]) =>
    input?.type === 'users_select' || input?.type === 'multi_users_select'
      ? [inputValue(input) ?? []].flat().map((person) => ({ field, person }))
      : [],
  )

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
