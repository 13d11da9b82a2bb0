/** Everything that the sandbox holds, in one object that is passed around; there are no singletons. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { SandboxClock } from './clock.ts'
import type { Delivery } from './delivery/types.ts'
import type { Faults } from './faults.ts'
import type { AppManifest } from './manifest.ts'
import type { Traffic } from './traffic.ts'
import type { Channel, Message, Person, SlackFile, StateValues, View } from './types.ts'

export interface Trigger {
  person: string
  at: number
  /** The modal that it came from; only such a trigger may push. */
  view?: string
  used: boolean
}

export interface ResponseUrl {
  person: string
  channel: string
  at: number
  uses: number
  /** The message that `replace_original` and `delete_original` mean. */
  original?: { ts: string; ephemeral: boolean }
}

interface PendingUpload {
  file: SlackFile
  length: number
  received: boolean
}

/** What a person was shown that no message list keeps. */
interface ShownEntry {
  at: number
  kind: 'modal' | 'modal-updated' | 'modal-closed' | 'home' | 'trouble' | 'field-errors'
  text?: string
  view?: View
}

export interface Store {
  people: Map<string, Person>
  channels: Map<string, Channel>
  /** By channel id, oldest first. */
  messages: Map<string, Message[]>
  /** By person id, oldest first; gone when that person's client reloads. */
  ephemerals: Map<string, Message[]>
  /** Open modals by person id, topmost last. */
  stacks: Map<string, View[]>
  homes: Map<string, View>
  /** What a person has chosen in messages and Home, by `person|container`. */
  chosen: Map<string, StateValues>
  triggers: Map<string, Trigger>
  responseUrls: Map<string, ResponseUrl>
  files: Map<string, SlackFile>
  fileContents: Map<string, Uint8Array>
  uploads: Map<string, PendingUpload>
  shown: Map<string, ShownEntry[]>
  /** When each person last looked at the Messages tab. */
  readAt: Map<string, string>
  /** The newest message that a person has looked at in a channel, by `person|channel`. */
  seen: Map<string, string>
  /** Types of blocks that this workspace has not yet: refused as Slack refuses what it does not know. */
  withheldBlocks: string[]
  counters: Record<string, number>
  lastMicros: number
  installed: boolean
  tokensRevoked: boolean
}

/** The organisation of those who are given several workspaces (Enterprise Grid). */
export const ENTERPRISE = { id: 'E0SANDBOX1', name: 'Stonepath Group' }

export interface World {
  port: number
  url: string
  clock: SandboxClock
  store: Store
  manifest: AppManifest
  workspace: { id: string; name: string; domain: string }
  app: { id: string; botUserId: string; botId: string }
  tokens: { bot: string; app: string; signingSecret: string; verification: string }
  traffic: Traffic
  faults: Faults
  delivery: Delivery
  /** Who takes over a socket at which path; what nobody takes is the app's. */
  upgrades: Map<string, (request: IncomingMessage, socket: Duplex, head: Buffer) => void>
  ackTimeoutMs: number
  rateLimits: boolean
  log: (line: string) => void
  /** Tells all who wait on `until` that something has changed. */
  changed(): void
}

export function emptyStore(): Store {
  return {
    people: new Map(),
    channels: new Map(),
    messages: new Map(),
    ephemerals: new Map(),
    stacks: new Map(),
    homes: new Map(),
    chosen: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    files: new Map(),
    fileContents: new Map(),
    uploads: new Map(),
    shown: new Map(),
    readAt: new Map(),
    seen: new Map(),
    withheldBlocks: [],
    counters: {},
    lastMicros: 0,
    installed: true,
    tokensRevoked: false,
  }
}

/** What validation asks of a workspace. */
export const withheldBlocks = (world: World): ReadonlySet<string> => new Set(world.store.withheldBlocks)

/** The next number of a named series, from 1. */
export function count(world: World, series: string): number {
  const next = (world.store.counters[series] ?? 0) + 1
  world.store.counters[series] = next
  return next
}

/** A new id of Slack's look: a letter and ten capitals or digits. */
export function newId(world: World, letter: string): string {
  return `${letter}0${count(world, letter).toString(36).toUpperCase().padStart(9, '0')}`
}

/** A new message timestamp: the sandbox's instant with microseconds, never the same twice. */
export function newTs(world: World): string {
  const micros = Math.max(Math.floor(world.clock.now()) * 1000, world.store.lastMicros + 1)
  world.store.lastMicros = micros
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`
}

/** A view's hash, new for each change of the view. */
export function newHash(world: World): string {
  return `${Math.floor(world.clock.now() / 1000)}.${count(world, 'hash').toString(36).padStart(8, '0')}`
}

/** Triggers and reply addresses that are kept; the older half goes beyond that, long expired. */
const MEMORY = 10_000

function forgetOld(map: Map<string, unknown>): void {
  if (map.size <= MEMORY) return
  let spare = map.size - MEMORY / 2
  for (const key of map.keys()) {
    if (spare-- <= 0) return
    map.delete(key)
  }
}

/** A trigger for a person, good for one exchange within three seconds of the sandbox's clock. */
export function newTrigger(world: World, person: string, view?: string): string {
  const id = `${count(world, 'trigger')}${String(world.clock.now()).slice(-6)}.${world.workspace.id.length}0${world.port}.${crypto.randomUUID().replaceAll('-', '')}`
  world.store.triggers.set(id, { person, at: world.clock.now(), view, used: false })
  forgetOld(world.store.triggers)
  return id
}

/** A `response_url` for a person in a channel: five uses in thirty minutes. */
export function newResponseUrl(world: World, kind: string, entry: Omit<ResponseUrl, 'at' | 'uses'>): string {
  const path = `${kind}/${world.workspace.id}/${count(world, 'response')}/${crypto.randomUUID().replaceAll('-', '')}`
  world.store.responseUrls.set(path, { ...entry, at: world.clock.now(), uses: 0 })
  forgetOld(world.store.responseUrls)
  return `${world.url}/response/${path}`
}

/**
 * Finds a person by id, handle, full name or unique first name, in any case; a leading @ is ignored.
 * @throws if nobody, or more than one, fits
 */
export function findPerson(world: World, nameOrId: string): Person {
  const byId = world.store.people.get(nameOrId)
  if (byId) return byId
  const wanted = nameOrId.replace(/^@/, '').toLowerCase()
  const all = [...world.store.people.values()]
  const exact = all.filter((p) => p.name.toLowerCase() === wanted || p.realName.toLowerCase() === wanted)
  const found = exact.length ? exact : all.filter((p) => p.realName.toLowerCase().split(' ')[0] === wanted)
  if (found.length === 1) return found[0]!
  throw new Error(
    found.length
      ? `More than one person is called ${nameOrId}`
      : `There is nobody called ${nameOrId} in the sandbox`,
  )
}

/** Finds a channel by id or name, with or without a leading #. @throws if there is none */
export function findChannel(world: World, nameOrId: string): Channel {
  const channel = lookUpChannel(world, nameOrId)
  if (!channel) throw new Error(`There is no channel ${nameOrId} in the sandbox`)
  return channel
}

export function lookUpChannel(world: World, nameOrId: string): Channel | undefined {
  const byId = world.store.channels.get(nameOrId)
  if (byId) return byId
  const name = nameOrId.replace(/^#/, '')
  for (const channel of world.store.channels.values()) {
    if (channel.name === name && (channel.kind === 'public' || channel.kind === 'private')) return channel
  }
  return undefined
}

export function messagesOf(world: World, channel: string): Message[] {
  const known = world.store.messages.get(channel)
  if (known) return known
  const list: Message[] = []
  world.store.messages.set(channel, list)
  return list
}

/** The direct conversation of the app with a person, opened if there is none yet. */
export function directChannel(world: World, person: string): Channel {
  const bot = world.app.botUserId
  for (const channel of world.store.channels.values()) {
    if (channel.kind === 'im' && channel.members.includes(person) && channel.members.includes(bot))
      return channel
  }
  return addChannel(world, 'D', 'im', [bot, person])
}

/** The group conversation of exactly these people and the app, opened if there is none yet. */
export function groupChannel(world: World, people: string[]): Channel {
  const members = [...new Set([world.app.botUserId, ...people])]
  for (const channel of world.store.channels.values()) {
    const same =
      channel.members.length === members.length && members.every((id) => channel.members.includes(id))
    if (channel.kind === 'mpim' && same) return channel
  }
  return addChannel(world, 'G', 'mpim', members)
}

function addChannel(world: World, letter: string, kind: 'im' | 'mpim', members: string[]): Channel {
  const id = newId(world, letter)
  const handles = members.map((each) => world.store.people.get(each)?.name ?? each)
  const channel: Channel = {
    id,
    name: kind === 'im' ? '' : `mpdm-${handles.join('--')}-1`,
    kind,
    members,
    archived: false,
    isGeneral: false,
    topic: '',
    posting: 'everyone',
    createdAt: world.clock.now(),
  }
  world.store.channels.set(id, channel)
  return channel
}

/** Entries kept for each person. */
const SHOWN = 400

/** Writes down that a person was shown something that no message list keeps. */
export function showed(world: World, person: string, entry: Omit<ShownEntry, 'at'>): void {
  const list = world.store.shown.get(person) ?? []
  list.push({ ...entry, at: world.clock.now() })
  if (list.length > SHOWN) list.splice(0, SHOWN / 2)
  world.store.shown.set(person, list)
  world.changed()
}
