/** Coordinators' own guides: added, changed, hidden and removed in Slack, and offered before meetings. */
import { describe, expect, it } from 'vitest'
import { saveGuide } from '../../../src/features/growth/guides/service.ts'
import { becomeCoordinator, listAudit } from '../../../src/features/people/coordinators/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { runBy } from '../admin/team.ts'
import { aPair, forge, homeOf, modalOf } from '../mentorship/pairs.ts'
import { agreed, twoZones } from '../sessions/people.ts'

/** Ana and Ben are a pair before their first meeting; Dana and Chidi coordinate. */
async function workspace() {
  const { bot, id } = await aPair()
  await becomeCoordinator(bot.ctx, bot.as('dana').id)
  await runBy(bot, { coordinators: ['dana', 'chidi'] })
  return { bot, id }
}

const WALK = {
  phase: 'First meeting',
  title: 'A walk <!channel> & talk',
  minutes: '30 minutes',
  steps: 'Outside (10 min)\n- Where did you grow up, <@U0BEN00002>?\n\nBack (20 min)\n- What for?',
  source: 'How <http://x|we> do it here',
  link: 'https://example.org/walks|x',
}

const openList = async (bot: TestBot, person: string) => {
  await homeOf(bot, person)
  await bot.as(person).click('home', 'Add, change or hide guides for meetings')
}
async function add(bot: TestBot, over: Partial<typeof WALK> = {}) {
  await openList(bot, 'dana')
  await bot.as('dana').click('modal', 'Add a guide')
  return bot.as('dana').submit({ ...WALK, ...over })
}
const acts = async (bot: TestBot) =>
  (await listAudit(bot.ctx, 20)).map((act) => act.act).filter((act) => act.includes('guide'))
const mrkdwn = (bot: TestBot, person: string) => JSON.stringify(bot.as(person).modal()?.blocks)

describe('a guide of their own', () => {
  it('is added by a coordinator, stands beside the others, and is offered before the next meeting', async () => {
    const { bot } = await workspace()
    await add(bot)
    expect(modalOf(bot, 'dana')).toContain('Members see it from now on')
    expect(modalOf(bot, 'dana')).toContain('A walk <!channel> & talk · 30 minutes · added by @Dana Dormouse')
    expect(await acts(bot)).toEqual(['added the guide “A walk <!channel> & talk”'])

    expect(await homeOf(bot, 'ana')).toContain(
      'Next meeting with @Ben Badger: A walk <!channel> & talk or The first meeting',
    )
    await bot.as('ana').click('home', 'Agenda for your next meeting with Ben Badger')
    const shown = modalOf(bot, 'ana')
    expect(shown).toContain('For your next meeting with @Ben Badger: 30 minutes.')
    expect(shown).toMatch(/Outside \(10 min\)\s+• Where did you grow up, <@U0BEN00002>\?/)
    expect(shown).toContain('Added by @Dana Dormouse')
    // What was typed calls nobody and hides no address.
    expect(mrkdwn(bot, 'ana')).toContain('&lt;@U0BEN00002&gt;')
    expect(mrkdwn(bot, 'ana')).toContain(
      'After: <https://example.org/walks%7Cx|How &lt;http://x|we&gt; do it here>',
    )
    await bot.as('ana').click('modal', 'Read the guide The first meeting')
    expect(modalOf(bot, 'ana')).toContain('What stays between you two? Say it aloud')
    await bot.as('ana').click('modal', 'Goals that help')
    await bot.as('ana').click('modal', 'A walk <!channel> & talk')
    expect(modalOf(bot, 'ana')).toContain('Outside (10 min)')
  })

  it('is refused field by field, and what was typed stays', async () => {
    const { bot } = await workspace()
    const outcome = await add(bot, { title: 'A', steps: 'Too short', source: 'W', link: 'example.org' })
    expect(outcome).toMatchObject({
      errors: {
        title: expect.stringContaining('at least 3'),
        steps: expect.stringContaining('at least 10'),
        link: expect.stringContaining('https://'),
      },
    })
    await bot.as('dana').submit({ title: 'A walk', steps: 'Long enough now', source: 'Us', link: '' })
    expect(await acts(bot)).toEqual([])
    await bot.as('dana').submit({ source: 'Ourselves' })
    expect(await acts(bot)).toEqual(['added the guide “A walk”'])
  })

  it('is changed, read as members read it, hidden, shown and removed; each act is written down', async () => {
    const { bot } = await workspace()
    await add(bot, { title: 'A walk' })
    await bot.as('dana').click('modal', 'Change the guide A walk')
    expect(modalOf(bot, 'dana')).toContain('Outside (10 min)')
    await bot.as('dana').submit({ title: 'A long walk', minutes: '60 minutes' })
    await bot.as('dana').click('modal', 'Read the guide A long walk')
    expect(modalOf(bot, 'dana')).toMatch(/As members read it|A long walk\s+60 minutes/)
    await bot.as('dana').close()

    await bot.as('dana').click('modal', 'Hide the guide A long walk from members')
    expect(modalOf(bot, 'dana')).toContain('hidden from members')
    expect(await homeOf(bot, 'ana')).toContain('Next meeting with @Ben Badger: The first meeting')
    await openList(bot, 'dana')
    await bot.as('dana').click('modal', 'Show members the guide A long walk again')
    expect(await homeOf(bot, 'ana')).toContain('A long walk or The first meeting')
    await openList(bot, 'dana')
    await bot.as('dana').click('modal', 'Remove the guide A long walk')
    expect(modalOf(bot, 'dana')).toContain('Removed: “A long walk”')
    expect(await acts(bot)).toEqual([
      'removed the guide “A long walk”',
      'showed the guide “A long walk”',
      'hid the guide “A long walk”',
      'changed the guide “A long walk”',
      'added the guide “A walk”',
    ])
    await homeOf(bot, 'chidi')
    await bot.as('chidi').click('home', /^What coordinators did/)
    expect(modalOf(bot, 'chidi')).toContain('@Dana Dormouse removed the guide “A long walk”')
  })

  it('is offered in the agenda of a planned session, too', async () => {
    const { bot } = await twoZones()
    await becomeCoordinator(bot.ctx, bot.as('dana').id)
    await add(bot, { title: 'A walk' })
    await agreed(bot, '2026-10-08', '15:00')
    await homeOf(bot, 'ana')
    await bot.as('ana').click('home', 'Agenda and notes with Finn Flamingo')
    expect(modalOf(bot, 'ana')).toContain('A guide for this one: A walk or The first meeting')
    await bot.as('ana').click('modal', 'Open the guide: A walk')
    expect(modalOf(bot, 'ana')).toContain('Where did you grow up')
  })

  it('is no business of others: not on their Home, and refused when forged', async () => {
    const { bot } = await workspace()
    expect(await homeOf(bot, 'ana')).not.toContain('Guides for meetings')
    for (const action of ['guides.keep', 'guides.add', 'guides.hide', 'guides.remove', 'guides.change'])
      await forge(bot, 'ana', action, 'first-meeting')
    expect(await acts(bot)).toEqual([])
    expect(await saveGuide(bot.ctx, bot.as('ana').id, { ...form, title: 'Mine' }, undefined)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('Only a coordinator'),
    })
  })

  it('there may be thirty of them, whatever comes at once', async () => {
    const { bot } = await workspace()
    const dana = bot.as('dana').id
    const all = await Promise.all(
      Array.from({ length: 32 }, (_, i) =>
        saveGuide(bot.ctx, dana, { ...form, title: `Guide ${i}` }, undefined),
      ),
    )
    expect(all.filter((each) => each.ok)).toHaveLength(30)
    await openList(bot, 'dana')
    expect(modalOf(bot, 'dana')).toContain('Closing')
    expect(modalOf(bot, 'dana')).toContain('A good end')
    await bot.as('dana').click('modal', 'Remove the guide Guide 3')
    expect(await saveGuide(bot.ctx, dana, form, undefined)).toMatchObject({ ok: true })
  })
})

const form = {
  phase: 'first' as const,
  title: 'A walk',
  minutes: 30,
  steps: 'Where did you grow up?',
  source: 'Ourselves',
  link: undefined,
}

describe('one that comes with Cairn', () => {
  it('can be hidden where another is shown, and is never the last to go', async () => {
    const { bot } = await workspace()
    await openList(bot, 'dana')
    await bot.as('dana').click('modal', 'Hide the guide The first meeting from members')
    expect(modalOf(bot, 'dana')).toContain('It is the only guide that is shown for these meetings')
    await add(bot, { title: 'A walk' })
    await bot.as('dana').click('modal', 'Hide the guide The first meeting from members')
    expect(await homeOf(bot, 'ana')).toContain('Next meeting with @Ben Badger: A walk')
    await openList(bot, 'dana')
    await bot.as('dana').click('modal', 'Remove the guide A walk')
    expect(modalOf(bot, 'dana')).toContain('nobody should come to one without')
    await bot.as('dana').close()
    await bot.as('dana').click('modal', 'Change the guide A walk')
    expect(await bot.as('dana').submit({ phase: 'Closing' })).toMatchObject({
      errors: { phase: expect.stringContaining('the only guide') },
    })
  })
})

describe('two coordinators at once', () => {
  async function bothChange(bot: TestBot) {
    await add(bot, { title: 'A walk' })
    for (const person of ['dana', 'chidi']) {
      await openList(bot, person)
      await bot.as(person).click('modal', 'Change the guide A walk')
    }
  }

  it('the second is told who was first and what they wrote, and keeps what they typed', async () => {
    const { bot } = await workspace()
    await bothChange(bot)
    await bot.as('chidi').submit({ title: 'A swim' })
    await bot.as('dana').submit({ title: 'A run', source: 'Dana’s running club' })
    const shown = modalOf(bot, 'dana')
    expect(shown).toContain('@Chidi Cormorant changed this guide while you were writing')
    expect(shown).toContain('Theirs: A swim, 30 minutes')
    expect(shown).toContain('Dana’s running club')
    expect(await homeOf(bot, 'ana')).toContain('A swim or')
    await bot.as('dana').submit({})
    expect(await homeOf(bot, 'ana')).toContain('A run or')
  })

  it('one that was removed meanwhile is offered as a new one', async () => {
    const { bot } = await workspace()
    await bothChange(bot)
    await openList(bot, 'chidi')
    await bot.as('chidi').click('modal', 'Remove the guide A walk')
    await bot.as('dana').submit({ title: 'A run' })
    expect(modalOf(bot, 'dana')).toContain('This guide was removed while you were writing')
    await bot.as('dana').submit({})
    expect(await homeOf(bot, 'ana')).toContain('A run or The first meeting')
  })

  it('one that was changed meanwhile is not removed unread', async () => {
    const { bot } = await workspace()
    await bothChange(bot)
    await openList(bot, 'chidi')
    await bot.as('dana').submit({ title: 'A run' })
    await bot.as('chidi').click('modal', 'Remove the guide A walk')
    expect(modalOf(bot, 'chidi')).toContain('Somebody changed this guide a moment ago')
    expect(await homeOf(bot, 'ana')).toContain('A run or')
  })
})
