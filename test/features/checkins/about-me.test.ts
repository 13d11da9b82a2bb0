/** What check-ins hold about a person, and what is left once they are forgotten. */
import { expect, it } from 'vitest'
import { checkins } from '../../../src/features/growth/checkins/index.ts'
import { sharedProgress } from '../../../src/features/growth/checkins/service.ts'
import { aPair, DAY, FRIDAY, press } from './pairs.ts'

it('shows people their own words, and forgets those that nobody else may read', async () => {
  const bot = await aPair()
  const [ana, ben] = [bot.as('ana'), bot.as('ben')]
  const answer = async (who: typeof ana, progress: string, need: string, tell: string) => {
    await who.command('/mentor checkin')
    await who.submit({
      'How is it going?': 'Rough',
      Progress: progress,
      'What do you need?': need,
      'What is in the way?': 'fear',
      'A win?': 'a no',
      ...(tell && { tellNeed: [tell] }),
    })
    await bot.settle()
  }
  await answer(ana, 'shared progress', 'shared need', 'Tell Ben Badger')
  await answer(ben, 'words of Ben', 'need of Ben', '')
  await bot.until(FRIDAY + 7 * DAY)
  await press(bot, 'ana', 'Good')
  const mine = JSON.stringify(await checkins.mine?.(bot.ctx, ana.id))
  for (const words of ['Rough', 'Good', 'shared progress', 'shared need', 'fear', 'a no', 'Ben Badger'])
    expect(mine).toContain(words)
  expect(mine).not.toContain('of Ben')

  await bot.ctx.commit(await checkins.forget?.write(bot.ctx, ana.id))
  const rows = await bot.db.q.select().from(bot.db.tables.checkins)
  expect(rows.filter((row) => row.person === ana.id)).toMatchObject([
    { partner: ben.id, feeling: null, blocker: null, win: null },
  ])
  const { entries } = await sharedProgress(bot.ctx, ana.id, ben.id)
  expect(entries).toMatchObject([{ words: { progress: 'shared progress', need: 'shared need' } }])
  expect(JSON.stringify(await checkins.mine?.(bot.ctx, ben.id))).toContain('words of Ben')
  const jobs = await bot.db.q.select().from(bot.db.tables.jobs)
  expect(jobs.filter((job) => job.kind.startsWith('checkins.') && job.subject === ana.id)).toEqual([])
})
