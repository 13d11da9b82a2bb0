/** Slack by HTTP: only what Slack signed is heard, and people notice no difference. */
import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import { expect, it } from 'vitest'
import { type Feature, reply } from '../../src/slack/kernel/feature.ts'
import { startTestBot, type TestBot } from '../support/bot.ts'
import { signUp } from '../support/joining.ts'

const overHttp = () => startTestBot({ sandbox: { mode: 'http' } })

const BODY = new URLSearchParams({
  command: '/mentor',
  text: 'pause friday',
  user_id: 'U0ANA00001',
  team_id: 'T0SANDBOX1',
  trigger_id: 'forged',
}).toString()

const seconds = (ago = 0) => String(Math.floor(Date.now() / 1000) - ago)

function signed(
  bot: TestBot,
  body: string,
  { at = seconds(), secret = bot.sandbox.tokens.signingSecret } = {},
) {
  const signature = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': at, 'x-slack-signature': `v0=${signature}` }
}

const post = (bot: TestBot, body: string, headers: Record<string, string>, path = '/slack/events') =>
  fetch(`http://127.0.0.1:${bot.bot.port()}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body,
  })

const heardOf = async (bot: TestBot) => (await bot.db.q.select().from(bot.db.tables.handled)).length

it('hears what is signed, and nothing that is not', async () => {
  const bot = await overHttp()
  await signUp(bot.as('ana'), 'A mentor', { 'I can help with': ['Roadmapping'] })
  const before = await heardOf(bot)
  const refused: Record<string, Record<string, string>> = {
    unsigned: {},
    'with a signature of another secret': signed(bot, BODY, { secret: 'guessed' }),
    'stale by ten minutes': signed(bot, BODY, { at: seconds(600) }),
    'signed for other words': signed(bot, BODY.replace('friday', 'monday')),
    'with an instant that is no number': signed(bot, BODY, { at: 'now' }),
    'with a signature of another version': { ...signed(bot, BODY), 'x-slack-signature': 'v1=abc' },
  }
  for (const [what, headers] of Object.entries(refused))
    expect([what, (await post(bot, BODY, headers)).status]).toEqual([what, 401])
  expect(await heardOf(bot)).toBe(before)

  expect((await post(bot, BODY, signed(bot, BODY))).status).toBe(200)
  expect(await heardOf(bot)).toBe(before + 1)
})

it('answers nothing at other addresses or by other methods, and says how it is at /health', async () => {
  const bot = await overHttp()
  expect((await post(bot, BODY, signed(bot, BODY), '/slack/other')).status).toBe(404)
  expect((await fetch(`http://127.0.0.1:${bot.bot.port()}/slack/events`)).status).toBe(404)
  // A path that is no address, as scanners send it.
  const odd = request({ host: '127.0.0.1', port: bot.bot.port(), path: '//' }).end()
  const status = await new Promise((resolve) => odd.on('response', (answer) => resolve(answer.statusCode)))
  expect(status).toBeGreaterThanOrEqual(400)
  expect((await fetch(`http://127.0.0.1:${bot.bot.port()}/health`)).status).toBe(200)
})

it.each([
  ['JSON that is none', '{"type":', 'application/json'],
  ['a form without a payload', 'nothing=here', 'application/x-www-form-urlencoded'],
  ['a payload that is no JSON', 'payload=%7B', 'application/x-www-form-urlencoded'],
  ['nothing at all', '', 'application/json'],
  ['JSON that is null', 'null', 'application/json'],
  ['a payload that is null', 'payload=null', 'application/x-www-form-urlencoded'],
  ['a payload that is a number', 'payload=7', 'application/x-www-form-urlencoded'],
  ['JSON that is words', '"words"', 'application/json'],
  ['an empty list', '[]', 'application/json'],
  ['an empty object', '{}', 'application/json'],
  ['an event without one', '{"type":"event_callback","event":null}', 'application/json'],
  ['an event of no kind', '{"type":"event_callback","event":{}}', 'application/json'],
  ['a click on nothing', 'payload={"type":"block_actions"}', 'application/x-www-form-urlencoded'],
  ['a form that is none', 'payload={"type":"view_submission"}', 'application/x-www-form-urlencoded'],
])('answers %s at once, signed as it may be', async (_, body, type) => {
  const bot = await overHttp()
  const answer = await post(bot, body, { ...signed(bot, body), 'content-type': type })
  expect([200, 400, 500, 503]).toContain(answer.status)
  expect(bot.log.join()).not.toContain('not acknowledged within')
  expect((await bot.as('ana').command('/mentor')).ok).toBe(true)
})

it('answers Slack before slow work is done, and shows what came of it afterwards', async () => {
  let done = () => {}
  const gate = new Promise<void>((resolve) => {
    done = resolve
  })
  const slow: Feature = {
    name: 'slow',
    commands: {
      slow: {
        usage: 'slow',
        help: 'Takes its time',
        run: async () => {
          await gate
          return reply('That took a while.')
        },
      },
    },
  }
  const bot = await startTestBot({ sandbox: { mode: 'http' }, features: [slow], patienceMs: 20 })
  const ana = bot.sandbox.as('ana')
  expect((await ana.command('/mentor slow')).ok).toBe(true)
  expect(bot.reads('ana', await bot.sandbox.until(() => ana.modal()))).toContain('One moment')
  done()
  await bot.bot.idle()
  expect(bot.reads('ana', ana.modal())).toContain('That took a while.')
})

it('refuses what is larger than anything that Slack sends, and goes on', async () => {
  const bot = await overHttp()
  const body = `payload=${'x'.repeat(1_100_000)}`
  const status = await post(bot, body, signed(bot, body)).then(
    (answer) => answer.status,
    // It may hang up before all of it was sent.
    () => 413,
  )
  expect(status).toBe(413)
  expect((await bot.as('ana').command('/mentor')).ok).toBe(true)
})

it('carries two people from joining to being introduced', async () => {
  const bot = await overHttp()
  const [ana, ben] = [bot.as('ana'), bot.as('ben')]
  await signUp(ana, 'A mentee', { 'I would like to learn': ['Roadmapping'] })
  await signUp(ben, 'A mentor', { 'I can help with': ['Roadmapping'] })
  await ana.command('/mentor find')
  await ana.click('modal', 'Ask')
  await ana.submit({ goal: 'Lead discovery alone' })
  await bot.settle()
  await ben.click(bot.lastDm('ben')!, 'Accept')
  await bot.settle()
  const [group] = ana.groups()
  expect(bot.reads('ana', group?.messages[0])).toContain('You two are a mentorship now')
  expect(bot.log.filter((line) => /"level":50/.test(line))).toEqual([])
})
