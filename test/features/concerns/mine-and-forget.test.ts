/** What is held of what somebody told in private, and what is left of it when they ask to be deleted. */
import { expect, it } from 'vitest'
import { concerns } from '../../../src/features/growth/concerns/index.ts'
import {
  acknowledgeConcern,
  answerConcern,
  openConcerns,
  passOnConcern,
  raiseConcern,
  readConcern,
} from '../../../src/features/growth/concerns/service.ts'
import { becomeCoordinator } from '../../../src/features/people/coordinators/service.ts'
import { startTestBot } from '../../support/bot.ts'
import { dmsSaying, joinAll, START } from '../mentorship/pairs.ts'

it('shows what one wrote and not what others did; deleted, nothing of it is left, and nobody is left waiting', async () => {
  const bot = await startTestBot({ sandbox: { now: START } })
  await joinAll(bot, 'ana', 'dana')
  const [ana, dana, elif] = [bot.as('ana').id, bot.as('dana').id, bot.as('elif').id]
  await becomeCoordinator(bot.ctx, dana)
  await raiseConcern(bot.ctx, dana, { contact: elif, words: 'What Dana told' })
  await raiseConcern(bot.ctx, ana, { contact: dana, words: 'What Ana told' })
  const hers = JSON.stringify(await concerns.mine!(bot.ctx, ana))
  expect(hers).toMatch(/Dana Dormouse.*What Ana told/)
  expect(JSON.stringify(await concerns.mine!(bot.ctx, dana))).not.toContain('What Ana told')
  const [, [row]] = await openConcerns(bot.ctx, dana)
  await acknowledgeConcern(bot.ctx, dana, row!.id)
  await answerConcern(bot.ctx, dana, row!.id, 'What Dana answered')
  expect(JSON.stringify(await concerns.mine!(bot.ctx, ana))).not.toContain('What Dana answered')
  await passOnConcern(bot.ctx, ana, row!.id, { contact: elif, words: 'What Ana told' })
  await raiseConcern(bot.ctx, ana, { contact: dana, words: 'What Ana told as well' })

  await bot.ctx.commit(await concerns.forget!.write(bot.ctx, dana))
  expect(await openConcerns(bot.ctx, dana)).toEqual([[], []])
  const [kept] = await openConcerns(bot.ctx, ana)
  expect(JSON.stringify(kept)).not.toContain(dana)
  expect(await bot.db.q.select().from(bot.db.tables.concerns)).toHaveLength(2)
  expect(await readConcern(bot.ctx, ana, row!.id)).toMatchObject({ value: { words: 'What Ana told' } })
  await bot.settle()
  expect(dmsSaying(bot, 'ana', /No word yet/)).toHaveLength(1)
  await bot.ctx.commit(await concerns.forget!.write(bot.ctx, ana))
  expect(await bot.db.q.select().from(bot.db.tables.concerns)).toEqual([])
})
