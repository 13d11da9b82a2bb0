import { expect, it } from 'vitest'
import { defaultHours } from '../../../src/core/calendar.ts'
import { sharedHours } from '../../../src/features/matching/find/domain.ts'
import { leave, pauseUntil, saveCard } from '../../../src/features/people/members/service.ts'
import type { PersonSeed } from '../../../src/sandbox/index.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { setDoNotPair } from '../../support/privacy.ts'
import { ANA, aBot, BEN, CHIDI, fill, joinAs, MONDAY, mentee, modal } from '../requests/people.ts'

const two = (n: number) => String(n).padStart(2, '0')
/** Ana, and forty others by number. */
const FORTY: PersonSeed[] = [
  { id: ANA, name: 'ana', realName: 'Ana Albatross', tz: 'Europe/Lisbon' },
  ...Array.from({ length: 40 }, (_, i) => ({
    id: `U0NUM000${two(i)}`,
    name: `n${two(i)}`,
    realName: `Number ${two(i)}`,
    tz: 'Europe/Lisbon',
  })),
]

const listed = (bot: TestBot, reader = 'ana') =>
  [...modal(bot, reader).matchAll(/^(\w+ \w+)\n(?:.+ · )?(?:\d free|full)/gm)].map((m) => m[1])

it('pages through forty mentors, each once, and filters them', async () => {
  const bot = await startTestBot({ sandbox: { people: FORTY } })
  await mentee(bot, 'ana')
  for (let i = 0; i < 40; i++) {
    await joinAs(bot, `n${two(i)}`, { role: 'mentor', offers: [i % 2 ? 'roadmapping' : 'storytelling'] })
    if (i >= 30) await saveCard(bot.ctx, `U0NUM000${two(i)}`, 'experience', { level: i % 8 })
  }
  const ana = bot.as('ana')
  await ana.command('/mentor browse')
  expect(modal(bot, 'ana')).toContain('40 mentors, page 1 of 7')
  expect(modal(bot, 'ana')).not.toContain('[Previous]')
  const all = listed(bot)
  for (let page = 2; page <= 7; page++) {
    await ana.click('modal', 'Next')
    expect(modal(bot, 'ana')).toContain(`page ${page} of 7`)
    all.push(...listed(bot))
  }
  expect(modal(bot, 'ana')).not.toContain('[Next]')
  expect(all).toEqual(Array.from({ length: 40 }, (_, i) => `Number ${two(i)}`))

  // A filter begins at the first page, and they add up.
  await ana.click('modal', 'Any skill', 'Roadmapping')
  expect(modal(bot, 'ana')).toContain('20 mentors, page 1 of 4')
  await ana.click('modal', { action_id: 'find.level' }, 'Director of Product or above')
  expect(listed(bot)).toEqual(['Number 31', 'Number 37', 'Number 39'])
  await ana.click('modal', { action_id: 'find.skill' }, 'Pricing and business models')
  expect(modal(bot, 'ana')).toContain('No mentor fits all of these')
  await ana.click('modal', { action_id: 'find.skill' }, 'Any skill')
  await ana.click('modal', { action_id: 'find.level' }, 'Any level')
  expect(modal(bot, 'ana')).toContain('40 mentors, page 1 of 7')

  // Those of the last pages leave while it is on screen: it goes back from what is there.
  for (let page = 2; page <= 7; page++) await ana.click('modal', 'Next')
  for (let i = 12; i < 40; i++) await leave(bot.ctx, `U0NUM000${two(i)}`, false)
  await ana.click('modal', 'Previous')
  expect(modal(bot, 'ana')).toContain('page 2 of 2')
  await ana.click('modal', 'Previous')
  expect(modal(bot, 'ana')).toContain('page 1 of 2')
})

it('lists mentors who take part, and nobody who only seeks one', async () => {
  const bot = await aBot(['ben', 'chidi', 'dana', 'elif'])
  await mentee(bot, 'finn')
  await pauseUntil(bot.ctx, CHIDI, '2026-11-02')
  await leave(bot.ctx, bot.as('dana').id, false)
  await bot.sandbox.admin.deactivate('elif')
  await bot.settle()
  await bot.as('ana').command('/mentor browse')
  expect(listed(bot)).toEqual(['Ben Badger'])
  await bot.as('ben').command('/mentor browse')
  expect(modal(bot, 'ben')).toContain('There is no mentor to ask at the moment')
})

it('goes straight to a skill, and helps where it knows none', async () => {
  const bot = await aBot(['ben'])
  await joinAs(bot, 'chidi', { role: 'mentor', offers: ['storytelling'] })
  await bot.as('ana').command('/mentor browse storyteling')
  expect(listed(bot)).toEqual(['Chidi Cormorant'])
  expect(modal(bot, 'ana')).toContain('Storytelling and presenting')
  const near = await bot.as('ana').command('/mentor browse stories')
  expect(bot.reads('ana', near.ephemeral)).toContain('Did you mean')
  const none = await bot.as('ana').command('/mentor browse xyzzy')
  expect(bot.reads('ana', none.ephemeral)).toContain('/mentor browse and choose one from the menu')
})

it('filters by shared hours and free places', async () => {
  const bot = await aBot(['ben', 'chidi', 'haruki'])
  await fill(bot, 'chidi')
  const ana = bot.as('ana')
  await ana.command('/mentor browse')
  expect(listed(bot)).toEqual(['Ben Badger', 'Chidi Cormorant', 'Haruki Heron'])
  await ana.click('modal', 'Any zone', '4 shared hours a day')
  expect(listed(bot)).toEqual(['Ben Badger', 'Chidi Cormorant'])
  await ana.click('modal', 'Full or free', 'With a free place')
  expect(listed(bot)).toEqual(['Ben Badger'])
})

it.each([
  ['Europe/Lisbon', 'Europe/Lisbon', 9],
  ['Europe/Lisbon', 'Africa/Lagos', 9],
  ['Europe/Lisbon', 'America/New_York', 4],
  ['Europe/Lisbon', 'America/Los_Angeles', 1],
  ['Europe/Lisbon', 'Asia/Tokyo', 1],
  ['Pacific/Auckland', 'Pacific/Honolulu', 8],
])('%s and %s share %i hours a day', (a, b, hours) => {
  expect(sharedHours(defaultHours(a), defaultHours(b), MONDAY)).toBe(hours)
  expect(sharedHours(defaultHours(b), defaultHours(a), MONDAY)).toBe(hours)
})

it('shows a do-not-pair as a mentor without a place', async () => {
  const bot = await aBot(['ben', 'chidi'])
  await setDoNotPair(bot.ctx, BEN, [ANA])
  await fill(bot, 'chidi')
  await bot.as('ana').command('/mentor browse')
  const rows = modal(bot, 'ana').split(/Ben Badger|Chidi Cormorant/)
  expect(rows[1]).toContain('full at the moment')
  expect(rows[1]?.trim()).toBe(rows[2]?.replace('[Close]', '').trim())
  expect(modal(bot, 'ana')).not.toContain('[Ask]')
  await bot.as('ana').click('modal', 'Full or free', 'With a free place')
  expect(listed(bot)).toEqual([])
})

it('lets those look who have not joined, and says how to ask', async () => {
  const bot = await aBot(['ben'])
  await bot.as('finn').command('/mentor browse')
  expect(listed(bot, 'finn')).toEqual(['Ben Badger'])
  expect(modal(bot, 'finn')).toMatch(/To ask somebody, join first[\s\S]*\[Join\]/)
  expect(modal(bot, 'finn')).not.toContain('[Ask]')
})
