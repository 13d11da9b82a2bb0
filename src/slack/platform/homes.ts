import { WebAPIPlatformError, type WebClient } from '@slack/web-api'
import { and, asc, eq, gt, lte, min } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { DAY_MS, MINUTE_MS } from '../../core/calendar.ts'
import { any, type Writes } from '../../db/commit.ts'
import type { Db } from '../../db/db.ts'
import type { Log } from '../../log.ts'
import type { HomeRenderer } from '../kernel/feature.ts'
import { problemOf } from './transport.ts'

/** Homes not opened for this long are left alone; opening one publishes it anyway. */
const FRESH_MS = 7 * DAY_MS

interface HomesDeps {
  db: Db
  now(): number
  log: Log
  client: WebClient
  render: HomeRenderer
  contextFor(workspace: string): Context
}

/** Notes that a person looks at Home now, and that it is to be published. */
export function openedHome(ctx: Context, person: string): Writes {
  const { homes } = ctx.db.tables
  const now = ctx.now()
  return any(
    ctx.db.q
      .insert(homes)
      .values({ workspace: ctx.workspace, person, openedAt: now, dirtyAt: now })
      .onConflictDoUpdate({ target: [homes.workspace, homes.person], set: { openedAt: now, dirtyAt: now } }),
  )
}

const waiting = (db: Db, now: number) => gt(db.tables.homes.openedAt, now - FRESH_MS)

/** Publishes every Home that shows something old and was opened lately. Failures wait a minute. */
export async function publishHomes(deps: HomesDeps): Promise<void> {
  const { db, now } = deps
  const { homes } = db.tables
  for (;;) {
    const due = await db.q
      .select()
      .from(homes)
      .where(and(lte(homes.dirtyAt, now()), waiting(db, now())))
      .orderBy(asc(homes.dirtyAt))
      .limit(20)
    if (due.length === 0) return
    for (const home of due) {
      const seen = and(
        eq(homes.workspace, home.workspace),
        eq(homes.person, home.person),
        eq(homes.dirtyAt, home.dirtyAt ?? 0),
      )
      const settled = await publish(deps, home.workspace, home.person)
      await db.commit(
        any(
          db.q
            .update(homes)
            .set({ dirtyAt: settled ? null : now() + MINUTE_MS })
            .where(seen),
        ),
      )
    }
  }
}

/** Whether nothing is left to do: it is published, or nobody is there to see it. */
async function publish(deps: HomesDeps, workspace: string, person: string): Promise<boolean> {
  try {
    const view = await deps.render(deps.contextFor(workspace).forOneRequest(), person)
    await deps.client.views.publish({ user_id: person, view })
    return true
  } catch (err) {
    if (isGone(err)) return true
    deps.log.warn({ err }, 'a Home could not be published; it will be tried again')
    return false
  }
}

const isGone = (err: unknown) => err instanceof WebAPIPlatformError && problemOf(err).kind === 'gone'

/** When the next Home is to be published. */
export async function nextHomeAt(db: Db, now: number): Promise<number | undefined> {
  const [row] = await db.q
    .select({ at: min(db.tables.homes.dirtyAt) })
    .from(db.tables.homes)
    .where(waiting(db, now))
  return row?.at === null || row?.at === undefined ? undefined : Number(row.at)
}
