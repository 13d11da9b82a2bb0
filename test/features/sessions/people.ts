/** Two with a mentorship who plan, and what their calendars get. */
import { startTestBot, type TestBot, type TestBotOptions } from '../../support/bot.ts'
import { joinAll, type PairOptions, pair } from '../../support/pairing.ts'
import { dmsSaying, homeOf, modalOf, START } from '../mentorship/pairs.ts'

export { whisper } from '../mentorship/pairs.ts'
export { dmsSaying, homeOf, modalOf, START }

export const at = (text: string) => Date.parse(`${text}Z`)

/** Ana in Lisbon, whose mentor is Finn in New York: they share the afternoon of the one, the morning of the other. */
export async function twoZones(options: TestBotOptions & PairOptions = {}) {
  const bot = await startTestBot({ ...options, sandbox: { now: START, ...options.sandbox } })
  await joinAll(bot, 'ana', 'finn')
  const id = await pair(bot, 'ana', 'finn', options)
  return { bot, id }
}

/** Types the command, changes what is given and sends the form. */
export async function proposes(bot: TestBot, person: string, values: Record<string, unknown> = {}) {
  await bot.as(person).command('/mentor schedule')
  const outcome = await bot.as(person).submit(values)
  await bot.settle()
  return outcome
}

/** One slot only, in the person's own zone. */
export const oneSlot = (date: string, time: string) => ({
  date1: date,
  time1: time,
  date2: null,
  time2: null,
  date3: null,
  time3: null,
})

/** Presses a button on the newest message that says this. */
export async function presses(
  bot: TestBot,
  person: string,
  saying: RegExp,
  button: string | RegExp,
  index = 0,
) {
  const message = dmsSaying(bot, person, saying).at(-1)
  if (!message) throw new Error(`${person} has no message that says ${saying}`)
  await bot.as(person).click(message, { text: button, index })
  await bot.settle()
  return modalOf(bot, person)
}

/** Both have agreed on this slot, proposed by Ana. */
export async function agreed(bot: TestBot, date: string, time: string, values: Record<string, unknown> = {}) {
  await proposes(bot, 'ana', { ...oneSlot(date, time), ...values })
  await bot.until(Math.max(bot.sandbox.clock.now(), at('2026-10-05T13:30:00')))
  await presses(bot, 'finn', /proposes a session/, 'Take this')
}

/** The calendar file that the newest message about dates gives a person; undefined where Slack takes none. */
export async function calendarFile(bot: TestBot, person: string): Promise<string | undefined> {
  const offers = bot
    .as(person)
    .dms()
    .filter((dm) => JSON.stringify(dm.blocks ?? []).includes('"sessions.ics"'))
  await bot.as(person).click(offers.at(-1)!, { action_id: 'sessions.ics' })
  await bot.settle()
  const [file] = bot.as(person).dms().at(-1)?.files ?? []
  return file?.name.endsWith('.ics') ? (await fetch(file.url_private)).text() : undefined
}

export const sessionsOf = async (bot: TestBot) => {
  const { sessions } = bot.db.tables
  const rows = await bot.db.q.select().from(sessions)
  return rows.filter((row) => row.workspace === bot.ctx.workspace).sort((a, b) => a.startAt - b.startAt)
}
