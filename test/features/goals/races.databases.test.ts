/** Both at once, on each engine. */
import { expect, it } from 'vitest'
import {
  addStep,
  finishGoal,
  noteProgress,
  resumeGoal,
  saveGoal,
  tickStep,
} from '../../../src/features/growth/goals/service.ts'
import { endAlone } from '../../../src/features/pairs/mentorship/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { onEveryDatabase } from '../../support/databases.ts'
import { aPair } from '../mentorship/pairs.ts'
import { GOAL, rowsOf } from './people.ts'

const form = { ...GOAL, competency: 'user-research', reader: undefined }
const done = (outcomes: { ok: boolean }[]) => outcomes.filter((each) => each.ok).length

async function shared(bot: TestBot, id: string) {
  const saved = await saveGoal(bot.ctx, bot.as('ana').id, { reader: id }, form)
  if (!saved.ok) throw new Error(saved.reason)
  return saved.value.goal
}

onEveryDatabase(({ open }) => {
  it('three goals at once and no more, however many are set or taken up at the same moment', async () => {
    const { bot, id } = await aPair({ db: await open() })
    const { id: ana } = bot.as('ana')
    const set = () => saveGoal(bot.ctx, ana, { reader: id }, form)
    const first = await Promise.all([set(), set(), set(), set(), set()])
    expect(done(first)).toBe(3)
    expect(first.find((each) => !each.ok)).toMatchObject({ reason: expect.stringContaining('Three goals') })
    const [one] = await rowsOf(bot)
    await Promise.all([
      finishGoal(bot.ctx, ana, one!.id, 'dropped'),
      finishGoal(bot.ctx, ana, one!.id, 'dropped'),
    ])
    await Promise.all([resumeGoal(bot.ctx, ana, one!.id), set(), set()])
    const slots = (await rowsOf(bot)).filter((row) => row.status === 'active').map((row) => row.slot)
    expect(slots.length).toBeLessThanOrEqual(3)
    expect(new Set(slots).size).toBe(slots.length)
  })

  it('a step is ticked once by two at once, and the other hears who did', async () => {
    const { bot, id } = await aPair({ db: await open() })
    const goal = await shared(bot, id)
    const [ana, ben] = [bot.as('ana').id, bot.as('ben').id]
    await Promise.all(
      [ana, ben].map((person) =>
        addStep(bot.ctx, person, goal, { kind: 'task', words: 'Write it', due: undefined }),
      ),
    )
    const { goalSteps, goalEvents } = bot.db.tables
    const steps = await bot.db.q.select().from(goalSteps)
    expect(steps).toHaveLength(2)
    const ticks = await Promise.all([ana, ben].map((who) => tickStep(bot.ctx, who, steps[0]!.id, true)))
    expect(done(ticks)).toBe(2)
    const [winner] = [ana, ben].filter((_, i) => ticks[i]?.ok && !ticks[i].value.before)
    const late = ticks.find((each) => each.ok && each.value.before)
    expect(late).toMatchObject({ value: { before: { by: winner, done: true } } })
    const row = (await bot.db.q.select().from(goalSteps)).find((step) => step.id === steps[0]!.id)
    expect(row!.doneBy).toBe(winner)
    const events = (await bot.db.q.select().from(goalEvents)).filter((e) => e.what === 'ticked')
    expect(events.map((e) => e.person)).toEqual([winner])
  })

  it('progress of both is kept, the end cuts the mentor off, and nothing is half written', async () => {
    const { bot, id } = await aPair({ db: await open() })
    const goal = await shared(bot, id)
    const [ana, ben] = [bot.as('ana').id, bot.as('ben').id]
    const note = (who: string, value: string) =>
      noteProgress(bot.ctx, who, goal, { now: value, percent: undefined, note: undefined })
    expect(done(await Promise.all([note(ana, '4'), note(ben, '5')]))).toBe(2)
    const [mine, theirs] = await Promise.all([
      note(ana, '7'),
      note(ben, '8'),
      endAlone(bot.ctx, ana, id),
      finishGoal(bot.ctx, ben, goal, 'reached'),
    ])
    expect(mine.ok).toBe(true)
    const { goalEvents } = bot.db.tables
    const events = (await bot.db.q.select().from(goalEvents)).filter((e) => e.what === 'progress')
    expect(events).toHaveLength(theirs.ok ? 4 : 3)
    const [row] = await rowsOf(bot)
    expect(row).toMatchObject({ status: 'active' })
    expect(await note(ben, '12')).toMatchObject({ ok: false })
  })
})
