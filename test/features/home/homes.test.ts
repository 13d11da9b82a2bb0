/** The Home of each kind of person: what it may hold at most, and that nothing is lost by that. */
import { expect, it } from 'vitest'
import { DAY_MS } from '../../../src/core/calendar.ts'
import { pagesBehind } from '../../../src/demo/home-pages.ts'
import { askForFeedback } from '../../../src/features/growth/feedback/service.ts'
import { joinCircle, startCircle } from '../../../src/features/matching/circles/service.ts'
import { endAlone } from '../../../src/features/pairs/mentorship/service.ts'
import { becomeCoordinator } from '../../../src/features/people/coordinators/service.ts'
import { join } from '../../../src/features/people/members/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { joinForm, joinWith } from '../../support/joining.ts'
import { setMember } from '../../support/members.ts'
import { setGoal } from '../goals/people.ts'
import { homeAlone, homeOf, joinAll, modalOf, pair, START } from '../mentorship/pairs.ts'
import { oneSlot, proposes } from '../sessions/people.ts'

interface Element {
  type: string
  style?: string
  text?: { text: string }
  options?: { text: { text: string } }[]
}

/** What can be pressed on somebody's Home, in order; a menu counts as one. */
const elementsOf = (bot: TestBot, who: string): Element[] =>
  bot
    .as(who)
    .home()!
    .blocks.flatMap((block) => [block.accessory, ...(block.type === 'actions' ? block.elements! : [])])
    .filter((each) => each !== undefined) as Element[]

const greenOf = (bot: TestBot, who: string) =>
  elementsOf(bot, who)
    .filter((each) => each.style === 'primary')
    .map((each) => each.text?.text)

/** The line of each mentorship. */
const linesOf = (home: string) => home.split('\n').filter((line) => /^@.*, (your ment|one chat)/.test(line))

async function aBot() {
  const bot = await startTestBot({ sandbox: { now: START, rateLimits: false } })
  await becomeCoordinator(bot.ctx, bot.as('dana').id)
  return bot
}

/** Looks at a Home and holds it to what every Home keeps to. */
async function look(bot: TestBot, who: string) {
  const home = await homeAlone(bot, who)
  expect(elementsOf(bot, who).length, home).toBeLessThanOrEqual(12)
  expect(greenOf(bot, who).length, home).toBeLessThanOrEqual(1)
  expect(bot.as(who).home()!.blocks.length).toBeLessThanOrEqual(100)
  return home
}

it('begins with joining, then with finding a mentor or the free places, and with no questionnaire', async () => {
  const bot = await aBot()
  expect(await look(bot, 'molly')).toContain('you are here as a guest')
  expect(elementsOf(bot, 'molly')).toEqual([])
  await look(bot, 'ana')
  expect(greenOf(bot, 'ana')).toEqual(['Join'])
  await join(bot.ctx, bot.as('ana').id, joinForm({ wants: ['roadmapping'] }))
  await join(bot.ctx, bot.as('ben').id, joinForm({ role: 'mentor', offers: ['roadmapping'] }))
  await look(bot, 'ana')
  expect(greenOf(bot, 'ana')).toEqual(['Find a mentor'])
  expect(await look(bot, 'ben')).toMatch(/^Your next step\n+You have 2 free places/)
  expect(greenOf(bot, 'ben')).toEqual(['See my profile'])
})

it('has for a mentee and their mentor a line, the next meeting first, and goes on after the end', async () => {
  const bot = await aBot()
  await join(bot.ctx, bot.as('ana').id, joinForm({ wants: ['roadmapping'] }))
  await join(bot.ctx, bot.as('ben').id, joinForm({ role: 'mentor', offers: ['roadmapping'] }))
  const id = await pair(bot, 'ana', 'ben')
  for (const [who, role] of [
    ['ana', '@Ben Badger, your mentor · week 1 · not met yet · no date yet'],
    ['ben', '@Ana Albatross, your mentee · week 1 · not met yet · no date yet'],
  ] as const)
    expect(linesOf(await look(bot, who))).toEqual([expect.stringContaining(role)])
  for (const who of ['ana', 'ben']) await bot.as(who).command('/mentor help')
  await setGoal(bot, 'ana')
  await proposes(bot, 'ana', oneSlot('2026-10-08', '14:00'))
  expect(await look(bot, 'ben')).toMatch(/^Week 1 with Ana Albatross\n+@Ana Albatross proposes a session/)
  expect(greenOf(bot, 'ben')).toEqual(['Take this'])
  await bot.as('ben').click('home', 'Take this')
  await bot.settle()
  expect(linesOf(await look(bot, 'ben'))).toEqual([expect.stringMatching(/goal 0 % · next Thu 8 Oct/)])
  await endAlone(bot.ctx, bot.as('ana').id, id, false)
  expect(linesOf(await look(bot, 'ana'))).toEqual([])
  expect(greenOf(bot, 'ana')).toEqual(['Find a mentor'])
  expect(await look(bot, 'ben')).toContain('You have 2 free places')
})

it('begins a programme with mentors, goes on to who would learn from them, and says no more once both are here', async () => {
  const bot = await aBot()
  expect(await look(bot, 'dana')).toMatch(/^Your next step\n+Begin with mentors/)
  expect(greenOf(bot, 'dana')).toEqual(['What to write to them'])
  await bot.as('dana').click('home', 'What to write to them')
  expect(modalOf(bot, 'dana')).toMatch(/Would you mentor somebody.*I write to nobody who has not joined/s)
  await bot.as('dana').close({ all: true })
  await join(bot.ctx, bot.as('ben').id, joinForm({ role: 'mentor', offers: ['roadmapping'] }))
  expect(await look(bot, 'dana')).toContain('The first mentors are here')
  await join(bot.ctx, bot.as('ana').id, joinForm({ wants: ['roadmapping'] }))
  expect(await look(bot, 'dana')).not.toMatch(/The first mentors|What to write/)
})

it('has for a mentor of two one check-in for both, and how much room is left', async () => {
  const bot = await aBot()
  await joinAll(bot, 'ana', 'chidi', 'ben')
  for (const mentee of ['ana', 'chidi']) await pair(bot, mentee, 'ben')
  const home = await look(bot, 'ben')
  expect(home).toMatch(/^You and 2 people/)
  expect(home).toMatch(/0 of 2 places free\n\[Change\]/)
  await bot.as('ben').click('home', 'Change how many people I mentor')
  expect(modalOf(bot, 'ben')).toContain('My time')
  await bot.as('ben').close({ all: true })
  await bot.as('ben').click('home', 'Check in, for all of you at once')
  expect(modalOf(bot, 'ben')).toMatch(/Check-in/)
})

const FIVE = ['ana', 'chidi', 'jonas', 'leo', 'kaia']

/** Dana mentors five and is mentored by Elif, and coordinates; everybody asks something of him. */
async function aBusyMentor() {
  const bot = await aBot()
  const id = (person: string) => bot.as(person).id
  await joinAll(bot, ...FIVE, 'dana', 'elif')
  for (const person of ['finn', 'grace', 'haruki', 'indu'])
    await joinWith(bot, person, { role: 'mentee', offers: [] })
  await bot.ctx.commit(setMember(bot.ctx, id('dana'), { capacity: 10 }))
  for (let i = 1; i <= 3; i++) {
    const circle = { name: `Circle ${i}`, size: 2, every: 1, firstOn: '2026-10-12' }
    const started = await startCircle(bot.ctx, id('dana'), circle)
    if (!started.ok) throw new Error(started.reason)
    await joinCircle(bot.ctx, id('dana'), started.value.id)
  }
  for (const mentee of FIVE) await pair(bot, mentee, 'dana')
  await pair(bot, 'dana', 'elif')
  for (const mentee of FIVE) {
    await setGoal(bot, mentee)
    await bot.as(mentee).command('/mentor kudos @dana for the launch')
    await askForFeedback(bot.ctx, id(mentee), { of: id('dana'), about: 'The talk on Tuesday' })
    await proposes(bot, mentee, oneSlot('2026-10-20', '13:00'))
    await homeOf(bot, mentee)
    await bot.as(mentee).click('home', 'Make the agreement with Dana Dormouse')
    await bot.as(mentee).submit({ purpose: 'Lead discovery' })
  }
  await bot.advance(DAY_MS)
  return bot
}

it('keeps to twelve for somebody who mentors five, is mentored and coordinates, with everything open', async () => {
  const bot = await aBusyMentor()
  const home = await look(bot, 'dana')
  const lines = linesOf(home)
  expect(lines.map((line) => line.split(',')[0])).toEqual([
    '@Ana Albatross',
    '@Chidi Cormorant',
    '@Jonas Jackdaw',
    '@Leo Lynx',
    '@Kaia Kingfisher',
    '@Elif Egret',
  ])
  for (const line of lines.slice(0, 5)) expect(line).toContain('your agreement waits for you')
  expect(greenOf(bot, 'dana')).toHaveLength(1)
  // Each page says all of its pair, and what found no room opens as well.
  const pages = pagesBehind(bot.as('dana').home())
  expect(pages).toHaveLength(7)
  for (const page of pages) {
    await bot.as('dana').click('home', page)
    const shown = modalOf(bot, 'dana')
    const wanted =
      page === 'See all of it'
        ? [
            'For the coordinator',
            'Who runs it, and how',
            'Circle 3',
            'Set a goal',
            'Feedback',
            'Thanks to you',
          ]
        : page.includes('Elif')
          ? ['your mentor', 'No date', 'End it']
          : [
              'Take this',
              'Read and sign',
              'See them',
              'We met',
              'Why this match',
              'End it',
              'could use a hand',
            ]
    for (const words of wanted) expect([page, shown]).toEqual([page, expect.stringContaining(words)])
    await bot.as('dana').close({ all: true })
  }
}, 60_000)

it('lists whom somebody meets in one menu where that is more than a glance', async () => {
  const bot = await aBot()
  const mentees = [...FIVE, 'elif', 'finn', 'grace', 'haruki', 'indu']
  await joinAll(bot, ...mentees, 'ben')
  await bot.ctx.commit(setMember(bot.ctx, bot.as('ben').id, { capacity: 10 }))
  for (const mentee of mentees) await pair(bot, mentee, 'ben')
  expect(linesOf(await look(bot, 'ben'))).toHaveLength(10)
  await bot.as('ben').click('home', 'Open one of them', 'Indu Ibex')
  expect(modalOf(bot, 'ben')).toContain('@Indu Ibex, your mentee')
}, 60_000)
