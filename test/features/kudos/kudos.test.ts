import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/core/calendar.ts'
import { chooseCelebration } from '../../../src/features/people/privacy/service.ts'
import {
  giveKudos,
  kudosOf,
  readKudos,
  readKudosWords,
  recentThanks,
  undoKudos,
} from '../../../src/features/recognition/kudos/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'

const [ANA, BEN, FINN] = ['U0ANA00001', 'U0BEN00002', 'U0FIN00006']
/** Past the time to undo, and far enough for the channel's own working hours and everybody's. */
const UNDO = 5 * MINUTE_MS
const A_WORKING_DAY = 10 * HOUR_MS

const shouts = (bot: TestBot) =>
  bot
    .as('ana')
    .messages('pm-wins')
    .map((message) => bot.reads('ana', message))
const dms = (bot: TestBot, person: string) =>
  bot
    .as(person)
    .dms()
    .map((message) => bot.reads(person, message))
const read = (bot: TestBot, person: string) => bot.reads(person, bot.as(person).modal())

async function giveTyped(bot: TestBot, giver: string, text: string) {
  const answer = await bot.as(giver).command(`/mentor kudos ${text}`)
  return answer.ephemeral!
}

async function givePrivately(bot: TestBot, giver: string, to: string[], message: string) {
  await bot.as(giver).command('/mentor kudos')
  await bot.as(giver).submit({ to, message, audience: 'Only those you thank' })
  await bot.as(giver).close({ all: true })
}

it('thanks two people in one line: each hears of it, and the channel waits for their yes', async () => {
  const bot = await startTestBot()
  const answer = await giveTyped(bot, 'ana', '@ben and @finn for great interviews')
  expect(bot.reads('ana', answer)).toContain('can be taken back until then')

  await bot.advance(UNDO - 10_000)
  expect(dms(bot, 'ben')).toEqual([])
  await bot.advance(10_000)
  expect(dms(bot, 'ben')).toEqual([expect.stringContaining('@Ana Albatross thanked you and @Finn Flamingo')])
  expect(dms(bot, 'ben')[0]).not.toContain('interviews')
  await bot.advance(A_WORKING_DAY)
  expect(dms(bot, 'finn')).toHaveLength(1)
  expect(shouts(bot)).toEqual([])

  await bot.as('ben').click(bot.lastDm('ben')!, 'Public')
  await bot.advance(DAY_MS)
  expect(shouts(bot)).toEqual([expect.stringContaining('@Ana Albatross thanked @Ben Badger\n')])
  expect(shouts(bot)[0]).toContain('great interviews')
  expect(shouts(bot)[0]).not.toContain('Finn')

  // Whoever says yes later is named in a message of their own.
  await bot.as('finn').click(bot.lastDm('finn')!, 'Public')
  await bot.advance(DAY_MS)
  expect(shouts(bot)).toHaveLength(2)
  expect(shouts(bot)[1]).toContain('@Ana Albatross thanked @Finn Flamingo\n')
})

it('names all who said yes before in one message, and asks them nothing', async () => {
  const bot = await startTestBot()
  for (const person of [BEN, FINN]) await chooseCelebration(bot.ctx, person, 'public')
  await giveTyped(bot, 'ana', '@ben @finn for the launch')
  await bot.advance(A_WORKING_DAY)
  expect(shouts(bot)).toEqual([expect.stringContaining('thanked @Ben Badger and @Finn Flamingo')])
  expect(dms(bot, 'ben')[0]).toContain('It is told in #pm-wins too')
  expect(dms(bot, 'ben')[0]).not.toContain('Never')
})

it.each(['private', 'never'] as const)('never names somebody who chose %s', async (choice) => {
  const bot = await startTestBot()
  await chooseCelebration(bot.ctx, BEN, choice)
  await giveTyped(bot, 'ana', '@ben for the launch')
  await bot.advance(2 * DAY_MS)
  expect(shouts(bot)).toEqual([])
  expect(dms(bot, 'ben')).toEqual([expect.stringContaining('you are not named in #pm-wins')])

  // A choice made later is for later kudos: what was private stays so.
  await chooseCelebration(bot.ctx, BEN, 'public')
  await bot.advance(2 * DAY_MS)
  expect(shouts(bot)).toEqual([])
})

it('names nobody who takes the yes back while the message waits for working hours', async () => {
  const bot = await startTestBot()
  for (const person of [BEN, FINN]) await chooseCelebration(bot.ctx, person, 'public')
  await giveTyped(bot, 'ana', '@ben @finn for the launch')
  // The channel follows New York, where it is not yet nine.
  await bot.advance(HOUR_MS)
  expect(shouts(bot)).toEqual([])
  await chooseCelebration(bot.ctx, BEN, 'never')
  await bot.advance(A_WORKING_DAY)
  expect(shouts(bot)).toEqual([expect.stringContaining('thanked @Finn Flamingo\n')])
})

it('takes buttons away once they are answered', async () => {
  const bot = await startTestBot()
  await giveTyped(bot, 'ana', '@ben for the launch')
  await bot.advance(UNDO)
  await bot.as('ben').click(bot.lastDm('ben')!, 'Private')
  await bot.settle()
  expect(dms(bot, 'ben')).toEqual([expect.stringContaining('you are not named in #pm-wins')])
  expect(dms(bot, 'ben')[0]).not.toContain('[Public]')
  expect(bot.reads('ben', bot.as('ben').ephemerals().at(-1))).toContain('Thanks reach you by direct message')
  await bot.advance(2 * DAY_MS)
  expect(shouts(bot)).toEqual([])
})

it('keeps the words of private kudos behind a button, for those named alone', async () => {
  const bot = await startTestBot()
  await chooseCelebration(bot.ctx, BEN, 'public')
  await givePrivately(bot, 'ana', ['ben'], 'You were so patient with me')
  await bot.advance(A_WORKING_DAY)
  expect(shouts(bot)).toEqual([])
  expect(dms(bot, 'ben')).toEqual([expect.stringContaining('@Ana Albatross thanked you')])
  expect(dms(bot, 'ben')[0]).not.toContain('patient')
  const receipt = bot.lastDm('ben')!
  expect(receipt.text).not.toContain('patient')

  await bot.as('ben').click(receipt, 'Read it')
  expect(read(bot, 'ben')).toContain('You were so patient with me')
  expect(bot.log.join()).not.toContain('patient')
  const rows = await bot.db.q.select().from(bot.db.tables.kudos)
  expect(JSON.stringify(rows)).not.toContain('patient')

  await bot.as('ben').click('modal', 'Thank back')
  expect(read(bot, 'ben')).toContain('Whom would you like to thank?: [@Ana Albatross]')
})

it('shows the words to nobody who is not named, and not before they are given', async () => {
  const bot = await startTestBot()
  await givePrivately(bot, 'ana', ['ben'], 'Only for you')
  const [row] = await bot.db.q.select().from(bot.db.tables.kudos)
  expect(await readKudosWords(bot.ctx, BEN, row!.id)).toMatchObject({ ok: false })
  await bot.advance(UNDO)
  expect(await readKudosWords(bot.ctx, BEN, row!.id)).toMatchObject({ value: { message: 'Only for you' } })
  expect(await readKudosWords(bot.ctx, ANA, row!.id)).toMatchObject({ value: { message: 'Only for you' } })
  expect(await readKudosWords(bot.ctx, FINN, row!.id)).toMatchObject({ ok: false })
})

it('is given once when the same is typed again, and twice when it is said again later', async () => {
  const bot = await startTestBot()
  await giveTyped(bot, 'ana', '@ben for the launch')
  await giveTyped(bot, 'ana', '@ben for the launch')
  expect(bot.reads('ana', bot.as('ana').ephemerals().at(-1))).toContain('Thank you for thanking @Ben Badger')
  await bot.advance(A_WORKING_DAY)
  expect(dms(bot, 'ben')).toHaveLength(1)
  await giveTyped(bot, 'ana', '@ben for the launch')
  await bot.advance(2 * DAY_MS)
  expect(dms(bot, 'ben')).toHaveLength(2)
})

it('can be undone for five minutes, which loses no words and counts for nothing', async () => {
  const bot = await startTestBot()
  const answer = await giveTyped(bot, 'ana', '@ben for the launhc')
  await bot.as('ana').click(answer, 'Undo')
  // It stands where the button was, which is gone with it.
  expect(bot.as('ana').ephemerals()).toHaveLength(1)
  const undone = bot.as('ana').ephemerals().at(-1)!
  expect(bot.reads('ana', undone)).toContain('Taken back: nobody saw it')
  expect(bot.reads('ana', undone)).not.toContain('[Undo]')
  await bot.as('ana').click(undone, 'Change it and send')
  expect(read(bot, 'ana')).toContain('the launhc')
  await bot.as('ana').submit({ message: 'the launch' })
  expect(read(bot, 'ana')).toContain('Thank you for thanking @Ben Badger')

  await bot.advance(UNDO)
  expect(await recentThanks(bot.ctx, BEN)).toHaveLength(1)
  await bot.as('ben').click(bot.lastDm('ben')!, 'Read it')
  expect(read(bot, 'ben')).toContain('the launch\n')
})

it('can be undone from the form’s own confirmation', async () => {
  const bot = await startTestBot()
  await bot.as('ana').command('/mentor kudos')
  await bot.as('ana').submit({ to: ['ben'], message: 'Thanks' })
  await bot.as('ana').click('modal', 'Undo')
  expect(read(bot, 'ana')).toContain('Taken back: nobody saw it')
  await bot.advance(A_WORKING_DAY)
  expect(dms(bot, 'ben')).toEqual([])
})

it('says kindly when it is too late to undo, and lets nobody else do it', async () => {
  const bot = await startTestBot()
  const answer = await giveTyped(bot, 'ana', '@ben for the launch')
  const [row] = await bot.db.q.select().from(bot.db.tables.kudos)
  expect(await undoKudos(bot.ctx, FINN, row!.id)).toMatchObject({ ok: false })
  await bot.advance(UNDO)
  await bot.as('ana').click(answer, 'Undo')
  const [late, ...more] = bot.as('ana').ephemerals()
  expect(more).toEqual([])
  expect(bot.reads('ana', late)).toContain('already on their way, so please tell Ben Badger directly')
  expect(bot.reads('ana', late)).not.toContain('[Undo]')
  expect(dms(bot, 'ben')).toHaveLength(1)
})

it('takes ten a day from one person, several receivers counting one each, and gives back what is undone', async () => {
  const bot = await startTestBot()
  for (const five of ['@ben @chidi @dana @elif @finn', '@ben @chidi @dana @grace'])
    await giveTyped(bot, 'ana', `${five} for a good week`)
  const two = await giveTyped(bot, 'ana', '@ben @chidi for one more')
  expect(bot.reads('ana', two)).toContain('You can still thank 1 person today')
  expect(bot.reads('ana', two)).toContain('one more')
  const tenth = await giveTyped(bot, 'ana', '@ben for one more')
  expect(bot.reads('ana', tenth)).toContain('Thank you for thanking')

  await bot.as('ana').command('/mentor kudos')
  await bot.as('ana').submit({ to: ['ben'], message: 'An eleventh' })
  expect(read(bot, 'ana')).toContain('Send this one tomorrow')
  await bot.as('ana').close({ all: true })

  await bot.as('ana').click(tenth, 'Undo')
  expect((await giveTyped(bot, 'ana', '@ben for another')).text).toContain('Thank you for thanking')
  await bot.advance(DAY_MS)
  expect((await giveTyped(bot, 'ana', '@ben for a new day')).text).toContain('Thank you for thanking')
})

it('takes no more than ten when they come all at once', async () => {
  const bot = await startTestBot()
  const form = { to: [BEN], message: 'Thanks', audience: 'public' } as const
  const given = await Promise.all(
    Array.from({ length: 15 }, () => giveKudos(bot.ctx, ANA, { ...form, to: [BEN] })),
  )
  expect(given.filter((each) => each.ok)).toHaveLength(10)
})

it('gives once when Slack delivers the command twice', async () => {
  const bot = await startTestBot()
  await giveTyped(bot, 'ana', '@ben for the launch')
  await bot.sandbox.deliver.redeliver('last')
  await bot.advance(UNDO)
  expect(dms(bot, 'ben')).toHaveLength(1)
  expect(await recentThanks(bot.ctx, BEN)).toHaveLength(1)
})

it.each([
  ['nobody', 'for a good week', 'Choose whom you would like to thank', 'for a good week'],
  ['somebody who is not there', '@nobody for a good week', 'Nobody here is called @nobody', 'a good week'],
  ['oneself', '@ana for a good week', 'Kudos are for others', 'a good week'],
  ['an app', '@standup for a good week', 'Standup Robot is an app', 'a good week'],
  ['somebody who left', '@ned for a good week', 'Ned Newt has left this workspace', 'a good week'],
  ['a guest', '@molly for a good week', 'Molly Magpie is here as a guest', 'a good week'],
  ['everybody here', '@here for a good week', 'choose up to 5 of @here. To thank all', 'a good week'],
  ['with too few words', '@ben ok', 'at least 3 characters', 'ok'],
  ['with too many words', `@ben ${'word '.repeat(120)}`, 'under 500 characters', 'word '.repeat(119)],
  ['six at once', '@ben @chidi @dana @elif @finn @grace for it all', 'Up to 5 people', 'it all'],
])('asks again for kudos to %s, with what was typed kept', async (_, text, why, kept) => {
  const bot = await startTestBot()
  await bot.as('ana').command(`/mentor kudos ${text}`)
  expect(read(bot, 'ana')).toContain(why)
  expect(read(bot, 'ana')).toContain(kept)
  expect(await bot.db.q.select().from(bot.db.tables.kudos)).toEqual([])
})

it.each([
  ['oneself', 'ana', 'Kudos are for others'],
  ['an app', 'standup', 'Standup Robot is an app'],
])('refuses %s beside the field of the form', async (_, to, why) => {
  const bot = await startTestBot()
  await bot.as('ana').command('/mentor kudos')
  const answer = await bot.as('ana').submit({ to: [to], message: 'A good week' })
  expect(answer.errors?.to).toContain(why)
  const mended = await bot.as('ana').submit({ to: ['ben'] })
  expect(bot.reads('ana', mended.updated)).toContain('Thank you for thanking @Ben Badger')
})

it('understands a client that does not turn @ben into a mention', async () => {
  const bot = await startTestBot()
  expect(await readKudos(bot.ctx, '@ben, @nobody and <@U0FIN00006|finn> for it')).toEqual({
    to: [BEN, FINN],
    unknown: ['@nobody'],
    groups: [],
    message: 'it',
  })
})

it('disarms what would shout at the whole channel', async () => {
  const bot = await startTestBot()
  await chooseCelebration(bot.ctx, BEN, 'public')
  await giveTyped(bot, 'ana', '@ben for <!channel> *bold* work')
  await bot.advance(A_WORKING_DAY)
  const [message] = bot.as('finn').messages('pm-wins')
  expect(bot.reads('finn', message)).toContain('<!channel> *bold* work')
  expect(message!.notifies).toEqual([ANA, BEN])
})

it('counts public thanks by skill for the profile, and none of somebody who wants no celebration', async () => {
  const bot = await startTestBot()
  await chooseCelebration(bot.ctx, BEN, 'public')
  let given = 0
  const give = (competency: string | undefined, audience: 'public' | 'private') =>
    giveKudos(bot.ctx, ANA, { to: [BEN], message: `Thanks, ${++given}`, competency, audience })
  await give('roadmapping', 'public')
  await give('roadmapping', 'public')
  await give(undefined, 'public')
  await give('roadmapping', 'private')
  await bot.advance(UNDO)
  expect(await kudosOf(bot.ctx, BEN)).toEqual([
    { competency: 'roadmapping', many: 2 },
    { competency: null, many: 1 },
  ])
  await bot.as('ana').command('/mentor profile @ben')
  await chooseCelebration(bot.ctx, BEN, 'never')
  expect(await kudosOf(bot.ctx, BEN)).toEqual([])
})

it('shows thanks on Home, and what waits for a choice', async () => {
  const bot = await startTestBot()
  await giveTyped(bot, 'ana', '@ben for the launch')
  await bot.advance(UNDO)
  await bot.as('ben').openHome()
  await bot.settle()
  const home = bot.reads('ben', bot.as('ben').home())
  expect(home).toMatch(/@Ana Albatross thanked you: “the launch” · Mon 5 Oct/)
  expect(home).toContain('One of them waits for your word')
  await bot.as('ben').click('home', 'Thank the person who gave you these kudos')
  expect(read(bot, 'ben')).toContain('Give kudos')
})

it('leaves what waited for months out of the channel when the yes comes at last', async () => {
  const bot = await startTestBot()
  await giveTyped(bot, 'ana', '@ben for the old launch')
  await bot.advance(31 * DAY_MS)
  await giveTyped(bot, 'ana', '@ben for the new launch')
  await bot.advance(UNDO)
  await bot.as('ben').click(bot.lastDm('ben')!, 'Public')
  await bot.advance(3 * DAY_MS)
  expect(shouts(bot)).toEqual([expect.stringContaining('the new launch')])
})

it('does not lose a yes that is given at the very moment at which kudos are', async () => {
  const bot = await startTestBot()
  await giveTyped(bot, 'ana', '@ben for the launch')
  bot.sandbox.clock.advance(UNDO)
  await Promise.all([bot.bot.tick(), chooseCelebration(bot.ctx, BEN, 'public'), bot.bot.tick()])
  await bot.advance(A_WORKING_DAY)
  expect(shouts(bot)).toHaveLength(1)
})
