/** A coordinator, mentors with room, and people who look for a mentor. */
import { becomeCoordinator } from '../../../src/features/people/coordinators/service.ts'
import { saveCard } from '../../../src/features/people/members/service.ts'
import { startTestBot, type TestBot, type TestBotOptions } from '../../support/bot.ts'
import { joinWith } from '../../support/joining.ts'
import { START } from '../mentorship/pairs.ts'

/** Dana coordinates; `mentors` have one place each and `mentees` look for a mentor, all for roadmapping. */
export async function aRound(
  { mentors = ['ben', 'chidi'], mentees = ['ana', 'jonas'] }: { mentors?: string[]; mentees?: string[] } = {},
  options: TestBotOptions = {},
) {
  const bot = await startTestBot({ ...options, sandbox: { now: START, ...options.sandbox } })
  await becomeCoordinator(bot.ctx, bot.as('dana').id)
  for (const person of mentors) {
    await joinWith(bot, person, { role: 'mentor', wants: [] })
    await saveCard(bot.ctx, bot.as(person).id, 'time', { capacity: 1 })
  }
  for (const person of mentees) await joinWith(bot, person, { role: 'mentee', offers: [] })
  await bot.settle()
  return bot
}

/** Dana types the command and solves, with nothing chosen but what the form proposes. */
export async function solved(bot: TestBot, form: Record<string, unknown> = {}) {
  const dana = bot.as('dana')
  await dana.command('/mentor round')
  await dana.submit(form)
  await bot.settle()
  return dana
}

export const shown = (bot: TestBot, person = 'dana') => bot.reads(person, bot.sandbox.as(person).modal())
