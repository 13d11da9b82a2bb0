import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { find as feature } from '../../../src/features/matching/find/index.ts'
import { listGaps, suggest } from '../../../src/features/matching/find/service.ts'
import { declineRequest } from '../../../src/features/matching/requests/service.ts'
import { leave, pauseUntil, saveCard } from '../../../src/features/people/members/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { setDoNotPair } from '../../support/privacy.ts'
import { ANA, aBot, asked, BEN, DAY, fill, joinAs, mentee, modal } from '../requests/people.ts'

const NINE = ['ben', 'chidi', 'dana', 'elif', 'finn', 'grace', 'jonas', 'kaia', 'leo']

async function find(bot: TestBot, words = '') {
  await bot.as('ana').command(`/mentor find ${words}`)
  return modal(bot, 'ana')
}
const names = (text: string) =>
  [...text.matchAll(/^(.+) · (?:Strong|Good|Fair) fit · .*$/gm)].map((m) => m[1])

it('shows five at a time, with reasons, places and the next hour, and the rest after that', async () => {
  const bot = await aBot(NINE)
  for (const person of ['ana', 'ben'])
    await saveCard(bot.ctx, bot.as(person).id, 'time', { freeHours: [33, 34] })
  const first = await find(bot)
  expect(names(first)).toHaveLength(5)
  expect(names(first)[0]).toBe('Ben Badger')
  expect(first).toContain('Offers roadmapping.')
  expect(first).toContain('2 free places · you are both free Tue 6 Oct, 09:00')
  expect(first).toContain('Nobody is told that you look')
  await bot.as('ana').click('modal', 'More')
  const rest = modal(bot, 'ana')
  expect(names(rest)).toHaveLength(4)
  expect(new Set([...names(first), ...names(rest)]).size).toBe(9)
  expect(rest).not.toContain('[More]')
  await bot.as('ana').click('modal', 'Back to the best')
  expect(modal(bot, 'ana')).toBe(first)
})

it('does not show again who is not for me, tells nobody, and forgets it when I ask all the same', async () => {
  const bot = await aBot(['ben', 'chidi'])
  await find(bot)
  await bot.as('ana').click('modal', 'Do not suggest Ben Badger again')
  expect(names(modal(bot, 'ana'))).toEqual(['Chidi Cormorant'])
  expect(modal(bot, 'ana')).toContain('Ben Badger is not suggested again, and is not told')
  await bot.as('ana').click('modal', 'Suggest Ben Badger again')
  expect(names(modal(bot, 'ana'))).toContain('Ben Badger')
  for (const each of ['Ben Badger', 'Chidi Cormorant'])
    await bot.as('ana').click('modal', `Do not suggest ${each} again`)
  expect(modal(bot, 'ana')).toContain('2 mentors: put aside by you')
  await bot.as('ana').click('modal', 'Show again whom I put aside')
  expect(names(modal(bot, 'ana'))).toHaveLength(2)
  await bot.as('ana').click('modal', 'Do not suggest Ben Badger again')
  expect(names(await find(bot))).toEqual(['Chidi Cormorant'])
  expect(bot.as('ben').dms()).toEqual([])

  await bot.as('ana').command('/mentor browse')
  await bot.as('ana').click('modal', 'Ask Ben Badger to be your mentor')
  await bot.as('ana').submit({})
  await bot.settle()
  expect(bot.reads('ben', bot.lastDm('ben'))).toContain('asks you to be their mentor')
  await bot.as('ana').command('/mentor requests')
  await bot.as('ana').click('modal', 'Take it back')
  expect(names(await find(bot))).toContain('Ben Badger')
})

it('does not say that a mentor offers nothing of what their own words offer', async () => {
  const bot = await aBot(['chidi'])
  await joinAs(bot, 'ben', {
    role: 'mentor',
    offers: ['roadmapping', 'stakeholder-management'],
    moreOffers: 'pricing experiments for enterprise',
  })
  const found = await find(bot, 'pricng experimnts')
  expect(names(found)[0]).toBe('Ben Badger')
  expect(found).toContain('Ben Badger also offers “pricing” and “experiments”')
  expect(found).not.toContain('Ben Badger offers nothing')
  expect(found).toContain('Chidi Cormorant offers nothing of what you asked for')
  // What is asked for beside it, and not told of, weighs against him all the same.
  expect(await find(bot, 'pricing, discovery interviews')).toMatch(
    /You also asked for discovery interviews, which Ben Badger does not offer/,
  )
  expect(await find(bot, 'roadmapping and stakeholder management')).toContain(
    'Offers roadmapping and stakeholder management.',
  )
})

it('shows whoever looks for no mentor only who gives a single chat', async () => {
  const bot = await aBot(['ben', 'chidi'])
  await bot.as('ben').command('/mentor find')
  // Who told of nothing to learn reads no word on how well it fits.
  expect(modal(bot, 'ben')).toMatch(/^Chidi Cormorant · /m)
  expect(names(modal(bot, 'ben'))).toEqual([])
  // It would lead to a refusal.
  expect(modal(bot, 'ben')).not.toContain('[Mentors]')
  await bot.as('ana').command('/mentor find')
  await bot.as('ana').click('modal', 'Show who could give one 30-minute chat')
  expect(modal(bot, 'ana')).toContain('[Mentors]')
})

it('puts nobody aside who is no suggestion', async () => {
  const bot = await aBot()
  const { barriers } = bot.db.tables
  for (const value of ['', 'U0FIN00006', 'x'.repeat(2000)]) {
    const click = { who: { user: ANA }, value, values: [], meta: {}, form: {}, surface: 'modal' as const }
    expect(await feature.actions!['find.not']!(bot.ctx, click)).toMatchObject({ ok: false })
  }
  expect(await bot.db.q.select().from(barriers).where(eq(barriers.workspace, bot.ctx.workspace))).toEqual([])
})

it('understands words, with a typing error or two, and says where it found them', async () => {
  const bot = await aBot(['ben'])
  await joinAs(bot, 'chidi', { role: 'mentor', offers: ['storytelling'], moreOffers: 'falconry' })
  for (const words of ['storytelling', 'storyteling', 'I need help with storytelling', 'falconry'])
    expect(names(await find(bot, words))[0], words).toBe('Chidi Cormorant')
  expect(await find(bot, 'storytelling')).toContain('Offers storytelling and presenting')
  await saveCard(bot.ctx, BEN, 'experience', { trackRecord: 'Taught public speaking for years' })
  expect(await find(bot, 'public speking')).toContain(
    'You searched for “public speking”; Ben Badger’s track record mentions “public speaking”',
  )
  expect(await find(bot, 'falconry')).toContain('You searched for “falconry”; Chidi Cormorant also offers it')
})

it('opens the card of whoever is named instead of a skill, and asks where several are called so', async () => {
  const bot = await aBot(['ben', 'chidi', 'dana'])
  await mentee(bot, 'finn')
  for (const words of ['Chidi', 'chidi cormorant', '@chidi'])
    expect(await find(bot, words), words).toMatch(/^(?!.*Nobody).*Chidi Cormorant.*\[Ask/s)
  // Who only seeks a mentor is not given away by their name.
  expect(await find(bot, 'Finn')).toContain('I could not read Finn as a skill')
  await bot.sandbox.admin.updatePerson('dana', { displayName: 'Chidi Dormouse' })
  await bot.settle()
  expect(await find(bot, 'chidi')).toMatch(
    /Whom do you mean.*Chidi Cormorant · @chidi.*Chidi Dormouse · @dana/s,
  )
  await bot.as('ana').click('modal', 'See the profile of Chidi Dormouse')
  expect(modal(bot, 'ana')).toContain('Chidi Dormouse')
  expect(await find(bot, 'Chidi Dormouse')).toContain('[Ask')
})

it('says how well somebody fits only where a skill is shared, puts them first, and tells no reason that all have', async () => {
  const bot = await aBot([])
  await joinAs(bot, 'chidi', { role: 'mentor', offers: ['storytelling'] })
  await joinAs(bot, 'ben', { role: 'mentor', offers: ['roadmapping'] })
  for (const each of ['ana', 'chidi'])
    await saveCard(bot.ctx, bot.as(each).id, 'time', { freeHours: [33, 34, 35, 36, 37, 38, 39, 40] })
  for (const each of ['ana', 'ben', 'chidi'])
    await saveCard(bot.ctx, bot.as(each).id, 'place', { languages: ['English', 'Portuguese'] })
  const found = await find(bot)
  // Chidi has more hours in common, and nothing that she wants.
  expect(found).toMatch(/Ben Badger · \w+ fit · [\s\S]*Chidi Cormorant · \d free/)
  expect(found).not.toMatch(/can both talk|clock/)
  await saveCard(bot.ctx, bot.as('chidi').id, 'place', { languages: ['English'], zone: 'America/New_York' })
  expect(await find(bot)).toMatch(
    /Ben Badger · \w+ fit · [\s\S]*Your clocks[\s\S]*can both talk in Portuguese[\s\S]*Chidi Cormorant · /,
  )
  // Each header has one ranking below it.
  expect(await find(bot, 'storytelling')).toMatch(
    /The best for storytelling[\s\S]*Chidi Cormorant · \w+ fit[\s\S]*Others who are free, and do not tell of storytelling[\s\S]*Ben Badger · /,
  )
})

it('says what it cannot read, shows who fits without it, and lets a skill be chosen', async () => {
  const bot = await aBot(['ben'])
  await joinAs(bot, 'chidi', { role: 'mentor', offers: ['storytelling'] })
  const text = await find(bot, 'basket weaving <!channel>')
  expect(text).toContain('I could not read basket weaving <!channel> as a skill.')
  expect(text).toContain('These fit what you would like to learn.')
  expect(names(text)[0]).toBe('Ben Badger')
  await bot.as('ana').click('modal', 'Storytelling and presenting')
  expect(modal(bot, 'ana')).toContain('Looking for Storytelling and presenting (you wrote basket weaving')
  expect(names(modal(bot, 'ana'))[0]).toBe('Chidi Cormorant')
})

it('reads back what a sentence means; words that mean something else are kept without a name', async () => {
  const bot = await aBot(['ben'])
  await joinAs(bot, 'chidi', { role: 'mentor', offers: ['prioritization'] })
  const text = await find(bot, 'say no to my CEO')
  expect(text).toContain('Looking for Prioritization (you wrote say no to my CEO)')
  expect(names(text)[0]).toBe('Chidi Cormorant')
  await bot.as('ana').click('modal', 'Not that')
  expect(modal(bot, 'ana')).not.toContain('Looking for')
  for (const words of [
    'say no to Chidi and my CEO',
    'say no to my CEO 3 times',
    'say no to ceo@acme.example',
  ]) {
    expect(await find(bot, words)).toContain('Looking for')
    await bot.as('ana').click('modal', 'Not that')
  }
  expect(await listGaps(bot.ctx)).toEqual({ wanted: [], misread: [['say no to my ceo', 1]] })
})

it('asks which of two things a word means', async () => {
  const bot = await aBot(['ben'])
  await joinAs(bot, 'chidi', { role: 'mentor', offers: ['growth'] })
  expect(await find(bot, 'leads')).toContain('leads can mean two things. Which one?')
  await bot.as('ana').click('modal', 'Growth and retention')
  expect(modal(bot, 'ana')).toContain('Looking for Growth and retention (you wrote leads)')
  expect(names(modal(bot, 'ana'))[0]).toBe('Chidi Cormorant')
})

it('says that no one offers a skill, who is near, and tells the coordinator without a name', async () => {
  const bot = await aBot(['ben'])
  await joinAs(bot, 'chidi', { role: 'mentor', offers: ['product-strategy'] })
  const text = await find(bot, 'what price should we charge to win the market')
  expect(text).toContain('No one offers Pricing and business models yet.')
  expect(text).toMatch(/Near it: .*Product strategy \(Chidi Cormorant\)/)
  await bot.as('ana').click('modal', 'Tell the coordinator')
  expect(modal(bot, 'ana')).toContain('Your coordinator sees that somebody looks for it, and not who.')
  expect(modal(bot, 'ana')).not.toContain('[Tell the coordinator')
  expect((await listGaps(bot.ctx)).wanted).toEqual([['pricing-and-business', 1]])
  await joinAs(bot, 'finn', { role: 'mentor', offers: ['pricing-and-business'] })
  await pauseUntil(bot.ctx, bot.as('finn').id, '2026-12-24')
  // Somebody who cannot be asked now is not nobody.
  expect(await find(bot, 'pricing')).not.toContain('No one offers')
})

it('never says that nobody tells of the words while somebody does who cannot be asked now, or gives chats alone', async () => {
  const bot = await aBot(['ben'])
  await joinAs(bot, 'chidi', { role: 'mentor', offers: ['product-analytics'] })
  await saveCard(bot.ctx, bot.as('chidi').id, 'place', { zone: 'Pacific/Auckland' })
  const far = await find(bot, 'product analytics')
  expect(far).toContain(
    '1 mentor tells of product analytics and is not in this list: clocks too far from yours. These fit',
  )
  expect(far).not.toContain('Nobody tells')
  expect(far).toContain('Chidi Cormorant offers exactly this; your working hours do not meet.')
  // A do-not-pair reads like a mentor without a place, here too.
  await saveCard(bot.ctx, bot.as('chidi').id, 'place', { zone: 'Europe/Lisbon' })
  await setDoNotPair(bot.ctx, bot.as('chidi').id, [ANA])
  const barred = await find(bot, 'product analytics')
  expect(barred).toContain('1 mentor tells of product analytics and is not in this list: no free place')
  await setDoNotPair(bot.ctx, bot.as('chidi').id, [])
  await fill(bot, 'chidi')
  expect(await find(bot, 'product analytics')).toBe(barred)
  await joinAs(bot, 'finn', { role: 'mentee', wants: ['roadmapping'] })
  await saveCard(bot.ctx, bot.as('finn').id, 'chats', { givesChats: true, otherOffers: ['falconry'] })
  expect(await find(bot, 'falconry')).toContain(
    'No mentor tells of falconry on their profile; somebody who gives single chats does.',
  )
})

it('says why others are not there when nobody is left, and what helps', async () => {
  const bot = await aBot(['ben', 'chidi', 'dana'])
  await mentee(bot, 'finn')
  await fill(bot, 'ben')
  await fill(bot, 'chidi')
  await pauseUntil(bot.ctx, bot.as('dana').id, '2026-11-02')
  const text = await find(bot)
  expect(text).toContain('Nobody fits at the moment')
  expect(text).toContain('• 2 mentors: no free place at the moment')
  expect(text).toContain('• 1 mentor: taking a break')
  // Finn, who seeks a mentor as well, is counted nowhere.
  expect(text.match(/^•/gm)).toHaveLength(2)
  expect(text).toMatch(/What helps: [\s\S]*\[My profile\]/)
})

it('counts somebody on a do-not-pair list as full, for both and for nobody else', async () => {
  const bot = await aBot(['ben'])
  await mentee(bot, 'finn')
  await setDoNotPair(bot.ctx, BEN, [ANA])
  const barred = await find(bot)
  await setDoNotPair(bot.ctx, BEN, [])
  await fill(bot, 'ben')
  expect(await find(bot)).toBe(barred)
  expect(barred).toContain('1 mentor: no free place')
})

it.each([
  ['declined', async (bot: TestBot, id: string) => void (await declineRequest(bot.ctx, BEN, id))],
  ['let it run out', async (bot: TestBot) => bot.advance(8 * DAY)],
])('does not suggest again a mentor who %s, who may still be asked', async (_, end) => {
  const { bot, request, ana } = await asked(['ben', 'chidi'])
  expect(names(await find(bot))).toEqual(['Chidi Cormorant'])
  await end(bot, request)
  await bot.settle()
  expect(names(await find(bot))).toEqual(['Chidi Cormorant'])
  await ana.command('/mentor profile @ben')
  await ana.click('modal', 'Ask Ben Badger to be my mentor')
  expect(modal(bot, 'ana')).toContain('My message')
  await ana.submit({})
  expect(modal(bot, 'ana')).toContain('Sent')
})

it.each([
  ['a stranger', async () => {}, '/mentor join'],
  [
    'somebody who is paused',
    async (bot: TestBot) => {
      await mentee(bot, 'ana')
      await pauseUntil(bot.ctx, ANA, '2026-11-02')
    },
    '/mentor resume',
  ],
  [
    'somebody who left',
    async (bot: TestBot) => {
      await mentee(bot, 'ana')
      await leave(bot.ctx, ANA, false)
    },
    '/mentor join',
  ],
])('tells %s what comes first', async (_, prepare, next) => {
  const bot = await startTestBot()
  await prepare(bot)
  const answer = await bot.as('ana').command('/mentor find')
  expect(bot.reads('ana', answer.ephemeral)).toContain(next)
})

it('never suggests guests, bots, the deactivated, or those who only seek', async () => {
  const bot = await aBot(['ben', 'chidi', 'dana'])
  await mentee(bot, 'finn')
  await bot.sandbox.admin.updatePerson('chidi', { isGuest: true })
  await bot.sandbox.admin.deactivate('dana')
  await bot.settle()
  const found = await suggest(bot.ctx, ANA)
  expect(found).toMatchObject({ ok: true, value: { list: [{ mentor: { id: BEN } }], others: [] } })
})
