/** Proposing, countering, agreeing, moving and calling off, as both see it on their own clock. */
import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../src/core/calendar.ts'
import {
  acceptSlot,
  answerWhetherMet,
  cancelSession,
  confirmInCalendar,
  declinePlan,
  draftPlan,
  readAgenda,
  readSession,
  withdrawPlan,
} from '../../../src/features/growth/sessions/service.ts'
import { recordUnplannedMeeting } from '../../../src/features/pairs/mentorship/service.ts'
import { leave, pauseUntil } from '../../../src/features/people/members/service.ts'
import { WITHOUT_FILES } from '../../support/bot.ts'
import { joinAll, pair } from '../../support/pairing.ts'
import {
  agreed,
  at,
  calendarFile,
  dmsSaying,
  homeOf,
  modalOf,
  oneSlot,
  presses,
  proposes,
  sessionsOf,
  twoZones,
  whisper,
} from './people.ts'

it('is planned in two clicks, with times that both have free, and each reads their own clock', async () => {
  const { bot } = await twoZones()
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'Plan a session with Finn Flamingo')
  expect(modalOf(bot, 'ana')).toContain('You both have these free: Tue 6 Oct, 14:00 (09:00 for Finn)')
  await bot.as('ana').submit({ agenda: 'My roadmap, and the quince question' })
  expect(modalOf(bot, 'ana')).toContain('gets your times Mon 5 Oct, 14:00 on your clock')
  expect(modalOf(bot, 'ana')).toContain('Thu 8 Oct, 14:00 (09:00 for Finn)')
  expect(await homeOf(bot, 'ana')).toContain('You proposed Tue 6 Oct, 14:00 (09:00 for Finn) or')

  await bot.until(at('2026-10-05T13:30:00'))
  const [offer] = dmsSaying(bot, 'finn', /proposes a session with you/)
  expect(bot.reads('finn', offer)).toContain('Wed 7 Oct, 09:00 (14:00 for Ana)')
  expect(bot.reads('finn', offer)).not.toContain('quince')
  expect(await homeOf(bot, 'finn')).toContain('proposes a session with you')
  await bot.as('finn').click('home', 'Read what Ana Albatross would like to talk about')
  expect(modalOf(bot, 'finn')).toContain('the quince question')
  expect(await presses(bot, 'finn', /proposes a session/, 'Take this', 1)).toContain(
    'meet Wed 7 Oct, 09:00 (14:00 for Ana)',
  )

  expect(dmsSaying(bot, 'finn', /You and @Ana Albatross meet Wed 7 Oct, 09:00/)).toHaveLength(1)
  expect(
    dmsSaying(bot, 'ana', /You and @Finn Flamingo meet Wed 7 Oct, 14:00 \(09:00 for Finn\)/),
  ).toHaveLength(1)
  expect(dmsSaying(bot, 'finn', /\[Take this\]/)).toEqual([])
  for (const person of ['ana', 'finn']) {
    // One message tells the date; the file comes when it is asked for.
    expect(
      bot
        .as(person)
        .dms()
        .flatMap((dm) => dm.files ?? []),
    ).toEqual([])
    const file = await calendarFile(bot, person)
    expect(file).toContain('DTSTART:20261007T130000Z')
    expect(file).toContain('SEQUENCE:0')
    expect(file).toContain('SUMMARY:Ana Albatross and Finn Flamingo')
    expect(file).not.toContain('quince')
  }
  expect(await homeOf(bot, 'ana')).toContain('Wed 7 Oct, 14:00 (09:00 for Finn) with @Finn Flamingo')
})

it('goes without a calendar file where Slack takes none, and says so', async () => {
  const { bot } = await twoZones({ sandbox: { manifest: WITHOUT_FILES } })
  await agreed(bot, '2026-10-07', '14:00')
  for (const person of ['ana', 'finn']) {
    expect(await calendarFile(bot, person)).toBeUndefined()
    expect(dmsSaying(bot, person, /Slack did not take the calendar file.*web calendars/)).toHaveLength(1)
  }
})

it('says what is wrong with a time where it is wrong, and keeps what was typed', async () => {
  const { bot } = await twoZones()
  const tries: [Record<string, unknown>, string, RegExp][] = [
    [oneSlot('2026-10-04', '10:00'), 'date1', /has passed/],
    [oneSlot('2028-10-04', '10:00'), 'date1', /within a year/],
    [oneSlot('2027-03-28', '01:30'), 'time1', /clocks change/],
    [{ ...oneSlot('2026-10-08', '14:00'), date2: '2026-10-09' }, 'time2', /choose a time/],
  ]
  await bot.as('ana').command('/mentor schedule')
  for (const [values, field, words] of tries) {
    const outcome = await bot.as('ana').submit(values)
    expect(outcome).toMatchObject({ errors: { [field]: expect.stringMatching(words) } })
  }
  expect(await bot.as('ana').submit({ time2: '15:00' })).toHaveProperty('updated')
})

it('is countered with other times, which the first one takes', async () => {
  const { bot } = await twoZones()
  await proposes(bot, 'ana', { ...oneSlot('2026-10-08', '09:00'), agenda: 'Pricing', place: 'In person' })
  await bot.until(at('2026-10-05T13:30:00'))
  expect(await presses(bot, 'finn', /proposes a session/, /^Propose other times/)).toContain(
    'Ana Albatross proposed Thu 8 Oct, 04:00 (09:00 for Ana)',
  )
  await bot.as('finn').submit(oneSlot('2026-10-08', '10:00'))
  await bot.settle()
  expect(dmsSaying(bot, 'finn', /You have proposed other times/)).toHaveLength(1)
  expect(await presses(bot, 'ana', /proposes a session/, 'Take this')).toContain(
    'Thu 8 Oct, 15:00 (10:00 for Finn)',
  )
  expect(await sessionsOf(bot)).toMatchObject([{ status: 'planned', startAt: at('2026-10-08T14:00:00') }])
})

it('is declined, taken back or runs out, and the other one always has a next step', async () => {
  const { bot } = await twoZones()
  await proposes(bot, 'ana', oneSlot('2026-10-08', '15:00'))
  await bot.until(at('2026-10-05T13:30:00'))
  expect(await presses(bot, 'finn', /proposes a session/, /none of these suits/)).toContain('Told kindly')
  expect(dmsSaying(bot, 'ana', /cannot make any of the times/)).toHaveLength(1)

  await presses(bot, 'ana', /cannot make any/, /Propose other times/)
  await bot.as('ana').submit(oneSlot('2026-10-06', '15:00'))
  await bot.settle()
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'Take back the times for Finn Flamingo')
  expect(modalOf(bot, 'ana')).toContain('need not answer')
  await bot.settle()
  expect(dmsSaying(bot, 'finn', /has taken these times back/)).toHaveLength(1)

  await proposes(bot, 'ana', oneSlot('2026-10-06', '15:00'))
  await bot.until(at('2026-10-06T15:00:00'))
  expect(dmsSaying(bot, 'ana', /have passed without an answer/)).toHaveLength(1)
  expect(dmsSaying(bot, 'finn', /\[Take this\]/)).toEqual([])
})

it('reminds whoever has not answered after two of their working days, with the times as they are then', async () => {
  const { bot } = await twoZones()
  await proposes(bot, 'ana', { ...oneSlot('2026-10-06', '15:00'), date2: '2026-10-09', time2: '15:00' })
  await bot.until(at('2026-10-07T13:30:00'))
  const [reminder] = dmsSaying(bot, 'finn', /proposes a session/).filter((dm) =>
    /waits for your answer/.test(dm.text),
  )
  expect(bot.reads('finn', reminder)).toMatch(/Tue 6 Oct.*which has passed.*Fri 9 Oct, 10:00/s)
  await presses(bot, 'finn', /which has passed/, 'Take this')
  expect(dmsSaying(bot, 'finn', /\[Take this\]/)).toEqual([])
})

it('moves by agreement only: the old date stands until then, and calendars are told of the new one', async () => {
  const { bot } = await twoZones()
  await agreed(bot, '2026-10-08', '15:00')
  const uidOf = (file = '') => /^UID:(.*)$/m.exec(file)?.[1]
  const uid = uidOf(await calendarFile(bot, 'ana'))
  await homeOf(bot, 'finn')
  await bot.as('finn').click('home', 'Move the session with Ana Albatross')
  expect(modalOf(bot, 'finn')).toContain('now Thu 8 Oct, 10:00 (15:00 for Ana)')
  await bot.as('finn').submit(oneSlot('2026-10-09', '11:00'))
  await bot.settle()
  expect(await homeOf(bot, 'ana')).toContain('Thu 8 Oct, 15:00')
  await presses(bot, 'ana', /would like to move your session/, 'Take this')
  for (const person of ['ana', 'finn']) {
    expect(dmsSaying(bot, person, /Your calendar has not changed by itself/)).toHaveLength(1)
    expect(dmsSaying(bot, person, /this has changed since/)).toHaveLength(1)
    const file = await calendarFile(bot, person)
    expect(uidOf(file)).toBe(uid)
    expect(file).toContain('SEQUENCE:1')
    expect(file).toContain('DTSTART:20261009T150000Z')
  }
  expect(await sessionsOf(bot)).toHaveLength(1)
})

it('keeps length, place, link and agenda as they were when a session was moved, unless the form says otherwise', async () => {
  const { bot } = await twoZones()
  await agreed(bot, '2026-10-12', '15:00', {
    cadence: 'Every week, twelve times',
    location: 'https://old.example.com/a',
    agenda: 'My roadmap',
  })
  await homeOf(bot, 'finn')
  await bot.as('finn').click('home', 'Move the session with Ana Albatross')
  expect(modalOf(bot, 'finn')).toMatch(/old\.example\.com.*My roadmap/s)
  await bot.as('finn').submit({
    ...oneSlot('2026-10-13', '11:00'),
    minutes: 'An hour',
    place: 'In person',
    location: 'https://new.example.com/b',
  })
  await bot.settle()
  await presses(bot, 'ana', /would like to move your session/, 'Take this')
  const [moved] = dmsSaying(bot, 'ana', /is now Tue 13 Oct/)
  expect(bot.reads('ana', moved)).toContain('An hour · In person')
  expect(JSON.stringify(moved)).toContain(encodeURIComponent('https://new.example.com/b'))
  for (const person of ['ana', 'finn']) {
    const file = (await calendarFile(bot, person))!.replace(/\r\n /g, '')
    expect(file).toMatch(/LOCATION:https:\/\/old\.example\.com\/a.*LOCATION:https:\/\/new\.example\.com\/b/s)
    expect(file).toContain('DTEND;TZID=Europe/Lisbon:20261013T170000')
  }
  await bot.until(at('2026-10-13T14:51:00'))
  expect(JSON.stringify(dmsSaying(bot, 'ana', /meet in ten minutes/)[0])).toContain('new.example.com')
  await presses(bot, 'ana', /meet in ten minutes/, 'Agenda and notes')
  expect(modalOf(bot, 'ana')).toMatch(/new\.example\.com.*My roadmap/s)
  // Those that were not moved are as they were agreed.
  await bot.until(at('2026-10-19T13:51:00'))
  expect(JSON.stringify(dmsSaying(bot, 'ana', /meet in ten minutes/).at(-1))).toContain('old.example.com')
})

it('the introduction asks for times until there is a date, and says it then, and asks again once it is off', async () => {
  const { bot, id } = await twoZones()
  const intro = (person: string) => bot.reads(person, bot.as(person).groups()[0]?.messages[0])
  await bot.until(at('2026-10-05T13:30:00'))
  expect(intro('ana')).toContain('propose two times here for the first meeting')
  await agreed(bot, '2026-10-12', '15:00')
  expect(intro('ana')).toMatch(/Next step: you two meet Oct 12.*3:00 PM/)
  expect(intro('finn')).toMatch(/Next step: you two meet Oct 12.*10:00 AM/)
  expect(intro('ana')).not.toMatch(/propose two times|Plan the first session/)
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'Cancel the session with Finn Flamingo')
  await bot.as('ana').submit({})
  await bot.settle()
  expect(intro('ana')).toContain('propose two times here for the first meeting')
  await recordUnplannedMeeting(bot.ctx, bot.as('ana').id, id)
  await bot.settle()
  expect(intro('ana')).not.toMatch(/Next step|We met/)
})

it('says of a series that has begun which dates are still to come', async () => {
  const { bot } = await twoZones()
  await agreed(bot, '2026-10-12', '15:00', { cadence: 'Every four weeks, three times' })
  expect(dmsSaying(bot, 'ana', /four weeks, three times: Mon 12 Oct, Mon 9 Nov, Mon 7 Dec\./)).toHaveLength(1)
  await bot.until(at('2026-10-13T10:00:00'))
  await presses(bot, 'ana', /three times: Mon 12 Oct/, /is in my calendar$/)
  expect(
    dmsSaying(bot, 'ana', /four weeks, three times\. Still to come: Mon 9 Nov, Mon 7 Dec\./),
  ).toHaveLength(1)
})

it('recurs by the clock of whoever proposed it, and one or all of it can be called off', async () => {
  const { bot } = await twoZones()
  await agreed(bot, '2026-10-12', '15:00', { cadence: 'Every week, twelve times' })
  const rows = await sessionsOf(bot)
  expect(rows).toHaveLength(12)
  // Lisbon's clocks go back on 25 October: still three in the afternoon there.
  expect(rows.map((row) => row.startAt).slice(1, 3)).toEqual([
    at('2026-10-19T14:00:00'),
    at('2026-10-26T15:00:00'),
  ])
  expect(dmsSaying(bot, 'finn', /Every week, twelve times: Mon 12 Oct, Mon 19 Oct/)).toHaveLength(1)

  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'Cancel the session with Finn Flamingo')
  await bot.as('ana').submit({ which: 'Only this one' })
  await bot.settle()
  expect((await sessionsOf(bot)).filter((row) => row.status === 'planned')).toHaveLength(11)
  expect(await calendarFile(bot, 'ana')).toContain('EXDATE;TZID=Europe/Lisbon:20261012T150000')
  expect(
    dmsSaying(bot, 'finn', /of Mon 12 Oct, 10:00 \(15:00 for Ana\) is off.*Still on: Mon 19 Oct/s),
  ).toHaveLength(1)

  await homeOf(bot, 'finn')
  await bot.as('finn').click('home', 'Cancel the session with Ana Albatross')
  await bot.as('finn').submit({ which: 'This one and the 10 after it' })
  await bot.settle()
  const off = await calendarFile(bot, 'finn')
  expect(off).toContain('METHOD:CANCEL')
  expect(off).toContain('STATUS:CANCELLED')
  expect(await homeOf(bot, 'ana')).toContain('No date with @Finn Flamingo yet')
  await bot.until(at('2026-10-19T20:00:00'))
  expect(dmsSaying(bot, 'ana', /meet in ten minutes|Did you and/)).toEqual([])
})

it('asks with whom where there are several, and says so where there is nobody', async () => {
  const { bot } = await twoZones()
  await bot.as('dana').command('/mentor schedule')
  expect(whisper(bot, 'dana')).toContain('/mentor find')
  await joinAll(bot, 'ben')
  await pair(bot, 'ben', 'ana')
  await bot.as('ana').command('/mentor schedule')
  expect(modalOf(bot, 'ana')).toContain('With whom?')
  await bot.as('ana').click('modal', 'Plan a session with Ben Badger')
  expect(modalOf(bot, 'ana')).toContain('With @Ben Badger')
  await bot.as('ana').command('/mentor schedule @finn')
  expect(modalOf(bot, 'ana')).toContain('With @Finn Flamingo')
})

it('takes nobody else’s word, and nothing twice or too late', async () => {
  const { bot, id } = await twoZones()
  await joinAll(bot, 'chidi')
  await proposes(bot, 'ana', oneSlot('2026-10-05', '15:00'))
  await bot.until(at('2026-10-05T13:30:00'))
  const [plan] = await bot.db.q.select().from(bot.db.tables.plans)
  const { id: offer, slots } = plan!
  const slot = slots[0]!
  const [ana, finn, chidi] = ['ana', 'finn', 'chidi'].map((name) => bot.as(name).id) as [
    string,
    string,
    string,
  ]
  const refused = async (...tries: Promise<{ ok: boolean }>[]) =>
    expect((await Promise.all(tries)).filter((outcome) => outcome.ok)).toEqual([])
  await refused(
    acceptSlot(bot.ctx, chidi, offer, slot),
    declinePlan(bot.ctx, chidi, offer),
    readAgenda(bot.ctx, chidi, offer),
    draftPlan(bot.ctx, chidi, { mentorship: id }),
    withdrawPlan(bot.ctx, finn, offer),
    // One cannot take one's own times, nor times that were not proposed.
    acceptSlot(bot.ctx, ana, offer, slot),
    acceptSlot(bot.ctx, finn, offer, slot + HOUR_MS),
    acceptSlot(bot.ctx, finn, 'no-such-plan', slot),
  )
  expect(await sessionsOf(bot)).toEqual([])

  await presses(bot, 'finn', /proposes a session/, 'Take this')
  expect(await acceptSlot(bot.ctx, finn, offer, slot)).toMatchObject({
    reason: expect.stringContaining('You two agreed on Mon 5 Oct, 10:00'),
  })
  const [session, another] = await sessionsOf(bot)
  expect(another).toBeUndefined()
  await refused(
    readSession(bot.ctx, chidi, session!.id),
    answerWhetherMet(bot.ctx, chidi, session!.id, true),
    confirmInCalendar(bot.ctx, chidi, session!.id),
    cancelSession(bot.ctx, chidi, session!.id, 'one'),
    draftPlan(bot.ctx, chidi, { mentorship: id, moves: session!.id }),
    // It is still to come.
    answerWhetherMet(bot.ctx, ana, session!.id, true),
  )
  await bot.until(at('2026-10-05T14:30:00'))
  await refused(cancelSession(bot.ctx, ana, session!.id, 'one'))
})

it('is called off kindly when one of them pauses or leaves, with a file for the calendar', async () => {
  const { bot } = await twoZones()
  await agreed(bot, '2026-10-08', '15:00')
  await proposes(bot, 'ana', oneSlot('2026-10-20', '15:00'))
  expect(await pauseUntil(bot.ctx, bot.as('finn').id, '2026-10-15')).toMatchObject({ ok: true })
  await bot.advance(HOUR_MS)
  expect(dmsSaying(bot, 'ana', /of Thu 8 Oct, 15:00 .* is off/)).toHaveLength(1)
  expect(dmsSaying(bot, 'ana', /takes a break, so the times you discussed are off/)).toHaveLength(1)
  expect(await calendarFile(bot, 'ana')).toContain('METHOD:CANCEL')
  await bot.as('ana').command('/mentor schedule')
  expect(whisper(bot, 'ana')).toContain('takes a break until Thu 15 Oct')

  await bot.until(at('2026-10-15T14:00:00'))
  await agreed(bot, '2026-10-22', '15:00')
  await leave(bot.ctx, bot.as('finn').id, false)
  await bot.advance(DAY_MS)
  expect(dmsSaying(bot, 'ana', /of Thu 22 Oct, 15:00 .* is off/)).toHaveLength(1)
  expect(await calendarFile(bot, 'ana')).toContain('METHOD:CANCEL')
  expect((await sessionsOf(bot)).every((row) => row.status === 'cancelled')).toBe(true)
})
