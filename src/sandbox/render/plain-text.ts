/** All that a person reads on a message or a view, as plain text: for transcripts and for tests. */
import { held, optionsOf } from '../elements.ts'
import { insideOf } from '../inside.ts'
import type { Block, Element, Message, Option, StateValue, StateValues, TextObject, View } from '../types.ts'
import { type Chart, chartLines } from './charts.ts'
import { type Reading, renderDate, renderMrkdwn } from './mrkdwn.ts'

interface Context extends Reading {
  values: StateValues
  errors: Record<string, string>
}

function text(value: TextObject | string | undefined, reading: Reading): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return renderMrkdwn(value, reading)
  // plain_text is shown as it stands: Slack undoes the entities, and reads no markup in it.
  if (value.type === 'plain_text')
    return value.text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  return renderMrkdwn(value.text, reading)
}

function richText(value: unknown, reading: Reading): string {
  if (Array.isArray(value)) return value.map((each) => richText(each, reading)).join('')
  if (!value || typeof value !== 'object') return ''
  const node = value as Record<string, unknown>
  switch (node.type) {
    case 'text':
      return String(node.text)
    case 'link':
      return String(node.text ?? node.url)
    case 'user':
      return `@${reading.person(String(node.user_id)) ?? node.user_id}`
    case 'channel':
      return `#${reading.channel(String(node.channel_id)) ?? node.channel_id}`
    case 'broadcast':
      return `@${node.range}`
    case 'emoji':
      return `:${node.name}:`
    case 'date':
      return renderDate(Number(node.timestamp), String(node.format), reading) ?? String(node.fallback ?? '')
    case 'rich_text_list':
      return (node.elements as unknown[]).map((each) => `• ${richText(each, reading)}`).join('\n')
    case 'rich_text':
      return (node.elements as unknown[]).map((each) => richText(each, reading)).join('\n')
    default:
      return richText(node.elements, reading)
  }
}

function optionText(option: Option, context: Context): string {
  return text(option.text, context)
}

function shownValue(state: StateValue, context: Context): string {
  const value = held(state)
  if (value === null || value === undefined) return ''
  const list = Array.isArray(value) ? value : [value]
  return list
    .map((each) => {
      if (state.type.includes('users')) return `@${context.person(String(each)) ?? each}`
      if (state.type.includes('channels') || state.type.includes('conversations')) {
        const channel = context.channel(String(each))
        return channel === undefined ? `@${context.person(String(each)) ?? each}` : `#${channel}`
      }
      if (state.type === 'datetimepicker')
        return renderDate(Number(each), '{date_short} {time}', context) ?? ''
      if (state.type === 'rich_text_input') return richText(each, context)
      if (each && typeof each === 'object') {
        return 'text' in each ? optionText(each as Option, context) : String((each as { name?: string }).name)
      }
      return String(each)
    })
    .join(', ')
}

function stateFor(block: Block, element: Element, context: Context): StateValue | undefined {
  return context.values[block.block_id ?? '']?.[element.action_id ?? '']
}

function elementText(block: Block, element: Element, context: Context): string {
  if (element.type === 'image') return `(${element.alt_text})`
  if (element.type === 'button' || element.type === 'workflow_button' || element.type === 'icon_button') {
    return `[${text(element.text, context)}]`
  }
  if (element.type === 'feedback_buttons')
    return optionsOf(element)
      .map((each) => `[${optionText(each, context)}]`)
      .join(' ')
  if (element.type === 'overflow') {
    return `[⋯ ${(element.options ?? []).map((each) => optionText(each, context)).join(' / ')}]`
  }
  const state = stateFor(block, element, context)
  if (element.type === 'checkboxes' || element.type === 'radio_buttons') {
    const value = state ? held(state) : null
    const chosen = (Array.isArray(value) ? value : value ? [value] : []) as Option[]
    return (element.options ?? [])
      .map((each) => {
        const on = chosen.some((option) => option.value === each.value)
        const description = each.description ? ` – ${text(each.description, context)}` : ''
        return `(${on ? 'x' : ' '}) ${optionText(each, context)}${description}`
      })
      .join('\n')
  }
  const value = state ? shownValue(state, context) : ''
  return value === '' ? `[${text(element.placeholder, context)}]` : `[${value}]`
}

const isText = (value: Element | TextObject): value is TextObject =>
  value.type === 'plain_text' || value.type === 'mrkdwn'

function blockText(block: Block, context: Context): string {
  const lines: string[] = []
  switch (block.type) {
    case 'divider':
      return '---'
    case 'rich_text':
      return richText(block, context)
    case 'image':
      if (block.title) lines.push(text(block.title, context))
      lines.push(`(${block.alt_text})`)
      break
    case 'video':
      lines.push(text(block.title, context), `(${block.alt_text})`)
      break
    case 'markdown':
      return String(block.text)
    case 'card': {
      const { title, subtitle, body, subtext } = block as Record<string, TextObject | undefined>
      lines.push(...[title, subtitle, body, subtext].filter(Boolean).map((each) => text(each, context)))
      const buttons = (block.actions ?? []).map((each) => elementText(block, each, context))
      if (buttons.length) lines.push(buttons.join(' '))
      break
    }
    case 'carousel':
    case 'container': {
      if (block.rich_text_title) lines.push(richText(block.rich_text_title, context))
      else if (block.title) lines.push(text(block.title, context))
      if (block.subtitle) lines.push(text(block.subtitle as TextObject, context))
      lines.push(...insideOf(block).map((each) => blockText(each, context)))
      break
    }
    case 'table':
    case 'data_table':
      if (block.caption) lines.push(String(block.caption))
      for (const row of (block.rows ?? []) as { text?: string }[][])
        lines.push(row.map((cell) => cell.text ?? richText(cell, context)).join(' | '))
      break
    case 'data_visualization':
      lines.push(String(block.title), ...chartLines(block.chart as Chart))
      break
    case 'plan':
      lines.push(String(block.title))
      lines.push(...((block.tasks ?? []) as Block[]).map((each) => blockText(each, context)))
      break
    case 'task_card':
      lines.push(`${String(block.title)} (${String(block.status).replace('_', ' ')})`)
      for (const each of [block.details, block.output]) if (each) lines.push(richText(each, context))
      break
    case 'actions':
    case 'context':
    case 'context_actions': {
      const parts = (block.elements ?? []).map((each) =>
        isText(each) ? text(each, context) : elementText(block, each, context),
      )
      return parts.join(' ')
    }
    case 'input': {
      lines.push(`${text(block.label, context)}${block.optional ? ' (optional)' : ''}:`)
      if (block.element) lines[0] += ` ${elementText(block, block.element, context)}`
      if (block.hint) lines.push(text(block.hint, context))
      break
    }
    default:
      if (block.text) lines.push(text(block.text, context))
      for (const field of block.fields ?? []) lines.push(text(field, context))
      if (block.accessory) lines.push(elementText(block, block.accessory, context))
  }
  const error = context.errors[block.block_id ?? '']
  if (error) lines.push(`! ${error}`)
  return lines.join('\n')
}

/** The visible text of a message: its blocks where it has any (then `text` is the notification alone). */
export function messageText(message: Message, reading: Reading, values: StateValues): string {
  const context = { ...reading, values, errors: {} }
  const parts: string[] = []
  if (message.blocks?.length) parts.push(...message.blocks.map((each) => blockText(each, context)))
  else parts.push(renderMrkdwn(message.text, reading))
  for (const each of message.attachments ?? []) {
    const { text: inner, blocks, title } = (each ?? {}) as { text?: string; blocks?: Block[]; title?: string }
    if (title) parts.push(renderMrkdwn(title, reading))
    if (inner) parts.push(renderMrkdwn(inner, reading))
    for (const block of blocks ?? []) parts.push(blockText(block, context))
  }
  for (const file of message.files ?? []) parts.push(`(file: ${file.title})`)
  return parts.filter((part) => part !== '').join('\n')
}

/** The visible text of a view: title, blocks with what they hold, field errors, and the two buttons. */
export function viewText(view: View, reading: Reading): string {
  const context = { ...reading, values: view.state.values, errors: view.errors ?? {} }
  const parts = [
    text(view.title ?? undefined, reading),
    ...view.blocks.map((each) => blockText(each, context)),
  ]
  const buttons = [view.close, view.submit].filter((each) => each !== null)
  if (buttons.length) parts.push(buttons.map((each) => `[${text(each, reading)}]`).join(' '))
  return parts.filter((part) => part !== '').join('\n')
}
