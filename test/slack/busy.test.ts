/** While much is due at once, people are answered all the same. */
import { expect, it } from 'vitest'
import { z } from 'zod'
import { onDeliver } from '../../src/outbox/kinds.ts'
import { type Feature, reply } from '../../src/slack/kernel/feature.ts'
import { startTestBot } from '../support/bot.ts'

const JOBS = 1500

/** A feature of which much is due at once, and a command. */
function busy() {
  let left = JOBS
  const feature: Feature = {
    name: 'busy',
    commands: {
      help: {
        usage: 'help',
        help: 'Says how much is left',
        run: async (ctx, _text, who) => {
          await ctx.directory.hours(who.user)
          return reply(`${left} left`)
        },
      },
    },
    deliveries: {
      'busy.done': onDeliver({
        payload: z.object({}),
        timing: 'reply',
        render: async () => ({ text: `${left} left`, blocks: [] }),
      }),
    },
    jobs: {
      'busy.work': async (ctx, subject) => {
        for (let i = 0; i < 5; i++) await ctx.directory.hours('U0ANA00001')
        left--
        return subject === '0' ? [ctx.outbox.add('busy.done', 'done', { to: 'U0BEN00002', payload: {} })] : []
      },
    },
  }
  return { feature, left: () => left }
}

it('a command is answered and a Home shown while a batch of jobs is being done, and messages go beside it', async () => {
  const { feature, left } = busy()
  const bot = await startTestBot({ features: [feature] })
  const { ctx } = bot
  await ctx.commit(Array.from({ length: JOBS }, (_, i) => ctx.schedule.at('busy.work', `${i}`, ctx.now())))
  const [jobs, messages, homes] = bot.bot.work
  const done = jobs!.tick()

  const { ephemeral } = await bot.sandbox.as('ana').command('/mentor')
  expect(ephemeral?.text).toMatch(/^[1-9]\d* left$/)
  await bot.sandbox.as('ana').openHome()
  await homes!.tick()
  expect(bot.as('ana').home()).toBeDefined()
  await bot.sandbox.until(() => left() < JOBS)
  await messages!.tick()
  expect(left()).toBeGreaterThan(0)
  expect(bot.as('ben').dms().at(-1)?.text).toMatch(/^[1-9]\d* left$/)
  await done
  expect(left()).toBe(0)
})

it('a stop waits for the job under way and not for the batch; the rest is done after the next start', async () => {
  const { feature, left } = busy()
  const bot = await startTestBot({ features: [feature] })
  const { ctx } = bot
  await ctx.commit(Array.from({ length: JOBS }, (_, i) => ctx.schedule.at('busy.work', `${i}`, ctx.now())))
  const done = bot.bot.work[0]!.tick()
  await bot.sandbox.as('ana').command('/mentor')
  await bot.restart()
  await done
  expect(left()).toBeGreaterThan(0)
  await bot.settle()
  expect(left()).toBe(0)
})
