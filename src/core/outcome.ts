/** What a service answers: done with a value, or a refusal that says why and what to do next. */

export interface Done<T> {
  ok: true
  value: T
}

export interface Refusal {
  ok: false
  /** One or two plain sentences: why not, and what to do. */
  reason: string
  /** The form field it belongs to, if any. */
  field?: string
}

export type Outcome<T = void> = Done<T> | Refusal

export function done(): Done<void>
export function done<T>(value: T): Done<T>
export function done(value?: unknown) {
  return { ok: true, value }
}

/** A refusal. `field` is the form field where the person can mend it. */
export const refuse = (reason: string, field?: string): Refusal => ({ ok: false, reason, field })
