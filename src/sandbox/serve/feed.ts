/** The page's socket: tells each open page what changed, as soon as it did, and nothing else. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import type { World } from '../world.ts'
import { differenceFor, unreadIn, type Watched, watch } from './look.ts'
import { trafficLines } from './traffic-lines.ts'
import type { Busy, ToPage, WorldParts } from './wire.ts'

/** Changes that come close together are told together. */
const PAUSE_MS = 8
/** What is dear to work out, and nobody waits for, is told less often. */
const SLOW_MS = 250

const FromPage = z.union([
  z.strictObject({
    look: z.strictObject({
      pane: z.string().max(20),
      as: z.string().max(40),
      open: z.string().max(40).nullable(),
      limit: z.int().min(1).max(100_000),
    }),
  }),
  z.strictObject({ unlook: z.string().max(20) }),
  z.strictObject({ traffic: z.boolean() }),
])

interface Feed {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Something changed. */
  changed(): void
  stop(): void
}

interface Page {
  socket: WebSocket
  world: Map<string, string>
  panes: Map<string, Watched>
  traffic?: string
  slowAt: number
}

/** What the feed asks of the server part. */
interface FeedSource {
  busy(): Busy | null
  can: () => WorldParts['can']
  guide: () => WorldParts['guide']
}

export function makeFeed(world: World, source: FeedSource): Feed {
  const server = new WebSocketServer({ noServer: true, maxPayload: 10_000 })
  const pages = new Set<Page>()
  let timer: NodeJS.Timeout | undefined

  const send = (page: Page, message: ToPage) => page.socket.send(JSON.stringify(message))

  function tellWorld(page: Page, slowly: boolean) {
    const parts: Partial<WorldParts> = {}
    const part = <K extends keyof WorldParts>(name: K, make: () => WorldParts[K], mark?: string) => {
      if (mark !== undefined && page.world.get(name) === mark) return
      const value = make()
      const now = mark ?? JSON.stringify(value)
      if (page.world.get(name) === now) return
      page.world.set(name, now)
      parts[name] = value
    }
    const { clock, app, manifest, delivery } = world
    part('busy', source.busy)
    part('clock', () => ({
      running: clock.running,
      base: clock.running ? clock.now() - Date.now() : clock.now(),
    }))
    part('bot', () => ({
      reachable: delivery.mode === 'http' ? delivery.requestUrl !== undefined : delivery.sockets.open > 0,
      mode: delivery.mode,
    }))
    part('workspace', () => ({ id: world.workspace.id, name: world.workspace.name }))
    part('can', source.can)
    part('guide', source.guide)
    part('app', () => ({
      name: manifest.name,
      user: app.botUserId,
      homeTab: manifest.homeTab,
      messagesTab: manifest.messagesTab,
      messagesReadOnly: manifest.messagesReadOnly,
      commands: manifest.commands,
      shortcuts: manifest.shortcuts,
    }))
    part('people', () => peopleOf(world), peopleMark(world))
    part('faults', () =>
      world.faults.list().map(({ id, method, event, kind, struck }) => ({
        id,
        on: String(method ?? event),
        kind,
        struck,
      })),
    )
    if (slowly) part('unread', () => unreadOf(world))
    if (Object.keys(parts).length > 0) send(page, { world: parts })
  }

  function tell(page: Page) {
    if (page.socket.readyState !== page.socket.OPEN) return
    const now = Date.now()
    const slowly = now - page.slowAt >= SLOW_MS
    if (slowly) page.slowAt = now
    tellWorld(page, slowly)
    for (const [pane, watched] of page.panes) {
      const difference = differenceFor(world, watched)
      if (difference) send(page, { pane, ...difference })
    }
    if (slowly && page.traffic !== undefined) {
      const traffic = trafficLines(world)
      const mark = JSON.stringify(traffic)
      if (mark !== page.traffic) send(page, { traffic })
      page.traffic = mark
    }
    // What was left out now is told a little later, even if nothing else happens.
    if (!slowly) later(page.slowAt + SLOW_MS - now)
  }

  let dueAt = Number.POSITIVE_INFINITY
  function later(ms: number) {
    const at = Date.now() + ms
    if (at >= dueAt) return
    clearTimeout(timer)
    dueAt = at
    timer = setTimeout(() => {
      dueAt = Number.POSITIVE_INFINITY
      for (const page of pages) tell(page)
    }, ms)
    timer.unref()
  }

  function heard(page: Page, text: string) {
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch {
      return
    }
    const parsed = FromPage.safeParse(json)
    if (!parsed.success) return
    const said = parsed.data
    if ('unlook' in said) page.panes.delete(said.unlook)
    else if ('traffic' in said) page.traffic = said.traffic ? '' : undefined
    else {
      const known = page.panes.get(said.look.pane)
      // The same person's pane keeps what it has: only its channel or its length is another.
      if (known?.look.as === said.look.as) known.look = said.look
      else page.panes.set(said.look.pane, watch(said.look))
    }
    page.slowAt = 0
    tell(page)
  }

  return {
    upgrade: (request, socket, head) => {
      const local = [`http://127.0.0.1:${world.port}`, `http://localhost:${world.port}`]
      // A page of another site may open a socket to any address: it is told by its origin.
      if (!local.includes(request.headers.origin ?? '')) {
        return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      }
      server.handleUpgrade(request, socket, head, (ws) => {
        const page: Page = { socket: ws, world: new Map(), panes: new Map(), slowAt: 0 }
        pages.add(page)
        ws.on('message', (data) => heard(page, data.toString()))
        ws.on('close', () => pages.delete(page))
        ws.on('error', () => ws.terminate())
        tell(page)
      })
    },
    changed: () => {
      if (pages.size > 0) later(PAUSE_MS)
    },
    stop: () => {
      clearTimeout(timer)
      for (const { socket } of pages) socket.terminate()
      server.close()
    },
  }
}

const peopleMark = ({ store }: World) => {
  let sum = 0
  for (const person of store.people.values()) sum += person.updatedAt % 1_000_000_007
  return `${store.people.size} ${sum}`
}

const peopleOf = ({ store }: World): WorldParts['people'] =>
  [...store.people.values()].map((person) => ({
    id: person.id,
    name: person.name,
    realName: person.realName,
    displayName: person.displayName,
    title: person.title,
    tz: person.tz,
    playable: !person.isBot && !person.deleted && person.id !== 'USLACKBOT',
  }))

function unreadOf(world: World): Record<string, number> {
  const found: Record<string, number> = {}
  for (const channel of world.store.channels.values()) {
    if (channel.kind !== 'im' && channel.kind !== 'mpim') continue
    for (const id of channel.members) {
      if (id === world.app.botUserId) continue
      const unread = unreadIn(world, id, channel.id)
      if (unread > 0) found[id] = (found[id] ?? 0) + unread
    }
  }
  return found
}
