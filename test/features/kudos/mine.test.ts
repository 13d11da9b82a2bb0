/** What a person can have of their kudos as a file, and what becomes of them when they ask to be deleted. */
import { expect, it } from 'vitest'
import { DAY_MS } from '../../../src/core/calendar.ts'
import { chooseCelebration } from '../../../src/features/people/privacy/service.ts'
import { kudos } from '../../../src/features/recognition/kudos/index.ts'
import { giveKudos, readKudosWords } from '../../../src/features/recognition/kudos/service.ts'
import { startTestBot } from '../../support/bot.ts'

const [ANA, BEN, FINN] = ['U0ANA00001', 'U0BEN00002', 'U0FIN00006']

async function thanked() {
  const bot = await startTestBot()
  const give = async (giver: string, to: string[], message: string, audience: 'public' | 'private') => {
    const given = await giveKudos(bot.ctx, giver, { to, message, audience })
    return given.ok ? given.value.id : ''
  }
  await chooseCelebration(bot.ctx, BEN, 'public')
  const ids = {
    open: await give(ANA, [BEN, FINN], 'For the launch', 'public'),
    whispered: await give(BEN, [ANA], 'Between us two', 'private'),
    told: await give(FINN, [ANA, BEN], 'For the talk', 'public'),
  }
  await bot.advance(DAY_MS)
  return { bot, ids, give }
}

it('shows the words that one wrote and those for everyone, and no words that others wrote in private', async () => {
  const { bot, give } = await thanked()
  await give(ANA, [FINN], 'Not yet sent', 'private')
  const mine = await kudos.mine?.(bot.ctx, ANA)
  expect(mine).toMatchObject({
    'Kudos I gave': [
      { To: ['Ben Badger', 'Finn Flamingo'], Words: 'For the launch' },
      { To: ['Finn Flamingo'], Words: 'Not yet sent' },
    ],
    'Kudos I was given': [
      { From: 'Ben Badger', 'Seen by': 'Those named' },
      { From: 'Finn Flamingo', Words: 'For the talk' },
    ],
  })
  expect(JSON.stringify(mine)).not.toContain('Between us two')
  // What can still be taken back is nobody's but its giver's.
  expect(JSON.stringify(await kudos.mine?.(bot.ctx, FINN))).not.toContain('Not yet sent')
})

it('takes away what nobody saw, and leaves what was given with those who have it, without the name', async () => {
  const { bot, ids, give } = await thanked()
  const unsent = await give(ANA, [FINN], 'Not yet sent', 'private')
  await bot.ctx.commit(await kudos.forget?.write(bot.ctx, ANA))
  const { kudos: given, kudosReceivers } = bot.db.tables
  const left = JSON.stringify([
    await bot.db.q.select().from(given),
    await bot.db.q.select().from(kudosReceivers),
  ])
  expect(left).not.toContain(ANA)
  expect(left).not.toContain(unsent)
  expect(await readKudosWords(bot.ctx, BEN, ids.open)).toMatchObject({
    value: { giver: 'a former member', to: [BEN, FINN], message: 'For the launch' },
  })
  expect(await readKudosWords(bot.ctx, FINN, ids.told)).toMatchObject({ value: { to: [BEN] } })
  expect(await readKudosWords(bot.ctx, BEN, ids.whispered)).toMatchObject({
    value: { message: 'Between us two' },
  })
  await bot.advance(DAY_MS)
  await chooseCelebration(bot.ctx, FINN, 'public')
  await bot.advance(2 * DAY_MS)
  expect(
    bot
      .as('ben')
      .messages('pm-wins')
      .filter((m) => m.text?.includes('former')),
  ).toEqual([])
})
