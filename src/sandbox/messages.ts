/** Posting, changing and removing messages, for the Web API, `response_url` and acknowledgements alike. */
import { markedUpTexts, storedBlocks } from './blocks.ts'
import { refuseMissingFiles } from './image-files.ts'
import type { Channel, Message } from './types.ts'
import { validateBlocks } from './validate/index.ts'
import { ApiError } from './web/errors.ts'
import { messagesOf, newTs, type World, withheldBlocks } from './world.ts'

/** Slack cuts a longer text off. */
const TEXT_CUT = 40_000
/** All text of a message's blocks, in characters; more is `msg_blocks_too_long`. */
const BLOCK_TEXT_LIMIT = 10_000
/** Blocks whose text has a limit of its own. */
const OWN_LIMIT = new Set<unknown>(['markdown', 'table', 'data_table'])
/** All attachments of a message. */
const ATTACHMENTS_LIMIT = 100

export interface Content {
  text?: string
  blocks?: unknown
  attachments?: unknown
  thread_ts?: string
  /** Whether `text` is mrkdwn; default true. */
  mrkdwn?: boolean
  /** `link_names` or `parse: full`: then `@channel` in plain text rings too. */
  linkNames?: boolean
  metadata?: unknown
  username?: string
}

/** The number of Unicode code points, which is what Slack's limits count. */
export function length(text: string): number {
  let points = 0
  for (const _ of text) points++
  return points
}

/** Refuses blocks that Slack would refuse, with the messages that Slack gives. */
function refuseBadBlocks(world: World, blocks: unknown): void {
  const found = validateBlocks(blocks, 'message', withheldBlocks(world))
  if (found.length) {
    const errors = found.map((each) => `${each.message} [json-pointer:${each.pointer}]`)
    throw new ApiError('invalid_blocks', {
      errors,
      response_metadata: { messages: errors.map((each) => `[ERROR] ${each}`) },
    })
  }
  if (textIn(blocks) > BLOCK_TEXT_LIMIT) throw new ApiError('msg_blocks_too_long')
}

function textIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum, each) => sum + textIn(each), 0)
  if (!value || typeof value !== 'object') return 0
  const object = value as Record<string, unknown>
  if (OWN_LIMIT.has(object.type)) return 0
  return Object.entries(object).reduce(
    (sum, [key, each]) => sum + (key === 'text' && typeof each === 'string' ? length(each) : textIn(each)),
    0,
  )
}

/** Checks the content of a message and brings it into its stored form. */
function checkContent(world: World, content: Content): Pick<Message, 'text' | 'blocks' | 'attachments'> {
  const { blocks, attachments } = content
  if (blocks !== undefined && !Array.isArray(blocks)) throw new ApiError('invalid_blocks_format')
  if (attachments !== undefined && !Array.isArray(attachments)) throw new ApiError('invalid_attachments')
  if (attachments && attachments.length > ATTACHMENTS_LIMIT) throw new ApiError('too_many_attachments')
  if (blocks?.length) {
    refuseBadBlocks(world, blocks)
    refuseMissingFiles(world, blocks, '/blocks', 'invalid_blocks')
  }
  for (const each of attachments ?? []) {
    const inner = (each as { blocks?: unknown } | null)?.blocks
    if (inner !== undefined) refuseBadBlocks(world, inner)
  }
  const text = content.text ?? ''
  if (text.trim() === '' && !blocks?.length && !attachments?.length) throw new ApiError('no_text')
  return {
    text: length(text) > TEXT_CUT ? [...text].slice(0, TEXT_CUT).join('') : text,
    ...(blocks?.length && { blocks: storedBlocks(world, blocks) }),
    ...(attachments?.length && { attachments }),
  }
}

/** Whom a message would ring for: special mentions, people and groups in what Slack reads as markup. */
function notificationsOf(world: World, content: Content): string[] {
  const found = new Set<string>()
  const texts = markedUpTexts(content.blocks)
  texts.push(...markedUpTexts(content.attachments))
  for (const each of Array.isArray(content.attachments) ? content.attachments : []) {
    const { text, pretext } = (each ?? {}) as { text?: unknown; pretext?: unknown }
    for (const part of [text, pretext]) if (typeof part === 'string') texts.push(part)
  }
  if (content.text && content.mrkdwn !== false) texts.push(content.text)
  for (const text of texts) {
    for (const [, id] of text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)) found.add(id!)
    for (const [, range] of text.matchAll(/<!(channel|here|everyone)(?:\|[^>]*)?>/g)) found.add(range!)
    for (const [, group] of text.matchAll(/<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>/g)) found.add(group!)
  }
  if (content.linkNames && content.text) {
    for (const [, name] of content.text.matchAll(/@([a-z0-9._-]+)/gi)) {
      if (['channel', 'here', 'everyone'].includes(name!)) found.add(name!)
      for (const person of world.store.people.values()) if (person.name === name) found.add(person.id)
    }
  }
  return [...found]
}

/** Adds a message to a channel. The content must have been checked by the caller's rules for the channel. */
export function addMessage(world: World, channel: Channel, author: string, content: Content): Message {
  const isApp = author === world.app.botUserId
  const message: Message = {
    channel: channel.id,
    ts: newTs(world),
    user: author,
    ...checkContent(world, content),
    at: world.clock.now(),
    notifies: notificationsOf(world, content),
    version: 1,
    ...(isApp && { bot_id: world.app.botId, app_id: world.app.id }),
    ...(content.thread_ts && { thread_ts: content.thread_ts }),
    ...(content.username && { username: content.username }),
    ...(content.metadata !== undefined && { metadata: content.metadata }),
  }
  messagesOf(world, channel.id).push(message)
  world.changed()
  return message
}

/** Shows a message to one person alone. */
export function addEphemeral(world: World, channel: Channel, person: string, content: Content): Message {
  const message: Message = {
    channel: channel.id,
    ts: newTs(world),
    user: world.app.botUserId,
    ...checkContent(world, content),
    at: world.clock.now(),
    notifies: [],
    version: 1,
    bot_id: world.app.botId,
    app_id: world.app.id,
    ephemeralTo: person,
    ...(content.thread_ts && { thread_ts: content.thread_ts }),
  }
  const list = world.store.ephemerals.get(person) ?? []
  list.push(message)
  world.store.ephemerals.set(person, list)
  world.changed()
  return message
}

/**
 * Changes a message in place. Blocks and attachments that are not mentioned stay, an empty list removes
 * them, as chat.update documents it.
 */
export function changeMessage(world: World, message: Message, content: Content, replaceAll = false): Message {
  const next = checkContent(world, {
    ...content,
    text: content.text ?? (replaceAll ? undefined : message.text),
    blocks: content.blocks ?? (replaceAll ? undefined : message.blocks),
    attachments: content.attachments ?? (replaceAll ? undefined : message.attachments),
  })
  message.text = next.text
  message.blocks = next.blocks
  message.attachments = next.attachments
  message.edited = { user: message.user, ts: newTs(world) }
  message.version++
  // A message rings when it is posted, not when it is changed.
  world.changed()
  return message
}

/** Takes a message away for everybody. */
export function removeMessage(world: World, message: Message): void {
  const list = message.ephemeralTo
    ? (world.store.ephemerals.get(message.ephemeralTo) ?? [])
    : messagesOf(world, message.channel)
  const index = list.findIndex((each) => each.ts === message.ts && each.channel === message.channel)
  if (index >= 0) list.splice(index, 1)
  world.changed()
}

export function findMessage(world: World, channel: string, ts: string): Message | undefined {
  const list = messagesOf(world, channel)
  // Messages are nearly always looked up soon after they were posted.
  for (let index = list.length - 1; index >= 0; index--) if (list[index]!.ts === ts) return list[index]
  return undefined
}
