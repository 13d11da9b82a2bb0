import { expect, it } from 'vitest'
import { formatFor } from '../../../src/core/calendar.ts'
import { findMember, leave, listSkills, saveCard } from '../../../src/features/people/members/service.ts'
import { chooseCelebration } from '../../../src/features/people/privacy/service.ts'
import { giveKudos } from '../../../src/features/recognition/kudos/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { setDoNotPair } from '../../support/privacy.ts'
import { ANA, ask, BEN, FINN, fill, joinAs, mentee, mentor, modal } from '../requests/people.ts'

async function openCard(bot: TestBot, person: string, card: string) {
  await bot.as(person).command('/mentor profile')
  await bot.as(person).click('modal', card)
}

it('asks one card at a time on Home, and not again what was put off', async () => {
  const bot = await startTestBot()
  await mentor(bot, 'ben')
  const ben = bot.as('ben')
  const seen: string[] = []
  await ben.openHome()
  await bot.settle()
  for (let i = 0; i < 6; i++) {
    seen.push(/Card \d of \d/.exec(bot.reads('ben', ben.home()))![0])
    await ben.click('home', 'Not now')
    await bot.settle()
  }
  expect(seen).toEqual([1, 2, 3, 4, 5, 6].map((n) => `Card ${n} of 6`))
  expect(bot.reads('ben', ben.home())).not.toContain('Card')
})

it.each([
  ['Experience', { 'My level': 'Senior PM', 'Years in product': '7' }, { level: 2, years: 7 }],
  [
    'How I work',
    { Feedback: 'Direct', 'What I value (up to three)': ['Candour'] },
    { feedback: 'direct', values: ['candour'] },
  ],
  [
    'My time',
    { 'How many mentees at once': '4', 'When I am usually free': ['Mon morning, 9:00'] },
    { capacity: 4, freeHours: [9, 10, 11] },
  ],
  [
    'Hours and languages',
    { 'Time zone': 'Berlin', 'Days off': '2026-12-24' },
    { zone: 'Europe/Berlin', holidays: ['2026-12-24'] },
  ],
  [
    'Introductions',
    { 'People and communities that I can introduce you to': 'The data guild' },
    { canIntroduce: 'The data guild' },
  ],
])('keeps the card %s and shows it filled in again', async (card, values, kept) => {
  const bot = await startTestBot()
  await mentor(bot, 'ben')
  await openCard(bot, 'ben', card)
  expect(modal(bot, 'ben')).toMatch(/[Ss]ees? |see how|see your/)
  await bot.as('ben').submit(values)
  expect(modal(bot, 'ben')).toContain('Saved')
  expect(modal(bot, 'ben')).not.toContain('Find a mentor')
  expect(await findMember(bot.ctx, BEN)).toMatchObject(kept)
  await openCard(bot, 'ben', card)
  for (const value of Object.values(values).flat()) expect(modal(bot, 'ben')).toContain(value)
})

it('says beside the field what it cannot read, and keeps the rest of the form', async () => {
  const bot = await startTestBot()
  await mentor(bot, 'ben')
  await openCard(bot, 'ben', 'Hours and languages')
  const refused = await bot.as('ben').submit({ 'Time zone': 'Gotham', 'Days off': 'when it rains' })
  expect(refused.errors).toEqual({
    zone: expect.stringContaining('Write a city, such as Berlin'),
    holidays: expect.stringContaining('I cannot read "when it rains"'),
  })
  expect(modal(bot, 'ben')).toContain('when it rains')
  await bot.as('ben').submit({ 'Time zone': 'Berlin', 'Days off': '' })
  expect(modal(bot, 'ben')).toContain('Saved')
})

it('refuses an abbreviation as a time zone, and says what it understood of a city', async () => {
  const bot = await startTestBot()
  await mentor(bot, 'ben')
  await openCard(bot, 'ben', 'Hours and languages')
  const refused = await bot.as('ben').submit({ 'Time zone': 'BST' })
  expect(refused.errors?.zone).toContain('Write a city whose clocks show your time')
  await bot.as('ben').submit({ 'Time zone': 'new york' })
  const time = formatFor('America/New_York', bot.ctx.now(), 'time')
  expect(modal(bot, 'ben')).toContain(`America/New York, so it is ${time} for you now?`)
})

it('goes on following Slack’s zone for whoever chose no other', async () => {
  const bot = await startTestBot()
  await mentor(bot, 'ben')
  await openCard(bot, 'ben', 'Hours and languages')
  await bot.as('ben').submit({ 'Days off': '2026-12-24' })
  await bot.sandbox.admin.updatePerson('ben', { tz: 'Asia/Tokyo' })
  await bot.settle()
  expect((await bot.ctx.directory.hours(BEN)).zone).toBe('Asia/Tokyo')
})

it('takes no fewer places than there are mentees, also when one comes at this very moment', async () => {
  const bot = await startTestBot()
  await mentor(bot, 'ben')
  await fill(bot, 'ben')
  await openCard(bot, 'ben', 'My time')
  const refused = await bot.as('ben').submit({ 'How many mentees at once': '1' })
  expect(refused.errors?.capacity).toContain('You have 2 mentees now')
  expect((await findMember(bot.ctx, BEN))?.capacity).toBe(2)
  await bot.as('ben').submit({ 'How many mentees at once': '3' })
  expect((await findMember(bot.ctx, BEN))?.capacity).toBe(3)
})

it('keeps ratings, of one’s own skills alone', async () => {
  const bot = await startTestBot()
  await joinAs(bot, 'ben', { role: 'both', offers: ['roadmapping'], wants: ['storytelling'] })
  await openCard(bot, 'ben', 'Rate my skills')
  expect(modal(bot, 'ben')).toContain('what you want to learn only by those you ask')
  await bot.as('ben').submit({ 'offer:roadmapping': '5: teach it' })
  const ratings = async () => (await listSkills(bot.ctx, [BEN])).map((s) => [s.side, s.competency, s.rating])
  const kept = [
    ['offer', 'roadmapping', 5],
    ['want', 'storytelling', 2],
  ]
  expect(await ratings()).toEqual(kept)
  // A form forged for a skill that is not on the profile changes nothing.
  await openCard(bot, 'ben', 'Rate my skills')
  const forged = { value: { type: 'radio_buttons', selected_option: { value: '5' } } }
  await bot.as('ben').submitRaw({ 'offer:pricing': forged, 'x:y': forged } as never)
  expect(await ratings()).toEqual(kept)
})

it('asks for skills before they are rated, and for joining before anything', async () => {
  const bot = await startTestBot()
  await joinAs(bot, 'ben', { role: 'mentor', moreOffers: 'falconry' })
  await openCard(bot, 'ben', 'Rate my skills')
  expect(modal(bot, 'ben')).toContain('Choose some skills first: /mentor join')
  expect(await saveCard(bot.ctx, ANA, 'time', { capacity: 3 })).toMatchObject({
    reason: expect.stringContaining('/mentor join'),
  })
})

it('shows one’s own card as others see it, and what they do not see apart from that', async () => {
  const bot = await startTestBot()
  await joinAs(bot, 'ben', {
    role: 'both',
    offers: ['roadmapping'],
    wants: ['storytelling'],
    goal: 'Speak on stage',
  })
  await bot.as('ben').command('/mentor profile')
  const [shown, hidden] = modal(bot, 'ben').split('Seen only by those you ask or are matched with')
  expect(shown).toContain('This is what others see')
  expect(shown).toContain('Roadmapping')
  expect(shown).not.toMatch(/mentee|Storytelling|stage/i)
  expect(hidden).toMatch(/Storytelling and presenting[\s\S]*Speak on stage/)
  // A rating is shown once it has been given.
  expect(modal(bot, 'ben')).not.toContain('of 5')
  await openCard(bot, 'ben', 'Rate my skills')
  await bot.as('ben').submit()
  await bot.as('ben').command('/mentor profile')
  expect(modal(bot, 'ben')).toMatch(/Roadmapping \(4 of 5\)[\s\S]*Storytelling and presenting \(2 of 5\)/)
  // Whoever only mentors has nothing of that kind, and no empty heading for it.
  await joinAs(bot, 'ben', { role: 'mentor', offers: ['roadmapping'] })
  await bot.as('ben').command('/mentor profile')
  expect(modal(bot, 'ben')).not.toContain('Seen only by those')
})

it('says of nobody that they give chats who never chose it: a mentee’s own card, nor one who mentored before', async () => {
  const bot = await startTestBot()
  await mentee(bot, 'ana')
  const own = async () => {
    await bot.as('ana').command('/mentor profile')
    return modal(bot, 'ana')
  }
  expect(await own()).toContain('Mentee')
  expect(await own()).not.toContain('30-minute chat')
  // As a mentor she may be asked, and keeps the box as it is; as a mentee that is nothing she chose.
  await joinAs(bot, 'ana', { role: 'both', offers: ['roadmapping'], wants: ['storytelling'] })
  await openCard(bot, 'ana', 'My time')
  await bot.as('ana').submit({})
  await joinAs(bot, 'ana', { role: 'mentee', wants: ['storytelling'] })
  expect(await own()).not.toContain('30-minute chat')
  await openCard(bot, 'ana', 'Single chats')
  await bot.as('ana').submit({ gives: ['yes'], offers: ['roadmapping'] })
  expect(await own()).toContain('Gives a 30-minute chat now and then')
})

it('never shows others what somebody seeks, nor that they seek', async () => {
  const bot = await startTestBot()
  await joinAs(bot, 'ben', {
    role: 'both',
    offers: ['roadmapping'],
    wants: ['storytelling'],
    goal: 'Speak on stage',
  })
  await bot.as('finn').command('/mentor profile @ben')
  expect(modal(bot, 'finn')).toContain('Roadmapping')
  expect(modal(bot, 'finn')).toContain('2 free places')
  expect(modal(bot, 'finn')).not.toMatch(/mentee|Storytelling|stage/i)

  // Whoever only seeks a mentor looks like somebody who never joined.
  await mentee(bot, 'ana')
  const card = async (name: string) => {
    await bot.as('finn').command(`/mentor profile @${name}`)
    return modal(bot, 'finn').replaceAll(/Ana Albatross|Jonas Jackdaw/g, 'X')
  }
  expect(await card('ana')).toBe(await card('jonas'))
  expect(await card('ana')).toContain('is not a mentor in Cairn. You can still thank them')

  // Whom she asks may know, and still reads neither goal nor ratings there.
  await mentor(bot, 'chidi')
  await ask(bot, 'ana', 'chidi')
  await bot.as('chidi').command('/mentor profile @ana')
  expect(modal(bot, 'chidi')).toContain('Mentee')
  expect(modal(bot, 'chidi')).not.toMatch(/Lead discovery|of 5/)
})

it('has a card for people who work here, and says so of others', async () => {
  const bot = await startTestBot()
  for (const name of ['molly', 'standup', 'ned']) {
    const answer = await bot.as('ana').command(`/mentor profile @${name}`)
    expect(bot.reads('ana', answer.ephemeral)).toContain('There is no profile for this account')
  }
  const nobody = await bot.as('ana').command('/mentor profile Bob')
  expect(bot.reads('ana', nobody.ephemeral)).toContain('choose a name')
  bot.sandbox.admin.addTo('product', 'molly')
  const guest = await bot.as('molly').command('/mentor profile @ana', { channel: 'product' })
  expect(bot.reads('molly', guest.ephemeral)).toContain('here as a guest')
})

it('looks after leaving as before joining', async () => {
  const bot = await startTestBot()
  await mentor(bot, 'ben')
  await leave(bot.ctx, BEN, false)
  await bot.as('ana').command('/mentor profile @ben')
  expect(modal(bot, 'ana')).toContain('is not a mentor in Cairn')
  expect(modal(bot, 'ana')).not.toContain('Roadmapping')
})

it('shows no room to somebody on a do-not-pair list, as a full mentor shows none to anybody', async () => {
  const bot = await startTestBot()
  await mentor(bot, 'ben')
  await mentor(bot, 'chidi')
  await mentee(bot, 'ana')
  await setDoNotPair(bot.ctx, BEN, [ANA])
  await fill(bot, 'chidi')
  const card = async (reader: string, name: string) => {
    await bot.as(reader).command(`/mentor profile @${name}`)
    return modal(bot, reader).replaceAll(/Ben Badger|Chidi Cormorant/g, 'X')
  }
  expect(await card('ana', 'ben')).toContain('Full at the moment')
  expect(await card('ana', 'ben')).toBe(await card('ana', 'chidi'))
  expect(await card('finn', 'ben')).toContain('2 free places')
})

it('shows public thanks by skill', async () => {
  const bot = await startTestBot()
  await mentor(bot, 'ben')
  await chooseCelebration(bot.ctx, BEN, 'public')
  await giveKudos(bot.ctx, FINN, {
    to: [BEN],
    message: 'Thanks',
    competency: 'roadmapping',
    audience: 'public',
  })
  await bot.advance(10 * 60_000)
  await bot.as('ana').command('/mentor profile @ben')
  expect(modal(bot, 'ana')).toMatch(/Thanked in public for\s+Roadmapping: 1/)
})
