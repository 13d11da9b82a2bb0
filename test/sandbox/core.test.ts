/** The core path through a real Bolt app: command, modal, submission, messages, Home. In both deliveries. */
import type { App } from '@slack/bolt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainText } from '../../src/sandbox/index.ts'
import { type Running, withApp } from './tiny-app.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })

function define(app: App) {
  app.command('/mentor', async ({ ack, command, client, respond }) => {
    if (command.text === 'quiet') return ack()
    if (command.text === 'late') {
      await ack()
      await respond('later, to you alone')
      return
    }
    if (command.text.startsWith('form')) {
      await client.views.open({ trigger_id: command.trigger_id, view: form() })
      return ack()
    }
    return ack(`You said: ${command.text}`)
  })
  app.view('kudos.give', async ({ ack, view, body, client }) => {
    const message = view.state.values.message?.value?.value ?? ''
    if (message === 'bad')
      return ack({ response_action: 'errors', errors: { message: 'Say something kind' } })
    const to = view.state.values.to?.value?.selected_user
    await client.chat.postMessage({
      channel: to!,
      text: `<@${body.user.id}> thanks you`,
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: `<@${body.user.id}> thanks *you*: ${message}` } },
        {
          type: 'actions',
          elements: [{ type: 'button', text: plain('Thank back'), action_id: 'back', value: body.user.id }],
        },
      ],
    })
    return ack()
  })
  app.action('back', async ({ ack, respond, body }) => {
    await ack()
    await respond({ replace_original: true, text: `Thanked back by <@${body.user.id}>` })
  })
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [{ type: 'header', text: plain('Welcome') }] },
    })
  })
}

function form() {
  return {
    type: 'modal' as const,
    callback_id: 'kudos.give',
    title: plain('Give kudos'),
    submit: plain('Send'),
    blocks: [
      {
        type: 'input' as const,
        block_id: 'to',
        label: plain('To'),
        element: { type: 'users_select' as const, action_id: 'value' },
      },
      {
        type: 'input' as const,
        block_id: 'message',
        label: plain('Message'),
        element: { type: 'plain_text_input' as const, action_id: 'value', min_length: 3, multiline: true },
      },
    ],
  }
}

describe.each(['socket', 'http'] as const)('a real Bolt app over %s', (mode) => {
  let running: Running
  beforeAll(async () => {
    running = await withApp(define, { mode })
  })
  afterAll(() => running.stop())

  it('answers a slash command to the one who typed it', async () => {
    const ana = running.sandbox.as('ana')
    const outcome = await ana.command('/mentor hello @ben & <you>')
    expect(outcome.ok).toBe(true)
    expect(plainText(outcome.ephemeral!)).toBe('You said: hello @Ben Badger & <you>')
    expect(running.sandbox.as('ben').ephemerals()).toEqual([])
  })

  it('answers nothing to a command that says nothing', async () => {
    expect(await running.sandbox.as('ana').command('/mentor quiet')).toEqual({ ok: true })
  })

  it('replies later by response_url', async () => {
    const chidi = running.sandbox.as('chidi')
    await chidi.command('/mentor late')
    const [reply] = await running.sandbox.until(() => chidi.ephemerals().length === 1 && chidi.ephemerals())
    expect(plainText(reply!)).toBe('later, to you alone')
  })

  it('refuses a command that the manifest does not have', async () => {
    expect(await running.sandbox.as('ana').command('/nothing')).toMatchObject({
      ok: false,
      error: 'not_a_command',
    })
  })

  it('opens a modal, shows field errors, submits, posts, and takes a click on the message', async () => {
    const { sandbox } = running
    const ana = sandbox.as('ana')
    const ben = sandbox.as('ben')
    const opened = await ana.command('/mentor form')
    expect(plainText(opened.view!)).toContain('Give kudos')
    expect(await ana.submit({ To: 'ben' })).toMatchObject({
      errorsBy: 'client',
      errors: { message: expect.any(String) },
    })
    expect(await ana.submit({ Message: 'bad' })).toMatchObject({
      errorsBy: 'app',
      errors: { message: 'Say something kind' },
    })
    expect(plainText(ana.modal()!)).toContain('! Say something kind')
    expect(await ana.submit({ Message: 'for a kind word' })).toEqual({ closed: true })
    expect(ana.views()).toEqual([])
    const dm = ben.dms().at(-1)!
    expect(plainText(dm)).toBe('@Ana Albatross thanks you: for a kind word\n[Thank back]')
    expect(await ben.click(dm, 'Thank back')).toEqual({ ok: true })
    await sandbox.until(() => ben.dms().at(-1)?.edited)
    expect(plainText(ben.dms().at(-1)!)).toBe('Thanked back by @Ben Badger')
    await expect(ben.click(dm, 'Thank back')).rejects.toThrow('has changed')
  })

  it('publishes Home when it is opened', async () => {
    const dana = running.sandbox.as('dana')
    await dana.openHome()
    const home = await running.sandbox.until(() => dana.home())
    expect(plainText(home)).toBe('Welcome')
  })
})
