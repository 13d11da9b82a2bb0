/**
 * Keeps our copy of the workspace true. Slack's events are hints that a crash can lose, so the whole list is
 * read at start and once a day as well, and leads to the same state.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { WebClient } from '@slack/web-api'
import { eq } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { isZone } from '../core/calendar.ts'
import { canTakePart, type Person } from '../core/member.ts'
import { any, type Writes } from '../db/commit.ts'
import type { Row } from '../db/tables.ts'
import type { SlackPerson } from '../directory/directory.ts'
import { WINS } from '../outbox/outbox.ts'
import { restoreDestination } from '../outbox/stops.ts'
import type { Feature } from './feature.ts'
import { problemOf } from './transport.ts'

/** An account as the Web API and its events show it; every field may be missing. */
export interface Account {
  id?: string
  name?: string
  team_id?: string
  deleted?: boolean
  is_bot?: boolean
  is_workflow_bot?: boolean
  is_restricted?: boolean
  is_ultra_restricted?: boolean
  is_stranger?: boolean
  is_admin?: boolean
  is_owner?: boolean
  is_primary_owner?: boolean
  real_name?: string
  tz?: string
  profile?: { display_name?: string; real_name?: string; email?: string }
}

/** What we keep of an account. Somebody of another workspace counts as a guest. */
export function personFrom(account: Account, workspace: string): SlackPerson | undefined {
  if (!account.id) return undefined
  const { profile } = account
  return {
    person: account.id,
    name: profile?.display_name || profile?.real_name || account.real_name || account.name || account.id,
    handle: (account.name ?? account.id).toLowerCase(),
    zone: account.tz && isZone(account.tz) ? account.tz : 'UTC',
    bot: Boolean(account.is_bot || account.is_workflow_bot || account.id === 'USLACKBOT'),
    guest: Boolean(
      account.is_restricted ||
        account.is_ultra_restricted ||
        account.is_stranger ||
        (account.team_id && account.team_id !== workspace),
    ),
    deactivated: account.deleted ?? false,
    admin: Boolean(account.is_admin || account.is_owner || account.is_primary_owner),
  }
}

/** Puts accounts into the directory, and lets every feature see to those that can no longer take part. */
export async function takeIn(ctx: Context, features: Feature[], accounts: Account[]): Promise<void> {
  const people = accounts.map((a) => personFrom(a, ctx.workspace)).filter((p) => p !== undefined)
  const known = await ctx.directory.people(people.map((p) => p.person))
  const gone = people.filter((person) => {
    const before = known.get(person.person)
    return !canTakePart(person) && (!before || canTakePart(before))
  })
  const present = people.filter((person) => !gone.includes(person))
  const moved = present.filter((person) => (known.get(person.person)?.zone ?? person.zone) !== person.zone)
  // Everybody is read once a day, and hardly anybody has changed.
  const changed = present.filter((person) => !isAs(person, known.get(person.person)))
  await ctx.commit(
    ctx.directory.put(changed),
    moved.map((person) => features.map((feature) => feature.onMoved?.(ctx, person.person))),
  )
  // In one commit with what follows from it, so that a crash in between leaves nobody half gone.
  for (const person of gone)
    await insist(ctx, async () => [
      ctx.directory.put([person]),
      await goneWrites(ctx, features, person.person),
    ])
}

/** Whether the directory has this account as it is. */
const isAs = (person: SlackPerson, known: Person | undefined) =>
  known !== undefined &&
  (Object.keys(person) as (keyof SlackPerson)[]).every((key) => known[key] === person[key])

/** Somebody may change what this builds upon in the same moment; then it is built anew. */
async function insist(ctx: Context, writes: () => Promise<Writes[]>): Promise<void> {
  let guard: string | undefined
  for (let tries = 0; tries < 3; tries++) {
    guard = await ctx.commit(...(await writes()))
    if (!guard) return
  }
  throw new Error(`guard ${guard} failed again and again`)
}

/** Everything that follows from a person being gone. Safe to repeat. */
export async function goneWrites(ctx: Context, features: Feature[], person: string): Promise<Writes> {
  const writes: Writes[] = []
  for (const feature of features) if (feature.onGone) writes.push(await feature.onGone(ctx, person))
  return writes
}

/** Calls a paged method to its end. Real time; never under a transaction. An aborted signal ends it (AbortError). */
async function paged<T>(
  call: (cursor?: string) => Promise<{ items: T[]; next?: string }>,
  signal?: AbortSignal,
): Promise<T[]> {
  const all: T[] = []
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await patiently(() => call(cursor), signal)
    all.push(...items)
    if (!next) return all
    cursor = next
  }
}

/** Calls until it is answered, waiting where Slack asks for it, five times at most. Throws SendProblem. */
async function patiently<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call()
    } catch (error) {
      const problem = problemOf(error)
      if (!['limited', 'unclear', 'unreached', 'passing'].includes(problem.kind) || tries > 5) throw problem
      await pause(problem.kind === 'limited' ? problem.retryAfterMs : 500 * 2 ** tries, undefined, { signal })
    }
  }
}

/** Reads everybody (users.list, tier 2, 200 a page as Slack recommends) into the directory. */
export async function syncPeople(
  ctx: Context,
  client: WebClient,
  features: Feature[],
  signal?: AbortSignal,
): Promise<number> {
  const accounts = await paged<Account>(async (cursor) => {
    const page = await client.users.list({ limit: 200, ...(cursor && { cursor }) })
    return { items: (page.members ?? []) as Account[], next: page.response_metadata?.next_cursor }
  }, signal)
  await takeIn(ctx, features, accounts)
  const people = accounts.map((a) => personFrom(a, ctx.workspace)).filter((p) => p !== undefined)
  const zone = commonest(people.filter(canTakePart).map((p) => p.zone)) ?? 'UTC'
  const { workspaces } = ctx.db.tables
  await ctx.commit(
    any(
      ctx.db.q
        .update(workspaces)
        .set({ zone, reconciledAt: ctx.now() })
        .where(eq(workspaces.workspace, ctx.workspace)),
    ),
  )
  return people.length
}

function commonest(zones: string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const zone of zones) counts.set(zone, (counts.get(zone) ?? 0) + 1)
  return [...counts].sort(([a, n], [b, m]) => m - n || a.localeCompare(b))[0]?.[0]
}

/** Whether Slack should be asked again: it did not tell of them before, or they may have come back meanwhile. */
const isDoubtful = (person: Person | undefined) =>
  !person || person.name === person.person || person.deactivated || (person.guest && !person.bot)

/** Asks Slack about people we do not know well; those it does not tell of are kept by their id alone. */
export async function meet(
  ctx: Context,
  client: WebClient,
  features: Feature[],
  ids: string[],
): Promise<void> {
  const known = await ctx.directory.people(ids)
  for (const id of new Set(ids.filter((id) => id && isDoubtful(known.get(id))))) {
    const account = await client.users
      .info({ user: id })
      .then((answer) => answer.user as Account)
      .catch((err: unknown) => {
        ctx.log.warn({ err }, 'somebody could not be looked up')
        return undefined
      })
    if (account || !known.has(id)) await takeIn(ctx, features, [{ ...account, id }])
  }
}

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
  const { workspaces } = ctx.db.tables
  const mine = eq(workspaces.workspace, ctx.workspace)
  const [row] = await ctx.db.q.select().from(workspaces).where(mine)
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
    any(ctx.db.q.update(workspaces).set({ winsChannelId: channel.id, winsWanted: target }).where(mine)),
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
    return patiently(async () => (await client.conversations.info({ channel })).channel, signal).catch(
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
  const list = (types: string) =>
    paged<Channel>(async (cursor) => {
      const page = await client.conversations.list({
        types,
        limit: 200,
        exclude_archived: false,
        ...(cursor && { cursor }),
      })
      return { items: (page.channels ?? []) as Channel[], next: page.response_metadata?.next_cursor }
    }, signal)
  const named = (channels: Channel[]) => channels.find((channel) => channel.name === name)
  // Private channels need an optional scope; without it the public ones are all there is.
  return named(await list('public_channel')) ?? named(await list('private_channel').catch(() => []))
}
