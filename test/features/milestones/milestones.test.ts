/** A year of mentoring: each of the two hears it, and the channel names those alone who chose to be celebrated. */
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../src/core/calendar.ts'
import { endAlone } from '../../../src/features/pairs/mentorship/service.ts'
import { chooseCelebration } from '../../../src/features/people/privacy/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { aPair, dmsSaying } from '../mentorship/pairs.ts'

const YEAR_MS = 365 * DAY_MS
const channel = (bot: TestBot) =>
  bot
    .as('chidi')
    .messages('pm-wins')
    .map((message) => bot.reads('chidi', message))
    .join('\n')

/** Ana and Ben, at it for a year, or for so many, tomorrow. */
async function almostAYear(years = 1) {
  const { bot, id } = await aPair()
  const { mentorships } = bot.db.tables
  const begun = bot.ctx.now() - years * YEAR_MS + DAY_MS
  await bot.db.q
    .update(mentorships)
    .set({ startedAt: begun, metAt: bot.ctx.now() })
    .where(eq(mentorships.id, id))
  await bot.ctx.commit(bot.ctx.schedule.at('milestones.anniversary', id, begun + years * YEAR_MS))
  await chooseCelebration(bot.ctx, bot.as('ana').id, 'public')
  return { bot, id }
}

it('is told to both, and in public as each of them chose; then again in a year', async () => {
  const { bot, id } = await almostAYear()
  await bot.advance(DAY_MS + 12 * HOUR_MS)
  for (const person of ['ana', 'ben'])
    expect(dmsSaying(bot, person, /have been at it for 1 year.*Give kudos/s)).toHaveLength(1)
  expect(channel(bot)).toContain('A year of mentoring: @Ana Albatross.')
  expect(channel(bot)).not.toContain('Ben')
  expect((await bot.ctx.schedule.find('milestones.anniversary', id))?.dueAt).toBeGreaterThan(
    bot.ctx.now() + 363 * DAY_MS,
  )
})

it('says in the channel and to each of the two which year it is, also the third', async () => {
  const { bot, id } = await almostAYear(3)
  await bot.advance(DAY_MS + 12 * HOUR_MS)
  expect(channel(bot)).toContain('3 years of mentoring: @Ana Albatross.')
  expect(dmsSaying(bot, 'ben', /have been at it for 3 years/)).toHaveLength(1)
  const next = (await bot.ctx.schedule.find('milestones.anniversary', id))!.dueAt
  expect(Math.round((next - bot.ctx.now()) / DAY_MS)).toBeOneOf([364, 365])
})

it('is told to nobody once it has ended, and not in public to somebody who thought better of it', async () => {
  const { bot, id } = await almostAYear()
  await endAlone(bot.ctx, bot.as('ben').id, id)
  await bot.advance(2 * DAY_MS)
  expect(dmsSaying(bot, 'ana', /have been at it/)).toEqual([])

  const other = await almostAYear()
  await chooseCelebration(other.bot.ctx, other.bot.as('ana').id, 'never')
  await other.bot.advance(2 * DAY_MS)
  expect(channel(other.bot)).not.toContain('A year of mentoring')
})
