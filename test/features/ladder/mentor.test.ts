/** What a mentor of several hears of the pairs that have gone quiet: one message, not one a mentee (rule 6). */
import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../src/core/calendar.ts'
import { endAlone, recordUnplannedMeeting } from '../../../src/features/pairs/mentorship/service.ts'
import { saveCard } from '../../../src/features/people/members/service.ts'
import type { Message } from '../../../src/sandbox/index.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { setMember } from '../../support/members.ts'
import { dmsSaying, joinAll, modalOf, pair, START } from '../mentorship/pairs.ts'

/** Three weeks after the start, a Monday at nine in Lisbon: the clocks went back the day before. */
const STALLED = Date.parse('2026-10-26T09:00:00Z')
const NAMES = { ana: 'Ana Albatross', chidi: 'Chidi Cormorant', jonas: 'Jonas Jackdaw' }
const MENTEES = Object.keys(NAMES)

/** Ben mentors three, who all have gone quiet; `laterBy` says how much after the first one each was introduced. */
async function threeQuietPairs(laterBy = 0) {
  const bot = await startTestBot({ sandbox: { now: START } })
  await joinAll(bot, 'ben', ...MENTEES)
  expect(await saveCard(bot.ctx, bot.as('ben').id, 'time', { capacity: 5 })).toMatchObject({ ok: true })
  const ids = new Map<string, string>()
  for (const mentee of MENTEES) {
    ids.set(mentee, await pair(bot, mentee, 'ben'))
    if (laterBy) await bot.advance(laterBy)
  }
  // The weekly question is another story.
  for (const person of ['ben', ...MENTEES])
    await bot.ctx.commit(setMember(bot.ctx, bot.as(person).id, { checkinEvery: 0 }))
  return { bot, idOf: (mentee: string) => ids.get(mentee)! }
}

const nudges = (bot: TestBot, person: string) =>
  dmsSaying(bot, person, /gone quiet|Time for a session with|met lately/)
const only = (found: Message[]) => {
  expect(found).toHaveLength(1)
  return found[0]!
}

it('asks once about all of them, each with its own buttons, and each mentee of their own', async () => {
  const { bot, idOf } = await threeQuietPairs()
  await bot.until(STALLED)
  const nudge = only(nudges(bot, 'ben'))
  expect(nudge.text.split('\n')[0]).toBe('3 mentorships of yours have gone quiet')
  for (const name of Object.values(NAMES))
    expect(bot.reads('ben', nudge)).toContain(`Time for a session with @${name}?`)
  // The small print is said once.
  expect(bot.reads('ben', nudge).match(/One tap is enough/g)).toHaveLength(1)
  for (const mentee of MENTEES)
    expect(only(nudges(bot, mentee)).text.split('\n')[0]).toBe('Time for a session with Ben Badger?')

  await bot.as('ben').click(nudge, 'We met: you and Chidi Cormorant')
  expect(modalOf(bot, 'ben')).toContain('Lovely')
  await bot.as('ben').click(nudge, 'Plan a session with Jonas Jackdaw')
  expect(modalOf(bot, 'ben')).toContain('Jonas Jackdaw')
  await bot.settle()
  const now = only(nudges(bot, 'ben'))
  expect(bot.reads('ben', now)).toContain('2 mentorships of yours have gone quiet')
  expect(bot.reads('ben', now)).toContain('You and @Chidi Cormorant have met. Lovely.')
  for (const mentee of ['ana', 'jonas'])
    await recordUnplannedMeeting(bot.ctx, bot.as(mentee).id, idOf(mentee))
  await bot.settle()
  expect(bot.reads('ben', bot.as('ben').dms().at(-1))).toContain('Nothing here waits for you any more')
})

it('climbs for each by itself: who has met meanwhile is not asked about, the others are, in one message', async () => {
  const { bot, idOf } = await threeQuietPairs()
  await bot.until(STALLED + DAY_MS)
  await recordUnplannedMeeting(bot.ctx, bot.as('ana').id, idOf('ana'))
  await bot.until(STALLED + 4 * DAY_MS)
  const asked = only(dmsSaying(bot, 'ben', /2 mentorships of yours have gone quiet[\s\S]*met lately/))
  expect(bot.reads('ben', asked)).not.toContain('Ana')
  expect(bot.reads('ben', asked)).toMatch(/met lately[\s\S]*met lately/)
})

it('is judged when it goes: a mentorship that has ended by the morning drops out, and with all of them the message', async () => {
  const { bot, idOf } = await threeQuietPairs()
  // In Auckland it is night when the ladder looks.
  await bot.ctx.commit(setMember(bot.ctx, bot.as('ben').id, { zone: 'Pacific/Auckland' }))
  await bot.until(STALLED + HOUR_MS)
  expect(nudges(bot, 'ben')).toEqual([])
  await recordUnplannedMeeting(bot.ctx, bot.as('chidi').id, idOf('chidi'))
  await endAlone(bot.ctx, bot.as('jonas').id, idOf('jonas'))
  await bot.until(STALLED + 12 * HOUR_MS)
  expect(only(nudges(bot, 'ben')).text.split('\n')[0]).toBe('Time for a session with Ana Albatross?')

  const other = await threeQuietPairs()
  await other.bot.ctx.commit(setMember(other.bot.ctx, other.bot.as('ben').id, { zone: 'Pacific/Auckland' }))
  await other.bot.until(STALLED + HOUR_MS)
  for (const mentee of MENTEES)
    await recordUnplannedMeeting(other.bot.ctx, other.bot.as(mentee).id, other.idOf(mentee))
  await other.bot.until(STALLED + 2 * DAY_MS)
  expect(nudges(other.bot, 'ben')).toEqual([])
})

it('tells of those that go quiet later that day tomorrow, together, and never three times a week', async () => {
  const { bot } = await threeQuietPairs(2 * HOUR_MS)
  await bot.until(STALLED + 8 * HOUR_MS)
  expect(only(nudges(bot, 'ben')).text.split('\n')[0]).toBe('Time for a session with Ana Albatross?')
  await bot.until(STALLED + DAY_MS)
  expect(nudges(bot, 'ben').map((dm) => dm.text.split('\n')[0])).toEqual([
    'Time for a session with Ana Albatross?',
    '2 mentorships of yours have gone quiet',
  ])
  await bot.until(STALLED + 6 * DAY_MS)
  expect(dmsSaying(bot, 'ben', /asked once more since/)).toHaveLength(2)
  expect(nudges(bot, 'ben')).toEqual([])
  // On Monday the next questions about all three come as one.
  await bot.until(STALLED + 7 * DAY_MS + HOUR_MS)
  expect(bot.as('ben').dms().at(-1)?.text.split('\n')[0]).toBe('3 mentorships of yours have gone quiet')
})
