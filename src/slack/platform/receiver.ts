import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import {
  type App,
  HTTPModuleFunctions,
  HTTPReceiver,
  type Receiver,
  type ReceiverEvent,
  SocketModeReceiver,
} from '@slack/bolt'
import type { Config } from '../../app/config.ts'
import type { Log } from '../../log.ts'
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

const EVENTS_PATH = '/slack/events'

/** A form can carry 100 inputs of 3,000 characters; Slack's own bound on a view is 250 kB. */
const BODY_LIMIT = '1mb'

/** Health and the like, served beside Slack's requests in HTTP mode. */
export interface Route {
  path: string
  method: string[]
  handler: (req: unknown, res: ServerResponse) => void
}

/** Slack gives up after 3 s; each request has its answer before, whatever became of it. */
const ANSWER_WITHIN_MS = 2500
/** Slack sends a request at once. Half a one keeps its connection no longer than this. */
const BODY_WITHIN_MS = 10_000
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
    logger: socketLogger(log) as never,
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
  receiver.client.on('error', (err: unknown) =>
    log.warn({ err }, 'the connection to Slack broke; a new one is made'),
  )
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

/**
 * The library says that a connection broke by two errors without their cause. It hands out the cause itself as well, and
 * connections break every day: that is one warning of our own.
 */
function socketLogger(log: Log) {
  const all = boltLogger(log)
  return {
    ...all,
    error: (...said: unknown[]) => {
      if (!/^WebSocket error/.test(String(said[0]))) all.warn(...said)
    },
  }
}

function httpEntrance(config: Config, routes: Route[], log: Log): Entrance {
  const receiver = new HTTPReceiver({
    signingSecret: config.signingSecret ?? '',
    endpoints: EVENTS_PATH,
    // Events are acknowledged after they were handled, so that Slack sends again what a crash lost.
    processBeforeResponse: true,
    processEventErrorHandler: async ({ error, response }) => {
      if (!response.headersSent) response.writeHead(error instanceof NoAnswer ? 503 : 500).end()
      return true
    },
    bodyLimit: BODY_LIMIT,
    customRoutes: routes as never,
    logger: boltLogger(log) as never,
  })
  const init = receiver.init.bind(receiver)
  receiver.init = (app) =>
    init({ processEvent: (event: ReceiverEvent) => inTime(event, (e) => app.processEvent(e), log) } as App)

  const answering = new Set<Promise<void>>()
  const listen = receiver.requestListener
  receiver.requestListener = (req, res) => {
    if (req.method !== 'POST' || req.url?.split('?')[0] !== EVENTS_PATH) return listen(req, res)
    void readWhole(req, res).then((whole) => {
      if (!whole) return
      const ended = new Promise<void>((resolve) => res.once('close', resolve))
      answering.add(ended)
      void ended.then(() => answering.delete(ended))
      listen(req, res)
    })
  }
  let server: Server | undefined
  let port: number | undefined
  return {
    mode: 'http',
    receiver,
    start: async (app) => {
      server = await (app.start as unknown as (...options: object[]) => Promise<Server>)(
        { port: config.port, host: config.host },
        { headersTimeout: BODY_WITHIN_MS, requestTimeout: BODY_WITHIN_MS, connectionsCheckingInterval: 1000 },
      )
      const address = server.address()
      port = address && typeof address === 'object' ? address.port : config.port
    },
    async stop(app) {
      const stopped = app.stop()
      // What is being answered is answered. Who has sent but half a request is not waited for.
      await Promise.all(answering)
      server?.closeAllConnections()
      await stopped
    },
    port: () => port,
    downSince: () => undefined,
  }
}

/**
 * Reads the whole request, where Bolt finds it then. False if it is answered already: too large, cut off, or with a
 * body that is no object, which Bolt trips over and never answers.
 */
async function readWhole(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  try {
    const whole = await HTTPModuleFunctions.bufferIncomingMessage(req, BODY_LIMIT)
    if (isObject(whole)) return true
    res.writeHead(400).end()
  } catch (error) {
    res.writeHead((error as { statusCode?: number }).statusCode === 413 ? 413 : 400).end()
  }
  return false
}

function isObject(req: Parameters<typeof HTTPModuleFunctions.parseHTTPRequestBody>[0]): boolean {
  try {
    const body: unknown = HTTPModuleFunctions.parseHTTPRequestBody(req)
    return typeof body === 'object' && body !== null
  } catch {
    return false
  }
}

/** Nothing has answered a request, or not in time. */
class NoAnswer extends Error {}

/**
 * Resolves when the request can be answered: an event after it was handled, anything else as soon as it is
 * acknowledged; the work goes on. Rejects with NoAnswer if nothing acknowledges it, or an event takes too long, which Slack
 * sends again then.
 */
async function inTime(
  event: ReceiverEvent,
  handle: (event: ReceiverEvent) => Promise<void>,
  log: Log,
): Promise<void> {
  const isEvent = (event.body as { type?: unknown }).type === 'event_callback'
  let acknowledged = false
  let late = false
  let timer: NodeJS.Timeout | undefined
  await new Promise<void>((resolve, reject) => {
    const ack: typeof event.ack = async (response) => {
      // Slack has its answer: what was to be shown with it is lost, what comes after it is not.
      if (late) return
      await event.ack(response)
      acknowledged = true
      if (!isEvent) resolve()
    }
    timer = setTimeout(() => {
      late = true
      log.warn({ event: isEvent }, 'a request took too long to be answered')
      reject(new NoAnswer())
    }, ANSWER_WITHIN_MS)
    handle({ ...event, ack }).then(
      () => (acknowledged ? resolve() : reject(new NoAnswer())),
      (err: unknown) => {
        log.error({ err }, 'Bolt could not hand something on')
        reject(err)
      },
    )
  }).finally(() => clearTimeout(timer))
}
