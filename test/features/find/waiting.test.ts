/** "Tell me when someone fits" (row E8). */
import { describe, expect, it } from 'vitest'
import { offerPlaces, stopWaiting } from '../../../src/features/matching/find/service.ts'
import { declineRequest } from '../../../src/features/matching/requests/service.ts'
import { endAlone } from '../../../src/features/pairs/mentorship/service.ts'
import {
  freePlace,
  leave,
  pauseUntil,
  resume,
  saveCard,
  takePlace,
} from '../../../src/features/people/members/service.ts'
import { setCapacity } from '../../../src/features/people/members/store.ts'
import { finishJob } from '../../../src/schedule/schedule.ts'
import type { TestBot } from '../../support/bot.ts'
import { setMember } from '../../support/members.ts'
import { pair } from '../../support/pairing.ts'
import {
  ANA,
  aBot,
  BEN,
  DAY,
  dm,
  dms,
  fill,
  HOUR,
  joinAs,
  lisbon,
  mentee,
  mentor,
  modal,
  rows,
} from '../requests/people.ts'

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
  expect(told(bot)[0]).toMatch(/Offers roadmapping\./)
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

describe('one place, and several who wait', () => {
  /** Ana, Chidi and Jonas want to be told, in this order, each an hour after the other; Ben is full. */
  async function three() {
    const bot = await waiting(['ben'])
    for (const person of ['chidi', 'jonas']) {
      await bot.advance(HOUR)
      await mentee(bot, person)
      await bot.as(person).command('/mentor find')
      await bot.as(person).click('modal', 'Tell me when someone fits')
    }
    return bot
  }
  const whoKnows = (bot: TestBot) =>
    ['ana', 'chidi', 'jonas'].filter((who) =>
      dms(bot, who).some((text) => text.includes('Somebody fits now')),
    )
  const places = (bot: TestBot, capacity: number) => saveCard(bot.ctx, BEN, 'time', { capacity })

  it('tells who has waited longest, until when nobody else is told, and the next after three working days', async () => {
    const bot = await three()
    await places(bot, 3)
    await bot.settle()
    expect(whoKnows(bot)).toEqual(['ana'])
    // Monday noon and three working days.
    expect(told(bot)[0]).toContain('Until Thu 8 Oct')
    await bot.until(lisbon('2026-10-08', '10:00'))
    expect(whoKnows(bot)).toEqual(['ana'])
    await bot.until(lisbon('2026-10-08', '13:00'))
    expect(whoKnows(bot)).toEqual(['ana', 'chidi'])
    await bot.until(lisbon('2026-10-14'))
    expect(whoKnows(bot)).toEqual(['ana', 'chidi', 'jonas'])
    // Ana had her turn, and may wish again: then she is the last in line.
    await bot.advance(20 * DAY)
    expect(told(bot)).toHaveLength(1)
  })

  it('tells as many as there are places, and whom a round left without or whose mentor went first', async () => {
    const bot = await three()
    await bot.ctx.commit(setMember(bot.ctx, bot.as('jonas').id, { firstInLineAt: bot.ctx.now() }))
    await places(bot, 4)
    await bot.settle()
    expect(whoKnows(bot)).toEqual(['ana', 'jonas'])
    await places(bot, 5)
    await bot.settle()
    expect(whoKnows(bot)).toEqual(['ana', 'chidi', 'jonas'])
  })

  it('tells nobody else while it is asked for, and the next once the answer is no', async () => {
    const bot = await three()
    await places(bot, 3)
    await bot.settle()
    await bot.as('ana').click(dm(bot, 'ana', 'Somebody fits now'), 'Ask Ben Badger to be your mentor')
    await bot.as('ana').submit({ goal: 'Lead discovery alone' })
    await bot.until(lisbon('2026-10-09', '12:00'))
    expect(whoKnows(bot)).toEqual(['ana'])
    const [request] = await rows(bot)
    expect(await declineRequest(bot.ctx, BEN, request!.id)).toMatchObject({ ok: true })
    await bot.until(lisbon('2026-10-13'))
    expect(whoKnows(bot)).toEqual(['ana', 'chidi'])
  })

  it('sends nobody to a place that is taken by the morning, and tells them of the next one', async () => {
    const bot = await three()
    await bot.until(lisbon('2026-10-05', '20:00'))
    await places(bot, 3)
    await bot.settle()
    await bot.ctx.commit(takePlace(bot.ctx, BEN))
    await bot.until(lisbon('2026-10-06', '12:00'))
    expect(whoKnows(bot)).toEqual([])
    await places(bot, 4)
    await bot.until(lisbon('2026-10-07', '12:00'))
    expect(whoKnows(bot)).toEqual(['ana'])
  })

  it('passes over who is away, and who takes the wish back: the place is told to the next at once', async () => {
    const bot = await three()
    await bot.ctx.commit(
      setMember(bot.ctx, ANA, {
        holidays: ['2026-10-05', '2026-10-06', '2026-10-07', '2026-10-08', '2026-10-09'],
      }),
    )
    await places(bot, 3)
    await bot.settle()
    expect(whoKnows(bot)).toEqual(['chidi'])
    await stopWaiting(bot.ctx, bot.as('chidi').id)
    await bot.settle()
    expect(whoKnows(bot)).toEqual(['chidi', 'jonas'])
    await stopWaiting(bot.ctx, bot.as('jonas').id)
    await bot.until(lisbon('2026-10-12', '12:00'))
    expect(whoKnows(bot)).toEqual(['ana', 'chidi', 'jonas'])
  })

  it('is told to one of them though two look at once', async () => {
    const bot = await three()
    await bot.ctx.commit(setCapacity(bot.ctx, BEN, 3))
    const job = (await bot.ctx.schedule.find('find.look', 'all'))!
    const seen = await Promise.all([offerPlaces(bot.ctx, 'all'), offerPlaces(bot.ctx, 'all')])
    const ends = []
    for (const writes of seen) ends.push(await bot.ctx.commit(finishJob(bot.db, job), ...writes))
    expect(ends).toEqual([undefined, 'job'])
    await bot.settle()
    expect(whoKnows(bot)).toEqual(['ana'])
  })
})
