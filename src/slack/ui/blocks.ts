/**
 * Builders for Block Kit. Each keeps to Slack's limits (docs.slack.dev/reference/block-kit), so that a long
 * name can never make a message fail.
 */
import type {
  ActionsBlock,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  HomeView,
  KnownBlock,
  ModalView,
  Overflow,
  PlainTextOption,
  SectionBlock,
  StaticSelect,
} from '@slack/types'
import { clip, escapeText, type Safe } from '../../core/text.ts'
import { type Blocks, flatBlocks } from '../../outbox/blocks.ts'

export type Block = KnownBlock

const plainText = (text: string, max: number) => ({
  type: 'plain_text' as const,
  text: clip(text, max),
  emoji: true,
})

/** Mrkdwn is cut at a line or word end, never inside an entity or a mention. */
export function clipMrkdwn(text: string, max: number): string {
  if ([...text].length <= max) return text
  const cut = [...text].slice(0, max - 1).join('')
  const open = Math.max(cut.lastIndexOf('<'), cut.lastIndexOf('&'))
  const closed = Math.max(cut.lastIndexOf('>'), cut.lastIndexOf(';'))
  return `${open > closed ? cut.slice(0, open) : cut}…`
}

const mrkdwn = (text: Safe | string, max: number) => ({
  type: 'mrkdwn' as const,
  text: clipMrkdwn(typeof text === 'string' ? escapeText(text) : text.text, max),
})

/** Text that we wrote (strings are escaped), with an optional button at its side. In full: Slack folds long text else. */
export const section = (text: Safe | string, accessory?: SectionBlock['accessory']): SectionBlock => ({
  type: 'section',
  text: mrkdwn(text, 3000),
  expand: true,
  ...(accessory && { accessory }),
})

/** What a person typed: no formatting, no mentions, nothing to escape. */
export const quoted = (text: string): SectionBlock => ({ type: 'section', text: plainText(text, 3000) })

/** Two columns of short facts. At most 10. */
export const fields = (...texts: Safe[]): SectionBlock => ({
  type: 'section',
  fields: texts.slice(0, 10).map((text) => mrkdwn(text, 2000)),
})

export const header = (text: string): HeaderBlock => ({ type: 'header', text: plainText(text, 150) })

export const divider = (): DividerBlock => ({ type: 'divider' })

/** Small grey lines. */
export const context = (...texts: (Safe | string)[]): ContextBlock => ({
  type: 'context',
  elements: texts.slice(0, 10).map((text) => mrkdwn(text, 2000)),
})

export interface ButtonOptions {
  value?: string
  /** Opens this address; at most 3,000 characters. */
  url?: string
  style?: 'primary' | 'danger'
  /** What a screen reader says, when the visible text needs its surroundings. */
  says?: string
  confirm?: { title: string; text: string; yes: string; no: string }
}

export const button = (text: string, actionId: string, options: ButtonOptions = {}): Button => ({
  type: 'button',
  text: plainText(text, 75),
  action_id: actionId,
  ...(options.value !== undefined && { value: options.value }),
  ...(options.url && { url: options.url }),
  ...(options.style && { style: options.style }),
  ...(options.says && { accessibility_label: clip(options.says, 75) }),
  ...(options.confirm && {
    confirm: {
      title: plainText(options.confirm.title, 100),
      text: plainText(options.confirm.text, 300),
      confirm: plainText(options.confirm.yes, 30),
      deny: plainText(options.confirm.no, 30),
    },
  }),
})

/** A button that does what a subcommand does; its value is what would be typed after it. */
export const commandButton = (text: string, command: string, options: ButtonOptions = {}) =>
  button(text, `run.${command}`, options)

/** The most that a button may carry. */
export const MOST_VALUE = 2000

/** A menu of buttons under headings: whoever chooses one has pressed it. */
export const buttonMenu = (
  placeholder: string,
  groups: [heading: string, buttons: Button[]][],
): StaticSelect => ({
  type: 'static_select',
  action_id: MENU,
  placeholder: plainText(placeholder, 150),
  option_groups: groups.map(([heading, buttons]) => ({
    label: plainText(heading, 75),
    options: buttons.map(asOption),
  })),
})

const asOption = ({ text, action_id, value = '' }: Button) =>
  option(text.text, `${action_id} ${value}`.trim())

/** The "…" beside other buttons: one to five that are seldom wanted. */
export const overflow = (...buttons: (Button | false)[]): Overflow => ({
  type: 'overflow',
  action_id: MENU,
  options: buttons.filter((each) => each !== false).map(asOption),
})

/** The action of such a menu. */
export const MENU = 'run.menu'
/** What was chosen in it: the action of the button, and its value. */
export const chosenIn = (menuValue: string): { actionId: string; value: string } => {
  const [, actionId = '', value = ''] = /^(\S*) ?([\s\S]*)$/.exec(menuValue) ?? []
  return { actionId, value }
}

/** Rows of buttons and menus; more than 25 would be refused, and more than 5 is a lot for a person. */
export const actions = (
  ...elements: (ActionsBlock['elements'][number] | undefined | false)[]
): ActionsBlock => ({
  type: 'actions',
  elements: elements.filter((e) => e !== undefined && e !== false).slice(0, 25),
})

export const option = (text: string, value: string, description?: string): PlainTextOption => ({
  text: plainText(text, 75),
  value,
  ...(description && { description: plainText(description, 75) }),
})

export interface ModalOptions {
  /** The view's callback id, `<feature>.<verb>`; for a modal that is only read, any such id. */
  id: string
  title: string
  submit?: string
  close?: string
  /** Carried along unseen and parsed again on submission; keep it to ids. */
  meta?: Record<string, unknown>
  blocks: Blocks
}

/** As many as a modal or Home may have. */
export const VIEW_BLOCKS = 100

export const modal = ({ id, title, submit, close = 'Close', meta, blocks }: ModalOptions): ModalView => ({
  type: 'modal',
  callback_id: id,
  title: plainText(title, 24),
  ...(submit && { submit: plainText(submit, 24) }),
  close: plainText(close, 24),
  ...(meta && { private_metadata: JSON.stringify(meta) }),
  blocks: flatBlocks(blocks).slice(0, VIEW_BLOCKS),
})

export const homeView = (blocks: Blocks): HomeView => ({
  type: 'home',
  blocks: flatBlocks(blocks).slice(0, VIEW_BLOCKS),
})

/** A window that says one thing, with the next steps as buttons; without any with the way to all that there is. */
export function notice(title: string, text: Safe | string, ...next: Parameters<typeof actions>): ModalView {
  const steps = next.length > 0 ? next : [commandButton('What else there is', 'help')]
  return modal({
    id: 'kernel.notice',
    title,
    blocks: [section(text), steps.some(Boolean) && actions(...steps)],
  })
}
