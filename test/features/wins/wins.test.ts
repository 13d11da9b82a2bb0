import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../src/core/calendar.ts'
import { chooseCelebration } from '../../../src/features/people/privacy/service.ts'
import { answerWin, readWin, shareWin, winsToAnswer } from '../../../src/features/recognition/wins/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { joinWith } from '../../support/joining.ts'
import { pair } from '../../support/pairing.ts'

const [ANA, BEN, FINN] = ['U0ANA00001', 'U0BEN00002', 'U0FIN00006']
const A_WORKING_DAY = 10 * HOUR_MS

const shouts = (bot: TestBot) =>
  bot
    .as('finn')
    .messages('pm-wins')
    .map((message) => bot.reads('finn', message))
const read = (bot: TestBot, person: string) => bot.reads(person, bot.as(person).modal())
const dmAbout = (bot: TestBot, person: string, what: RegExp) =>
  bot
    .as(person)
    .dms()
    .filter((message) => what.test(bot.reads(person, message)))
    .at(-1)
const dmReads = (bot: TestBot, person: string, what: RegExp) => bot.reads(person, dmAbout(bot, person, what))

/** Ana, mentored by Ben (and by Finn). */
async function paired(...mentors: string[]): Promise<TestBot> {
  const bot = await startTestBot()
  for (const person of ['ana', ...mentors]) await joinWith(bot, person)
  for (const mentor of mentors) await pair(bot, 'ana', mentor)
  return bot
}

/** Ben tells a win of his mentee and himself. */
async function shareOurs(bot: TestBot) {
  await bot.as('ben').command('/mentor win')
  await bot.as('ben').submit({
    size: 'A big win',
    'Whose win is it?': 'Ours: Ana Albatross and me',
    words: 'Ana led her first discovery',
  })
}

it('tells a win of one’s own in the channel, naming nobody else', async () => {
  const bot = await startTestBot()
  await bot.as('ana').command('/mentor win')
  expect(read(bot, 'ana')).not.toContain('Whose win is it?')
  expect(read(bot, 'ana')).toContain('Everyone in the channel will see it')
  await bot.as('ana').submit({ size: 'A small win', words: 'I said no, and <!here> it was *fine*' })
  expect(read(bot, 'ana')).toContain(
    'It goes to #pm-wins when people are at work: Mon 5 Oct, 14:00 your time',
  )

  // The channel follows New York, where most people are.
  await bot.advance(4 * HOUR_MS)
  expect(shouts(bot)).toEqual([])
  await bot.advance(HOUR_MS)
  expect(shouts(bot)).toEqual([expect.stringContaining('A small win of @Ana Albatross')])
  expect(shouts(bot)[0]).toContain('I said no, and <!here> it was *fine*')
  expect(bot.as('finn').messages('pm-wins')[0]!.notifies).toEqual([ANA])
})

it.each([
  ['nothing', '  ', 'Please write something here.'],
  ['a word', 'ok', 'at least 3 characters'],
])('asks for more than %s', async (_, words, why) => {
  const bot = await startTestBot()
  await bot.as('ana').command('/mentor win')
  const answer = await bot.as('ana').submitRaw({
    size: { value: { type: 'radio_buttons', selected_option: { value: 'small' } } },
    words: { value: { type: 'plain_text_input', value: words } },
  } as never)
  expect(answer.errors?.words).toContain(why)
})

it('says that a win will be public to somebody who keeps celebrations private', async () => {
  const bot = await startTestBot()
  await chooseCelebration(bot.ctx, ANA, 'never')
  await bot.as('ana').command('/mentor win')
  expect(read(bot, 'ana')).toContain('This one win will be public')
  await bot.as('ana').submit({ words: 'My first launch' })
  await bot.advance(A_WORKING_DAY)
  expect(shouts(bot)).toEqual([expect.stringContaining('My first launch')])
})

it('tells a win of two once the partner said yes, naming both', async () => {
  const bot = await paired('ben')
  await shareOurs(bot)
  expect(read(bot, 'ben')).toContain('@Ana Albatross can read it now and decide')
  await bot.settle()
  const ask = dmAbout(bot, 'ana', /wants to share a win/)!
  expect(bot.reads('ana', ask)).toContain('@Ben Badger wants to share a win of you both in #pm-wins')
  expect(JSON.stringify(ask)).not.toContain('discovery')
  await bot.advance(A_WORKING_DAY)
  expect(shouts(bot)).toEqual([])

  await bot.as('ana').click(ask, 'Read it and decide')
  expect(read(bot, 'ana')).toContain('Ana led her first discovery')
  await bot.as('ana').click('modal', 'Yes, share it')
  expect(read(bot, 'ana')).toContain('It goes to #pm-wins')
  await bot.advance(DAY_MS)
  expect(shouts(bot)).toEqual([
    expect.stringContaining('A big win of @Ben Badger and @Ana Albatross\nAna led her first discovery'),
  ])
  expect(dmReads(bot, 'ben', /said yes/)).toContain('@Ana Albatross said yes')
  const asked = bot
    .as('ana')
    .dms()
    .find((message) => message.ts === ask.ts)
  expect(bot.reads('ana', asked)).toContain('You said yes')
  expect(bot.reads('ana', asked)).not.toContain('decide')
})

it('keeps a win between the two when the partner says no, and blames nobody', async () => {
  const bot = await paired('ben')
  await shareOurs(bot)
  await bot.settle()
  await bot.as('ana').click(dmAbout(bot, 'ana', /wants to share/)!, 'Read it and decide')
  await bot.as('ana').click('modal', 'Keep it between us')
  expect(read(bot, 'ana')).toContain('It stays between the two of you')
  expect(read(bot, 'ana')).toContain('@Ben Badger hears on Thu 15 Oct only that it was not posted')
  await bot.settle()
  expect(dmReads(bot, 'ana', /stays between the two of you. Nothing is posted/)).not.toBe('')
  // A second thought after the answer finds it settled.
  const [win] = await bot.db.q.select().from(bot.db.tables.wins)
  expect(await answerWin(bot.ctx, ANA, win!.id, 'agreed')).toMatchObject({ value: { status: 'declined' } })
  await bot.advance(11 * DAY_MS)
  expect(shouts(bot)).toEqual([])
  expect(dmReads(bot, 'ben', /no yes from/)).toContain('It is just as much a win')
})

it('a no to a win of two cannot be told from a silence, nor a yes that is taken back', async () => {
  /** All that the author can see of it, some days on and at the end. */
  const story = async (ana: (bot: TestBot, win: string) => Promise<unknown>) => {
    const bot = await paired('ben')
    await shareOurs(bot)
    await bot.settle()
    const [win] = await bot.db.q.select().from(bot.db.tables.wins)
    await ana(bot, win!.id)
    const seen: unknown[] = []
    for (const ms of [HOUR_MS, 9 * DAY_MS, 2 * DAY_MS]) {
      await bot.advance(ms)
      await bot.as('ben').openHome()
      await bot.settle()
      seen.push(bot.reads('ben', bot.as('ben').home()))
      for (const dm of bot.as('ben').dms()) seen.push([dm.at, dm.edited ?? null, bot.reads('ben', dm)])
      await bot.as('ben').click('home', 'Read the win that you wrote')
      seen.push(read(bot, 'ben'))
    }
    expect(shouts(bot)).toEqual([])
    return seen
  }
  const silence = await story(async () => {})
  expect(silence.flat().join()).toContain('I have no yes from @Ana Albatross to your win')
  expect(await story((bot, win) => answerWin(bot.ctx, ANA, win, 'declined'))).toEqual(silence)
  const takenBack = async (bot: TestBot, win: string) => {
    await answerWin(bot.ctx, ANA, win, 'agreed')
    await chooseCelebration(bot.ctx, ANA, 'never')
  }
  expect(await story(takenBack)).toEqual(silence)
})

it('lets a win go after ten days without an answer, and keeps its words for the author', async () => {
  const bot = await paired('ben')
  await shareOurs(bot)
  await bot.advance(9 * DAY_MS)
  expect(dmAbout(bot, 'ben', /no yes/)).toBeUndefined()
  expect(await winsToAnswer(bot.ctx, ANA)).toHaveLength(1)
  await bot.advance(2 * DAY_MS)
  const told = dmAbout(bot, 'ben', /no yes/)!
  expect(bot.reads('ben', told)).toContain('no yes from @Ana Albatross')
  expect(dmReads(bot, 'ana', /Nothing is posted/)).toContain('stays between the two of you')
  await bot.as('ben').click(told, 'Tell it as my own')
  expect(read(bot, 'ben')).toContain('Ana led her first discovery')
  expect(shouts(bot)).toEqual([])
})

it('five wins a day reach the channel, and no more: the sixth is refused in words, another day has room', async () => {
  const bot = await startTestBot()
  const tell = async (words: string) => {
    await bot.as('ana').command('/mentor win')
    await bot.as('ana').submit({ words })
    return read(bot, 'ana')
  }
  for (let i = 0; i < 5; i++) expect(await tell(`Win number ${i}`)).toContain('Well done!')
  expect(await tell('One more')).toContain('You have told five wins today')
  // However many come at once, as many as there is room for.
  await bot.advance(DAY_MS)
  const form = { size: 'small', whose: 'mine', words: 'All at once' } as const
  const many = await Promise.all(Array.from({ length: 12 }, () => shareWin(bot.ctx, ANA, form)))
  expect(many.filter((each) => each.ok)).toHaveLength(5)
  await bot.advance(DAY_MS)
  expect(shouts(bot)).toHaveLength(10)
})

it('offers each partner by name, and a win of one’s own first', async () => {
  const bot = await paired('ben', 'finn')
  await bot.as('ana').command('/mentor win')
  expect(read(bot, 'ana')).toContain('(x) Mine')
  expect(read(bot, 'ana')).toContain('Ours: Ben Badger and me')
  expect(read(bot, 'ana')).toContain('Ours: Finn Flamingo and me')
})

it('shares nothing with somebody who is no partner, and lets nobody else read or answer', async () => {
  const bot = await paired('ben')
  const form = { size: 'small', words: 'We did it' } as const
  const [pair] = await bot.db.q.select().from(bot.db.tables.mentorships)
  expect(await shareWin(bot.ctx, FINN, { ...form, whose: pair!.id })).toMatchObject({ field: 'whose' })
  const shared = await shareWin(bot.ctx, ANA, { ...form, whose: pair!.id })
  const id = shared.ok ? shared.value.id : ''
  expect(await readWin(bot.ctx, FINN, id)).toMatchObject({ ok: false })
  expect(await answerWin(bot.ctx, FINN, id, 'agreed')).toMatchObject({ ok: false })
  expect(await answerWin(bot.ctx, ANA, id, 'agreed')).toMatchObject({ ok: false })
  expect(await answerWin(bot.ctx, BEN, id, 'agreed')).toMatchObject({ value: { status: 'agreed' } })
})

it('holds a win back when a yes is taken back before the channel saw it', async () => {
  const bot = await paired('ben')
  await shareOurs(bot)
  const [win] = await bot.db.q.select().from(bot.db.tables.wins)
  await answerWin(bot.ctx, ANA, win!.id, 'agreed')
  await chooseCelebration(bot.ctx, ANA, 'never')
  await bot.advance(11 * DAY_MS)
  expect(shouts(bot)).toEqual([])
  expect(dmReads(bot, 'ben', /no yes/)).toContain('nothing is posted')
})

it('tells nothing of somebody who is gone by then, and tells the author', async () => {
  const bot = await paired('ben')
  await shareOurs(bot)
  const [win] = await bot.db.q.select().from(bot.db.tables.wins)
  await answerWin(bot.ctx, ANA, win!.id, 'agreed')
  await bot.sandbox.admin.deactivate(ANA)
  await bot.advance(2 * DAY_MS)
  expect(shouts(bot)).toEqual([])
  expect(dmReads(bot, 'ben', /no yes/)).toContain('nothing is posted')
})

it('takes one of two answers that come at the same moment', async () => {
  const bot = await paired('ben')
  await shareOurs(bot)
  const [win] = await bot.db.q.select().from(bot.db.tables.wins)
  const answers = await Promise.all([
    answerWin(bot.ctx, ANA, win!.id, 'declined'),
    answerWin(bot.ctx, ANA, win!.id, 'agreed'),
  ])
  const states = answers.map((each) => each.ok && each.value.status)
  expect(new Set(states).size).toBe(1)
  await bot.advance(2 * DAY_MS)
  expect(shouts(bot)).toHaveLength(states[0] === 'agreed' ? 1 : 0)
})

it('shows on Home what waits for an answer, and what became of one’s own', async () => {
  const bot = await paired('ben')
  await shareOurs(bot)
  for (const person of ['ana', 'ben']) await bot.as(person).openHome()
  await bot.settle()
  expect(bot.reads('ana', bot.as('ana').home())).toContain('@Ben Badger wants to share a win of you both')
  expect(bot.reads('ben', bot.as('ben').home())).toContain(
    'With @Ana Albatross: waits for your partner’s yes',
  )
  await bot.as('ana').click('home', 'Read the win of you both and decide')
  await bot.as('ana').click('modal', 'Yes, share it')
  await bot.settle()
  // The author hears of the yes once the channel has it.
  expect(bot.reads('ben', bot.as('ben').home())).toContain('waits for your partner’s yes')
  await bot.advance(A_WORKING_DAY)
  expect(bot.reads('ben', bot.as('ben').home())).toContain('told in the channel')
})
