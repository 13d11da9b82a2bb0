/** The table of blocks. A type that is not here is refused, even if Slack has it by now. */
import { alert, card, carousel, plan, taskCard } from './cards.ts'
import {
  boolean,
  byType,
  type Check,
  choice,
  isObject,
  list,
  object,
  report,
  type Surface,
  string,
} from './check.ts'
import { dataTable, dataVisualization, table } from './data.ts'
import { LIMITS } from './limits.ts'
import {
  anyTextOf,
  blockId,
  imageElement,
  imageUrl,
  oneSource,
  plainTextOf,
  slackFile,
  webUrl,
} from './objects.ts'
import { elementsIn } from './placement.ts'
import { richTextBlock } from './rich-text.ts'

const base = { block_id: blockId }

const image = object({
  required: { alt_text: string({ min: 1, max: LIMITS.image.alt_text }) },
  optional: { ...base, image_url: imageUrl, slack_file: slackFile, title: plainTextOf(LIMITS.image.title) },
  also: oneSource,
})

const contextElement = byType({ plain_text: anyTextOf(), mrkdwn: anyTextOf(), image: imageElement })

const BLOCKS: Record<string, Check> = {
  alert,
  card,
  carousel,
  data_table: dataTable,
  data_visualization: dataVisualization,
  plan,
  table,
  task_card: taskCard,
  actions: object({
    required: { elements: list(elementsIn('actions'), { min: 1, max: LIMITS.actions.elements }) },
    optional: base,
  }),
  context: object({
    required: { elements: list(contextElement, { min: 1, max: LIMITS.context.elements }) },
    optional: base,
  }),
  context_actions: object({
    required: {
      elements: list(elementsIn('context_actions'), { min: 1, max: LIMITS.context_actions.elements }),
    },
    optional: base,
  }),
  divider: object({ optional: base }),
  /** A remote file: only a message that was read carries it. */
  file: object({ required: { external_id: string({ min: 1 }), source: choice('remote') }, optional: base }),
  header: object({ required: { text: plainTextOf(LIMITS.header.text) }, optional: base }),
  image,
  input: object({
    required: { label: plainTextOf(LIMITS.input.label), element: elementsIn('input') },
    optional: { ...base, hint: plainTextOf(LIMITS.input.hint), optional: boolean, dispatch_action: boolean },
  }),
  markdown: object({
    required: { text: string({ min: LIMITS.markdown.text.min, max: LIMITS.markdown.text.max }) },
    optional: base,
  }),
  rich_text: richTextBlock,
  section: object({
    optional: {
      ...base,
      text: anyTextOf(LIMITS.section.text),
      fields: list(anyTextOf(LIMITS.section.fields.text), { min: 1, max: LIMITS.section.fields.items }),
      accessory: elementsIn('section'),
      expand: boolean,
    },
    also: (value, at, ctx) => {
      if (value.text === undefined && value.fields === undefined)
        report(ctx, at, 'missing required field: text')
    },
  }),
  video: object({
    required: {
      alt_text: string({ min: LIMITS.video.alt_text.min, max: LIMITS.video.alt_text.max }),
      title: plainTextOf(LIMITS.video.title),
      thumbnail_url: imageUrl,
      video_url: webUrl(LIMITS.image.image_url),
    },
    optional: {
      ...base,
      author_name: string({ max: LIMITS.video.author_name }),
      description: plainTextOf(LIMITS.video.description),
      provider_icon_url: imageUrl,
      provider_name: string({ max: LIMITS.video.provider_name }),
      title_url: webUrl(LIMITS.image.image_url),
    },
  }),
}

const MESSAGE: Surface[] = ['message']
const NOT_IN_MODALS: Surface[] = ['message', 'home']

/** Blocks that not every surface has. */
const WHERE: Record<string, Surface[]> = {
  alert: ['modal'],
  carousel: NOT_IN_MODALS,
  container: NOT_IN_MODALS,
  context_actions: MESSAGE,
  data_table: NOT_IN_MODALS,
  data_visualization: NOT_IN_MODALS,
  file: MESSAGE,
  markdown: MESSAGE,
  plan: MESSAGE,
  table: NOT_IN_MODALS,
  task_card: MESSAGE,
}

const CHILDREN = [
  'actions',
  'context',
  'divider',
  'file',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
]

const container = object({
  required: {
    child_blocks: list(
      byType(Object.fromEntries(CHILDREN.map((type) => [type, BLOCKS[type]!])), WHERE),
      LIMITS.container.child_blocks,
    ),
  },
  optional: {
    ...base,
    title: plainTextOf(LIMITS.container.title),
    rich_text_title: richTextBlock,
    subtitle: anyTextOf(LIMITS.container.subtitle),
    width: choice('narrow', 'standard', 'wide', 'full'),
    icon: byType({ image: imageElement }),
    is_collapsible: boolean,
    default_collapsed: boolean,
    has_header_divider: boolean,
  },
  also: (value, at, ctx) => {
    if (value.title === undefined && value.rich_text_title === undefined)
      report(ctx, at, 'missing required field: title')
    if (value.default_collapsed === true && value.is_collapsible !== true)
      report(ctx, `${at}/default_collapsed`, '`default_collapsed` requires `is_collapsible`')
  },
})

const known = byType({ ...BLOCKS, container }, WHERE)

export const block: Check = (value, at, ctx) => {
  if (isObject(value) && ctx.withheld.has(String(value.type)))
    report(ctx, `${at}/type`, `unsupported type: ${value.type}`)
  else known(value, at, ctx)
}
