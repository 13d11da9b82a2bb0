/** What agreements hold about a person, and what is left once they are forgotten. */
import { expect, it } from 'vitest'
import { agreement } from '../../../src/features/growth/agreement/index.ts'
import {
  draftTerms,
  proposeTerms,
  setAsideProposal,
  signTerms,
} from '../../../src/features/growth/agreement/service.ts'
import { aPair, joinAll } from '../mentorship/pairs.ts'

it('shows what the two agreed on, and forgets what one proposed alone', async () => {
  const { bot, id } = await aPair()
  await joinAll(bot, 'chidi')
  const [ana, ben, chidi] = ['ana', 'ben', 'chidi'].map((name) => bot.as(name).id) as [string, string, string]
  const offer = async (person: string, purpose: string) => {
    const draft = await draftTerms(bot.ctx, person, id)
    if (!draft.ok) throw new Error(draft.reason)
    const { base, terms } = draft.value
    const proposed = await proposeTerms(bot.ctx, person, { mentorship: id, base }, { ...terms, purpose })
    return proposed.ok ? (proposed.value.standing.open?.id ?? '') : ''
  }
  await setAsideProposal(bot.ctx, ben, await offer(ana, 'What Ana alone would like'))
  await setAsideProposal(bot.ctx, ana, await offer(ben, 'What Ben alone would like'))
  await signTerms(bot.ctx, ben, await offer(ana, 'What both would like'))

  const mine = async (person: string) => JSON.stringify(await agreement.mine?.(bot.ctx, person))
  for (const person of [ana, ben])
    for (const words of ['What Ana alone', 'What Ben alone', 'What both', 'Every two weeks'])
      expect(await mine(person)).toContain(words)
  expect(await mine(ana)).toContain('Ben Badger')
  expect(await mine(chidi)).not.toContain('would like')

  await bot.ctx.commit(await agreement.forget?.write(bot.ctx, ana))
  const rows = await bot.db.q.select().from(bot.db.tables.agreements)
  expect(rows.map(({ version, status }) => [version, status])).toEqual([
    [2, 'aside'],
    [3, 'inForce'],
  ])
  expect(await mine(ben)).toContain('What both would like')
  expect(await mine(ben)).not.toContain('What Ana alone')
})
