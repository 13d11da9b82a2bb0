/** People who have a mentorship, and their check-ins as they see them. */

import type { Message } from '../../../src/sandbox/index.ts'
import { startTestBot, type TestBot, type TestBotOptions } from '../../support/bot.ts'
import { joinAll, pair } from '../../support/pairing.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** Monday, 09:00 in Lisbon: the sandbox's first moment. */
export const START = Date.parse('2026-10-05T08:00:00Z')
/** Four days later, when those who changed nothing are asked for the first time. */
export const FRIDAY = Date.parse('2026-10-09T09:00:00Z')

export { joinAll, pair }

/** A bot whose Ana (mentee) and Ben (mentor), both in Lisbon, were paired on Monday at nine. */
export async function aPair(options: TestBotOptions = {}) {
  const bot = await startTestBot({ ...options, sandbox: { now: START, ...options.sandbox } })
  await joinAll(bot, 'ana', 'ben')
  await pair(bot, 'ana', 'ben')
  return bot
}

const CHECKIN = /Check-in of/

/** The person's messages about check-ins, as they read them now, oldest first. */
export const checkinDms = (bot: TestBot, person: string): Message[] =>
  bot
    .as(person)
    .dms()
    .filter((dm) => CHECKIN.test(bot.reads(person, dm)))

export const lastCheckin = (bot: TestBot, person: string): Message => {
  const last = checkinDms(bot, person).at(-1)
  if (!last) throw new Error(`${person} has no message about a check-in`)
  return last
}

export const lastWords = (bot: TestBot, person: string) => bot.reads(person, lastCheckin(bot, person))

/** Presses a button of the newest message about a check-in. */
export async function press(bot: TestBot, person: string, button: string) {
  const outcome = await bot.as(person).click(lastCheckin(bot, person), button)
  await bot.settle()
  return outcome
}

/** The line that only this person saw last. */
export const whisper = (bot: TestBot, person: string) => bot.reads(person, bot.as(person).ephemerals().at(-1))

export const modalOf = (bot: TestBot, person: string) => bot.reads(person, bot.as(person).modal())

/** What this instant is on the wall of a zone. */
export const wall = (zone: string, at: number) =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)
