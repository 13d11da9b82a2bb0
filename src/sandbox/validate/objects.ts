/** Composition objects: text, options, confirmation, and what several elements share. */
import { isDeepStrictEqual } from 'node:util'
import {
  boolean,
  byType,
  type Check,
  type Ctx,
  choice,
  type Fields,
  list,
  object,
  report,
  string,
} from './check.ts'
import { LIMITS } from './limits.ts'

const TEXT_MAX = LIMITS.text.max

export const plainTextOf = (max: number = TEXT_MAX): Check =>
  byType({
    plain_text: object({
      required: { text: string({ min: LIMITS.text.min, max }) },
      optional: { emoji: boolean },
    }),
  })

export const anyTextOf = (max: number = TEXT_MAX): Check =>
  byType({
    plain_text: object({
      required: { text: string({ min: LIMITS.text.min, max }) },
      optional: { emoji: boolean },
    }),
    mrkdwn: object({
      required: { text: string({ min: LIMITS.text.min, max }) },
      optional: { verbatim: boolean },
    }),
  })

/** An address that a browser opens. */
export const webUrl =
  (max: number): Check =>
  (value, at, ctx) => {
    string({ min: 1, max })(value, at, ctx)
    if (typeof value === 'string' && value !== '' && !isWebUrl(value)) report(ctx, at, 'must be a valid URL')
  }

function isWebUrl(text: string): boolean {
  if (!/^https?:\/\/\S+$/i.test(text)) return false
  return URL.canParse(text)
}

/** An image's address: Slack fetches it itself, so it must lead out of the machine and the house. */
export const imageUrl: Check = (value, at, ctx) => {
  const before = ctx.problems.length
  webUrl(LIMITS.image.image_url)(value, at, ctx)
  if (ctx.problems.length > before) return
  const { hostname } = new URL(String(value))
  const isPrivate =
    /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[)/.test(hostname) ||
    !hostname.includes('.')
  if (isPrivate) report(ctx, at, 'downloading image failed')
}

export const actionId = string({ min: 1, max: LIMITS.action_id })
export const blockId = string({ min: 1, max: LIMITS.block_id })
export const placeholder = plainTextOf(LIMITS.select.placeholder)
export const userId = string({ pattern: /^[UW][A-Z0-9]{5,}$/, says: 'must be a valid user ID' })
export const channelId = string({ pattern: /^[CG][A-Z0-9]{5,}$/, says: 'must be a valid channel ID' })
export const conversationId = string({
  pattern: /^[CGDUW][A-Z0-9]{5,}$/,
  says: 'must be a valid conversation ID',
})

export const confirm: Check = object({
  required: { text: anyTextOf(LIMITS.confirm.text) },
  optional: {
    title: plainTextOf(LIMITS.confirm.title),
    confirm: plainTextOf(LIMITS.confirm.confirm),
    deny: plainTextOf(LIMITS.confirm.deny),
    style: choice('primary', 'danger'),
  },
})

const optionOf = (text: Check, description: Check, more: Record<string, Check> = {}) =>
  object({
    required: { text, value: string({ min: 1, max: LIMITS.option.value }) },
    optional: { description, ...more },
  })

/** Options of menus: plain text. */
export const menuOption = optionOf(plainTextOf(LIMITS.option.text), plainTextOf(LIMITS.option.description))
/** Options of checkboxes and radio buttons, which may be mrkdwn. */
export const boxOption = optionOf(anyTextOf(LIMITS.option.text), anyTextOf(LIMITS.option.description))
/** Entries of an overflow menu, which may open an address. */
export const overflowOption = optionOf(
  plainTextOf(LIMITS.option.text),
  plainTextOf(LIMITS.option.description),
  {
    url: webUrl(LIMITS.option.url),
  },
)

export const optionGroup: Check = object({
  required: {
    label: plainTextOf(LIMITS.option_group.label),
    options: list(menuOption, LIMITS.option_group.options),
  },
})

export const conversationFilter: Check = object({
  optional: {
    include: list(choice('im', 'mpim', 'private', 'public'), { min: 1 }),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
  also: (value, at, ctx) => {
    if (Object.keys(value).length === 0) report(ctx, at, 'must define at least one of the filter options')
  },
})

export const dispatchConfig: Check = object({
  required: {
    trigger_actions_on: list(choice('on_enter_pressed', 'on_character_entered'), { min: 1, max: 2 }),
  },
})

/** An initial option must be one of the options, in every field. */
export function initialAmongOptions(value: Fields, at: string, ctx: Ctx): void {
  const groups = (value.option_groups ?? []) as { options: unknown[] }[]
  const options = [...((value.options ?? []) as unknown[]), ...groups.flatMap((group) => group.options)]
  const fits = (wanted: unknown) => options.some((each) => isDeepStrictEqual(each, wanted))
  if (value.initial_option !== undefined && !fits(value.initial_option)) {
    report(ctx, `${at}/initial_option`, 'must be one of the provided options')
  }
  const list = (value.initial_options ?? []) as unknown[]
  list.forEach((each, index) => {
    if (!fits(each)) report(ctx, `${at}/initial_options/${index}`, 'must be one of the provided options')
  })
  list.forEach((each, index) => {
    if (list.slice(0, index).some((before) => isDeepStrictEqual(before, each))) {
      report(ctx, `${at}/initial_options/${index}`, 'must not be repeated')
    }
  })
}

export const slackFile: Check = object({
  optional: {
    id: string({ pattern: /^F[A-Z0-9]{5,}$/, says: 'must be a valid file ID' }),
    url: webUrl(LIMITS.image.image_url),
  },
  also: (value, at, ctx) => {
    if ((value.id === undefined) === (value.url === undefined))
      report(ctx, at, 'provide exactly one of id or url')
  },
})

/** Exactly one source of an image. */
export function oneSource(value: Fields, at: string, ctx: Ctx): void {
  if ((value.image_url === undefined) === (value.slack_file === undefined)) {
    report(ctx, at, 'provide exactly one of image_url or slack_file')
  }
}

/** An image inside a section or a context block. */
export const imageElement: Check = object({
  required: { alt_text: string({ min: 1, max: LIMITS.image.alt_text }) },
  optional: { image_url: imageUrl, slack_file: slackFile },
  also: oneSource,
})
