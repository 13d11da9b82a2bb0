/** What feedback holds about a person, and what is left of it when they ask to be deleted. */
import { expect, it } from 'vitest'
import { feedback } from '../../../src/features/growth/feedback/index.ts'
import {
  askForFeedback,
  giveFeedback,
  saveReflection,
} from '../../../src/features/growth/feedback/service.ts'
import { aPair, modalOf } from '../mentorship/pairs.ts'

const words = (situation: string) => ({ situation, behaviour: 'You listened', impact: 'They agreed' })

it('shows one their own words alone; deleted, they leave what they shared under "a former member"', async () => {
  const { bot } = await aPair()
  const [ana, ben] = [bot.as('ana').id, bot.as('ben').id]
  await giveFeedback(bot.ctx, ana, words('What Ana saw'), { receiver: ben })
  await giveFeedback(bot.ctx, ben, words('What Ben saw'), { receiver: ana })
  await askForFeedback(bot.ctx, ana, { of: ben, about: 'What Ana asked' })
  await askForFeedback(bot.ctx, ben, { of: ana, about: 'What Ben asked' })
  for (const person of [ana, ben])
    await saveReflection(bot.ctx, person, 'month', { learned: `Thoughts of ${person}` })

  const hers = JSON.stringify(await feedback.mine!(bot.ctx, ana))
  for (const own of ['What Ana saw', 'What Ana asked', `Thoughts of ${ana}`, 'Ben Badger'])
    expect(hers).toContain(own)
  expect(hers).not.toMatch(/What Ben|Thoughts of U0BEN/)

  await bot.ctx.commit(await feedback.forget!.write(bot.ctx, ana))
  const { tables, q } = bot.db
  const left = await q.select().from(tables.feedback)
  expect(JSON.stringify([left, await q.select().from(tables.reflections)])).not.toContain(ana)
  expect(left.map((f) => f.status).sort()).toEqual(['given', 'given', 'lapsed'])
  expect(JSON.stringify(await feedback.mine!(bot.ctx, ana))).not.toMatch(/What|Thoughts/)
  const his = JSON.stringify(await feedback.mine!(bot.ctx, ben))
  for (const own of ['What Ben saw', 'What Ben asked', `Thoughts of ${ben}`]) expect(his).toContain(own)
  await bot.as('ben').command('/mentor feedback')
  expect(modalOf(bot, 'ben')).toContain('To a former member')
  await bot.as('ben').click('modal', /^Read the feedback of/)
  expect(modalOf(bot, 'ben')).toContain('What Ana saw')
})
