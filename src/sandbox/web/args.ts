/** The arguments of a call, from a form, from JSON or from a query: read in one way, refused in Slack's. */
import { ApiError, invalidArguments } from './errors.ts'

export class Args {
  readonly all: Record<string, unknown>

  constructor(all: Record<string, unknown>) {
    this.all = all
  }

  /** Text, or undefined if it is absent or empty. Numbers and booleans come as their text. */
  text(name: string): string | undefined {
    const value = this.all[name]
    if (value === undefined || value === null || value === '') return undefined
    if (typeof value === 'object') throw invalidArguments(`must be a string [json-pointer:/${name}]`)
    return String(value)
  }

  /** Text that must be there. */
  need(name: string): string {
    const value = this.text(name)
    if (value === undefined) throw invalidArguments(`missing required field: ${name}`)
    return value
  }

  /** Whether anything was given under the name. */
  has(name: string): boolean {
    const value = this.all[name]
    return value !== undefined && value !== null && value !== ''
  }

  flag(name: string): boolean | undefined {
    const value = this.all[name]
    if (value === undefined || value === null || value === '') return undefined
    return value === true || value === 'true' || value === '1' || value === 1
  }

  /** A page size; Slack takes 1 to 1000 and refuses more with `invalid_limit`. */
  limit(fallback: number): number {
    const value = this.text('limit')
    if (value === undefined) return fallback
    const limit = Number(value)
    if (!Number.isInteger(limit) || limit < 0 || limit > 1000) throw new ApiError('invalid_limit')
    return limit || fallback
  }

  /**
   * A structured argument: JSON in a form, itself in a JSON body; undefined if absent.
   * @throws ApiError(code) if it is text but no JSON
   */
  json(name: string, code = 'invalid_arguments'): unknown {
    const value = this.all[name]
    if (value === undefined || value === null || value === '') return undefined
    if (typeof value !== 'string') return value
    try {
      return JSON.parse(value)
    } catch {
      throw code === 'invalid_arguments'
        ? invalidArguments(`must be a valid JSON string [json-pointer:/${name}]`)
        : new ApiError(code)
    }
  }
}

/** One page of a list. The cursor is opaque text; an unknown one is refused with `invalid_cursor`. */
export function page<T>(list: T[], args: Args, fallback: number): { items: T[]; next: string } {
  const cursor = args.text('cursor')
  let start = 0
  if (cursor !== undefined) {
    const match = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))
    if (!match) throw new ApiError('invalid_cursor')
    start = Number(match[1])
  }
  const limit = args.limit(fallback)
  const end = start + limit
  return {
    items: list.slice(start, end),
    next: end < list.length ? Buffer.from(`next:${end}`).toString('base64') : '',
  }
}
