/** Where the programme wishes so, mentors are asked before their mentees hear of a round. */
import { expect, it } from 'vitest'
import { DAY_MS } from '../../../src/core/calendar.ts'
import { acceptAsked } from '../../../src/features/matching/rounds/service.ts'
import { activeMentorships } from '../../../src/features/pairs/mentorship/service.ts'
import { findMember, leave, saveCard } from '../../../src/features/people/members/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { joinWith } from '../../support/joining.ts'
import { setDoNotPair } from '../../support/privacy.ts'
import { FORM } from '../admin/team.ts'
import { dmsSaying, homeOf, pair } from '../mentorship/pairs.ts'
import { aRound, shown, solved } from './people.ts'

const idOf = (bot: TestBot, person: string) => bot.as(person).id
const dmsOf = (bot: TestBot, person: string) =>
  bot
    .as(person)
    .dms()
    .map((dm) => bot.reads(person, dm))

/** Dana has chosen that mentors are asked, and publishes; `mentor` of each mentee by name. */
async function published(people: Parameters<typeof aRound>[0] = {}) {
  const bot = await aRound(people)
  await homeOf(bot, 'dana')
  await bot.as('dana').click('home', FORM)
  await bot.as('dana').submit({ rules: ['askMentors'] })
  expect(shown(bot)).toContain('each mentor is asked first')
  const dana = await solved(bot)
  await dana.click('modal', 'Publish')
  await bot.advance(DAY_MS)
  return bot
}

/** The name of whom this mentor was asked about. */
const askedAbout = (bot: TestBot, mentor: string) =>
  /matched you with @(\w+)/.exec(dmsOf(bot, mentor).at(-1) ?? '')![1]!.toLowerCase()

const press = async (bot: TestBot, person: string, button: string | RegExp) => {
  await bot.as(person).click(bot.lastDm(person)!, button)
  await bot.settle()
}
const mentorsOf = async (bot: TestBot, person: string) =>
  (await activeMentorships(bot.ctx, idOf(bot, person))).map((m) => m.partner)
const UNMATCHED = /no mentor for you.*did not hold in the end.*first in line/s

it('asks each mentor first: one is glad to, one is not free, and no mentee hears whom it was about', async () => {
  const bot = await published()
  expect(shown(bot)).toContain('The mentors of 2 pairs are asked first')
  for (const mentee of ['ana', 'jonas']) expect(dmsOf(bot, mentee)).toEqual([])
  const [ofBen, ofChidi] = [askedAbout(bot, 'ben'), askedAbout(bot, 'chidi')]
  const asked = dmsOf(bot, 'ben').at(-1)!
  expect(asked).toMatch(
    /Dana \w+ matched you .* Would you mentor them.*you offer is what they would like to learn/s,
  )
  expect(asked).toMatch(/Please answer by \w{3} \d+ \w{3}/)
  // What somebody would like to learn is for those whom they ask or are matched with.
  expect(asked).not.toContain('oadmapping')
  expect(await homeOf(bot, 'ben')).toMatch(/^Your next step\n+Dana \w+ matched you/)

  await press(bot, 'ben', 'Glad to')
  expect(shown(bot, 'ben')).toContain('I introduce you')
  expect(dmsOf(bot, 'ben').at(-1)).toMatch(new RegExp(`@${ofBen}.*in a round: you two are introduced`, 'i'))
  await press(bot, 'chidi', 'Not now')
  await bot.advance(DAY_MS)
  expect(await mentorsOf(bot, ofBen)).toEqual([idOf(bot, 'ben')])
  expect(bot.as(ofBen).groups()).toHaveLength(1)
  expect(await mentorsOf(bot, ofChidi)).toEqual([])
  expect(dmsSaying(bot, ofChidi, UNMATCHED)).toHaveLength(1)
  expect((await findMember(bot.ctx, idOf(bot, ofChidi)))?.firstInLineAt).not.toBeNull()
  for (const person of ['ana', 'jonas', 'ben'])
    expect([...dmsOf(bot, person), await homeOf(bot, person)].join('\n')).not.toContain('Chidi')
  expect(dmsSaying(bot, 'dana', /@Chidi \w+ is not free now for @/)).toHaveLength(1)
  expect(dmsOf(bot, 'chidi').at(-1)).toContain('you said not now. Only the coordinators know')

  // Whoever was left goes first, and the free place is Chidi's again.
  await solved(bot)
  expect(shown(bot)).toContain('1 of 1 person matched')
})

it.each([
  ['goes ahead', 'Introduce them anyway', 1],
  ['leaves it', 'Leave it', 0],
])('tells the coordinator of silence, who %s', async (_, button, pairs) => {
  const bot = await published({ mentors: ['ben'], mentees: ['ana'] })
  // Nobody is matched twice while a mentor is asked about them.
  await bot.as('dana').command('/mentor round')
  await bot.as('dana').submit({})
  expect(bot.reads('dana', bot.as('dana').modal())).toContain('Nobody to match')
  await bot.advance(4 * DAY_MS)
  expect(dmsSaying(bot, 'dana', /@Ben \w+ has not answered about @Ana/)).toHaveLength(1)
  await press(bot, 'dana', button)
  // Over the weekend.
  await bot.advance(3 * DAY_MS)
  expect(await mentorsOf(bot, 'ana')).toHaveLength(pairs)
  expect(dmsSaying(bot, 'ana', UNMATCHED)).toHaveLength(1 - pairs)
  expect(dmsOf(bot, 'dana').at(-1)).toContain(pairs ? 'are introduced' : 'it was taken back')
  expect(dmsOf(bot, 'ben').at(-1)).toContain(pairs ? 'you two are introduced' : 'Nothing to do for you')
})

it.each<[string, (bot: TestBot) => Promise<unknown>, RegExp]>([
  [
    'the mentor bars the mentee',
    (bot) => setDoNotPair(bot.ctx, idOf(bot, 'ben'), [idOf(bot, 'ana')]),
    /cannot be matched/,
  ],
  ['the mentee leaves', (bot) => leave(bot.ctx, idOf(bot, 'ana'), false), /settled already/],
  ['the mentor leaves', (bot) => leave(bot.ctx, idOf(bot, 'ben'), false), /settled already/],
  ['the mentee finds somebody', (bot) => pair(bot, 'ana', 'chidi'), /settled already/],
])('introduces nobody once %s', async (_, meanwhile, says) => {
  const bot = await published({ mentors: ['ben'], mentees: ['ana'] })
  await joinWith(bot, 'chidi', { role: 'mentor', wants: [] })
  const [round] = await bot.db.q.select().from(bot.db.tables.rounds)
  await meanwhile(bot)
  const late = await acceptAsked(bot.ctx, idOf(bot, 'ben'), round!.id, idOf(bot, 'ana'))
  await bot.settle()
  if (late.ok) expect(late.value.began).toBe(false)
  else expect(late.reason).toMatch(says)
  await bot.advance(DAY_MS)
  expect(await mentorsOf(bot, 'ben')).toEqual([])
  expect(dmsSaying(bot, 'ben', /did not come about/)).toHaveLength(1)
})

it('refuses a mentor who has no place any more, and asks still', async () => {
  const bot = await published({ mentors: ['ben'], mentees: ['ana'] })
  await joinWith(bot, 'jonas', { role: 'mentee', offers: [] })
  await pair(bot, 'jonas', 'ben')
  await press(bot, 'ben', 'Glad to')
  expect(bot.reads('ben', bot.as('ben').ephemerals().at(-1))).toContain('You have no free place any more')
  await saveCard(bot.ctx, idOf(bot, 'ben'), 'time', { capacity: 2 })
  const asked = bot
    .as('ben')
    .dms()
    .find((dm) => bot.reads('ben', dm).includes('Would you mentor'))!
  await bot.as('ben').click(asked, 'Glad to')
  await bot.settle()
  expect(await mentorsOf(bot, 'ana')).toEqual([idOf(bot, 'ben')])
})
