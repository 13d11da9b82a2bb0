/** Being introduced, knowing why, and ending it. */
import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../src/core/calendar.ts'
import { askForHand, sayNotYet } from '../../../src/features/growth/ladder/service.ts'
import {
  endAlone,
  ownMentorship,
  recordUnplannedMeeting,
  usefulTo,
} from '../../../src/features/pairs/mentorship/service.ts'
import { findMember } from '../../../src/features/people/members/service.ts'
import { startTestBot } from '../../support/bot.ts'
import {
  aPair,
  dmsSaying,
  forge,
  homeOf,
  joinAll,
  mentorshipOf,
  modalOf,
  pair,
  START,
  whisper,
} from './pairs.ts'

it('introduces the two once, in a conversation of their own, with an agenda and a next step', async () => {
  const { bot, id } = await aPair()
  const [group] = bot.as('ana').groups()
  expect(group?.members.map((each) => each.name).sort()).toEqual(['ana', 'ben', 'cairn'])
  expect(group?.messages).toHaveLength(1)
  const intro = bot.reads('ben', group?.messages[0])
  expect(intro).toContain('@Ana Albatross, meet @Ben Badger')
  // Slack keeps messages: the words of the goal are behind a button.
  expect(intro).not.toContain('The goal of ana')
  await bot.as('ben').click(group!.messages[0]!, 'Read the goal')
  expect(modalOf(bot, 'ben')).toContain('The goal of ana')
  expect(intro).toContain('Your first meeting, 45 minutes')
  expect(intro).toContain('Next step: @Ana Albatross, propose two times here')
  expect(intro).toContain('Cairn cannot read this conversation')
  expect((await mentorshipOf(bot, id)).channel).toBe(group?.channel.id)
  await bot.advance(2 * DAY_MS)
  expect(bot.as('ana').groups()).toHaveLength(1)
  expect(bot.as('ana').groups()[0]?.messages).toHaveLength(1)
})

it('waits for the first hour that both share: Lisbon and New York, from two in the afternoon', async () => {
  const bot = await startTestBot({ sandbox: { now: START } })
  await joinAll(bot, 'ana', 'finn')
  await pair(bot, 'ana', 'finn')
  expect(bot.as('ana').groups()).toEqual([])
  await bot.until(Date.parse('2026-10-05T12:59:00Z'))
  expect(bot.as('ana').groups()).toEqual([])
  await bot.until(Date.parse('2026-10-05T13:00:00Z'))
  expect(bot.as('ana').groups()).toHaveLength(1)
})

it('introduces nobody once one of them has gone, and tells the other kindly', async () => {
  const bot = await startTestBot({ sandbox: { now: START } })
  await joinAll(bot, 'ana', 'finn')
  await pair(bot, 'ana', 'finn')
  await bot.sandbox.admin.deactivate('finn')
  await bot.bot.idle()
  await bot.advance(12 * HOUR_MS)
  expect(bot.as('ana').groups()).toEqual([])
  expect(dmsSaying(bot, 'ana', /not part of Cairn any more.*not about you/s)).toHaveLength(1)
})

it('notices by itself, when no event came, that one of them is gone', async () => {
  const bot = await startTestBot({ sandbox: { now: START } })
  await joinAll(bot, 'ana', 'finn')
  await pair(bot, 'ana', 'finn')
  bot.sandbox.people.find((person) => person.name === 'finn')!.deleted = true
  await bot.advance(2 * DAY_MS)
  expect(bot.as('ana').groups()).toEqual([])
  expect(dmsSaying(bot, 'ana', /not part of Cairn any more/)).toHaveLength(1)
})

it('tells each their own reasons, and those of others to nobody', async () => {
  const { bot, id } = await aPair()
  await joinAll(bot, 'chidi')
  await bot.as('ana').command('/mentor why')
  expect(modalOf(bot, 'ana')).toContain('ben knows roadmapping')
  expect(modalOf(bot, 'ana')).toContain('Few common hours')
  expect(modalOf(bot, 'ana')).toContain('by rules 1')
  await bot.as('ben').command('/mentor why @ana')
  expect(modalOf(bot, 'ben')).toContain('ana wants to learn roadmapping')
  expect(modalOf(bot, 'ben')).toContain('Nothing that Cairn knows of')
  expect(modalOf(bot, 'ben')).not.toContain('Few common hours')

  for (const typed of ['/mentor why', '/mentor why @ana']) {
    await bot.as('chidi').command(typed)
    expect([typed, modalOf(bot, 'chidi')]).toEqual([typed, expect.stringMatching(/no match/)])
  }
  await bot.as('chidi').command('/mentor why @nobody')
  expect(whisper(bot, 'chidi')).toContain('I do not know who that is')
  expect(await ownMentorship(bot.ctx, bot.as('chidi').id, id)).toMatchObject({ ok: false })
})

it('shows whoever has several matches the way to each, and says when one was', async () => {
  const { bot, id } = await aPair()
  await joinAll(bot, 'chidi')
  await pair(bot, 'chidi', 'ben')
  await bot.as('ben').command('/mentor why')
  expect(modalOf(bot, 'ben')).toContain('You and Chidi Cormorant, since Mon 5 Oct 2026')
  await bot.as('ben').click('modal', 'Why you and Ana Albatross')
  expect(modalOf(bot, 'ben')).toContain('ana wants to learn roadmapping')
  await bot.advance(2 * DAY_MS)
  await endAlone(bot.ctx, bot.as('ben').id, id)
  await bot.settle()
  await bot.as('ana').command('/mentor why')
  expect(modalOf(bot, 'ana')).toContain('You and Ben Badger, Mon 5 Oct 2026 to Wed 7 Oct 2026')
  await bot.as('ana').command('/mentor why @chidi')
  expect(modalOf(bot, 'ana')).toContain('Type /mentor why alone for the match you have')
  await bot.as('ben').command('/mentor why')
  expect(modalOf(bot, 'ben')).not.toContain('Ana Albatross')
})

it('takes nobody else’s word for it: forged clicks change nothing and say nothing', async () => {
  const { bot, id } = await aPair()
  await joinAll(bot, 'chidi')
  const before = await mentorshipOf(bot, id)
  const log = bot.log.length
  for (const action of ['mentorship.met', 'ladder.later', 'ladder.hand', 'mentorship.why', 'mentorship.end'])
    for (const value of [id, 'no-such-mentorship', '']) await forge(bot, 'chidi', action, value)
  const { id: chidi } = bot.as('chidi')
  for (const act of [recordUnplannedMeeting, sayNotYet, askForHand, endAlone])
    expect(await act(bot.ctx, chidi, id)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('not yours'),
    })
  expect(await mentorshipOf(bot, id)).toEqual(before)
  expect(bot.as('chidi').dms()).toEqual([])
  expect(bot.log.slice(log).filter((line) => /"level":50/.test(line))).toEqual([])
})

it('ends at the word of either, unexplained: the other hears it kindly, and the place is free', async () => {
  const { bot, id } = await aPair()
  const ana = bot.as('ana')
  await homeOf(bot, 'ana')
  await ana.click('home', 'End the mentorship with Ben Badger')
  expect(modalOf(bot, 'ana')).toContain('You need not say why')
  await ana.submit()
  expect(modalOf(bot, 'ana')).toContain('It has ended')
  await bot.settle()

  expect(dmsSaying(bot, 'ben', /Your mentorship with @Ana Albatross has ended. Thank you both/)).toHaveLength(
    1,
  )
  expect(dmsSaying(bot, 'ben', /You have a free place again/)).toHaveLength(1)
  expect(dmsSaying(bot, 'ana', /has ended/)).toHaveLength(0)
  expect((await findMember(bot.ctx, bot.as('ben').id))?.taken).toBe(0)
  expect(await homeOf(bot, 'ben')).not.toContain('Your mentorship')

  // What stood on screen before answers with how things are now.
  const intro = bot.as('ben').groups()[0]!.messages[0]!
  await bot.as('ben').click(intro, { text: 'We met' })
  expect(whisper(bot, 'ben')).toContain('has ended already')
  expect((await mentorshipOf(bot, id)).metAt).toBeNull()
  await forge(bot, 'ben', 'mentorship.end', id)
  expect(modalOf(bot, 'ben')).toBe('')
})

it('ends once when both say so at once, and gives the place back once', async () => {
  const { bot, id } = await aPair()
  await joinAll(bot, 'chidi')
  await pair(bot, 'chidi', 'ben')
  const ended = await Promise.all([
    endAlone(bot.ctx, bot.as('ana').id, id),
    endAlone(bot.ctx, bot.as('ben').id, id),
  ])
  expect(ended.filter((each) => each.ok)).toHaveLength(1)
  expect(ended.find((each) => !each.ok)).toMatchObject({ reason: expect.stringContaining('ended already') })
  expect((await findMember(bot.ctx, bot.as('ben').id))?.taken).toBe(1)
})

it('lets a chat end by itself after three weeks: no place was taken, and nobody was nudged', async () => {
  const { bot, id } = await aPair({ kind: 'chat' })
  expect((await findMember(bot.ctx, bot.as('ben').id))?.taken).toBe(0)
  await bot.advance(22 * DAY_MS)

  expect(await mentorshipOf(bot, id)).toMatchObject({ status: 'ended', ending: 'chat over' })
  const [over] = dmsSaying(bot, 'ana', /The time for your chat with @Ben Badger is over/)
  expect(dmsSaying(bot, 'ben', /The time for your chat/)).toHaveLength(1)
  expect(dmsSaying(bot, 'ben', /free place/)).toHaveLength(0)
  expect(dmsSaying(bot, 'ana', /met lately|How is it going/)).toHaveLength(0)
  await bot.as('ana').click(over!, 'Ask Ben Badger for a mentorship')
  expect(modalOf(bot, 'ana')).toContain('Ben Badger')
})

it('asks each of the two one question once they have talked, and offers what may come of it', async () => {
  const { bot, id } = await aPair({ kind: 'chat' })
  const intro = bot.as('ana').groups()[0]!.messages[0]!
  expect(bot.reads('ana', intro)).toContain('One 30-minute chat for you two')
  await bot.as('ana').click(intro, 'We talked')
  expect(modalOf(bot, 'ana')).toContain('Lovely')
  expect(await mentorshipOf(bot, id)).toMatchObject({ status: 'ended', ending: 'chat over' })
  await bot.settle()
  const [asked] = dmsSaying(bot, 'ana', /Was it useful for you\?/)
  expect(bot.reads('ana', asked)).toContain('Ben Badger does not see it')
  await bot.as('ana').click(asked!, 'Yes, it was')
  expect(modalOf(bot, 'ana')).toContain('A word of thanks')
  await bot.settle()
  expect(dmsSaying(bot, 'ana', /it was useful for you/)).toHaveLength(1)
  const [other] = dmsSaying(bot, 'ben', /Was it useful for you\?/)
  expect(bot.reads('ben', other)).not.toContain('Ask for a mentorship')
  await bot.as('ben').click(other!, 'Not so much')
  const chat = await mentorshipOf(bot, id)
  expect([usefulTo(bot.ctx, chat, chat.mentee), usefulTo(bot.ctx, chat, chat.mentor)]).toEqual([true, false])
  await bot.as('ana').click(dmsSaying(bot, 'ana', /it was useful/)[0]!, 'Ask Ben Badger for a mentorship')
  expect(modalOf(bot, 'ana')).toContain('My message')
  // Nothing more follows from it.
  await bot.advance(25 * DAY_MS)
  expect(dmsSaying(bot, 'ana', /your chat/)).toHaveLength(0)
})
