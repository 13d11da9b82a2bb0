/** How Cairn is: whether it can write, whether Slack reaches it, what waits. For `GET /health`, and for the log. */
import type { ServerResponse } from 'node:http'
import { eq } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { exactRows } from '../db/commit.ts'
import { countDeliveries, stoppedWhy } from '../outbox/store.ts'
import { databaseProblem } from './start-problems.ts'

export interface Health {
  ready: boolean
  parts: Record<string, { ok: boolean; detail?: string }>
}

export interface HealthDeps {
  ctx: Context
  databaseUrl: string
  mode: 'socket' | 'http'
  /** Since when (real time, ms) Slack cannot reach us; undefined while it can. */
  downSince(): number | undefined
  /** What else is not as it should be, by part; none of it keeps Cairn from its work. */
  others(): Record<string, string | undefined>
}

/** Makes what looks at everything. Whenever it turns bad, or good again, that is logged with the parts. */
export function createHealth({
  ctx,
  databaseUrl,
  mode,
  downSince,
  others,
}: HealthDeps): () => Promise<Health> {
  const { db, log, workspace } = ctx
  let said = true

  const look = async (): Promise<Health> => {
    const parts: Health['parts'] = {}
    const trouble = await probe(ctx, databaseUrl)
    parts.database = trouble ? { ok: false, detail: trouble } : { ok: true, detail: db.engine }
    const down = downSince()
    const stopped = await stoppedWhy(db, workspace).catch(() => undefined)
    parts.slack = {
      ok: down === undefined && !stopped,
      detail:
        stopped ??
        (down === undefined ? mode : `not connected for ${Math.round((Date.now() - down) / 1000)} s`),
    }
    for (const [part, detail] of Object.entries(others()))
      parts[part] = { ok: !detail, ...(detail && { detail }) }
    if (!trouble) {
      const counts = await countDeliveries(ctx)
      parts.outbox = { ok: !counts.parked, detail: JSON.stringify(counts) }
    }
    return { ready: parts.database.ok && parts.slack.ok, parts }
  }

  return async () => {
    const health = await look()
    if (health.ready !== said) {
      said = health.ready
      if (said) log.info({}, 'ready again')
      else log.error({ parts: health.parts }, 'not ready')
    }
    return health
  }
}

/** Why the database cannot be worked with; undefined if it can. Reading alone would not tell. */
async function probe({ db, workspace, now }: Context, databaseUrl: string): Promise<string | undefined> {
  const { workspaces } = db.tables
  const mark = db.q.update(workspaces).set({ probedAt: now() }).where(eq(workspaces.workspace, workspace))
  try {
    const failed = await db.probe(exactRows(1, mark, 'workspace'))
    return failed && EMPTY
  } catch (error) {
    return databaseProblem(error, databaseUrl)
  }
}

const EMPTY =
  'The database does not know this workspace any more: it was emptied, or replaced by another one. Stop Cairn, restore the right one, and start it.'

/** How long an answer serves for all who ask. The probe writes to the disk, and anybody may ask. */
const KEPT_MS = 1000

/** Longer than a look at everything takes, and shorter than those who ask wait. */
const HEALTH_WITHIN_MS = 2000

/**
 * `GET /health`: 200 when ready, else 503. With its parts, or in one word where the address is public: what is wrong
 * inside is nobody's business there, and stands in the log.
 */
export function healthRoute(
  health: () => Promise<Health>,
  says: 'parts' | 'one word',
  withinMs = HEALTH_WITHIN_MS,
) {
  let asked: { at: number; answer: Promise<Health> } | undefined
  const ask = () => {
    const at = performance.now()
    if (!asked || at - asked.at > KEPT_MS) asked = { at, answer: health() }
    return asked.answer
  }
  return {
    path: '/health',
    method: ['GET'],
    handler: (_req: unknown, res: ServerResponse) => {
      inTime(ask(), withinMs).then(
        (h) => {
          const word = says === 'one word'
          res.writeHead(h.ready ? 200 : 503, { 'content-type': word ? 'text/plain' : 'application/json' })
          res.end(word ? (h.ready ? 'ready\n' : 'unready\n') : `${JSON.stringify(h)}\n`)
        },
        () => {
          res.writeHead(503).end()
        },
      )
    },
  }
}

/** What it resolves to, or a rejection when the time is over. */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
