import { expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../../src/core/calendar.ts'
import { chooseCelebration } from '../../../src/features/people/privacy/service.ts'
import { giveKudos, kudosOf, undoKudos } from '../../../src/features/recognition/kudos/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { onEveryDatabase } from '../../support/databases.ts'

const [ANA, BEN, FINN] = ['U0ANA00001', 'U0BEN00002', 'U0FIN00006']

onEveryDatabase(({ open }) => {
  let said = 0
  const give = (bot: TestBot, to: string[]) =>
    giveKudos(bot.ctx, ANA, {
      to,
      message: `Thanks, ${++said}`,
      competency: 'roadmapping',
      audience: 'public',
    })
  const shouts = (bot: TestBot) => bot.as('ana').messages('pm-wins').length

  it('takes no more than ten kudos a day, however many come at once', async () => {
    const bot = await startTestBot({ db: await open() })
    const given = await Promise.all(Array.from({ length: 12 }, () => give(bot, [BEN, FINN])))
    expect(given.filter((each) => each.ok)).toHaveLength(5)
    const [first] = given.filter((each) => each.ok)
    await undoKudos(bot.ctx, ANA, first!.value.id)
    expect(await give(bot, [BEN, FINN])).toMatchObject({ ok: true })
    expect(await give(bot, [BEN])).toMatchObject({ ok: false })
  })

  it('is either undone or given, when both happen at once', async () => {
    const bot = await startTestBot({ db: await open() })
    const given = await give(bot, [BEN])
    const id = given.ok ? given.value.id : ''
    bot.sandbox.clock.advance(5 * MINUTE_MS)
    const [undone] = await Promise.all([undoKudos(bot.ctx, ANA, id), bot.bot.tick()])
    await bot.settle()
    expect(bot.as('ben').dms()).toHaveLength(undone.ok ? 0 : 1)
  })

  it('loses no yes that is said while kudos are given, and tells each once', async () => {
    const bot = await startTestBot({ db: await open() })
    await give(bot, [BEN, FINN])
    bot.sandbox.clock.advance(5 * MINUTE_MS)
    const choose = (person: string) => chooseCelebration(bot.ctx, person, 'public')
    await Promise.all([bot.bot.tick(), choose(BEN), choose(FINN), choose(BEN)])
    await bot.advance(10 * HOUR_MS)
    const named = bot
      .as('ana')
      .messages('pm-wins')
      .flatMap((message) => [BEN, FINN].filter((person) => message.text?.includes(person)))
    expect(named.sort()).toEqual([BEN, FINN])
    expect(shouts(bot)).toBeLessThanOrEqual(2)
    expect(await kudosOf(bot.ctx, BEN)).toEqual([{ competency: 'roadmapping', many: 1 }])
  })
})
