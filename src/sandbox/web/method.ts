/** What a Web API method is to the sandbox. */
import type { World } from '../world.ts'
import type { Args } from './args.ts'

export interface Call {
  world: World
  method: string
  args: Args
  /** The granted scopes, for answers that depend on them. */
  has(scope: string): boolean
  /** Refuses with `missing_scope` unless one of the scopes was granted. */
  requireScope(...anyOf: string[]): void
}

export interface Method {
  /** Any one of these scopes is enough; none means that no scope is needed. */
  scopes?: string[]
  /** Which token it takes; default `bot`. */
  token?: 'bot' | 'app' | 'none'
  /** The answer, without `ok`. Refusals are thrown as ApiError. */
  run(call: Call): Record<string, unknown> | Promise<Record<string, unknown>>
}

export type Methods = Record<string, Method>
