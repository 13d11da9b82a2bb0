/** What people answer, and who reads which of it. */
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/db/open.ts'
import { openWords } from '../../../src/features/growth/checkins/store.ts'
import {
  activeMentorships,
  endAlone,
  recordUnplannedMeeting,
} from '../../../src/features/pairs/mentorship/service.ts'
import { becomeCoordinator } from '../../../src/features/people/coordinators/service.ts'
import { findMember } from '../../../src/features/people/members/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { watchStatements } from '../../support/statements.ts'
import { setGoal } from '../goals/people.ts'
import { homeOf } from '../mentorship/pairs.ts'
import {
  aPair,
  checkinDms,
  DAY,
  FRIDAY,
  HOUR,
  joinAll,
  lastCheckin,
  lastWords,
  modalOf,
  pair,
  press,
  START,
  whisper,
} from './pairs.ts'

const rows = (bot: TestBot, person: string) => {
  const { checkins } = bot.db.tables
  const { id } = bot.as(person)
  return bot.db.q
    .select()
    .from(checkins)
    .then((all) =>
      all
        .filter((row) => row.person === id)
        .map((row) => {
          const { feeling } = openWords(bot.ctx, row)
          return { ...row, mood: feeling && Number(feeling) }
        }),
    )
}

/** Where these words stand: in anybody's messages, the log, the outbox or the file. */
async function leaks(bot: TestBot, secret: string): Promise<string[]> {
  const found: string[] = []
  if (bot.log.some((line) => line.includes(secret))) found.push('log')
  const { deliveries, checkins } = bot.db.tables
  if (JSON.stringify(await bot.db.q.select().from(deliveries)).includes(secret)) found.push('outbox')
  if (JSON.stringify(await bot.db.q.select().from(checkins)).includes(secret)) found.push('database')
  for (const person of bot.sandbox.people) {
    if (person.isBot || person.deleted) continue
    for (const entry of bot.sandbox.as(person.id).inbox())
      if (entry.message && JSON.stringify(entry.message).includes(secret))
        found.push(`message to ${person.name}`)
  }
  return found
}

const words = {
  'How is it going?': 'Rough',
  Progress: 'Spoke to three customers',
  'What do you need?': 'A second pair of eyes',
  'What is in the way?': 'Fear of the data team',
  'A win?': 'Said no to a feature',
}

it('records one tap, thanks, and takes the buttons away', async () => {
  const bot = await aPair()
  await bot.until(FRIDAY)
  const dm = lastCheckin(bot, 'ana')
  expect(lastWords(bot, 'ana')).toContain('Check-in of Fri 9 Oct · week 1 · not met yet · no date yet')
  await press(bot, 'ana', 'Answer the check-in with: Rough')
  expect(await rows(bot, 'ana')).toMatchObject([
    { status: 'answered', mood: 2, progress: null, partner: null },
  ])
  expect(checkinDms(bot, 'ana')).toHaveLength(1)
  expect(lastCheckin(bot, 'ana').ts).toBe(dm.ts)
  expect(lastWords(bot, 'ana')).toContain(
    'Check-in of Fri 9 Oct: answered. Thank you. Next check-in: Fri 16 Oct, 10:00.',
  )
  expect(lastWords(bot, 'ana')).not.toContain('Rough')
})

it('says under the question which week it is, when the two met last and when they meet next', async () => {
  const bot = await aPair()
  const [ana, ben] = [bot.as('ana'), bot.as('ben')]
  const [m] = await activeMentorships(bot.ctx, ana.id)
  await ana.command('/mentor schedule')
  await ana.submit({
    date1: '2026-10-12',
    time1: '15:00',
    date2: null,
    time2: null,
    date3: null,
    time3: null,
  })
  await bot.settle()
  await ben.click(ben.dms().at(-1)!, { action_id: 'plans.accept', index: 0 })
  await recordUnplannedMeeting(bot.ctx, ana.id, m!.id)
  await bot.until(FRIDAY)
  expect(lastWords(bot, 'ana')).toContain(
    'Check-in of Fri 9 Oct · week 1 · last met Mon 5 Oct · next Mon 12 Oct',
  )
  // Of two at once neither is told.
  await joinAll(bot, 'chidi')
  await pair(bot, 'chidi', 'ben')
  await bot.until(FRIDAY + 7 * DAY)
  expect(lastWords(bot, 'ben')).not.toContain('week 2')
  expect(lastWords(bot, 'ana')).toContain('week 2')
})

describe('after a rough week', () => {
  const rough = async () => {
    const bot = await aPair()
    await becomeCoordinator(bot.ctx, bot.as('dana').id)
    await setGoal(bot, 'ana')
    await bot.until(FRIDAY)
    await press(bot, 'ana', 'Stuck')
    return bot
  }

  it('words a question to the partner, and sends it once it is as it should be', async () => {
    const bot = await rough()
    expect(lastWords(bot, 'ana')).toContain('Check-in of Fri 9 Oct: answered. Thank you.')
    expect(lastWords(bot, 'ana')).toContain('Only you see this. What would help?')
    await press(bot, 'ana', 'Word a question for Ben')
    expect(modalOf(bot, 'ana')).toContain(
      'I am stuck with “Lead discovery for the quince team”. What would you try first?',
    )
    expect(modalOf(bot, 'ana')).toContain('Only Ben Badger reads it')
    const short = await bot.as('ana').submit({ question: '?' })
    expect(short.errors?.question).toContain('at least 3')
    await bot.as('ana').submit({ question: 'Would you read my draft?' })
    await bot.settle()
    expect(modalOf(bot, 'ana')).toContain('Ben Badger hears of your question now.')
    expect(lastWords(bot, 'ana')).toContain('@Ben Badger can read what you asked.')
    expect(lastWords(bot, 'ana')).not.toContain('What would help?')
    await bot.as('ben').click(bot.lastDm('ben')!, 'Read what Ana Albatross needs')
    expect(modalOf(bot, 'ben')).toContain('Would you read my draft?')
    expect(await leaks(bot, 'read my draft')).toEqual([])
  })

  it('plans half an hour, asks for a hand, or leaves it be', async () => {
    const bot = await rough()
    await press(bot, 'ana', 'Plan 30 minutes')
    expect(modalOf(bot, 'ana')).toMatch(/Ben Badger[\s\S]*\[30 minutes\]/)
    await press(bot, 'ana', '30 minutes with somebody else')
    expect(modalOf(bot, 'ana')).toContain('30 minutes on a topic')
    await press(bot, 'ana', 'Ask Dana Dormouse for a hand')
    expect(modalOf(bot, 'ana')).toContain('Tell the coordinators that you and Ben Badger could use a hand?')
    await bot.as('ana').submit()
    expect(modalOf(bot, 'ana')).toContain('Help is coming')
    await press(bot, 'ana', 'Nothing now')
    expect(lastWords(bot, 'ana')).toContain('Check-in of Fri 9 Oct: answered. Thank you.')
    expect(lastWords(bot, 'ana')).not.toMatch(/What would help|Ask Dana/)
  })

  it('offers the same after the form, and names nobody who could not help', async () => {
    const bot = await aPair()
    await bot.as('ana').command('/mentor checkin')
    await bot.as('ana').submit({ 'How is it going?': 'Rough' })
    expect(modalOf(bot, 'ana')).toContain('What would help?')
    // Nobody coordinates here.
    expect(modalOf(bot, 'ana')).not.toContain('hand')
    await bot.as('ana').click('modal', 'Nothing would help now')
    expect(modalOf(bot, 'ana')).toContain('That is fine. I ask again as usual.')
  })
})

it('asks after a good week for a win and for thanks, and after neither for nothing', async () => {
  const bot = await aPair()
  await bot.until(FRIDAY)
  await press(bot, 'ana', 'Great')
  expect(lastWords(bot, 'ana')).toContain('A win to share? Somebody to thank?')
  await press(bot, 'ana', 'Thank Ben Badger')
  expect(modalOf(bot, 'ana')).toContain('Ben Badger')
  await press(bot, 'ana', 'Share a win')
  expect(modalOf(bot, 'ana')).toMatch(/win/i)
  await press(bot, 'ben', 'OK')
  expect(lastWords(bot, 'ben')).not.toMatch(/A win to share|What would help/)
})

it('keeps the first of two taps, whichever comes second', async () => {
  const bot = await aPair()
  await bot.until(FRIDAY)
  const dm = lastCheckin(bot, 'ana')
  const ana = bot.as('ana')
  await Promise.all([ana.click(dm, 'Great'), ana.click(dm, 'Stuck')])
  await bot.settle()
  const [row] = await rows(bot, 'ana')
  expect([5, 1]).toContain(row?.mood)
  expect(whisper(bot, 'ana')).toContain('answered already')
  expect(await rows(bot, 'ana')).toHaveLength(1)
})

it('does a redelivered tap once', async () => {
  const bot = await aPair()
  await bot.until(FRIDAY)
  await bot.as('ana').click(lastCheckin(bot, 'ana'), 'Good')
  await bot.sandbox.deliver.redeliver('last')
  await bot.settle()
  expect(bot.as('ana').ephemerals()).toEqual([])
  expect(await rows(bot, 'ana')).toMatchObject([{ status: 'answered', mood: 4 }])
})

it('takes words, says who reads which, and lets the partner read progress alone', async () => {
  const bot = await aPair()
  await bot.until(FRIDAY)
  await press(bot, 'ana', 'Write an answer')
  const form = modalOf(bot, 'ana')
  expect(form).toContain('Your partner Ben Badger can read this.')
  expect(form).toContain('Only counted, without your name.')
  expect(form.match(/Only you/g)).toHaveLength(3)
  await bot.as('ana').submit(words)
  await bot.settle()
  expect(modalOf(bot, 'ana')).toContain('@Ben Badger finds your progress on Home.')
  expect(lastWords(bot, 'ana')).toContain('[Change my answer]')

  const ben = bot.as('ben')
  expect(await homeOf(bot, 'ben')).toContain('@Ana Albatross shared how it goes: Fri 9 Oct.')
  await ben.click('home', 'What Ana Albatross shared')
  expect(modalOf(bot, 'ben')).toContain('Spoke to three customers')
  for (const kept of ['second pair', 'data team', 'Said no', 'Rough'])
    expect(modalOf(bot, 'ben')).not.toContain(kept)
})

it('leaks no words: not into messages, the log, the outbox or the file', async () => {
  const bot = await aPair()
  await bot.until(FRIDAY)
  await press(bot, 'ana', 'Write an answer')
  await bot.as('ana').submit({ ...words, tellNeed: ['Tell Ben Badger'] })
  await bot.settle()
  for (const secret of ['three customers', 'pair of eyes', 'data team', 'no to a feature'])
    expect(await leaks(bot, secret)).toEqual([])
  // The same look does find what does stand in a message.
  expect(await leaks(bot, 'How is it going')).toContain('message to ben')
})

it('holds every statement to the workspace', async () => {
  const watch = watchStatements()
  const db = await openDatabase(':memory:', { onStatement: watch.onStatement })
  await db.migrate()
  const bot = await aPair({ db })
  await bot.until(FRIDAY)
  await press(bot, 'ana', 'Ask me next workday')
  await press(bot, 'ben', 'Write an answer')
  await bot.as('ben').submit({ ...words, tellNeed: ['Tell Ana Albatross'] })
  await bot.as('ben').click('modal', 'Earlier check-ins')
  await bot.as('ana').openHome()
  await bot.until(FRIDAY + 14 * DAY)
  await press(bot, 'ana', 'Every week again')
  expect(watch.seen).toBeGreaterThan(100)
  expect(watch.unscoped).toEqual([])
})

it('passes a need on when told to, at an hour when the partner works', async () => {
  const bot = await startTestBot({ sandbox: { now: START } })
  await joinAll(bot, 'ana', 'grace')
  await pair(bot, 'ana', 'grace')
  await bot.until(FRIDAY)
  await press(bot, 'ana', 'Write an answer')
  await bot.as('ana').submit({ ...words, tellNeed: ['Tell Grace Gecko'] })
  await bot.settle()
  // Ten in Lisbon is two in the morning in Los Angeles.
  expect(modalOf(bot, 'ana')).toContain('@Grace Gecko hears that you need something: Fri 9 Oct, 09:00')
  expect(bot.reads('grace', bot.lastDm('grace'))).not.toContain('needs something')
  await bot.until(Date.parse('2026-10-09T16:00:01Z'))
  const dm = bot
    .as('grace')
    .dms()
    .find((m) => bot.reads('grace', m).includes('needs something'))!
  expect(dm.text.split('\n')[0]).toBe(`<@${bot.as('ana').id}> needs something from you`)
  await bot.as('grace').click(dm, 'Read what Ana Albatross needs')
  expect(modalOf(bot, 'grace')).toContain('A second pair of eyes')
  expect(modalOf(bot, 'grace')).not.toContain('data team')
})

it('takes a need back, on screen too, and passes it on again', async () => {
  const bot = await aPair()
  const need = () =>
    bot
      .as('ben')
      .dms()
      .filter((m) => /needs something|taken it back/.test(bot.reads('ben', m)))
  await bot.as('ana').command('/mentor checkin')
  await bot.as('ana').submit({ ...words, tellNeed: ['Tell Ben Badger'] })
  await bot.settle()
  expect(need()).toHaveLength(1)
  const before = need()[0]!
  await bot.as('ana').command('/mentor checkin')
  await bot.as('ana').submit({ tellNeed: [] })
  await bot.settle()
  expect(bot.reads('ben', need()[0])).toContain('has taken it back')
  await expect(bot.as('ben').click(before, 'Read it')).rejects.toThrow('has changed')
  await bot.advance(HOUR)
  await bot.as('ana').command('/mentor checkin')
  await bot.as('ana').submit({ tellNeed: ['Tell Ben Badger'] })
  await bot.settle()
  expect(need()).toHaveLength(2)
  await bot.as('ben').click(need()[1]!, 'Read it')
  expect(modalOf(bot, 'ben')).toContain('A second pair of eyes')
})

it('asks whom it is for where there are two partners, and the other one reads nothing', async () => {
  const bot = await aPair()
  await joinAll(bot, 'chidi')
  await pair(bot, 'chidi', 'ben')
  await bot.until(FRIDAY)
  expect(lastWords(bot, 'ben')).toContain('How is it going with @Ana Albatross and @Chidi Cormorant?')
  await press(bot, 'ben', 'Write an answer')
  const ben = bot.as('ben')
  expect(await ben.submit(words)).toMatchObject({
    errorsBy: 'client',
    errors: { partner: expect.any(String) },
  })
  await ben.submit({ ...words, 'Who is this for?': 'Chidi Cormorant', tellNeed: ['Tell my partner'] })
  await bot.settle()
  for (const [who, reads] of [
    ['chidi', true],
    ['ana', false],
  ] as const) {
    const reader = bot.as(who)
    expect((await homeOf(bot, who)).includes('What Ben Badger shared')).toBe(reads)
    expect(reader.dms().some((m) => bot.reads(who, m).includes('needs something'))).toBe(reads)
  }
  // The same words for Ana instead: Chidi reads them no more.
  await ben.command('/mentor checkin')
  await ben.submit({ 'Who is this for?': 'Ana Albatross' })
  await bot.settle()
  const told = bot
    .as('chidi')
    .dms()
    .filter((m) => bot.reads('chidi', m).includes('Ben Badger needed'))
  expect(told).toHaveLength(1)
  expect(
    bot
      .as('ana')
      .dms()
      .some((m) => bot.reads('ana', m).includes('needs something')),
  ).toBe(true)
})

it('keeps everything to oneself where “Only me” is chosen', async () => {
  const bot = await aPair()
  await joinAll(bot, 'chidi')
  await pair(bot, 'chidi', 'ben')
  await bot.as('ben').command('/mentor checkin')
  await bot.as('ben').submit({ ...words, 'Who is this for?': 'Only me', tellNeed: ['Tell my partner'] })
  await bot.settle()
  expect(modalOf(bot, 'ben')).toContain('Your check-in is in')
  expect(await rows(bot, 'ben')).toMatchObject([{ partner: null, needSharedAt: null }])
})

it('tells a win in the channel when ticked, once, however often the answer is changed', async () => {
  const bot = await aPair()
  await bot.as('ana').command('/mentor checkin')
  await bot.as('ana').submit({ ...words, tellWin: ['Tell it in the channel for wins'] })
  await bot.settle()
  // The workspace's channels wake with New York.
  expect(modalOf(bot, 'ana')).toContain('Your win goes to #pm-wins when people are at work: Mon 5 Oct, 14:00')
  await bot.advance(5 * HOUR + 60_000)
  const told = () =>
    bot
      .as('ben')
      .messages('pm-wins')
      .filter((m) => bot.reads('ben', m).includes('Said no to a feature'))
  expect(told()).toHaveLength(1)
  await bot.as('ana').command('/mentor checkin')
  expect(modalOf(bot, 'ana')).toContain('This one was told in #pm-wins.')
  expect(modalOf(bot, 'ana')).not.toContain('Tell it in the channel')
  await bot.as('ana').submit({ 'A win?': 'Said no to two features' })
  await bot.settle()
  expect(bot.as('ben').messages('pm-wins')).toHaveLength(1)
})

it('carries thanks to the partner as private kudos, which can be taken back for a while', async () => {
  const bot = await aPair()
  const thanksTo = (who: string) =>
    bot
      .as(who)
      .dms()
      .filter((m) => bot.reads(who, m).includes('thanked you'))
  await bot.as('ana').command('/mentor checkin')
  await bot.as('ana').submit({ ...words, 'Thank Ben Badger?': 'ok' })
  expect(modalOf(bot, 'ana')).toContain('what are you thankful for?')
  await bot.as('ana').submit({ 'Thank Ben Badger?': 'For the walk on Tuesday' })
  expect(modalOf(bot, 'ana')).toContain('@Ben Badger hears your thanks in a few minutes')
  await bot.as('ana').click('modal', 'Take the thanks back')
  await bot.advance(HOUR)
  expect(thanksTo('ben')).toEqual([])

  await bot.as('ana').command('/mentor checkin')
  await bot.as('ana').submit({ 'Thank Ben Badger?': 'For the walk on Tuesday' })
  await bot.advance(HOUR)
  expect(thanksTo('ben')).toHaveLength(1)
  expect(bot.as('ben').messages('pm-wins')).toEqual([])
})

it('keeps a win to oneself when the box is not ticked', async () => {
  const bot = await aPair()
  await bot.as('ana').command('/mentor checkin')
  await bot.as('ana').submit(words)
  await bot.settle()
  expect(bot.as('ben').messages('pm-wins')).toEqual([])
})

it('prefills this week’s answer, changes it, and shows it under earlier check-ins, newest first', async () => {
  const bot = await aPair()
  const ana = bot.as('ana')
  for (let week = 0; week < 7; week++) {
    await bot.until(FRIDAY + week * 7 * DAY)
    await ana.command('/mentor checkin')
    await ana.submit({ 'How is it going?': 'Good', Progress: `Week number ${week}` })
    expect(modalOf(bot, 'ana').includes(`${week + 1} check-ins in a row`)).toBe(week >= 2)
    await bot.settle()
  }
  await ana.command('/mentor checkin')
  expect(modalOf(bot, 'ana')).toContain('Week number 6')
  await ana.submit({ Progress: 'Week number six, mended' })
  await ana.click('modal', 'Read your own earlier check-ins')
  const first = modalOf(bot, 'ana')
  expect(first.indexOf('six, mended')).toBeGreaterThan(-1)
  expect(first.indexOf('Week number 5')).toBeGreaterThan(first.indexOf('six, mended'))
  expect(first).not.toContain('Week number 1')
  expect(first).toContain('Ben Badger can read this')
  await ana.click('modal', 'Older')
  expect(modalOf(bot, 'ana')).toContain('Week number 1')
  expect(modalOf(bot, 'ana')).not.toContain('[Older]')
  await ana.click('modal', 'Newer')
  expect(modalOf(bot, 'ana')).toContain('six, mended')

  const ben = bot.as('ben')
  await homeOf(bot, 'ben')
  await ben.click('home', 'What Ana Albatross shared')
  await ben.click('modal', 'Older')
  expect(modalOf(bot, 'ben')).toContain('Week number 0')
})

it('says so when the partner of the form has gone meanwhile, and gives the words to nobody', async () => {
  const bot = await aPair()
  const ana = bot.as('ana')
  await ana.command('/mentor checkin')
  const [mentorship] = await activeMentorships(bot.ctx, bot.as('ben').id)
  await endAlone(bot.ctx, bot.as('ben').id, mentorship!.id)
  await joinAll(bot, 'chidi')
  await pair(bot, 'ana', 'chidi')
  expect(await ana.submit({ ...words, thanks: 'Thank you for the deck' })).toMatchObject({
    errors: { thanks: expect.stringContaining('ended meanwhile') },
  })
  await ana.submit({ ...words, thanks: '', tellNeed: ['Tell Ben Badger'] })
  await bot.settle()
  expect(modalOf(bot, 'ana')).toContain('only you can read these words')
  expect(await rows(bot, 'ana')).toMatchObject([{ partner: null, needSharedAt: null }])
  for (const who of ['ben', 'chidi'])
    expect(
      bot
        .as(who)
        .dms()
        .some((m) => bot.reads(who, m).includes('needs something')),
    ).toBe(false)
})

it('works for somebody without a partner, and for nobody who has not joined', async () => {
  const bot = await startTestBot({ sandbox: { now: START } })
  await joinAll(bot, 'ana')
  await bot.as('ana').command('/mentor checkin')
  expect(modalOf(bot, 'ana')).not.toContain('Tell my partner')
  expect(modalOf(bot, 'ana')).not.toContain('can read this')
  await bot.as('ana').submit({ 'How is it going?': 'OK', Progress: 'A start' })
  expect(modalOf(bot, 'ana')).toContain('None is planned now.')
  const refused = await bot.as('ben').command('/mentor checkin')
  expect(bot.reads('ben', refused.ephemeral)).toContain('Type /mentor join')
})

it('refuses a check-in of somebody else, whatever is pressed or sent', async () => {
  const bot = await aPair()
  await bot.until(FRIDAY)
  const [hers] = await rows(bot, 'ana')
  const dm = lastCheckin(bot, 'ben')
  const forge = (action: string, value = hers!.id) =>
    bot.sandbox.deliver.raw(
      {
        type: 'block_actions',
        team: { id: bot.sandbox.workspace.id },
        user: { id: bot.as('ben').id, team_id: bot.sandbox.workspace.id },
        channel: { id: dm.channel },
        trigger_id: `forged-${action}-${value}`,
        container: { type: 'message', channel_id: dm.channel, message_ts: dm.ts },
        message: { ts: dm.ts },
        actions: [{ type: 'button', action_id: action, block_id: 'b', value, action_ts: '1' }],
      },
      { type: 'interactive' },
    )
  for (const action of ['great', 'skip', 'snooze', 'off', 'write', 'read']) await forge(`checkins.${action}`)
  await bot.settle()
  expect((await rows(bot, 'ana'))[0]).toEqual(hers)
  expect((await findMember(bot.ctx, bot.as('ana').id))?.checkinEvery).toBe(1)
  expect((await findMember(bot.ctx, bot.as('ben').id))?.checkinEvery).toBe(1)
  // The very same payload about his own check-in is taken.
  const [his] = await rows(bot, 'ben')
  await forge('checkins.great', his!.id)
  await bot.settle()
  expect(await rows(bot, 'ben')).toMatchObject([{ status: 'answered', mood: 5 }])
})

it('takes a tap on Home as well', async () => {
  const bot = await aPair()
  await bot.until(FRIDAY)
  const ana = bot.as('ana')
  await ana.openHome()
  await bot.settle()
  expect(bot.reads('ana', ana.home())).toContain('Your check-in waits for one tap.')
  await ana.click(ana.home()!, 'Good')
  await bot.settle()
  expect(bot.reads('ana', ana.home())).not.toContain('Your check-in waits for one tap.')
  expect(lastWords(bot, 'ana')).toContain('answered. Thank you')
})

it.each(['Progress', 'What do you need?', 'What is in the way?', 'A win?'])(
  'shows what was typed under “%s” as words and nothing more',
  async (field) => {
    const bot = await aPair()
    const ana = bot.as('ana')
    await ana.command('/mentor checkin')
    await ana.submit({
      'How is it going?': 'Good',
      [field]: '<!channel> *bold* <https://evil.test|here> \u202eback\u0000',
      tellNeed: field === 'What do you need?' ? ['Tell Ben Badger'] : [],
    })
    await bot.settle()
    await ana.click('modal', 'Read your own earlier check-ins')
    expect(modalOf(bot, 'ana')).toContain('<!channel> *bold* <https://evil.test|here> back')
    const notified = bot.sandbox.people.flatMap((p) =>
      p.isBot || p.deleted
        ? []
        : bot.sandbox
            .as(p.id)
            .inbox()
            .flatMap((e) => e.message?.notifies ?? []),
    )
    expect(notified).not.toContain('channel')
  },
)

it('refuses ten thousand characters at the field, and loses nothing', async () => {
  const bot = await aPair()
  const ana = bot.as('ana')
  await ana.command('/mentor checkin')
  const text = (value: string) => ({ value: { type: 'plain_text_input', value } })
  const refused = await ana.submitRaw({
    mood: { value: { type: 'radio_buttons', selected_option: { value: '4' } } },
    progress: text('x'.repeat(10_000)),
    need: text('<!channel>'),
  } as never)
  expect(refused).toMatchObject({ errors: { progress: expect.stringContaining('under 1000 characters') } })
  expect(await rows(bot, 'ana')).toEqual([])
  await ana.submit({ 'How is it going?': 'Good', Progress: 'shorter' })
  expect(await rows(bot, 'ana')).toHaveLength(1)
})
