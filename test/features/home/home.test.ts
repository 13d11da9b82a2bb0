/** Home, and the hub: everything that Cairn does, as buttons. */
import { describe, expect, it } from 'vitest'
import { DAY_MS, MINUTE_MS } from '../../../src/core/calendar.ts'
import { peopleFor } from '../../../src/demo/people.ts'
import { renderHome } from '../../../src/features/home/index.ts'
import { features } from '../../../src/features/index.ts'
import { askMentor } from '../../../src/features/matching/requests/service.ts'
import { endAlone } from '../../../src/features/pairs/mentorship/service.ts'

import { join, leave, pauseUntil } from '../../../src/features/people/members/service.ts'
import type { Feature } from '../../../src/slack/kernel/feature.ts'
import { section } from '../../../src/slack/ui/blocks.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { joinForm } from '../../support/joining.ts'
import { homeOf, joinAll, modalOf, pair, START, whisper } from '../mentorship/pairs.ts'

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

/** As if they had become a coordinator, though they are no admin. */
const coordinate = (bot: TestBot, person: string) =>
  bot.ctx.commit({
    query: bot.db.q.insert(bot.db.tables.coordinators).values({
      workspace: bot.bot.workspace,
      person: bot.as(person).id,
      addedBy: bot.as(person).id,
      addedAt: START,
    }),
  })

const mentorOnly = joinForm({ role: 'mentor', offers: ['roadmapping'] })

describe('the hub', () => {
  const buttonsOf = (bot: TestBot, who = 'ana') => {
    const [first, second] = bot
      .as(who)
      .modal()!
      .blocks.filter((block) => block.type === 'actions')
    const elements = [first, second].map((block) => (block as unknown as { elements: Element[] }).elements)
    return { first: elements[0]!, menu: elements[1]![0]! }
  }
  interface Element {
    action_id: string
    style?: string
    text?: { text: string }
    option_groups?: { label: { text: string }; options: { text: { text: string } }[] }[]
  }
  const labels = (elements: Element[]) => elements.map((each) => each.text?.text)
  const options = (menu: Element) =>
    (menu.option_groups ?? []).flatMap((group) => group.options.map((each) => each.text.text))

  /** Between them they are offered everything there is. */
  const WALKED = /^(a newcomer|a coordinator|a mentee with|a mentor with a mentee who|somebody paused)/
  const paired = ['Plan a session', 'Check in', 'Goals', 'Give kudos', 'Share a win']
  const stages: Record<string, [(bot: TestBot) => Promise<unknown>, string[], says: string]> = {
    'a newcomer': [
      async () => {},
      ['Join', 'How it works, 2 minutes', 'Give kudos'],
      'Joining takes two minutes',
    ],
    'somebody who left': [
      async (bot) => {
        await joinAll(bot, 'ana')
        await leave(bot.ctx, bot.as('ana').id, false)
      },
      ['Join', 'How it works, 2 minutes', 'Give kudos'],
      'Joining takes two minutes',
    ],
    'a coordinator who takes no part': [
      (bot) => coordinate(bot, 'ana'),
      ['Match everyone', 'Who runs it, and how', 'Join', 'Give kudos', 'How it works, 2 minutes'],
      'You run the programme',
    ],
    'a mentee without a mentor': [
      (bot) => joinAll(bot, 'ana'),
      ['Find a mentor', '30 minutes on one topic', 'My requests'],
      'You have no mentor just now',
    ],
    'a mentor without a mentee': [
      (bot) => join(bot.ctx, bot.as('ana').id, mentorOnly),
      ['My requests', 'Change my profile', 'Give kudos', 'Share a win'],
      'You are listed as a mentor',
    ],
    'a mentee with a mentor': [
      async (bot) => {
        await joinAll(bot, 'ana', 'ben')
        await pair(bot, 'ana', 'ben')
      },
      paired,
      'You and @Ben Badger',
    ],
    'a mentor with a mentee': [
      async (bot) => {
        await join(bot.ctx, bot.as('ana').id, mentorOnly)
        await joinAll(bot, 'ben')
        await pair(bot, 'ben', 'ana')
      },
      paired,
      'You and @Ben Badger',
    ],
    'a mentor with a mentee who looks for a mentor': [
      async (bot) => {
        await joinAll(bot, 'ana', 'ben')
        await pair(bot, 'ben', 'ana')
      },
      ['Plan a session', 'Check in', 'Find a mentor', 'Give kudos', 'Share a win'],
      'a mentor of your own as well',
    ],
    'one whose mentorship has ended': [
      async (bot) => {
        await joinAll(bot, 'ana', 'ben')
        await endAlone(bot.ctx, bot.as('ana').id, await pair(bot, 'ana', 'ben'), false)
      },
      ['Find a mentor', '30 minutes on one topic', 'My requests'],
      'You have no mentor just now',
    ],
    'somebody paused': [
      async (bot) => {
        await joinAll(bot, 'ana')
        await pauseUntil(bot.ctx, bot.as('ana').id, '2026-10-12')
      },
      ['Resume', 'Give kudos', 'My profile', 'Share a win'],
      'You are paused until',
    ],
  }

  it.each(Object.entries(stages))(
    'puts first what is next for %s, the rest in one menu, and all of it leads somewhere',
    async (who, [prepare, wanted, says]) => {
      const bot = await startTestBot({ sandbox: { now: START, rateLimits: false } })
      await prepare(bot)
      await bot.settle()
      const ana = bot.as('ana')
      expect(await bot.statementsOf(() => ana.command('/mentor'))).toBeLessThanOrEqual(6)
      const hub = modalOf(bot, 'ana')
      expect(hub).toContain(says)
      const { first, menu } = buttonsOf(bot)
      expect(labels(first)).toEqual(wanted)
      expect(first.filter((each) => each.style === 'primary')).toEqual([first[0]])
      const all = [...labels(first), ...options(menu)]
      expect(new Set(all).size).toBe(all.length)
      for (const [one, other] of [
        ['Join', 'Change my profile'],
        ['Pause', 'Resume'],
      ])
        expect(all.filter((label) => label === one || label === other).length).toBeLessThanOrEqual(1)
      expect(all).toContain('Something is wrong')
      // Of the start Cairn may warn: it has just met an empty database.
      bot.log.length = 0
      for (const label of WALKED.test(who) ? all : []) {
        await ana.command('/mentor')
        await ana.click('modal', label!)
        const shown = modalOf(bot, 'ana') || whisper(bot, 'ana')
        expect([label, shown]).not.toEqual([label, hub])
        expect([label, shown]).not.toEqual([
          label,
          expect.stringMatching(/went wrong|undefined|null|\[object|older version/),
        ])
        expect([label, shown]).not.toEqual([
          label,
          expect.stringMatching(/Only a coordinator|type `?\/mentor join/i),
        ])
        if (label === 'Resume') await prepare(bot).catch(() => {})
      }
      expect(bot.log.filter((line) => /"level":[45]0/.test(line))).toEqual([])
    },
  )

  it('is for a coordinator who takes part their own, with what they run in the menu', async () => {
    const bot = await startTestBot({ sandbox: { now: START } })
    await joinAll(bot, 'ana')
    await bot.as('ana').command('/mentor')
    expect(options(buttonsOf(bot).menu)).not.toContain('Match everyone')
    await coordinate(bot, 'ana')
    await bot.as('ana').command('/mentor help')
    expect(labels(buttonsOf(bot).first)[0]).toBe('Find a mentor')
    const own = ['Guides for meetings', 'Match everyone', 'Who runs it, and how', 'What was done']
    expect(options(buttonsOf(bot).menu)).toEqual(expect.arrayContaining(own))
  })

  it('has the commands behind a button, and words that people try lead somewhere', async () => {
    const bot = await startTestBot({ sandbox: { now: START, rateLimits: false } })
    await joinAll(bot, 'ana', 'ben')
    await pair(bot, 'ana', 'ben')
    await bot.as('ana').command('/mentor hi')
    await bot.as('ana').click('modal', 'Commands')
    for (const line of ['Find each other', '/mentor pause [until]  Stop', '/mentor concern'])
      expect(modalOf(bot, 'ana')).toContain(line)
    expect(modalOf(bot, 'ana')).not.toContain('/mentor round')
    for (const [typed, title] of [
      ['concern', 'Something is wrong'],
      ['complaint', 'Something is wrong'],
      ['concernn', 'Something is wrong'],
      ['cancel', 'What shall stop?'],
      ['end', 'End the mentorship with Ben Badger'],
      ['STOP', 'What shall stop?'],
      ['mentor', 'Find a mentor'],
      ['check-in', 'Check-in'],
      ['how', '2. Find each other.'],
      ['edit', 'moreOffers'],
    ] as const) {
      await bot.as('ana').command(`/mentor ${typed}`)
      expect([typed, modalOf(bot, 'ana') + JSON.stringify(bot.as('ana').modal())]).toEqual([
        typed,
        expect.stringContaining(title),
      ])
    }
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
    expect(JSON.stringify(view.blocks.slice(-3))).toMatch(/More….*Something is wrong/)
    for (const [button, shows] of [
      ['Promise a contact', 'Promise a contact'],
      ['Ten-minute orientation', 'Page 1 of 6'],
      ['My growth record', 'as two files'],
    ]) {
      await homeOf(bot, 'ben')
      await bot.as('ben').click('home', 'More…')
      await bot.as('ben').click('modal', button!)
      expect(modalOf(bot, 'ben')).toContain(shows)
    }
    await homeOf(bot, 'ben')
    await bot.as('ben').click('home', 'All my feedback')
    await bot.as('ben').click('modal', 'Look at your own mentoring, for you alone')
    expect(modalOf(bot, 'ben')).toContain('I asked and listened more than I told')
    await homeOf(bot, 'ben')
    await bot.as('ben').click('home', 'More…')
    await bot.as('ben').click('modal', 'Goals')
    expect(modalOf(bot, 'ben')).toContain('Set a goal')
    await bot.as('ana').command('/mentor feedback')
    expect(modalOf(bot, 'ana')).not.toContain('How I mentor')
  })
})
