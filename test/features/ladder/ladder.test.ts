/** What happens to a pair that has gone quiet. */
import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/core/calendar.ts'
import { askForHand, takeBackHandWish } from '../../../src/features/growth/ladder/service.ts'
import { recordUnplannedMeeting } from '../../../src/features/pairs/mentorship/service.ts'
import { becomeCoordinator } from '../../../src/features/people/coordinators/service.ts'
import { findMember, pauseUntil, resume } from '../../../src/features/people/members/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { setMember } from '../../support/members.ts'
import { aPair, dmsSaying, homeOf, joinAll, mentorshipOf, modalOf, pair, START } from '../mentorship/pairs.ts'

/** Three weeks after the start, a Monday at nine in Lisbon: the clocks went back the day before. */
const STALLED = Date.parse('2026-10-26T09:00:00Z')
/** What the ladder asks, rung by rung: each waits for an answer. */
const nudged = (bot: TestBot, person: string) => dmsSaying(bot, person, /Time for a session with/)
const asked = (bot: TestBot, person: string) => dmsSaying(bot, person, /Have you and .* met lately/)
const offered = (bot: TestBot, person: string) => dmsSaying(bot, person, /what would help now/)
const hands = (bot: TestBot) => dmsSaying(bot, 'dana', /could use a hand\./)

async function quietPair() {
  const { bot, id } = await aPair()
  await becomeCoordinator(bot.ctx, bot.as('dana').id)
  // The weekly question is another story.
  for (const person of ['ana', 'ben'])
    await bot.ctx.commit(setMember(bot.ctx, bot.as(person).id, { checkinEvery: 0 }))
  return { bot, id }
}

it('climbs rung by rung, three working days each: a nudge, a question, three ways out, then the coordinators', async () => {
  const { bot, id } = await quietPair()
  await bot.until(STALLED - HOUR_MS)
  expect([...nudged(bot, 'ana'), ...nudged(bot, 'ben')]).toEqual([])
  await bot.until(STALLED)
  expect([nudged(bot, 'ana').length, nudged(bot, 'ben').length]).toEqual([1, 1])
  expect(nudged(bot, 'ana')[0]!.text.split('\n')[0]).toBe('Time for a session with Ben Badger?')

  await bot.until(STALLED + 3 * DAY_MS - HOUR_MS)
  expect(asked(bot, 'ana')).toEqual([])
  await bot.until(STALLED + 3 * DAY_MS + HOUR_MS)
  expect([asked(bot, 'ana').length, asked(bot, 'ben').length]).toEqual([1, 1])
  expect(dmsSaying(bot, 'ana', /I have asked once more since/)).toHaveLength(1)

  // A weekend lies between.
  await bot.until(STALLED + 8 * DAY_MS + HOUR_MS)
  expect(bot.reads('ben', offered(bot, 'ben')[0])).toMatch(
    /Take a break.*Try somebody else.*Close it well.*the coordinators see/s,
  )
  expect((await mentorshipOf(bot, id)).needsHandAt).toBeNull()
  await bot.until(STALLED + 11 * DAY_MS + 12 * HOUR_MS)
  expect(hands(bot)).toHaveLength(1)
  expect(bot.reads('dana', hands(bot)[0])).toContain('never why')
  expect(await homeOf(bot, 'dana')).toContain('1 pair could use a hand')

  // It leaves the list as soon as either says that they met.
  await bot.as('ben').click(dmsSaying(bot, 'ben', /passed on to the coordinators/)[0]!, 'We met')
  await bot.settle()
  expect(hands(bot)).toEqual([])
  expect(dmsSaying(bot, 'dana', /need no hand any more/)).toHaveLength(1)
  expect(await homeOf(bot, 'dana')).toContain('No pair needs a hand')
  expect(dmsSaying(bot, 'ana', /have met. Lovely/).length).toBeGreaterThan(0)
  expect(await homeOf(bot, 'ana')).toContain('last met')
})

it('a pair that nobody hears of for weeks is closed kindly, unless either says that they go on', async () => {
  const { bot, id } = await quietPair()
  await joinAll(bot, 'chidi')
  const other = await pair(bot, 'chidi', 'ben')
  await bot.ctx.commit(setMember(bot.ctx, bot.as('chidi').id, { checkinEvery: 0 }))
  // Both could use a hand from the start, and nothing comes of it.
  for (const [person, each] of [
    ['ana', id],
    ['chidi', other],
  ] as const)
    expect(await askForHand(bot.ctx, bot.as(person).id, each)).toMatchObject({ ok: true })
  await bot.until(START + 29 * DAY_MS + 3 * HOUR_MS)
  expect(await mentorshipOf(bot, id)).toMatchObject({ state: 'closing', needsHandAt: null })
  const [ask] = dmsSaying(bot, 'ben', /You and @Ana Albatross have not been heard of for a while/)
  await bot.as('ben').click(ask!, 'Go on with Ana Albatross')
  expect(modalOf(bot, 'ben')).toContain('You two go on')
  await bot.settle()
  expect(dmsSaying(bot, 'ana', /would like to go on after all/)).toHaveLength(1)
  expect((await mentorshipOf(bot, id)).state).toBe('active')

  await bot.advance(8 * DAY_MS)
  expect(await mentorshipOf(bot, other)).toMatchObject({ state: 'ended', ending: 'lapsed', activePair: null })
  expect(dmsSaying(bot, 'chidi', /had gone quiet, so I have closed it, kindly/)).toHaveLength(1)
  expect((await mentorshipOf(bot, id)).state).toBe('active')
})

it('two take a break until a day; it ends by itself, or sooner', async () => {
  const { bot, id } = await quietPair()
  await bot.until(STALLED + 8 * DAY_MS + HOUR_MS)
  await bot.as('ana').click(offered(bot, 'ana')[0]!, 'Take a break with Ben Badger')
  await bot.as('ana').submit({ until: '2027-06-01' })
  expect(bot.as('ana').modal()?.errors).toEqual({ until: expect.stringContaining('three months at most') })
  await bot.as('ana').submit({ until: '2026-11-30' })
  expect(modalOf(bot, 'ana')).toContain('take a break until Mon 30 Nov')
  await bot.settle()
  expect(dmsSaying(bot, 'ben', /suggests a break for you two, until Mon 30 Nov/)).toHaveLength(1)
  expect(await homeOf(bot, 'ben')).toContain('you two take a break until Mon 30 Nov')
  await bot.until(Date.parse('2026-11-30T08:00:00Z'))
  expect([...offered(bot, 'ben'), ...hands(bot)]).toEqual([])
  await bot.until(Date.parse('2026-11-30T10:00:00Z'))
  for (const person of ['ana', 'ben'])
    expect(dmsSaying(bot, person, /Your break with .* is over/)).toHaveLength(1)
  expect(await mentorshipOf(bot, id)).toMatchObject({ state: 'active', restsUntil: null })
  await bot.until(Date.parse('2026-12-07T10:00:00Z'))
  expect(nudged(bot, 'ben')).toHaveLength(1)

  await homeOf(bot, 'ben')
  await bot.as('ben').click('home', 'A break, a new match or a good close with Ana Albatross')
  await bot.as('ben').click('modal', 'Take a break with Ana Albatross')
  await bot.as('ben').submit({ until: '2027-01-11' })
  await bot.settle()
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'You and Ben Badger are back')
  await bot.settle()
  expect((await mentorshipOf(bot, id)).state).toBe('active')
  expect(dmsSaying(bot, 'ben', /Your break with .* is over/)).toHaveLength(2)
})

it('a new match, with no fault: both hear the same words, and the mentee is first in line', async () => {
  const { bot, id } = await quietPair()
  await joinAll(bot, 'chidi')
  await bot.until(STALLED + 8 * DAY_MS + HOUR_MS)
  await bot.as('ben').click(offered(bot, 'ben')[0]!, 'Try somebody else instead of Ana Albatross')
  expect(modalOf(bot, 'ben')).toContain('Ana Albatross may guess')
  await bot.as('ben').submit()
  await bot.settle()
  const words = /has ended, so that you both can try a new match. Nobody is at fault/
  expect([dmsSaying(bot, 'ana', words).length, dmsSaying(bot, 'ben', words).length]).toEqual([1, 1])
  expect(bot.reads('ana', dmsSaying(bot, 'ana', words)[0])).toContain('Chidi')
  expect(await mentorshipOf(bot, id)).toMatchObject({ state: 'ended', ending: 'rematch' })
  const [ana, ben] = [bot.as('ana').id, bot.as('ben').id]
  expect((await findMember(bot.ctx, ana))?.firstInLineAt).not.toBeNull()
  expect((await findMember(bot.ctx, ben))?.taken).toBe(0)
})

it('asks once more, three weeks after they met', async () => {
  const { bot } = await quietPair()
  await bot.until(STALLED)
  await bot.as('ana').click(nudged(bot, 'ana')[0]!, 'We met')
  expect(modalOf(bot, 'ana')).toContain('Lovely')
  await bot.settle()
  expect(nudged(bot, 'ben')).toEqual([])
  await bot.until(STALLED + 20 * DAY_MS)
  expect(nudged(bot, 'ana')).toEqual([])
  await bot.until(STALLED + 22 * DAY_MS)
  expect([nudged(bot, 'ana').length, nudged(bot, 'ben').length]).toEqual([1, 1])
  expect(hands(bot)).toEqual([])
})

it('“not yet, but we will” is asked again in a week, and tells no coordinator', async () => {
  const { bot } = await quietPair()
  await bot.until(STALLED)
  await bot.as('ben').click(nudged(bot, 'ben')[0]!, 'Not yet, but we will')
  expect(modalOf(bot, 'ben')).toContain('I ask again in a week')
  await bot.settle()
  expect(nudged(bot, 'ana')).toEqual([])
  expect(dmsSaying(bot, 'ana', /not yet, as I heard of what I asked on Mon 26 Oct/)).toHaveLength(1)
  await bot.until(STALLED + 6 * DAY_MS)
  expect(nudged(bot, 'ana')).toEqual([])
  await bot.until(STALLED + 7 * DAY_MS + HOUR_MS)
  expect(nudged(bot, 'ana')).toHaveLength(1)
  expect(hands(bot)).toEqual([])
})

const asksForHand = async (bot: TestBot) => {
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'You and Ben Badger could use a hand')
}

it('either asks for a hand: they confirm it first, and coordinators hear that, once, and nothing else', async () => {
  const { bot, id } = await quietPair()
  await asksForHand(bot)
  expect(modalOf(bot, 'ana')).toContain('They see both your names and that, never why')
  await bot.advance(12 * HOUR_MS)
  expect([hands(bot), (await mentorshipOf(bot, id)).needsHandAt]).toEqual([[], null])

  await asksForHand(bot)
  await bot.as('ana').submit()
  expect(modalOf(bot, 'ana')).toContain('the coordinators see that you and Ben Badger could use a hand')
  await bot.advance(4 * MINUTE_MS)
  expect(await homeOf(bot, 'dana')).toContain('No pair needs a hand')
  await bot.advance(12 * HOUR_MS)
  expect(hands(bot)).toHaveLength(1)
  expect(hands(bot)[0]!.text.split('\n')[0]).toBe('A pair could use a hand')
  expect(await homeOf(bot, 'ben')).toContain('the coordinators know that you could use a hand')
  expect(bot.reads('ben', bot.as('ben').home())).not.toContain('[We could use a hand]')
})

it('the wish for a hand can be taken back for five minutes, and then it is said that it is known', async () => {
  const { bot, id } = await quietPair()
  await asksForHand(bot)
  await bot.as('ana').submit()
  await bot.advance(4 * MINUTE_MS)
  // The window was closed: the same button shows how it stands.
  await asksForHand(bot)
  await bot.as('ana').click('modal', 'Take back that you and Ben Badger could use a hand')
  expect(modalOf(bot, 'ana')).toContain('Taken back. Nobody was told.')
  await bot.advance(DAY_MS)
  expect([hands(bot), (await mentorshipOf(bot, id)).needsHandAt]).toEqual([[], null])

  await asksForHand(bot)
  await bot.as('ana').submit()
  await bot.advance(6 * MINUTE_MS)
  expect(await takeBackHandWish(bot.ctx, bot.as('ana').id, id)).toMatchObject({
    reason: expect.stringContaining('It is known already'),
  })
  // What is answered before anybody hears of it ends it, too.
  await recordUnplannedMeeting(bot.ctx, bot.as('ben').id, id)
  await asksForHand(bot)
  await bot.as('ana').submit()
  await recordUnplannedMeeting(bot.ctx, bot.as('ben').id, id)
  await bot.advance(DAY_MS)
  expect((await mentorshipOf(bot, id)).state).toBe('active')
})

it('says so where nobody coordinates, offers what helps, and writes to no admin who never joined', async () => {
  const { bot, id } = await aPair()
  await asksForHand(bot)
  const said = modalOf(bot, 'ana')
  expect(said).toContain('Nobody coordinates Cairn here just now')
  expect(said).toMatch(/Take a break.*Try somebody else.*Close it well.*Plan a session.*Something is wrong/s)
  expect(bot.as('ana').modal()?.submit).toBeNull()
  expect(await askForHand(bot.ctx, bot.as('ana').id, id)).toMatchObject({
    reason: expect.stringContaining('nobody whom I could tell'),
  })
  // Nor where nobody answers and the ladder comes to its end: it says of coordinators what is true.
  for (const person of ['ana', 'ben'])
    await bot.ctx.commit(setMember(bot.ctx, bot.as(person).id, { checkinEvery: 0 }))
  await bot.until(STALLED + 8 * DAY_MS + HOUR_MS)
  expect(bot.reads('ana', offered(bot, 'ana')[0])).not.toContain('the coordinators')
  await bot.until(STALLED + 14 * DAY_MS)
  expect((await mentorshipOf(bot, id)).state).toBe('hand')
  expect([...bot.as('dana').dms(), ...bot.as('elif').dms()]).toEqual([])
  expect(await homeOf(bot, 'ben')).toContain('you could use a hand, and nobody coordinates Cairn just now')
  expect(dmsSaying(bot, 'ben', /could use a hand, and nobody coordinates/).length).toBeGreaterThan(0)
  expect(dmsSaying(bot, 'ben', /passed on to the coordinators/)).toEqual([])

  // Whoever coordinates later sees it on Home.
  await homeOf(bot, 'dana')
  await bot.as('dana').click('home', 'Become coordinator')
  expect(await homeOf(bot, 'dana')).toContain('1 pair could use a hand')
})

it('check-ins are no meetings', async () => {
  const { bot } = await aPair()
  await bot.until(START + 4 * DAY_MS + 2 * HOUR_MS)
  await bot.as('ana').click(dmsSaying(bot, 'ana', /How is it going/).at(-1)!, 'Good')
  await bot.until(STALLED)
  expect(nudged(bot, 'ana')).toHaveLength(1)
})

it('stops while either is paused, and asks a week after they are back', async () => {
  const { bot } = await quietPair()
  await bot.until(STALLED - DAY_MS)
  expect(await pauseUntil(bot.ctx, bot.as('ben').id, '2026-11-09')).toMatchObject({ ok: true })
  await bot.until(Date.parse('2026-11-15T12:00:00Z'))
  expect([...nudged(bot, 'ana'), ...hands(bot)]).toEqual([])
  await bot.until(Date.parse('2026-11-16T12:00:00Z'))
  expect([nudged(bot, 'ana').length, nudged(bot, 'ben').length]).toEqual([1, 1])
})

it('asks anew after a pause that began when both were asked already', async () => {
  const { bot } = await quietPair()
  await bot.until(STALLED)
  await pauseUntil(bot.ctx, bot.as('ana').id, '2026-11-02')
  await bot.until(Date.parse('2026-11-08T12:00:00Z'))
  expect(hands(bot)).toEqual([])
  await bot.until(Date.parse('2026-11-09T12:00:00Z'))
  expect(nudged(bot, 'ben')).toHaveLength(1)
  expect(dmsSaying(bot, 'ben', /not yet, as I heard/)).toHaveLength(1)
  expect(await resume(bot.ctx, bot.as('ana').id)).toMatchObject({ ok: false })
})

it('asks nobody at the weekend, on a holiday or at night', async () => {
  const { bot } = await quietPair()
  await bot.ctx.commit(setMember(bot.ctx, bot.as('ana').id, { holidays: ['2026-10-26'] }))
  await bot.ctx.commit(setMember(bot.ctx, bot.as('ben').id, { zone: 'Pacific/Auckland' }))
  await bot.until(STALLED + HOUR_MS)
  // In Auckland it is eleven at night, and in Lisbon a holiday.
  expect([...nudged(bot, 'ana'), ...nudged(bot, 'ben')]).toEqual([])
  await bot.until(Date.parse('2026-10-26T20:00:00Z'))
  expect([nudged(bot, 'ana').length, nudged(bot, 'ben').length]).toEqual([0, 1])
  await bot.until(Date.parse('2026-10-27T09:00:00Z'))
  expect(nudged(bot, 'ana')).toHaveLength(1)
})

it('keeps to two unasked messages a week, and coordinators hear of no silence before the question was asked', async () => {
  const { bot } = await quietPair()
  const { counters } = bot.db.tables
  for (const person of ['ana', 'ben'])
    await bot.db.q
      .insert(counters)
      .values({ workspace: bot.bot.workspace, key: `nudges:${bot.as(person).id}:2026-10-26`, used: 2 })
  await bot.until(Date.parse('2026-11-02T08:00:00Z'))
  expect([...nudged(bot, 'ana'), ...nudged(bot, 'ben'), ...hands(bot)]).toEqual([])
  await bot.until(Date.parse('2026-11-02T09:00:00Z'))
  expect([nudged(bot, 'ana').length, nudged(bot, 'ben').length]).toEqual([1, 1])
  await bot.until(Date.parse('2026-11-12T20:00:00Z'))
  expect(hands(bot)).toEqual([])
  await bot.until(Date.parse('2026-11-13T20:00:00Z'))
  expect(hands(bot)).toHaveLength(1)
})
