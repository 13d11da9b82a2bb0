/** A second choice, named with the request: asked only after the first, by the rules of that moment. */
import { expect, it } from 'vitest'
import { requests } from '../../../src/features/matching/requests/index.ts'
import {
  acceptRequest,
  declineRequest,
  withdrawRequest,
} from '../../../src/features/matching/requests/service.ts'
import { findMember, saveCard } from '../../../src/features/people/members/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { setDoNotPair } from '../../support/privacy.ts'
import { ANA, aBot, ask, BEN, CHIDI, DAY, dm, dms, fill, modal, rows, SECRET } from './people.ts'

/** Ana has asked Ben, and would ask Chidi next. */
async function askedWithSecond(mentors = ['ben', 'chidi', 'elif']) {
  const bot = await aBot(mentors)
  const ana = bot.as('ana')
  await ana.command('/mentor find')
  await ana.click('modal', 'Ask Ben Badger to be your mentor')
  const form = modal(bot, 'ana')
  await ana.submit({
    'My goal': SECRET.goal,
    'My message': SECRET.questions,
    'My times': SECRET.times,
    'My second choice': 'Chidi Cormorant',
  })
  await bot.settle()
  return { bot, ana, form, request: (await rows(bot))[0]!.id }
}

const toChidi = async (bot: TestBot) => (await rows(bot)).filter(({ mentor }) => mentor === CHIDI)

it('asks the second choice once the first says no, with the goal and the times alone, and the mentee hears both at once', async () => {
  const { bot, ana, form, request } = await askedWithSecond()
  expect(form).toContain(
    'Asked only if Ben Badger says no or lets it lapse. Then they read your goal and your times',
  )
  expect(modal(bot, 'ana')).toContain('or it is a no, I ask Chidi Cormorant')
  expect(dms(bot, 'chidi')).toEqual([])
  await bot.as('ben').click(dm(bot, 'ben', 'asks you to be their mentor'), 'Read the request')
  expect(modal(bot, 'ben')).not.toContain('Chidi')
  await ana.command('/mentor requests')
  await ana.click('modal', 'Read your request to Ben Badger')
  expect(modal(bot, 'ana')).toContain('Your second choice, should it come to that: Chidi Cormorant')

  await declineRequest(bot.ctx, BEN, request)
  await bot.settle()
  const told = bot.reads('ana', dm(bot, 'ana', 'cannot take this on now'))
  expect(told).toContain('I have asked @Chidi Cormorant, as you wished')
  expect(told).not.toContain('Who fits next')
  expect(dm(bot, 'ana', 'cannot take this on now').text).toContain(
    'Ben Badger cannot take this on now; I have asked Chidi Cormorant, as you wished',
  )
  await bot.as('chidi').click(dm(bot, 'chidi', 'asks you to be their mentor'), 'Read the request')
  for (const words of [SECRET.goal, SECRET.times]) expect(modal(bot, 'chidi')).toContain(words)
  expect(modal(bot, 'chidi') + dms(bot, 'chidi')).not.toMatch(/Would you read my strategy|Ben|second/)
})

it('asks them as well when the first does not answer, or has no place any more', async () => {
  const lapsed = await askedWithSecond()
  await lapsed.bot.advance(8 * DAY)
  expect(heardBy(lapsed.bot)).toMatch(/has not answered in time[\s\S]*I have asked @Chidi Cormorant/)
  expect(await toChidi(lapsed.bot)).toMatchObject([{ status: 'pending', openPair: `${ANA}:${CHIDI}` }])

  const full = await askedWithSecond()
  await fill(full.bot, 'ben')
  const { capacity } = (await findMember(full.bot.ctx, BEN))!
  await saveCard(full.bot.ctx, BEN, 'time', { capacity })
  await full.bot.settle()
  expect(heardBy(full.bot)).toMatch(/has no free place any more[\s\S]*I have asked @Chidi Cormorant/)
})

const heardBy = (bot: TestBot) => dms(bot, 'ana').join('\n')

it.each<[string, (bot: TestBot, request: string) => Promise<unknown>]>([
  ['taken back', (bot, request) => withdrawRequest(bot.ctx, ANA, request)],
  ['accepted', (bot, request) => acceptRequest(bot.ctx, BEN, request)],
])('asks nobody else after a request that was %s', async (_, end) => {
  const { bot, request } = await askedWithSecond()
  expect(await end(bot, request)).toMatchObject({ ok: true })
  await bot.settle()
  expect(await toChidi(bot)).toEqual([])
  expect(heardBy(bot)).not.toContain('I have asked')
})

it('does not ask a second choice who may not be asked by then, and says nothing of why', async () => {
  const said: string[] = []
  for (const bar of [
    (bot: TestBot) => fill(bot, 'chidi'),
    (bot: TestBot) => setDoNotPair(bot.ctx, CHIDI, [ANA]),
  ]) {
    const { bot, request } = await askedWithSecond()
    await bar(bot)
    await declineRequest(bot.ctx, BEN, request)
    await bot.settle()
    expect(await toChidi(bot)).toEqual([])
    said.push(bot.reads('ana', dm(bot, 'ana', 'cannot take this on now')))
  }
  expect(said[0]).toContain('I could not ask @Chidi Cormorant, your second choice, as things are now.')
  expect(said[0]).toMatch(/Who fits next[\s\S]*Elif/)
  expect(said[1]).toBe(said[0])
})

it('takes nobody twice: a second choice whom the mentee has asked meanwhile keeps the one request', async () => {
  const { bot, request } = await askedWithSecond()
  const own = await ask(bot, 'ana', 'chidi')
  await declineRequest(bot.ctx, BEN, request)
  await bot.settle()
  expect(await toChidi(bot)).toMatchObject([{ id: own, status: 'pending' }])
})

it('is refused at its field where somebody may not be asked, and nothing typed is lost', async () => {
  const bot = await aBot(['ben', 'chidi'])
  const ana = bot.as('ana')
  await ana.command('/mentor find')
  await ana.click('modal', 'Ask Ben Badger to be your mentor')
  await fill(bot, 'chidi')
  const { errors } = await ana.submit({ 'My goal': SECRET.goal, 'My second choice': 'Chidi Cormorant' })
  expect(errors?.second).toContain('no room for another mentee')
  expect(modal(bot, 'ana')).toContain(SECRET.goal)
  expect(await rows(bot)).toEqual([])
})

it('is told in the file of the one who named them, and goes with the second one’s data', async () => {
  const { bot } = await askedWithSecond()
  expect(JSON.stringify(await requests.mine?.(bot.ctx, ANA))).toContain(
    '"My second choice":"Chidi Cormorant"',
  )
  expect(JSON.stringify(await requests.mine?.(bot.ctx, BEN))).not.toContain('Chidi')
  await bot.ctx.commit(await requests.forget?.write(bot.ctx, CHIDI))
  expect(JSON.stringify(await rows(bot))).not.toContain(CHIDI)
})
