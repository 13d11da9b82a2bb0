/** How payloads reach the app: acknowledgement, repeats, reconnection, signatures, faults. */
import { createHmac } from 'node:crypto'
import type { App } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { aSandbox, type Running, withApp } from './tiny-app.ts'

/** Milliseconds before an app reconnects, in the tests that wait for it. */
const BRIEFLY = 300

let stop: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const each of stop.reverse()) await each()
  stop = []
})

async function running(define: (app: App) => void, options = {}, patience?: number): Promise<Running> {
  const started = await withApp(define, options, patience)
  stop.push(started.stop)
  return started
}
async function alone(options = {}) {
  const sandbox = await aSandbox(options)
  stop.push(sandbox.stop)
  return sandbox
}

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  it('a command without an answer in time is an error to the person', async () => {
    const { sandbox } = await running((app) => app.command('/mentor', async () => {}), {
      mode,
      ackTimeoutMs: 30,
    })
    expect(await sandbox.as('ana').command('/mentor x')).toEqual({
      ok: false,
      error: 'operation_timed_out',
      text: '/mentor failed with the error "operation_timeout"',
    })
    expect(sandbox.as('ana').inbox().at(-1)).toMatchObject({ kind: 'trouble' })
    expect(sandbox.traffic.envelopes.at(-1)).toMatchObject({
      type: 'slash_commands',
      outcome: 'operation_timed_out',
      via: mode,
    })
  })

  it('an envelope is delivered again as it was, and Bolt handles it twice', async () => {
    const seen: string[] = []
    const { sandbox } = await running(
      (app) =>
        app.command('/mentor', async ({ ack, command }) => {
          seen.push(command.trigger_id)
          await ack()
        }),
      { mode },
    )
    await sandbox.as('ana').command('/mentor x')
    expect(await sandbox.deliver.redeliver('last')).toMatchObject({ ok: true })
    sandbox.faults.add({ event: 'slash_commands', kind: 'redeliver', times: 1 })
    await sandbox.as('ana').command('/mentor y')
    expect(seen).toHaveLength(4)
    expect(seen[0]).toBe(seen[1])
    expect(seen[2]).toBe(seen[3])
  })

  it('only events of the manifest are sent', async () => {
    const seen: string[] = []
    const { sandbox } = await running(
      (app) => {
        app.event('user_change', async ({ event }) => void seen.push(event.user.name))
        app.event('team_join', async ({ event }) => void seen.push(event.user.name))
        app.message(async () => void seen.push('message'))
      },
      { mode },
    )
    await sandbox.admin.updatePerson('ana', { tz: 'Asia/Tokyo' })
    await sandbox.admin.addPerson({ name: 'zoe' })
    await sandbox.as('ana').say('pm-wins', 'hello')
    await sandbox.until(() => seen.length === 2)
    expect(seen).toEqual(['ana', 'zoe'])
    expect(sandbox.traffic.envelopes.map((each) => each.outcome)).toEqual(['acked', 'acked'])
    expect(sandbox.as('zoe').person.email).toBe('zoe@example.com')
  })

  it('any payload can be sent, and so can one of another workspace', async () => {
    const seen: unknown[] = []
    const { sandbox } = await running(
      (app) =>
        app.event('app_home_opened', async ({ body }) => {
          seen.push(body.team_id)
        }),
      { mode },
    )
    const event = { type: 'app_home_opened', user: 'U0ANA00001', channel: 'D1', tab: 'home', event_ts: '1.1' }
    const payload = {
      type: 'event_callback',
      team_id: 'T0FOREIGN1',
      event_id: 'Ev1',
      event_time: 1,
      api_app_id: 'A1',
      event,
    }
    expect(await sandbox.deliver.raw(payload, { type: 'events_api' })).toMatchObject({ ok: true })
    await sandbox.until(() => seen.length)
    expect(seen).toEqual(['T0FOREIGN1'])
  })
})

describe('without a connection', () => {
  it('people are told, and events are repeated at once, after one and after five minutes', async () => {
    const sandbox = await alone()
    const ana = sandbox.as('ana')
    expect(await ana.command('/mentor x')).toMatchObject({ ok: false, error: 'dispatch_failed' })
    sandbox.traffic.clear()
    await ana.openHome()
    const tries = () =>
      sandbox.traffic.envelopes.map((each) => [each.at - start, each.retryNum, each.retryReason])
    const start = sandbox.clock.now()
    await sandbox.until(() => tries().length === 2)
    sandbox.clock.advance(59_999)
    expect(tries()).toHaveLength(2)
    sandbox.clock.advance(1)
    await sandbox.until(() => tries().length === 3)
    sandbox.clock.advance(240_000)
    await sandbox.until(() => tries().length === 4)
    sandbox.clock.advance(86_400_000)
    expect(tries()).toEqual([
      [0, 0, ''],
      [0, 1, 'connection_failed'],
      [60_000, 2, 'connection_failed'],
      [300_000, 3, 'connection_failed'],
    ])
  })

  it('an app that comes back gets the event that it missed', async () => {
    const seen: unknown[] = []
    const { sandbox } = await running(
      (app) =>
        app.event(
          'user_change',
          async ({ event, context }) => void seen.push([event.user.name, context.retryNum]),
        ),
      {},
      BRIEFLY,
    )
    sandbox.deliver.drop()
    await sandbox.until(() => sandbox.deliver.connections === 0)
    await sandbox.admin.updatePerson('ben', { title: 'Group PM' })
    await sandbox.until(() => sandbox.deliver.connections === 1, 45_000)
    sandbox.clock.advance(60_000)
    await sandbox.until(() => seen.length)
    expect(seen).toEqual([['ben', 2]])
  })

  it('Slack renews connections, and the app connects again', async () => {
    const { sandbox } = await running(
      (app) => app.command('/mentor', async ({ ack }) => ack('here')),
      {},
      BRIEFLY,
    )
    sandbox.deliver.disconnect()
    expect(sandbox.deliver.connections).toBe(0)
    await sandbox.until(() => sandbox.deliver.connections === 1, 45_000)
    expect(await sandbox.as('ana').command('/mentor x')).toMatchObject({
      ok: true,
      ephemeral: { text: 'here' },
    })
  })
})

describe('sockets', () => {
  const open = async (sandbox: { url: string; tokens: { app: string } }) => {
    const client = new WebClient(undefined, { slackApiUrl: `${sandbox.url}/api/` })
    return (await client.apps.connections.open({ token: sandbox.tokens.app })).url!
  }
  const connect = (url: string) =>
    new Promise<{ socket?: WebSocket; hello?: unknown; status?: number }>((resolve) => {
      const socket = new WebSocket(url)
      socket.once('message', (data) => resolve({ socket, hello: JSON.parse(data.toString()) }))
      socket.once('unexpected-response', (_, response) => resolve({ status: response.statusCode }))
      socket.on('error', () => {})
    })

  it('open with a ticket, once', async () => {
    const sandbox = await alone()
    const url = await open(sandbox)
    expect((await connect(url)).hello).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: 'A0SANDBOX1' },
    })
    expect(await connect(url)).toEqual({ status: 403 })
    expect(await connect(url.replace('/link/', '/other/'))).toEqual({ status: 404 })
  })

  it('take turns, so that each envelope goes to one', async () => {
    const sandbox = await alone({ ackTimeoutMs: 1000 })
    const got: number[] = []
    for (const n of [1, 2]) {
      const { socket } = await connect(await open(sandbox))
      socket!.on('message', (data) => {
        got.push(n)
        socket!.send(JSON.stringify({ envelope_id: JSON.parse(data.toString()).envelope_id }))
      })
    }
    for (let i = 0; i < 4; i++) await sandbox.as('ana').command('/mentor x')
    expect(got).toEqual([1, 2, 1, 2])
  })

  it('survive what is no envelope', async () => {
    const sandbox = await alone()
    const { socket } = await connect(await open(sandbox))
    socket!.send('{nonsense')
    socket!.send('null')
    socket!.send('{"envelope_id":1}')
    await sandbox.until(() => sandbox.traffic.errors.length === 1)
    expect(sandbox.deliver.connections).toBe(1)
  })
})

describe('signed HTTP', () => {
  it('verifies the address by its challenge', async () => {
    const { sandbox } = await running(() => {}, { mode: 'http' })
    expect(await sandbox.deliver.verify()).toBe(true)
    sandbox.deliver.mode('http', `${sandbox.url}/nowhere`)
    expect(await sandbox.deliver.verify()).toBe(false)
    expect(() => sandbox.deliver.mode('socket')).not.toThrow()
  })

  it('signs as Slack does, in real time whatever the clock says', async () => {
    const { createServer } = await import('node:http')
    const requests: { headers: Record<string, unknown>; body: string }[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        requests.push({ headers: request.headers, body })
        response.writeHead(requests.length === 1 ? 500 : 200).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    stop.push(async () => void server.close())
    const { port } = server.address() as { port: number }
    const sandbox = await alone({ mode: 'http', requestUrl: `http://127.0.0.1:${port}/slack/events` })
    await sandbox.as('ana').openHome()
    await sandbox.until(() => requests.length === 2)
    for (const { headers, body } of requests) {
      const timestamp = Number(headers['x-slack-request-timestamp'])
      expect(Math.abs(Date.now() / 1000 - timestamp)).toBeLessThan(5)
      const hash = createHmac('sha256', sandbox.tokens.signingSecret)
        .update(`v0:${timestamp}:${body}`)
        .digest('hex')
      expect(headers['x-slack-signature']).toBe(`v0=${hash}`)
    }
    expect(requests[0]!.headers).not.toHaveProperty('x-slack-retry-num')
    expect(requests[1]!.headers).toMatchObject({
      'x-slack-retry-num': '1',
      'x-slack-retry-reason': 'http_error',
    })
    expect(requests[1]!.body).toBe(requests[0]!.body)
    await sandbox.as('ana').command('/mentor x')
    expect(requests.at(-1)).toMatchObject({
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(new URLSearchParams(requests.at(-1)!.body).get('command')).toBe('/mentor')
  })
})

describe('faults', () => {
  const client = (sandbox: { apiUrl: string; tokens: { bot: string } }) =>
    new WebClient(sandbox.tokens.bot, {
      slackApiUrl: sandbox.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: {
        debug() {},
        info() {},
        warn() {},
        error() {},
        setLevel() {},
        getLevel: () => 'error' as never,
        setName() {},
      },
    })
  const post = { channel: 'C0PMWINS01', text: 'hi' }
  const posted = (sandbox: Running['sandbox']) => sandbox.as('ana').messages('pm-wins').length

  it.each([
    ['error500_before', 0],
    ['error500_after', 1],
    ['timeout_before', 0],
    ['timeout_after', 1],
  ] as const)('%s leaves %d messages', async (kind, messages) => {
    const sandbox = await alone()
    sandbox.faults.add({ method: 'chat.postMessage', kind, times: 1 })
    const posting = client(sandbox).chat.postMessage(post)
    const answered = posting.then(
      () => 'ok',
      () => 'an error',
    )
    await sandbox.until(() => sandbox.traffic.calls.some((call) => call.fault === kind))
    const heard = kind.startsWith('timeout') ? Promise.race([answered, 'nothing']) : answered
    expect(await heard).toBe(kind.startsWith('timeout') ? 'nothing' : 'an error')
    expect(posted(sandbox)).toBe(messages)
    expect(sandbox.traffic.calls.at(-1)).toMatchObject({
      method: 'chat.postMessage',
      ok: kind === 'timeout_after',
      fault: kind,
    })
    await client(sandbox).chat.postMessage(post)
    expect(posted(sandbox)).toBe(messages + 1)
  })

  it('ratelimited says for how long', async () => {
    const sandbox = await alone()
    sandbox.faults.add({ method: 'chat.postMessage', kind: 'ratelimited', times: 1, retryAfter: 7 })
    await expect(client(sandbox).chat.postMessage(post)).rejects.toMatchObject({ retryAfter: 7 })
    await client(sandbox).chat.postMessage(post)
  })

  it('strike each k-th time, by pattern, and can be taken away', async () => {
    const sandbox = await alone()
    const id = sandbox.faults.add({ method: /^chat\./, kind: 'error500_before', every: 2 })
    await client(sandbox).chat.postMessage(post)
    await expect(client(sandbox).chat.postMessage(post)).rejects.toThrow()
    expect(sandbox.faults.list()).toMatchObject([{ id, struck: 1 }])
    sandbox.faults.remove(id)
    for (let i = 0; i < 3; i++) await client(sandbox).chat.postMessage(post)
    expect(posted(sandbox)).toBe(4)
    expect(() => sandbox.faults.add({ kind: 'slow' })).toThrow('needs a method or an event')
  })

  it('script what a method answers: a page of HTML, a code once or for a while, any answer', async () => {
    const sandbox = await alone()
    const say = (rest: object = {}) => client(sandbox).chat.postMessage({ ...post, ...rest })
    sandbox.faults.add({ method: 'chat.postMessage', kind: 'html', times: 1 })
    await expect(say()).rejects.toThrow('<html>')
    expect(sandbox.traffic.calls.at(-1)).toMatchObject({ status: 200, fault: 'html' })
    await say()

    const refused = { method: 'chat.postMessage', kind: 'error', error: 'team_added_to_org' } as const
    sandbox.faults.add({ ...refused, forMs: 600_000 })
    sandbox.clock.advance(599_999)
    await expect(say()).rejects.toThrow('team_added_to_org')
    sandbox.clock.advance(1)
    await say()

    sandbox.faults.add({ ...refused, with: { channel: 'C0ELSEWHERE' } })
    await say()
    await expect(say({ channel: 'C0ELSEWHERE' })).rejects.toThrow('team_added_to_org')

    sandbox.faults.add({ method: 'users.info', kind: 'answer', answer: { user: { id: 'U1' } } })
    expect((await client(sandbox).users.info({ user: 'U0ANA00001' })).user).toEqual({ id: 'U1' })
    expect(posted(sandbox)).toBe(3)
    expect(() => sandbox.faults.add({ method: 'x', kind: 'error' })).toThrow('needs the code')
    expect(() => sandbox.faults.add({ event: 'x', kind: 'html' })).toThrow('needs a method')
  })

  it('cut the socket under a delivery, or lose its acknowledgement', async () => {
    const { sandbox } = await running((app) => app.command('/mentor', async ({ ack }) => ack()), {}, BRIEFLY)
    sandbox.faults.add({ event: 'slash_commands', kind: 'drop_socket', times: 1 })
    expect(await sandbox.as('ana').command('/mentor x')).toMatchObject({ error: 'dispatch_failed' })
    await sandbox.until(() => sandbox.deliver.connections === 1, 45_000)
    sandbox.faults.add({ event: 'slash_commands', kind: 'timeout_after', times: 1 })
    expect(await sandbox.as('ana').command('/mentor x')).toMatchObject({ error: 'operation_timed_out' })
    expect(await sandbox.as('ana').command('/mentor x')).toEqual({ ok: true })
  })
})

describe('the end of an installation', () => {
  it('is told in two events, and ends the token', async () => {
    const seen: string[] = []
    const { sandbox } = await running((app) => {
      app.event('app_uninstalled', async () => void seen.push('app_uninstalled'))
      app.event('tokens_revoked', async ({ event }) => void seen.push(`tokens_revoked ${event.tokens.bot}`))
    })
    const bot = new WebClient(sandbox.tokens.bot, { slackApiUrl: sandbox.apiUrl })
    await sandbox.admin.uninstall()
    await sandbox.until(() => seen.length === 2)
    expect(seen.sort()).toEqual(['app_uninstalled', 'tokens_revoked U0SANDBOXB'])
    await expect(bot.auth.test()).rejects.toMatchObject({ data: { error: 'account_inactive' } })
    expect(await sandbox.as('ana').command('/mentor x')).toMatchObject({ error: 'not_a_command' })
    sandbox.admin.install()
    await bot.auth.test()
    await sandbox.admin.revokeTokens()
    await expect(bot.auth.test()).rejects.toMatchObject({ data: { error: 'token_revoked' } })
  })
})
