/**
 * A small language of checks, from which the tables of blocks and elements are made. A check reads a value
 * at a JSON pointer and reports what Slack would report; it never throws.
 */
export type Surface = 'message' | 'modal' | 'home'

export interface Problem {
  /** JSON pointer into what was checked. */
  pointer: string
  message: string
}

export interface Ctx {
  /** `any`: a bare list of blocks, which names no surface; each block then needs one where it may stand. */
  surface: Surface | 'any'
  /** Types of blocks that the workspace has not yet. */
  withheld: ReadonlySet<string>
  problems: Problem[]
}

export type Check = (value: unknown, at: string, ctx: Ctx) => void

export type Fields = Record<string, unknown>

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function report(ctx: Ctx, pointer: string, message: string): void {
  ctx.problems.push({ pointer, message })
}

/** The number of Unicode code points: an emoji or a letter beyond the first plane is one. */
export function codePoints(text: string): number {
  let points = 0
  for (const _ of text) points++
  return points
}

interface TextRule {
  min?: number
  max?: number
  pattern?: RegExp
  /** What is wrong when the pattern does not fit. */
  says?: string
}

export function string({
  min = 0,
  max,
  pattern,
  says = 'is not in the expected format',
}: TextRule = {}): Check {
  return (value, at, ctx) => {
    if (typeof value !== 'string') return report(ctx, at, 'must provide a string')
    const size = codePoints(value)
    if (size < min) report(ctx, at, `must be more than ${min - 1} characters`)
    if (max !== undefined && size > max) report(ctx, at, `must be less than ${max + 1} characters`)
    if (pattern && size >= min && !pattern.test(value)) report(ctx, at, says)
  }
}

export function choice(...allowed: string[]): Check {
  return (value, at, ctx) => {
    if (typeof value !== 'string' || !allowed.includes(value))
      report(ctx, at, `must be one of: ${allowed.join(', ')}`)
  }
}

export const boolean: Check = (value, at, ctx) => {
  if (typeof value !== 'boolean') report(ctx, at, 'must provide a boolean')
}

export function integer(min: number, max: number): Check {
  return (value, at, ctx) => {
    if (typeof value !== 'number' || !Number.isInteger(value))
      return report(ctx, at, 'must provide an integer')
    if (value < min) report(ctx, at, `must be greater than or equal to ${min}`)
    if (value > max) report(ctx, at, `must be less than or equal to ${max}`)
  }
}

/** A number of any kind; JSON knows no other than finite ones. */
export const number: Check = (value, at, ctx) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) report(ctx, at, 'must provide a number')
}

export function list(item: Check, { min = 0, max }: { min?: number; max?: number } = {}): Check {
  return (value, at, ctx) => {
    if (!Array.isArray(value)) return report(ctx, at, 'must provide an array')
    if (value.length < min) report(ctx, at, `no fewer than ${min} items allowed`)
    if (max !== undefined && value.length > max) report(ctx, at, `no more than ${max} items allowed`)
    value.forEach((each, index) => {
      item(each, `${at}/${index}`, ctx)
    })
  }
}

export interface Shape {
  required?: Record<string, Check>
  optional?: Record<string, Check>
  /** Rules over several fields; only called when each field is sound by itself. */
  also?: (value: Fields, at: string, ctx: Ctx) => void
}

/** An object with these fields and no others. `type` is taken for granted: it chose the shape. */
export function object({ required = {}, optional = {}, also }: Shape): Check {
  return (value, at, ctx) => {
    if (!isObject(value)) return report(ctx, at, 'must provide an object')
    const before = ctx.problems.length
    for (const name of Object.keys(required)) {
      if (value[name] === undefined) report(ctx, at, `missing required field: ${name}`)
    }
    for (const [name, each] of Object.entries(value)) {
      const check = Object.hasOwn(required, name)
        ? required[name]
        : Object.hasOwn(optional, name)
          ? optional[name]
          : undefined
      if (each === undefined || name === 'type') continue
      if (!check) report(ctx, at, `invalid additional property: ${name}`)
      else check(each, `${at}/${name}`, ctx)
    }
    if (also && ctx.problems.length === before) also(value, at, ctx)
  }
}

const standsOn = (surfaces: Surface[] | undefined, { surface }: Ctx) =>
  !surfaces || surface === 'any' || surfaces.includes(surface)

/** One of several shapes, chosen by `type`. `where` narrows a type to some surfaces. */
export function byType(shapes: Record<string, Check>, where: Record<string, Surface[]> = {}): Check {
  return (value, at, ctx) => {
    if (!isObject(value)) return report(ctx, at, 'must provide an object')
    const type = value.type
    if (type === undefined) return report(ctx, at, 'missing required field: type')
    const check = typeof type === 'string' && Object.hasOwn(shapes, type) ? shapes[type] : undefined
    if (!check || !standsOn(where[String(type)], ctx)) {
      return report(ctx, `${at}/type`, `unsupported type: ${String(type)}`)
    }
    check(value, at, ctx)
  }
}
