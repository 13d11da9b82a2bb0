/** Cairn beside a Slack that is not our sandbox: what it takes for granted of Slack is what Slack documents. */

import { monotonicFactory } from 'ulid'
import { afterEach, expect, it } from 'vitest'
import { type Bot, startBot } from '../../src/app/bot.ts'
import { openDatabase } from '../../src/db/open.ts'
import { createLog } from '../../src/log.ts'
import { TEST_KEY } from '../support/bot.ts'
import { SECRET, startPlainSlack } from './plain-slack.ts'

/** A Monday at noon, everybody's, since this Slack tells no zones. */
const NOON = Date.parse('2026-10-05T12:00:00Z')
const [ANA, BEN] = ['U0ANA', 'U0BEN']
const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function start(mode: 'socket' | 'http') {
  const slack = await startPlainSlack({ [ANA]: 'ana', [BEN]: 'ben' })
  stops.push(slack.stop)
  const db = await openDatabase(':memory:')
  await db.migrate()
  stops.push(() => db.close())
  const next = monotonicFactory(() => 0.5)
  let at = NOON
  const log: string[] = []
  const bot: Bot = await startBot({
    config: {
      botToken: 'xoxb-plain',
      ...(mode === 'socket' ? { appToken: 'xapp-plain' } : { signingSecret: SECRET }),
      apiUrl: slack.apiUrl,
      port: 0,
      host: '127.0.0.1',
      databaseUrl: ':memory:',
      keys: [TEST_KEY],
      winsChannel: 'pm-wins',
      logLevel: 'debug',
    },
    db,
    log: createLog('debug', (line) => log.push(line)),
    now: () => at,
    newId: () => next(at),
    exclusive: true,
  })
  stops.push(bot.stop)
  if (mode === 'http') slack.overHttp(`http://127.0.0.1:${bot.port()}/slack/events`)
  const settle = async () => {
    for (;;) {
      const due = await bot.settle()
      if (due === undefined || due > at + 5000) return
      at = due
    }
  }
  return { slack, bot, log, settle }
}

it.each(['socket', 'http'] as const)(
  'carries two people from joining to a mentorship over %s',
  async (mode) => {
    const { slack, bot, log, settle } = await start(mode)
    await settle()
    for (const [person, form] of [
      [ANA, { role: 'mentee', wants: ['roadmapping'], goal: 'Lead discovery alone' }],
      [BEN, { role: 'mentor', offers: ['roadmapping'] }],
    ] as const) {
      await slack.command(person, 'join')
      await bot.idle()
      expect(await slack.submit(person, { role: form.role })).toBeUndefined()
      expect(await slack.submit(person, form as never)).toBeUndefined()
      expect(slack.modal(person)?.callback_id).toBe(person === ANA ? 'find.list' : 'profile.listed')
    }
    await slack.command(ANA, 'profile @ben')
    await bot.idle()
    expect(JSON.stringify(slack.modal(ANA))).toContain('ben')

    await slack.command(ANA, 'find')
    await bot.idle()
    await slack.click(ANA, slack.modal(ANA)!, 'requests.ask')
    await bot.idle()
    expect(await slack.submit(ANA, { goal: 'Lead discovery alone' })).toBeUndefined()
    expect(slack.modal(ANA)?.callback_id).toBe('requests.sent')
    await settle()

    const [asked] = slack.messages(`D-${BEN}`)
    await slack.click(BEN, asked!, 'requests.accept')
    await settle()
    expect(slack.modal(BEN)?.callback_id).toBe('requests.done')
    expect(slack.messages(`D-${ANA},${BEN}`)).toHaveLength(1)
    expect(JSON.stringify(slack.messages(`D-${ANA}`))).toContain('ben said yes')
    // The mentor's message lost its buttons.
    expect(JSON.stringify(slack.messages(`D-${BEN}`)[0])).not.toContain('requests.accept')
    expect(log.filter((line) => /"level":50/.test(line))).toEqual([])

    const health = await bot.health()
    expect(health.ready).toBe(true)
    expect(health.parts.people?.detail).toContain('looked up one by one')
    expect(health.parts.wins?.ok).toBe(false)
    expect(new Set(slack.unknown)).toEqual(new Set(['users.list', 'conversations.list']))
  },
)

it('tells a second act from a second delivery, though all triggers are the same', async () => {
  const { slack, bot } = await start('socket')
  await slack.command(ANA, 'join')
  await bot.idle()
  await slack.submit(ANA, { role: 'both' })
  await slack.submit(ANA, { role: 'both', wants: ['roadmapping'], offers: ['roadmapping'] })
  await slack.command(ANA, 'pause friday')
  await bot.idle()
  expect(JSON.stringify(slack.modal(ANA))).toContain('Fri 9 Oct')
  await slack.command(ANA, 'pause 2 weeks')
  await bot.idle()
  expect(JSON.stringify(slack.modal(ANA))).toContain('Mon 19 Oct')
  expect(await slack.command(ANA, 'resume')).toContain('Welcome back')
})
