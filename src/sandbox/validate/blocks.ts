/** The table of blocks. A type that is not here is refused, even if Slack has it by now. */
import { boolean, byType, type Check, list, object, report, type Surface, string } from './check.ts'
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

/** Blocks that not every surface has. */
const WHERE: Record<string, Surface[]> = { markdown: ['message'], context_actions: ['message'] }

export const block: Check = byType(BLOCKS, WHERE)
