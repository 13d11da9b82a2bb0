import { expect, it } from 'vitest'
import {
  askForFeedback,
  declineAsk,
  giveFeedback,
  sayUseful,
} from '../../../src/features/growth/feedback/service.ts'
import { startTestBot } from '../../support/bot.ts'
import { onEveryDatabase } from '../../support/databases.ts'
import { joinAll, START } from '../mentorship/pairs.ts'

const [ANA, BEN] = ['U0ANA00001', 'U0BEN00002']
const words = { situation: 'On Tuesday', behaviour: 'You listened', impact: 'They agreed' }

onEveryDatabase(({ open }) => {
  it('is asked once, answered once and found useful once, whatever happens at the same time', async () => {
    const bot = await startTestBot({ db: await open(), sandbox: { now: START } })
    await joinAll(bot, 'ana', 'ben')
    const asked = await Promise.all(
      [1, 2, 3].map(() => askForFeedback(bot.ctx, ANA, { of: BEN, about: 'The planning' })),
    )
    expect(asked.filter((each) => each.ok)).toHaveLength(1)
    const [{ id } = { id: '' }] = await bot.db.q.select().from(bot.db.tables.feedback)
    const ended = await Promise.all([
      declineAsk(bot.ctx, BEN, id),
      giveFeedback(bot.ctx, BEN, words, { ask: id }),
      giveFeedback(bot.ctx, BEN, words, { ask: id }),
    ])
    expect(ended.filter((each) => each.ok)).toHaveLength(1)
    await bot.settle()
    expect(bot.as('ana').dms()).toHaveLength(1)
    const [row] = await bot.db.q.select().from(bot.db.tables.feedback)
    if (row!.status !== 'given') return
    const said = await Promise.all(['very', 'not'].map((useful) => sayUseful(bot.ctx, ANA, id, useful)))
    expect(said.filter((each) => each.ok)).toHaveLength(1)
  })
})
