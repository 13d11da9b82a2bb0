import { expect, test } from 'vitest'
import { startTestBot } from '../support/bot.ts'

test('a person who calls themselves <!channel> alarms nobody, in no message and no notification', async () => {
  const bot = await startTestBot()
  bot.sandbox.admin.updatePerson('ana', {
    realName: '<!channel> & <@U0BEN00002>',
    displayName: '<!channel> & <@U0BEN00002>',
  })
  await bot.settle()
  const [ana, ben] = [bot.as('ana'), bot.as('ben')]
  await ana.command('/mentor join')
  await ana.submit({ 'I would like to be': 'A mentee', 'I would like to learn': ['Roadmapping'] })
  await ben.command('/mentor join')
  await ben.submit({ 'I would like to be': 'A mentor', 'I can help with': ['Roadmapping'] })
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
