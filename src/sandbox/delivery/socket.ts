/** Socket Mode: tickets, connections, envelopes and their acknowledgements. */
import { randomUUID } from 'node:crypto'
import { type WebSocket, WebSocketServer } from 'ws'
import { keep } from '../traffic.ts'
import type { World } from '../world.ts'
import type { Ack, Sockets } from './types.ts'

/** Slack holds at most ten connections open for an app. */
export const MAX_CONNECTIONS = 10
const PING_EVERY_MS = 10_000

interface Connection {
  socket: WebSocket
  draining: boolean
  waiting: Set<string>
}

export function makeSockets(world: World): Sockets {
  const server = new WebSocketServer({ noServer: true })
  const tickets = new Set<string>()
  const connections: Connection[] = []
  const pending = new Map<string, (ack: Ack) => void>()
  let turn = 0
  const pings = setInterval(() => {
    for (const { socket } of connections) socket.ping('Ping from server')
  }, PING_EVERY_MS)
  pings.unref()

  const usable = () =>
    connections.filter((each) => !each.draining && each.socket.readyState === each.socket.OPEN)

  function settle(id: string, ack: Ack): boolean {
    const resolve = pending.get(id)
    pending.delete(id)
    resolve?.(ack)
    return resolve !== undefined
  }

  function received(text: string) {
    let message: { envelope_id?: unknown; payload?: unknown }
    try {
      message = JSON.parse(text)
    } catch {
      keep(world.traffic.errors, {
        at: world.clock.now(),
        where: 'socket',
        message: 'not JSON',
        details: text,
      })
      world.changed()
      return
    }
    if (typeof message?.envelope_id === 'string')
      settle(message.envelope_id, { ok: true, body: message.payload })
  }

  function connected(socket: WebSocket) {
    const connection: Connection = { socket, draining: false, waiting: new Set() }
    connections.push(connection)
    socket.on('message', (data) => received(data.toString()))
    socket.on('error', (error) =>
      keep(world.traffic.errors, { at: world.clock.now(), where: 'socket', message: error.message }),
    )
    socket.on('close', () => {
      connections.splice(connections.indexOf(connection), 1)
      // The app may have done its work: nobody will ever know, and the person is told that it failed.
      for (const id of connection.waiting) {
        settle(id, { ok: false, error: 'dispatch_failed', reason: 'connection_failed' })
      }
      world.changed()
    })
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: connections.length,
        debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18060 },
        connection_info: { app_id: world.app.id },
      }),
    )
    world.changed()
  }

  return {
    get open() {
      return usable().length
    },
    ticket: () => {
      const ticket = randomUUID()
      tickets.add(ticket)
      return `ws://127.0.0.1:${world.port}/link/?ticket=${ticket}&app_id=${world.app.id}`
    },
    upgrade: (request, socket, head) => {
      const url = new URL(request.url ?? '/', world.url)
      const ticket = url.searchParams.get('ticket') ?? ''
      const refuse = (status: string) => socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`)
      if (url.pathname !== '/link/') return refuse('404 Not Found')
      if (!tickets.delete(ticket)) return refuse('403 Forbidden')
      if (connections.length >= MAX_CONNECTIONS) return refuse('429 Too Many Requests')
      server.handleUpgrade(request, socket, head, connected)
    },
    send: (entry) => {
      const open = usable()
      const connection = open[turn++ % Math.max(1, open.length)]
      if (!connection)
        return Promise.resolve({ ok: false, error: 'dispatch_failed', reason: 'connection_failed' })
      const isEvent = entry.type === 'events_api'
      return new Promise<Ack>((resolve) => {
        const timer = setTimeout(
          () => settle(entry.envelopeId, { ok: false, error: 'operation_timed_out', reason: 'timeout' }),
          world.ackTimeoutMs,
        )
        connection.waiting.add(entry.envelopeId)
        pending.set(entry.envelopeId, (ack) => {
          clearTimeout(timer)
          connection.waiting.delete(entry.envelopeId)
          resolve(ack)
        })
        connection.socket.send(
          JSON.stringify({
            envelope_id: entry.envelopeId,
            payload: entry.payload,
            type: entry.type,
            accepts_response_payload: !isEvent,
            ...(isEvent && { retry_attempt: entry.retryNum, retry_reason: entry.retryReason }),
          }),
        )
      })
    },
    drop: () => {
      for (const { socket } of [...connections]) socket.terminate()
    },
    disconnect: (reason = 'refresh_requested') => {
      for (const connection of connections) {
        connection.draining = true
        connection.socket.send(
          JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }),
        )
      }
    },
    stop: () => {
      clearInterval(pings)
      for (const { socket } of [...connections]) socket.terminate()
      for (const id of [...pending.keys()]) {
        settle(id, { ok: false, error: 'dispatch_failed', reason: 'connection_failed' })
      }
      server.close()
    },
  }
}
