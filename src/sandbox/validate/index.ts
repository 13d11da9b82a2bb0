/**
 * Slack's validator, as a pure function: what Slack refuses, this refuses, with a JSON pointer and Slack's
 * kind of words. It holds the rules that cross blocks; `blocks.ts` and `elements.ts` hold the tables.
 */
import { block } from './blocks.ts'
import {
  boolean,
  type Ctx,
  codePoints,
  type Fields,
  isObject,
  object,
  type Problem,
  report,
  type Surface,
  string,
} from './check.ts'
import { LIMITS } from './limits.ts'
import { plainTextOf } from './objects.ts'

export type { Problem, Surface } from './check.ts'
export { LIMITS } from './limits.ts'

/**
 * Checks the blocks of a message or of a view.
 * @returns what is wrong, with pointers that begin at `/blocks`; empty if nothing is
 */
export function validateBlocks(blocks: unknown, surface: Surface): Problem[] {
  const ctx: Ctx = { surface, problems: [] }
  checkBlocks(blocks, '/blocks', ctx)
  return ctx.problems
}

function checkBlocks(blocks: unknown, at: string, ctx: Ctx): void {
  if (!Array.isArray(blocks)) {
    report(ctx, at, 'must provide an array')
    return
  }
  const { min, max } = ctx.surface === 'message' ? { min: 0, max: LIMITS.message.blocks } : LIMITS.view.blocks
  if (blocks.length < min) report(ctx, at, `no fewer than ${min} items allowed`)
  if (blocks.length > max) report(ctx, at, `no more than ${max} items allowed`)
  blocks.forEach((each, index) => {
    block(each, `${at}/${index}`, ctx)
  })
  if (ctx.problems.length) return
  checkIds(blocks as Fields[], at, ctx)
  checkFocus(blocks as Fields[], at, ctx)
  checkMarkdown(blocks as Fields[], at, ctx)
}

/** The parts of a block that may carry an action id. */
function parts(value: Fields): { element: Fields; path: string }[] {
  const found: { element: Fields; path: string }[] = []
  for (const path of ['accessory', 'element'])
    if (isObject(value[path])) found.push({ element: value[path], path })
  if (Array.isArray(value.elements)) {
    value.elements.forEach((each, index) => {
      if (isObject(each)) found.push({ element: each, path: `elements/${index}` })
    })
  }
  return found
}

function checkIds(blocks: Fields[], at: string, ctx: Ctx): void {
  const blockIds = new Set<unknown>()
  blocks.forEach((each, index) => {
    const id = each.block_id
    if (id !== undefined && blockIds.has(id)) {
      report(ctx, `${at}/${index}/block_id`, `\`block_id\` "${id}" already exists`)
    }
    blockIds.add(id)
    const actionIds = new Set<unknown>()
    for (const { element, path } of parts(each)) {
      const action = element.action_id
      if (action !== undefined && actionIds.has(action)) {
        report(
          ctx,
          `${at}/${index}/${path}/action_id`,
          `\`action_id\` "${action}" already exists for \`block_id\` "${id ?? ''}"`,
        )
      }
      actionIds.add(action)
    }
  })
}

function checkFocus(blocks: Fields[], at: string, ctx: Ctx): void {
  let seen = false
  blocks.forEach((each, index) => {
    for (const { element, path } of parts(each)) {
      if (element.focus_on_load !== true) continue
      if (seen)
        report(
          ctx,
          `${at}/${index}/${path}/focus_on_load`,
          'only one element can have `focus_on_load` set to true',
        )
      seen = true
    }
  })
}

/** The limit of markdown text holds for all such blocks of a message together. */
function checkMarkdown(blocks: Fields[], at: string, ctx: Ctx): void {
  const texts = blocks.filter((each) => each.type === 'markdown').map((each) => codePoints(String(each.text)))
  const sum = texts.reduce((total, each) => total + each, 0)
  const most = LIMITS.markdown.text.max
  if (texts.length > 1 && sum > most)
    report(ctx, at, `markdown must be less than ${most + 1} characters in all`)
}

const shared = {
  private_metadata: string({ max: LIMITS.view.private_metadata }),
  callback_id: string({ max: LIMITS.callback_id }),
  external_id: string({ max: LIMITS.external_id }),
}
/** Blocks are checked apart, since they need to know the surface. */
const elsewhere = () => {}

const modal = object({
  required: { blocks: elsewhere, title: plainTextOf(LIMITS.view.title) },
  optional: {
    ...shared,
    close: plainTextOf(LIMITS.view.close),
    submit: plainTextOf(LIMITS.view.submit),
    clear_on_close: boolean,
    notify_on_close: boolean,
  },
})
const home = object({ required: { blocks: elsewhere }, optional: shared })

/**
 * Checks a modal or a Home tab.
 * @returns what is wrong, with pointers that begin at the view itself; empty if nothing is
 */
export function validateView(view: unknown): Problem[] {
  const ctx: Ctx = { surface: 'modal', problems: [] }
  if (!isObject(view)) {
    report(ctx, '', 'must provide an object')
    return ctx.problems
  }
  if (view.type !== 'modal' && view.type !== 'home') {
    report(
      ctx,
      view.type === undefined ? '' : '/type',
      view.type === undefined ? 'missing required field: type' : `unsupported type: ${String(view.type)}`,
    )
    return ctx.problems
  }
  ctx.surface = view.type
  ;(view.type === 'modal' ? modal : home)(view, '', ctx)
  if (view.blocks !== undefined) checkBlocks(view.blocks, '/blocks', ctx)
  if (view.type === 'modal' && view.submit === undefined && Array.isArray(view.blocks)) {
    const index = view.blocks.findIndex((each) => isObject(each) && each.type === 'input')
    if (index >= 0) report(ctx, `/blocks/${index}/input`, 'must define `submit` to use `input` block')
  }
  return ctx.problems
}
