/** What happens to a pair that has gone quiet. */
import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../src/core/calendar.ts'
import { becomeCoordinator } from '../../../src/features/admin/service.ts'
import { pauseUntil, resume } from '../../../src/features/membership/service.ts'
import { updateMember } from '../../../src/features/profile/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { aPair, dmsSaying, homeOf, mentorshipOf, modalOf, START } from './pairs.ts'

/** Three weeks after the start, a Monday at nine in Lisbon: the clocks went back the day before. */
const STALLED = Date.parse('2026-10-26T09:00:00Z')
const asked = (bot: TestBot, person: string) => dmsSaying(bot, person, /Have you and .* met lately/)
const hands = (bot: TestBot) => dmsSaying(bot, 'dana', /could use a hand\./)

async function quietPair() {
  const { bot, id } = await aPair()
  await becomeCoordinator(bot.ctx, bot.as('dana').id)
  // The weekly question is another story.
  for (const person of ['ana', 'ben'])
    await bot.ctx.commit(updateMember(bot.ctx, bot.as(person).id, { checkinEvery: 0 }))
  return { bot, id }
}

it('asks both after three weeks without a meeting, and coordinators look after three working days of silence', async () => {
  const { bot, id } = await quietPair()
  await bot.until(STALLED - HOUR_MS)
  expect([...asked(bot, 'ana'), ...asked(bot, 'ben')]).toEqual([])
  await bot.until(STALLED)
  expect([asked(bot, 'ana').length, asked(bot, 'ben').length]).toEqual([1, 1])
  expect(asked(bot, 'ana')[0]!.text).toBe('Have you and Ben Badger met lately?')

  await bot.until(STALLED + 3 * DAY_MS - HOUR_MS)
  expect((await mentorshipOf(bot, id)).needsHandAt).toBeNull()
  await bot.until(STALLED + 3 * DAY_MS + 12 * HOUR_MS)
  expect(hands(bot)).toHaveLength(1)
  expect(bot.reads('dana', hands(bot)[0])).toContain('never why')
  expect(await homeOf(bot, 'dana')).toContain('1 pair could use a hand')

  // It leaves the list as soon as either says that they met.
  await bot.as('ben').click(dmsSaying(bot, 'ben', /passed on to the coordinators/)[0]!, 'We met')
  await bot.settle()
  expect(hands(bot)).toEqual([])
  expect(dmsSaying(bot, 'dana', /need no hand any more/)).toHaveLength(1)
  expect(await homeOf(bot, 'dana')).toContain('No pair needs a hand')
  expect(dmsSaying(bot, 'ana', /have met. Lovely/)).toHaveLength(1)
  expect(await homeOf(bot, 'ana')).toContain('last met')
})

it('asks once more, three weeks after they met', async () => {
  const { bot } = await quietPair()
  await bot.until(STALLED)
  await bot.as('ana').click(asked(bot, 'ana')[0]!, 'We met')
  expect(modalOf(bot, 'ana')).toContain('Lovely')
  await bot.settle()
  expect(asked(bot, 'ben')).toEqual([])
  await bot.until(STALLED + 20 * DAY_MS)
  expect(asked(bot, 'ana')).toEqual([])
  await bot.until(STALLED + 22 * DAY_MS)
  expect([asked(bot, 'ana').length, asked(bot, 'ben').length]).toEqual([1, 1])
  expect(hands(bot)).toEqual([])
})

it('“not yet, but we will” is asked again in a week, and tells no coordinator', async () => {
  const { bot } = await quietPair()
  await bot.until(STALLED)
  await bot.as('ben').click(asked(bot, 'ben')[0]!, 'Not yet, but we will')
  expect(modalOf(bot, 'ben')).toContain('I ask again in a week')
  await bot.settle()
  expect(asked(bot, 'ana')).toEqual([])
  expect(dmsSaying(bot, 'ana', /not yet, as I heard on Mon 26 Oct/)).toHaveLength(1)
  await bot.until(STALLED + 6 * DAY_MS)
  expect(asked(bot, 'ana')).toEqual([])
  await bot.until(STALLED + 7 * DAY_MS + HOUR_MS)
  expect(asked(bot, 'ana')).toHaveLength(1)
  expect(hands(bot)).toEqual([])
})

it('either asks for a hand: coordinators hear that, once, and nothing else', async () => {
  const { bot } = await quietPair()
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'You and Ben Badger could use a hand')
  expect(modalOf(bot, 'ana')).toContain('They see that, and nothing you wrote')
  await bot.advance(12 * HOUR_MS)
  expect(hands(bot)).toHaveLength(1)
  expect(hands(bot)[0]!.text).toBe('A pair could use a hand')
  expect(await homeOf(bot, 'ben')).toContain('the coordinators know that you could use a hand')
  expect(bot.reads('ben', bot.as('ben').home())).not.toContain('[We could use a hand]')
})

it('says so where nobody coordinates yet, and shows it to whoever does later', async () => {
  const { bot } = await aPair()
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'You and Ben Badger could use a hand')
  expect(modalOf(bot, 'ana')).toContain('Nobody coordinates Cairn here yet')
  await homeOf(bot, 'dana')
  await bot.as('dana').click('home', 'Become coordinator')
  expect(await homeOf(bot, 'dana')).toContain('1 pair could use a hand')
})

it('check-ins are no meetings', async () => {
  const { bot } = await aPair()
  await bot.until(START + 4 * DAY_MS + 2 * HOUR_MS)
  await bot.as('ana').click(dmsSaying(bot, 'ana', /How is it going/).at(-1)!, 'Good')
  await bot.until(STALLED)
  expect(asked(bot, 'ana')).toHaveLength(1)
})

it('stops while either is paused, and asks a week after they are back', async () => {
  const { bot } = await quietPair()
  await bot.until(STALLED - DAY_MS)
  expect(await pauseUntil(bot.ctx, bot.as('ben').id, '2026-11-09')).toMatchObject({ ok: true })
  await bot.until(Date.parse('2026-11-15T12:00:00Z'))
  expect([...asked(bot, 'ana'), ...hands(bot)]).toEqual([])
  await bot.until(Date.parse('2026-11-16T12:00:00Z'))
  expect([asked(bot, 'ana').length, asked(bot, 'ben').length]).toEqual([1, 1])
})

it('asks anew after a pause that began when both were asked already', async () => {
  const { bot } = await quietPair()
  await bot.until(STALLED)
  await pauseUntil(bot.ctx, bot.as('ana').id, '2026-11-02')
  await bot.until(Date.parse('2026-11-08T12:00:00Z'))
  expect(hands(bot)).toEqual([])
  await bot.until(Date.parse('2026-11-09T12:00:00Z'))
  expect(asked(bot, 'ben')).toHaveLength(1)
  expect(dmsSaying(bot, 'ben', /not yet, as I heard/)).toHaveLength(1)
  expect(await resume(bot.ctx, bot.as('ana').id)).toMatchObject({ ok: false })
})

it('asks nobody at the weekend, on a holiday or at night', async () => {
  const { bot } = await quietPair()
  await bot.ctx.commit(updateMember(bot.ctx, bot.as('ana').id, { holidays: ['2026-10-26'] }))
  await bot.ctx.commit(updateMember(bot.ctx, bot.as('ben').id, { zone: 'Pacific/Auckland' }))
  await bot.until(STALLED + HOUR_MS)
  // In Auckland it is eleven at night, and in Lisbon a holiday.
  expect([...asked(bot, 'ana'), ...asked(bot, 'ben')]).toEqual([])
  await bot.until(Date.parse('2026-10-26T20:00:00Z'))
  expect([asked(bot, 'ana').length, asked(bot, 'ben').length]).toEqual([0, 1])
  await bot.until(Date.parse('2026-10-27T09:00:00Z'))
  expect(asked(bot, 'ana')).toHaveLength(1)
})

it('keeps to two unasked messages a week, and coordinators hear of no silence before the question was asked', async () => {
  const { bot } = await quietPair()
  const { counters } = bot.db.tables
  for (const person of ['ana', 'ben'])
    await bot.db.q
      .insert(counters)
      .values({ workspace: bot.bot.workspace, key: `nudges:${bot.as(person).id}:2026-10-26`, used: 2 })
  await bot.until(Date.parse('2026-11-02T08:00:00Z'))
  expect([...asked(bot, 'ana'), ...asked(bot, 'ben'), ...hands(bot)]).toEqual([])
  await bot.until(Date.parse('2026-11-02T09:00:00Z'))
  expect([asked(bot, 'ana').length, asked(bot, 'ben').length]).toEqual([1, 1])
  await bot.until(Date.parse('2026-11-05T20:00:00Z'))
  expect(hands(bot)).toHaveLength(1)
})
