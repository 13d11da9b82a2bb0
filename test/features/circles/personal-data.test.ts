/** What circles hold about a person: what they are told of it, and what becomes of it when they ask to be deleted. */
import { expect, it } from 'vitest'
import { circles } from '../../../src/features/matching/circles/index.ts'
import { answerMet } from '../../../src/features/matching/circles/service.ts'
import { aCircle, DAY, HOUR } from './circles.ts'

const THREE = ['ana', 'ben', 'elif']

async function met() {
  const { bot } = await aCircle({ people: THREE, size: 3 })
  await bot.advance(7 * DAY + 6 * HOUR)
  const id = (person: string) => bot.as(person).id
  const { circleGroupMembers, circleMembers, circleGroups, circles: all } = bot.db.tables
  const [seat] = await bot.db.q.select().from(circleGroupMembers)
  await answerMet(bot.ctx, id('ana'), seat!.group, 'met')
  await answerMet(bot.ctx, id('ben'), seat!.group, 'missed')
  const told = async (person: string) => circles.mine?.(bot.ctx, id(person))
  const kept = async () =>
    JSON.stringify([
      await bot.db.q.select().from(circleGroupMembers),
      await bot.db.q.select().from(circleMembers),
      await bot.db.q.select().from(circleGroups),
      await bot.db.q.select().from(all),
    ])
  return { bot, id, told, kept }
}

it('tells where somebody takes part, with whom they were in a group, and their own answer alone', async () => {
  const { told } = await met()
  expect(await told('ana')).toMatchObject({
    'Peer circles that I am in': [{ Circle: 'Product coffee' }],
    'Groups that I was in': [
      { Circle: 'Product coffee', With: ['Ben Badger', expect.any(String)], 'Did you meet?': 'We met' },
    ],
  })
  expect(JSON.stringify(await told('ana'))).not.toContain('Not this time')
  expect(await told('chidi')).toEqual({ 'Peer circles that I am in': [], 'Groups that I was in': [] })
})

it('keeps nothing of whoever is deleted, and leaves the others their group with a former member', async () => {
  const { bot, id, told, kept } = await met()
  for (const person of ['ben', 'elif']) {
    expect(await kept()).toContain(id(person))
    await bot.ctx.commit(await circles.forget?.write(bot.ctx, id(person)))
    expect(await kept()).not.toContain(id(person))
  }
  expect(await kept()).not.toMatch(/Ben|missed/)
  expect(await told('ana')).toMatchObject({
    'Peer circles that I am in': [{ Circle: 'Product coffee' }],
    'Groups that I was in': [{ With: ['a former member', 'a former member'], 'Did you meet?': 'We met' }],
  })
  await bot.advance(DAY)
})
