/** Leaving, ending and asking for a hand at once: lost in the database, on each engine. */
import { expect, it } from 'vitest'
import { MINUTE_MS } from '../../../src/core/calendar.ts'
import { askForHand } from '../../../src/features/growth/ladder/service.ts'
import { endAlone, recordUnplannedMeeting } from '../../../src/features/pairs/mentorship/service.ts'
import { becomeCoordinator } from '../../../src/features/people/coordinators/service.ts'
import { findMember, leave, pauseUntil, resume } from '../../../src/features/people/members/service.ts'
import { onEveryDatabase } from '../../support/databases.ts'
import { aPair, joinAll, mentorshipOf, pair, tryPair } from '../mentorship/pairs.ts'

const won = (outcomes: { ok: boolean }[]) => outcomes.filter((each) => each.ok).length

onEveryDatabase(({ open }) => {
  it('a mentorship is ended once, and its place given back once, however many end it', async () => {
    const { bot, id } = await aPair({ db: await open() })
    await joinAll(bot, 'chidi')
    await pair(bot, 'chidi', 'ben')
    const [ana, ben] = [bot.as('ana').id, bot.as('ben').id]
    const ends = await Promise.all([ana, ben, ana, ben].map((person) => endAlone(bot.ctx, person, id)))
    expect(won(ends)).toBe(1)
    expect((await findMember(bot.ctx, ben))?.taken).toBe(1)
  })

  it('leaving and ending at once ends once and leaves', async () => {
    const { bot, id } = await aPair({ db: await open() })
    const [ana, ben] = [bot.as('ana').id, bot.as('ben').id]
    const [left, ended] = await Promise.all([leave(bot.ctx, ben, false), endAlone(bot.ctx, ana, id)])
    expect(left.ok || ended.ok).toBe(true)
    if (!left.ok) expect(await leave(bot.ctx, ben, false)).toMatchObject({ ok: true })
    expect(await mentorshipOf(bot, id)).toMatchObject({ status: 'ended' })
    expect(await findMember(bot.ctx, ben)).toMatchObject({ status: 'left', taken: 0 })
  })

  it('two have one mentorship, a mentee who wants one mentor has one, a mentor has no more than fit', async () => {
    const { bot } = await aPair({ db: await open() })
    await joinAll(bot, 'chidi', 'jonas', 'leo', 'finn')
    const twice = await Promise.all([tryPair(bot, 'chidi', 'ben'), tryPair(bot, 'chidi', 'ben')])
    expect(twice.filter((failed) => failed === undefined)).toHaveLength(1)
    const sole = await Promise.all([
      tryPair(bot, 'finn', 'jonas', { sole: true }),
      tryPair(bot, 'finn', 'leo', { sole: true }),
    ])
    expect(sole.filter((failed) => failed === undefined)).toHaveLength(1)
    expect(await tryPair(bot, 'leo', 'ben')).toBe('full')
  })

  it('a pair needs a hand once, whoever asks, and not at all once they met', async () => {
    const { bot, id } = await aPair({ db: await open() })
    const [ana, ben] = [bot.as('ana').id, bot.as('ben').id]
    await becomeCoordinator(bot.ctx, bot.as('elif').id)
    const asked = await Promise.all([askForHand(bot.ctx, ana, id), askForHand(bot.ctx, ben, id)])
    expect(won(asked)).toBe(2)
    await bot.advance(5 * MINUTE_MS)
    const { deliveries } = bot.db.tables
    const hands = (await bot.db.q.select().from(deliveries)).filter((each) => each.kind === 'admin.hand')
    expect(hands).toHaveLength(1)
    expect(await recordUnplannedMeeting(bot.ctx, ben, id)).toMatchObject({ ok: true })
    expect((await mentorshipOf(bot, id)).needsHandAt).toBeNull()
  })

  it('of several who would coordinate first, one does', async () => {
    const { bot } = await aPair({ db: await open() })
    const both = await Promise.all(
      ['dana', 'elif', 'dana'].map((person) => becomeCoordinator(bot.ctx, bot.as(person).id)),
    )
    expect(won(both)).toBe(1)
    expect(await bot.db.q.select().from(bot.db.tables.coordinators)).toHaveLength(1)
  })

  it('an account that goes while its partner ends the mentorship is gone all the same', async () => {
    const { bot, id } = await aPair({ db: await open() })
    const [ana, ben] = [bot.as('ana').id, bot.as('ben').id]
    await Promise.all([bot.sandbox.admin.deactivate('ben'), endAlone(bot.ctx, ana, id)])
    await bot.settle()
    expect(await bot.ctx.directory.person(ben)).toMatchObject({ deactivated: true })
    expect(await findMember(bot.ctx, ben)).toMatchObject({ status: 'left', taken: 0 })
    expect(await mentorshipOf(bot, id)).toMatchObject({ status: 'ended' })
  })

  it('pausing and resuming at once ends in one of the two', async () => {
    const { bot } = await aPair({ db: await open() })
    const { id } = bot.as('ana')
    await pauseUntil(bot.ctx, id, '2026-10-12')
    await Promise.all([resume(bot.ctx, id), pauseUntil(bot.ctx, id, '2026-10-19')])
    const member = await findMember(bot.ctx, id)
    expect(member?.pausedUntil === null).toBe(member?.status === 'active')
    const job = await bot.ctx.schedule.find('membership.resume', id)
    expect(job?.dueAt ?? null).toBe(member?.pausedUntil)
  })
})
