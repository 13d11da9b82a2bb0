/** After two sessions: go on, or somebody else, and nobody can tell who wished it. */
import { expect, it } from 'vitest'
import { DAY_MS } from '../../../src/core/calendar.ts'
import { chooseInTrial } from '../../../src/features/growth/trial/service.ts'
import { endAlone, recordUnplannedMeeting } from '../../../src/features/pairs/mentorship/service.ts'
import { findMember, pauseUntil } from '../../../src/features/people/members/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { joinAll } from '../../support/pairing.ts'
import { mentorshipOf } from '../mentorship/pairs.ts'
import { dmsSaying, homeOf, presses, twoZones } from '../sessions/people.ts'

/** Ana and Finn, who met on two Mondays at three in Lisbon, and were asked then. */
async function metTwice(...others: string[]) {
  const { bot, id } = await twoZones()
  await joinAll(bot, ...others)
  await bot.advance(6 * 3_600_000)
  await recordUnplannedMeeting(bot.ctx, bot.as('ana').id, id)
  await bot.advance(7 * DAY_MS)
  expect(dmsSaying(bot, 'ana', /have met twice/)).toEqual([])
  await recordUnplannedMeeting(bot.ctx, bot.as('finn').id, id)
  await bot.settle()
  return { bot, id }
}

const says = (bot: TestBot, person: string, button: RegExp) => presses(bot, person, /have met twice/, button)
const GO_ON = /^Go on with/
const REMATCH = /^I would like a new match instead/
/** Everything that a person was told since, with its instant. */
const told = (bot: TestBot, person: string, since: number) =>
  bot
    .as(person)
    .dms()
    .filter((dm) => dm.at > since)
    .map((dm) => [dm.at, bot.reads(person, dm)])

it('asks both in private, says what follows, and when', async () => {
  const { bot } = await metTwice()
  for (const person of ['ana', 'finn']) {
    const [question] = dmsSaying(bot, person, /have met twice/)
    const words = bot.reads(person, question)
    expect(words).toContain('nobody’s fault'.replace('’', "'"))
    expect(words).toContain('Your partner may guess')
    expect(words).toContain('No answer counts as going on')
    expect(words).toMatch(/You both hear on Thu 15 Oct/)
  }
  expect(bot.as('ana').groups()[0]?.messages).toHaveLength(1)
  expect(await homeOf(bot, 'ana')).toContain('Would you like to go on?')
  // A third meeting does not ask again.
  await bot.advance(DAY_MS)
  expect(dmsSaying(bot, 'ana', /have met twice/)).toHaveLength(1)
})

it('goes on where both want it, and where one has not answered', async () => {
  const { bot, id } = await metTwice()
  expect(await says(bot, 'ana', GO_ON)).toContain('nobody else sees it')
  expect(dmsSaying(bot, 'ana', /thank you, I have your answer/)).toHaveLength(1)
  expect(await homeOf(bot, 'ana')).not.toContain('Would you like to go on?')
  await bot.advance(4 * DAY_MS)
  for (const person of ['ana', 'finn']) expect(dmsSaying(bot, person, /go on together/)).toHaveLength(1)
  expect(await mentorshipOf(bot, id)).toMatchObject({ status: 'active' })
  expect(await bot.db.q.select().from(bot.db.tables.trials)).toMatchObject([
    { over: true, menteeSays: null, mentorSays: null },
  ])
  expect(await chooseInTrial(bot.ctx, bot.as('ana').id, id, 'rematch')).toMatchObject({ ok: false })
})

it('ends in the same words and at the same instant, whoever wished it, whenever they said so', async () => {
  const outcomes = []
  for (const [ana, finn] of [
    [REMATCH, undefined],
    [GO_ON, REMATCH],
    [REMATCH, REMATCH],
  ]) {
    const { bot, id } = await metTwice('ben')
    const since = bot.sandbox.clock.now()
    if (finn) await says(bot, 'finn', finn)
    await bot.advance(DAY_MS)
    if (ana) await says(bot, 'ana', ana)
    await bot.advance(DAY_MS)
    expect((await mentorshipOf(bot, id)).status).toBe('active')
    await bot.advance(3 * DAY_MS)
    expect(await mentorshipOf(bot, id)).toMatchObject({ status: 'ended', ending: 'trial over' })
    expect((await findMember(bot.ctx, bot.as('finn').id))?.taken).toBe(0)
    expect((await findMember(bot.ctx, bot.as('ana').id))?.firstInLineAt).not.toBeNull()
    const ended = (person: string) =>
      told(bot, person, since).filter(([, text]) => /trial with/.test(String(text)))
    outcomes.push([ended('ana'), ended('finn')])
    expect(ended('ana')[0]?.[1]).toMatch(/nobody is at fault.*Ben Badger/s)
    expect(ended('ana')[0]?.[0]).toBe(ended('finn')[0]?.[0])
    // A past pair is not suggested again.
    await bot.as('ana').command('/mentor find')
    expect(bot.reads('ana', bot.as('ana').modal())).not.toContain('Finn Flamingo')
    await bot.stop()
  }
  for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0])
})

it('lets everybody change their mind until the end', async () => {
  const { bot, id } = await metTwice()
  await says(bot, 'finn', REMATCH)
  await presses(bot, 'finn', /I have your answer/, GO_ON)
  await bot.advance(4 * DAY_MS)
  expect(await mentorshipOf(bot, id)).toMatchObject({ status: 'active' })
})

it('waits for somebody who takes a break, and is forgotten where the mentorship ends otherwise', async () => {
  const { bot, id } = await metTwice()
  await says(bot, 'ana', REMATCH)
  await pauseUntil(bot.ctx, bot.as('finn').id, '2026-10-26')
  await bot.advance(10 * DAY_MS)
  expect(await mentorshipOf(bot, id)).toMatchObject({ status: 'active' })
  await endAlone(bot.ctx, bot.as('finn').id, id)
  await bot.advance(20 * DAY_MS)
  expect(dmsSaying(bot, 'ana', /trial with|go on together/)).toEqual([])
  expect(await mentorshipOf(bot, id)).toMatchObject({ ending: 'ended by one' })
})

it('takes no answer from anybody else', async () => {
  const { bot, id } = await metTwice('chidi')
  expect(await chooseInTrial(bot.ctx, bot.as('chidi').id, id, 'rematch')).toMatchObject({ ok: false })
})
