/** The table of block elements. */
import {
  boolean,
  type Check,
  type Ctx,
  choice,
  codePoints,
  type Fields,
  integer,
  list,
  object,
  report,
  type Shape,
  string,
} from './check.ts'
import { LIMITS } from './limits.ts'
import {
  actionId,
  boxOption,
  channelId,
  confirm,
  conversationFilter,
  conversationId,
  dispatchConfig,
  imageElement,
  initialAmongOptions,
  menuOption,
  optionGroup,
  overflowOption,
  placeholder,
  plainTextOf,
  userId,
  webUrl,
} from './objects.ts'
import { richTextBlock } from './rich-text.ts'

type Optional = Record<string, Check>

const action: Optional = { action_id: actionId }
const focusable: Optional = { focus_on_load: boolean }
const chooser: Optional = { ...action, ...focusable, confirm, placeholder }
const input: Optional = { ...action, ...focusable, placeholder, dispatch_action_config: dispatchConfig }
const several: Optional = { max_selected_items: integer(1, Number.MAX_SAFE_INTEGER) }
const style = choice('primary', 'danger')

const date: Check = (value, at, ctx) => {
  const text = typeof value === 'string' ? value : ''
  const parsed = new Date(`${text}T00:00:00Z`)
  const isReal =
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(parsed.getTime()) &&
    parsed.toISOString().startsWith(text)
  if (!isReal) report(ctx, at, 'must be a valid date in the format YYYY-MM-DD')
}
const time = string({
  pattern: /^([01]\d|2[0-3]):[0-5]\d$/,
  says: 'must be a valid time in the format HH:mm',
})
const zone: Check = (value, at, ctx) => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: String(value) })
  } catch {
    report(ctx, at, 'must be a valid timezone')
  }
}
const number = string({ min: 1, pattern: /^-?\d+(\.\d+)?$/, says: 'must be a number' })

const static_: Shape = {
  optional: {
    options: list(menuOption, { min: 1, max: LIMITS.select.options }),
    option_groups: list(optionGroup, { min: 1, max: LIMITS.select.option_groups }),
  },
}

function optionsOnce(value: Fields, at: string, ctx: Ctx): void {
  const both = value.options !== undefined && value.option_groups !== undefined
  const none = value.options === undefined && value.option_groups === undefined
  if (both) report(ctx, at, 'cannot provide both `options` and `option_groups`')
  if (none) report(ctx, at, 'missing required field: options')
  if (!both && !none) initialAmongOptions(value, at, ctx)
}

function noMoreThanSelectable(field: string) {
  return (value: Fields, at: string, ctx: Ctx) => {
    const most = value.max_selected_items as number | undefined
    const given = value[field] as unknown[] | undefined
    if (most !== undefined && given && given.length > most) {
      report(ctx, `${at}/${field}`, `no more than ${most} items allowed`)
    }
  }
}

const select = (optional: Optional, also?: Shape['also']) =>
  object({ optional: { ...chooser, ...optional }, also })

/** `response_url_enabled` works in modals alone. */
const responseUrl: Check = (value, at, ctx) => {
  boolean(value, at, ctx)
  if (ctx.surface !== 'modal' && ctx.surface !== 'any')
    report(ctx, at, '`response_url_enabled` is only available in modals')
}

const conversations: Optional = { default_to_current_conversation: boolean, filter: conversationFilter }
const many = (item: Check) => list(item, { min: 1 })

const feedbackButton = object({
  required: {
    text: plainTextOf(LIMITS.feedback_button.text),
    value: string({ min: 1, max: LIMITS.feedback_button.value }),
  },
  optional: { accessibility_label: string({ min: 1, max: LIMITS.feedback_button.accessibility_label }) },
})

export const ELEMENTS: Record<string, Check> = {
  button: object({
    required: { text: plainTextOf(LIMITS.button.text) },
    optional: {
      ...action,
      confirm,
      style,
      url: webUrl(LIMITS.button.url),
      value: string({ min: 1, max: LIMITS.button.value }),
      accessibility_label: string({ min: 1, max: LIMITS.button.accessibility_label }),
    },
  }),
  workflow_button: object({
    required: {
      text: plainTextOf(LIMITS.button.text),
      workflow: object({
        required: {
          trigger: object({
            required: { url: webUrl(LIMITS.button.url) },
            optional: {
              customizable_input_parameters: list(
                object({ required: { name: string({ min: 1 }), value: string() } }),
              ),
            },
          }),
        },
      }),
    },
    optional: {
      ...action,
      confirm,
      style,
      accessibility_label: string({ min: 1, max: LIMITS.button.accessibility_label }),
    },
  }),
  checkboxes: object({
    required: { options: list(boxOption, LIMITS.checkboxes.options) },
    optional: { ...action, ...focusable, confirm, initial_options: many(boxOption) },
    also: initialAmongOptions,
  }),
  radio_buttons: object({
    required: { options: list(boxOption, LIMITS.radio_buttons.options) },
    optional: { ...action, ...focusable, confirm, initial_option: boxOption },
    also: initialAmongOptions,
  }),
  overflow: object({
    required: { options: list(overflowOption, LIMITS.overflow.options) },
    optional: { ...action, confirm },
  }),
  datepicker: select({ initial_date: date }),
  timepicker: select({ initial_time: time, timezone: zone }),
  datetimepicker: object({
    optional: { ...action, ...focusable, confirm, initial_date_time: integer(1_000_000_000, 9_999_999_999) },
  }),
  static_select: select({ ...static_.optional, initial_option: menuOption }, optionsOnce),
  multi_static_select: select(
    { ...static_.optional, ...several, initial_options: many(menuOption) },
    (value, at, ctx) => {
      optionsOnce(value, at, ctx)
      noMoreThanSelectable('initial_options')(value, at, ctx)
    },
  ),
  external_select: select({ initial_option: menuOption, min_query_length: integer(0, 3000) }),
  multi_external_select: select({
    initial_options: many(menuOption),
    min_query_length: integer(0, 3000),
    ...several,
  }),
  users_select: select({ initial_user: userId }),
  multi_users_select: select(
    { initial_users: many(userId), ...several },
    noMoreThanSelectable('initial_users'),
  ),
  channels_select: select({ initial_channel: channelId, response_url_enabled: responseUrl }),
  multi_channels_select: select(
    { initial_channels: many(channelId), ...several },
    noMoreThanSelectable('initial_channels'),
  ),
  conversations_select: select({
    ...conversations,
    initial_conversation: conversationId,
    response_url_enabled: responseUrl,
  }),
  multi_conversations_select: select(
    { ...conversations, ...several, initial_conversations: many(conversationId) },
    noMoreThanSelectable('initial_conversations'),
  ),
  plain_text_input: object({
    optional: {
      ...input,
      initial_value: string({ max: LIMITS.plain_text_input.max_length }),
      multiline: boolean,
      min_length: integer(0, LIMITS.plain_text_input.max_length),
      max_length: integer(1, LIMITS.plain_text_input.max_length),
    },
    also: (value, at, ctx) => {
      const least = (value.min_length as number | undefined) ?? 0
      const most = (value.max_length as number | undefined) ?? LIMITS.plain_text_input.max_length
      if (least > most)
        report(ctx, `${at}/min_length`, '`min_length` must be less than or equal to `max_length`')
      const initial = (value.initial_value as string | undefined) ?? ''
      if (codePoints(initial) > most)
        report(ctx, `${at}/initial_value`, `must be less than ${most + 1} characters`)
    },
  }),
  number_input: object({
    required: { is_decimal_allowed: boolean },
    optional: { ...input, initial_value: number, min_value: number, max_value: number },
    also: (value, at, ctx) => {
      const [least, most, initial] = [value.min_value, value.max_value, value.initial_value].map((each) =>
        each === undefined ? undefined : Number(each),
      )
      if (least !== undefined && most !== undefined && least > most) {
        report(ctx, `${at}/min_value`, '`min_value` must be less than or equal to `max_value`')
      }
      const outside = initial !== undefined && (initial < (least ?? initial) || initial > (most ?? initial))
      if (outside) report(ctx, `${at}/initial_value`, 'must be between `min_value` and `max_value`')
    },
  }),
  email_text_input: object({ optional: { ...input, initial_value: string() } }),
  url_text_input: object({ optional: { ...input, initial_value: string() } }),
  rich_text_input: object({
    optional: {
      ...input,
      initial_value: richTextBlock,
      min_lines: integer(LIMITS.rich_text_input.lines.min, LIMITS.rich_text_input.lines.max),
      max_lines: integer(LIMITS.rich_text_input.lines.min, LIMITS.rich_text_input.lines.max),
    },
  }),
  file_input: object({
    optional: {
      ...action,
      filetypes: list(string({ min: 1 }), { min: 1 }),
      max_files: integer(LIMITS.file_input.max_files.min, LIMITS.file_input.max_files.max),
    },
  }),
  feedback_buttons: object({
    required: { positive_button: feedbackButton, negative_button: feedbackButton },
    optional: action,
  }),
  icon_button: object({
    required: { icon: choice('trash'), text: plainTextOf() },
    optional: {
      ...action,
      confirm,
      value: string({ min: 1, max: LIMITS.icon_button.value }),
      accessibility_label: string({ min: 1, max: LIMITS.icon_button.accessibility_label }),
      visible_to_user_ids: list(userId, { min: 1, max: LIMITS.icon_button.visible_to_user_ids }),
    },
  }),
  image: imageElement,
}
