/** Members who look for each other, and what they see of a request. */
import { eq } from 'drizzle-orm'
import { expect, onTestFinished } from 'vitest'
import { askMentor } from '../../../src/features/matching/requests/service.ts'
import { OPEN } from '../../../src/features/matching/requests/store.ts'
import type { JoinForm } from '../../../src/features/people/members/domain.ts'
import { join, takePlace } from '../../../src/features/people/members/service.ts'
import type { Message } from '../../../src/sandbox/index.ts'
import { startTestBot, type TestBot, type TestBotOptions } from '../../support/bot.ts'
import { joinForm } from '../../support/joining.ts'

export const [ANA, BEN, CHIDI, FINN] = ['U0ANA00001', 'U0BEN00002', 'U0CHI00003', 'U0FIN00006']
export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** Monday, 09:00 in Lisbon. */
export const MONDAY = Date.parse('2026-10-05T08:00:00Z')
export const lisbon = (day: string, time = '09:00') => Date.parse(`${day}T${time}:00+01:00`)

/** Words that stand nowhere but behind a button. */
export const SECRET = {
  goal: 'Leave billing behind',
  questions: 'Would you read my strategy?',
  times: 'Tuesdays',
}

export const joinAs = (bot: TestBot, person: string, over: Partial<JoinForm> = {}) =>
  join(bot.ctx, bot.as(person).id, joinForm(over))

export const mentee = (bot: TestBot, person: string) =>
  joinAs(bot, person, { role: 'mentee', wants: ['roadmapping'], goal: 'Lead discovery alone' })
export const mentor = (bot: TestBot, person: string) =>
  joinAs(bot, person, { role: 'mentor', offers: ['roadmapping'] })

/** A bot with a mentee Ana and mentors, by default Ben; all of them in Lisbon or an hour's flight away. */
export async function aBot(mentors = ['ben'], options: TestBotOptions = {}) {
  const bot = await startTestBot(options)
  // Nothing fails unseen: what people read may be right while a job or a message was in trouble.
  onTestFinished(() => expect(bot.log.filter((line) => /"level":[56]0/.test(line))).toEqual([]))
  await mentee(bot, 'ana')
  for (const each of mentors) await mentor(bot, each)
  return bot
}

/** Asks, and returns the request's id. */
export async function ask(bot: TestBot, from: string, to: string): Promise<string> {
  const sent = await askMentor(bot.ctx, bot.as(from).id, bot.as(to).id, { ...SECRET })
  if (!sent.ok) throw new Error(sent.reason)
  await bot.settle()
  const [row] = (await rows(bot)).filter(
    (r) => r.mentee === bot.as(from).id && r.mentor === bot.as(to).id && OPEN.includes(r.status),
  )
  return row!.id
}

/** A bot in which Ana has asked Ben. */
export async function asked(mentors = ['ben'], options: TestBotOptions = {}) {
  const bot = await aBot(mentors, options)
  const request = await ask(bot, 'ana', 'ben')
  return { bot, request, ana: bot.as('ana'), ben: bot.as('ben') }
}

export const rows = (bot: TestBot) => {
  const { requests } = bot.db.tables
  return bot.db.q.select().from(requests).where(eq(requests.workspace, bot.ctx.workspace))
}

/** Gives a mentor so many mentees, without any. */
export async function fill(bot: TestBot, person: string, many = 2) {
  for (let i = 0; i < many; i++) await bot.ctx.commit(takePlace(bot.ctx, bot.as(person).id))
}
export const statusOf = async (bot: TestBot, id: string) => (await rows(bot)).find((r) => r.id === id)?.status

export const dms = (bot: TestBot, person: string) =>
  bot
    .as(person)
    .dms()
    .map((message) => bot.reads(person, message))

/** The one direct message that says this, as it stands on screen now. */
export function dm(bot: TestBot, person: string, saying: string | RegExp): Message {
  const found = bot
    .as(person)
    .dms()
    .filter((message) => bot.reads(person, message).match(saying))
  if (found.length !== 1)
    throw new Error(
      `${person} has ${found.length} messages that say ${saying}: ${dms(bot, person).join('\n\n')}`,
    )
  return found[0]!
}

export const modal = (bot: TestBot, person: string) => bot.reads(person, bot.as(person).modal())

/** The line that only this person saw last. */
export const whisper = (bot: TestBot, person: string) => bot.reads(person, bot.as(person).ephemerals().at(-1))

/** The groups in which somebody was introduced, as they read them. */
export const groups = (bot: TestBot, person: string) =>
  bot
    .as(person)
    .groups()
    .map((group) => group.messages.map((message) => bot.reads(person, message)).join('\n'))
