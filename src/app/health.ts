import { createServer, type Server } from 'node:http'
import { type Health, healthRoute } from './check-health.ts'

export interface HealthServer {
  port: number
  stop(): Promise<void>
}

/**
 * Answers `GET /health` and nothing else: in Socket Mode there is no other server.
 * Rejects with the system's error if the port cannot be had.
 */
export async function serveHealth(
  health: () => Promise<Health>,
  host: string,
  port: number,
): Promise<HealthServer> {
  const { path, handler } = healthRoute(health, 'parts')
  const server = createServer((req, res) => {
    const asked = (req.url ?? '').split('?')[0]
    if (asked === path && (req.method === 'GET' || req.method === 'HEAD')) return handler(req, res)
    res.writeHead(404, { 'content-type': 'text/plain' }).end('Cairn answers at /health.\n')
  })
  await listening(server, host, port)
  const address = server.address()
  return {
    port: address && typeof address === 'object' ? address.port : port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const listening = (server: Server, host: string, port: number) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
