/** Both at once, on each engine: one comes first, and nothing is half done. */
import { expect, it } from 'vitest'
import {
  draftTerms,
  proposeTerms,
  setAsideProposal,
  signTerms,
} from '../../../src/features/growth/agreement/service.ts'
import { endAlone } from '../../../src/features/pairs/mentorship/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { onEveryDatabase } from '../../support/databases.ts'
import { aPair, dmsSaying, mentorshipOf } from '../mentorship/pairs.ts'

const rowsOf = (bot: TestBot) => bot.db.q.select().from(bot.db.tables.agreements)

async function offering(bot: TestBot, person: string, id: string, purpose: string) {
  const draft = await draftTerms(bot.ctx, bot.as(person).id, id)
  if (!draft.ok) throw new Error(draft.reason)
  const { base, terms } = draft.value
  return () => proposeTerms(bot.ctx, bot.as(person).id, { mentorship: id, base }, { ...terms, purpose })
}

onEveryDatabase(({ open }) => {
  it('both propose: one version stands, and the other is told of it', async () => {
    const { bot, id } = await aPair({ db: await open() })
    const acts = [
      await offering(bot, 'ana', id, 'What Ana would like'),
      await offering(bot, 'ben', id, 'What Ben would like'),
    ]
    const outcomes = await Promise.all(acts.map((act) => act()))
    expect(outcomes.map((each) => each.ok && each.value.proposed).sort()).toEqual([false, true])
    expect(await rowsOf(bot)).toMatchObject([{ version: 1, status: 'proposed', openOf: id }])
  })

  it('one signs while the other changes it: it is in force, or a newer version waits', async () => {
    const { bot, id } = await aPair({ db: await open() })
    await (await offering(bot, 'ana', id, 'What Ana would like'))()
    const [first] = await rowsOf(bot)
    const change = await offering(bot, 'ana', id, 'What Ana would rather like')
    const [signed, changed, again] = await Promise.all([
      signTerms(bot.ctx, bot.as('ben').id, first!.id),
      change(),
      signTerms(bot.ctx, bot.as('ben').id, first!.id),
    ])
    const won = [signed, again].filter((each) => each.ok && each.value.changed).length
    expect(won + (changed.ok && changed.value.proposed ? 1 : 0)).toBe(1)
    const states = (await rowsOf(bot)).map((row) => row.status)
    expect(states).toEqual(won ? ['inForce'] : ['replaced', 'proposed'])
    expect((await mentorshipOf(bot, id)).cadenceDays).toBe(won ? 14 : null)
    await bot.settle()
    expect(dmsSaying(bot, 'ana', /signed your agreement/)).toHaveLength(won)
  })

  it('signed, set aside and over at once: whole, whichever comes first', async () => {
    const { bot, id } = await aPair({ db: await open() })
    await (await offering(bot, 'ana', id, 'What Ana would like'))()
    const [first] = await rowsOf(bot)
    await Promise.all([
      signTerms(bot.ctx, bot.as('ben').id, first!.id),
      setAsideProposal(bot.ctx, bot.as('ana').id, first!.id),
      endAlone(bot.ctx, bot.as('ana').id, id),
    ])
    const [row] = await rowsOf(bot)
    const m = await mentorshipOf(bot, id)
    expect(m.status).toBe('ended')
    expect(row!.openOf).toBeNull()
    expect(m.cadenceDays).toBe(row!.status === 'inForce' ? 14 : null)
  })
})
