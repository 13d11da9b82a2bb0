/** A circle, its people, and what they see of it. */
import { expect, onTestFinished } from 'vitest'
import { joinCircle, startCircle } from '../../../src/features/matching/circles/service.ts'
import { becomeCoordinator } from '../../../src/features/people/coordinators/service.ts'
import { startTestBot, type TestBot, type TestBotOptions } from '../../support/bot.ts'
import { joinAll, START } from '../mentorship/pairs.ts'

/** Monday a week after the start, when the working day of the workspace begins. */
export const FIRST = '2026-10-12'
export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const WEEK = 7 * DAY
/** All in Lisbon or an hour from it. */
export const EVERYBODY = ['ana', 'ben', 'chidi', 'elif', 'jonas']

export interface CircleOptions extends TestBotOptions {
  people?: string[]
  size?: number
  every?: number
}

/** A workspace with Elif as coordinator and these members. */
export async function aWorkspace({ people = EVERYBODY, ...options }: CircleOptions = {}) {
  const bot = await startTestBot({ ...options, sandbox: { now: START, ...options.sandbox } })
  // Nothing fails unseen: what people read may be right while a job or a message was in trouble.
  onTestFinished(() => expect(bot.log.filter((line) => /"level":[56]0/.test(line))).toEqual([]))
  await joinAll(bot, ...people)
  await becomeCoordinator(bot.ctx, bot.as('elif').id)
  await bot.settle()
  return bot
}

/** The same with a weekly circle of two, which all of them have joined. */
export async function aCircle(options: CircleOptions = {}) {
  const bot = await aWorkspace(options)
  const started = await startCircle(bot.ctx, bot.as('elif').id, {
    name: 'Product coffee',
    size: options.size ?? 2,
    every: options.every ?? 1,
    firstOn: FIRST,
  })
  if (!started.ok) throw new Error(started.reason)
  for (const person of options.people ?? EVERYBODY)
    await joinCircle(bot.ctx, bot.as(person).id, started.value.id)
  await bot.settle()
  return { bot, circle: started.value.id, firstAt: started.value.nextAt }
}

/** The groups of a rotation, by short names, in order. */
export async function groupsOf(bot: TestBot, rotation: number): Promise<string[]> {
  const rows = await bot.db.q.select().from(bot.db.tables.circleGroupMembers)
  const short = new Map(EVERYBODY.map((name) => [bot.as(name).id, name]))
  const groups = new Map<string, string[]>()
  for (const row of rows.filter((each) => each.rotation === rotation && each.goneAt === null))
    groups.set(row.group, [...(groups.get(row.group) ?? []), short.get(row.person) ?? row.person])
  return [...groups.values()].map((names) => names.sort().join(' ')).sort()
}

/** What stands in the conversations of somebody's groups, the newest last. */
export const talks = (bot: TestBot, person: string) =>
  bot
    .as(person)
    .groups()
    .flatMap((group) => group.messages.map((message) => bot.reads(person, message)))
