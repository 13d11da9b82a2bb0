/**
 * Keeps our copy of the workspace true. Slack's events are hints that a crash can lose, so the whole list is
 * read at start and once a day as well, and leads to the same state.
 */

import { setTimeout as pause } from 'node:timers/promises'
import type { WebClient } from '@slack/web-api'
import type { Context } from '../../context.ts'
import { isZone } from '../../core/calendar.ts'
import { canTakePart, type Person } from '../../core/member.ts'
import { nameKey, tidyName } from '../../core/text.ts'
import type { Writes } from '../../db/commit.ts'
import { rows } from '../../db/rows.ts'
import type { Row } from '../../db/tables.ts'
import type { SlackPerson } from '../../directory/directory.ts'
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
  /** On Enterprise Grid: all workspaces of the organisation that they belong to; `team_id` is one of them. */
  enterprise_user?: { teams?: string[] }
}

/**
 * What we keep of an account; undefined if Slack told nothing of it but an id, which would make a member of anybody.
 * Somebody of another workspace counts as a guest.
 */
export function personFrom(account: Account, workspace: string): SlackPerson | undefined {
  const { id, profile } = account
  const name = [profile?.display_name, profile?.real_name, account.real_name, account.name]
    .map((each) => tidyName(each ?? ''))
    .find(Boolean)
  if (!id || !name) return undefined
  const elsewhere =
    account.team_id && account.team_id !== workspace && !account.enterprise_user?.teams?.includes(workspace)
  return {
    person: id,
    name,
    handle: tidyName(account.name ?? id).toLowerCase(),
    zone: account.tz && isZone(account.tz) ? account.tz : 'UTC',
    bot: Boolean(account.is_bot || account.is_workflow_bot || account.id === 'USLACKBOT'),
    guest: Boolean(account.is_restricted || account.is_ultra_restricted || account.is_stranger || elsewhere),
    deactivated: account.deleted ?? false,
    admin: Boolean(account.is_admin || account.is_owner || account.is_primary_owner),
  }
}

/** Puts accounts into the directory, and lets every feature see to those that can no longer take part. */
export async function upsertAccounts(ctx: Context, accounts: Account[]): Promise<void> {
  const people = accounts.map((a) => personFrom(a, ctx.workspace)).filter((p) => p !== undefined)
  const known = await ctx.directory.accounts(people.map((p) => p.person))
  const gone = people.filter((person) => {
    const before = known.get(person.person)
    return !canTakePart(person) && (!before || canTakePart(before))
  })
  const present = people.filter((person) => !gone.includes(person))
  const moved = present.filter((person) => (known.get(person.person)?.zone ?? person.zone) !== person.zone)
  // Everybody is read once a day, and hardly anybody has changed.
  const changed = present.filter((person) => !isAs(person, known.get(person.person)))
  const follows: Writes[] = []
  for (const person of moved) follows.push(await ctx.follow('moved', person.person, undefined))
  await ctx.commit(ctx.directory.put(changed), follows)
  // In one commit with what follows from it, so that a crash in between leaves nobody half gone.
  for (const person of gone)
    await commitWithRetries(ctx, async () => [
      ctx.directory.put([person]),
      await ctx.follow('gone', person.person),
    ])
}

/** Whether the directory has this account as it is. */
const isAs = (person: SlackPerson, known: Row<'people'> | undefined) =>
  known?.nameKey === nameKey(person.name) &&
  (Object.keys(person) as (keyof SlackPerson)[]).every((key) => known[key] === person[key])

/** Somebody may change what this builds upon in the same moment; then it is built anew. */
async function commitWithRetries(ctx: Context, writes: () => Promise<Writes[]>): Promise<void> {
  let guard: string | undefined
  for (let tries = 0; tries < 3; tries++) {
    guard = await ctx.commit(...(await writes()))
    if (!guard) return
  }
  throw new Error(`guard ${guard} failed again and again`)
}

/**
 * Calls a paged method to its end, page by page; where Slack has asked to wait once, from then on before each further page,
 * since the next one would be refused as well. Real time; never under a transaction. An aborted signal ends it (AbortError).
 */
export async function* readPages<T>(
  call: (cursor?: string) => Promise<{ items: T[]; next?: string }>,
  signal?: AbortSignal,
): AsyncGenerator<T[]> {
  let pageMs = 0
  const slowDown = (waitMs: number) => {
    pageMs = Math.min(waitMs, MOST_BETWEEN_PAGES_MS)
  }
  for (let cursor: string | undefined; ; ) {
    const page = await callWithRetries(() => call(cursor), signal, slowDown)
    yield page.items
    if (!page.next) return
    cursor = page.next
    if (pageMs > 0) await pause(pageMs, undefined, { signal })
  }
}

/** Calls until it is answered, waiting where Slack asks for it, five times at most. Throws SendProblem. */
export async function callWithRetries<T>(
  call: () => Promise<T>,
  signal?: AbortSignal,
  onLimit?: (waitMs: number) => void,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call()
    } catch (error) {
      const problem = problemOf(error)
      if (!['limited', 'unclear', 'unreached', 'passing'].includes(problem.kind) || tries > 5) throw problem
      if (problem.kind === 'limited') onLimit?.(problem.retryAfterMs)
      await pause(problem.kind === 'limited' ? problem.retryAfterMs : 500 * 2 ** tries, undefined, { signal })
    }
  }
}

/** Tier 2 is twenty pages a minute. Where Slack asks for more, the line was full, and is not for each page. */
const MOST_BETWEEN_PAGES_MS = 3000

/**
 * Reads everybody (users.list, tier 2, 200 a page as Slack recommends) into the directory. Each page is taken in by
 * itself: all of a large workspace in one commit would hold up everything else for seconds.
 */
export async function syncPeople(ctx: Context, client: WebClient, signal?: AbortSignal): Promise<number> {
  const pages = readPages<Account>(async (cursor) => {
    const page = await client.users.list({ limit: 200, ...(cursor && { cursor }) })
    return { items: (page.members ?? []) as Account[], next: page.response_metadata?.next_cursor }
  }, signal)
  const zones: string[] = []
  let many = 0
  for await (const accounts of pages) {
    await upsertAccounts(ctx, accounts)
    const people = accounts.map((a) => personFrom(a, ctx.workspace)).filter((p) => p !== undefined)
    zones.push(...people.filter(canTakePart).map((p) => p.zone))
    many += people.length
  }
  await ctx.commit(ctx.directory.forgetUntold())
  const zone = commonest(zones) ?? 'UTC'
  await ctx.commit(rows(ctx, 'workspaces').change({}, { zone, reconciledAt: ctx.now() }))
  return many
}

function commonest(zones: string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const zone of zones) counts.set(zone, (counts.get(zone) ?? 0) + 1)
  return [...counts].sort(([a, n], [b, m]) => m - n || a.localeCompare(b))[0]?.[0]
}

/** Whether Slack should be asked again: we do not know them, or they may have come back meanwhile. */
const isDoubtful = (person: Person | undefined) =>
  !person || person.deactivated || (person.guest && !person.bot)

/**
 * Asks Slack about people we do not know well. Those whom Slack does not tell of are not kept, and stay unknown: who
 * they are, and whether as guests, nobody has said.
 */
export async function fetchUnknownPeople(ctx: Context, client: WebClient, ids: string[]): Promise<void> {
  const known = await ctx.directory.people(ids)
  for (const id of new Set(ids.filter((id) => id && isDoubtful(known.get(id))))) {
    const account = await client.users
      .info({ user: id })
      .then((answer) => answer.user as Account | undefined)
      .catch((err: unknown) => {
        ctx.log.warn({ err }, 'Slack did not tell of somebody')
        return undefined
      })
    if (account) await upsertAccounts(ctx, [{ ...account, id }])
  }
}
