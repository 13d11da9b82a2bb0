/** Home, and the hub: everything that Cairn does, as buttons. */
import { describe, expect, it } from 'vitest'
import { DAY_MS, MINUTE_MS } from '../../../src/core/calendar.ts'
import { peopleFor } from '../../../src/demo/people.ts'
import { renderHome } from '../../../src/features/home/index.ts'
import { features } from '../../../src/features/index.ts'
import { askMentor } from '../../../src/features/matching/requests/service.ts'
import { join, pauseUntil } from '../../../src/features/people/members/service.ts'
import type { Feature } from '../../../src/slack/kernel/feature.ts'
import { section } from '../../../src/slack/ui/blocks.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { homeOf, joinAll, modalOf, pair, START } from '../mentorship/pairs.ts'

const published = (bot: TestBot) =>
  bot.sandbox.traffic.calls.filter((call) => call.method === 'views.publish').length
const nextStep = (home: string) => home.split('---')[0]

describe('the next step', () => {
  it('of a newcomer is to join', async () => {
    const bot = await startTestBot()
    const home = await homeOf(bot, 'ana')
    expect(nextStep(home)).toContain('Grow with somebody who walked the path before')
    expect(nextStep(home)).toContain('[Join]')
    expect(home).toContain('Only you see this page')
    expect(home).not.toContain('[Share a win]')
  })

  it('of a guest is no button that would refuse them, but why, and whom to ask', async () => {
    const bot = await startTestBot()
    const home = await homeOf(bot, 'molly')
    expect(home).toContain('you are here as a guest. Ask your host')
    expect(home).not.toContain('[')
  })

  it('is the pause, then a request that waits, then the profile', async () => {
    const bot = await startTestBot({ sandbox: { now: START } })
    await joinAll(bot, 'ana', 'ben')
    const ben = bot.as('ben').id
    const profile = nextStep(await homeOf(bot, 'ben'))
    await askMentor(bot.ctx, bot.as('ana').id, ben, { goal: 'Lead', questions: undefined, times: undefined })
    const asked = nextStep(await homeOf(bot, 'ben'))
    expect(asked).toContain('Ana Albatross')
    expect(asked).not.toBe(profile)
    expect(asked).not.toContain('Lead')
    await pauseUntil(bot.ctx, ben, '2026-10-12')
    expect(nextStep(await homeOf(bot, 'ben'))).toContain('You are paused until Mon 12 Oct')
    await bot.as('ben').click('home', 'Resume now')
    await bot.settle()
    expect(nextStep(await homeOf(bot, 'ben'))).toContain('Ana Albatross')
  })
})

describe('publishing', () => {
  it('is done once for many changes at once', async () => {
    const bot = await startTestBot()
    await homeOf(bot, 'ana')
    const before = published(bot)
    for (let i = 0; i < 5; i++) await bot.ctx.commit(bot.ctx.outbox.touchHomes(bot.as('ana').id))
    await bot.settle()
    expect(published(bot) - before).toBe(1)
  })

  it('is left alone for whoever has not looked for a week, until they look', async () => {
    const bot = await startTestBot()
    await homeOf(bot, 'ana')
    await bot.advance(8 * DAY_MS)
    const before = published(bot)
    await joinAll(bot, 'ana', 'ben')
    await bot.settle()
    expect(published(bot)).toBe(before)
    expect(await homeOf(bot, 'ana')).not.toContain('[Join]')
    expect(published(bot)).toBe(before + 1)
  })

  it('is tried again when Slack fails, after a minute', async () => {
    const bot = await startTestBot()
    bot.sandbox.faults.add({ method: 'views.publish', kind: 'error500_before', times: 1 })
    await bot.as('ana').openHome()
    await bot.settle()
    expect(bot.as('ana').home()).toBeUndefined()
    await bot.advance(MINUTE_MS)
    expect(bot.reads('ana', bot.as('ana').home())).toContain('Your next step')
  })

  it('waits longer each time that Slack does not take it, and is back to a minute once it was taken', async () => {
    const bot = await startTestBot()
    const rule = { method: 'views.publish', kind: 'error500_before' } as const
    bot.sandbox.faults.add(rule)
    await bot.as('ana').openHome()
    await bot.settle()
    expect(published(bot)).toBe(1)
    await bot.advance(63 * MINUTE_MS)
    expect(published(bot)).toBe(7)
    await bot.advance(3 * DAY_MS)
    expect(published(bot)).toBeLessThan(30)
    bot.sandbox.faults.clear()
    await homeOf(bot, 'ana')
    const before = published(bot)
    bot.sandbox.faults.add({ ...rule, times: 1 })
    await bot.ctx.commit(bot.ctx.outbox.touchHomes(bot.as('ana').id))
    await bot.advance(MINUTE_MS)
    expect(published(bot)).toBe(before + 2)
  })

  it('is done for several at once, within the pace that Slack allows; who looks at it now goes first', async () => {
    const bot = await startTestBot({ sandbox: { people: peopleFor(60) } })
    const { homes } = bot.db.tables
    const now = bot.sandbox.clock.now()
    const others = bot.sandbox.people.filter((each) => !each.isBot && each.id !== bot.as('ana').id)
    const old = { workspace: bot.bot.workspace, openedAt: now - DAY_MS, dirtyAt: now }
    const rows = others.map(({ id }) => ({ ...old, person: id }))
    const target = [homes.workspace, homes.person]
    await bot.ctx.commit({
      query: bot.db.q.insert(homes).values(rows).onConflictDoUpdate({ target, set: old }),
    })
    const { calls } = bot.sandbox.traffic
    await bot.bot.tick()
    expect(published(bot)).toBeGreaterThanOrEqual(20)
    expect(published(bot)).toBeLessThanOrEqual(24)
    await bot.as('ana').openHome()
    await bot.bot.tick()
    expect(bot.as('ana').home()).toBeDefined()
    await bot.advance(MINUTE_MS)
    expect(published(bot)).toBe(others.length + 1)
    expect(calls.filter((call) => call.error === 'ratelimited')).toEqual([])
  })

  it('is given up for somebody whom Slack does not know any more', async () => {
    const bot = await startTestBot()
    await bot.ctx.commit({
      query: bot.db.q.insert(bot.db.tables.homes).values({
        workspace: bot.bot.workspace,
        person: 'U0NOBODY01',
        openedAt: bot.sandbox.clock.now(),
        dirtyAt: bot.sandbox.clock.now(),
      }),
    })
    await bot.settle()
    const before = published(bot)
    await bot.advance(10 * MINUTE_MS)
    expect(published(bot)).toBe(before)
  })

  it('does not heed the Messages tab', async () => {
    const bot = await startTestBot()
    await bot.sandbox.as('ana').openMessages()
    await bot.settle()
    expect(bot.as('ana').home()).toBeUndefined()
  })
})

describe('@Cairn in a channel', () => {
  it('shows the hub to the asker alone, once, however often Slack tells of it', async () => {
    const bot = await startTestBot()
    bot.sandbox.admin.inviteBot('general')
    await bot.as('ana').mention('general', '@cairn hello')
    await bot.sandbox.deliver.redeliver()
    await bot.bot.idle()
    expect(bot.as('ana').ephemerals()).toHaveLength(1)
    expect(bot.reads('ana', bot.as('ana').ephemerals()[0])).toContain('What would you like to do?')
    expect(bot.as('ben').ephemerals()).toEqual([])
    expect(
      bot
        .as('ben')
        .messages('general')
        .map((message) => message.user),
    ).not.toContain(bot.sandbox.app.botUserId)
    await bot.as('ana').click(bot.as('ana').ephemerals()[0]!, 'Find a mentor')
    expect(bot.reads('ana', bot.as('ana').ephemerals().at(-1))).toContain('/mentor join')
  })

  it('says nothing to a guest', async () => {
    const bot = await startTestBot()
    bot.sandbox.admin.inviteBot('general')
    bot.sandbox.admin.addTo('general', 'molly')
    await bot.as('molly').mention('general', '@cairn hello')
    expect(bot.as('molly').ephemerals()).toEqual([])
  })
})

describe('the hub', () => {
  it.each(['/mentor', '/mentor help', '/mentor HELP'])('opens by %s', async (typed) => {
    const bot = await startTestBot()
    await bot.as('ana').command(typed)
    const hub = modalOf(bot, 'ana')
    for (const title of ['Find each other', 'Week by week', 'You']) expect(hub).toContain(title)
    expect(hub).toContain('/mentor pause [until]')
  })

  const stages: Record<string, (bot: TestBot) => Promise<unknown>> = {
    'a newcomer': async () => {},
    'a member': (bot) => joinAll(bot, 'ana', 'ben'),
    'a mentor alone': (bot) =>
      join(bot.ctx, bot.as('ana').id, {
        role: 'mentor',
        offers: ['roadmapping'],
        wants: [],
        moreOffers: undefined,
        moreWants: undefined,
        goal: undefined,
      }),
    'somebody paused': async (bot) => {
      await joinAll(bot, 'ana')
      await pauseUntil(bot.ctx, bot.as('ana').id, '2026-10-12')
    },
  }
  it.each(Object.entries(stages))('has only buttons that lead somewhere, for %s', async (_, prepare) => {
    const bot = await startTestBot({ sandbox: { now: START, rateLimits: false } })
    await prepare(bot)
    const ana = bot.as('ana')
    await ana.command('/mentor')
    const buttons = ana
      .modal()!
      .blocks.flatMap((block) =>
        block.type === 'actions' ? (block.elements as { action_id: string }[]) : [],
      )
    expect(buttons.length).toBeGreaterThan(10)
    // Of the start Cairn may warn: it has just met an empty database.
    bot.log.length = 0
    for (const { action_id } of buttons) {
      if (ana.views().length > 0) await ana.close({ all: true })
      await ana.command('/mentor')
      const hub = modalOf(bot, 'ana')
      await ana.click('modal', { action_id })
      const shown = modalOf(bot, 'ana')
      if (action_id !== 'run.help') expect([action_id, shown]).not.toEqual([action_id, hub])
      expect([action_id, shown]).not.toEqual([
        action_id,
        expect.stringMatching(/went wrong|undefined|null|\[object/),
      ])
    }
    expect(bot.log.filter((line) => /"level":[45]0/.test(line))).toEqual([])
  })
})

describe('of somebody busy', () => {
  it('keeps the way to everything else, and two clicks lead to what has no command', async () => {
    const bot = await startTestBot({ sandbox: { now: START } })
    await joinAll(bot, 'ana', 'ben')
    await pair(bot, 'ana', 'ben')
    const crowd: Feature = {
      name: 'crowd',
      home: async () => ({ blocks: Array.from({ length: 120 }, (_, i) => section(`Line ${i}`)) }),
    }
    const view = await renderHome([...features, crowd])(bot.ctx, bot.as('ben').id)
    expect(view.blocks).toHaveLength(100)
    expect(JSON.stringify(view.blocks.slice(-3))).toMatch(/Everything else.*Something is wrong/)
    for (const [button, shows] of [
      ['Promise your mentee an introduction to somebody outside Slack', 'Promise a contact'],
      ['Read the ten-minute orientation', 'Page 1 of 6'],
      ['My growth record', 'as two files'],
    ]) {
      await homeOf(bot, 'ben')
      await bot.as('ben').click('home', 'Everything else')
      await bot.as('ben').click('modal', button!)
      expect(modalOf(bot, 'ben')).toContain(shows)
    }
    await homeOf(bot, 'ben')
    await bot.as('ben').click('home', 'All my feedback')
    await bot.as('ben').click('modal', 'Look at your own mentoring, for you alone')
    expect(modalOf(bot, 'ben')).toContain('I asked and listened more than I told')
    await homeOf(bot, 'ben')
    await bot.as('ben').click('home', 'All goals')
    expect(modalOf(bot, 'ben')).toContain('Set a goal')
    await bot.as('ana').command('/mentor feedback')
    expect(modalOf(bot, 'ana')).not.toContain('How I mentor')
  })
})
