/** Who reads a goal: its owner; the mentor it is shared with, while that runs; nobody else, on any surface. */
import { expect, it } from 'vitest'
import type { Context } from '../../../src/context.ts'
import { DAY_MS } from '../../../src/core/calendar.ts'
import { saveGoal, shareGoals } from '../../../src/features/growth/goals/service.ts'
import { endAlone } from '../../../src/features/pairs/mentorship/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { aPair, dmsSaying, forge, homeOf, joinAll, modalOf, pair, START } from '../mentorship/pairs.ts'
import { aQuietPair, GOAL, openAsMentor, openGoal, rowsOf, setGoal } from './people.ts'

const ACTIONS =
  `open of progress add more tick untick remove askPractice history reached drop resume change tell
  thank shareWith keepPrivate`.split(/\s+/)

/** All that somebody gets to see by pressing every button of every goal; `nothing` may come of it. */
async function forgeAll(bot: TestBot, person: string, nothing = true) {
  const { goals, goalSteps, goalEvents } = bot.db.tables
  const rows = () => Promise.all([goals, goalSteps, goalEvents].map((table) => bot.db.q.select().from(table)))
  const before = await rows()
  if (bot.sandbox.as(person).views().length > 0) await bot.as(person).close({ all: true })
  const ids = [...(await bot.db.q.select().from(goalSteps)).map((s) => s.id), ...before[0]!.map((g) => g.id)]
  const mentorships = (await bot.db.q.select().from(bot.db.tables.mentorships)).map((m) => m.id)
  let shown = ''
  for (const action of ACTIONS)
    for (const value of [...ids, ...mentorships]) {
      await forge(bot, person, `goals.${action}`, value)
      shown += modalOf(bot, person)
      if (bot.sandbox.as(person).views().length > 0) await bot.as(person).close({ all: true })
    }
  if (nothing) expect(await rows()).toEqual(before)
  return (
    shown +
    (await homeOf(bot, person)) +
    bot
      .as(person)
      .dms()
      .map((dm) => bot.reads(person, dm))
      .join()
  )
}

it('without a mentor it is "only you"; matched, its owner is asked once, and shares what they choose', async () => {
  const bot = await startTestBot({ sandbox: { now: START } })
  await joinAll(bot, 'ana', 'ben')
  await bot.as('ana').command('/mentor goals')
  await bot.as('ana').click('modal', 'Set a goal')
  expect(modalOf(bot, 'ana')).not.toContain('partner')
  await bot.as('ana').submit(GOAL)
  expect(modalOf(bot, 'ana')).toContain('only you can read it')
  await bot.as('ana').click('modal', 'Note progress')
  await bot.as('ana').submit({ now: '4', note: 'My lead does not know of the medlar' })
  await setGoal(bot, 'ana', { specific: 'Find another job by spring' })

  await pair(bot, 'ana', 'ben')
  await bot.advance(DAY_MS)
  const asked = dmsSaying(bot, 'ana', /May @Ben Badger read the goals/)
  expect(asked).toHaveLength(1)
  expect(await homeOf(bot, 'ben')).toContain('shares no goal with you yet')
  await bot.as('ana').click(asked[0]!, 'Choose which')
  await bot.as('ana').submit({ goals: [GOAL.specific] })
  await bot.advance(8 * DAY_MS)
  expect(dmsSaying(bot, 'ana', /May @Ben Badger read|shared as you chose/)).toHaveLength(1)

  await bot.as('ben').click(dmsSaying(bot, 'ben', /shared a goal with you/)[0]!, 'Read it')
  expect(modalOf(bot, 'ben')).toContain(GOAL.specific)
  await bot.as('ben').click('modal', 'History')
  expect(modalOf(bot, 'ben')).toContain('shared it')
  expect(modalOf(bot, 'ben')).not.toContain('medlar')
  expect(await forgeAll(bot, 'ben')).not.toMatch(/medlar|another job/)
  await openGoal(bot, 'ana')
  await bot.as('ana').click('modal', 'History')
  expect(modalOf(bot, 'ana')).toContain('medlar')
})

it('several are shared all at once or not at all, so that nothing is left half done by whatever happens next', async () => {
  const { bot, id } = await aPair()
  const { id: ana } = bot.as('ana')
  for (const specific of ['Lead discovery for a team', 'Hold the planning alone', 'Write a strategy paper'])
    expect((await saveGoal(bot.ctx, ana, {}, { ...GOAL, specific, competency: undefined })).ok).toBe(true)
  const ids = (await rowsOf(bot)).map((goal) => goal.id)
  let written = 0
  const cutOff: Context = {
    ...bot.ctx,
    commit: (...writes) => {
      if (written++ > 0) throw new Error('the process has ended')
      return bot.ctx.commit(...writes)
    },
  }
  expect(await shareGoals(cutOff, ana, id, ids)).toMatchObject({ value: { shared: 3 } })
  expect((await rowsOf(bot)).map((goal) => goal.mentorship)).toEqual([id, id, id])
  expect(await shareGoals(bot.ctx, ana, id, ids)).toMatchObject({ value: { shared: 0 } })
  await bot.settle()
  expect(dmsSaying(bot, 'ben', /shared a goal with you/)).toHaveLength(3)
})

it('is nobody else’s, stands sealed, and never in a message', async () => {
  const { bot } = await aQuietPair()
  await setGoal(bot, 'ana')
  await bot.as('ana').click('modal', 'Add a step')
  await bot.as('ana').submit({ words: 'Call the medlar people' })
  await bot.as('ana').click('modal', 'Note progress')
  await bot.as('ana').submit({ now: '4', note: 'The loquat was late' })
  await openAsMentor(bot)
  await bot.as('ben').click('modal', 'Add a step or practice')
  await bot.as('ben').submit({ words: 'Present the persimmon' })
  await bot.settle()

  await bot.as('ana').command('/mentor goals')
  await bot.as('ana').click('modal', 'Set a goal')
  await bot.as('ana').submit({ ...GOAL, specific: 'Grow a damson on the balcony', reader: 'Only me' })
  expect(modalOf(bot, 'ana')).toContain('Only you can read this')
  await bot.settle()
  expect(await forgeAll(bot, 'ben', false)).not.toContain('damson')

  const secret = /quince|medlar|loquat|persimmon|damson|interviews|Fewer bets/
  expect(await forgeAll(bot, 'chidi')).not.toMatch(secret)
  const { goals, goalSteps, goalEvents, deliveries } = bot.db.tables
  for (const table of [goals, goalSteps, goalEvents, deliveries])
    expect(JSON.stringify(await bot.db.q.select().from(table))).not.toMatch(secret)
  for (const person of ['ana', 'ben', 'chidi']) {
    const groups = bot
      .as(person)
      .groups()
      .flatMap((group) => group.messages)
    expect(JSON.stringify([bot.as(person).dms(), groups])).not.toMatch(secret)
  }
  expect(bot.log.join()).not.toMatch(secret)
})

it('goes with its owner: taken back, or to another mentor, without what the first one wrote', async () => {
  const { bot, id } = await aQuietPair()
  await setGoal(bot, 'ana')
  await openAsMentor(bot)
  await bot.as('ben').click('modal', 'Add a step or practice')
  await bot.as('ben').submit({ words: 'Present the persimmon' })
  await bot.settle()
  await openGoal(bot, 'ana')
  await bot.as('ana').click('modal', 'Keep it to myself')
  expect(modalOf(bot, 'ana')).toContain('From now on only you can read it')
  await bot.settle()
  expect(dmsSaying(bot, 'ben', /keeps this goal private now/)).toHaveLength(1)
  expect(await forgeAll(bot, 'ben')).not.toContain('quince')
  await bot.as('ana').command('/mentor goals')
  await bot.as('ana').click('modal', 'Share with Ben Badger')
  await bot.as('ana').submit({ goals: [GOAL.specific] })

  await endAlone(bot.ctx, bot.as('ana').id, id)
  await pair(bot, 'ana', 'chidi')
  await bot.advance(DAY_MS)
  expect(await forgeAll(bot, 'ben')).not.toContain('quince')
  expect((await rowsOf(bot))[0]).toMatchObject({ status: 'active', mentorship: id })
  await bot.as('ana').click(dmsSaying(bot, 'ana', /May @Chidi .* read the goals/)[0]!, 'Choose which')
  await bot.as('ana').submit({ goals: [GOAL.specific] })
  await bot.settle()
  await homeOf(bot, 'chidi')
  await bot.as('chidi').click('home', 'See the goals of Ana Albatross')
  await bot.as('chidi').click('modal', 'Open goal 1')
  expect(modalOf(bot, 'chidi')).toContain('quince')
  expect(modalOf(bot, 'chidi')).not.toContain('persimmon')
  await openGoal(bot, 'ana')
  expect(modalOf(bot, 'ana')).toMatch(
    /persimmon\s+\[Done\]\s+☐ A practice opportunity · Open · added by a former partner/,
  )
})

it('stays with its owner when the mentor is gone, and is kept, in silence, when they leave themselves', async () => {
  const { bot } = await aQuietPair()
  await setGoal(bot, 'ana', { due: '2026-10-13' })
  expect(await homeOf(bot, 'ana')).toContain('@Ben Badger reads it')
  await bot.sandbox.admin.deactivate('ben')
  await bot.bot.idle()
  await bot.settle()
  expect(await homeOf(bot, 'ana')).toContain('only you read it')
  await bot.as('ana').command('/mentor leave')
  await bot.as('ana').submit()
  await bot.advance(10 * DAY_MS)
  expect(dmsSaying(bot, 'ana', /The day of one of your goals/)).toEqual([])
  await bot.as('ana').command('/mentor goals')
  expect(modalOf(bot, 'ana')).toContain(GOAL.specific)
})
