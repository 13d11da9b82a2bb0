/** The life of a check-in on each engine: its guards, its order and its pages. */
import { expect, it } from 'vitest'
import { answerMood, askCheckin } from '../../../src/features/growth/checkins/service.ts'
import { findMember } from '../../../src/features/people/members/service.ts'
import { onEveryDatabase } from '../../support/databases.ts'
import { aPair, DAY, FRIDAY, lastWords, modalOf, press } from './pairs.ts'

onEveryDatabase(({ open }) => {
  it('is asked, put off, missed, answered, changed and read', async () => {
    const bot = await aPair({ db: await open() })
    const ana = bot.as('ana')
    await bot.until(FRIDAY)
    await press(bot, 'ana', 'Ask me next workday')
    await bot.until(FRIDAY + 7 * DAY)
    expect((await findMember(bot.ctx, ana.id))?.unanswered).toBe(1)
    await press(bot, 'ana', 'Good')
    expect((await findMember(bot.ctx, ana.id))?.unanswered).toBe(0)
    expect(lastWords(bot, 'ana')).toContain('answered. Thank you')
    for (const progress of ['first', 'second']) {
      await ana.command('/mentor checkin')
      await ana.submit({ Progress: progress, 'What do you need?': 'Time', tellNeed: ['Tell Ben Badger'] })
      await bot.settle()
    }
    await ana.command('/mentor checkin')
    await ana.click('modal', 'Earlier check-ins')
    expect(modalOf(bot, 'ana')).toContain('second')
    expect(
      bot
        .as('ben')
        .dms()
        .filter((dm) => bot.reads('ben', dm).includes('needs something')),
    ).toHaveLength(1)
  })

  it('lets a tap win over the next question, and asks once for two processes', async () => {
    const bot = await aPair({ db: await open() })
    const { id } = bot.as('ana')
    await bot.until(FRIDAY)
    const { checkins } = bot.db.tables
    const row = (await bot.db.q.select().from(checkins)).find((c) => c.person === id)
    bot.sandbox.clock.set(FRIDAY + 7 * DAY)
    const late = await askCheckin(bot.ctx, id)
    await answerMood(bot.ctx, id, row!.id, 4)
    expect(await bot.ctx.commit(...late)).toBe('checkin')
    const [one, two] = [await askCheckin(bot.ctx, id), await askCheckin(bot.ctx, id)]
    const guards = await Promise.all([bot.ctx.commit(...one), bot.ctx.commit(...two)])
    expect(guards.sort()).toEqual(['day', undefined])
  })
})
