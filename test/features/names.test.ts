import { expect, test } from 'vitest'
import { becomeCoordinator } from '../../src/features/people/coordinators/service.ts'
import { startTestBot } from '../support/bot.ts'
import { signUp } from '../support/joining.ts'
import { aPair, homeOf, joinAll, modalOf, pair } from './mentorship/pairs.ts'

test('a person who calls themselves <!channel> alarms nobody, in no message and no notification', async () => {
  const bot = await startTestBot()
  bot.sandbox.admin.updatePerson('ana', {
    realName: '<!channel> & <@U0BEN00002>',
    displayName: '<!channel> & <@U0BEN00002>',
  })
  await bot.settle()
  const [ana, ben] = [bot.as('ana'), bot.as('ben')]
  await signUp(ana, 'A mentee', { 'I would like to learn': ['Roadmapping'] })
  await signUp(ben, 'A mentor', { 'I can help with': ['Roadmapping'] })
  await ana.command('/mentor find')
  await ana.click('modal', 'Ask')
  await ana.submit({ 'My goal': 'Lead' })
  await bot.settle()
  const asked = bot.lastDm('ben')
  expect(asked?.text).toContain('&lt;!channel&gt; &amp; &lt;@U0BEN00002&gt; asks you')
  await ben.click(asked ?? 'home', 'Accept')
  await bot.settle()

  const shown = [...ana.dms(), ...ben.dms(), ...ana.groups().flatMap((group) => group.messages)]
  expect(shown).toHaveLength(3)
  // The sandbox notes whom a message would alarm: those it mentions, and nobody by what somebody typed.
  for (const message of shown) expect(message.notifies).not.toContain('channel')
  expect(bot.sandbox.traffic.errors).toEqual([])
})

test('two people of one name carry their handles: in the menus that decide who reads private words, in lists and in messages', async () => {
  const { bot } = await aPair()
  await joinAll(bot, 'chidi')
  await pair(bot, 'ana', 'chidi')
  await becomeCoordinator(bot.ctx, bot.as('dana').id)
  // However each of them wrote it: composed or not, in capitals, with a space of another kind.
  const spelt = { ben: 'Álex Kim', chidi: 'A\u0301lex\u00a0Kim', dana: 'Sam Poe', elif: 'SAM POE' }
  for (const [person, displayName] of Object.entries(spelt))
    await bot.sandbox.admin.updatePerson(person, { displayName })
  await bot.settle()
  const ana = bot.as('ana')

  // Who is told that something is wrong.
  await homeOf(bot, 'ana')
  for (const name of ['Álex Kim (@ben)', 'Álex Kim (@chidi)'])
    expect(JSON.stringify(ana.home())).toContain(name)
  await ana.click('home', 'Tell somebody in private that something is wrong')
  const shown = JSON.stringify(ana.modal())
  for (const name of ['Sam Poe (@dana)', 'SAM POE (@elif)']) expect(shown).toContain(name)
  expect(shown).not.toMatch(/Sam Poe(?! \(@)/i)

  // Who gets feedback, and whose win it is.
  await ana.command('/mentor feedback')
  await ana.click('modal', 'Give feedback')
  for (const name of ['Álex Kim (@ben)', 'Álex Kim (@chidi)'])
    expect(JSON.stringify(ana.modal())).toContain(name)
  await ana.command('/mentor win')
  for (const name of ['Álex Kim (@ben)', 'Álex Kim (@chidi)'])
    expect(JSON.stringify(ana.modal())).toContain(name)

  // And a message that names somebody in words; once the name is theirs alone, it is enough.
  await bot.as('ben').command('/mentor feedback')
  await bot.as('ben').click('modal', 'Give feedback')
  await bot.as('ben').submit({ situation: 'On Monday', behaviour: 'You asked', impact: 'We saw it' })
  await bot.settle()
  expect(bot.lastDm('ana')?.text).toContain('Álex Kim (@ben) sent feedback')
  await bot.sandbox.admin.updatePerson('chidi', { displayName: 'Chidi' })
  await bot.settle()
  await ana.command('/mentor win')
  expect(modalOf(bot, 'ana')).toContain('Ours: Álex Kim and me')
})
