/** "Tell me when someone fits" (row E8). */
import { expect, it } from 'vitest'
import { leave, pauseUntil, resume } from '../../../src/features/membership/service.ts'
import { endAlone } from '../../../src/features/mentorship/service.ts'
import { freePlace, saveCard } from '../../../src/features/profile/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { pair } from '../../support/pairing.ts'
import { ANA, aBot, DAY, dms, fill, joinAs, mentor, modal } from '../requests/people.ts'

/** A bot in which nobody fits Ana, who wants to be told. */
async function waiting(mentors: string[] = []) {
  const bot = await aBot(mentors)
  for (const each of mentors) await fill(bot, each)
  await bot.as('ana').command('/mentor find')
  expect(modal(bot, 'ana')).toContain('Nobody fits at the moment')
  await bot.as('ana').click('modal', 'Tell me when someone fits')
  expect(modal(bot, 'ana')).toContain('I write to you once')
  return bot
}

const told = (bot: TestBot) => dms(bot, 'ana').filter((text) => text.includes('Somebody fits now'))

it.each<[string, string[], (bot: TestBot) => Promise<unknown>]>([
  ['somebody joins', [], (bot) => mentor(bot, 'ben')],
  ['a place becomes free', ['ben'], (bot) => saveCard(bot.ctx, bot.as('ben').id, 'time', { capacity: 3 })],
  [
    'somebody comes back',
    ['ben'],
    async (bot) => {
      await bot.ctx.commit(freePlace(bot.ctx, bot.as('ben').id))
      await pauseUntil(bot.ctx, bot.as('ben').id, '2026-11-02')
      await bot.settle()
      expect(told(bot)).toEqual([])
      await resume(bot.ctx, bot.as('ben').id)
    },
  ],
  [
    'a mentorship ends',
    [],
    async (bot) => {
      await joinAs(bot, 'chidi', { role: 'both', offers: ['roadmapping'], wants: ['roadmapping'] })
      await joinAs(bot, 'ben', { role: 'mentor', offers: ['roadmapping'] })
      await endAlone(bot.ctx, bot.as('ben').id, await pair(bot, 'chidi', 'ben'))
    },
  ],
])('tells once when %s, with the best and why, and then no more', async (_, mentors, happens) => {
  const bot = await waiting(mentors)
  await bot.advance(2 * DAY)
  expect(told(bot)).toEqual([])
  await happens(bot)
  await bot.advance(DAY)
  expect(told(bot)).toHaveLength(1)
  expect(told(bot)[0]).toMatch(/You want roadmapping; .* offers it at 4 of 5/)
  await mentor(bot, 'elif')
  await bot.advance(8 * DAY)
  expect(told(bot)).toHaveLength(1)
})

it('can be taken back, and is asked for but once', async () => {
  const bot = await waiting()
  await bot.as('ana').command('/mentor find')
  expect(modal(bot, 'ana')).toContain('I tell you as soon as somebody fits')
  await bot.as('ana').click('modal', 'Do not tell me any more')
  await mentor(bot, 'ben')
  await bot.advance(9 * DAY)
  expect(told(bot)).toEqual([])
})

it('says nothing of somebody who is gone again, or to somebody who is not looking any more', async () => {
  const bot = await waiting()
  // Saturday: the message waits for Monday, and who fitted has left by then.
  await bot.advance(5 * DAY)
  await mentor(bot, 'ben')
  await bot.settle()
  await leave(bot.ctx, bot.as('ben').id, false)
  await bot.advance(3 * DAY)
  expect(told(bot)).toEqual([])
  await leave(bot.ctx, ANA, false)
  await mentor(bot, 'chidi')
  await bot.advance(3 * DAY)
  expect(told(bot)).toEqual([])
})
