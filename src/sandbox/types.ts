/** The shapes that the sandbox keeps and shows. Field names in snake_case are Slack's own. */

export interface TextObject {
  type: 'plain_text' | 'mrkdwn'
  text: string
  emoji?: boolean
  verbatim?: boolean
}

export interface Option {
  text: TextObject
  value: string
  description?: TextObject
  url?: string
}

export interface Confirm {
  title?: TextObject
  text: TextObject
  confirm?: TextObject
  deny?: TextObject
  style?: string
}

/** A block element after validation: the fields that any of the modelled elements may have. */
export interface Element {
  type: string
  action_id?: string
  text?: TextObject
  value?: string
  url?: string
  style?: string
  accessibility_label?: string
  confirm?: Confirm
  placeholder?: TextObject
  options?: Option[]
  option_groups?: { label: TextObject; options: Option[] }[]
  initial_option?: Option
  initial_options?: Option[]
  initial_value?: unknown
  initial_date?: string
  initial_time?: string
  initial_date_time?: number
  initial_user?: string
  initial_users?: string[]
  initial_channel?: string
  initial_channels?: string[]
  initial_conversation?: string
  initial_conversations?: string[]
  default_to_current_conversation?: boolean
  filter?: { include?: string[]; exclude_bot_users?: boolean; exclude_external_shared_channels?: boolean }
  max_selected_items?: number
  min_length?: number
  max_length?: number
  min_value?: string
  max_value?: string
  is_decimal_allowed?: boolean
  multiline?: boolean
  timezone?: string
  alt_text?: string
  image_url?: string
  max_files?: number
  filetypes?: string[]
  response_url_enabled?: boolean
  dispatch_action_config?: { trigger_actions_on?: string[] }
  elements?: unknown[]
  icon?: string
  visible_to_user_ids?: string[]
  positive_button?: FeedbackButton
  negative_button?: FeedbackButton
}

/** One of the two of `feedback_buttons`. */
export interface FeedbackButton {
  text: TextObject
  value: string
  accessibility_label?: string
}

export interface Block {
  type: string
  block_id?: string
  text?: TextObject | string
  fields?: TextObject[]
  accessory?: Element
  elements?: (Element | TextObject)[]
  element?: Element
  label?: TextObject
  hint?: TextObject
  optional?: boolean
  dispatch_action?: boolean
  title?: TextObject
  alt_text?: string
  image_url?: string
  /** Of a card. */
  actions?: Element[]
  /** Of a container. */
  child_blocks?: Block[]
  [key: string]: unknown
}

/** What one stateful element holds, in the shape of Slack's `state.values[block_id][action_id]`. */
export interface StateValue {
  type: string
  value?: string | null
  selected_date?: string | null
  selected_time?: string | null
  selected_date_time?: number | null
  selected_user?: string | null
  selected_users?: string[]
  selected_channel?: string | null
  selected_channels?: string[]
  selected_conversation?: string | null
  selected_conversations?: string[]
  selected_option?: Option | null
  selected_options?: Option[]
  rich_text_value?: unknown
  files?: unknown[]
  timezone?: string
}

export type StateValues = Record<string, Record<string, StateValue>>

export interface View {
  id: string
  team_id: string
  type: 'modal' | 'home'
  blocks: Block[]
  private_metadata: string
  callback_id: string
  state: { values: StateValues }
  hash: string
  title: TextObject | null
  clear_on_close: boolean
  notify_on_close: boolean
  close: TextObject | null
  submit: TextObject | null
  previous_view_id: string | null
  root_view_id: string | null
  app_id: string
  external_id: string
  app_installed_team_id: string
  bot_id: string
  /** Field errors on show, by block_id: from the app's answer or from the client's own checks. */
  errors?: Record<string, string>
}

export interface Person {
  id: string
  teamId: string
  /** On Enterprise Grid: all workspaces of the organisation that they belong to, `teamId` among them. */
  teams?: string[]
  /** The handle: what follows the @. */
  name: string
  realName: string
  displayName: string
  email: string
  title: string
  /** IANA zone. */
  tz: string
  locale: string
  isBot: boolean
  /** A multi-channel guest (`is_restricted`). */
  isGuest: boolean
  /** A single-channel guest (`is_ultra_restricted`). */
  isSingleChannelGuest: boolean
  /** From another organisation, through a shared channel (`is_stranger`). */
  isStranger: boolean
  isAdmin: boolean
  isOwner: boolean
  deleted: boolean
  /** Milliseconds. */
  updatedAt: number
}

export type PersonSeed = Partial<Person> & { name: string }

export type ChannelKind = 'public' | 'private' | 'im' | 'mpim'

export interface Channel {
  id: string
  name: string
  kind: ChannelKind
  /** Ids of the members, the bot's own id among them where it is in. */
  members: string[]
  archived: boolean
  isGeneral: boolean
  topic: string
  /** Who may post; `admins` makes the app's posts fail with `restricted_action`. */
  posting: 'everyone' | 'admins'
  createdAt: number
}

export interface ChannelSeed {
  name: string
  id?: string
  kind?: 'public' | 'private'
  /** Handles or ids; default: everybody who is neither bot, guest nor deactivated. */
  members?: string[]
  /** Whether the app's bot is a member; default false. */
  bot?: boolean
  archived?: boolean
  isGeneral?: boolean
  topic?: string
  posting?: 'everyone' | 'admins'
}

export interface SlackFile {
  id: string
  name: string
  title: string
  mimetype: string
  filetype: string
  size: number
  user: string
  url_private: string
  permalink: string
  created: number
  alt_txt?: string
}

export interface Message {
  channel: string
  ts: string
  /** Id of the author; the bot's user id for the app. */
  user: string
  text: string
  blocks?: Block[]
  attachments?: unknown[]
  files?: SlackFile[]
  /** Instant of posting by the sandbox clock, in milliseconds. */
  at: number
  edited?: { user: string; ts: string }
  thread_ts?: string
  bot_id?: string
  app_id?: string
  username?: string
  metadata?: unknown
  reactions?: { name: string; users: string[]; count: number }[]
  /** For an ephemeral message: the only person who sees it. */
  ephemeralTo?: string
  /** Whom this message rings for: 'channel', 'here', 'everyone', user ids, subteam ids. */
  notifies: string[]
  /** Rises with each change; an act on an older copy is refused. */
  version: number
}

/** One call of the Web API or of a `response_url`, as it was answered. */
export interface ApiCall {
  id: number
  at: number
  method: string
  args: Record<string, unknown>
  status: number
  ok: boolean
  error?: string
  response: unknown
  fault?: string
}

/** One envelope or signed request that went to the app. */
export interface Envelope {
  id: number
  envelopeId: string
  at: number
  type: 'slash_commands' | 'interactive' | 'events_api'
  payload: unknown
  retryNum: number
  retryReason: string
  via: 'socket' | 'http'
  outcome: 'waiting' | 'acked' | 'operation_timed_out' | 'dispatch_failed' | 'dropped'
  ack?: unknown
}

export interface Trouble {
  at: number
  where: string
  message: string
  details?: unknown
}
