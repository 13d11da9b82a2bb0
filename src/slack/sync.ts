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

/**
 * Calls a paged method to its end, page by page, waiting where Slack asks for it: from then on before each further page,
 * since the next one would be refused as well. Real time; never under a transaction. An aborted signal ends the waiting
 * with an AbortError.
 */
async function* paged<T>(
  call: (cursor?: string) => Promise<{ items: T[]; next?: string }>,
  signal?: AbortSignal,
): AsyncGenerator<T[]> {
  let pageMs = 0
  for (let cursor: string | undefined, tries = 0; ; ) {
    let page: Awaited<ReturnType<typeof call>>
    try {
      page = await call(cursor)
    } catch (error) {
      const problem = problemOf(error)
      if (!['limited', 'unclear', 'unreached'].includes(problem.kind) || ++tries > 5) throw problem
      if (problem.kind === 'limited') pageMs = Math.min(problem.retryAfterMs, MOST_BETWEEN_PAGES_MS)
      await pause(problem.kind === 'limited' ? problem.retryAfterMs : 500 * 2 ** tries, undefined, { signal })
      continue
    }
    tries = 0
    yield page.items
    if (!page.next) return
    cursor = page.next
    if (pageMs > 0) await pause(pageMs, undefined, { signal })
  }
}

/** Tier 2 is twenty pages a minute. Where Slack asks for more, the line was full, and is not for each page. */
const MOST_BETWEEN_PAGES_MS = 3000

/**
 * Reads everybody (users.list, tier 2, 200 a page as Slack recommends) into the directory. Each page is taken in by
 * itself: all of a large workspace in one commit would hold up everything else for seconds.
 */
export async function syncPeople(
  ctx: Context,
  client: WebClient,
  features: Feature[],
  signal?: AbortSignal,
): Promise<number> {
  const pages = paged<Account>(async (cursor) => {
    const page = await client.users.list({ limit: 200, ...(cursor && { cursor }) })
    return { items: (page.members ?? []) as Account[], next: page.response_metadata?.next_cursor }
  }, signal)
  const zones: string[] = []
  let many = 0
  for await (const accounts of pages) {
    await takeIn(ctx, features, accounts)
    const people = accounts.map((a) => personFrom(a, ctx.workspace)).filter((p) => p !== undefined)
    zones.push(...people.filter(canTakePart).map((p) => p.zone))
    many += people.length
  }
  const zone = commonest(zones) ?? 'UTC'
  const { workspaces } = ctx.db.tables
  await ctx.commit(
    any(
      ctx.db.q
        .update(workspaces)
        .set({ zone, reconciledAt: ctx.now() })
        .where(eq(workspaces.workspace, ctx.workspace)),
    ),
  )
  return many
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
 * Finds the channel for wins: the workspace's own setting, else the configured id or name. An id is used as it
 * is. Joins it if allowed. What was parked for it goes out once it is found.
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
    channel = await findChannel(client, target, signal)
  } catch (error) {
    return `The channels could not be read (${problemOf(error).code}). Check the scope channels:read.`
  }
  if (!channel?.id)
    return `There is no channel #${target}. Create it and invite Cairn (/invite @Cairn), or set WINS_CHANNEL.`
  if (channel.is_archived) return `#${target} is archived. Unarchive it, or set WINS_CHANNEL to another one.`

  let problem: WinsProblem
  if (channel.is_member === false)
    problem = await client.conversations
      .join({ channel: channel.id })
      .then(() => undefined)
      .catch(() => `Cairn is not in #${target}. Invite it there: /invite @Cairn.`)
  await ctx.commit(
    any(ctx.db.q.update(workspaces).set({ winsChannelId: channel.id }).where(mine)),
    problem ? undefined : restoreDestination(ctx.db, ctx.workspace, WINS, ctx.now()),
  )
  return problem
}

/** A channel by its id, which is taken as it is where Slack does not tell of it, or by its name. */
export const findChannel = async (
  client: WebClient,
  target: string,
  signal?: AbortSignal,
): Promise<Channel | undefined> =>
  /^[CG][A-Z0-9]{6,}$/.test(target)
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
  const find = async (types: string) => {
    const pages = paged<Channel>(async (cursor) => {
      const page = await client.conversations.list({
        types,
        limit: 200,
        exclude_archived: false,
        ...(cursor && { cursor }),
      })
      return { items: (page.channels ?? []) as Channel[], next: page.response_metadata?.next_cursor }
    }, signal)
    for await (const channels of pages) {
      const named = channels.find((channel) => channel.name === name)
      if (named) return named
    }
    return undefined
  }
  // Private channels need an optional scope; without it the public ones are all there is.
  return (await find('public_channel')) ?? find('private_channel').catch(() => undefined)
}
