/** What a member can have of their profile as a file, and what becomes of it when they ask to be deleted. */
import { expect, it } from 'vitest'
import { members as slice } from '../../../src/features/people/members/index.ts'
import { saveCard } from '../../../src/features/people/members/service.ts'
import { startTestBot } from '../../support/bot.ts'
import { joinWith } from '../../support/joining.ts'

it('shows all that somebody told about themselves, opened, and takes it all away', async () => {
  const bot = await startTestBot()
  const [ana, ben] = [bot.as('ana').id, bot.as('ben').id]
  await joinWith(bot, 'ana', { goal: 'Lead discovery', moreWants: 'falconry' })
  await joinWith(bot, 'ben', { goal: 'Hire well' })
  await saveCard(bot.ctx, ana, 'experience', { level: 1, years: 4, trackRecord: 'Shipped billing' })
  expect(await slice.mine?.(bot.ctx, ana)).toMatchObject({
    'My role': 'both',
    'My goal': 'Lead discovery',
    'What I would like to learn': ['Roadmapping', 'falconry'],
    'What I can help with': ['Roadmapping'],
    'My level': 'PM',
    'Years in product': 4,
    'My track record': 'Shipped billing',
    'My time zone': 'Europe/Lisbon',
  })
  expect(JSON.stringify(await slice.mine?.(bot.ctx, ana))).not.toContain('Hire well')

  await bot.ctx.commit(await slice.forget?.write(bot.ctx, ana))
  const { members, skills } = bot.db.tables
  expect((await bot.db.q.select().from(members)).map((row) => row.person)).toEqual([ben])
  expect(new Set((await bot.db.q.select().from(skills)).map((row) => row.person))).toEqual(new Set([ben]))
  expect(await slice.mine?.(bot.ctx, ana)).toEqual({})
})
