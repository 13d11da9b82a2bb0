/** When people are asked, and what becomes of a question that nobody answers. */
import { expect, it } from 'vitest'
import { activeMentorships, endAlone } from '../../../src/features/pairs/mentorship/service.ts'
import { startTestBot } from '../../support/bot.ts'
import { setMember } from '../../support/members.ts'
import {
  aPair,
  checkinDms,
  DAY,
  FRIDAY,
  HOUR,
  joinAll,
  lastCheckin,
  lastWords,
  modalOf,
  pair,
  press,
  START,
  wall,
  whisper,
} from './pairs.ts'

it('asks both on Friday at ten, once, and not before', async () => {
  const bot = await aPair()
  await bot.until(FRIDAY - HOUR)
  expect(checkinDms(bot, 'ana')).toEqual([])
  await bot.until(FRIDAY + HOUR)
  expect(checkinDms(bot, 'ana')).toHaveLength(1)
  expect(checkinDms(bot, 'ben')).toHaveLength(1)
  expect(lastWords(bot, 'ana')).toContain('How is it going with @Ben Badger?')
  expect(lastCheckin(bot, 'ana').text.split('\n')[0]).toBe(
    `How is it going with <@${bot.as('ben').id}>? Check-in of Fri 9 Oct.`,
  )
  expect(lastWords(bot, 'ana')).toContain('[Great] [Good] [OK] [Rough] [Stuck]')
  expect(wall('Europe/Lisbon', lastCheckin(bot, 'ana').at)).toBe('Fri 10:00')
})

it('asks in each zone at its own ten o’clock, before and after the clocks change', async () => {
  const bot = await startTestBot({ sandbox: { now: Date.parse('2026-10-19T08:00:00Z') } })
  await joinAll(bot, 'ana', 'finn', 'haruki')
  await pair(bot, 'ana', 'finn')
  await pair(bot, 'haruki', 'finn')
  await bot.until(Date.parse('2026-11-14T08:00:00Z'))
  // Lisbon changes on 25 October, New York on 1 November, Tokyo never. Finn has two mentees and one question.
  for (const [zone, who] of [
    ['Europe/Lisbon', 'ana'],
    ['America/New_York', 'finn'],
    ['Asia/Tokyo', 'haruki'],
  ] as const) {
    const asked = checkinDms(bot, who).map((dm) => wall(zone, dm.at))
    expect(asked).toEqual(['Fri 10:00', 'Fri 10:00', 'Fri 10:00'])
  }
})

it('asks at ten o’clock of the new zone, the same week, when somebody moves', async () => {
  const bot = await aPair()
  bot.sandbox.admin.updatePerson('ana', { tz: 'America/New_York' })
  await bot.until(FRIDAY + 12 * HOUR)
  expect(checkinDms(bot, 'ana').map((dm) => wall('America/New_York', dm.at))).toEqual(['Fri 10:00'])
  // Further east the hour comes sooner: it is not waited for until the old one.
  bot.sandbox.admin.updatePerson('ana', { tz: 'Asia/Tokyo' })
  await bot.until(FRIDAY + 7 * DAY + HOUR)
  expect(
    checkinDms(bot, 'ana')
      .map((dm) => wall('Asia/Tokyo', dm.at))
      .slice(1),
  ).toEqual(['Fri 10:00'])
  // Ben stayed where he was.
  expect(checkinDms(bot, 'ben').map((dm) => wall('Europe/Lisbon', dm.at))).toEqual(['Fri 10:00', 'Fri 10:00'])
})

it('leaves two working days between the start and the first question', async () => {
  const bot = await startTestBot({ sandbox: { now: Date.parse('2026-10-08T08:00:00Z') } })
  await joinAll(bot, 'ana', 'ben')
  await pair(bot, 'ana', 'ben')
  await bot.until(Date.parse('2026-10-12T08:00:00Z'))
  expect(checkinDms(bot, 'ana')).toEqual([])
  await bot.until(Date.parse('2026-10-16T10:00:00Z'))
  expect(checkinDms(bot, 'ana')).toHaveLength(1)
})

it('moves from a holiday to Monday', async () => {
  const bot = await aPair()
  await bot.ctx.commit(setMember(bot.ctx, bot.as('ana').id, { holidays: ['2026-10-09'] }))
  await bot.until(FRIDAY + 4 * DAY)
  expect(checkinDms(bot, 'ana').map((dm) => wall('Europe/Lisbon', dm.at))).toEqual(['Mon 10:00'])
})

it('stays quiet through a pause and asks again after it, by itself', async () => {
  const bot = await aPair()
  await bot.as('ana').command('/mentor pause 2026-10-14')
  await bot.until(FRIDAY + DAY)
  expect(checkinDms(bot, 'ana')).toEqual([])
  expect(checkinDms(bot, 'ben')).toHaveLength(1)
  await bot.until(FRIDAY + 7 * DAY + HOUR)
  expect(checkinDms(bot, 'ana').map((dm) => wall('Europe/Lisbon', dm.at))).toEqual(['Fri 10:00'])
})

it('does not ask again through a pause what was put off before it', async () => {
  const bot = await aPair()
  await bot.until(FRIDAY)
  await press(bot, 'ana', 'Ask me next workday')
  await bot.as('ana').command('/mentor pause 2026-10-14')
  await bot.until(FRIDAY + 5 * DAY)
  expect(checkinDms(bot, 'ana')).toHaveLength(1)
})

it('is silent once the mentorship has ended, and for somebody whose account is gone', async () => {
  const bot = await aPair()
  await joinAll(bot, 'chidi')
  await pair(bot, 'chidi', 'ben')
  await bot.sandbox.admin.deactivate('chidi')
  await bot.until(FRIDAY)
  expect(lastWords(bot, 'ben')).toContain('How is it going with @Ana Albatross?')
  const ana = bot.as('ana').id
  const [mentorship] = await activeMentorships(bot.ctx, ana)
  await endAlone(bot.ctx, ana, mentorship!.id)
  await bot.settle()
  expect(lastWords(bot, 'ana')).toContain('None is planned now.')
  await bot.until(FRIDAY + 21 * DAY)
  expect(checkinDms(bot, 'ana')).toHaveLength(1)
  expect(checkinDms(bot, 'ben')).toHaveLength(1)
  expect(await bot.ctx.schedule.find('checkins.prompt', ana)).toBeUndefined()
})

it('is useless after the working day, and then never counts as unanswered', async () => {
  const bot = await aPair()
  await bot.bot.idle()
  // Nothing ran from Thursday to Friday evening.
  bot.sandbox.clock.set(FRIDAY + 10 * HOUR)
  await bot.settle()
  expect(checkinDms(bot, 'ana')).toEqual([])
  await bot.until(FRIDAY + 7 * DAY + HOUR)
  expect(lastWords(bot, 'ana')).toContain('How is it going')
})

it('puts a question off to the next working day, twice, and then asks to answer or skip', async () => {
  const bot = await aPair()
  await bot.until(FRIDAY)
  await press(bot, 'ana', 'Ask me next workday')
  expect(lastWords(bot, 'ana')).toContain('I will ask again: Mon 12 Oct, 10:00.')
  const putOff = lastCheckin(bot, 'ana')
  await bot.until(FRIDAY + 3 * DAY)
  expect(checkinDms(bot, 'ana').map((dm) => wall('Europe/Lisbon', dm.at))).toEqual(['Fri 10:00', 'Mon 10:00'])
  expect(bot.reads('ana', checkinDms(bot, 'ana')[0])).toContain(
    'Check-in of Fri 9 Oct: put off. I asked again below.',
  )
  expect(putOff.ts).toBe(checkinDms(bot, 'ana')[0]?.ts)
  await press(bot, 'ana', 'Ask me next workday')
  await bot.until(FRIDAY + 4 * DAY)
  expect(checkinDms(bot, 'ana')).toHaveLength(3)
  expect(JSON.stringify(lastCheckin(bot, 'ana').blocks)).not.toContain('Ask me next workday')
  await press(bot, 'ana', 'Good')
  expect(lastWords(bot, 'ana')).toContain('answered. Thank you')
})

it('puts off once for a double tap', async () => {
  const bot = await aPair()
  await bot.until(FRIDAY)
  const ana = bot.as('ana')
  const dm = lastCheckin(bot, 'ana')
  await Promise.all([ana.click(dm, 'Ask me next workday'), ana.click(dm, 'Ask me next workday')])
  await bot.settle()
  expect(whisper(bot, 'ana')).toContain('put off already: I will ask again Mon 12 Oct, 10:00')
  await bot.until(FRIDAY + 4 * DAY - HOUR)
  expect(checkinDms(bot, 'ana')).toHaveLength(2)
})

it('asks nothing more of somebody who answered before the day that was put off to', async () => {
  const bot = await aPair()
  await bot.until(FRIDAY)
  await press(bot, 'ana', 'Ask me next workday')
  await press(bot, 'ana', 'Answer now')
  await bot.as('ana').submit({ 'How is it going?': 'Good' })
  await bot.settle()
  expect(lastWords(bot, 'ana')).toContain('answered. Thank you')
  await bot.until(FRIDAY + 5 * DAY)
  expect(checkinDms(bot, 'ana')).toHaveLength(1)
})

it('lets a skipped one go, and takes an answer after all', async () => {
  const bot = await aPair()
  await bot.until(FRIDAY)
  const dm = lastCheckin(bot, 'ana')
  await press(bot, 'ana', 'Skip this one')
  expect(lastWords(bot, 'ana')).toContain('Check-in of Fri 9 Oct: skipped. Next check-in: Fri 16 Oct, 10:00.')
  await expect(bot.as('ana').click(dm, 'Skip this one')).rejects.toThrow('has changed')
  await press(bot, 'ana', 'Answer after all')
  await bot.as('ana').submit({ 'How is it going?': 'OK' })
  await bot.settle()
  expect(lastWords(bot, 'ana')).toContain('answered. Thank you')
})

it('comes half as often after two in a row without an answer, says so, and comes weekly again with one tap', async () => {
  const bot = await aPair()
  await bot.until(FRIDAY)
  await press(bot, 'ben', 'Skip this one')
  await bot.until(FRIDAY + 7 * DAY)
  await press(bot, 'ben', 'Skip this one')
  expect(bot.reads('ana', checkinDms(bot, 'ana')[0])).toContain(
    'Check-in of Fri 9 Oct: not answered. That is fine.',
  )
  expect(lastWords(bot, 'ana')).not.toContain('every two weeks')
  await bot.until(FRIDAY + 14 * DAY)
  // Skipping is an answer of a kind.
  expect(lastWords(bot, 'ben')).not.toContain('every two weeks')
  expect(lastWords(bot, 'ana')).toMatch(
    /How is it going[\s\S]*went by, and that is fine. I ask every two weeks now/,
  )
  // Lisbon's clocks go back in between.
  await bot.until(FRIDAY + 21 * DAY + 2 * HOUR)
  expect(checkinDms(bot, 'ana')).toHaveLength(3)
  await bot.until(FRIDAY + 28 * DAY + 2 * HOUR)
  expect(checkinDms(bot, 'ana')).toHaveLength(4)
  await press(bot, 'ana', 'Every week again')
  expect(lastWords(bot, 'ana')).toContain('How is it going')
  expect(lastWords(bot, 'ana')).not.toContain('every two weeks')
  await press(bot, 'ana', 'Good')
  expect(lastWords(bot, 'ana')).toContain('Next check-in: Fri 13 Nov, 10:00.')
})

it('comes every four weeks at the least, and stops with one tap', async () => {
  const bot = await aPair()
  await bot.until(FRIDAY + 42 * DAY + 2 * HOUR)
  // The 9th, 16th and 23rd of October, the 6th of November, and after two more without an answer every four weeks.
  expect(checkinDms(bot, 'ana')).toHaveLength(5)
  expect(lastWords(bot, 'ana')).toContain('I ask every four weeks now')
  await press(bot, 'ana', 'Stop asking')
  expect(lastWords(bot, 'ana')).toContain('Check-in of Fri 20 Nov: skipped. I do not ask by myself any more.')
})

it('stops for somebody who said so, and begins again when they ask for it', async () => {
  const bot = await aPair()
  await bot.until(FRIDAY + 14 * DAY)
  await press(bot, 'ana', 'When shall I ask?')
  await bot.as('ana').submit({ 'How often?': 'Stop asking' })
  await bot.until(FRIDAY + 28 * DAY)
  expect(checkinDms(bot, 'ana')).toHaveLength(3)
  await press(bot, 'ana', 'When shall I ask?')
  await bot.as('ana').submit({ 'How often?': 'Weekly', Day: 'Tuesday', Hour: '15:30' })
  await bot.settle()
  expect(modalOf(bot, 'ana')).toContain('Next check-in: Tue 10 Nov, 15:30.')
  await bot.until(FRIDAY + 33 * DAY)
  expect(
    checkinDms(bot, 'ana')
      .map((dm) => wall('Europe/Lisbon', dm.at))
      .at(-1),
  ).toBe('Tue 15:30')
})

it('counts an answer to the first as an answer, however late', async () => {
  const bot = await aPair()
  await bot.until(FRIDAY + 7 * DAY)
  const missed = checkinDms(bot, 'ana')[0]!
  await bot.as('ana').click(missed, 'Answer it now')
  await bot.as('ana').submit({ 'How is it going?': 'Rough' })
  await bot.until(FRIDAY + 14 * DAY)
  expect(lastWords(bot, 'ana')).toContain('How is it going')
})

it('asks nobody twice in a week who answered unasked', async () => {
  const bot = await aPair()
  await bot.as('ana').command('/mentor checkin')
  await bot.as('ana').submit({ 'How is it going?': 'Great' })
  expect(modalOf(bot, 'ana')).toContain('Next check-in: Fri 16 Oct, 10:00.')
  await bot.until(FRIDAY + DAY)
  expect(checkinDms(bot, 'ana')).toEqual([])
  await bot.until(FRIDAY + 7 * DAY + HOUR)
  expect(checkinDms(bot, 'ana')).toHaveLength(1)
})

it('takes another day and hour, within working hours', async () => {
  const bot = await aPair()
  const ana = bot.as('ana')
  await ana.openHome()
  await bot.settle()
  await ana.click(ana.home()!, 'When shall I ask?')
  expect(modalOf(bot, 'ana')).toContain('Europe/Lisbon')
  await ana.submit({ Day: 'Wednesday', Hour: '09:30' })
  expect(modalOf(bot, 'ana')).toContain('Next check-in: Wed 7 Oct, 09:30.')
  await bot.until(START + 2 * DAY + HOUR)
  expect(checkinDms(bot, 'ana').map((dm) => wall('Europe/Lisbon', dm.at))).toEqual(['Wed 09:30'])
  // Changed once more in the week in which they were asked: not twice in it.
  await press(bot, 'ana', 'When shall I ask?')
  await ana.submit({ Day: 'Thursday', Hour: '09:30' })
  expect(modalOf(bot, 'ana')).toContain('Next check-in: Thu 15 Oct, 09:30.')
})

it('asks about ten, each at a minute of their own, who chose no hour in a large workspace; a chosen one is kept', async () => {
  const bot = await startTestBot({ sandbox: { now: START } })
  await joinAll(bot, 'chidi')
  const { members } = bot.db.tables
  const [row] = await bot.db.q.select().from(members)
  const others = Array.from({ length: 100 }, (_, i) => ({ ...row!, person: `U0OTHER${i}`, status: 'left' }))
  await bot.ctx.commit({ query: bot.db.q.insert(members).values(others) })
  await joinAll(bot, 'ana', 'ben')
  await pair(bot, 'ana', 'ben')
  await bot.until(FRIDAY + HOUR / 2)
  const [ana, ben] = ['ana', 'ben'].map((person) => checkinDms(bot, person)[0]!.at - FRIDAY)
  expect(ana).toBeGreaterThanOrEqual(0)
  expect(ben).toBeGreaterThanOrEqual(0)
  expect(ana).not.toBe(ben)
  await press(bot, 'ana', 'When shall I ask?')
  expect(modalOf(bot, 'ana')).toContain('about 10:00')
  await bot.as('ana').submit({ Hour: '10:00' })
  expect(modalOf(bot, 'ana')).toContain('Next check-in: Fri 16 Oct, 10:00.')
})

it('refuses an hour outside of working hours, however it was sent', async () => {
  const bot = await aPair()
  const ana = bot.as('ana')
  await bot.until(FRIDAY)
  await press(bot, 'ana', 'When shall I ask?')
  const values = (minute: string, weekday: string) => ({
    weekday: { value: { type: 'static_select', selected_option: { value: weekday } } },
    minute: { value: { type: 'static_select', selected_option: { value: minute } } },
    every: { value: { type: 'radio_buttons', selected_option: { value: '1' } } },
  })
  expect(await ana.submitRaw(values('180', '5') as never)).toMatchObject({
    errors: { minute: expect.stringContaining('outside your working hours') },
  })
  expect(await ana.submitRaw(values('600', '6') as never)).toMatchObject({
    errors: { weekday: expect.stringContaining('You do not work on that day') },
  })
})
