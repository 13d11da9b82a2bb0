/** Composes the one server: Web API, response URLs, uploads, sockets, and what the sandbox adds. */
import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { handleResponseUrl } from './respond.ts'
import { makeApi } from './web/api.ts'
import { receiveUpload } from './web/files.ts'
import type { World } from './world.ts'

/** The Hono app of a world. More routes, such as a web page, may be added to what this returns. */
export function makeApp(world: World): Hono {
  const app = new Hono()
  const api = makeApi(world)
  app.on(['GET', 'POST'], '/api/:method', (c) => api(c.req.param('method'), c.req.raw))
  app.post('/response/*', (c) => handleResponseUrl(world, c.req.path.slice('/response/'.length), c.req.raw))
  app.post('/upload/v1/:id', async (c) => {
    const content = await uploadedBytes(c.req.raw)
    if (!receiveUpload(world, c.req.param('id'), content)) return c.text('Not expected', 400)
    return c.text(`OK - ${content.length}`)
  })
  app.get('/files/:id/:name', (c) => {
    const file = world.store.files.get(c.req.param('id'))
    const content = file && world.store.fileContents.get(file.id)
    if (!content) return c.notFound()
    // A file from somebody is never a page of this origin: opened by itself it may run nothing.
    return c.body(new Uint8Array(content), 200, {
      'content-type': file.mimetype,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    })
  })
  return app
}

async function uploadedBytes(request: Request): Promise<Uint8Array> {
  if (!(request.headers.get('content-type') ?? '').startsWith('multipart/')) {
    return new Uint8Array(await request.arrayBuffer())
  }
  for (const [, value] of await request.formData()) {
    if (typeof value !== 'string') return new Uint8Array(await value.arrayBuffer())
  }
  return new Uint8Array()
}

/** Listens on 127.0.0.1 alone. @returns the port, and a function that ends everything at once */
export async function listen(
  world: World,
  app: Hono,
  port: number,
): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  server.on('upgrade', (request, socket, head) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const take = world.upgrades.get(pathname) ?? world.delivery.sockets.upgrade
    take(request, socket, head)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('The server has no port')
  return {
    port: address.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
