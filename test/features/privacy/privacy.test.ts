import { expect, it } from 'vitest'
import {
  askMentor,
  declineRequest,
  postponeRequest,
} from '../../../src/features/matching/requests/service.ts'
import { choicesOf, confidentialPairs } from '../../../src/features/people/privacy/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { joinWith } from '../../support/joining.ts'
import { setDoNotPair } from '../../support/privacy.ts'

const [ANA, BEN, FINN, NED] = ['U0ANA00001', 'U0BEN00002', 'U0FIN00006', 'U0NED00014']

const read = (bot: TestBot, person: string) => bot.reads(person, bot.as(person).modal())

const joined = (bot: TestBot, person: string) => joinWith(bot, person, { goal: 'Lead discovery' })

it('says what is kept and who sees it, whether one has joined or not', async () => {
  const bot = await startTestBot()
  await bot.as('finn').command('/mentor privacy')
  const text = read(bot, 'finn')
  expect(text).toContain('the person who operates Cairn here holds the key')
  expect(text).toContain('Your company may be able to export Slack messages')
  expect(text).toContain('looks exactly like "no capacity"')
})

it('keeps both choices, and shows them again', async () => {
  const bot = await startTestBot()
  await bot.as('ana').command('/mentor privacy')
  await bot.as('ana').submit({ celebration: 'Public', doNotPair: ['ben', 'finn'] })
  expect(read(bot, 'ana')).toContain('Thanks to you may now be told in #pm-wins')
  expect(read(bot, 'ana')).toContain('You will not be paired with 2 people on your list')
  expect(await choicesOf(bot.ctx, ANA)).toEqual({ celebration: 'public', doNotPair: [BEN, FINN] })

  await bot.as('ana').click('modal', 'See or change it')
  expect(read(bot, 'ana')).toContain('(x) Public')
  await bot.as('ana').submit({ doNotPair: ['finn'] })
  expect(await choicesOf(bot.ctx, ANA)).toEqual({ celebration: 'public', doNotPair: [FINN] })
})

it('saves a list without a choice, and the choice stays open', async () => {
  const bot = await startTestBot()
  await bot.as('ana').command('/mentor privacy')
  await bot.as('ana').submit({ doNotPair: ['ben'] })
  expect(await choicesOf(bot.ctx, ANA)).toEqual({ celebration: 'unset', doNotPair: [BEN] })
})

it.each([
  ['oneself', 'ana', 'You are on your own list'],
  ['an app', 'standup', 'Standup Robot cannot be paired'],
])('refuses %s on the list, and saves nothing', async (_, other, why) => {
  const bot = await startTestBot()
  await bot.as('ana').command('/mentor privacy')
  const answer = await bot.as('ana').submit({ celebration: 'Never', doNotPair: [other, 'ben'] })
  expect(answer.errors?.doNotPair).toContain(why)
  expect(await choicesOf(bot.ctx, ANA)).toEqual({ celebration: 'unset', doNotPair: [] })
  await bot.as('ana').submit({ doNotPair: ['ben'] })
  expect((await choicesOf(bot.ctx, ANA)).doNotPair).toEqual([BEN])
})

it('keeps those who left on the list without showing them', async () => {
  const bot = await startTestBot()
  await setDoNotPair(bot.ctx, ANA, [BEN, NED])
  await bot.as('ana').command('/mentor privacy')
  expect(read(bot, 'ana')).not.toContain('Ned')
  await bot.as('ana').submit({ doNotPair: [] })
  expect((await confidentialPairs(bot.ctx, ANA)).get(ANA)).toEqual(new Set([NED]))
})

it('bears on the matching both ways, and on nobody else, and a copy of the database names neither', async () => {
  const bot = await startTestBot()
  await setDoNotPair(bot.ctx, ANA, [BEN])
  const rows = await bot.db.q.select().from(bot.db.tables.barriers)
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${ANA}|${BEN}|doNotPair`))
  for (const person of [ANA, BEN])
    expect((await confidentialPairs(bot.ctx, person)).get(ANA)).toEqual(new Set([BEN]))
  expect((await confidentialPairs(bot.ctx, FINN)).size).toBe(0)
})

it('looks exactly like no capacity, to both', async () => {
  const bot = await startTestBot()
  for (const person of [ANA, BEN, FINN]) await joined(bot, person)
  await bot.as('ben').command('/mentor profile @ana')
  expect(read(bot, 'ben')).toContain('free place')
  await bot.as('ben').close({ all: true })
  await setDoNotPair(bot.ctx, ANA, [BEN])
  await bot.settle()
  for (const [reader, other] of [
    ['ben', '@ana'],
    ['ana', '@ben'],
  ] as const) {
    await bot.as(reader).command(`/mentor profile ${other}`)
    expect(read(bot, reader)).toContain('Full at the moment')
  }
  await bot.as('finn').command('/mentor profile @ana')
  expect(read(bot, 'finn')).toContain('free place')
  expect(bot.as('ben').dms()).toEqual([])
})

it('ends an open request between the two as if there were no place left', async () => {
  const bot = await startTestBot()
  for (const person of [ANA, BEN]) await joined(bot, person)
  await askMentor(bot.ctx, ANA, BEN, { goal: 'Lead discovery', questions: undefined, times: undefined })
  await bot.settle()
  expect(bot.reads('ben', bot.lastDm('ben'))).toContain('[Accept]')

  await bot.as('ben').command('/mentor privacy')
  await bot.as('ben').submit({ doNotPair: ['ana'] })
  await bot.settle()
  const [request] = await bot.db.q.select().from(bot.db.tables.requests)
  expect(request).toMatchObject({ status: 'closed', ending: 'full' })
  expect(bot.reads('ben', bot.lastDm('ben'))).not.toContain('[Accept]')
  const told = bot.reads('ana', bot.lastDm('ana'))
  expect(told).toContain('@Ben Badger')
  expect(told).not.toMatch(/pair|list|privacy/)
})

it.each(['a chat', 'a request that was put off'])(
  'to %s, a do-not-pair cannot be told from a plain no: such a one is never closed for lack of a place',
  async (kind) => {
    /** All that Ana sees of it, whichever way Ben ends it. */
    const story = async (end: (bot: TestBot, id: string) => Promise<unknown>) => {
      const bot = await startTestBot()
      for (const person of [ANA, BEN]) await joined(bot, person)
      const asks = { goal: 'Lead discovery', questions: undefined, times: undefined }
      await askMentor(bot.ctx, ANA, BEN, asks, { kind: kind === 'a chat' ? 'chat' : 'mentorship' })
      const [request] = await bot.db.q.select().from(bot.db.tables.requests)
      if (kind !== 'a chat') await postponeRequest(bot.ctx, BEN, request!.id)
      await bot.settle()
      await end(bot, request!.id)
      await bot.settle()
      const dms = bot.as('ana').dms()
      return dms.map((dm) => [dm.at, bot.reads('ana', dm).split('Who fits next')[0]])
    }
    const declined = await story((bot, id) => declineRequest(bot.ctx, BEN, id))
    expect(declined.flat().join()).toContain('cannot take this on now')
    expect(await story((bot) => setDoNotPair(bot.ctx, BEN, [ANA]))).toEqual(declined)
  },
)
