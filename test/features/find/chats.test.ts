/** Thirty minutes on one topic: skills decide, not seniority. */
import { expect, it } from 'vitest'
import { acceptRequest } from '../../../src/features/matching/requests/service.ts'
import { saveCard } from '../../../src/features/people/members/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { setDoNotPair } from '../../support/privacy.ts'
import { ANA, aBot, BEN, DAY, dm, fill, groups, joinAs, modal, rows, whisper } from '../requests/people.ts'

const names = (bot: TestBot, person: string) =>
  [...modal(bot, person).matchAll(/^(.+) · (?:Strong|Good|Fair) fit · .*$/gm)].map((m) => m[1])

async function askChat(bot: TestBot, from: string, words: string, who: string) {
  const actor = bot.as(from)
  await actor.command(`/mentor find ${words}`)
  await actor.click('modal', `Ask ${who} for 30 minutes on one topic`)
  await actor.submit({ goal: 'Pricing for schools' })
  await bot.settle()
}

it('lets a director learn from a junior who said so, and takes no place', async () => {
  const bot = await startTestBot()
  await joinAs(bot, 'dana', { role: 'mentor', offers: ['product-strategy'] })
  await saveCard(bot.ctx, bot.as('dana').id, 'experience', { level: 5 })
  await joinAs(bot, 'finn', { role: 'mentee', wants: ['product-strategy'], goal: 'Become a lead' })

  // Who only seeks a mentor is found by nobody, and has no card, until they say that they give chats.
  await bot.as('dana').command('/mentor find sql')
  expect(names(bot, 'dana')).toEqual([])
  const finn = bot.as('finn')
  await finn.command('/mentor profile')
  await finn.click('modal', 'Single chats')
  const refused = await finn.submit({ gives: ['yes'] })
  expect(refused.errors).toMatchObject({ offers: expect.stringContaining('at least one thing') })
  await finn.submit({ gives: ['yes'], offers: ['product-analytics'] })

  await bot.as('dana').command('/mentor find sql')
  expect(names(bot, 'dana')).toEqual(['Finn Flamingo'])
  expect(modal(bot, 'dana')).toContain('Offers product analytics.')
  expect(modal(bot, 'dana')).not.toMatch(/level|lead|strategy/i)
  await bot.as('dana').command('/mentor profile @finn')
  expect(modal(bot, 'dana')).toContain('Gives a 30-minute chat now and then')
  expect(modal(bot, 'dana')).not.toMatch(/Mentee|Become a lead|be my mentor/)

  await askChat(bot, 'dana', 'sql', 'Finn Flamingo')
  expect(modal(bot, 'dana')).toContain('Sent')
  // He is in New York, and it is early.
  await bot.advance(DAY / 4)
  const asked = dm(bot, 'finn', 'asks you for 30 minutes on one topic')
  expect(bot.reads('finn', asked)).not.toContain('Pricing for schools')
  await finn.click(asked, 'Read the request')
  expect(modal(bot, 'finn')).toMatch(/Topic\s+Pricing for schools/)
  expect(modal(bot, 'finn')).not.toContain('One 30-minute chat')
  await finn.click('modal', 'Accept')
  await bot.advance(DAY)
  expect(groups(bot, 'dana')[0]).toContain('One 30-minute chat for you two')
  expect(dm(bot, 'dana', 'said yes')).toBeTruthy()
})

it('is two a month at most, guarded where it counts, and a new month begins anew', async () => {
  const bot = await aBot(['ben'])
  for (const each of ['chidi', 'dana', 'elif'])
    await joinAs(bot, each, { role: 'mentee', wants: ['roadmapping'] })
  for (const each of ['ana', 'chidi', 'dana']) await askChat(bot, each, 'roadmapping', 'Ben Badger')
  const ids = (await rows(bot)).map((r) => r.id)
  const said = await Promise.all(ids.map((id) => acceptRequest(bot.ctx, BEN, id)))
  expect(said.filter((each) => each.ok)).toHaveLength(2)
  expect(said.find((each) => !each.ok)).toMatchObject({
    reason: expect.stringContaining('2 chats this month'),
  })

  // Nobody else can ask for one now, but Ben has his places as before.
  await bot.as('elif').command('/mentor find')
  expect(modal(bot, 'elif')).toContain('2 free places')
  expect(modal(bot, 'elif')).not.toContain('Ask Ben Badger for 30 minutes')
  await bot.as('elif').click('modal', 'Show who could give one 30-minute chat')
  expect(modal(bot, 'elif')).toContain('• 1 person: no chat left this month')
  await bot.as('elif').command('/mentor profile @ben')
  await bot.as('elif').click('modal', 'Ask Ben Badger for one 30-minute chat')
  expect(modal(bot, 'elif') + whisper(bot, 'elif')).toContain('no time for another chat this month')
  await bot.advance(31 * DAY)
  await bot.as('elif').command('/mentor find')
  expect(modal(bot, 'elif')).toContain('[30 minutes]')
})

it('can be asked of a mentor without a place, and not of one who said no; a do-not-pair looks like a month that is full', async () => {
  const bot = await aBot(['ben', 'chidi', 'dana'])
  await fill(bot, 'ben')
  await saveCard(bot.ctx, bot.as('chidi').id, 'time', { givesChats: false })
  await setDoNotPair(bot.ctx, bot.as('dana').id, [ANA])
  await bot.as('ana').command('/mentor find')
  await bot.as('ana').click('modal', 'Show who could give one 30-minute chat')
  expect(names(bot, 'ana')).toEqual(['Ben Badger'])
  expect(modal(bot, 'ana')).toContain('2 chats left this month')
  await bot.as('ana').command('/mentor profile @dana')
  await bot.as('ana').click('modal', 'Ask for 30 minutes')
  expect(modal(bot, 'ana') + whisper(bot, 'ana')).toContain('no time for another chat this month')
})

it('offers what is next to those two alone whom it fits, and "why" knows a chat from a mentorship', async () => {
  const bot = await aBot(['ben', 'chidi'])
  await bot.as('ana').command('/mentor profile')
  await bot.as('ana').click('modal', 'Single chats')
  await bot.as('ana').submit({ gives: ['yes'], offers: ['product-analytics'] })
  const lastGroup = () => bot.as('ana').groups().at(-1)!.messages[0]!
  await askChat(bot, 'chidi', 'sql', 'Ana Albatross')
  await bot.as('ana').click(dm(bot, 'ana', 'asks you for 30 minutes'), 'Accept')
  // An agenda is for a first meeting, and this is one talk.
  expect(modal(bot, 'ana')).toContain(
    'I open a conversation for you and Chidi Cormorant, to find 30 minutes.',
  )
  await bot.settle()
  await bot.as('ana').command('/mentor why')
  expect(modal(bot, 'ana')).toContain('You and Chidi Cormorant, one 30-minute chat, Mon 5 Oct 2026')
  await bot.as('ana').click(lastGroup(), 'We talked')
  await bot.settle()
  // Chidi looks for no mentor, and Ana is none.
  await bot.as('chidi').click(dm(bot, 'chidi', 'Was it useful'), 'Yes, it was')
  expect(modal(bot, 'chidi')).not.toContain('Ask for a mentorship')
  expect(bot.reads('chidi', dm(bot, 'chidi', 'have talked'))).not.toContain('Ask for a mentorship')

  await askChat(bot, 'ana', 'roadmapping', 'Ben Badger')
  await bot.as('ben').click(dm(bot, 'ben', 'asks you for 30 minutes'), 'Accept')
  await bot.settle()
  await bot.as('ana').click(lastGroup(), 'We talked')
  await bot.settle()
  expect(bot.reads('ana', dm(bot, 'ana', 'You and @Ben Badger have talked'))).toContain(
    'Ask for a mentorship',
  )
})
