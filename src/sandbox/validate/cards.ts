/** Cards and what holds them, alerts, and the steps of a task. */
import { byType, type Check, choice, list, object, report, string } from './check.ts'
import { ELEMENTS } from './elements.ts'
import { LIMITS } from './limits.ts'
import { anyTextOf, blockId, imageElement, webUrl } from './objects.ts'
import { richTextBlock } from './rich-text.ts'

const base = { block_id: blockId }
const words = string({ min: 1 })

export const alert: Check = object({
  required: { text: anyTextOf(LIMITS.alert.text) },
  optional: { ...base, level: choice('default', 'info', 'warning', 'error', 'success') },
})

/** The names of Slack's own icons (docs.slack.dev/reference/block-kit/composition-objects/slack-icon-object). */
const ICONS =
  `archive book bookmark bot bug calendar call caret-left caret-right check clipboard code comment compass copy cube
  download edit email eye-closed eye-open file flag folder gear globe heart help image info key lightbulb link map mobile
  new-window pin plus refine refresh rocket save screen share sparkle star star-filled tag thumbs-down thumbs-up trash
  upload user warning`.split(/\s+/)

const picture = byType({ image: imageElement })

export const card: Check = object({
  optional: {
    ...base,
    hero_image: picture,
    icon: picture,
    slack_icon: byType({ icon: object({ required: { name: choice(...ICONS) } }) }),
    title: anyTextOf(LIMITS.card.title),
    subtitle: anyTextOf(LIMITS.card.subtitle),
    body: anyTextOf(LIMITS.card.body),
    subtext: anyTextOf(LIMITS.card.subtext),
    actions: list(byType({ button: ELEMENTS.button! }), { min: 1, max: LIMITS.card.actions }),
  },
  also: (value, at, ctx) => {
    if (!value.hero_image && !value.title && !value.body && !value.actions)
      report(ctx, at, 'must provide at least one of: hero_image, title, actions, body')
    if (value.icon && value.slack_icon) report(ctx, at, 'cannot provide both `icon` and `slack_icon`')
  },
})

export const carousel: Check = object({
  required: { elements: list(byType({ card }), LIMITS.carousel.elements) },
  optional: base,
})

const STATES = ['pending', 'in_progress', 'complete', 'error']

const taskOf = (...states: string[]): Check =>
  object({
    required: { task_id: words, title: words, status: choice(...states) },
    optional: {
      ...base,
      details: richTextBlock,
      output: richTextBlock,
      sources: list(
        byType({ url: object({ required: { url: webUrl(LIMITS.url_source.url), text: words } }) }),
      ),
    },
  })

/** By itself a task has begun. */
export const taskCard: Check = taskOf(...STATES.filter((each) => each !== 'pending'))

export const plan: Check = object({
  required: { title: words, tasks: list(byType({ task_card: taskOf(...STATES) }), LIMITS.plan.tasks) },
  optional: base,
  also: (value, at, ctx) => {
    const ids = (value.tasks as { task_id: string }[]).map((each) => each.task_id)
    ids.forEach((id, index) => {
      if (ids.indexOf(id) < index)
        report(ctx, `${at}/tasks/${index}/task_id`, `\`task_id\` "${id}" already exists`)
    })
  },
})
