/** The control endpoints, the description, the clock, snapshots, and a workspace of one's own. */
import { readFile } from 'node:fs/promises'
import type { App } from '@slack/bolt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainText } from '../../src/sandbox/index.ts'
import { aSandbox, MANIFEST, type Running, withApp } from './tiny-app.ts'

type Json = Record<string, unknown>

let running: Running
const url = (path: string) => `${running.sandbox.url}${path}`
const get = async (path: string) => (await (await fetch(url(path))).json()) as Json
async function send(path: string, body: unknown = {}, method = 'POST', type = 'application/json') {
  const response = await fetch(url(path), {
    method,
    headers: { 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return {
    status: response.status,
    body: (await response.json()) as { ok: boolean; result: Json; error?: string },
  }
}

const plain = (text: string) => ({ type: 'plain_text' as const, text })

function define(app: App) {
  app.command('/mentor', async ({ ack, command, client }) => {
    await client.views.open({
      trigger_id: command.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'form',
        title: plain('Form'),
        submit: plain('Save'),
        blocks: [
          {
            type: 'input',
            block_id: 'name',
            label: plain('Name'),
            element: { type: 'plain_text_input', action_id: 'value' },
          },
        ],
      },
    })
    await ack()
  })
  app.view('form', async ({ ack, view, body, client }) => {
    const text = view.state.values.name?.value?.value ?? ''
    await client.chat.postMessage({
      channel: body.user.id,
      text,
      blocks: [{ type: 'actions', elements: [{ type: 'button', text: plain('Go'), action_id: 'go' }] }],
    })
    await ack()
  })
  app.action('go', async ({ ack }) => ack())
}

beforeAll(async () => {
  running = await withApp(define)
})
afterAll(() => running.stop())

describe('over HTTP', () => {
  it('tells how to connect', async () => {
    const about = await get('/sandbox.json')
    expect(about).toMatchObject({
      env: {
        SLACK_BOT_TOKEN: expect.stringMatching(/^xoxb-/),
        SLACK_APP_TOKEN: expect.stringMatching(/^xapp-/),
        SLACK_SIGNING_SECRET: expect.any(String),
        SLACK_API_URL: running.sandbox.apiUrl,
      },
      endpoints: { 'POST /control/as/:person/:verb': expect.stringContaining('submit') },
    })
    expect((about.people as Json[]).find((each) => each.name === 'ana')).toMatchObject({
      id: 'U0ANA00001',
      tz: 'Europe/Lisbon',
      email: 'ana@example.com',
      isGuest: false,
    })
  })

  it('acts as a person from command to click', async () => {
    expect((await send('/control/as/ana/command', { text: '/mentor x' })).body).toMatchObject({
      ok: true,
      result: { ok: true },
    })
    expect((await get('/control/as/ana')).result).toMatchObject({
      modals: [{ plain: 'Form\nName: []\n[Save]' }],
    })
    expect((await send('/control/as/ana/submit', {})).body.result).toMatchObject({ errorsBy: 'client' })
    expect((await send('/control/as/ana/submit', { values: { Name: 'Ada' } })).body.result).toEqual({
      closed: true,
    })
    const { dms } = (await get('/control/as/ana')).result as {
      dms: { channel: string; ts: string; plain: string }[]
    }
    expect(dms[0]!.plain).toBe('[Go]')
    const target = { channel: dms[0]!.channel, ts: dms[0]!.ts }
    expect((await send('/control/as/ana/click', { target, how: 'Go' })).body.result).toEqual({ ok: true })
    expect(
      (await send('/control/as/ana/click', { target: { ...target, version: 9 }, how: 'Go' })).body.error,
    ).toContain('has changed')
    expect(await get(`/control/messages?channel=${dms[0]!.channel}`)).toMatchObject({
      result: [{ text: 'Ada' }],
    })
    const inbox = (await get('/control/as/ana/inbox')).result as unknown as { kind: string }[]
    expect(inbox.map((each) => each.kind).sort()).toEqual(['dm', 'field-errors', 'modal', 'modal-closed'])
  })

  it.each([
    ['an unknown person', '/control/as/nobody/command', { text: '/mentor' }, 'nobody called nobody'],
    ['an unknown verb', '/control/as/ana/fly', {}, 'Nobody can fly'],
    ['a missing field', '/control/as/ana/command', {}, 'text'],
    ['a field too many', '/control/as/ana/command', { text: '/mentor', now: true }, 'now'],
    ['broken JSON', '/control/as/ana/command', '{', 'not JSON'],
    ['an act that cannot be', '/control/as/ana/submit', {}, 'no modal open'],
    ['a clock that goes back', '/control/clock', { set: 0 }, 'does not go back'],
    ['an unknown fault', '/control/faults', { kind: 'fire', method: 'x' }, 'kind'],
    ['a fault of nothing', '/control/faults', { kind: 'slow' }, 'method or an event'],
    ['a refusal without its code', '/control/faults', { kind: 'error', method: 'x' }, 'needs the code'],
    ['an unknown office', '/control/admin/promote', {}, 'cannot promote'],
    ['HTTP without an address', '/control/delivery', { mode: 'http' }, 'needs a request URL'],
  ])('says 400 to %s', async (_, path, body, error) => {
    const answer = await send(path, body)
    expect(answer).toMatchObject({ status: 400, body: { ok: false } })
    expect(answer.body.error).toContain(error)
    if (path === '/control/delivery') running.sandbox.deliver.mode('socket')
  })

  it('takes nothing from the pages of others', async () => {
    expect(await send('/control/clock', '{}', 'POST', 'text/plain')).toMatchObject({ status: 400 })
    expect(await send('/control/clock', '{}')).toMatchObject({ status: 200 })
  })

  it('moves the clock', async () => {
    const before = running.sandbox.clock.now()
    expect((await send('/control/clock', { advance: 60_000 })).body.result).toMatchObject({
      now: before + 60_000,
      running: false,
    })
    expect((await send('/control/clock', { set: '2027-01-01T09:00:00+01:00' })).body.result).toMatchObject({
      iso: '2027-01-01T08:00:00.000Z',
    })
    expect((await send('/control/clock', { running: true })).body.result).toMatchObject({ running: true })
    expect((await send('/control/clock', { running: false })).body.result).toMatchObject({ running: false })
  })

  it('breaks and mends', async () => {
    const { id } = (await send('/control/faults', { method: '/^chat/', kind: 'slow', ms: 1 })).body.result
    expect((await get('/control/faults')).result).toMatchObject([{ id, struck: 0 }])
    await send(`/control/faults/${id}`, {}, 'DELETE')
    expect((await get('/control/faults')).result).toEqual([])
  })

  it('administers, delivers and shows the traffic', async () => {
    await send('/control/admin/updatePerson', { person: 'ben', changes: { tz: 'Asia/Tokyo' } })
    expect(running.sandbox.as('ben').person.tz).toBe('Asia/Tokyo')
    await send('/control/admin/archive', { channel: 'product' })
    expect(running.sandbox.channels.find((each) => each.name === 'product')?.archived).toBe(true)
    expect((await send('/control/delivery', { act: 'redeliver' })).body.result).toMatchObject({ ok: true })
    expect((await get('/control/delivery')).result).toMatchObject({ connections: 1 })
    const { envelopes, calls } = (await get('/control/traffic')).result as {
      envelopes: Json[]
      calls: Json[]
    }
    expect(envelopes.at(-1)).toMatchObject({ type: 'events_api', outcome: 'acked' })
    expect(JSON.stringify(calls)).not.toContain(running.sandbox.tokens.bot)
    await send('/control/traffic', {}, 'DELETE')
    expect((await get('/control/traffic')).result).toEqual({ calls: [], envelopes: [], errors: [] })
  })
})

describe('a snapshot', () => {
  it('brings everything back, in another sandbox too', async () => {
    const { sandbox } = running
    const taken = JSON.parse(JSON.stringify(sandbox.state()))
    const other = await aSandbox()
    other.restore(taken)
    expect(other.clock.now()).toBe(sandbox.clock.now())
    expect(
      other
        .as('ana')
        .dms()
        .map(plainText as never),
    ).toEqual(
      sandbox
        .as('ana')
        .dms()
        .map(plainText as never),
    )
    expect(other.as('ben').person.tz).toBe('Asia/Tokyo')
    expect(() => other.restore({})).toThrow('no snapshot')
    await other.stop()
  })
})

describe('the clock', () => {
  it('stands still, fires what is due in order, and never goes back', async () => {
    const { clock, stop } = await aSandbox({ now: 1_000_000 })
    const fired: string[] = []
    clock.at(1_002_000, () => fired.push(`b ${clock.now()}`))
    clock.at(1_001_000, () => {
      fired.push(`a ${clock.now()}`)
      clock.at(1_001_500, () => fired.push(`c ${clock.now()}`))
    })
    const cancel = clock.at(1_001_200, () => fired.push('never'))
    cancel()
    clock.onChange((now) => fired.push(`now ${now}`))
    clock.advance(5000)
    expect(fired).toEqual(['a 1001000', 'c 1001500', 'b 1002000', 'now 1005000'])
    expect(() => clock.set(1)).toThrow('does not go back')
    clock.run()
    expect(clock.running).toBe(true)
    clock.freeze()
    expect(clock.now()).toBeGreaterThanOrEqual(1_005_000)
    await stop()
  })
})

describe('a workspace of one’s own', () => {
  it('takes its people, channels and manifest, as text too', async () => {
    const sandbox = await aSandbox({
      people: [{ name: 'x' }, { name: 'y', isGuest: true }],
      channels: [{ name: 'all', isGeneral: true, bot: true }],
      manifest:
        'features:\n  slash_commands:\n    - command: /hey\noauth_config:\n  scopes:\n    bot: [commands]\n    bot_optional: [chat:write]\n',
      grantOptional: false,
    })
    expect(sandbox.people.map((each) => each.name)).toEqual(['x', 'y', 'app'])
    expect(sandbox.channels[0]!.members).toEqual([sandbox.as('x').id, sandbox.app.botUserId])
    expect(await sandbox.as('x').command('/mentor')).toMatchObject({ error: 'not_a_command' })
    expect(await sandbox.as('x').command('/hey')).toMatchObject({ error: 'dispatch_failed' })
    expect(() => sandbox.as('z')).toThrow('nobody called z')
    const post = await fetch(`${sandbox.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.tokens.bot}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'all', text: 'x' }),
    })
    expect(await post.json()).toMatchObject({
      error: 'missing_scope',
      needed: 'chat:write',
      provided: 'commands',
    })
    await sandbox.stop()
  })

  it('keeps the default channels for other people', async () => {
    const sandbox = await aSandbox({ people: [{ name: 'x' }] })
    const members = Object.fromEntries(sandbox.channels.map((each) => [each.name, each.members.length]))
    expect(members).toEqual({ general: 1, 'pm-wins': 2, product: 1, 'product-leads': 0, 'old-wins': 1 })
    await sandbox.stop()
  })

  it('takes the manifest of this repository', async () => {
    const manifest = await readFile(new URL('../../manifest.yml', import.meta.url), 'utf8')
    const sandbox = await aSandbox({ manifest })
    expect(await sandbox.as('ana').command('/mentor help')).toMatchObject({ error: 'dispatch_failed' })
    expect(sandbox.as('cairn').person.isBot).toBe(true)
    await sandbox.stop()
  })

  it('takes routes of one’s own, beside all others', async () => {
    const sandbox = await aSandbox({
      extend: (routes, { people }) => {
        routes.get('/', (c) => c.html(`<h1>${people.length}</h1>`))
      },
    })
    expect(await (await fetch(sandbox.url)).text()).toBe('<h1>17</h1>')
    expect((await fetch(`${sandbox.url}/sandbox.json`)).status).toBe(200)
    await sandbox.stop()
  })

  it('has no Messages tab if the manifest has none', async () => {
    const manifest = structuredClone(MANIFEST)
    manifest.features.app_home.messages_tab_enabled = false
    const sandbox = await aSandbox({ manifest })
    const post = (channel: string) =>
      fetch(`${sandbox.apiUrl}chat.postMessage`, {
        method: 'POST',
        headers: { authorization: `Bearer ${sandbox.tokens.bot}`, 'content-type': 'application/json' },
        body: JSON.stringify({ channel, text: 'x' }),
      }).then((response) => response.json())
    expect(await post('U0ANA00001')).toMatchObject({ error: 'messages_tab_disabled' })
    expect(await post('pm-wins')).toMatchObject({ ok: true })
    await sandbox.stop()
  })
})
