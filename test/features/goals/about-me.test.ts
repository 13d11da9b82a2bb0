/** What goals hold about a person, and what is left once they are forgotten. */
import { expect, it } from 'vitest'
import { goals } from '../../../src/features/growth/goals/index.ts'
import { addStep, noteProgress } from '../../../src/features/growth/goals/service.ts'
import { aQuietPair, GOAL, rowsOf, setGoal } from './people.ts'

it('shows people their goals and what they added to others, and forgets their own', async () => {
  const { bot } = await aQuietPair()
  const [ana, ben] = [bot.as('ana'), bot.as('ben')]
  await setGoal(bot, 'ana')
  const [goal] = await rowsOf(bot)
  await noteProgress(bot.ctx, ana.id, goal!.id, { now: '4', note: 'a note of Ana' })
  await addStep(bot.ctx, ana.id, goal!.id, { kind: 'task', words: 'a step of Ana' })
  await addStep(bot.ctx, ben.id, goal!.id, { kind: 'practice', words: 'a step of Ben' })
  await setGoal(bot, 'ben', { specific: 'Retire in good order' })

  const mine = async (person: string) => JSON.stringify(await goals.mine?.(bot.ctx, person))
  for (const words of [GOAL.specific, GOAL.measure, 'a note of Ana', 'a step of Ana', 'a step of Ben'])
    expect(await mine(ana.id)).toContain(words)
  expect(await mine(ana.id)).not.toContain('Retire')
  expect(await mine(ben.id)).toContain('Retire in good order')
  expect(await mine(ben.id)).toContain('a step of Ben')
  expect(await mine(ben.id)).not.toContain('of Ana')

  // Asked by the mentor, the goal of the mentee stays whole.
  await bot.ctx.commit(await goals.forget?.write(bot.ctx, ben.id))
  expect((await rowsOf(bot)).map((row) => row.person)).toEqual([ana.id])
  expect(await mine(ana.id)).toContain('a step of Ben')

  await bot.ctx.commit(await goals.forget?.write(bot.ctx, ana.id))
  const { goalSteps, goalEvents, jobs } = bot.db.tables
  expect(await rowsOf(bot)).toEqual([])
  expect(await bot.db.q.select().from(goalSteps)).toEqual([])
  expect(await bot.db.q.select().from(goalEvents)).toEqual([])
  expect((await bot.db.q.select().from(jobs)).filter((job) => job.kind === 'goals.due')).toEqual([])
})
