/** Reminders, "did you meet?", notes, and the ladder that waits for what is planned. */
import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../src/core/calendar.ts'
import { confirmInCalendar } from '../../../src/features/growth/sessions/service.ts'
import { endAlone } from '../../../src/features/pairs/mentorship/service.ts'
import { setMember } from '../../support/members.ts'
import { mentorshipOf } from '../mentorship/pairs.ts'
import { agreed, at, dmsSaying, homeOf, modalOf, oneSlot, presses, sessionsOf, twoZones } from './people.ts'

it('reminds on the day before and ten minutes before, until somebody says that it is in their calendar', async () => {
  const { bot } = await twoZones()
  await agreed(bot, '2026-10-08', '15:00', { location: 'https://meet.example.com/a-b' })
  await presses(bot, 'finn', /You and @Ana Albatross meet/, /is in my calendar$/)
  expect(dmsSaying(bot, 'finn', /It is in your calendar, so I do not remind you/)).toHaveLength(1)
  await bot.until(at('2026-10-07T14:01:00'))
  const [reminder] = dmsSaying(bot, 'ana', /meet tomorrow, Thu 8 Oct, 15:00 .*Join the call/s)
  expect(reminder?.text.split('\n')[0]).toBe(
    'You and Finn Flamingo meet tomorrow, Thu 8 Oct, 15:00 (10:00 for Finn)',
  )
  await bot.until(at('2026-10-08T13:51:00'))
  expect(dmsSaying(bot, 'ana', /meet in ten minutes/)).toHaveLength(1)
  expect(dmsSaying(bot, 'finn', /meet in ten minutes/)).toEqual([])
  // Meetings leave the week's room for other messages (rule 6).
  const counters = await bot.db.q.select().from(bot.db.tables.counters)
  expect(counters.filter((row) => row.key.startsWith(`nudges:${bot.as('ana').id}`))).toEqual([])
})

it('reminds each on their last working day before, says which day, and writes to nobody on a Sunday', async () => {
  const { bot } = await twoZones()
  await bot.ctx.commit(setMember(bot.ctx, bot.as('finn').id, { holidays: ['2026-10-09'] }))
  await agreed(bot, '2026-10-12', '19:00')
  const reminders = (person: string) =>
    dmsSaying(bot, person, /You and @\w+ \w+ meet Mon 12 Oct/).filter((dm) => !/date/.test(dm.text))
  // Finn is off on Friday. Seven in the evening is after Ana's day, whose last minute it is then.
  await bot.until(at('2026-10-08T17:00:00'))
  expect(reminders('finn')).toEqual([])
  await bot.until(at('2026-10-08T18:01:00'))
  expect(reminders('finn')[0]?.text).toBe('You and Ana Albatross meet Mon 12 Oct, 14:00 (19:00 for Ana)')
  expect(reminders('ana')).toEqual([])
  await bot.until(at('2026-10-09T17:00:00'))
  expect(reminders('ana')[0]?.text).toBe('You and Finn Flamingo meet Mon 12 Oct, 19:00 (14:00 for Finn)')
  const before = ['ana', 'finn'].map((person) => bot.as(person).dms().length)
  await bot.until(at('2026-10-12T07:00:00'))
  expect(['ana', 'finn'].map((person) => bot.as(person).dms().length)).toEqual(before)
})

it('sends no reminder that would come at once, and none to somebody who moved it meanwhile', async () => {
  const { bot } = await twoZones()
  await agreed(bot, '2026-10-06', '14:00')
  await bot.until(at('2026-10-05T20:00:00'))
  expect(dmsSaying(bot, 'ana', /meet Tue 6 Oct/)).toHaveLength(1)
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'Move the session with Finn Flamingo')
  await bot.as('ana').submit(oneSlot('2026-10-07', '15:00'))
  await bot.until(at('2026-10-06T12:30:00'))
  await homeOf(bot, 'finn')
  await bot.as('finn').click('home', /^Meet Ana Albatross/)
  await bot.until(at('2026-10-06T13:30:00'))
  expect([...dmsSaying(bot, 'ana', /meet in ten minutes/), ...dmsSaying(bot, 'ana', /Did you and/)]).toEqual(
    [],
  )
})

it('asks both whether they met; one tap is enough, and what they note comes back with the next agenda', async () => {
  const { bot, id } = await twoZones()
  await agreed(bot, '2026-10-06', '14:00')
  await bot.until(at('2026-10-06T13:46:00'))
  for (const person of ['ana', 'finn']) expect(dmsSaying(bot, person, /Did you and @/)).toHaveLength(1)
  expect(await homeOf(bot, 'ana')).toContain('Did you and @Finn Flamingo meet?')

  expect(await presses(bot, 'ana', /Did you and/, /^Yes/)).toContain('Only you and Finn Flamingo read')
  expect(await mentorshipOf(bot, id)).toMatchObject({ metAt: at('2026-10-06T13:45:00') })
  await bot
    .as('ana')
    .submit({ notes: 'He asked about the quince', items: '- Write the one-pager\n* Ask Dana' })
  expect(modalOf(bot, 'ana')).toMatch(/2 action items for your next session.*no next date yet/s)
  await bot.settle()

  // The partner's question is answered as well; a second yes leads to the same page.
  expect(dmsSaying(bot, 'finn', /Did you and @/)).toEqual([])
  expect(await presses(bot, 'finn', /You and @Ana Albatross met/, /^Notes/)).toContain(
    'He asked about the quince',
  )
  await bot.as('finn').submit({ notes: 'Send her the pricing deck' })

  // What Finn shares in a check-in stands in Ana's agenda; what he keeps does not.
  await bot.as('finn').command('/mentor checkin')
  await bot.as('finn').submit({
    'How is it going?': 'OK',
    Progress: 'Two interviews, both odd',
    'What is in the way?': 'My own calendar',
    'What do you need?': 'A quiet week',
  })
  await agreed(bot, '2026-10-13', '15:00')
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'Agenda and notes with Finn Flamingo')
  const page = modalOf(bot, 'ana')
  for (const words of [
    'Write the one-pager',
    'Ask Dana',
    'Send her the pricing deck',
    'Finn Flamingo noted on Tue 6 Oct',
    'A guide for this one',
    'Two interviews, both odd',
  ])
    expect(page).toContain(words)
  expect(page).not.toMatch(/My own calendar|A quiet week/)
  await bot.as('ana').submit({ done: ['Ask Dana'] })
  expect(modalOf(bot, 'ana')).toContain('1 action item for')
  const everything = JSON.stringify([bot.as('ana').dms(), bot.as('finn').dms(), bot.log])
  expect(everything).not.toMatch(/quince|one-pager|pricing deck/)
  const { sessions, actionItems } = bot.db.tables
  expect(
    JSON.stringify([await bot.db.q.select().from(sessions), await bot.db.q.select().from(actionItems)]),
  ).not.toMatch(/quince|one-pager|pricing deck/)
})

it('takes “not this time” without blame, finds a new time, and lets the other one know better', async () => {
  const { bot } = await twoZones()
  await agreed(bot, '2026-10-06', '14:00')
  await bot.until(at('2026-10-06T13:46:00'))
  expect(await presses(bot, 'finn', /Did you and/, /^I did not meet/)).toContain(
    'Your session with @Ana Albatross, now Tue 6 Oct',
  )
  await bot.as('finn').submit(oneSlot('2026-10-07', '10:00'))
  await bot.settle()
  expect(dmsSaying(bot, 'ana', /did not meet this time. It happens/)).toHaveLength(1)
  await presses(bot, 'ana', /did not meet this time/, 'We did meet')
  expect(await sessionsOf(bot)).toMatchObject([{ status: 'held' }])
  await bot.settle()
  // The times that would have moved it are gone, from Home as well.
  expect(await homeOf(bot, 'ana')).not.toContain('would like to move')
  expect(dmsSaying(bot, 'ana', /These times are not open any more/)).toHaveLength(1)
  expect(await sessionsOf(bot)).toMatchObject([{ status: 'held' }])
})

it('asks nothing more once either has ended it, and an answer that comes later is an answer', async () => {
  const { bot, id } = await twoZones()
  await agreed(bot, '2026-10-06', '14:00')
  await agreed(bot, '2026-10-07', '20:00')
  await bot.until(at('2026-10-06T13:46:00'))
  const [early] = dmsSaying(bot, 'finn', /Did you and/)
  await bot.until(at('2026-10-07T19:50:00'))
  await endAlone(bot.ctx, bot.as('ana').id, id)
  await bot.until(at('2026-10-09T20:00:00'))
  // Ana's evening question waited for her morning, and is not asked any more.
  expect(dmsSaying(bot, 'ana', /Did you and/)).toHaveLength(1)
  await bot.as('finn').click(early!, /^I did not meet/)
  expect(modalOf(bot, 'finn')).toContain('nothing is left to plan')
})

it('finds the notes of earlier sessions from Home, and those of one that is off say so', async () => {
  const { bot, id } = await twoZones()
  await agreed(bot, '2026-10-06', '14:00')
  await bot.until(at('2026-10-06T13:46:00'))
  await presses(bot, 'ana', /Did you and/, /^Yes/)
  const items = Array.from({ length: 10 }, (_, i) => `Task ${i + 1}`)
  await bot.as('ana').submit({ notes: 'He asked about the quince', items: items.join('\n') })
  await homeOf(bot, 'finn')
  await bot.as('finn').click('home', 'Earlier sessions')
  await bot.as('finn').click('modal', /^Notes of Tue 6 Oct/)
  expect(modalOf(bot, 'finn')).toContain('He asked about the quince')
  await bot.as('finn').submit({ items: 'Task 11\nTask 12' })
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'Earlier sessions')
  await bot.as('ana').click('modal', /^Notes of Tue 6 Oct/)
  expect(modalOf(bot, 'ana')).toContain('2 more to do')
  await bot.as('ana').submit({ done: ['Task 1', 'Task 2', 'Task 3'] })
  await agreed(bot, '2026-10-13', '15:00')
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'Agenda and notes with Finn Flamingo')
  expect(modalOf(bot, 'ana')).toMatch(/Task 11[\s\S]*Task 12/)
  expect(modalOf(bot, 'ana')).not.toContain('more to do')

  // A button of a session that is off says so, whoever keeps it on screen.
  const [coming] = (await sessionsOf(bot)).filter((row) => row.status === 'planned')
  await endAlone(bot.ctx, bot.as('finn').id, id)
  expect(await confirmInCalendar(bot.ctx, bot.as('ana').id, coming!.id)).toMatchObject({
    reason: expect.stringContaining('This session is off'),
  })
})

it('leaves an unanswered question alone after a week', async () => {
  const { bot } = await twoZones()
  await agreed(bot, '2026-10-06', '14:00')
  await bot.until(at('2026-10-14T13:46:00'))
  expect(await sessionsOf(bot)).toMatchObject([{ status: 'unanswered' }])
  expect(await homeOf(bot, 'ana')).not.toContain('Did you and')
  expect(dmsSaying(bot, 'ana', /Did you and/)).toEqual([])
})

it('holds the stall ladder off while a session is planned, and not longer', async () => {
  const { bot } = await twoZones()
  await agreed(bot, '2026-11-03', '15:00')
  await bot.until(at('2026-11-02T20:00:00'))
  expect(dmsSaying(bot, 'ana', /Time for a session with/)).toEqual([])
  await bot.until(at('2026-11-03T15:00:00') + 8 * DAY_MS)
  expect(dmsSaying(bot, 'ana', /Time for a session with/)).toHaveLength(1)
})

it('answers the question of the ladder by a plan', async () => {
  const { bot, id } = await twoZones()
  await bot.until(at('2026-10-26T16:00:00'))
  await presses(bot, 'finn', /Time for a session with/, 'Plan a session')
  await bot.as('finn').submit(oneSlot('2026-10-28', '10:00'))
  await bot.advance(HOUR_MS)
  await presses(bot, 'ana', /proposes a session/, 'Take this')
  expect(await mentorshipOf(bot, id)).toMatchObject({ nudgedAt: null })
  await bot.until(at('2026-11-01T12:00:00'))
  expect((await mentorshipOf(bot, id)).needsHandAt).toBeNull()
})
