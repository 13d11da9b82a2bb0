/** What a coordinator can have of their acts as a file, and what becomes of their place when they ask to be deleted. */
import { expect, it } from 'vitest'
import { coordinators } from '../../../src/features/people/coordinators/index.ts'
import { findTeam, listAudit } from '../../../src/features/people/coordinators/service.ts'
import { startTestBot } from '../../support/bot.ts'
import { joinAll } from '../../support/pairing.ts'
import { homeOf } from '../mentorship/pairs.ts'
import { runBy } from './team.ts'

it('shows what they were named as and did themselves, and frees their place; what was done stays written', async () => {
  const bot = await startTestBot()
  await joinAll(bot, 'elif', 'ben')
  await homeOf(bot, 'elif')
  await bot.as('elif').click('home', 'Become coordinator')
  await runBy(bot, { coordinators: ['elif'], deputy: 'ben' })
  const [elif, ben] = [bot.as('elif').id, bot.as('ben').id]
  const acts = [expect.stringContaining('named as deputy'), expect.stringContaining('became coordinator')]
  expect(await coordinators.mine?.(bot.ctx, elif)).toEqual({
    'What I was named as': ['coordinator'],
    'What I did as a coordinator': acts,
  })
  expect(await coordinators.mine?.(bot.ctx, ben)).toEqual({
    'What I was named as': ['deputy'],
    'What I did as a coordinator': [],
  })

  await bot.ctx.commit(await coordinators.forget?.write(bot.ctx, elif))
  expect(await findTeam(bot.ctx)).toMatchObject({ coordinators: [], deputy: ben })
  expect(await listAudit(bot.ctx, 9)).toHaveLength(3)
})
