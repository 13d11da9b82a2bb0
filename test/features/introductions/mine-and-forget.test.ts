/** What introductions hold about a person, and what is left of it when they ask to be deleted. */
import { expect, it } from 'vitest'
import { DAY_MS } from '../../../src/core/calendar.ts'
import { introductions } from '../../../src/features/growth/introductions/index.ts'
import {
  answerIntro,
  askToIntroduce,
  promiseIntroduction,
} from '../../../src/features/growth/introductions/service.ts'
import { setDoNotPair } from '../../support/privacy.ts'
import { aPair, joinAll, START } from '../mentorship/pairs.ts'

it('shows their own words and answers; deleted, they leave what brought others together', async () => {
  const { bot, id } = await aPair()
  await joinAll(bot, 'chidi', 'elif', 'grace')
  const [ana, ben, chidi, elif, grace] = ['ana', 'ben', 'chidi', 'elif', 'grace'].map(
    (p) => bot.as(p).id,
  ) as [string, string, string, string, string]
  await setDoNotPair(bot.ctx, ben, [grace])
  const ask = (by: string, people: [string, string], reason: string) =>
    askToIntroduce(bot.ctx, by, { people, reason })
  await ask(ben, [chidi, elif], 'What brought two together')
  for (const row of await bot.db.q.select().from(bot.db.tables.introductions))
    for (const person of [chidi, elif]) await answerIntro(bot.ctx, person, row.id, 'yes')
  await bot.until(START + 5 * DAY_MS)
  await ask(ben, [elif, grace], 'What is open still')
  await ask(elif, [ben, ana], 'What Elif thinks of the two')
  await ask(grace, [ben, chidi], 'What Ben never saw')
  await promiseIntroduction(bot.ctx, ben, { mentorship: id, words: 'A head of product', on: '2026-10-14' })

  const his = JSON.stringify(await introductions.mine!(bot.ctx, ben))
  for (const own of [
    'brought two together',
    'open still',
    'A head of product',
    'Elif Egret',
    'Ana Albatross',
  ])
    expect(his).toContain(own)
  expect(his).not.toMatch(/What Elif thinks|never saw|"by":"Grace/)
  expect(JSON.stringify(await introductions.mine!(bot.ctx, ana))).not.toContain('head of product')

  await bot.ctx.commit(await introductions.forget!.write(bot.ctx, ben))
  const { tables, q } = bot.db
  const left = await q.select().from(tables.introductions)
  expect(JSON.stringify([left, await q.select().from(tables.promises)])).not.toContain(ben)
  expect(left.map((i) => i.status).sort()).toEqual(['asking', 'asking', 'made'])
  expect(JSON.stringify(await introductions.mine!(bot.ctx, elif))).toContain('What Elif thinks of the two')
  expect(JSON.stringify(await introductions.mine!(bot.ctx, ana))).toContain('a former member')
  // Those who asked hear of it when they would have heard anyway.
  await bot.until(START + 14 * DAY_MS)
  const ended = await q.select().from(tables.introductions)
  expect(ended.map((i) => i.status).sort()).toEqual(['ended', 'ended', 'made'])
})
