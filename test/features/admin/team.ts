/** Says who runs the programme, as its coordinator does it. */
import type { TestBot } from '../../support/bot.ts'
import { homeOf } from '../mentorship/pairs.ts'

export interface Team {
  coordinators: string[]
  deputy?: string
  outside?: string
}

/** The first coordinator opens the form and saves it. */
export async function runBy(bot: TestBot, { coordinators, deputy, outside }: Team, by = coordinators[0]!) {
  await homeOf(bot, by)
  await bot.as(by).click('home', 'Coordinators, their deputy, and the contact outside')
  const ids = (people: (string | undefined)[]) =>
    people.filter((person) => person !== undefined).map((person) => bot.as(person).id)
  return bot.as(by).submit({
    coordinators: ids(coordinators),
    deputy: ids([deputy]),
    outside: ids([outside]),
  })
}
