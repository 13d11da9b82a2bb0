/** What guides hold about a coordinator, and what is left of it when they ask to be deleted. */
import { expect, it } from 'vitest'
import { guides } from '../../../src/features/growth/guides/index.ts'
import { saveGuide, shownGuides } from '../../../src/features/growth/guides/service.ts'
import { becomeCoordinator } from '../../../src/features/people/coordinators/service.ts'
import { aPair, homeOf, modalOf } from '../mentorship/pairs.ts'

const WALK = {
  phase: 'first' as const,
  title: 'A walk',
  minutes: 30,
  steps: 'Where did you grow up?',
  source: 'Ourselves',
  link: undefined,
}

it('shows the guides that one wrote; deleted, they leave them to everybody, under "a former member"', async () => {
  const { bot } = await aPair()
  const dana = bot.as('dana').id
  await becomeCoordinator(bot.ctx, dana)
  await saveGuide(bot.ctx, dana, WALK, undefined)
  expect(await guides.mine!(bot.ctx, dana)).toMatchObject({ 'Guides that you wrote': [{ title: 'A walk' }] })
  expect(await guides.mine!(bot.ctx, bot.as('ana').id)).toEqual({ 'Guides that you wrote': [] })

  await bot.ctx.commit(await guides.forget!.write(bot.ctx, dana))
  expect(JSON.stringify(await bot.db.q.select().from(bot.db.tables.guides))).not.toContain(dana)
  expect((await shownGuides(bot.ctx)).map((guide) => guide.title)).toContain('A walk')
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'Agenda for your next meeting with Ben Badger')
  expect(modalOf(bot, 'ana')).toContain('Added by a former member')
})
