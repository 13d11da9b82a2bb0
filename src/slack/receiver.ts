import { type App, HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import { boltLogger } from './client.ts'

/** How Slack reaches us. */
export interface Entrance {
  mode: 'socket' | 'http'
  receiver: Receiver
  start(app: App): Promise<void>
  stop(app: App): Promise<void>
  /** In HTTP mode the port that is listened on. */
  port(): number | undefined
  /** Since when (real time, ms) there has been no connection; undefined while there is one. */
  downSince(): number | undefined
}

export const EVENTS_PATH = '/slack/events'

/** A form can carry 100 inputs of 3,000 characters; Slack's own bound on a view is 250 kB. */
const BODY_LIMIT = '1mb'

/** Health and the like, served beside Slack's requests in HTTP mode. */
export interface Route {
  path: string
  method: string[]
  handler: (req: unknown, res: import('node:http').ServerResponse) => void
}

/**
 * How long a connection may be without an answer to our pings. Much less, and a standstill of the machine for some
 * seconds is taken for a dead connection, and what came meanwhile is lost with it.
 */
export const PONG_MS = 15_000
/** How long to wait before a new connection; more for each that fails, since they are limited (tier 1). */
export const RECONNECT_MS = 1000

/**
 * The library waits for a new connection as long as it waits for a pong, which would leave a gap of as many seconds after
 * each of Slack's own disconnects. A connection takes its figure along when it is made, right after `authenticated`.
 */
function reconnectSoon(client: SocketModeReceiver['client']): void {
  const figures = client as unknown as { clientPingTimeoutMS: number }
  client.on('authenticated', () => {
    figures.clientPingTimeoutMS = PONG_MS
  })
  client.on('connecting', () => {
    figures.clientPingTimeoutMS = RECONNECT_MS
  })
}

/** How long to wait for the end of a connection that seems gone already, ms. */
const STOP_MS = 500

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Socket Mode if there is an app token, else HTTP. */
export const createEntrance = (config: Config, routes: Route[], log: Log): Entrance =>
  config.appToken ? socketEntrance(config, config.appToken, log) : httpEntrance(config, routes, log)

function socketEntrance(config: Config, appToken: string, log: Log): Entrance {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: boltLogger(log) as never,
    clientPingTimeout: PONG_MS,
    installerOptions: {
      // An object of its own: shared with the App's, its retryConfig would leak there. Without `forever` a
      // failing apps.connections.open during a reconnect ends in an unhandled rejection and no connection.
      clientOptions: {
        slackApiUrl: config.apiUrl,
        retryConfig: { forever: true, minTimeout: 200, maxTimeout: 10_000 },
      },
    },
  })
  reconnectSoon(receiver.client)
  let downSince: number | undefined = Date.now()
  receiver.client.on('connected', () => {
    downSince = undefined
  })
  for (const event of ['disconnected', 'reconnecting', 'close'])
    receiver.client.on(event, () => {
      downSince ??= Date.now()
    })
  return {
    mode: 'socket',
    receiver,
    start: async (app) => void (await app.start()),
    // The library waits for the end of a connection, also where there is none to end.
    stop: async (app) =>
      void (await Promise.race([app.stop(), ...(downSince === undefined ? [] : [pause(STOP_MS)])])),
    port: () => undefined,
    downSince: () => downSince,
  }
}

function httpEntrance(config: Config, routes: Route[], log: Log): Entrance {
  const receiver = new HTTPReceiver({
    signingSecret: config.signingSecret ?? '',
    endpoints: EVENTS_PATH,
    // Events are acknowledged after they were handled, so that Slack sends again what a crash lost.
    processBeforeResponse: true,
    bodyLimit: BODY_LIMIT,
    customRoutes: routes as never,
    logger: boltLogger(log) as never,
  })
  let port: number | undefined
  return {
    mode: 'http',
    receiver,
    start: async (app) => {
      const server = await (app.start as (options: object) => Promise<import('node:http').Server>)({
        port: config.port,
        host: config.host,
      })
      const address = server.address()
      port = address && typeof address === 'object' ? address.port : config.port
    },
    stop: async (app) => void (await app.stop()),
    port: () => port,
    downSince: () => undefined,
  }
}
