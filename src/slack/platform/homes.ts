import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api'
import { and, desc, gt, isNotNull, lte, min, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { DAY_MS, MINUTE_MS } from '../../core/calendar.ts'
import { Safe } from '../../core/text.ts'
import type { Writes } from '../../db/commit.ts'
import type { Db } from '../../db/db.ts'
import { askPrepared } from '../../db/prepared.ts'
import { rows } from '../../db/rows.ts'
import type { Row } from '../../db/tables.ts'
import type { Log } from '../../log.ts'
import { findPace, freeFrom, noteCall, pauseCalls } from '../../outbox/pace.ts'
import type { HomeRenderer } from '../kernel/feature.ts'
import { section, VIEW_BLOCKS } from '../ui/blocks.ts'
import { problemOf } from './transport.ts'

/** Homes not opened for this long are left alone; opening one publishes it anyway. */
const FRESH_MS = 7 * DAY_MS
/** Who has opened Home just now looks at it: theirs goes before all others. */
const LOOKING_MS = MINUTE_MS
/** Homes published at once by one process. */
const WORKERS = 4
/** How long a line stays on Home that tells what went wrong there. */
const NOTICE_MS = 5 * MINUTE_MS

interface HomesDeps {
  db: Db
  now(): number
  log: Log
  /** To be awaited before each Home: lets who waits for an answer go first. False: this process is about to end. */
  goOn?(): Promise<boolean>
  client: WebClient
  render: HomeRenderer
  contextFor(workspace: string): Context
}

type Home = Row<'homes'>

/** Notes that a person looks at Home now, and that it is to be published. */
export const noteHomeOpened = (ctx: Context, person: string): Writes => looked(ctx, person, ctx.now())

/** Notes that a person looks at Home now, and when it is to be published. */
function looked(ctx: Context, person: string, dirtyAt: number): Writes {
  const set = { openedAt: ctx.now(), dirtyAt, tries: 0 }
  return rows(ctx, 'homes').put({ person, ...set }, ['workspace', 'person'], set)
}

/** A failing Home is tried again after 1, 2, 4 … minutes, at most every 6 hours. */
const retryAfterMs = (tries: number) => MINUTE_MS * Math.min(2 ** tries, 360)

/**
 * Publishes every Home that shows something old and was opened lately, several at once and as fast as Slack allows;
 * those that somebody looks at first. Returns when nothing more may be published now.
 */
export async function publishHomes(deps: HomesDeps): Promise<void> {
  /** What the others are at. */
  const busy = new Set<string>()
  const take = async () => ((await deps.goOn?.()) === false ? undefined : findNext(deps, busy))
  const first = await take()
  if (!first) return
  const worker = async (_: unknown, i: number) => {
    for (let home = i === 0 ? first : await take(); home; home = await take())
      try {
        await publishOne(deps, home)
      } finally {
        busy.delete(keyOf(home))
      }
  }
  const ends = await Promise.allSettled(Array.from({ length: WORKERS }, worker))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

const keyOf = ({ workspace, person }: Home) => `${workspace} ${person}`

/** The next Home that may be published now and at which nobody else is; it is busy from then on. */
async function findNext({ db, now }: HomesDeps, busy: Set<string>): Promise<Home | undefined> {
  const values = { now: now(), opened: now() - FRESH_MS, limit: busy.size + 1 }
  const due = (await askPrepared({ db }, 'homes that are due', values, () => {
    const { homes } = db.tables
    const [at, opened] = [sql.placeholder('now'), sql.placeholder('opened')]
    return db.q
      .select()
      .from(homes)
      .where(and(lte(homes.dirtyAt, at), gt(homes.openedAt, opened)))
      .orderBy(desc(homes.openedAt))
      .limit(sql.placeholder('limit'))
  })) as Home[]
  for (const home of due) {
    if (busy.has(keyOf(home))) continue
    busy.add(keyOf(home))
    const looking = home.openedAt !== null && home.openedAt > now() - LOOKING_MS
    if ((await freeAt(db, home.workspace, looking, now())) <= now()) return home
    busy.delete(keyOf(home))
  }
  return undefined
}

const freeAt = async (db: Db, workspace: string, looking: boolean, now: number) =>
  freeFrom(await findPace(db, workspace, 'views.publish'), 'views.publish', looking, now)

async function publishOne(deps: HomesDeps, home: Home): Promise<void> {
  const { db, now } = deps
  const { workspace, person } = home
  await db.commitLazily(noteCall(db, workspace, 'views.publish', now()))
  const set = await publish(deps, home)
  const seen = { person, dirtyAt: home.dirtyAt ?? 0 }
  await db.commitLazily(rows({ db, workspace }, 'homes').change(seen, set))
}

/** Publishes it, and answers what becomes of it: nothing is left to do, or when it is tried again. */
async function publish(
  { db, now, log, client, render, contextFor }: HomesDeps,
  { workspace, person, tries }: Home,
): Promise<Partial<Home>> {
  try {
    const view = await render(contextFor(workspace).forOneRequest(), person)
    await client.views.publish({ user_id: person, view })
    return { dirtyAt: null, tries: 0 }
  } catch (err) {
    const refusal =
      err instanceof WebAPIPlatformError || err instanceof WebAPIRateLimitedError ? problemOf(err) : undefined
    if (refusal?.kind === 'limited') {
      const { retryAfterMs } = refusal
      log.info({ retryAfterMs }, 'Slack asked to wait with Homes')
      await db.commitLazily(pauseCalls(db, workspace, 'views.publish', now() + retryAfterMs))
      return { dirtyAt: now() + retryAfterMs }
    }
    // Nobody is there to see it.
    if (refusal?.kind === 'gone') return { dirtyAt: null, tries: 0 }
    log.warn({ err, tries }, 'a Home could not be published; it will be tried again')
    return { dirtyAt: now() + retryAfterMs(tries), tries: tries + 1 }
  }
}

/** When the next Home is due and may be published. */
export async function nextHomeAt(db: Db, now: number): Promise<number | undefined> {
  let next: number | undefined
  for (const looking of [true, false]) {
    const values = { opened: now - (looking ? LOOKING_MS : FRESH_MS) }
    const due = (await askPrepared({ db }, 'the next homes', values, () => {
      const { homes } = db.tables
      return db.q
        .select({ workspace: homes.workspace, at: min(homes.dirtyAt) })
        .from(homes)
        .where(and(gt(homes.openedAt, sql.placeholder('opened')), isNotNull(homes.dirtyAt)))
        .groupBy(homes.workspace)
    })) as { workspace: string; at: number }[]
    for (const { workspace, at } of due)
      next = Math.min(
        next ?? Number.POSITIVE_INFINITY,
        Math.max(Number(at), await freeAt(db, workspace, looking, now)),
      )
  }
  return next
}

/** Says on Home, for a while, what its owner cannot be told otherwise: a click there has no other way back. `text` is mrkdwn. */
export async function tellAtHome(
  { log, client, render }: HomesDeps,
  ctx: Context,
  person: string,
  text: string,
): Promise<void> {
  try {
    const view = await render(ctx, person)
    await ctx.commit(looked(ctx, person, ctx.now() + NOTICE_MS))
    const blocks = [section(new Safe(text)), ...view.blocks].slice(0, VIEW_BLOCKS)
    await client.views.publish({ user_id: person, view: { ...view, blocks } })
  } catch (err) {
    log.warn({ err }, 'an answer could not be shown')
  }
}
