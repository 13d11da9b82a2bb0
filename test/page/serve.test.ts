/** The page's server part: who is let in, what is told to whom, and what its steps of time do. */
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { PageHooks, Sandbox } from '../../src/sandbox/index.ts'
import type { FromPage, PageMessage, ToPage } from '../../src/sandbox/serve/wire.ts'
import { aSandbox } from '../sandbox/tiny-app.ts'
import { needBuilt } from './support/opened.ts'

const HOUR = 3_600_000
const ANA = 'U0ANA00001'
const WINS = 'C0PMWINS01'

let sandbox: Sandbox
let hooks: PageHooks
let sockets: WebSocket[]

beforeEach(async () => {
  needBuilt()
  hooks = {}
  sockets = []
  sandbox = await aSandbox({ page: hooks })
})
afterEach(async () => {
  for (const socket of sockets) socket.terminate()
  await sandbox.stop()
})

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(sandbox.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

/** A page that listens, and what it was told so far. */
async function listen(...said: FromPage[]) {
  const socket = new WebSocket(`${sandbox.url.replace('http', 'ws')}/page/live`, { origin: sandbox.url })
  sockets.push(socket)
  const told: ToPage[] = []
  let heard = () => {}
  socket.on('message', (data) => {
    told.push(JSON.parse(data.toString()) as ToPage)
    heard()
  })
  await once(socket, 'open')
  for (const each of said) socket.send(JSON.stringify(each))
  return {
    socket,
    told,
    /** Resolves with the first thing told that fits, now or later. */
    hears: <T>(pick: (message: ToPage) => T | undefined) =>
      new Promise<T>((resolve) => {
        heard = () => {
          const found = told.map(pick).find((each) => each !== undefined)
          if (found !== undefined) resolve(found)
        }
        heard()
      }),
  }
}

const look = (as: string, open: string | null, limit = 80): FromPage => ({
  look: { pane: `one:${as}`, as, open, limit },
})
const upserts = (told: ToPage[]): PageMessage[] =>
  told.flatMap((each) => ('pane' in each ? (each.messages?.upsert ?? []) : []))

describe('who is let in', () => {
  it('the page, with a policy that lets in nothing from elsewhere', async () => {
    const response = await fetch(`${sandbox.url}/as/ana/home`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'")
    expect(await response.text()).toContain('<div id="root">')
  })

  it('no file beside the page', async () => {
    expect((await fetch(`${sandbox.url}/assets/%2e%2e/%2e%2e/index.js`)).status).toBe(404)
    expect((await fetch(`${sandbox.url}/assets/..%2f..%2findex.js`)).status).toBe(404)
  })

  it('no socket of a page from elsewhere, and none without an origin', async () => {
    for (const origin of ['http://example.com', `http://127.0.0.1:${sandbox.port + 1}`, undefined]) {
      const socket = new WebSocket(`${sandbox.url.replace('http', 'ws')}/page/live`, { origin })
      const [error] = (await once(socket, 'error')) as [Error]
      expect(error.message).toContain('403')
    }
    expect((await listen()).socket.readyState).toBe(WebSocket.OPEN)
  })

  it('no form of a page from elsewhere', async () => {
    const refused = await post('/page/time', { by: 'hour' }, { 'content-type': 'text/plain' })
    expect(refused.status).toBe(400)
    expect((await post('/page/time', { by: 'hour' })).status).toBe(200)
  })
})

describe('what is told', () => {
  it('a new message to who looks there, and only that', async () => {
    await sandbox.as('ben').say('pm-wins', 'one')
    const page = await listen(look(ANA, WINS))
    await page.hears((each) => ('pane' in each && each.messages?.upsert.length === 1) || undefined)
    await sandbox.as('ben').say('pm-wins', 'two')
    await page.hears((each) => upserts([each]).find((message) => message.text === 'two'))
    expect(upserts(page.told).map((message) => message.text)).toEqual(['one', 'two'])
  })

  it('nothing of a channel that the person is not in', async () => {
    await sandbox.as('chidi').say('product-leads', 'secret')
    const page = await listen(look(ANA, 'C0LEADERS1'), look('U0CHI00003', 'C0LEADERS1'))
    await page.hears((each) => upserts([each]).find((message) => message.text === 'secret'))
    const toAna = page.told.filter((each) => 'pane' in each && each.pane === `one:${ANA}`)
    expect(toAna.length).toBeGreaterThan(0)
    expect(JSON.stringify(toAna)).not.toContain('secret')
  })

  it('the newest of many, and older ones when asked', async () => {
    for (let index = 0; index < 12; index++) await sandbox.as('ben').say('pm-wins', `number ${index}`)
    const page = await listen(look(ANA, WINS, 5))
    const first = await page.hears((each) => ('pane' in each ? each.messages : undefined))
    expect(first).toMatchObject({ more: true, reset: true })
    expect(first.upsert.map((each) => each.text)).toEqual([7, 8, 9, 10, 11].map((n) => `number ${n}`))
    page.socket.send(JSON.stringify(look(ANA, WINS, 50)))
    await page.hears((each) => upserts([each]).find((message) => message.text === 'number 0'))
    expect(upserts(page.told)).toHaveLength(12)
  })

  it('what one has not read, until one looks', async () => {
    await sandbox.as('ben').say('pm-wins', 'news')
    const page = await listen(look(ANA, null))
    const unread = (each: ToPage) =>
      'pane' in each ? each.parts.conversations?.find(({ id }) => id === WINS)?.unread : undefined
    expect(await page.hears(unread)).toBe(1)
    page.told.length = 0
    page.socket.send(JSON.stringify(look(ANA, WINS)))
    expect(await page.hears(unread)).toBe(0)
  })

  it('survives whatever else is said to it', async () => {
    const page = await listen()
    for (const words of [
      '{',
      '[]',
      'null',
      '{"look":{"pane":1}}',
      '{"look":{"pane":"x","as":"__proto__","open":null,"limit":5}}',
    ])
      page.socket.send(words)
    page.socket.send(JSON.stringify(look(ANA, null)))
    await page.hears((each) => ('pane' in each ? each.parts.conversations : undefined))
  })
})

describe('time', () => {
  it('passes by an hour, a day, a week', async () => {
    const before = sandbox.clock.now()
    for (const by of ['hour', 'day', 'week']) await post('/page/time', { by })
    expect(sandbox.clock.now() - before).toBe(HOUR * (1 + 24 + 7 * 24))
  })

  it('passes once at a time, shows how far it is, and stops when told', async () => {
    hooks.until = (_at, signal) =>
      new Promise((resolve) => {
        sandbox.clock.advance(12 * HOUR)
        signal.addEventListener('abort', () => resolve())
      })
    const page = await listen()
    const first = post('/page/time', { by: 'day' })
    const busy = await page.hears((each) =>
      'world' in each && each.world.busy && each.world.busy.at > each.world.busy.from
        ? each.world.busy
        : undefined,
    )
    expect((busy.at - busy.from) / (busy.to - busy.from)).toBe(0.5)
    const second = await post('/page/time', { by: 'hour' })
    expect(await second.json()).toMatchObject({
      ok: false,
      error: expect.stringContaining('passing already'),
    })
    await post('/page/stop', {})
    expect((await first).status).toBe(200)
  })

  it('says what only the demo can do', async () => {
    for (const [path, body] of [
      ['/page/play', { weeks: 12 }],
      ['/page/time', { by: 'prompt' }],
      ['/page/kill', {}],
    ] as const) {
      const response = await post(path, body)
      expect([response.status, ((await response.json()) as { error: string }).error]).toEqual([
        400,
        expect.stringMatching(/demo|not ours/),
      ])
    }
    hooks.kill = async () => {}
    expect((await post('/page/kill', {})).status).toBe(200)
  })
})
