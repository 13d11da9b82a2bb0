/**
 * A strict stand-in for a Slack workspace: one server that Bolt, WebClient and SocketModeClient take for
 * Slack, people to act as, a clock to move, and faults to inject. See README.md beside this file.
 */
import type { Hono } from 'hono'
import { makeActor } from './actor/actor.ts'
import { makeAdmin } from './admin.ts'
import { makeClock } from './clock.ts'
import { addControl } from './control/routes.ts'
import { makeDelivery } from './delivery/delivery.ts'
import type { DeliveryMode } from './delivery/types.ts'
import { makeFaults } from './faults.ts'
import { readManifest } from './manifest.ts'
import { CHANNELS, PEOPLE, WORKSPACE } from './people.ts'
import { readingOf } from './render/index.ts'
import { renderMrkdwn } from './render/mrkdwn.ts'
import type { Sandbox } from './sandbox.ts'
import { type PageHooks, servePage } from './serve/page.ts'
import { listen, makeApp } from './server.ts'
import { restoreSnapshot, takeSnapshot } from './snapshot.ts'
import { makeTraffic } from './traffic.ts'
import type { ChannelSeed, PersonSeed } from './types.ts'
import { addChannel, addPerson } from './workspace.ts'
import { emptyStore, findPerson, type World } from './world.ts'

export type { Actor } from './actor/actor.ts'
export type { How, Target } from './actor/click.ts'
export type { FormValues } from './actor/form.ts'
export type { Outcome, SubmitOutcome } from './actor/outcome.ts'
export type { InboxEntry } from './actor/see.ts'
export type { Admin } from './admin.ts'
export type { SandboxClock } from './clock.ts'
export type { Ack, DeliveryMode, EnvelopeType } from './delivery/types.ts'
export type { FaultKind, FaultRule, Faults } from './faults.ts'
export { PEOPLE } from './people.ts'
export { plainText } from './render/index.ts'
export { type Reading, renderMrkdwn } from './render/mrkdwn.ts'
export type { Sandbox } from './sandbox.ts'
export type { PageHooks } from './serve/page.ts'
export type { Snapshot } from './snapshot.ts'
export type { Traffic } from './traffic.ts'
export type * from './types.ts'
export { validateBlocks, validateView } from './validate/index.ts'

/** How long `until` waits unless told otherwise, real ms: whatever comes at all comes by then, on a busy machine too. */
const PATIENCE_MS = 30_000

export interface SandboxOptions {
  /** Default 4400; 0 takes any free port. */
  port?: number
  /** The app's manifest, parsed or as text. Without one the app is taken to have asked for everything. */
  manifest?: unknown
  /** Whether the workspace granted the optional scopes; default true. */
  grantOptional?: boolean
  people?: PersonSeed[]
  channels?: ChannelSeed[]
  /** The instant to begin at, in milliseconds; default Monday 5 October 2026, 08:00 UTC. */
  now?: number
  /** Whether the clock runs with real time; default false: frozen. */
  running?: boolean
  /** How the app is reached; default `socket`. */
  mode?: DeliveryMode
  /** The app's address for delivery by HTTP. */
  requestUrl?: string
  /** REAL milliseconds that a person waits for an acknowledgement; default 3000. */
  ackTimeoutMs?: number
  /** Whether calls are limited by Slack's tiers; default true. */
  rateLimits?: boolean
  log?: (line: string) => void
  /** Serves the page at `/`, with what its clock and its switches do beyond the sandbox. */
  page?: PageHooks
  /** Adds routes of one's own, such as a page, before the first request can come. */
  extend?: (routes: Hono, sandbox: Sandbox) => void
}

/** 2026-10-05T08:00:00Z, a Monday. */
const MONDAY = Date.UTC(2026, 9, 5, 8)

/** Starts a sandbox on 127.0.0.1. @throws if the port is taken or the manifest cannot be read */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const listeners = new Set<() => void>()
  const world = {
    port: 0,
    url: '',
    clock: makeClock(options.now ?? MONDAY, options.running),
    store: emptyStore(),
    manifest: readManifest(options.manifest, options.grantOptional ?? true),
    workspace: { ...WORKSPACE },
    app: { id: 'A0SANDBOX1', botUserId: 'U0SANDBOXB', botId: 'B0SANDBOX1' },
    tokens: {
      bot: 'xoxb-1000000000001-1000000000002-sandboxSandboxSandboxSand',
      app: 'xapp-1-A0SANDBOX1-1000000000003-5a6e64626f785a6e64626f785a6e64626f785a6e64626f785a6e64626f785a6e',
      signingSecret: '5a6e64626f782d7369676e696e672d73',
      verification: 'sandboxVerificationToken',
    },
    traffic: makeTraffic(),
    upgrades: new Map(),
    ackTimeoutMs: options.ackTimeoutMs ?? 3000,
    rateLimits: options.rateLimits ?? true,
    log: options.log ?? (() => {}),
    changed: () => {
      for (const listener of [...listeners]) listener()
    },
  } as unknown as World
  world.faults = makeFaults(world.clock.now)
  world.delivery = makeDelivery(world, options.mode ?? 'socket', options.requestUrl)
  settle(world, options)

  const app = makeApp(world)
  const server = await listen(world, app, options.port ?? 4400)
  world.port = server.port
  world.url = `http://127.0.0.1:${server.port}`
  world.log(`sandbox workspace at ${world.url}`)

  const sandbox: Sandbox = {
    port: world.port,
    url: world.url,
    apiUrl: `${world.url}/api/`,
    tokens: {
      // Another one once the app was made anew.
      get bot() {
        return world.tokens.bot
      },
      app: world.tokens.app,
      signingSecret: world.tokens.signingSecret,
    },
    workspace: world.workspace,
    app: world.app,
    clock: world.clock,
    get people() {
      return [...world.store.people.values()]
    },
    get channels() {
      return [...world.store.channels.values()]
    },
    as: (nameOrId) => makeActor(world, findPerson(world, nameOrId)),
    deliver: {
      mode: (mode, requestUrl) => world.delivery.setMode(mode, requestUrl),
      verify: () => world.delivery.verify(),
      raw: (payload, { type }) => world.delivery.raw(type, payload),
      redeliver: (id) => world.delivery.redeliver(id === 'last' ? undefined : id),
      drop: () => world.delivery.sockets.drop(),
      disconnect: () => world.delivery.sockets.disconnect(),
      get connections() {
        return world.delivery.sockets.open
      },
    },
    faults: world.faults,
    traffic: world.traffic,
    admin: makeAdmin(world),
    renderMrkdwn: (text, { as }) => renderMrkdwn(text, readingOf(world, findPerson(world, as))),
    until: (what, timeoutMs = PATIENCE_MS) => until(listeners, what, timeoutMs),
    onChange: (callback) => {
      listeners.add(callback)
      return () => listeners.delete(callback)
    },
    state: () => takeSnapshot(world),
    restore: (snapshot) => restoreSnapshot(world, snapshot),
    stop: async () => {
      stopPage?.()
      world.delivery.stop()
      world.clock.stop()
      await server.stop()
    },
  }
  const stopPage = options.page && servePage(app, world, sandbox, options.page)
  addControl(app, sandbox)
  options.extend?.(app, sandbox)
  return sandbox
}

function settle(world: World, options: SandboxOptions): void {
  for (const seed of options.people ?? PEOPLE) addPerson(world, seed)
  const name = world.manifest.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  addPerson(world, {
    id: world.app.botUserId,
    name,
    realName: world.manifest.name,
    isBot: true,
    tz: 'America/Los_Angeles',
  })
  const names = new Set([...world.store.people.values()].map((person) => person.name))
  // The default channels name default people, who need not be there.
  const fitting = CHANNELS.map((seed) => ({
    ...seed,
    members: seed.members?.filter((each) => names.has(each)),
  }))
  for (const seed of options.channels ?? fitting) addChannel(world, seed)
}

function until<T>(
  listeners: Set<() => void>,
  what: () => T | undefined | null | false,
  timeoutMs: number,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      listeners.delete(look)
      reject(new Error(`It did not come about within ${timeoutMs} ms: ${what.toString()}`))
    }, timeoutMs)
    const look = () => {
      let found: T | undefined | null | false
      try {
        found = what()
      } catch (error) {
        clearTimeout(timer)
        listeners.delete(look)
        reject(error)
        return
      }
      if (!found) return
      clearTimeout(timer)
      listeners.delete(look)
      resolve(found)
    }
    listeners.add(look)
    look()
  })
}
