/** What rounds hold about a person: what they are told of it, and what becomes of it when they ask to be deleted. */
import { expect, it } from 'vitest'
import type { RoundChoices } from '../../../src/core/round.ts'
import { rounds } from '../../../src/features/matching/rounds/index.ts'
import { beginRound, publishRound } from '../../../src/features/matching/rounds/service.ts'
import { aRound } from './people.ts'

async function published() {
  const bot = await aRound({ mentees: ['ana', 'jonas', 'leo'] })
  const id = (person: string) => bot.as(person).id
  const choices: RoundChoices = { equity: 'any', only: [], without: [id('indu')], excludeSameTeam: false }
  const begun = await beginRound(bot.ctx, id('dana'), choices)
  const round = begun.ok ? begun.value.round.id : ''
  const told = async (person: string) =>
    (await rounds.mine?.(bot.ctx, id(person)))?.['Rounds of matching that I was in'] as Record<
      string,
      string
    >[]
  const kept = async () => {
    const { rounds: all, roundPairs, roundForbids } = bot.db.tables
    const [a, b, c] = [
      bot.db.q.select().from(all),
      bot.db.q.select().from(roundPairs),
      bot.db.q.select().from(roundForbids),
    ]
    return JSON.stringify([await a, await b, await c])
  }
  return { bot, id, round, told, kept }
}

it('tells each what a round found for them once it is published, and of the other one no more than the name', async () => {
  const { bot, id, round, told } = await published()
  expect(await told('ana')).toEqual([])
  await publishRound(bot.ctx, id('dana'), round)
  const [ben] = await told('ben')
  const mentee = ['ana', 'jonas', 'leo'].find((each) => ben?.Mentee?.toLowerCase().startsWith(each)) ?? ''
  expect(await told(mentee)).toEqual([{ On: ben?.On, Mentor: 'Ben Badger' }])
  expect(await told('leo')).toEqual([{ On: ben?.On, Found: 'No mentor' }])
  expect(await told('indu')).toEqual([])
})

it('keeps nothing of whoever is deleted, and leaves mentees their mentor as a former member', async () => {
  const { bot, id, round, told, kept } = await published()
  await publishRound(bot.ctx, id('dana'), round)
  const [ben] = await told('ben')
  const mentee = ['ana', 'jonas'].find((each) => ben?.Mentee?.toLowerCase().startsWith(each)) ?? ''
  for (const person of ['ben', 'leo', 'indu', 'dana']) {
    expect(await kept()).toContain(id(person))
    await bot.ctx.commit(await rounds.forget?.write(bot.ctx, id(person)))
    expect(await kept()).not.toContain(id(person))
  }
  expect(await told(mentee)).toEqual([{ On: ben?.On, Mentor: 'a former member' }])
  expect(await told('leo')).toEqual([])
})
