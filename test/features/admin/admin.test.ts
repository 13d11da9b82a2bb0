/** The coordinator: who becomes one, and what they see of messages that could not be sent. */
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../src/core/calendar.ts'
import {
  becomeCoordinator,
  isCoordinator,
  listAudit,
} from '../../../src/features/people/coordinators/service.ts'
import { chooseCelebration } from '../../../src/features/people/privacy/service.ts'
import { retryPlace } from '../../../src/features/programme/desk/service.ts'
import { startTestBot, type TestBot, type TestBotOptions } from '../../support/bot.ts'
import { aPair, dmsSaying, forge, homeOf, modalOf, START } from '../mentorship/pairs.ts'

const idOf = (bot: TestBot, person: string) => bot.sandbox.as(person).id

describe('who becomes coordinator', () => {
  it('an admin does, from Home, and is told what comes next', async () => {
    const bot = await startTestBot()
    expect(await homeOf(bot, 'dana')).toContain('This workspace has no coordinator yet')
    await bot.as('dana').click('home', 'Become coordinator')
    expect(modalOf(bot, 'dana')).toContain('You are the coordinator')
    expect(await homeOf(bot, 'dana')).toContain('No pair needs a hand')
    expect(await homeOf(bot, 'elif')).not.toContain('Become coordinator')
    expect(await listAudit(bot.ctx, 10)).toMatchObject([
      { actor: idOf(bot, 'dana'), act: 'became coordinator' },
    ])
  })

  it('nobody else does: not offered, and refused when forged', async () => {
    const bot = await startTestBot()
    expect(await homeOf(bot, 'ana')).not.toContain('coordinator')
    await forge(bot, 'ana', 'admin.become', '')
    expect(await isCoordinator(bot.ctx, idOf(bot, 'ana'))).toBe(false)
    expect(await becomeCoordinator(bot.ctx, idOf(bot, 'ana'))).toMatchObject({
      reason: expect.stringContaining('must be a workspace admin or owner'),
    })
  })

  it('the second one who presses is told who can add them', async () => {
    const bot = await startTestBot()
    await homeOf(bot, 'dana')
    await homeOf(bot, 'elif')
    await Promise.all([
      bot.as('dana').click('home', 'Become coordinator'),
      bot.as('elif').click('home', 'Become coordinator'),
    ])
    const said = [modalOf(bot, 'dana'), modalOf(bot, 'elif')]
    expect(said.filter((each) => each.includes('You are the coordinator'))).toHaveLength(1)
    expect(said.filter((each) => /Ask them to add you/.test(each))).toHaveLength(1)
    const first = said[0]!.includes('You are the coordinator') ? 'dana' : 'elif'
    expect(await becomeCoordinator(bot.ctx, idOf(bot, first))).toMatchObject({
      reason: expect.stringContaining('coordinator already'),
    })
  })

  it('when the coordinator is gone, an owner may become one', async () => {
    const bot = await startTestBot()
    await becomeCoordinator(bot.ctx, idOf(bot, 'dana'))
    await homeOf(bot, 'elif')
    await bot.sandbox.admin.deactivate('dana')
    await bot.bot.idle()
    expect(await homeOf(bot, 'elif')).toContain('Become coordinator')
    await bot.as('elif').click('home', 'Become coordinator')
    expect(await isCoordinator(bot.ctx, idOf(bot, 'elif'))).toBe(true)
    expect(await isCoordinator(bot.ctx, idOf(bot, 'dana'))).toBe(false)
  })
})

/** Ben is thanked where all may read it, in the afternoon of New York, when the channel is awake. */
const AWAKE = Date.parse('2026-10-05T15:00:00Z')

async function withCoordinator(options: TestBotOptions = {}) {
  const bot = await startTestBot({ ...options, sandbox: { now: AWAKE, ...options.sandbox } })
  await becomeCoordinator(bot.ctx, idOf(bot, 'dana'))
  await chooseCelebration(bot.ctx, idOf(bot, 'ben'), 'public')
  return bot
}
async function thank(bot: TestBot) {
  await bot.as('ana').command('/mentor kudos @ben for the launch')
  await bot.advance(HOUR_MS / 4)
}
const told = (bot: TestBot) => dmsSaying(bot, 'dana', /I cannot post to the wins channel/)
const wins = (bot: TestBot) =>
  bot
    .as('ben')
    .messages('pm-wins')
    .filter((message) => bot.reads('ben', message).includes('the launch'))

describe('messages that cannot be sent', () => {
  const broken: [string, string, (bot: TestBot) => void, (bot: TestBot) => void][] = [
    [
      'an archived channel',
      'Unarchive it',
      (bot) => void bot.sandbox.admin.archive('pm-wins'),
      (bot) => void bot.sandbox.admin.unarchive('pm-wins'),
    ],
    [
      'a channel that Cairn was taken out of',
      '/invite @Cairn',
      (bot) => void bot.sandbox.admin.removeBotFrom('pm-wins'),
      (bot) => void bot.sandbox.admin.inviteBot('pm-wins'),
    ],
    [
      'a channel where only admins may post',
      'Posting there is restricted',
      (bot) => void bot.sandbox.admin.restrict('pm-wins', 'admins'),
      (bot) => void bot.sandbox.admin.restrict('pm-wins', 'everyone'),
    ],
    [
      'a channel that is gone, until another one of its name is made',
      'Create it and invite Cairn',
      (bot) => bot.sandbox.admin.deleteChannel('pm-wins'),
      (bot) =>
        void bot.sandbox.admin.addChannel({ id: 'C0PMWINS02', name: 'pm-wins', bot: true, members: ['ben'] }),
    ],
  ]
  it.each(broken)(
    'wait for %s: the coordinator is told how to mend it, and one press sends them',
    async (_, mend, spoil, repair) => {
      // Where it may, Cairn would join the channel again by itself.
      const bot = await withCoordinator({ sandbox: { grantOptional: false } })
      spoil(bot)
      await thank(bot)
      expect(told(bot)).toHaveLength(1)
      expect(bot.reads('dana', told(bot)[0])).toContain(mend)
      expect(bot.reads('dana', told(bot)[0])).toContain('Nothing is lost')
      expect(told(bot)[0]!.text).not.toContain('launch')
      expect(await homeOf(bot, 'dana')).toContain('1 message could not be sent to the wins channel')

      // Pressed too early it stays as it is, and tells nobody a second time.
      await bot.as('dana').click('home', 'Try again to send to the wins channel')
      expect(modalOf(bot, 'dana')).toContain('I try again now')
      await bot.settle()
      expect(await homeOf(bot, 'dana')).toContain('1 message could not be sent')
      expect(told(bot)).toHaveLength(1)

      repair(bot)
      await bot.as('dana').click(told(bot)[0]!, 'Try again')
      await bot.advance(HOUR_MS)
      expect(wins(bot)).toHaveLength(1)
      expect(await homeOf(bot, 'dana')).not.toContain('could not be sent')
      await bot.advance(DAY_MS)
      expect(wins(bot)).toHaveLength(1)
    },
  )

  it('go out by themselves once somebody invites Cairn', async () => {
    const bot = await withCoordinator()
    bot.sandbox.admin.deleteChannel('pm-wins')
    await thank(bot)
    bot.sandbox.admin.addChannel({ id: 'C0PMWINS02', name: 'pm-wins', bot: true, members: ['ben'] })
    const event = { type: 'member_joined_channel', channel: 'C0PMWINS02', channel_type: 'C' }
    const hear = (user: string) =>
      bot.sandbox.deliver.raw(
        {
          type: 'event_callback',
          team_id: bot.sandbox.workspace.id,
          event_id: `Ev-${user}`,
          event: { ...event, user },
        },
        { type: 'events_api' },
      )
    bot.sandbox.traffic.clear()
    await hear(idOf(bot, 'leo'))
    await bot.advance(HOUR_MS)
    expect(wins(bot)).toHaveLength(0)
    expect(bot.sandbox.traffic.calls.filter((call) => call.method === 'conversations.list')).toEqual([])
    await hear(bot.sandbox.app.botUserId)
    await bot.advance(HOUR_MS)
    expect(wins(bot)).toHaveLength(1)
  })

  it('are nobody else’s business', async () => {
    const bot = await withCoordinator()
    bot.sandbox.admin.archive('pm-wins')
    await thank(bot)
    expect(await homeOf(bot, 'ana')).not.toContain('could not be sent')
    expect(await retryPlace(bot.ctx, idOf(bot, 'ana'), '#wins')).toMatchObject({
      reason: expect.stringContaining('Only a coordinator'),
    })
    await forge(bot, 'ana', 'admin.retry', '#wins')
    expect(await homeOf(bot, 'dana')).toContain('1 message could not be sent')
  })

  it('are told in the morning, and not at all if they were mended by then', async () => {
    const bot = await startTestBot({ sandbox: { now: Date.parse('2026-10-05T20:30:00Z') } })
    // The channel is awake in New York, and its coordinator sleeps in Lisbon.
    await becomeCoordinator(bot.ctx, idOf(bot, 'elif'))
    await chooseCelebration(bot.ctx, idOf(bot, 'ben'), 'public')
    bot.sandbox.admin.archive('pm-wins')
    await thank(bot)
    const toElif = () => dmsSaying(bot, 'elif', /I cannot post to the wins channel/)
    expect(await homeOf(bot, 'elif')).toContain('1 message could not be sent')
    expect(toElif()).toEqual([])
    bot.sandbox.admin.unarchive('pm-wins')
    await retryPlace(bot.ctx, idOf(bot, 'elif'), '#wins')
    await bot.advance(DAY_MS)
    expect(toElif()).toEqual([])
    expect(wins(bot)).toHaveLength(1)
  })
})

it('a coordinator sees who needs a hand, and nothing that anybody wrote', async () => {
  const { bot } = await aPair({ sandbox: { now: START } })
  await becomeCoordinator(bot.ctx, idOf(bot, 'dana'))
  await bot.as('ana').command('/mentor checkin')
  await bot.as('ana').submit({ Progress: 'a private thought' })
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'You and Ben Badger could use a hand')
  await bot.as('ana').submit()
  await bot.advance(DAY_MS)
  const all = JSON.stringify([await homeOf(bot, 'dana'), bot.as('dana').inbox()])
  expect(all).toContain('could use a hand')
  expect(all).not.toMatch(/private thought|goal of ana/)
})
