/** What a person can have of their last words as a file, and what becomes of them when they ask to be deleted. */
import { expect, it } from 'vitest'
import { closing } from '../../../src/features/growth/closing/index.ts'
import { closeEarly, partnerWords, saveReview } from '../../../src/features/growth/closing/service.ts'
import { aPair } from '../mentorship/pairs.ts'

const [ANA, BEN] = ['U0ANA00001', 'U0BEN00002']

async function completed() {
  const { bot, id } = await aPair()
  await closeEarly(bot.ctx, ANA, id)
  await saveReview(bot.ctx, ANA, id, {
    next: 'rematch',
    reached: 'I run discovery alone',
    helped: 'Your calm questions',
    thanks: 'For the walks',
    named: [],
  })
  await saveReview(bot.ctx, BEN, id, {
    next: 'complete',
    reached: 'I listen',
    helped: 'Your courage',
    named: [],
  })
  await bot.settle()
  const [row] = await bot.db.q.select().from(bot.db.tables.closings)
  return { bot, id: row?.id ?? '' }
}

it('shows what one said, and nothing of what the partner did', async () => {
  const { bot } = await completed()
  const mine = await closing.mine?.(bot.ctx, ANA)
  expect(mine).toMatchObject({
    'My last words': [
      {
        With: 'Ben Badger',
        'What comes next': 'A new match',
        'What I reached': 'I run discovery alone',
        'What helped': 'Your calm questions',
        'A word of thanks': 'For the walks',
      },
    ],
  })
  expect(JSON.stringify(mine)).not.toMatch(/I listen|Your courage/)
})

it('leaves the partner what is for them to read, without the name, until nobody is left to read it', async () => {
  const { bot, id } = await completed()
  const { closings, reviews } = bot.db.tables
  await bot.ctx.commit(await closing.forget?.write(bot.ctx, ANA))
  const left = await bot.db.q.select().from(reviews)
  expect(JSON.stringify([left, await bot.db.q.select().from(closings)])).not.toContain(ANA)
  expect(left.find((each) => each.person !== BEN)).toMatchObject({ next: null, reached: null })
  expect(await partnerWords(bot.ctx, BEN, id)).toMatchObject({
    value: { words: { helped: 'Your calm questions', thanks: 'For the walks' } },
  })
  expect(await closing.mine?.(bot.ctx, BEN)).toMatchObject({
    'My last words': [{ 'What I reached': 'I listen' }],
  })
  await bot.ctx.commit(await closing.forget?.write(bot.ctx, BEN))
  expect(await bot.db.q.select().from(reviews)).toEqual([])
})

it('takes all of it away where the partner could not read it yet', async () => {
  const { bot, id } = await aPair()
  await closeEarly(bot.ctx, ANA, id)
  await saveReview(bot.ctx, ANA, id, { next: 'complete', thanks: 'For the walks', named: [] })
  await bot.ctx.commit(await closing.forget?.write(bot.ctx, ANA))
  expect(await bot.db.q.select().from(bot.db.tables.reviews)).toEqual([])
})
