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
import { cellText } from './data.ts'
import { LIMITS } from './limits.ts'
import { plainTextOf } from './objects.ts'

export type { Problem, Surface } from './check.ts'
export { LIMITS } from './limits.ts'

const NONE: ReadonlySet<string> = new Set()

/**
 * Checks the blocks of a message or of a view, or a bare list of blocks (`any`), which names no surface.
 * @param withheld types of blocks that the workspace has not yet
 * @returns what is wrong, with pointers that begin at `/blocks`; empty if nothing is
 */
export function validateBlocks(blocks: unknown, surface: Surface | 'any', withheld = NONE): Problem[] {
  const ctx: Ctx = { surface, withheld, problems: [] }
  checkBlocks(blocks, '/blocks', ctx)
  return ctx.problems
}

function checkBlocks(blocks: unknown, at: string, ctx: Ctx): void {
  if (!Array.isArray(blocks)) {
    report(ctx, at, 'must provide an array')
    return
  }
  const isView = ctx.surface === 'modal' || ctx.surface === 'home'
  const { min, max } = isView ? LIMITS.view.blocks : { min: 0, max: LIMITS.message.blocks }
  if (blocks.length < min) report(ctx, at, `no fewer than ${min} items allowed`)
  if (blocks.length > max) report(ctx, at, `no more than ${max} items allowed`)
  blocks.forEach((each, index) => {
    block(each, `${at}/${index}`, ctx)
  })
  if (ctx.problems.length) return
  const all = nested(blocks as Fields[], at)
  checkIds(all, ctx)
  checkFocus(all, ctx)
  checkSums(blocks as Fields[], at, ctx)
}

interface Placed {
  block: Fields
  at: string
}

/** Blocks with those that stand in them: the cards of a carousel, what a container holds. */
function nested(blocks: Fields[], at: string): Placed[] {
  return blocks.flatMap((each, index) => {
    const here = `${at}/${index}`
    const inside =
      each.type === 'carousel'
        ? nested(each.elements as Fields[], `${here}/elements`)
        : each.type === 'container'
          ? nested(each.child_blocks as Fields[], `${here}/child_blocks`)
          : []
    return [{ block: each, at: here }, ...inside]
  })
}

/** The parts of a block that may carry an action id. */
function parts({ block: value, at }: Placed): { element: Fields; at: string }[] {
  const found: { element: Fields; at: string }[] = []
  for (const path of ['accessory', 'element'])
    if (isObject(value[path])) found.push({ element: value[path], at: `${at}/${path}` })
  for (const path of ['elements', 'actions']) {
    const list = value[path]
    if (value.type === 'carousel' || !Array.isArray(list)) continue
    list.forEach((each, index) => {
      if (isObject(each)) found.push({ element: each, at: `${at}/${path}/${index}` })
    })
  }
  return found
}

function checkIds(blocks: Placed[], ctx: Ctx): void {
  const blockIds = new Set<unknown>()
  for (const each of blocks) {
    const id = each.block.block_id
    if (id !== undefined && blockIds.has(id)) {
      report(ctx, `${each.at}/block_id`, `\`block_id\` "${id}" already exists`)
    }
    blockIds.add(id)
    const actionIds = new Set<unknown>()
    for (const { element, at } of parts(each)) {
      const action = element.action_id
      if (action !== undefined && actionIds.has(action)) {
        report(
          ctx,
          `${at}/action_id`,
          `\`action_id\` "${action}" already exists for \`block_id\` "${id ?? ''}"`,
        )
      }
      actionIds.add(action)
    }
  }
}

function checkFocus(blocks: Placed[], ctx: Ctx): void {
  let seen = false
  for (const each of blocks) {
    for (const { element, at } of parts(each)) {
      if (element.focus_on_load !== true) continue
      if (seen) report(ctx, `${at}/focus_on_load`, 'only one element can have `focus_on_load` set to true')
      seen = true
    }
  }
}

/** What all blocks of a kind may hold together. */
function checkSums(blocks: Fields[], at: string, ctx: Ctx): void {
  const sum = (type: string, size: (each: Fields) => number) =>
    blocks.reduce((total, each) => total + (each.type === type ? size(each) : 0), 0)
  const check = (what: string, used: number, most: number) => {
    if (used > most) report(ctx, at, `${what} must be less than ${most + 1} characters in all`)
  }
  check(
    'markdown',
    sum('markdown', (each) => codePoints(String(each.text))),
    LIMITS.markdown.text.max,
  )
  check(
    'cells of tables',
    sum('table', (each) => cellText(each.rows)),
    LIMITS.table.content,
  )
  check(
    'cells of data tables',
    sum('data_table', (each) => cellText(each.rows)),
    LIMITS.data_table.content,
  )
  const charts = sum('data_visualization', () => 1)
  const { per_message } = LIMITS.data_visualization
  if (ctx.surface === 'message' && charts > per_message)
    report(ctx, at, `no more than ${per_message} data_visualization blocks allowed`)
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
export function validateView(view: unknown, withheld = NONE): Problem[] {
  const ctx: Ctx = { surface: 'modal', withheld, problems: [] }
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
