/** What one person can do to others, or to the machine, has an end that is said in words. */
import { expect, it } from 'vitest'
import { DAY_MS, MINUTE_MS } from '../../src/core/calendar.ts'
import { forgetLimits } from '../../src/directory/limits.ts'
import { promiseIntroduction } from '../../src/features/growth/introductions/service.ts'
import { askMentor, listOpenOf, withdrawRequest } from '../../src/features/matching/requests/service.ts'
import { endAlone } from '../../src/features/pairs/mentorship/service.ts'
import type { TestBot } from '../support/bot.ts'
import { aPair, forge, homeOf, joinAll, mentorshipOf, modalOf, whisper } from './mentorship/pairs.ts'

const idOf = (bot: TestBot, person: string) => bot.as(person).id

it('sixty commands a minute are answered, and more are asked to wait; nobody else waits', async () => {
  const { bot } = await aPair()
  const ana = bot.as('ana')
  for (let i = 0; i < 60; i++) await bot.sandbox.as('ana').command('/mentor nothing')
  await ana.command('/mentor help')
  expect(whisper(bot, 'ana')).toContain('more than sixty commands in a minute')
  await bot.as('ben').command('/mentor help')
  expect(modalOf(bot, 'ben')).toContain('Cairn')
  await bot.advance(MINUTE_MS)
  await ana.command('/mentor help')
  expect(modalOf(bot, 'ana')).toContain('Cairn')
})

it('whatever is pressed again and again, one person is written to forty times a day by another; an end is never refused', async () => {
  const { bot, id } = await aPair()
  const { counters } = bot.db.tables
  const key = `limit:2026-10-05:to:${idOf(bot, 'ben')}:${idOf(bot, 'ana')}`
  await bot.db.q.insert(counters).values({ workspace: bot.bot.workspace, key, used: 38 })
  // A break that begins and ends, each of which the partner hears.
  const rests = async () => {
    await homeOf(bot, 'ana')
    await bot.as('ana').click('home', 'A break, a new match or a good close with Ben Badger')
    await bot.as('ana').click('modal', 'Take a break with Ben Badger')
    await bot.as('ana').submit({ until: '2026-11-02' })
    return modalOf(bot, 'ana')
  }
  expect(await rests()).toContain('take a break until Mon 2 Nov')
  await forge(bot, 'ana', 'ladder.back', id)
  expect(await rests()).toContain('You have had me write to the same person many times today')
  expect((await mentorshipOf(bot, id)).state).not.toBe('paused')

  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'A break, a new match or a good close with Ben Badger')
  await bot.as('ana').click('modal', 'End the mentorship with Ben Badger now')
  await bot.as('ana').submit({})
  expect((await mentorshipOf(bot, id)).status).toBe('ended')
})

it('asks ten times a day, taken back or not, and promises five introductions', async () => {
  const { bot, id } = await aPair()
  await joinAll(bot, 'chidi', 'dana')
  const words = { goal: 'Lead discovery', questions: undefined, times: undefined }
  const asks = async () => {
    const sent = await askMentor(bot.ctx, idOf(bot, 'chidi'), idOf(bot, 'ben'), words, { kind: 'chat' })
    for (const each of await listOpenOf(bot.ctx, idOf(bot, 'chidi')))
      await withdrawRequest(bot.ctx, idOf(bot, 'chidi'), each.id)
    return sent
  }
  for (let i = 0; i < 10; i++) expect(await asks()).toMatchObject({ ok: true })
  expect(await asks()).toMatchObject({ reason: expect.stringContaining('You have asked ten times today') })

  const promises = () =>
    promiseIntroduction(bot.ctx, idOf(bot, 'ben'), {
      mentorship: id,
      words: 'A head of product',
      on: '2026-10-14',
    })
  for (let i = 0; i < 5; i++) expect(await promises()).toMatchObject({ ok: true })
  expect(await promises()).toMatchObject({ reason: expect.stringContaining('promised five introductions') })

  // Counters of days that are over are not kept; those of today are.
  const limits = async () =>
    (await bot.db.q.select().from(bot.db.tables.counters)).filter((row) => row.key.startsWith('limit:'))
  await bot.ctx.commit(forgetLimits(bot.ctx))
  expect((await limits()).length).toBeGreaterThan(0)
  await endAlone(bot.ctx, idOf(bot, 'ana'), id)
  await bot.advance(3 * DAY_MS)
  await bot.ctx.commit(forgetLimits(bot.ctx))
  expect(await limits()).toEqual([])
})
