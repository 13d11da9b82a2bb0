/** Says who runs the programme, as its coordinator does it. */
import { findTeam, saveTeam } from '../../../src/features/people/coordinators/service.ts'
import { saveOrg } from '../../../src/features/people/members/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { homeOf } from '../mentorship/pairs.ts'

export interface Team {
  coordinators: string[]
  deputy?: string
  outside?: string
}

export const FORM = 'Coordinators, deputy, contact outside, and the rule about teams'

/** The first coordinator opens the form and saves it. */
export async function runBy(bot: TestBot, { coordinators, deputy, outside }: Team, by = coordinators[0]!) {
  await homeOf(bot, by)
  await bot.as(by).click('home', FORM)
  const ids = (people: (string | undefined)[]) =>
    people.filter((person) => person !== undefined).map((person) => bot.as(person).id)
  return bot.as(by).submit({
    coordinators: ids(coordinators),
    deputy: ids([deputy]),
    outside: ids([outside]),
  })
}

/** A coordinator opens the form and says whether somebody may be matched within their own team. */
export async function ruleOfTeams(bot: TestBot, by: string, excluded: boolean) {
  await homeOf(bot, by)
  await bot.as(by).click('home', FORM)
  return bot.as(by).submit({ rules: excluded ? ['sameTeam'] : [] })
}

/** The same without a screen, where the moment counts. */
export async function forbidTeams(bot: TestBot, by: string) {
  const { version, ...team } = await findTeam(bot.ctx)
  return saveTeam(bot.ctx, bot.as(by).id, { ...team, excludeSameTeam: true }, version)
}

/** These people are in one team, as the organisation has it. */
export const inOneTeam = (bot: TestBot, ...people: string[]) =>
  saveOrg(bot.ctx, new Map(people.map((person) => [bot.as(person).id, { team: 'Checkout', manager: null }])))
