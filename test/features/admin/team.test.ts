/** Who runs the programme: coordinators add others, a deputy takes over, and an owner is asked where nobody is left. */
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/core/calendar.ts'
import {
  becomeCoordinator,
  findTeam,
  isCoordinator,
  listAudit,
  saveTeam,
} from '../../../src/features/people/coordinators/service.ts'
import { pauseFor, resume } from '../../../src/features/people/members/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { setMember } from '../../support/members.ts'
import { aPair, dmsSaying, forge, homeOf, joinAll, modalOf } from '../mentorship/pairs.ts'
import { FORM, ruleOfTeams, runBy } from './team.ts'

/** Ana and Ben are a pair; Dana coordinates, Finn can be her deputy, Elif owns the workspace and takes part. All are quiet. */
async function workspace() {
  const { bot, id } = await aPair()
  await joinAll(bot, 'dana', 'finn', 'elif')
  await becomeCoordinator(bot.ctx, bot.as('dana').id)
  for (const person of ['ana', 'ben', 'dana', 'finn', 'elif'])
    await bot.ctx.commit(setMember(bot.ctx, bot.as(person).id, { checkinEvery: 0 }))
  return { bot, id }
}

const asksForAHand = async (bot: TestBot) => {
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'You and Ben Badger could use a hand')
  await bot.as('ana').submit()
  await bot.advance(5 * MINUTE_MS)
}
const hands = (bot: TestBot, person: string) => dmsSaying(bot, person, /could use a hand/)
const asked = (bot: TestBot, person: string) =>
  dmsSaying(bot, person, /Nobody looks after the mentoring programme/)

describe('who runs it', () => {
  it('a coordinator adds another, a deputy and a contact outside; each hears of it, and it is written down', async () => {
    const { bot } = await workspace()
    await runBy(bot, { coordinators: ['dana', 'chidi'], deputy: 'finn', outside: 'grace' })
    expect(modalOf(bot, 'dana')).toMatch(/Deputy: @Finn Flamingo\s+Outside the programme: @Grace Gecko/)
    await bot.advance(DAY_MS)
    expect(dmsSaying(bot, 'chidi', /@Dana Dormouse added you as a coordinator/)).toHaveLength(1)
    expect(dmsSaying(bot, 'finn', /named you deputy/)).toHaveLength(1)
    expect(dmsSaying(bot, 'grace', /contact outside the programme/)).toHaveLength(1)
    expect(await homeOf(bot, 'chidi')).toContain('No pair needs a hand')
    expect(await homeOf(bot, 'finn')).toContain('You are the deputy')
    expect(await homeOf(bot, 'grace')).not.toContain('For the coordinator')

    await bot.as('chidi').click('home', /^What coordinators did/)
    await bot.settle()
    const acts = modalOf(bot, 'chidi')
    expect(acts).toContain('@Dana Dormouse added as coordinator @Chidi Cormorant')
    expect(acts).toContain('@Dana Dormouse named as deputy @Finn Flamingo')
    expect(acts).toContain('@Dana Dormouse became coordinator')
    // Nobody else reads or changes any of it.
    for (const action of ['admin.acts', 'admin.team', 'admin.take']) await forge(bot, 'ana', action, '')
    expect(modalOf(bot, 'ana')).not.toMatch(/became coordinator|Deputy/)
  })

  it('a coordinator says that nobody is matched within their own team; it is kept, and written down', async () => {
    const { bot } = await workspace()
    await ruleOfTeams(bot, 'dana', true)
    expect(modalOf(bot, 'dana')).toContain('Teams: nobody is matched within their own')
    await bot.as('dana').click('modal', 'Change it')
    expect(modalOf(bot, 'dana')).toContain('(x) Nobody is matched within their own team')
    // Who runs it is changed without it.
    await bot.as('dana').submit({ deputy: [bot.as('finn').id] })
    expect(modalOf(bot, 'dana')).toMatch(/Deputy: @Finn Flamingo.*nobody is matched within their own/s)
    await ruleOfTeams(bot, 'dana', false)
    expect(modalOf(bot, 'dana')).toContain('Teams: people of one team may be matched')
    await homeOf(bot, 'dana')
    await bot.as('dana').click('home', /^What coordinators did/)
    expect(modalOf(bot, 'dana')).toMatch(
      /Dana Dormouse chose that people of one team may be matched.*Dana Dormouse chose that nobody is matched within their own team/s,
    )
    expect((await listAudit(bot.ctx, 50)).filter((act) => act.act.startsWith('chose that'))).toHaveLength(2)
    // To others the form is shut, whatever they send.
    const { version, ...now } = await findTeam(bot.ctx)
    expect(
      await saveTeam(bot.ctx, bot.as('ana').id, { ...now, excludeSameTeam: true }, version),
    ).toMatchObject({
      ok: false,
    })
    expect(await findTeam(bot.ctx)).toMatchObject({ excludeSameTeam: false })
  })

  it('reads further back, page by page', async () => {
    const { bot } = await workspace()
    for (let i = 0; i < 13; i++)
      await runBy(bot, { coordinators: ['dana'], ...(i % 2 === 0 && { deputy: 'finn' }) })
    for (let i = 0; i < 12; i++)
      await runBy(bot, { coordinators: ['dana'], ...(i % 2 === 0 && { outside: 'grace' }) })
    await homeOf(bot, 'dana')
    await bot.as('dana').click('home', /^What coordinators did/)
    expect(modalOf(bot, 'dana')).not.toContain('became coordinator')
    await bot.as('dana').click('modal', 'Show older acts')
    expect(modalOf(bot, 'dana')).toContain('became coordinator')
  })

  it.each([
    [{ coordinators: ['dana', 'molly'] }, 'coordinators', 'as a guest'],
    [{ coordinators: ['dana', 'standup'] }, 'coordinators', 'is an app'],
    [{ coordinators: ['dana'], deputy: 'dana' }, 'deputy', 'cannot stand in for themselves'],
    [{ coordinators: ['dana'], deputy: 'finn', outside: 'finn' }, 'outside', 'is not outside it'],
    [{ coordinators: ['dana'], outside: 'ben' }, 'outside', 'takes part in the programme'],
  ])('%j is refused at the field %s', async (team, field, why) => {
    const { bot } = await workspace()
    const outcome = await runBy(bot, team, 'dana')
    expect(outcome).toMatchObject({ errors: { [field]: expect.stringContaining(why) } })
  })

  it('of two who change it at once, the second is shown what the first did, and loses nothing', async () => {
    const { bot } = await workspace()
    await runBy(bot, { coordinators: ['dana', 'chidi'] })
    const form = FORM
    for (const person of ['dana', 'chidi']) {
      await homeOf(bot, person)
      await bot.as(person).click('home', form)
    }
    await bot.as('dana').submit({ deputy: [bot.as('finn').id] })
    await bot.as('chidi').submit({ outside: [bot.as('grace').id], deputy: [] })
    expect(modalOf(bot, 'chidi')).toContain('Somebody else has just changed this')
    expect(modalOf(bot, 'chidi')).toContain('deputy: @Finn Flamingo')
    await bot.as('chidi').submit({ deputy: [bot.as('finn').id] })
    expect(modalOf(bot, 'chidi')).toMatch(/Deputy: @Finn Flamingo\s+Outside the programme: @Grace Gecko/)
  })

  it('whoever was named may say that they would rather not; the only coordinator adds somebody first', async () => {
    const { bot } = await workspace()
    await runBy(bot, { coordinators: ['dana'], outside: 'grace' })
    await bot.advance(DAY_MS)
    await bot.as('grace').click(dmsSaying(bot, 'grace', /contact outside/)[0]!, 'I would rather not')
    expect(modalOf(bot, 'grace')).toContain('not asked any more')
    await homeOf(bot, 'dana')
    await bot.as('dana').click('home', FORM)
    expect(modalOf(bot, 'dana')).not.toContain('Grace')
    await forge(bot, 'dana', 'admin.decline', 'coordinator')
    expect(await isCoordinator(bot.ctx, bot.as('dana').id)).toBe(true)
  })
})

describe('who is asked', () => {
  it('the coordinator says that they are on it, and nobody else is asked', async () => {
    const { bot } = await workspace()
    await runBy(bot, { coordinators: ['dana'], deputy: 'finn' })
    await asksForAHand(bot)
    await bot.advance(DAY_MS)
    await bot.as('dana').click(hands(bot, 'dana')[0]!, 'I am on it: I give this pair a hand')
    await bot.settle()
    expect(bot.reads('dana', hands(bot, 'dana')[0])).toContain('@Dana Dormouse is on it')
    expect(await homeOf(bot, 'finn')).toContain('@Dana Dormouse is on it')
    expect((await listAudit(bot.ctx, 1))[0]).toMatchObject({ act: 'gives a pair a hand' })
    await bot.advance(7 * DAY_MS)
    expect(hands(bot, 'finn')).toEqual([])
    expect(asked(bot, 'elif')).toEqual([])
  })

  it('what the coordinator leaves for two working days goes to the deputy, and then a workspace owner is asked', async () => {
    const { bot } = await workspace()
    await runBy(bot, { coordinators: ['dana'], deputy: 'finn' })
    await asksForAHand(bot)
    await bot.advance(DAY_MS)
    expect(hands(bot, 'dana')).toHaveLength(1)
    expect(hands(bot, 'finn')).toEqual([])
    await bot.advance(2 * DAY_MS)
    expect(hands(bot, 'finn')).toHaveLength(1)
    expect(asked(bot, 'elif')).toEqual([])
    // Finn's two days go over the weekend.
    await bot.advance(5 * DAY_MS)
    expect(asked(bot, 'elif')).toHaveLength(1)
    expect(await homeOf(bot, 'elif')).toContain('Nobody has looked after the programme lately')
    await bot.as('elif').click(asked(bot, 'elif')[0]!, 'Become coordinator')
    expect(await isCoordinator(bot.ctx, bot.as('elif').id)).toBe(true)
    await bot.settle()
    expect(bot.reads('elif', dmsSaying(bot, 'elif', /Somebody looks after/)[0])).toContain(
      'Nothing to do for you',
    )
    await homeOf(bot, 'elif')
    await bot.as('elif').click('home', 'I am on it: I give this pair a hand')
    expect(modalOf(bot, 'elif')).toContain('Write to @Ana Albatross and @Ben Badger')
  })

  it('while the coordinator pauses the deputy is in charge, and hears when it is over', async () => {
    const { bot } = await workspace()
    await runBy(bot, { coordinators: ['dana'], deputy: 'finn' })
    await pauseFor(bot.ctx, bot.as('dana').id, { weeks: 1 })
    await bot.advance(DAY_MS)
    const [standin] = dmsSaying(bot, 'finn', /you stand in/)
    expect(bot.reads('finn', standin)).toContain('@Dana Dormouse pauses until')
    await asksForAHand(bot)
    await bot.advance(DAY_MS)
    expect(hands(bot, 'finn')).toHaveLength(1)
    expect(hands(bot, 'dana')).toEqual([])
    await bot.as('finn').click(hands(bot, 'finn')[0]!, 'I am on it: I give this pair a hand')
    await resume(bot.ctx, bot.as('dana').id)
    await bot.advance(DAY_MS)
    expect(dmsSaying(bot, 'finn', /@Dana Dormouse is back/)).toHaveLength(1)
  })

  it('a deputy who pauses as well leaves it to a workspace owner, until either is back', async () => {
    const { bot } = await workspace()
    await runBy(bot, { coordinators: ['dana'], deputy: 'finn' })
    await pauseFor(bot.ctx, bot.as('dana').id, { weeks: 2 })
    await pauseFor(bot.ctx, bot.as('finn').id, { weeks: 2 })
    await bot.advance(HOUR_MS)
    expect(asked(bot, 'elif')).toHaveLength(1)
    await resume(bot.ctx, bot.as('finn').id)
    await bot.settle()
    expect(asked(bot, 'elif')).toEqual([])
    expect(dmsSaying(bot, 'elif', /Somebody looks after the mentoring programme again/)).toHaveLength(1)
    // Too late: who was asked before is told why not.
    await forge(bot, 'elif', 'admin.become', '')
    expect(await isCoordinator(bot.ctx, bot.as('elif').id)).toBe(false)
  })

  it('without a deputy an owner is asked at once when the coordinator pauses; another coordinator just goes on', async () => {
    const { bot } = await workspace()
    await runBy(bot, { coordinators: ['dana', 'chidi'] })
    await pauseFor(bot.ctx, bot.as('dana').id, { weeks: 2 })
    await bot.advance(DAY_MS)
    expect(asked(bot, 'elif')).toEqual([])
    await resume(bot.ctx, bot.as('dana').id)
    await runBy(bot, { coordinators: ['dana'] })
    await pauseFor(bot.ctx, bot.as('dana').id, { weeks: 2 })
    await bot.advance(DAY_MS)
    expect(asked(bot, 'elif')).toHaveLength(1)
  })

  it('when the coordinator is gone the deputy takes over for good', async () => {
    const { bot } = await workspace()
    await runBy(bot, { coordinators: ['dana'], deputy: 'finn' })
    await bot.sandbox.admin.deactivate('dana')
    await bot.bot.idle()
    await bot.advance(DAY_MS)
    const [dm] = dmsSaying(bot, 'finn', /is gone, and you stand in/)
    await bot.as('finn').click(dm!, 'Who runs it, and how')
    await bot.as('finn').submit({ coordinators: [bot.as('finn').id], deputy: [] })
    expect(modalOf(bot, 'finn')).toContain('Coordinators: @Finn Flamingo')
    expect(asked(bot, 'elif')).toEqual([])
  })

  it('messages that wait for two working days are told to the deputy, too', async () => {
    const { bot } = await workspace()
    await runBy(bot, { coordinators: ['dana'], deputy: 'finn' })
    bot.sandbox.admin.archive('pm-wins')
    await bot.as('ana').command('/mentor win I shipped it')
    if (bot.as('ana').modal()) await bot.as('ana').submit({})
    await bot.advance(DAY_MS)
    const told = (person: string) => dmsSaying(bot, person, /I cannot post to the wins channel/)
    expect(told('dana')).toHaveLength(1)
    expect(told('finn')).toEqual([])
    await bot.advance(3 * DAY_MS)
    expect(told('finn')).toHaveLength(1)
  })
})
