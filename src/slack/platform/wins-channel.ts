/** Where wins are told: the channel of an id or a name, which stays the same one when it is renamed. */

import type { WebClient } from '@slack/web-api'
import type { Context } from '../../context.ts'
import { nameKey } from '../../core/text.ts'
import { rows } from '../../db/rows.ts'
import type { Row } from '../../db/tables.ts'
import { WINS } from '../../outbox/outbox.ts'
import { restoreDestination } from '../../outbox/stops.ts'
import { callWithRetries, readPages } from './sync.ts'
import { problemOf } from './transport.ts'

/** Why wins cannot be posted, with the mend; undefined if they can. */
export type WinsProblem = string | undefined

/**
 * Finds the channel for wins: the workspace's own setting, else the configured id or name. Joins it if allowed.
 * What was parked for it goes out once it is found.
 */
export async function resolveWins(
  ctx: Context,
  client: WebClient,
  wanted: string,
  signal?: AbortSignal,
): Promise<WinsProblem> {
  const row = await rows(ctx, 'workspaces').find({})
  const target = row?.winsChannel ?? wanted
  let channel: Channel | undefined
  try {
    channel = await findWins(client, target, row, signal)
  } catch (error) {
    return `The channels could not be read (${problemOf(error).code}). Check the scope channels:read.`
  }
  if (!channel?.id)
    return `There is no channel #${target}. Create it and invite Cairn (/invite @Cairn), or set WINS_CHANNEL.`
  const name = channel.name ?? target
  if (channel.is_archived) return `#${name} is archived. Unarchive it, or set WINS_CHANNEL to another one.`

  let problem: WinsProblem
  if (channel.is_member === false)
    problem = await client.conversations
      .join({ channel: channel.id })
      .then(() => undefined)
      .catch(() => `Cairn is not in #${name}. Invite it there: /invite @Cairn.`)
  await ctx.commit(
    rows(ctx, 'workspaces').change({}, { winsChannelId: channel.id, winsWanted: target }),
    problem ? undefined : restoreDestination(ctx.db, ctx.workspace, WINS, ctx.now()),
  )
  return problem
}

/** What is kept of the channel that wins went to until now. */
export type KeptWins = Pick<Row<'workspaces'>, 'winsChannelId' | 'winsWanted'>

/**
 * The channel that was found for this setting before, whatever it is called by now: a channel that is renamed is the
 * same one. Otherwise, or once that one is gone or archived, the channel of this id or name.
 */
export async function findWins(
  client: WebClient,
  target: string,
  kept: KeptWins | undefined,
  signal?: AbortSignal,
): Promise<Channel | undefined> {
  const before = async () => {
    const channel = kept?.winsChannelId
    if (!channel) return undefined
    return callWithRetries(async () => (await client.conversations.info({ channel })).channel, signal).catch(
      (error: unknown) => {
        if (problemOf(error).code === 'channel_not_found') return undefined
        throw error
      },
    )
  }
  const known = !isId(target) && kept?.winsWanted === target ? await before() : undefined
  if (known && !known.is_archived) return known
  const found = await findChannel(client, target, signal)
  // Older versions kept no setting: it may have been this one, and the channel renamed since.
  return found ?? known ?? (kept?.winsWanted === null ? before() : undefined)
}

const isId = (target: string) => /^[CG][A-Z0-9]{6,}$/.test(target)

/** A channel by its id, which is taken as it is where Slack does not tell of it, or by its name. */
const findChannel = async (
  client: WebClient,
  target: string,
  signal?: AbortSignal,
): Promise<Channel | undefined> =>
  isId(target)
    ? client.conversations
        .info({ channel: target })
        .then((answer) => answer.channel)
        .catch(() => ({ id: target, is_member: true }))
    : findByName(client, target, signal)

interface Channel {
  id?: string
  name?: string
  is_member?: boolean
  is_archived?: boolean
}

async function findByName(
  client: WebClient,
  name: string,
  signal?: AbortSignal,
): Promise<Channel | undefined> {
  const wanted = nameKey(name)
  const find = async (types: string) => {
    const pages = readPages<Channel>(async (cursor) => {
      const page = await client.conversations.list({
        types,
        limit: 200,
        exclude_archived: false,
        ...(cursor && { cursor }),
      })
      return { items: (page.channels ?? []) as Channel[], next: page.response_metadata?.next_cursor }
    }, signal)
    for await (const channels of pages) {
      const named = channels.find((channel) => nameKey(channel.name ?? '') === wanted)
      if (named) return named
    }
    return undefined
  }
  // Private channels need an optional scope; without it the public ones are all there is.
  return (await find('public_channel')) ?? find('private_channel').catch(() => undefined)
}
