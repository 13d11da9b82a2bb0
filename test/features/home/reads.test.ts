/** How much a Home and a command read, counted in statements; and that nothing that is remembered is out of date. */
import { expect, it } from 'vitest'
import { DAY_MS } from '../../../src/core/calendar.ts'
import type { Outcome } from '../../../src/core/outcome.ts'
import { rows } from '../../../src/db/rows.ts'
import { closeEarly } from '../../../src/features/growth/closing/service.ts'
import { raiseConcern } from '../../../src/features/growth/concerns/service.ts'
import { askForFeedback } from '../../../src/features/growth/feedback/service.ts'
import { askToIntroduce, promiseIntroduction } from '../../../src/features/growth/introductions/service.ts'
import { renderHome } from '../../../src/features/home/index.ts'
import { features } from '../../../src/features/index.ts'
import { joinCircle, startCircle } from '../../../src/features/matching/circles/service.ts'
import { askMentor } from '../../../src/features/matching/requests/service.ts'
import { beginRound, discardRound, findDraft } from '../../../src/features/matching/rounds/service.ts'
import { activeMentorships, endAlone } from '../../../src/features/pairs/mentorship/service.ts'
import { becomeCoordinator } from '../../../src/features/people/coordinators/service.ts'
import { pauseUntil } from '../../../src/features/people/members/service.ts'
import { shareWin } from '../../../src/features/recognition/wins/service.ts'
import { flatBlocks } from '../../../src/outbox/blocks.ts'
import type { Feature } from '../../../src/slack/kernel/feature.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { setMember } from '../../support/members.ts'
import { setGoal } from '../goals/people.ts'
import { joinAll, pair, START } from '../mentorship/pairs.ts'
import { oneSlot, proposes } from '../sessions/people.ts'

const OF_BEN = ['ana', 'chidi', 'jonas', 'leo', 'kaia']
const render = renderHome(features)
const CHOICES = { equity: 'any' as const, only: [], without: [], excludeSameTeam: false }

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

/**
 * The same, with nearly all that there is at once for Ben: he coordinates too, and Dana mentors him; two ask him, and he
 * asked one; one of his pairs has ended, one is asked how the trial goes, one needs a hand. There are dates to answer,
 * feedback, introductions and a promise, a win of two, a concern told to him, and the draft of a round; two are closing.
 */
async function theBusiest(): Promise<TestBot> {
  const bot = await aBusyWorkspace()
  const { ctx } = bot
  const id = (person: string) => bot.as(person).id
  const pairOf = async (mentee: string) =>
    (await activeMentorships(ctx, id(mentee))).find((m) => m.mentee === id(mentee) && m.mentor === id('ben'))!
      .id
  const asks = { goal: 'To lead discovery', questions: 'Would you?' }
  const well = async (what: string, outcome: Promise<Outcome<unknown>>) =>
    expect(await outcome, what).toMatchObject({ ok: true })
  await ctx.commit(rows(ctx, 'coordinators').insert({ person: id('ben'), addedBy: id('dana'), addedAt: 0 }))
  for (const person of ['ben', 'haruki', 'indu'])
    await ctx.commit(setMember(ctx, id(person), { capacity: 9, several: true }))
  await well('request', askMentor(ctx, id('indu'), id('ben'), asks))
  await well('request', askMentor(ctx, id('haruki'), id('ben'), asks))
  await well('request', askMentor(ctx, id('ben'), id('indu'), asks))
  await well('draft', beginRound(ctx, id('dana'), CHOICES))
  await well('concern', raiseConcern(ctx, id('ana'), { contact: id('dana'), words: 'Something is wrong' }))
  await well('concern', raiseConcern(ctx, id('indu'), { contact: id('ben'), words: 'Something is wrong' }))
  await pair(bot, 'ben', 'dana')
  await well('end', endAlone(ctx, id('leo'), await pairOf('leo')))
  const [jonas, kaia] = [await pairOf('jonas'), await pairOf('kaia')]
  const mentorships = rows(ctx, 'mentorships')
  const now = ctx.now()
  await ctx.commit(
    mentorships.change(jonas, { metAt: now }),
    rows(ctx, 'trials').insert({ mentorship: jonas, askedAt: now, endsAt: now + 5 * DAY_MS }),
    mentorships.change(kaia, { needsHandAt: now }),
  )
  await setGoal(bot, 'ben')
  await proposes(bot, 'jonas', oneSlot('2026-10-21', '13:00'))
  await well('feedback', askForFeedback(ctx, id('ana'), { of: id('ben'), about: 'How I present' }))
  await well('feedback', askForFeedback(ctx, id('ben'), { of: id('chidi'), about: 'How I present' }))
  const reason = 'You both work on search'
  await well('intro', askToIntroduce(ctx, id('dana'), { people: [id('ben'), id('indu')], reason }))
  await well('intro', askToIntroduce(ctx, id('ben'), { people: [id('ana'), id('chidi')], reason }))
  const promise = { mentorship: kaia, words: 'Somebody in research', on: '2026-10-20' }
  await well('promise', promiseIntroduction(ctx, id('ben'), promise))
  await well(
    'win',
    shareWin(ctx, id('ana'), { size: 'big', whose: await pairOf('ana'), words: 'We shipped' }),
  )
  for (const mentee of ['ana', 'chidi'])
    await well('closing', closeEarly(ctx, id('ben'), await pairOf(mentee)))
  await bot.settle()
  return bot
}

/** Commands that show something when they are typed alone. */
const LOOKS = [
  ...[
    '',
    'help',
    'commands',
    'how',
    'join',
    'profile',
    'pause',
    'leave',
    'requests',
    'why',
    'goals',
    'schedule',
  ],
  ...[
    'checkin',
    'kudos',
    'win',
    'feedback',
    'intro',
    'privacy',
    'concern',
    'end',
    'find',
    'chat',
    'browse',
    'round',
  ],
]
const DOES = ['resume', 'record']

it('is known of every command: whether it looks or does', () => {
  const all = features.flatMap((feature) => Object.keys(feature.commands ?? {}))
  expect(['', ...all].sort()).toEqual([...LOOKS, ...DOES].sort())
})

/** For a Home; for a command that only looks. */
const [MOST, FEW] = [20, 6]

it('is bounded, however much somebody has: 20 statements for a Home, 6 for a command that only looks', async () => {
  const bot = await theBusiest()
  const shows = async ({ home }: Feature) => {
    const { blocks, next, pairs } = (await home?.(bot.ctx.forOneRequest(), bot.as('ben').id)) ?? {
      blocks: [],
    }
    return flatBlocks(blocks).length > 0 || next !== undefined || Object.keys(pairs ?? {}).length > 0
  }
  const silent: string[] = []
  for (const feature of features) if (feature.home && !(await shows(feature))) silent.push(feature.name)
  // Who runs it is asked on Home only where nobody does.
  expect(silent).toEqual(['coordinators'])
  const homes: Record<string, number> = {}
  for (const who of ['finn', 'ana', 'ben', 'chidi', 'elif', 'dana', 'haruki', 'indu'])
    homes[who] = await bot.statementsOf(() => render(bot.ctx.forOneRequest(), bot.as(who).id))
  expect(homes.finn).toBeLessThanOrEqual(3)
  // What the process keeps of all mentors is read by whoever looks first.
  await bot.as('ana').command('/mentor find')
  await bot.settle()
  const commands: Record<string, number> = {}
  for (const who of ['ana', 'ben', 'dana'])
    for (const command of LOOKS)
      commands[`${who} ${command}`] = await bot.statementsOf(() => bot.as(who).command(`/mentor ${command}`))
  // The form of a round, where none is drafted.
  await discardRound(bot.ctx, bot.as('dana').id, (await findDraft(bot.ctx))!.id)
  await bot.settle()
  commands['dana with no round'] = await bot.statementsOf(() => bot.as('dana').command('/mentor round'))
  const over = (many: Record<string, number>, most: number) =>
    Object.entries(many).filter(([, n]) => n > most)
  expect(over(homes, MOST)).toEqual([])
  expect(over(commands, FEW)).toEqual([])
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
