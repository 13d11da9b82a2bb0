/** Two are introduced if both would like it; who declined, nobody learns. */
import { beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../src/core/calendar.ts'
import { promise, readReason, settlePromise } from '../../../src/features/introductions/service.ts'
import { leave } from '../../../src/features/membership/service.ts'
import { endAlone } from '../../../src/features/mentorship/service.ts'
import { setDoNotPair } from '../../../src/features/privacy/service.ts'
import { updateMember } from '../../../src/features/profile/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { aPair, dmsSaying, homeOf, joinAll, modalOf, START } from '../mentorship/pairs.ts'

const REASON = 'You both move a team from projects to products'
const quiet = async (bot: TestBot, ...people: string[]) => {
  for (const person of people)
    await bot.ctx.commit(updateMember(bot.ctx, bot.as(person).id, { checkinEvery: 0 }))
}
const introduce = async (bot: TestBot, by: string, ...people: string[]) => {
  await bot.as(by).command('/mentor intro')
  await bot.as(by).submit({ people, reason: REASON })
  await bot.settle()
}
const asks = (bot: TestBot, person: string) => dmsSaying(bot, person, /would like to introduce you to/)
const answers = async (bot: TestBot, person: string, button: string | RegExp) => {
  await bot.as(person).click(asks(bot, person).at(-1)!, button)
  await bot.settle()
}
const YES = /^Yes, introduce me/
const NO = /^Not now/
const allSaid = (bot: TestBot, person: string) =>
  bot
    .as(person)
    .dms()
    .map((dm) => bot.reads(person, dm))
    .join('\n')

describe('an introduction', () => {
  let bot: TestBot
  beforeEach(async () => {
    bot = await startTestBot({ sandbox: { now: START } })
    await joinAll(bot, 'ana', 'ben', 'elif')
  })

  it('asks each alone, and opens a conversation once both said yes', async () => {
    await bot.as('elif').command('/mentor intro @ana @ben')
    expect(modalOf(bot, 'elif')).toContain('Read by both of them, with your name')
    await bot.as('elif').submit({ reason: REASON })
    expect(modalOf(bot, 'elif')).toContain('each alone')
    await bot.settle()
    const [dm] = asks(bot, 'ana')
    expect(dm!.text.split('\n')[0]).toBe('Elif Egret would like to introduce you to Ben Badger')
    expect(bot.reads('ana', dm)).not.toContain(REASON)
    expect(await homeOf(bot, 'ana')).toMatch(/Your next step[\s\S]*introduce you to @Ben Badger/)
    await bot.as('ana').click(dm!, /^Read why/)
    expect(modalOf(bot, 'ana')).toContain(REASON)

    await answers(bot, 'ana', YES)
    expect(bot.as('ana').groups()).toEqual([])
    expect(allSaid(bot, 'ben')).not.toContain('said yes')
    await answers(bot, 'ben', YES)
    const [group] = bot.as('ana').groups()
    const said = bot.reads('ana', group!.messages[0])
    expect(said).toContain('@Ana Albatross, meet @Ben Badger')
    expect(said).toContain('helps with Roadmapping')
    expect(said).toContain('Next step')
    expect(said).not.toContain(REASON)
    await bot.as('ben').click(group!.messages[0]!, /^Read why/)
    expect(modalOf(bot, 'ben')).toContain(REASON)
    expect(dmsSaying(bot, 'elif', /both said yes/)).toHaveLength(1)

    // The reason is for these three, and is nowhere to be read.
    const [row] = await bot.db.q.select().from(bot.db.tables.introductions)
    expect(await readReason(bot.ctx, bot.as('dana').id, row!.id)).toMatchObject({ ok: false })
    expect(JSON.stringify(row) + bot.log.join()).not.toContain(REASON)
    expect(row!.status).toBe('made')
  })

  const noStory = async (by: 'ana' | 'ben' | 'silence') => {
    await introduce(bot, 'elif', 'ana', 'ben')
    if (by === 'silence') await answers(bot, 'ben', YES)
    else {
      await answers(bot, by, NO)
      expect(dmsSaying(bot, by, /nobody is told/)).toHaveLength(1)
      // One no is not told before the other has decided.
      expect(bot.as('elif').dms()).toEqual([])
      await answers(bot, by === 'ana' ? 'ben' : 'ana', YES)
    }
    await bot.until(START + 9 * DAY_MS)
    return bot
      .as('elif')
      .dms()
      .map((dm) => bot.reads('elif', dm))
  }

  it('that fails sounds the same to the introducer, whoever declined and if nobody answered', async () => {
    const [story] = await noStory('ana')
    expect(story).toContain('did not come about')
    expect(story).not.toMatch(/declin|said no|yes/)
    expect(dmsSaying(bot, 'ben', /did not come about/)).toHaveLength(2)
    expect(bot.as('ana').groups()).toEqual([])
  })

  it.each(['ben', 'silence'] as const)('that fails by %s sounds the same, too', async (by) => {
    const told = await noStory(by)
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('did not come about. Weeks are full; who answered what stays with them.')
  })

  it.each([
    ['set before', true],
    ['set while it is asked', false],
  ])('a do-not-pair %s looks like silence: to the introducer and to the other', async (_when, before) => {
    const bar = () => setDoNotPair(bot.ctx, bot.as('ana').id, [bot.as('ben').id])
    if (before) await bar()
    await introduce(bot, 'elif', 'ana', 'ben')
    expect(modalOf(bot, 'elif')).toContain('each alone')
    if (!before) await bar()
    await bot.settle()
    expect(asks(bot, 'ana').filter((dm) => /connect you only/.test(bot.reads('ana', dm)))).toEqual([])
    await answers(bot, 'ben', YES)
    await bot.until(START + 9 * DAY_MS)
    expect(dmsSaying(bot, 'elif', /who answered what stays with them/)).toHaveLength(1)
    expect(dmsSaying(bot, 'ben', /says nothing about you/)).toHaveLength(1)
    expect(bot.as('ben').groups()).toEqual([])
  })

  it('ends when both are barred, only once the time of both is over', async () => {
    await setDoNotPair(bot.ctx, bot.as('ana').id, [bot.as('ben').id])
    await setDoNotPair(bot.ctx, bot.as('ben').id, [bot.as('ana').id])
    await introduce(bot, 'elif', 'ana', 'ben')
    await bot.until(START + 6 * DAY_MS)
    expect(bot.as('elif').dms()).toEqual([])
    await bot.until(START + 8 * DAY_MS)
    expect(dmsSaying(bot, 'elif', /did not come about/)).toHaveLength(1)
    expect([...bot.as('ana').dms(), ...bot.as('ben').dms()]).toEqual([])
  })

  it('a yes is taken back by a do-not-pair set before the conversation could open', async () => {
    await bot.ctx.commit(updateMember(bot.ctx, bot.as('ben').id, { holidays: ['2026-10-06'] }))
    await introduce(bot, 'elif', 'ana', 'ben')
    await bot.advance(9 * HOUR_MS)
    await answers(bot, 'ana', YES)
    await answers(bot, 'ben', YES)
    await setDoNotPair(bot.ctx, bot.as('ana').id, [bot.as('ben').id])
    await bot.until(START + 9 * DAY_MS)
    expect(bot.as('ben').groups()).toEqual([])
    expect(dmsSaying(bot, 'ben', /says nothing about you/)).toHaveLength(1)
    expect(dmsSaying(bot, 'elif', /did not come about/)).toHaveLength(1)
  })

  it.each([
    [['ana', 'ana'], /two people/],
    [['ana', 'elif'], /Choose two others/],
    [['ana', 'molly'], /is here as a guest/],
    [['ana', 'standup'], /is an app/],
    [['ana', 'finn'], /Finn Flamingo is neither/],
  ])('of %j is refused, saying why and what to do', async (people, why) => {
    await bot.as('elif').command('/mentor intro')
    const outcome = await bot.as('elif').submit({ people: [...new Set(people)], reason: REASON })
    expect(JSON.stringify(outcome)).toMatch(why)
    expect(await bot.db.q.select().from(bot.db.tables.introductions)).toEqual([])
  })

  it('is asked once, three times a week at most, and can be taken back', async () => {
    await joinAll(bot, 'chidi', 'grace')
    await introduce(bot, 'elif', 'ana', 'ben')
    await introduce(bot, 'elif', 'ben', 'ana')
    expect(modalOf(bot, 'elif')).toContain('You have asked these two already')
    await bot.as('elif').command('/mentor intro')
    await bot.as('elif').click('modal', 'Take this introduction back')
    await bot.settle()
    expect(dmsSaying(bot, 'ana', /did not come about/)).toHaveLength(1)
    expect(bot.as('elif').dms()).toEqual([])
    await introduce(bot, 'elif', 'ana', 'chidi')
    await introduce(bot, 'elif', 'ana', 'grace')
    await introduce(bot, 'elif', 'ben', 'grace')
    expect(modalOf(bot, 'elif')).toContain('three introductions this week')
  })

  it('ends like any other when one of them leaves or is deactivated', async () => {
    await introduce(bot, 'elif', 'ana', 'ben')
    await answers(bot, 'ben', YES)
    await leave(bot.ctx, bot.as('ana').id, false)
    await bot.settle()
    expect(dmsSaying(bot, 'elif', /did not come about/)).toHaveLength(1)
    await joinAll(bot, 'chidi')
    await introduce(bot, 'elif', 'chidi', 'ben')
    await answers(bot, 'ben', YES)
    await bot.sandbox.admin.deactivate('chidi')
    await bot.bot.idle()
    await bot.settle()
    expect(dmsSaying(bot, 'elif', /did not come about/)).toHaveLength(2)
  })
})

it('a mentor promises somebody outside Slack, is reminded on the day, and ticks it', async () => {
  const { bot } = await aPair()
  await quiet(bot, 'ana', 'ben')
  const CONTACT = 'A head of product I worked with'
  await bot.as('ana').command('/mentor intro')
  expect(modalOf(bot, 'ana')).not.toContain('outside this Slack')
  await bot.as('ben').command('/mentor intro')
  await bot.as('ben').click('modal', /^Promise your mentee/)
  expect(modalOf(bot, 'ben')).toContain('Read by you and your mentee')
  const late = await bot.as('ben').submit({ words: CONTACT, on: '2026-10-01' })
  expect(JSON.stringify(late)).toContain('from today on')
  await bot.as('ben').submit({ words: CONTACT, on: '2026-10-14' })
  await bot.settle()
  const [told] = dmsSaying(bot, 'ana', /will introduce you to somebody/)
  expect(bot.reads('ana', told)).not.toContain(CONTACT)
  await bot.as('ana').click(told!, 'Read it')
  expect(modalOf(bot, 'ana')).toContain(CONTACT)
  expect(await homeOf(bot, 'ana')).toContain('by Wed 14 Oct')

  await bot.until(START + 8 * DAY_MS)
  expect(dmsSaying(bot, 'ben', /You wanted to introduce/)).toEqual([])
  await bot.until(START + 9 * DAY_MS + HOUR_MS)
  const [reminder] = dmsSaying(bot, 'ben', /You wanted to introduce/)
  expect(bot.reads('ben', reminder)).not.toContain(CONTACT)
  const [row] = await bot.db.q.select().from(bot.db.tables.promises)
  expect(await settlePromise(bot.ctx, bot.as('ana').id, row!.id, 'done')).toMatchObject({ ok: false })
  await bot.as('ben').click(reminder!, 'I have introduced them')
  await bot.settle()
  expect(dmsSaying(bot, 'ana', /has made the introduction/)).toHaveLength(1)
  expect(await homeOf(bot, 'ben')).not.toContain('by 2026-10-14')
  expect(JSON.stringify(row) + bot.log.join()).not.toContain(CONTACT)
})

it('a promise is not asked about once the mentorship has ended', async () => {
  const { bot, id } = await aPair()
  await quiet(bot, 'ana', 'ben')
  const [ana, ben] = [bot.as('ana').id, bot.as('ben').id]
  await promise(bot.ctx, ben, { mentorship: id, words: 'A head of product', on: '2026-10-14' })
  await bot.settle()
  await endAlone(bot.ctx, ana, id, true)
  expect(await homeOf(bot, 'ben')).not.toContain('by 2026-10-14')
  await bot.until(START + 20 * DAY_MS)
  expect(dmsSaying(bot, 'ben', /You wanted to introduce/)).toEqual([])
  expect(dmsSaying(bot, 'ana', /did not come about/)).toHaveLength(1)
})
