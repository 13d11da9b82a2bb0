/** The end of a mentorship, well made: early, on its last day, extended, or after all not. */
import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../src/core/calendar.ts'
import { endAlone } from '../../../src/features/pairs/mentorship/service.ts'
import { findMember } from '../../../src/features/people/members/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { joinWith } from '../../support/joining.ts'
import { setMember } from '../../support/members.ts'
import { aPair, dmsSaying, forge, homeOf, mentorshipOf, modalOf } from '../mentorship/pairs.ts'

const wins = (bot: TestBot) =>
  bot.sandbox
    .as('ana')
    .messages('pm-wins')
    .map((message) => bot.reads('ana', message))

async function thePair() {
  const { bot, id } = await aPair()
  for (const person of ['ana', 'ben'])
    await bot.ctx.commit(setMember(bot.ctx, bot.as(person).id, { checkinEvery: 0 }))
  return { bot, id }
}

/** Ana closes it early, from Home. */
async function closedByAna(bot: TestBot) {
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'A break, a new match or a good close with Ben Badger')
  await bot.as('ana').click('modal', 'Close it well with Ben Badger')
  await bot.as('ana').submit()
}

it('early: each has a last word, reads the other’s once both have, and the channel hears what was allowed', async () => {
  const { bot, id } = await thePair()
  // Ana only seeks a mentor.
  await joinWith(bot, 'ana', { role: 'mentee' })
  await bot.as('ben').click(bot.as('ben').groups()[0]!.messages[0]!, { text: 'We met' })
  await closedByAna(bot)
  expect(modalOf(bot, 'ana')).toContain('A last word')
  expect(modalOf(bot, 'ana')).not.toContain('Go on for longer')
  await bot.as('ana').submit({
    reached: 'I run discovery alone',
    helped: 'Your calm questions',
    thanks: 'Thank you for the walks',
    named: ['You may name me in the wins channel'],
  })
  expect(modalOf(bot, 'ana')).toContain('I have your last word')
  await bot.settle()
  expect((await mentorshipOf(bot, id)).state).toBe('closing')

  const [ask] = dmsSaying(bot, 'ben', /would like to close your mentorship, and to close it well/)
  expect(await homeOf(bot, 'ben')).toContain('It completes by itself on')
  await bot.as('ben').click(ask!, /My last word/)
  expect(modalOf(bot, 'ben')).not.toContain('calm questions')
  await bot.as('ben').submit({ reached: 'I learned to listen' })
  await bot.settle()

  expect(await mentorshipOf(bot, id)).toMatchObject({
    state: 'completed',
    status: 'ended',
    ending: 'completed',
    activePair: null,
  })
  expect((await findMember(bot.ctx, bot.as('ben').id))?.taken).toBe(0)
  const [done] = dmsSaying(bot, 'ben', /have completed your mentorship.*1 session/s)
  await bot.as('ben').click(done!, 'Read the last word of Ana Albatross')
  expect(modalOf(bot, 'ben')).toMatch(/Your calm questions.*Thank you for the walks/s)
  expect(modalOf(bot, 'ben')).not.toContain('discovery')
  // Ben left nothing for Ana but what is his own.
  expect(dmsSaying(bot, 'ana', /have completed your mentorship/)).toHaveLength(1)
  expect(dmsSaying(bot, 'ana', /Read the last word/)).toHaveLength(0)
  expect(dmsSaying(bot, 'ana', /mentorship with .* has ended/)).toHaveLength(0)
  await bot.advance(12 * HOUR_MS)
  expect(wins(bot).filter((text) => text.includes('A graduation'))).toEqual([
    expect.stringMatching(/A graduation: @Ana Albatross has completed a mentorship/),
  ])

  await bot.advance(16 * DAY_MS)
  expect(dmsSaying(bot, 'ana', /Would you mentor|what a good mentor does/)).toHaveLength(1)
  expect(dmsSaying(bot, 'ben', /what a good mentor does/)).toHaveLength(0)
})

it('whoever began it may go on after all; the other may not, and nobody else sees anything', async () => {
  const { bot, id } = await thePair()
  await closedByAna(bot)
  await bot.settle()
  const { closings } = bot.db.tables
  const [row] = await bot.db.q.select().from(closings)
  await forge(bot, 'ben', 'closing.reopen', id)
  await forge(bot, 'chidi', 'closing.reopen', id)
  for (const value of [row!.id, id, '']) await forge(bot, 'chidi', 'closing.read', value)
  await forge(bot, 'ben', 'closing.read', row!.id)
  expect((await mentorshipOf(bot, id)).state).toBe('closing')

  await bot.as('ana').click('modal', 'Go on after all with Ben Badger')
  expect(modalOf(bot, 'ana')).toContain('You two go on')
  await bot.settle()
  expect((await mentorshipOf(bot, id)).state).toBe('active')
  expect(dmsSaying(bot, 'ben', /would like to go on after all/)).toHaveLength(1)
  expect(dmsSaying(bot, 'ben', /You and @Ana Albatross go on after all/)).toHaveLength(1)
  expect((await bot.db.q.select().from(closings)).map((c) => [c.status, c.openOf])).toEqual([
    ['reopened', null],
  ])
})

it('without an answer it completes by itself; who is silent is reminded once; nobody is named who did not say yes', async () => {
  const { bot, id } = await thePair()
  await closedByAna(bot)
  await bot.as('ana').submit({ next: 'Complete it, and a new match' })
  await bot.advance(3 * DAY_MS)
  expect(dmsSaying(bot, 'ben', /A last word on you and/)).toHaveLength(1)
  await bot.advance(6 * DAY_MS)
  expect((await mentorshipOf(bot, id)).state).toBe('completed')
  expect(dmsSaying(bot, 'ben', /A last word on you and/)).toHaveLength(1)
  expect(dmsSaying(bot, 'ana', /first in line for the next mentor/)).toHaveLength(1)
  expect(dmsSaying(bot, 'ben', /first in line|new match/)).toHaveLength(0)
  expect((await findMember(bot.ctx, bot.as('ana').id))?.firstInLineAt).not.toBeNull()
  expect(wins(bot).join()).not.toContain('graduation')
})

it('a week before the last day both are asked; a later one that both sign lets them go on', async () => {
  const { bot, id } = await thePair()
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'Make the agreement with Ben Badger')
  await bot.as('ana').submit({ endsOn: '2026-10-30', cadenceDays: 'Once a month' })
  await bot.settle()
  await bot.as('ben').click(dmsSaying(bot, 'ben', /proposed/).at(-1)!, 'Read and sign')
  await bot.as('ben').click('modal', 'Sign it')
  await bot.until(Date.parse('2026-10-23T07:00:00Z'))
  expect(dmsSaying(bot, 'ana', /ends on Fri 30 Oct 2026/)).toHaveLength(0)
  await bot.until(Date.parse('2026-10-23T09:00:00Z'))
  expect(dmsSaying(bot, 'ben', /ends on Fri 30 Oct 2026/)).toHaveLength(1)
  expect(await homeOf(bot, 'ana')).toContain('Complete it, go on for longer')

  await bot.as('ana').click('home', /^My last word/)
  await bot.as('ana').submit({ next: 'Go on for longer', until: '2026-10-20' })
  expect(bot.as('ana').modal()?.errors).toEqual({ until: expect.stringContaining('Choose a later one') })
  await bot.as('ana').submit({ until: '2026-12-18' })
  expect(modalOf(bot, 'ana')).toContain('can sign the new last day now')
  await bot.settle()
  await bot.as('ben').click(dmsSaying(bot, 'ben', /proposed a new version/).at(-1)!, 'Read and sign')
  await bot.as('ben').click('modal', 'Sign it')
  await bot.settle()
  expect(await mentorshipOf(bot, id)).toMatchObject({ state: 'active', endsOn: '2026-12-18' })
  expect(dmsSaying(bot, 'ana', /go on, as you both signed/)).toHaveLength(1)

  // As the new day comes both have answered early: it is complete as that day ends, not before.
  await bot.until(Date.parse('2026-12-11T10:00:00Z'))
  for (const person of ['ana', 'ben']) {
    await homeOf(bot, person)
    await bot.as(person).click('home', /^My last word/)
    await bot.as(person).submit({ next: 'We complete it' })
  }
  await bot.until(Date.parse('2026-12-18T17:00:00Z'))
  expect((await mentorshipOf(bot, id)).state).toBe('closing')
  await bot.until(Date.parse('2026-12-18T18:00:00Z') + HOUR_MS)
  expect((await mentorshipOf(bot, id)).state).toBe('completed')
})

it('an end in the middle of it is an end, and a last word after that is refused with what is true', async () => {
  const { bot, id } = await thePair()
  await closedByAna(bot)
  await endAlone(bot.ctx, bot.as('ben').id, id)
  await bot.settle()
  const rows = await bot.db.q.select().from(bot.db.tables.closings)
  expect(rows.map((c) => c.status)).toEqual(['overtaken'])
  await bot.as('ana').submit({ thanks: 'Too late' })
  expect(modalOf(bot, 'ana')).toContain('has ended already')
  await bot.advance(10 * DAY_MS)
  expect(await mentorshipOf(bot, id)).toMatchObject({ state: 'ended', ending: 'ended by one' })
})
