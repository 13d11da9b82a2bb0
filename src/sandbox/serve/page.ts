/** Serves the sandbox's page: its files, its socket, and what its clock and its switches do. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Hono } from 'hono'
import { z } from 'zod'
import { answer, BadRequest, body, localOnly } from '../control/requests.ts'
import type { Sandbox } from '../sandbox.ts'
import type { World } from '../world.ts'
import { makeFeed } from './feed.ts'
import { trafficDetail } from './traffic-lines.ts'
import type { Busy, GuideStep } from './wire.ts'

/** What whoever started the sandbox can do that it cannot do by itself. Without them the page does less. */
export interface PageHooks {
  /** Lets time pass until an instant (ms); what is due in between happens at its own. Stops early at `signal`. */
  until?(at: number, signal: AbortSignal): Promise<void>
  /** Lets time pass until the app next tells somebody something; returns false if that is nowhere near. */
  prompt?(signal: AbortSignal): Promise<boolean>
  /** Plays weeks with simulated people; resolves at the end or soon after `signal`. */
  play?(weeks: number, signal: AbortSignal): Promise<void>
  /** What a visitor may try first, and what of it is done. Asked after each change. */
  guide?(): GuideStep[]
  /** Ends the app's process at once; another one is started. */
  kill?(): Promise<void>
}

/** The built page: in a folder above, whether this runs from its source or built. */
const FILES = (function find(folder: string): string {
  const files = join(folder, 'dist/sandbox/page/')
  return existsSync(files) || folder === dirname(folder) ? files : find(dirname(folder))
})(dirname(fileURLToPath(import.meta.url)))

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
}

/** Nothing from elsewhere, no inline script: even a mistake in the page could run nobody's words. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const HOUR = 3_600_000
const STEPS = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR }
const Time = z.strictObject({ by: z.enum(['hour', 'prompt', 'day', 'week']) })
const Play = z.strictObject({ weeks: z.int().min(1).max(52) })

/** Adds the page to the server's routes. Must come before the control endpoints. Returns what ends it. */
export function servePage(app: Hono, world: World, sandbox: Sandbox, hooks: PageHooks): () => void {
  let busy: (Busy & { stop: AbortController }) | undefined
  const feed = makeFeed(world, {
    busy: () =>
      busy ? { what: busy.what, from: busy.from, to: busy.to, at: busy.at, mayStop: busy.mayStop } : null,
    guide: () => hooks.guide?.() ?? [],
    can: () => ({ kill: !!hooks.kill, play: !!hooks.play, prompt: !!hooks.prompt }),
  })
  world.upgrades.set('/page/live', feed.upgrade)
  const changed = () => {
    if (busy) busy.at = world.clock.now()
    feed.changed()
  }
  const ends = [sandbox.onChange(changed), world.clock.onChange(changed)]

  /** Does one thing at a time that moves the clock, and shows how far it has come. */
  const during = async <T>(what: string, to: number, mayStop: boolean, act: (signal: AbortSignal) => T) => {
    if (busy) throw new BadRequest('Time is passing already; wait until it stands')
    const now = world.clock.now()
    busy = { what, from: now, to, at: now, mayStop, stop: new AbortController() }
    feed.changed()
    try {
      return await act(busy.stop.signal)
    } finally {
      busy = undefined
      feed.changed()
    }
  }

  app.use('/page/*', localOnly(sandbox))
  app.use('/control/*', async (c, next) => {
    await next()
    if (c.req.method !== 'GET') feed.changed()
  })
  app.post('/page/time', async (c) => {
    const { by } = await body(c, Time)
    const now = world.clock.now()
    if (by === 'prompt') {
      const { prompt } = hooks
      if (!prompt) throw new BadRequest('Only the demo knows when its bot will speak next')
      const to = now + 2 * STEPS.week
      const came = await during('On to the next message', to, true, (signal) => prompt(signal))
      return answer(c, { came, now: world.clock.now() })
    }
    const to = now + STEPS[by]
    await during(`Forward by ${by === 'hour' ? 'an' : 'a'} ${by}`, to, true, async (signal) =>
      hooks.until ? hooks.until(to, signal) : world.clock.set(to),
    )
    return answer(c, { now: world.clock.now() })
  })
  app.post('/page/play', async (c) => {
    const { weeks } = await body(c, Play)
    const { play } = hooks
    if (!play) throw new BadRequest('Only the demo has people who play')
    const to = world.clock.now() + weeks * STEPS.week
    await during(`Playing ${weeks} weeks`, to, true, (signal) => play(weeks, signal))
    return answer(c, { now: world.clock.now() })
  })
  app.post('/page/stop', async (c) => {
    await body(c, z.strictObject({}))
    busy?.stop.abort()
    return answer(c, null)
  })
  app.post('/page/kill', async (c) => {
    await body(c, z.strictObject({}))
    if (!hooks.kill) throw new BadRequest('The bot is not ours to kill')
    return answer(c, hooks.kill())
  })
  app.get('/page/traffic/:key', (c) => answer(c, trafficDetail(world, c.req.param('key'))))

  const file = async (path: string) => {
    const name = normalize(path).replace(/^[/\\]+/, '')
    if (name.includes('..') || !TYPES[extname(name)]) return undefined
    return readFile(FILES + name).catch(() => undefined)
  }
  const page = async (path: string) => {
    const content = await file(path)
    if (!content) return new Response('The page is not built: npm run build', { status: 404 })
    // The names of files under assets/ hold a hash of what is in them.
    const cache = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    return new Response(new Uint8Array(content), {
      headers: {
        'content-type': TYPES[extname(path)] as string,
        'content-security-policy': POLICY,
        'cache-control': cache,
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      },
    })
  }
  app.get('/', () => page('/index.html'))
  app.get('/as/*', () => page('/index.html'))
  app.get('/assets/*', (c) => page(c.req.path))
  app.get('/icon.svg', () => page('/icon.svg'))

  return () => {
    for (const end of ends) end()
    busy?.stop.abort()
    feed.stop()
  }
}
