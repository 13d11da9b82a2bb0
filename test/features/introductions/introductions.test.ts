/** Two are introduced if both would like it; who declined, nobody learns. */
import { beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../src/core/calendar.ts'
import {
  closePromise,
  promiseIntroduction,
  readReason,
} from '../../../src/features/growth/introductions/service.ts'
import { endAlone } from '../../../src/features/pairs/mentorship/service.ts'
import { leave } from '../../../src/features/people/members/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { setMember } from '../../support/members.ts'
import { setDoNotPair } from '../../support/privacy.ts'
import { aPair, dmsSaying, homeOf, joinAll, modalOf, START } from '../mentorship/pairs.ts'

/** Three working days after both were asked, whatever they answer. */
const SETTLED = START + 3 * DAY_MS

const REASON = 'You both move a team from projects to products'
const quiet = async (bot: TestBot, ...people: string[]) => {
  for (const person of people)
    await bot.ctx.commit(setMember(bot.ctx, bot.as(person).id, { checkinEvery: 0 }))
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
    expect(modalOf(bot, 'ana')).toContain('You all hear on Thu 8 Oct, at the same moment')
    await answers(bot, 'ben', YES)
    expect(modalOf(bot, 'ben')).toContain('You all hear on Thu 8 Oct, at the same moment')
    await bot.until(SETTLED - HOUR_MS)
    expect([...bot.as('ana').groups(), ...bot.as('elif').dms()]).toEqual([])
    await bot.until(SETTLED)
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

  /** All that somebody can see of it: messages as they read now, when they came and were edited, and Home. */
  const seenBy = async (to: TestBot, person: string) => [
    ...to
      .as(person)
      .dms()
      .map((dm) => [dm.at, Math.floor(Number(dm.edited?.ts)), to.reads(person, dm)]),
    await homeOf(to, person),
  ]
  /** Ana says yes; what she and the introducer see before and after the end, if `ben` does this. */
  async function story(ben: (to: TestBot) => Promise<unknown>, when: 'unasked' | 'before' | 'after') {
    const to = await startTestBot({ sandbox: { now: START } })
    await joinAll(to, 'ana', 'ben', 'elif')
    if (when === 'unasked') await ben(to)
    await introduce(to, 'elif', 'ana', 'ben')
    if (when === 'before') await ben(to)
    await answers(to, 'ana', YES)
    const seen: unknown[] = [modalOf(to, 'ana')]
    if (when === 'after') await ben(to)
    for (const at of [SETTLED - HOUR_MS, SETTLED + HOUR_MS]) {
      await to.until(at)
      for (const person of ['ana', 'elif']) seen.push(...(await seenBy(to, person)))
    }
    expect(to.as('ana').groups()).toEqual([])
    return seen
  }

  it('a no cannot be told from a silence, by the other or the introducer: same words, same instant, no edit', async () => {
    const bars = (to: TestBot) => setDoNotPair(to.ctx, to.as('ben').id, [to.as('ana').id])
    const silence = await story(async () => {}, 'before')
    expect(silence.flat().join()).toContain('did not come about')
    expect(await story((to) => answers(to, 'ben', NO), 'before')).toEqual(silence)
    expect(await story((to) => answers(to, 'ben', NO), 'after')).toEqual(silence)
    // One who does not want to be paired with her was never asked, or is not any more; one who left says nothing.
    expect(await story(bars, 'unasked')).toEqual(silence)
    expect(await story(bars, 'after')).toEqual(silence)
    expect(await story((to) => leave(to.ctx, to.as('ben').id, false), 'after')).toEqual(silence)
  })

  it('whoever declined is told nothing that depends on the other', async () => {
    const declined = async (ben: 'yes' | 'no' | 'silence') => {
      const to = await startTestBot({ sandbox: { now: START } })
      await joinAll(to, 'ana', 'ben', 'elif')
      await introduce(to, 'elif', 'ana', 'ben')
      if (ben !== 'silence') await answers(to, 'ben', ben === 'yes' ? YES : NO)
      await answers(to, 'ana', NO)
      const modal = modalOf(to, 'ana')
      await to.until(SETTLED + HOUR_MS)
      return [modal, ...(await seenBy(to, 'ana'))]
    }
    const seen = await declined('silence')
    expect(seen.flat().join()).toContain('You said "not now", and nobody is told.')
    for (const ben of ['yes', 'no'] as const) expect(await declined(ben)).toEqual(seen)
  })

  it('ends when both are barred, at that instant too', async () => {
    await setDoNotPair(bot.ctx, bot.as('ana').id, [bot.as('ben').id])
    await setDoNotPair(bot.ctx, bot.as('ben').id, [bot.as('ana').id])
    await introduce(bot, 'elif', 'ana', 'ben')
    await bot.until(SETTLED - HOUR_MS)
    expect(bot.as('elif').dms()).toEqual([])
    await bot.until(SETTLED + HOUR_MS)
    expect(dmsSaying(bot, 'elif', /did not come about/)).toHaveLength(1)
    expect([...bot.as('ana').dms(), ...bot.as('ben').dms()]).toEqual([])
  })

  it('a yes is taken back by a do-not-pair set before the conversation could open', async () => {
    await introduce(bot, 'elif', 'ana', 'ben')
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
    expect(dmsSaying(bot, 'ana', /introduce you to @Ben Badger. It did not come about/)).toHaveLength(1)
    expect(bot.as('elif').dms()).toEqual([])
    await introduce(bot, 'elif', 'ana', 'chidi')
    await introduce(bot, 'elif', 'ana', 'grace')
    await introduce(bot, 'elif', 'ben', 'grace')
    expect(modalOf(bot, 'elif')).toContain('three introductions this week')
  })

  it('taken back after a yes is told to who said it, and what was said is not told to the introducer', async () => {
    await introduce(bot, 'elif', 'ana', 'ben')
    await answers(bot, 'ana', YES)
    await bot.as('elif').command('/mentor intro')
    await bot.as('elif').click('modal', 'Take this introduction back')
    expect(modalOf(bot, 'elif')).toContain('Taken back')
    await bot.until(SETTLED + HOUR_MS)
    expect(dmsSaying(bot, 'ana', /says nothing about you/)).toHaveLength(1)
    expect(bot.as('elif').dms()).toEqual([])
  })

  it('asked by an older version ends when the time of both is over', async () => {
    await introduce(bot, 'elif', 'ana', 'ben')
    const [row] = await bot.db.q.select().from(bot.db.tables.introductions)
    await bot.ctx.commit(
      bot.ctx.schedule.cancel('introductions.expire', row!.id),
      bot.ctx.schedule.at('introductions.expire', `${row!.id}:one`, START + DAY_MS),
      bot.ctx.schedule.at('introductions.expire', `${row!.id}:two`, START + 2 * DAY_MS),
    )
    await answers(bot, 'ana', YES)
    expect(modalOf(bot, 'ana')).toContain('You all hear once the time is over')
    await bot.until(START + DAY_MS + HOUR_MS)
    expect(bot.as('elif').dms()).toEqual([])
    await bot.until(START + 2 * DAY_MS + HOUR_MS)
    expect(dmsSaying(bot, 'elif', /did not come about/)).toHaveLength(1)
  })

  it('ends like any other when one of them is deactivated', async () => {
    await introduce(bot, 'elif', 'ana', 'ben')
    await answers(bot, 'ben', YES)
    await bot.sandbox.admin.deactivate('ana')
    await bot.bot.idle()
    await bot.settle()
    expect(bot.as('elif').dms()).toEqual([])
    await bot.until(SETTLED + HOUR_MS)
    expect(dmsSaying(bot, 'elif', /did not come about/)).toHaveLength(1)
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
  expect(await closePromise(bot.ctx, bot.as('ana').id, row!.id, 'done')).toMatchObject({ ok: false })
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
  await promiseIntroduction(bot.ctx, ben, { mentorship: id, words: 'A head of product', on: '2026-10-14' })
  await bot.settle()
  await endAlone(bot.ctx, ana, id, true)
  expect(await homeOf(bot, 'ben')).not.toContain('by 2026-10-14')
  await bot.until(START + 20 * DAY_MS)
  expect(dmsSaying(bot, 'ben', /You wanted to introduce/)).toEqual([])
  expect(dmsSaying(bot, 'ana', /did not come about/)).toHaveLength(1)
})
