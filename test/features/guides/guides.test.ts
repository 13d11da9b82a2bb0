/** What helps a pair along: agendas, the orientation, and one message a week at most. */
import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../src/core/calendar.ts'
import { recordUnplannedMeeting } from '../../../src/features/pairs/mentorship/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { setMember } from '../../support/members.ts'
import { aPair, dmsSaying, homeOf, joinAll, modalOf, pair, START } from '../mentorship/pairs.ts'

const WEEK = 7 * DAY_MS
/** What helps along; other messages are other stories. */
const support = (bot: TestBot, person: string) => dmsSaying(bot, person, /After: |Only you will ever read/)
const quiet = async (bot: TestBot, ...people: string[]) => {
  for (const person of people)
    await bot.ctx.commit(setMember(bot.ctx, bot.as(person).id, { checkinEvery: 0 }))
}

it('an agenda for the next meeting stands on Home and in the introduction, and follows the course', async () => {
  const { bot, id } = await aPair()
  await quiet(bot, 'ana', 'ben')
  expect(await homeOf(bot, 'ana')).toContain('Next meeting with @Ben Badger: The first meeting')
  await bot.as('ana').click('home', 'Agenda for your next meeting with Ben Badger')
  expect(modalOf(bot, 'ana')).toContain('What stays between you two? Say it aloud')
  expect(modalOf(bot, 'ana')).toContain('After: Kathy Kram')
  await bot.as('ana').click('modal', 'Where to from here')
  expect(modalOf(bot, 'ana')).toContain('Three plans (15 min)')
  const [group] = bot.as('ben').groups()
  await bot.as('ben').click(group!.messages[0]!, 'Agenda of the first meeting')
  expect(modalOf(bot, 'ben')).toContain('The first meeting')

  await recordUnplannedMeeting(bot.ctx, bot.as('ana').id, id)
  expect(await homeOf(bot, 'ana')).toContain('Goals that help')
  await bot.until(START + 6 * WEEK)
  expect(await homeOf(bot, 'ana')).toContain('Half-way')
})

it('ten minutes of orientation wait for both before they meet, on Home and in their conversation', async () => {
  const { bot, id } = await aPair()
  await quiet(bot, 'ana', 'ben')
  expect(await homeOf(bot, 'ana')).toMatch(/^Week 1 with Ben Badger\s+Ten minutes before your first meeting/)
  await bot.as('ana').click('home', 'Start the ten-minute orientation')
  for (let page = 1; page < 6; page++) {
    expect(modalOf(bot, 'ana')).toContain(`Page ${page} of 6`)
    await bot.as('ana').click('modal', 'To the next page')
  }
  await bot.as('ana').click('modal', /^Done/)
  expect(modalOf(bot, 'ana')).toContain('You are ready for @Ben Badger')
  expect(await homeOf(bot, 'ana')).not.toContain('Ten minutes before')

  await bot.as('ben').click(bot.as('ben').groups()[0]!.messages[0]!, 'Start the ten-minute orientation')
  expect(modalOf(bot, 'ben')).toContain('Page 1 of 6')
  expect(await homeOf(bot, 'ben')).toContain('Ten minutes before')
  await recordUnplannedMeeting(bot.ctx, bot.as('ben').id, id)
  expect(await homeOf(bot, 'ben')).not.toContain('Ten minutes before')
})

it('a mentor of two gets one message for both, every second week, and each tip once', async () => {
  const { bot, id } = await aPair()
  await bot.until(START + WEEK)
  await joinAll(bot, 'jonas')
  const second = await pair(bot, 'jonas', 'ben')
  await quiet(bot, 'ana', 'ben', 'jonas')
  const keepMeeting = async () => {
    for (const each of [id, second]) await recordUnplannedMeeting(bot.ctx, bot.as('ben').id, each)
  }
  await keepMeeting()
  await bot.until(START + 2 * WEEK + 2 * DAY_MS)
  const both = /Be the first to open up · for @Ana Albatross and @Jonas Jackdaw/
  expect(dmsSaying(bot, 'ben', both)).toHaveLength(1)
  // Mentees get no tips for mentors.
  expect(dmsSaying(bot, 'ana', /Be the first to open up/)).toEqual([])

  let since = support(bot, 'ben').length
  for (let week = 3; week < 13; week++) {
    await keepMeeting()
    await bot.until(START + week * WEEK)
    const now = support(bot, 'ben').length
    if (week % 2 === 0) {
      expect(now - since).toBeLessThanOrEqual(1)
      since = now
    }
  }
  const tips = support(bot, 'ben').flatMap((dm) => bot.reads('ben', dm).match(/[^*\n]+(?= · for @)/g) ?? [])
  expect(tips.length).toBeGreaterThan(4)
  expect(tips).toEqual([...new Set(tips)])
  expect(dmsSaying(bot, 'ben', /question among mentors[\s\S]*such as @/).length).toBeGreaterThan(0)
  expect(dmsSaying(bot, 'ana', /question among mentors/)).toEqual([])
  expect(dmsSaying(bot, 'ana', /look back at the month/)).toHaveLength(3)
  const [review] = dmsSaying(bot, 'ben', /How goes it with you as a mentor/)
  await bot.as('ben').click(review!, 'A look at your own mentoring')
  expect(modalOf(bot, 'ben')).toContain('I asked and listened more than I told')
})

it('each tip comes once and none is left out, by the week it belongs to: after a day off, an outage and a move', async () => {
  const { bot, id } = await aPair()
  await quiet(bot, 'ana', 'ben')
  const tips = () =>
    dmsSaying(bot, 'ben', / · for @/).map((dm) => /\*?([^*\n]+?)\*? · for/.exec(bot.reads('ben', dm))?.[1])
  const at = (day: string) => Date.parse(`${day}Z`)
  // Met each week, so that nothing but tips is said.
  const untilMeeting = async (day: string) => {
    await bot.until(at(day))
    await recordUnplannedMeeting(bot.ctx, bot.as('ana').id, id)
  }
  await untilMeeting('2026-10-12T10:00')
  await bot.ctx.commit(setMember(bot.ctx, bot.as('ben').id, { holidays: ['2026-10-13'] }))
  await untilMeeting('2026-10-15T10:00')
  expect(tips()).toEqual(['Be the first to open up'])
  await untilMeeting('2026-10-22T10:00')
  // Nothing runs from before Tuesday until Friday.
  await bot.until(at('2026-10-27T08:30'))
  bot.sandbox.clock.set(at('2026-10-30T10:00'))
  await untilMeeting('2026-10-30T11:00')
  expect(tips()).toEqual(['Be the first to open up', 'One goal, in their words'])
  // Tuesday at ten comes in Lisbon, and once more in New York.
  await untilMeeting('2026-11-06T11:00')
  await untilMeeting('2026-11-10T11:00')
  await bot.sandbox.admin.updatePerson('ben', { tz: 'America/New_York' })
  await bot.ctx.commit(bot.ctx.schedule.at('guides.week', bot.as('ben').id, at('2026-11-10T15:00')))
  await untilMeeting('2026-11-16T15:00')
  await untilMeeting('2026-11-19T15:00')
  expect(tips().slice(0, 3)).toEqual([
    'Be the first to open up',
    'One goal, in their words',
    'What happens in between counts',
  ])
  expect(tips()).toHaveLength(3)
})

it('stops with the mentorship, and a pair that has gone quiet gets no tips', async () => {
  const { bot } = await aPair()
  await quiet(bot, 'ana', 'ben')
  await bot.until(START + 3 * WEEK)
  const tipsUntilStalled = dmsSaying(bot, 'ben', /After: /).length
  await bot.until(START + 4 * WEEK + 3 * DAY_MS)
  expect(dmsSaying(bot, 'ben', /After: /).length).toBe(tipsUntilStalled)
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'End the mentorship with Ben Badger')
  await bot.as('ana').submit({})
  await bot.advance(HOUR_MS)
  const before = bot.as('ben').dms().length
  await bot.advance(8 * WEEK)
  expect(bot.as('ben').dms().length).toBe(before)
})

it('a look back that falls into a quiet time comes after it, once', async () => {
  const { bot, id } = await aPair()
  await quiet(bot, 'ana', 'ben')
  const lookBacks = (person: string) => dmsSaying(bot, person, /look back at the month/).length
  await bot.until(START + 4 * WEEK)
  expect([lookBacks('ana'), lookBacks('ben')]).toEqual([0, 0])
  await recordUnplannedMeeting(bot.ctx, bot.as('ana').id, id)
  await bot.until(START + 5 * WEEK)
  expect([lookBacks('ana'), lookBacks('ben')]).toEqual([1, 1])
  await recordUnplannedMeeting(bot.ctx, bot.as('ana').id, id)
  await bot.until(START + 7 * WEEK)
  expect([lookBacks('ana'), lookBacks('ben')]).toEqual([1, 1])
})
