/** Peer circles, told by what people see. */
import { describe, expect, it } from 'vitest'
import {
  answerMet,
  joinCircle,
  leaveCircle,
  mayStart,
  startCircle,
} from '../../../src/features/matching/circles/service.ts'
import { leave, pauseUntil } from '../../../src/features/people/members/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { setMember } from '../../support/members.ts'
import { setDoNotPair } from '../../support/privacy.ts'
import { inOneTeam, ruleOfTeams } from '../admin/team.ts'
import { dmsSaying, forge, homeOf, modalOf, START } from '../mentorship/pairs.ts'
import { aCircle, aWorkspace, DAY, EVERYBODY, groupsOf, HOUR, talks, WEEK } from './circles.ts'

const idOf = (bot: TestBot, person: string) => bot.as(person).id
describe('a coordinator', () => {
  it('starts a circle from Home; members are asked once, join with one tap, and are introduced', async () => {
    const bot = await aWorkspace()
    const [elif, ana] = [bot.as('elif'), bot.as('ana')]
    await homeOf(bot, 'elif')
    await elif.click('home', 'Start a peer circle')
    await elif.submit({ Name: 'Product coffee', 'New groups': 'Every week', 'First groups on': '2026-10-05' })
    expect(modalOf(bot, 'elif')).toContain('Choose tomorrow or a later day')
    await elif.submit({ Name: 'Product coffee', 'New groups': 'Every week', 'First groups on': '2026-10-12' })
    expect(modalOf(bot, 'elif')).toContain('groups of two, every week')
    await elif.click('modal', 'Join in')
    await bot.settle()

    const [invite] = dmsSaying(bot, 'ana', /Product coffee/)
    expect(bot.reads('ana', invite)).toContain('you are asked once')
    expect(bot.reads('ana', invite)).toContain('first groups are made on Mon 12 Oct, and new ones every week')
    await ana.click(invite!, 'Join in')
    await bot.settle()
    expect(bot.reads('ana', dmsSaying(bot, 'ana', /Product coffee/)[0])).toContain(
      'You are in, from the groups of Mon 12 Oct on',
    )
    expect(await homeOf(bot, 'ben')).toContain('The next groups are made on Mon 12 Oct')
    await bot.as('ben').click('home', 'Join in')
    await bot.as('jonas').command('/mentor help')
    await bot.as('jonas').click('modal', 'Peer circles')
    await bot.as('jonas').click('modal', 'Join in')
    expect(modalOf(bot, 'jonas')).toContain('You are in')
    expect(await homeOf(bot, 'elif')).toContain('4 people are in')

    await bot.advance(WEEK + DAY / 2)
    expect(await groupsOf(bot, 1)).toHaveLength(2)
    for (const person of ['ana', 'ben', 'elif', 'jonas']) {
      const [intro, ...more] = talks(bot, person)
      expect(more).toEqual([])
      expect(intro).toContain('you are a group of Product coffee this time')
      expect(intro).toContain('What you have for each other')
      expect(intro).toContain('propose two times here')
    }
    expect(talks(bot, 'chidi')).toEqual([])
    expect(await homeOf(bot, 'ana')).toContain('With you now')
  })

  it('hears once that nobody joined, and what helps; old messages hold no day as the next that has passed', async () => {
    const bot = await aWorkspace()
    const started = await startCircle(bot.ctx, idOf(bot, 'elif'), {
      name: 'Product coffee',
      size: 2,
      every: 1,
      firstOn: '2026-10-12',
    })
    expect(started.ok).toBe(true)
    await bot.until(START + 5 * WEEK + DAY)
    const [told, ...more] = dmsSaying(bot, 'elif', /Nobody has joined Product coffee so far/)
    expect(more).toEqual([])
    for (const person of EVERYBODY)
      expect(dmsSaying(bot, person, /next groups (?:are made|come) on/)).toEqual([])
    expect(await homeOf(bot, 'ana')).toContain('The next groups are made on Mon 16 Nov')
    await bot.as('elif').click(told!, 'End the circle')
    await bot.settle()
    expect(dmsSaying(bot, 'elif', /Product coffee has ended: hardly anybody/)).toHaveLength(1)
  })

  it('is the only one who may, and ends it for all', async () => {
    const { bot, circle } = await aCircle()
    await forge(bot, 'ana', 'circles.stop', circle)
    expect(await mayStart(bot.ctx, idOf(bot, 'ana'))).toMatchObject({
      reason: expect.stringContaining('Only a coordinator can do this'),
    })
    expect(await homeOf(bot, 'ana')).not.toContain('End the circle')
    await homeOf(bot, 'elif')
    await bot.as('elif').click('home', 'End the circle')
    await bot.settle()
    expect(dmsSaying(bot, 'ana', /Product coffee has ended/)).toHaveLength(1)
    await bot.advance(2 * WEEK)
    expect(await groupsOf(bot, 1)).toEqual([])
    expect(await joinCircle(bot.ctx, idOf(bot, 'ben'), circle)).toMatchObject({
      reason: expect.stringContaining('This circle has ended'),
    })
  })
})

describe('week after week', () => {
  it('each is asked alone whether they met; nobody meets the same one again before they have met all', async () => {
    const { bot, firstAt } = await aCircle({ people: ['ana', 'ben', 'chidi', 'elif'] })
    await bot.until(Date.parse('2026-10-16T12:00:00Z'))
    const partner = (await groupsOf(bot, 1)).find((group) => group.includes('ana'))!
    const other = partner.split(' ').find((name) => name !== 'ana')!
    // Friday at half past one: not before.
    expect(dmsSaying(bot, 'ana', /Did you/)).toHaveLength(0)
    await bot.advance(HOUR)
    const [question] = dmsSaying(bot, 'ana', /Did you/)
    await bot.as('ana').click(question!, 'We met')
    await bot.settle()
    expect(bot.reads('ana', dmsSaying(bot, 'ana', /met. Lovely/)[0])).toContain('[Give kudos]')
    const [theirs] = dmsSaying(bot, other, /Did you/)
    await bot.as(other).click(theirs!, 'Not this time')
    await bot.settle()
    expect(dmsSaying(bot, other, /It happens: weeks get full/)).toHaveLength(1)
    expect(await homeOf(bot, 'elif')).toContain('Of 2 groups now, 1 said that they met')

    await bot.until(firstAt + 3 * WEEK + 2 * HOUR)
    expect(talks(bot, 'ana')).toHaveLength(4)
    const rounds = [await groupsOf(bot, 1), await groupsOf(bot, 2), await groupsOf(bot, 3)]
    expect(new Set(rounds.flat()).size).toBe(6)
    // All have met: the oldest meeting comes again.
    expect(await groupsOf(bot, 4)).toEqual(rounds[0])
  })

  it('whom somebody has met is remembered, though they left the circle and come back', async () => {
    const { bot, circle, firstAt } = await aCircle({ people: ['ana', 'ben', 'chidi', 'elif'] })
    await bot.until(Date.parse('2026-10-16T13:00:00Z'))
    const first = await groupsOf(bot, 1)
    for (const group of first) {
      const [one, two] = group.split(' ') as [string, string]
      await bot.as(one).click(dmsSaying(bot, one, /Did you/)[0]!, 'We met')
      await leaveCircle(bot.ctx, idOf(bot, two), circle)
      await joinCircle(bot.ctx, idOf(bot, two), circle)
    }
    await bot.until(firstAt + WEEK + HOUR)
    const second = await groupsOf(bot, 2)
    expect(second).toHaveLength(2)
    expect(second.filter((group) => first.includes(group))).toEqual([])
  })
})

describe('whoever is not there', () => {
  it('is not put into a group: paused, gone, opted out', async () => {
    const { bot, circle, firstAt } = await aCircle()
    await pauseUntil(bot.ctx, idOf(bot, 'ana'), '2026-10-20')
    await bot.sandbox.admin.deactivate('jonas')
    await leaveCircle(bot.ctx, idOf(bot, 'chidi'), circle)
    await bot.until(firstAt + HOUR)
    expect(await groupsOf(bot, 1)).toEqual(['ben elif'])
    expect([...dmsSaying(bot, 'ana', /circle|coffee/i)].length).toBeLessThanOrEqual(1)
    await bot.until(firstAt + 2 * WEEK + HOUR)
    expect((await groupsOf(bot, 3)).join()).toContain('ana')
  })

  it('meets nobody of their own team, if the programme says so', async () => {
    const { bot, firstAt } = await aCircle({ people: ['ana', 'ben', 'chidi', 'jonas'] })
    await inOneTeam(bot, 'ana', 'ben', 'chidi')
    await ruleOfTeams(bot, 'elif', true)
    await bot.until(firstAt + HOUR)
    const [group, ...more] = await groupsOf(bot, 1)
    expect(more).toEqual([])
    expect(group).toContain('jonas')
  })

  it('leaves a pair: the other hears it and comes next time; and three: the two go on', async () => {
    const { bot, circle, firstAt } = await aCircle()
    await bot.until(firstAt + HOUR)
    const groups = await groupsOf(bot, 1)
    const [three, two] = groups.map((g) => g.split(' ')).sort((a, b) => b.length - a.length)
    await leave(bot.ctx, idOf(bot, three![0]!), false)
    await leaveCircle(bot.ctx, idOf(bot, two![0]!), circle)
    await bot.settle()
    expect(dmsSaying(bot, two![1]!, /has changed/)).toHaveLength(1)
    expect(talks(bot, three![1]!).at(-1)).toContain('the two of you go on')
    expect(talks(bot, three![0]!).at(-1)).not.toContain('the two of you go on')
    await bot.until(firstAt + WEEK + HOUR)
    expect((await groupsOf(bot, 2)).join(' ').split(' ').sort()).toEqual(
      [three![1], three![2], two![1]].sort(),
    )
  })

  it('hears why, and nothing of a bar that is confidential, whether it comes before the groups or after', async () => {
    const { bot, firstAt } = await aCircle({ people: ['ana', 'elif'] })
    await setDoNotPair(bot.ctx, idOf(bot, 'ana'), [idOf(bot, 'elif')])
    await bot.until(firstAt + HOUR)
    expect(await groupsOf(bot, 1)).toEqual([])
    const [told] = dmsSaying(bot, 'elif', /no group of Product coffee for you/)
    expect(bot.reads('elif', told)).toContain('You are in again on Mon 19 Oct')
    expect(bot.reads('elif', told)).not.toMatch(/Ana|do-not-pair|not want/)

    await setDoNotPair(bot.ctx, idOf(bot, 'ana'), [])
    await bot.until(firstAt + WEEK + HOUR)
    expect(await groupsOf(bot, 2)).toEqual(['ana elif'])
    // A group whose conversation is open stays as it is until the next: nothing tells that something was said.
    const seen = async () => [await homeOf(bot, 'elif'), bot.as('elif').dms(), talks(bot, 'elif')]
    const before = await seen()
    await setDoNotPair(bot.ctx, idOf(bot, 'ana'), [idOf(bot, 'elif')])
    await bot.settle()
    expect(await seen()).toEqual(before)
    await bot.until(firstAt + 2 * WEEK + HOUR)
    expect(await groupsOf(bot, 3)).toEqual([])
  })

  it('opens no conversation of two for whom it was barred between the groups and the hour to open it', async () => {
    const { bot, firstAt } = await aCircle({ people: ['ana', 'elif'] })
    await bot.ctx.commit(setMember(bot.ctx, idOf(bot, 'ana'), { startMinute: 960 }))
    await bot.until(firstAt + HOUR)
    expect(await groupsOf(bot, 1)).toEqual(['ana elif'])
    expect(talks(bot, 'elif')).toEqual([])
    await setDoNotPair(bot.ctx, idOf(bot, 'ana'), [idOf(bot, 'elif')])
    await bot.advance(DAY)
    expect(talks(bot, 'elif')).toEqual([])
    expect(dmsSaying(bot, 'elif', /has changed/)).toHaveLength(1)
  })

  it('is alone, and hears it once; whoever is no member has nothing to join', async () => {
    const { bot, circle, firstAt } = await aCircle({ people: ['ana', 'elif'] })
    expect(await homeOf(bot, 'finn')).not.toContain('Peer circles')
    await bot.as('finn').command('/mentor help')
    expect(modalOf(bot, 'finn')).not.toContain('Peer circles')
    expect(await joinCircle(bot.ctx, idOf(bot, 'finn'), circle)).toMatchObject({
      reason: expect.stringContaining('Type `/mentor join` first'),
    })
    expect(await answerMet(bot.ctx, idOf(bot, 'finn'), 'a group of others', 'met')).toMatchObject({
      reason: expect.stringContaining('not your group'),
    })
    await leave(bot.ctx, idOf(bot, 'elif'), false)
    await bot.until(firstAt + 2 * WEEK)
    expect(dmsSaying(bot, 'ana', /Nobody else takes part in Product coffee/)).toHaveLength(1)
  })
})

describe('threes', () => {
  it('come every month, with what holds for all three', async () => {
    const { bot, firstAt } = await aCircle({ size: 3, every: 4, people: ['ana', 'ben', 'elif'] })
    for (const person of ['ana', 'ben', 'elif'])
      await bot.ctx.commit(setMember(bot.ctx, idOf(bot, person), { values: ['Candour'] }))
    await bot.until(firstAt + 3 * WEEK)
    expect(await groupsOf(bot, 1)).toEqual(['ana ben elif'])
    expect(talks(bot, 'ben')[0]).toContain('You all value Candour')
    // Everybody in this circle does: it is no reason for these three.
    expect(talks(bot, 'ben')[0]).not.toContain('English')
    await bot.until(firstAt + 4 * WEEK + HOUR)
    expect(await groupsOf(bot, 2)).toEqual(['ana ben elif'])
  })
})
