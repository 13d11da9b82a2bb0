import { describe, expect, it } from 'vitest'
import { defaultHours, type Hours } from '../../../src/core/calendar.ts'
import {
  clockFor,
  clockFrom,
  daysLeft,
  draftQuestions,
} from '../../../src/features/matching/requests/domain.ts'
import {
  answerMentorsQuestion,
  askMenteeBack,
  declineRequest,
  postponeRequest,
} from '../../../src/features/matching/requests/service.ts'
import { pauseUntil, resume } from '../../../src/features/people/members/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { ANA, ask, asked, BEN, dm, dms, lisbon, MONDAY, mentee, modal, rows, statusOf } from './people.ts'

describe('the clock', () => {
  const lisbonHours = defaultHours('Europe/Lisbon')
  const at = (iso: string) => Date.parse(iso)
  it.each<[string, Partial<Hours>, string, string, string]>([
    ['a working week', {}, '2026-10-05T08:00Z', '2026-10-07T08:00Z', '2026-10-12T08:00Z'],
    ['what is sent at night', {}, '2026-10-05T22:00Z', '2026-10-08T08:00Z', '2026-10-13T08:00Z'],
    ['a Saturday', {}, '2026-10-10T12:00Z', '2026-10-14T08:00Z', '2026-10-19T08:00Z'],
    [
      'holidays',
      { holidays: ['2026-10-06', '2026-10-09'] },
      '2026-10-05T08:00Z',
      '2026-10-08T08:00Z',
      '2026-10-14T08:00Z',
    ],
    [
      'two working days a week',
      { workingDays: [1, 4] },
      '2026-10-05T08:00Z',
      '2026-10-12T08:00Z',
      '2026-10-22T08:00Z',
    ],
    ['another zone', { zone: 'Asia/Tokyo' }, '2026-10-05T08:00Z', '2026-10-07T08:00Z', '2026-10-12T08:00Z'],
    ['clocks put back on the way', {}, '2026-10-21T08:00Z', '2026-10-23T08:00Z', '2026-10-28T09:00Z'],
  ])('counts %s', (_, change, sent, remind, expire) => {
    const clock = clockFor({ ...lisbonHours, ...change }, at(sent))
    expect(new Date(clock.remindAt)).toEqual(new Date(at(remind)))
    expect(new Date(clock.expiresAt)).toEqual(new Date(at(expire)))
  })

  it('neither wins nor loses a day when it is counted anew', () => {
    const hours = { ...lisbonHours, holidays: ['2026-10-09'] }
    for (const now of ['2026-10-05T08:30Z', '2026-10-05T20:00Z', '2026-10-07T03:00Z', '2026-10-10T12:00Z']) {
      const { expiresAt } = clockFor(hours, MONDAY)
      const again = clockFrom(hours, at(now), daysLeft(hours, at(now), expiresAt)).expiresAt
      expect(new Date(again).toISOString().slice(0, 10)).toBe(new Date(expiresAt).toISOString().slice(0, 10))
    }
    expect(daysLeft(hours, MONDAY, MONDAY - 1)).toBe(1)
  })

  it('drafts a message of what the two share', () => {
    expect(draftQuestions('Ben', ['roadmapping', 'pricing'])).toContain('about roadmapping and pricing')
    expect(draftQuestions('Ben', [])).toContain('about my next step')
  })
})

/** When the newest message that says this came, in Lisbon. */
const came = (bot: TestBot, person: string, saying: RegExp) => {
  const { at } = bot
    .as(person)
    .inbox()
    .filter((entry) => entry.kind === 'dm' && entry.message && bot.reads(person, entry.message).match(saying))
    .at(-1)!
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Lisbon',
    weekday: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)
}
const WAITS = /is waiting for your answer/
const RAN_OUT = /has not answered in time/

it('reminds after two working days, expires after five, and offers the next best', async () => {
  const { bot, request } = await asked(['ben', 'chidi'])
  await bot.until(lisbon('2026-10-11'))
  expect(came(bot, 'ben', WAITS)).toMatch(/Wed.* 7.* 09:00/)
  dm(bot, 'ben', 'If I hear nothing by Sun 11 Oct, I close it kindly')
  await bot.until(lisbon('2026-10-12', '10:00'))
  expect(await statusOf(bot, request)).toBe('expired')
  expect(came(bot, 'ana', RAN_OUT)).toMatch(/Mon.* 12.* 09:00/)
  expect(bot.reads('ana', dm(bot, 'ana', RAN_OUT))).toMatch(/Who fits next[\s\S]*Chidi Cormorant/)
  // No button is left behind on either message.
  expect(dms(bot, 'ben').join()).not.toContain('[Accept]')
  expect(dms(bot, 'ben').filter((text) => text.includes('has run out of time'))).toHaveLength(2)
})

it('follows the mentor’s own working days and holidays, also when they change on the way', async () => {
  const { bot, request, ben } = await asked()
  await bot.until(lisbon('2026-10-05', '12:00'))
  await ben.command('/mentor profile')
  await ben.click('modal', 'Hours and languages')
  await ben.submit({ 'Days off': '2026-10-06 to 2026-10-19' })
  expect(modal(bot, 'ben')).toContain('Saved')
  await bot.until(lisbon('2026-10-20', '08:00'))
  expect(await statusOf(bot, request)).toBe('pending')
  expect(dms(bot, 'ben')).toHaveLength(1)
  await bot.until(lisbon('2026-10-22', '12:00'))
  expect(came(bot, 'ben', WAITS)).toMatch(/Wed.* 21/)
  await bot.until(lisbon('2026-10-26', '11:00'))
  expect(await statusOf(bot, request)).toBe('pending')
  await bot.until(lisbon('2026-10-26', '13:00'))
  expect(await statusOf(bot, request)).toBe('expired')
})

it('stands still while the mentor is paused, and goes on with the working days that were left', async () => {
  const { bot, request } = await asked()
  await bot.until(lisbon('2026-10-08', '10:00'))
  await pauseUntil(bot.ctx, BEN, '2026-11-09')
  await bot.as('ana').command('/mentor requests')
  expect(modal(bot, 'ana')).toContain('rests during a pause')
  await bot.until(lisbon('2026-11-08'))
  expect(await statusOf(bot, request)).toBe('pending')
  // Thursday to Monday were two working days: from Monday they end on Wednesday.
  await bot.until(Date.parse('2026-11-11T08:00Z'))
  expect(await statusOf(bot, request)).toBe('pending')
  await bot.until(Date.parse('2026-11-11T12:00Z'))
  expect(await statusOf(bot, request)).toBe('expired')
})

it('never ends on a weekend after a pause that ends early', async () => {
  const { bot } = await asked()
  await pauseUntil(bot.ctx, BEN, '2026-11-09')
  await bot.until(lisbon('2026-10-07', '12:00'))
  await resume(bot.ctx, BEN)
  const [row] = await rows(bot)
  expect(new Date(row!.expiresAt).toISOString()).toBe('2026-10-14T11:00:00.000Z')
})

it('does not start while whoever has to answer is paused', async () => {
  const { bot, request } = await asked()
  await askMenteeBack(bot.ctx, BEN, request, 'Which quince?')
  await pauseUntil(bot.ctx, BEN, '2026-11-02')
  await answerMentorsQuestion(bot.ctx, ANA, request, 'The yellow one')
  await bot.until(lisbon('2026-10-30'))
  expect(await statusOf(bot, request)).toBe('pending')
  await bot.until(Date.parse('2026-11-09T12:00Z'))
  expect(await statusOf(bot, request)).toBe('expired')
})

it('does not start for what comes back during a pause', async () => {
  const { bot, request } = await asked()
  await postponeRequest(bot.ctx, BEN, request)
  await pauseUntil(bot.ctx, BEN, '2026-12-07')
  await bot.until(Date.parse('2026-12-06T12:00Z'))
  expect(await statusOf(bot, request)).toBe('pending')
})

it('waits for the mentee’s own working days once the mentor has asked back, and reminds the mentee', async () => {
  const { bot, request } = await asked()
  await askMenteeBack(bot.ctx, BEN, request, 'Which quince?')
  await bot.until(lisbon('2026-10-07', '12:00'))
  const reminder = dm(bot, 'ana', 'asked you something about your request')
  expect(dms(bot, 'ben').filter((text) => WAITS.test(text))).toEqual([])
  await answerMentorsQuestion(bot.ctx, ANA, request, 'The yellow one')
  await bot.settle()
  expect(bot.reads('ana', reminder)).toContain('[Answer]')
  expect(bot.reads('ana', dm(bot, 'ana', 'was waiting for your answer'))).not.toContain('[Answer]')
  // The mentor's five days begin with the answer.
  await bot.until(lisbon('2026-10-14', '10:00'))
  expect(await statusOf(bot, request)).toBe('pending')
  await bot.until(lisbon('2026-10-14', '13:00'))
  expect(await statusOf(bot, request)).toBe('expired')
})

it('reminds once of all that would be due that week, each with its buttons, and shows each answer', async () => {
  const { bot, request } = await asked()
  for (const [person, at] of [
    ['chidi', '2026-10-06'],
    ['jonas', '2026-10-07'],
  ] as const) {
    await mentee(bot, person)
    await bot.until(lisbon(at, '08:00'))
    await ask(bot, person, 'ben')
  }
  await bot.until(lisbon('2026-10-08', '20:00'))
  const waiting = dm(bot, 'ben', 'You have 3 requests waiting')
  expect(waiting.text.split('\n')[0]).toBe('You have 3 requests waiting')
  expect(bot.reads('ben', waiting).match(/is waiting for your answer/g)).toHaveLength(3)
  expect(came(bot, 'ben', WAITS)).toMatch(/Wed.* 7.* 09:00/)

  await bot.as('ben').click(waiting, "Decline Chidi Cormorant's request")
  await bot.as('ben').submit({})
  await bot.settle()
  const two = dm(bot, 'ben', 'You have 2 requests waiting')
  expect(bot.reads('ben', two)).toContain('Chidi Cormorant was waiting for your answer')
  await bot.as('ben').click(two, "Accept Ana Albatross's request")
  await bot.until(lisbon('2026-10-15', '12:00'))
  expect(await statusOf(bot, request)).toBe('accepted')
  // Nobody was reminded a second time.
  expect(dms(bot, 'ben').filter((text) => /requests? waiting|here waits for you/.test(text))).toHaveLength(1)
  expect(dms(bot, 'ben').filter((text) => WAITS.test(text))).toEqual([])
})

it('reminds of what came after that on Monday, while there is a day left to answer', async () => {
  const { bot } = await asked()
  await bot.until(lisbon('2026-10-07', '12:00'))
  await mentee(bot, 'chidi')
  await ask(bot, 'chidi', 'ben')
  await bot.until(lisbon('2026-10-11'))
  expect(dms(bot, 'ben').filter((text) => WAITS.test(text))).toHaveLength(1)
  await bot.until(lisbon('2026-10-12', '10:00'))
  expect(came(bot, 'ben', /Chidi Cormorant is waiting for your answer/)).toMatch(/Mon.* 12.* 09:00/)
})

it('says nothing of requests that were answered meanwhile, and nothing at all if all were', async () => {
  const { bot, request } = await asked()
  await mentee(bot, 'chidi')
  await mentee(bot, 'jonas')
  const others = [await ask(bot, 'chidi', 'ben'), await ask(bot, 'jonas', 'ben')]
  await bot.until(lisbon('2026-10-06', '20:00'))
  for (const id of others) await declineRequest(bot.ctx, BEN, id)
  await bot.until(lisbon('2026-10-07', '12:00'))
  expect(bot.reads('ben', dm(bot, 'ben', WAITS))).not.toContain('requests waiting')
  await declineRequest(bot.ctx, BEN, request)
  await bot.until(lisbon('2026-10-20'))
  expect(dms(bot, 'ben').filter((text) => WAITS.test(text))).toEqual([])
})
