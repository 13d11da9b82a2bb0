/** Cards and alerts where a workspace has them, and the same words where it has not. */
import { expect, it } from 'vitest'
import { z } from 'zod'
import { DAY_MS } from '../../src/core/calendar.ts'
import { refuse } from '../../src/core/outcome.ts'
import { md } from '../../src/core/text.ts'
import { onDeliver } from '../../src/outbox/kinds.ts'
import { type Feature, onSubmit, open, reply } from '../../src/slack/kernel/feature.ts'
import { button, modal } from '../../src/slack/ui/blocks.ts'
import { alert, card } from '../../src/slack/ui/cards.ts'
import { startTestBot, type TestBot } from '../support/bot.ts'

const LONG = 'Teaches discovery interviews. '.repeat(10)
const ben = (body = 'Teaches discovery') =>
  card({
    title: 'Ben & co',
    subtitle: md`Senior PM`,
    body,
    buttons: [button('Ask', 'cards.ask', { value: 'ben' }), false],
  })

const cards: Feature = {
  name: 'cards',
  commands: {
    show: {
      usage: 'show',
      help: 'Shows a card',
      run: async (ctx, text) => {
        if (text === 'reply') return reply('Look', ben())
        if (text === 'message') {
          await ctx.commit(ctx.outbox.add('cards.told', 'one', { to: 'U0ANA00001', payload: {} }))
          return reply('Sent')
        }
        const body = text === 'long' ? LONG : undefined
        return open(
          modal({
            id: 'cards.list',
            title: 'Cards',
            submit: 'Send',
            blocks: [alert('Nobody is told.'), ben(body)],
          }),
        )
      },
    },
  },
  views: { 'cards.list': onSubmit(z.object({}), async () => refuse('Ben has no free place.')) },
  deliveries: {
    'cards.told': onDeliver({
      payload: z.object({}),
      timing: 'reply',
      render: async () => ({ text: 'Ben is free', blocks: ben() }),
    }),
  },
}

const PLAIN = 'Nobody is told.\nBen & co\nSenior PM\nTeaches discovery\n[Ask]'
const shownTo = (bot: TestBot) =>
  bot
    .as('ana')
    .modal()
    ?.blocks.map((each) => each.type)
/** Calls that showed something and were refused. */
const refused = (bot: TestBot) =>
  bot.sandbox.traffic.calls.filter((each) => !each.ok).map((each) => each.method)

async function look(bot: TestBot, text = '') {
  await bot.as('ana').command(`/mentor show ${text}`)
  return bot.reads('ana', bot.as('ana').modal())
}

it('a workspace that has them is shown cards and alerts, and refused nothing', async () => {
  const bot = await startTestBot({ features: [cards] })
  expect(await look(bot)).toContain(PLAIN)
  expect(shownTo(bot)).toEqual(['alert', 'card'])
  // Now that they are known, an acknowledgement may show them as well.
  await bot.as('ana').submit({})
  expect(bot.reads('ana', bot.as('ana').modal())).toContain('Ben has no free place.')
  expect(shownTo(bot)).toEqual(['alert'])
  expect(await look(bot, 'long')).toContain(LONG.trim())
  expect(shownTo(bot)).toEqual(['alert', 'section', 'actions'])
  expect(refused(bot)).toEqual([])
})

it('one that has not is shown the same words at once, and is asked again a day later', async () => {
  const bot = await startTestBot({ features: [cards] })
  bot.sandbox.admin.withholdBlocks()
  expect(await look(bot)).toContain(PLAIN)
  expect(shownTo(bot)).toEqual(['section', 'section', 'actions'])
  expect(refused(bot)).toEqual(['views.open'])

  expect(await look(bot)).toContain(PLAIN)
  await look(bot, 'message')
  await bot.settle()
  const message = bot.lastDm('ana')!
  expect(bot.reads('ana', message)).toContain('Ben & co\nSenior PM\nTeaches discovery\n[Ask]')
  expect(message.text).toContain('Senior PM')
  expect(refused(bot)).toEqual(['views.open'])

  bot.sandbox.clock.advance(DAY_MS)
  await look(bot)
  expect(refused(bot)).toEqual(['views.open', 'views.open'])
  bot.sandbox.clock.advance(DAY_MS)
  bot.sandbox.admin.withholdBlocks(['alert'])
  expect(await look(bot)).toContain(PLAIN)
  await look(bot)
  expect(shownTo(bot)).toEqual(['section', 'card'])
  expect(refused(bot)).toHaveLength(3)
})

it('an answer to a command, whose fate is told to nobody, shows only what was taken before', async () => {
  const bot = await startTestBot({ features: [cards] })
  const answered = async () => {
    const { ephemeral } = await bot.as('ana').command('/mentor show reply')
    return ephemeral?.blocks?.map((each) => each.type)
  }
  expect(await answered()).toEqual(['section', 'actions'])
  await look(bot)
  expect(await answered()).toEqual(['card'])
})
