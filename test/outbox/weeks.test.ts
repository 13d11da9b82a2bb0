/**
 * Weeks of a small company: people join, ask, meet, check in, thank and fall silent (in the long form they finish as well),
 * and nobody gets more than two messages a week that they did not ask for. `npm run bench -- messages` counts a larger one.
 */
import { expect, it } from 'vitest'
import { byPersonWeek, countWeeks, unaskedKinds, unaskedOf } from '../../bench/unasked.ts'
import { peopleFor } from '../../src/demo/people.ts'
import type { Stage } from '../../src/demo/stage.ts'
import { startTestBot } from '../support/bot.ts'
import { lengthOf } from '../support/lengths.ts'

const { weeks, seeds } = lengthOf('test/outbox/weeks.test.ts')

/** The part of the demo's stage on which weeks are played, with the bot in this process. */
async function aStage(people: number) {
  const bot = await startTestBot({ sandbox: { people: peopleFor(people) } })
  const { sandbox, settle, until } = bot
  return { db: bot.db, stage: { sandbox, as: (name) => sandbox.as(name), settle, until } as Stage }
}

it('says of each kind whether it is unasked: what comes by itself and asks or advises', () => {
  expect(unaskedKinds().sort()).toEqual([
    'agreement.offered',
    'agreement.reminder',
    'agreement.unsigned',
    'checkins.prompt',
    'circles.ask',
    'circles.invite',
    'closing.invite',
    'closing.reminder',
    'goals.due',
    'goals.offer',
    'guides.week',
    'ladder.nudge',
    'meetings.met',
    'plans.waiting',
    'requests.reminder',
  ])
})

it.each(seeds)('nobody gets more than two unasked messages a week, seed %i', async (seed) => {
  const { stage, db } = await aStage(6)
  const { told, personWeeks } = await countWeeks(stage, db, { weeks, seed })
  // Most are there from the first week on.
  expect(personWeeks).toBeGreaterThan(3 * weeks)
  const unasked = unaskedOf(told)
  const most = [...byPersonWeek(unasked)].filter(([, each]) => each.length > 2)
  expect(most).toEqual([])
  // They were asked how it goes, whether they met, and got advice; some of it in one message.
  const kinds = new Set(unasked.flatMap((each) => each.kinds))
  for (const kind of ['checkins.prompt', 'meetings.met', 'guides.week']) expect(kinds).toContain(kind)
  expect(unasked.some((each) => new Set(each.kinds).size > 1)).toBe(true)
  expect(stage.sandbox.traffic.errors).toEqual([])
})
