/** Slash commands, as Slack's composer sends them. */
import { commandPayload } from '../delivery/payloads.ts'
import { deliverReply } from '../respond.ts'
import type { Channel, Person } from '../types.ts'
import { ApiError } from '../web/errors.ts'
import { newResponseUrl, newTrigger, showed, type World } from '../world.ts'
import { failed, type Outcome, unusable } from './outcome.ts'
import { copyMessage, sees } from './see.ts'

/** Escapes Slack's three control characters. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/**
 * What a person typed as Slack sends it: entities for `&`, `<`, `>`, brackets around addresses, and ids for
 * the @people and #channels that the person sees. Longer handles go first, so that `@ana.b` is not taken for `@ana`.
 */
export function linkNames(world: World, person: Person, typed: string): string {
  const people = new Map([...world.store.people.values()].map((each) => [each.name.toLowerCase(), each]))
  const channels = new Map<string, Channel>()
  for (const each of world.store.channels.values())
    if (sees(person, each) && each.name) channels.set(each.name, each)
  return escapeText(typed)
    .replace(/(^|[\s(])(https?:\/\/[^\s)]+)/g, '$1<$2>')
    .replace(/(^|[\s(,])@([\p{L}\p{N}._-]*[\p{L}\p{N}_])/gu, (whole, before: string, name: string) => {
      const found = people.get(name.toLowerCase())
      return found ? `${before}<@${found.id}|${found.name}>` : whole
    })
    .replace(/(^|[\s(,])#([\p{L}\p{N}_-]+)/gu, (whole, before: string, name: string) => {
      const found = channels.get(name.toLowerCase())
      return found ? `${before}<#${found.id}|${found.kind === 'private' ? '' : found.name}>` : whole
    })
}

/** The words of Slack's client. */
const SAID = { operation_timed_out: 'operation_timeout', dispatch_failed: 'dispatch_failed' }

/** Types a slash command into a channel and waits for the answer. */
export async function command(
  world: World,
  person: Person,
  typed: string,
  channel: Channel,
): Promise<Outcome> {
  const [, name = '', rest = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(typed.trim()) ?? []
  const known = world.store.installed
    ? world.manifest.commands.find((each) => each.command === name)
    : undefined
  if (!known) {
    const text = `${name || typed} is not a valid command. In Slack, all messages that start with the "/" character are interpreted as slash commands.`
    showed(world, person.id, { kind: 'trouble', text })
    return { ok: false, error: 'not_a_command', text }
  }
  const to = { person: person.id, channel: channel.id }
  const payload = commandPayload(
    world,
    person,
    channel,
    name,
    (known.shouldEscape ? linkNames(world, person, rest) : rest).trim(),
    { trigger_id: newTrigger(world, person.id), response_url: newResponseUrl(world, 'commands', to) },
  )
  const ack = await world.delivery.send('slash_commands', payload)
  if (!ack.ok) {
    return {
      ok: false,
      ...failed(world, person.id, ack, `${name} failed with the error "${SAID[ack.error]}"`),
    }
  }
  const body = ack.body as Record<string, unknown> | undefined
  if (!body || Object.keys(body).length === 0) return { ok: true }
  try {
    const reply = deliverReply(world, { ...to, at: 0, uses: 0 }, body)
    if (!reply) return { ok: true }
    const copy = copyMessage(world, person, reply)
    return reply.ephemeralTo ? { ok: true, ephemeral: copy } : { ok: true, message: copy }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const text = `${name} failed with the error "${error.code}"`
    return { ok: false, ...unusable(world, person.id, `ack of ${name}`, error.code, error.more, text) }
  }
}
