/** What a person can have of their wins as a file, and what becomes of them when they ask to be deleted. */
import { expect, it } from 'vitest'
import { DAY_MS } from '../../../src/core/calendar.ts'
import { MINE } from '../../../src/features/recognition/wins/domain.ts'
import { wins } from '../../../src/features/recognition/wins/index.ts'
import { answerWin, findShout, readWin, shareWin } from '../../../src/features/recognition/wins/service.ts'
import { startTestBot } from '../../support/bot.ts'
import { joinWith } from '../../support/joining.ts'
import { pair } from '../../support/pairing.ts'

const [ANA, BEN] = ['U0ANA00001', 'U0BEN00002']

async function told() {
  const bot = await startTestBot()
  for (const person of ['ana', 'ben']) await joinWith(bot, person)
  await pair(bot, 'ana', 'ben')
  const [{ id: mentorship } = { id: '' }] = await bot.db.q.select().from(bot.db.tables.mentorships)
  const tell = async (author: string, words: string, whose: string) => {
    const shared = await shareWin(bot.ctx, author, { size: 'small', whose, words })
    return shared.ok ? shared.value.id : ''
  }
  const ids = {
    own: await tell(ANA, 'I said no', MINE),
    ours: await tell(ANA, 'We launched', mentorship),
    refused: await tell(ANA, 'We failed well', mentorship),
    bens: await tell(BEN, 'Ana led it', mentorship),
  }
  await answerWin(bot.ctx, BEN, ids.ours, 'agreed')
  await answerWin(bot.ctx, BEN, ids.refused, 'declined')
  return { bot, ids }
}

it('shows the wins that one wrote, a no as if there were no answer, and a partner’s words once they are public', async () => {
  const { bot, ids } = await told()
  await bot.advance(DAY_MS)
  const mine = await wins.mine?.(bot.ctx, ANA)
  expect(mine).toMatchObject({
    'Wins I told': [
      { Words: 'I said no', 'Told in the channel': 'Yes' },
      { With: 'Ben Badger', Words: 'We launched', 'Told in the channel': 'Yes' },
      { With: 'Ben Badger', Words: 'We failed well', 'Told in the channel': 'No' },
    ],
    'Wins of the two of us that my partner told': [{ 'Told by': 'Ben Badger', 'Told in the channel': 'No' }],
  })
  expect(JSON.stringify(mine)).not.toMatch(/Ana led it|declined/)
  await answerWin(bot.ctx, ANA, ids.bens, 'agreed')
  await bot.advance(DAY_MS)
  expect(JSON.stringify(await wins.mine?.(bot.ctx, ANA))).toContain('Ana led it')
})

it('takes away wins of one’s own, and leaves those of two with the partner, without the name', async () => {
  const { bot, ids } = await told()
  await bot.ctx.commit(await wins.forget?.write(bot.ctx, ANA))
  const left = await bot.db.q.select().from(bot.db.tables.wins)
  expect(left.map((win) => win.id).sort()).toEqual([ids.ours, ids.refused, ids.bens].sort())
  expect(JSON.stringify(left)).not.toContain(ANA)
  expect(await readWin(bot.ctx, BEN, ids.ours)).toMatchObject({
    value: { win: { author: 'a former member' }, words: 'We launched' },
  })
  expect(await readWin(bot.ctx, BEN, ids.bens)).toMatchObject({
    value: { win: { partner: 'a former member', status: 'expired' }, words: 'Ana led it' },
  })
  expect(await findShout(bot.ctx, ids.ours)).toBeUndefined()
  await bot.advance(2 * DAY_MS)
  expect(bot.as('ben').messages('pm-wins')).toEqual([])
})
