/** What trials hold about a person, and what is left once they are forgotten. */
import { expect, it } from 'vitest'
import { trial } from '../../../src/features/growth/trial/index.ts'
import { chooseInTrial } from '../../../src/features/growth/trial/service.ts'
import { answerOf, findTrial, insertTrial } from '../../../src/features/growth/trial/store.ts'
import { aPair } from '../mentorship/pairs.ts'

it('shows people what they said and nothing of the other, and forgets theirs alone', async () => {
  const { bot, id } = await aPair()
  const [ana, ben] = [bot.as('ana').id, bot.as('ben').id]
  await bot.ctx.commit(insertTrial(bot.ctx, id, bot.ctx.now() + 1e9))
  await chooseInTrial(bot.ctx, ana, id, 'rematch')
  await chooseInTrial(bot.ctx, ben, id, 'on')
  const mine = async (person: string) => JSON.stringify(await trial.mine?.(bot.ctx, person))
  expect(await mine(ana)).toContain('Ben Badger')
  expect(await mine(ana)).toContain('rematch')
  expect(await mine(ben)).not.toContain('rematch')

  await bot.ctx.commit(await trial.forget?.write(bot.ctx, ana))
  const row = (await findTrial(bot.ctx, id))!
  expect([row.menteeSays, answerOf(bot.ctx, row, 'mentor')]).toEqual([null, 'on'])
})
