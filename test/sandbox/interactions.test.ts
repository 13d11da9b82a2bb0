/** Triggers, modals, menus, reply addresses and what people see, through a real Bolt app. */
import type { App } from '@slack/bolt'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { plainText, type Sandbox, type View } from '../../src/sandbox/index.ts'
import { type Running, withApp } from './tiny-app.ts'

type Json = Record<string, unknown>

let running: Running
let sandbox: Sandbox
/** What the app saw last, for the tests to look at or to misuse. */
const last: {
  trigger: string
  respondTo: string
  action?: Json
  body?: Json
  error?: string
  onSubmit: unknown
} = {
  trigger: '',
  respondTo: '',
  onSubmit: undefined,
}

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const option = (name: string) => ({ text: plain(name), value: name.toLowerCase() })
const button = (text: string, more: Json = {}) => ({
  type: 'button',
  text: plain(text),
  action_id: 'do',
  ...more,
})

function modal(more: Json = {}): View {
  const blocks = [
    {
      type: 'input',
      block_id: 'name',
      label: plain('Name'),
      element: { type: 'plain_text_input', action_id: 'value', max_length: 10 },
    },
    {
      type: 'input',
      block_id: 'level',
      optional: true,
      label: plain('Level'),
      element: {
        type: 'static_select',
        action_id: 'value',
        options: [option('Junior'), option('Senior')],
        initial_option: option('Junior'),
      },
    },
    { type: 'actions', block_id: 'more', elements: [button('More')] },
  ]
  return {
    type: 'modal',
    callback_id: 'form',
    title: plain('Form'),
    submit: plain('Save'),
    blocks,
    ...more,
  } as unknown as View
}

const RICH = [
  {
    type: 'section',
    block_id: 's',
    text: plain('Pick'),
    accessory: {
      type: 'static_select',
      action_id: 'pick',
      placeholder: plain('Colour'),
      options: [option('Red'), option('Blue')],
    },
  },
  {
    type: 'actions',
    block_id: 'a',
    elements: [
      button('Yes', { action_id: 'yes', value: '1', accessibility_label: 'Accept the request' }),
      button('Same', { action_id: 'one', value: 'a' }),
      button('Same', { action_id: 'two', value: 'b' }),
      { type: 'overflow', action_id: 'menu', options: [option('Edit'), option('Remove')] },
      { type: 'users_select', action_id: 'who', placeholder: plain('Who') },
      {
        type: 'multi_static_select',
        action_id: 'many',
        placeholder: plain('Many'),
        options: [option('A'), option('B')],
      },
      { type: 'datepicker', action_id: 'day', placeholder: plain('Day') },
      { type: 'checkboxes', action_id: 'boxes', options: [option('X'), option('Y')] },
      button('Gone?', {
        action_id: 'sure',
        confirm: { title: plain('Sure?'), text: plain('Really?'), confirm: plain('Yes'), deny: plain('No') },
      }),
    ],
  },
]

function define(app: App) {
  app.command('/mentor', async ({ ack, command, client }) => {
    last.trigger = command.trigger_id
    last.respondTo = command.response_url
    if (command.text === 'keep') return ack()
    if (command.text === 'bad') return ack({ blocks: [{ type: 'nope' }] } as never)
    if (command.text === 'everybody') return ack({ response_type: 'in_channel', text: 'hello all' })
    if (command.text === 'buttons') {
      return ack({
        text: 'pick',
        blocks: [{ type: 'actions', elements: [button('Yes', { action_id: 'yes' })] }],
      } as never)
    }
    await client.views.open({
      trigger_id: command.trigger_id,
      view: modal({ notify_on_close: true }) as never,
    })
    return ack()
  })
  app.command('/raw', async ({ ack, command }) => ack({ text: command.text.replaceAll('<', '&lt;') }))
  app.action(/.*/, async ({ ack, body, action, client }) => {
    last.action = action as unknown as Json
    last.body = body as unknown as Json
    last.trigger = (body as unknown as { trigger_id: string }).trigger_id
    last.respondTo = (body as unknown as { response_url: string }).response_url
    if ((action as { action_id: string }).action_id === 'do') {
      await client.views
        .push({ trigger_id: last.trigger, view: modal({ callback_id: 'child' }) as never })
        .then(() => {
          last.error = undefined
        })
        .catch((error) => {
          last.error = error.data?.error
        })
    }
    await ack()
  })
  app.view({ callback_id: /.*/, type: 'view_submission' }, async ({ ack, body }) => {
    last.body = body as unknown as Json
    await ack(last.onSubmit as never)
  })
  app.view({ callback_id: /.*/, type: 'view_closed' }, async ({ ack, body }) => {
    last.body = body as unknown as Json
    await ack()
  })
  app.shortcut(/.*/, async ({ ack, body, client }) => {
    last.body = body as unknown as Json
    await client.views.open({ trigger_id: body.trigger_id, view: modal() as never })
    await ack()
  })
  app.event('app_mention', async ({ event }) => {
    last.body = event as unknown as Json
  })
}

beforeAll(async () => {
  running = await withApp(define)
  sandbox = running.sandbox
})
afterAll(() => running.stop())
beforeEach(async () => {
  sandbox.clock.advance(60_000)
  sandbox.traffic.errors.length = 0
  last.onSubmit = undefined
  for (const name of ['ana', 'ben']) if (sandbox.as(name).modal()) await sandbox.as(name).close({ all: true })
})

async function api(method: string, args: Json): Promise<Json> {
  const response = await fetch(`${sandbox.apiUrl}${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${sandbox.tokens.bot}` },
    body: JSON.stringify(args),
  })
  return (await response.json()) as Json
}
async function reply(body: unknown, url = last.respondTo) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: text,
  })
  return { status: response.status, text: await response.text() }
}
const ana = () => sandbox.as('ana')
async function rich() {
  await api('chat.postMessage', { channel: 'C0PMWINS01', text: 'rich', blocks: RICH })
  return ana().messages('pm-wins').at(-1)!
}

describe('a trigger', () => {
  it('opens one modal within three seconds', async () => {
    await ana().command('/mentor keep')
    sandbox.clock.advance(3000)
    expect(await api('views.open', { trigger_id: last.trigger, view: modal() })).toMatchObject({ ok: true })
    expect(await api('views.open', { trigger_id: last.trigger, view: modal() })).toMatchObject({
      error: 'exchanged_trigger_id',
    })
  })

  it('is too old after that, and unknown if it never was', async () => {
    await ana().command('/mentor keep')
    sandbox.clock.advance(3001)
    expect(await api('views.open', { trigger_id: last.trigger, view: modal() })).toMatchObject({
      error: 'expired_trigger_id',
    })
    expect(await api('views.open', { trigger_id: '1.2.3', view: modal() })).toMatchObject({
      error: 'invalid_trigger_id',
    })
  })

  it('is not used up by a view that was refused', async () => {
    await ana().command('/mentor keep')
    expect(
      await api('views.open', { trigger_id: last.trigger, view: modal({ title: plain('x'.repeat(25)) }) }),
    ).toEqual({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
      },
    })
    expect(await api('views.open', { trigger_id: last.trigger, view: modal() })).toMatchObject({ ok: true })
  })

  it('pushes only from a modal', async () => {
    await ana().command('/mentor keep')
    expect(await api('views.push', { trigger_id: last.trigger, view: modal() })).toMatchObject({
      error: 'not_found',
    })
  })
})

describe('the stack', () => {
  it('holds three', async () => {
    await ana().command('/mentor form')
    for (const height of [2, 3]) {
      await ana().click('modal', 'More')
      expect(ana().views()).toHaveLength(height)
    }
    await ana().click('modal', 'More')
    expect(last.error).toBe('push_limit_reached')
    expect(ana().views()).toHaveLength(3)
  })

  it('goes back one by one, or all at once, and tells who asked', async () => {
    await ana().command('/mentor form')
    await ana().click('modal', 'More')
    await ana().close()
    expect(ana().views()).toHaveLength(1)
    await ana().click('modal', 'More')
    await ana().close({ all: true })
    expect(ana().views()).toEqual([])
    expect(last.body).toMatchObject({ type: 'view_closed', is_cleared: true, view: { callback_id: 'form' } })
  })

  it('is updated by id, guarded by the hash, and keeps what was typed', async () => {
    const { view } = await ana().command('/mentor form')
    ana().type({ Name: 'Ada' })
    const args = { view_id: view!.id, hash: view!.hash, view: modal({ title: plain('Other') }) }
    expect(await api('views.update', args)).toMatchObject({ ok: true, view: { id: view!.id } })
    expect(ana().modal()!.state.values.name!.value).toMatchObject({ value: 'Ada' })
    expect(await api('views.update', args)).toMatchObject({ error: 'hash_conflict' })
    await ana().close()
    expect(await api('views.update', { view_id: view!.id, view: modal() })).toMatchObject({
      error: 'not_found',
    })
    await expect(ana().click(view!, 'More')).rejects.toThrow('no modal open')
  })
})

describe('a form', () => {
  const open = async () => (await ana().command('/mentor form')).view!

  it('sends what it holds', async () => {
    const view = await open()
    expect(await ana().submit({ name: 'Ada' })).toEqual({ closed: true })
    expect(last.body).toMatchObject({
      type: 'view_submission',
      user: { id: ana().id, name: 'ana' },
      view: {
        id: view.id,
        hash: view.hash,
        state: {
          values: {
            name: { value: { type: 'plain_text_input', value: 'Ada' } },
            level: {
              value: {
                type: 'static_select',
                selected_option: { value: 'junior', text: { text: 'Junior' } },
              },
            },
          },
        },
      },
    })
  })

  it('checks before it sends', async () => {
    await open()
    const sent = sandbox.traffic.envelopes.length
    expect(await ana().submit()).toMatchObject({
      errorsBy: 'client',
      errors: { name: 'Please complete this required field.' },
    })
    expect(await ana().submit({ Name: 'x'.repeat(11) })).toMatchObject({
      errors: { name: 'This must be less than 11 characters.' },
    })
    expect(sandbox.traffic.envelopes).toHaveLength(sent)
    await expect(ana().submit({ Nmae: 'x' })).rejects.toThrow('no input Nmae')
    await expect(ana().submit({ Level: 'Principal' })).rejects.toThrow('no option Principal')
    await expect(ana().submit({ Name: 'x' }, { button: 'Send' })).rejects.toThrow('says Save')
    expect(await ana().submit({ Name: 'x', Level: null })).toEqual({ closed: true })
    expect(last.body).toMatchObject({
      view: { state: { values: { level: { value: { selected_option: null } } } } },
    })
  })

  it('is sent twice by a double click, with one view and one hash', async () => {
    const view = await open()
    const both = await Promise.all([ana().submit({ Name: 'Ada' }), ana().submit()])
    expect(both).toEqual([{ closed: true }, { closed: true }])
    const sent = sandbox.traffic.envelopes.slice(-2).map((each) => (each.payload as { view: View }).view)
    expect(sent.map(({ id, hash }) => ({ id, hash }))).toEqual(
      Array(2).fill({ id: view.id, hash: view.hash }),
    )
  })

  it('lets a forged submission past the client', async () => {
    await open()
    await ana().submitRaw({ name: { value: { type: 'plain_text_input', value: 'x'.repeat(99) } } })
    expect(last.body).toMatchObject({
      view: { state: { values: { name: { value: { value: 'x'.repeat(99) } } } } },
    })
  })

  it('keeps values and hash after field errors', async () => {
    const view = await open()
    last.onSubmit = { response_action: 'errors', errors: { name: 'Taken' } }
    expect(await ana().submit({ Name: 'Ada' })).toEqual({ errors: { name: 'Taken' }, errorsBy: 'app' })
    expect(ana().modal()).toMatchObject({ hash: view.hash, errors: { name: 'Taken' } })
    expect(plainText(ana().modal()!)).toContain('Name: [Ada]\n! Taken')
    last.onSubmit = undefined
    expect(await ana().submit()).toEqual({ closed: true })
  })

  it.each([
    ['errors of no input', { response_action: 'errors', errors: { more: 'No' } }, 'invalid_errors'],
    ['no errors', { response_action: 'errors', errors: {} }, 'invalid_errors'],
    ['a bad view', { response_action: 'update', view: { type: 'modal', blocks: [] } }, 'invalid_arguments'],
    ['an unknown action', { response_action: 'shout' }, 'invalid_response_action'],
  ])('tells the person when the app answers with %s', async (_, answer, error) => {
    await open()
    last.onSubmit = answer
    expect(await ana().submit({ Name: 'Ada' })).toEqual({
      error,
      text: 'We had some trouble connecting. Try again?',
    })
    expect(sandbox.traffic.errors).toMatchObject([{ where: 'ack of form', message: error }])
    expect(ana().views()).toHaveLength(1)
  })

  it('is updated, pushed upon, or cleared by the answer', async () => {
    await open()
    last.onSubmit = { response_action: 'update', view: modal({ title: plain('Next') }) }
    expect(await ana().submit({ Name: 'Ada' })).toMatchObject({ updated: { title: { text: 'Next' } } })
    last.onSubmit = { response_action: 'push', view: modal({ title: plain('Over') }) }
    expect(await ana().submit()).toMatchObject({ pushed: { title: { text: 'Over' } } })
    expect(ana().views()).toHaveLength(2)
    last.onSubmit = { response_action: 'clear' }
    expect(await ana().submit({ Name: 'Ada' })).toEqual({ closed: true })
    expect(ana().views()).toEqual([])
  })
})

describe('a click', () => {
  it('carries message, container, value and state', async () => {
    const message = await rich()
    await ana().click(message, 'Accept the request')
    expect(last.action).toMatchObject({
      type: 'button',
      action_id: 'yes',
      block_id: 'a',
      value: '1',
      text: { text: 'Yes' },
    })
    expect(last.body).toMatchObject({
      type: 'block_actions',
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: message.channel,
        is_ephemeral: false,
      },
      channel: { id: message.channel, name: 'pm-wins' },
      message: { ts: message.ts },
      state: { values: { s: { pick: { type: 'static_select', selected_option: null } } } },
      response_url: expect.stringContaining('/response/actions/'),
    })
  })

  it.each([
    ['Colour', 'Blue', { type: 'static_select', selected_option: { value: 'blue' } }],
    ['pick', 'red', { selected_option: { value: 'red' } }],
    ['menu', 'Remove', { type: 'overflow', selected_option: { value: 'remove' } }],
    ['Edit', undefined, { type: 'overflow', selected_option: { value: 'edit' } }],
    ['Who', 'Ben Badger', { selected_user: 'U0BEN00002' }],
    ['Many', ['A', 'B'], { selected_options: [{ value: 'a' }, { value: 'b' }] }],
    ['Day', '2026-10-06', { selected_date: '2026-10-06' }],
    ['boxes', ['Y'], { selected_options: [{ value: 'y' }] }],
  ])('on %s chooses %s', async (how, choice, action) => {
    await ana().click(await rich(), how, choice)
    expect(last.action).toMatchObject(action)
  })

  it('says why it cannot be', async () => {
    const message = await rich()
    const click = (how: Parameters<ReturnType<typeof ana>['click']>[1], choice?: unknown) =>
      ana().click(message, how, choice)
    await expect(click('No')).rejects.toThrow('no No to click')
    await expect(click('Same')).rejects.toThrow('2 elements fit Same')
    await expect(click('Colour')).rejects.toThrow('Say what is chosen')
    await expect(click('Colour', 'Green')).rejects.toThrow('no option Green')
    await expect(click('Who', 'ned')).rejects.toThrow('has left')
    await expect(click('Day', '06/10/2026')).rejects.toThrow('YYYY-MM-DD')
    await expect(click('Yes', 'x')).rejects.toThrow('Nothing can be chosen')
    await expect(sandbox.as('molly').click(message, 'Yes')).rejects.toThrow('does not see')
    await click({ text: 'Same', index: 1 })
    expect(last.action).toMatchObject({ value: 'b' })
    await click({ value: 'a' })
    expect(last.action).toMatchObject({ action_id: 'one' })
  })

  it('sends nothing when the confirmation is denied', async () => {
    const message = await rich()
    const sent = sandbox.traffic.envelopes.length
    await ana().click(message, { text: 'Gone?', deny: true })
    expect(sandbox.traffic.envelopes).toHaveLength(sent)
    await ana().click(message, 'Gone?')
    expect(last.action).toMatchObject({ action_id: 'sure' })
  })
})

describe('a reply address', () => {
  it('serves five times', async () => {
    await ana().command('/mentor keep')
    for (let i = 0; i < 5; i++) expect(await reply({ text: `${i}` })).toEqual({ status: 200, text: 'ok' })
    expect(await reply({ text: '6' })).toEqual({ status: 404, text: '{"ok":false,"error":"used_url"}' })
    expect(ana().ephemerals().at(-1)).toMatchObject({ text: '4', ephemeralTo: ana().id })
  })

  it('serves for thirty minutes', async () => {
    await ana().command('/mentor keep')
    sandbox.clock.advance(30 * 60_000)
    expect(await reply({ text: 'x' })).toMatchObject({ status: 200 })
    sandbox.clock.advance(1)
    expect(await reply({ text: 'x' })).toEqual({ status: 404, text: '{"ok":false,"error":"expired_url"}' })
    expect(await reply({ text: 'x' }, `${sandbox.url}/response/commands/no`)).toMatchObject({ status: 404 })
  })

  it('speaks to all, replaces and deletes, and refuses what Slack refuses', async () => {
    const message = await rich()
    await ana().click(message, 'Yes')
    await reply({ text: 'to all', response_type: 'in_channel' })
    expect(ana().messages('pm-wins').at(-1)).toMatchObject({ text: 'to all' })
    expect(await reply({ replace_original: true, blocks: [{ type: 'nope' }] })).toMatchObject({ status: 400 })
    expect(await reply('{')).toMatchObject({ status: 400 })
    await reply({ replace_original: true, text: 'done' })
    const now = ana()
      .messages('pm-wins')
      .find((each) => each.ts === message.ts)
    expect(now).toMatchObject({ text: 'done', blocks: undefined })
    await reply({ delete_original: true })
    expect(
      ana()
        .messages('pm-wins')
        .find((each) => each.ts === message.ts),
    ).toBeUndefined()
    await expect(ana().click(now!, 'Yes')).rejects.toThrow('gone')
  })

  it('fails as it is told to', async () => {
    await ana().command('/mentor keep')
    const shown = ana().ephemerals().length
    for (const kind of ['error500_before', 'error500_after'] as const) {
      sandbox.faults.add({ method: 'response_url', kind, times: 1 })
      expect(await reply({ text: 'x' })).toMatchObject({ status: 500 })
    }
    expect(ana().ephemerals()).toHaveLength(shown + 1)
    expect(await reply({ text: 'x' })).toMatchObject({ status: 200 })
  })

  it('replaces an ephemeral message, of which the app is shown no more than its timestamp', async () => {
    const { ephemeral } = await ana().command('/mentor buttons')
    await ana().click(ephemeral!, 'Yes')
    expect(last.body).toMatchObject({ container: { is_ephemeral: true, message_ts: ephemeral!.ts } })
    expect(last.body).not.toHaveProperty('message')
    await reply({ replace_original: true, text: 'thanks' })
    expect(plainText(ana().ephemerals().at(-1)!)).toBe('thanks')
    await expect(sandbox.as('ben').click(ephemeral!, 'Yes')).rejects.toThrow('does not see')
  })
})

describe('people', () => {
  it('type names as ids where the command escapes, and as they are where it does not', async () => {
    await ana().command('/mentor keep')
    await sandbox.as('ana').command('/mentor keep', { channel: 'product' })
    await ana().command('/mentor for @ben, @nobody & #pm-wins <3')
    const sent = sandbox.traffic.envelopes.at(-1)!.payload as Json
    expect(sent.text).toBe('for <@U0BEN00002|ben>, @nobody &amp; <#C0PMWINS01|pm-wins> &lt;3')
    await ana().close({ all: true })
    await ana().command('/mentor see https://example.com/a?b=1&c=2 there')
    const next = sandbox.traffic.envelopes.at(-1)!.payload as Json
    expect(next.text).toBe('see <https://example.com/a?b=1&amp;c=2> there')
    await ana().close({ all: true })
    const raw = await ana().command('/raw @ben <3')
    expect(plainText(raw.ephemeral!)).toBe('@ben <3')
  })

  it('see broken answers as the error that Slack shows', async () => {
    expect(await ana().command('/mentor bad')).toEqual({
      ok: false,
      error: 'invalid_blocks',
      text: '/mentor failed with the error "invalid_blocks"',
    })
    expect(await ana().command('/mentor everybody')).toMatchObject({ message: { text: 'hello all' } })
  })

  it('mention the app where it is, and are heard', async () => {
    expect(await ana().mention('pm-wins', 'hello @cairn')).toMatchObject({ heard: true })
    await sandbox.until(() => last.body?.type === 'app_mention')
    expect(last.body).toMatchObject({ text: 'hello <@U0SANDBOXB>', channel: 'C0PMWINS01' })
    expect(await ana().mention('product', 'hello')).toMatchObject({ heard: false })
  })

  it('use the shortcuts of the manifest, and no others', async () => {
    const message = await ana().say('product', 'Ben helped & how')
    expect(await ana().shortcut('kudos.message', message)).toMatchObject({
      ok: true,
      view: { type: 'modal' },
    })
    expect(last.body).toMatchObject({
      type: 'message_action',
      message: { ts: message.ts, text: 'Ben helped &amp; how' },
    })
    expect(await ana().globalShortcut('ask.global')).toMatchObject({ ok: true })
    await expect(ana().globalShortcut('kudos.message')).rejects.toThrow('no global shortcut')
  })

  it('see only what Slack shows them', async () => {
    await api('chat.postMessage', { channel: 'U0BEN00002', text: 'for Ben alone' })
    const opened = (await api('conversations.open', { users: 'U0BEN00002,U0CHI00003' })) as {
      channel: { id: string }
    }
    await api('chat.postMessage', { channel: opened.channel.id, text: 'for two' })
    const ben = sandbox.as('ben')
    expect(ben.dms().map((each) => each.text)).toEqual(['for Ben alone'])
    expect(ben.groups()).toMatchObject([{ messages: [{ text: 'for two' }] }])
    expect(ben.unread).toBe(2)
    await ben.openMessages()
    expect(ben.unread).toBe(0)
    expect(ana().dms()).toEqual([])
    expect(ana().groups()).toEqual([])
    expect(() => ana().messages(opened.channel.id)).toThrow('does not see')
    expect(() => ana().messages('product-leads')).toThrow('does not see')
    expect(() => sandbox.as('molly').messages('general')).toThrow('does not see')
    await expect(ben.say(ben.dms()[0]!.channel, 'hi')).rejects.toThrow('read-only')
    await expect(sandbox.as('ned').command('/mentor keep')).rejects.toThrow('deactivated')
    expect(ben.inbox().map((each) => each.kind)).toEqual(expect.arrayContaining(['dm', 'group']))
  })

  it('read dates in their own zone, and names for ids', async () => {
    const at = Date.UTC(2026, 9, 6, 16) / 1000
    await api('chat.postMessage', {
      channel: 'C0PMWINS01',
      text: `*<@U0BEN00002>* meets at <!date^${at}^{date_short} {time}|soon> &amp; <https://example.com|here>`,
    })
    const message = ana().messages('pm-wins').at(-1)!
    expect(plainText(message)).toBe('@Ben Badger meets at Oct 6, 2026 5:00 PM & here')
    expect(plainText(message, { as: 'haruki' })).toBe('@Ben Badger meets at Oct 7, 2026 1:00 AM & here')
  })
})
