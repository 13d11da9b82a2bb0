/** How much a Home and a command read, counted in statements; and that nothing that is remembered is out of date. */
import { expect, it } from 'vitest'
import { DAY_MS } from '../../../src/core/calendar.ts'
import { renderHome } from '../../../src/features/home/index.ts'
import { features } from '../../../src/features/index.ts'
import { joinCircle, startCircle } from '../../../src/features/matching/circles/service.ts'
import { endAlone } from '../../../src/features/pairs/mentorship/service.ts'
import { becomeCoordinator } from '../../../src/features/people/coordinators/service.ts'
import { pauseUntil } from '../../../src/features/people/members/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { setMember } from '../../support/members.ts'
import { setGoal } from '../goals/people.ts'
import { joinAll, pair, START } from '../mentorship/pairs.ts'
import { oneSlot, proposes } from '../sessions/people.ts'

const OF_BEN = ['ana', 'chidi', 'jonas', 'leo', 'kaia']
const render = renderHome(features)

/**
 * Ben mentors five, of whom Chidi mentors Elif in turn. Dana coordinates, mentors Indu, and had Elif as a mentor. There are goals,
 * proposed times, thanks, a circle, and a week of prompts.
 */
async function aBusyWorkspace(): Promise<TestBot> {
  const bot = await startTestBot({ sandbox: { now: START, rateLimits: false } })
  const id = (person: string) => bot.as(person).id
  const everybody = [...OF_BEN, 'ben', 'dana', 'elif', 'indu', 'haruki']
  await joinAll(bot, ...everybody)
  await becomeCoordinator(bot.ctx, id('dana'))
  await bot.ctx.commit(setMember(bot.ctx, id('ben'), { capacity: OF_BEN.length }))
  const circle = { name: 'Product coffee', size: 2, every: 1, firstOn: '2026-10-12' }
  const started = await startCircle(bot.ctx, id('dana'), circle)
  if (!started.ok) throw new Error(started.reason)
  for (const person of everybody) await joinCircle(bot.ctx, id(person), started.value.id)
  for (const mentee of OF_BEN) await pair(bot, mentee, 'ben')
  await pair(bot, 'elif', 'chidi')
  await pair(bot, 'indu', 'dana')
  await endAlone(bot.ctx, id('haruki'), await pair(bot, 'haruki', 'elif'))
  await setGoal(bot, 'ana')
  await setGoal(bot, 'chidi')
  await proposes(bot, 'ana', oneSlot('2026-10-20', '13:00'))
  await bot.as('ana').command('/mentor kudos @ben for the launch')
  await bot.as('ben').command('/mentor kudos @ana for the launch')
  await bot.advance(8 * DAY_MS)
  return bot
}

/** Commands that show something when they are typed alone, with the most statements that may take, all in all. */
const LOOKS: Record<string, number> = {
  '': 6,
  help: 6,
  commands: 6,
  how: 6,
  join: 6,
  profile: 6,
  pause: 6,
  leave: 6,
  requests: 6,
  why: 6,
  goals: 6,
  schedule: 6,
  checkin: 6,
  kudos: 6,
  win: 6,
  feedback: 6,
  intro: 6,
  privacy: 6,
  concern: 6,
  end: 6,
  // These weigh one person against all mentors, or all against all: profiles, skills, barriers, past and open pairs,
  // the organisation, the rules.
  find: 11,
  chat: 11,
  browse: 10,
  round: 15,
}
const DOES = ['resume', 'record']

it('is known of every command: whether it looks or does', () => {
  const all = features.flatMap((feature) => Object.keys(feature.commands ?? {}))
  expect(['', ...all].sort()).toEqual([...Object.keys(LOOKS), ...DOES].sort())
})

it('is bounded, however much somebody has: 20 statements for a Home, 6 for a command that only looks', async () => {
  const bot = await aBusyWorkspace()
  const kinds = { finn: 5, ana: 20, ben: 20, chidi: 20, elif: 20, dana: 20, haruki: 20 }
  const homes: Record<string, number> = {}
  for (const who of Object.keys(kinds))
    homes[who] = await bot.statementsOf(() => render(bot.ctx.forOneRequest(), bot.as(who).id))
  // What the process keeps of all mentors is read by whoever looks first.
  await bot.as('ana').command('/mentor find')
  await bot.settle()
  const commands: Record<string, number> = {}
  for (const who of ['ben', 'dana'])
    for (const command of Object.keys(LOOKS))
      commands[`${who} ${command}`] = await bot.statementsOf(() => bot.as(who).command(`/mentor ${command}`))
  for (const [who, most] of Object.entries(kinds)) expect(homes[who], who).toBeLessThanOrEqual(most)
  for (const [command, many] of Object.entries(commands))
    expect(many, command).toBeLessThanOrEqual(LOOKS[command.split(' ')[1]!]!)
}, 60_000)

it('shows a request what it has written itself, though it reads nothing twice', async () => {
  const bot = await startTestBot({ sandbox: { now: START } })
  await joinAll(bot, 'ana', 'ben')
  const ctx = bot.ctx.forOneRequest()
  const ana = bot.as('ana').id
  const shown = async () => JSON.stringify(await render(ctx, ana))
  const before = await shown()
  expect(await bot.statementsOf(shown)).toBe(0)
  await pauseUntil(ctx, ana, '2026-10-12')
  expect(await shown()).toContain('You are paused until')
  await pair(bot, 'ana', 'ben')
  // Another request wrote this one: what was read stays as it was, until this one writes again.
  expect(await shown()).not.toContain('your mentor')
  await ctx.commit(setMember(ctx, ana, {}))
  expect(await shown()).toContain('your mentor')
  expect(before).not.toContain('paused')
})
