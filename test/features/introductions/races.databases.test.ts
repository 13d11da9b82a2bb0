import { expect, it } from 'vitest'
import { DAY_MS } from '../../../src/core/calendar.ts'
import { answerIntro, askToIntroduce } from '../../../src/features/growth/introductions/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { onEveryDatabase } from '../../support/databases.ts'
import { setDoNotPair } from '../../support/privacy.ts'
import { joinAll, START } from '../mentorship/pairs.ts'

const [ANA, BEN, ELIF] = ['U0ANA00001', 'U0BEN00002', 'U0ELI00005']

onEveryDatabase(({ open }) => {
  async function asked() {
    const bot = await startTestBot({ db: await open(), sandbox: { now: START } })
    await joinAll(bot, 'ana', 'ben', 'elif')
    const made = await Promise.all(
      [1, 2].map(() => askToIntroduce(bot.ctx, ELIF, { people: [ANA, BEN], reason: 'You two should talk' })),
    )
    expect(made.filter((each) => each.ok)).toHaveLength(1)
    const [row] = await bot.db.q.select().from(bot.db.tables.introductions)
    return { bot, id: row!.id }
  }
  const groups = (bot: TestBot) =>
    bot
      .as('ana')
      .groups()
      .flatMap((group) => group.messages)

  it('opens one conversation when both say yes at once, each of them twice', async () => {
    const { bot, id } = await asked()
    const said = await Promise.all(
      [ANA, BEN, ANA, BEN].map((person) => answerIntro(bot.ctx, person, id, 'yes')),
    )
    expect(said.filter((each) => each.ok)).toHaveLength(2)
    await bot.advance(3 * DAY_MS)
    expect(groups(bot)).toHaveLength(1)
  })

  it('opens none when one of them wants never to be paired with the other in that very moment', async () => {
    const { bot, id } = await asked()
    await answerIntro(bot.ctx, BEN, id, 'yes')
    const [, barred] = await Promise.all([
      answerIntro(bot.ctx, ANA, id, 'yes'),
      setDoNotPair(bot.ctx, ANA, [BEN]),
    ])
    expect(barred).toMatchObject({ ok: true })
    await bot.advance(3 * DAY_MS)
    expect(groups(bot)).toEqual([])
    const [row] = await bot.db.q.select().from(bot.db.tables.introductions)
    expect(row!.status).toBe('ended')
  })
})
