/** Goals as people set and see them. */
import type { TestBot, TestBotOptions } from '../../support/bot.ts'
import { setMember } from '../../support/members.ts'
import { aPair, homeOf, joinAll } from '../mentorship/pairs.ts'

export const GOAL = {
  specific: 'Lead discovery for the quince team',
  measure: 'from 2 to 12 interviews',
  firstStep: 'Sit in on two interviews',
  competency: 'User research',
  objective: 'Fewer bets lost',
  due: '2026-12-01',
}

export const rowsOf = (bot: TestBot) => bot.db.q.select().from(bot.db.tables.goals)

/** Ana (mentee) and Ben, and Chidi besides; nobody is asked to check in. */
export async function aQuietPair(options: TestBotOptions = {}) {
  const { bot, id } = await aPair(options)
  await joinAll(bot, 'chidi')
  for (const person of ['ana', 'ben', 'chidi'])
    await bot.ctx.commit(setMember(bot.ctx, bot.as(person).id, { checkinEvery: 0 }))
  return { bot, id }
}

/** Fills in the form that a person has open, or opens one from Home. */
export async function setGoal(bot: TestBot, person: string, values: Partial<typeof GOAL> = {}) {
  await bot.as(person).command('/mentor goals')
  await bot.as(person).click('modal', 'Set a goal')
  const outcome = await bot.as(person).submit({ ...GOAL, ...values })
  await bot.settle()
  return outcome
}

/** Opens the person's n-th goal from Home. */
export async function openGoal(bot: TestBot, person: string, n = 1) {
  await homeOf(bot, person)
  await bot.as(person).click('home', `Open goal ${n}`)
}

/** Ben opens the goal that Ana shares. */
export async function openAsMentor(bot: TestBot) {
  await homeOf(bot, 'ben')
  await bot.as('ben').click('home', 'See the goals of Ana Albatross')
  await bot.as('ben').click('modal', 'Open goal 1')
}
