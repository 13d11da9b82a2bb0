/** Both at once, on each engine: it is complete once, or they go on. */
import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../src/core/calendar.ts'
import { closeEarly, reopenMentorship, saveReview } from '../../../src/features/growth/closing/service.ts'
import { takeBreak } from '../../../src/features/growth/ladder/service.ts'
import { recordUnplannedMeeting } from '../../../src/features/pairs/mentorship/service.ts'
import { findMember } from '../../../src/features/people/members/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { onEveryDatabase } from '../../support/databases.ts'
import { aPair, dmsSaying, mentorshipOf } from '../mentorship/pairs.ts'

const lastWord = (bot: TestBot, person: string, id: string) =>
  saveReview(bot.ctx, bot.as(person).id, id, {
    next: 'complete',
    until: undefined,
    reached: 'It is done',
    helped: undefined,
    thanks: undefined,
    named: [],
  })
const closings = async (bot: TestBot) => {
  const rows = await bot.db.q.select().from(bot.db.tables.closings)
  return rows.map((row) => row.status)
}

onEveryDatabase(({ open }) => {
  it('both close it, both have their last word: complete once, and one place is free once', async () => {
    const { bot, id } = await aPair({ db: await open() })
    const [ana, ben] = [bot.as('ana').id, bot.as('ben').id]
    const closed = await Promise.all([closeEarly(bot.ctx, ana, id), closeEarly(bot.ctx, ben, id)])
    expect(closed.filter((each) => each.ok)).toHaveLength(1)
    expect(closed.find((each) => !each.ok)).toMatchObject({ reason: expect.stringContaining('are closing') })
    const said = await Promise.all([lastWord(bot, 'ana', id), lastWord(bot, 'ben', id)])
    expect(said.every((each) => each.ok)).toBe(true)
    await bot.settle()
    expect(await mentorshipOf(bot, id)).toMatchObject({ state: 'completed', ending: 'completed' })
    expect(await closings(bot)).toEqual(['completed'])
    expect((await findMember(bot.ctx, ben))?.taken).toBe(0)
    await bot.advance(DAY_MS)
    for (const person of ['ana', 'ben'])
      expect(dmsSaying(bot, person, /From .* to today.*Thank you both/s)).toHaveLength(1)
  })

  it('one has a last word while the other goes on after all: they go on, and the word is not lost', async () => {
    const { bot, id } = await aPair({ db: await open() })
    await closeEarly(bot.ctx, bot.as('ana').id, id)
    await Promise.all([lastWord(bot, 'ben', id), reopenMentorship(bot.ctx, bot.as('ana').id, id)])
    await bot.advance(10 * DAY_MS)
    expect((await mentorshipOf(bot, id)).state).not.toBe('completed')
    expect(await closings(bot)).toEqual(['reopened'])
  })

  it('one takes a break while the other says that they met: what came second counts, and something is due', async () => {
    const { bot, id } = await aPair({ db: await open() })
    await Promise.all([
      takeBreak(bot.ctx, bot.as('ana').id, id, '2026-11-02'),
      recordUnplannedMeeting(bot.ctx, bot.as('ben').id, id),
      recordUnplannedMeeting(bot.ctx, bot.as('ana').id, id),
    ])
    const m = await mentorshipOf(bot, id)
    expect(m.metAt).not.toBeNull()
    expect([m.state, m.restsUntil === null]).toEqual(
      m.state === 'paused' ? ['paused', false] : ['active', true],
    )
    const due = await bot.ctx.schedule.find(m.state === 'paused' ? 'ladder.rested' : 'ladder.climb', id)
    expect(due?.dueAt).toBeGreaterThan(bot.ctx.now() + HOUR_MS)
  })
})
