/** People with a mentorship, told by what they see. */
import { pagesBehind } from '../../../src/demo/home-pages.ts'
import type { Message } from '../../../src/sandbox/index.ts'
import { startTestBot, type TestBot, type TestBotOptions } from '../../support/bot.ts'
import { joinAll, type PairOptions, pair, tryPair } from '../../support/pairing.ts'

/** Monday, 09:00 in Lisbon: the sandbox's first moment. */
export const START = Date.parse('2026-10-05T08:00:00Z')

export { joinAll, pair, tryPair }

/** A bot whose Ana (mentee) and Ben (mentor), both in Lisbon, were paired on Monday at nine. */
export async function aPair(options: TestBotOptions & PairOptions = {}) {
  const bot = await startTestBot({ ...options, sandbox: { now: START, ...options.sandbox } })
  await joinAll(bot, 'ana', 'ben')
  const id = await pair(bot, 'ana', 'ben', options)
  return { bot, id }
}

/** The person's direct messages that say this, as they read now. */
export const dmsSaying = (bot: TestBot, person: string, words: RegExp): Message[] =>
  bot.sandbox
    .as(person)
    .dms()
    .filter((dm) => words.test(bot.reads(person, dm)))

export const modalOf = (bot: TestBot, person: string) => bot.reads(person, bot.sandbox.as(person).modal())
export const whisper = (bot: TestBot, person: string) =>
  bot.reads(person, bot.sandbox.as(person).ephemerals().at(-1))

/** Home itself. */
export async function homeAlone(bot: TestBot, person: string) {
  const actor = bot.as(person)
  if (actor.views().length > 0) await actor.close({ all: true })
  await actor.openHome()
  await bot.settle()
  return bot.reads(person, actor.home())
}

/** Home, and the pages that open from it. */
export async function homeOf(bot: TestBot, person: string) {
  const actor = bot.as(person)
  const read = [await homeAlone(bot, person)]
  for (const page of pagesBehind(actor.home())) {
    await actor.click('home', page)
    read.push(modalOf(bot, person))
    await actor.close({ all: true })
  }
  return read.join('\n---\n')
}

export const mentorshipOf = async (bot: TestBot, id: string) => {
  const rows = await bot.db.q.select().from(bot.db.tables.mentorships)
  return rows.find((row) => row.id === id)!
}

/** Sends a click as somebody would who forges it: straight to the app, with any value. */
let forged = 0
export const forge = async (bot: TestBot, person: string, action: string, value: string) => {
  const before = bot.sandbox.as(person).ephemerals().length
  await bot.sandbox.deliver.raw(
    {
      type: 'block_actions',
      team: { id: bot.sandbox.workspace.id },
      user: { id: bot.as(person).id },
      trigger_id: `forged-${++forged}`,
      actions: [{ type: 'button', block_id: 'b', action_id: action, value, action_ts: String(forged) }],
      view: undefined,
    },
    { type: 'interactive' },
  )
  await bot.bot.idle()
  await bot.settle()
  return bot.sandbox.as(person).ephemerals().length - before
}
