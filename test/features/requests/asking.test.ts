import { expect, it } from 'vitest'
import {
  acceptRequest,
  askMentor,
  declineRequest,
  draftRequest,
  withdrawRequest,
} from '../../../src/features/matching/requests/service.ts'
import { activeMentorships, endAlone } from '../../../src/features/pairs/mentorship/service.ts'
import type { JoinForm } from '../../../src/features/people/members/domain.ts'
import { leave, pauseUntil, saveCard } from '../../../src/features/people/members/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import { setDoNotPair } from '../../support/privacy.ts'
import {
  ANA,
  aBot,
  ask,
  asked,
  BEN,
  CHIDI,
  dm,
  dms,
  fill,
  groups,
  joinAs,
  lisbon,
  mentee,
  modal,
  rows,
  SECRET,
  statusOf,
  whisper,
} from './people.ts'

const both: Partial<JoinForm> = { role: 'both', offers: ['roadmapping'], wants: ['roadmapping'] }
const TYPED = {
  'My goal': SECRET.goal,
  'My message': SECRET.questions,
  'My times': SECRET.times,
}

it.each<[string, (bot: TestBot) => Promise<unknown>]>([
  [
    'find',
    async (bot) => {
      await bot.as('ana').command('/mentor find')
      await bot.as('ana').click('modal', 'Ask')
    },
  ],
  [
    'a profile',
    async (bot) => {
      await bot.as('ana').command('/mentor profile @ben')
      await bot.as('ana').click('modal', 'Ask to be my mentor')
    },
  ],
  [
    'the directory',
    async (bot) => {
      await bot.as('ana').command('/mentor browse')
      await bot.as('ana').click('modal', 'Ask')
    },
  ],
  [
    'a message',
    async (bot) => {
      await joinAs(bot, 'chidi', { role: 'mentor', offers: ['roadmapping'] })
      await declineRequest(bot.ctx, CHIDI, await ask(bot, 'ana', 'chidi'))
      await bot.settle()
      await bot.as('ana').click(bot.lastDm('ana')!, 'Ask Ben Badger to be your mentor')
    },
  ],
])('is asked from %s: drafted, said who reads it, and sealed', async (_, ask) => {
  const bot = await aBot()
  await ask(bot)
  expect(modal(bot, 'ana')).toContain('Only @Ben Badger reads this')
  expect(modal(bot, 'ana')).toContain('My goal: [Lead discovery alone]')
  expect(modal(bot, 'ana')).toContain('Hi Ben, could we talk about roadmapping')
  await bot.as('ana').submit(TYPED)
  expect(modal(bot, 'ana')).toContain('Ben Badger has your request now')
  expect(modal(bot, 'ana')).toContain('If there is none by Sun 11 Oct, after five of their working days')
  await bot.settle()

  const message = dm(bot, 'ben', 'asks you to be their mentor')
  // The mentor reads why from their own chair, and nothing of how the mentee rates themselves.
  expect(bot.reads('ben', message)).toContain('Ana Albatross wants roadmapping; you offer it.')
  const everything = [
    JSON.stringify(message),
    JSON.stringify(await rows(bot)),
    JSON.stringify(bot.sandbox.as('ben').home() ?? ''),
    bot.log.join(),
    JSON.stringify(bot.sandbox.traffic.calls.filter((call) => !call.method.startsWith('views.'))),
  ].join()
  for (const words of Object.values(SECRET)) expect(everything).not.toContain(words)

  await bot.as('ben').click(message, 'Read the request')
  for (const words of Object.values(SECRET)) expect(modal(bot, 'ben')).toContain(words)
  expect(modal(bot, 'ben')).toContain('Only you two read this')
})

it('says when a mentor far away gets it, on both clocks', async () => {
  const bot = await aBot(['finn'])
  await bot.as('ana').command('/mentor find')
  await bot.as('ana').click('modal', 'Ask')
  await bot.as('ana').submit({})
  expect(modal(bot, 'ana')).toContain('Mon 5 Oct, 09:00 on their clock (Mon 5 Oct, 14:00 on yours)')
  await bot.settle()
  expect(dms(bot, 'finn')).toEqual([])
  await bot.until(lisbon('2026-10-05', '14:00'))
  expect(dms(bot, 'finn')).toHaveLength(1)
})

it('is asked in writing of a mentor whose clock is too far away, and both read so', async () => {
  const bot = await aBot(['ben'])
  await saveCard(bot.ctx, BEN, 'place', { zone: 'Pacific/Auckland' })
  await bot.as('ana').command('/mentor find')
  expect(modal(bot, 'ana')).toContain(
    'Ben Badger offers what you would like to learn; your working hours do not meet.',
  )
  await bot.as('ana').click('modal', 'Ask Ben Badger to be your mentor in writing')
  expect(modal(bot, 'ana')).toContain('could we write to each other')
  await bot.as('ana').submit({})
  await bot.until(lisbon('2026-10-06', '12:00'))
  const message = dm(bot, 'ben', 'asks you to be their mentor in writing')
  await bot.as('ben').click(message, 'Accept')
  await bot.until(lisbon('2026-10-08', '12:00'))
  expect(groups(bot, 'ana')[0]).toContain('You two are a mentorship now, in writing')
  // Asked as usual, it is refused as before.
  await saveCard(bot.ctx, bot.as('ana').id, 'time', { several: true })
  await joinAs(bot, 'chidi', { role: 'mentor', offers: ['roadmapping'] })
  await saveCard(bot.ctx, CHIDI, 'place', { zone: 'Pacific/Auckland' })
  expect(await askMentor(bot.ctx, ANA, CHIDI, SECRET)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('clocks are too far apart'),
  })
})

it('keeps what was typed when a field is refused, and nothing of ten thousand characters', async () => {
  const bot = await aBot()
  await bot.as('ana').command('/mentor find')
  await bot.as('ana').click('modal', 'Ask')
  const empty = await bot.as('ana').submit({ ...TYPED, 'My goal': 'x ' })
  expect(empty.errors?.goal).toContain('at least 3 characters')
  expect(modal(bot, 'ana')).toContain(SECRET.questions)
  const long = await bot.as('ana').submitRaw({
    goal: { value: { type: 'plain_text_input', value: 'y'.repeat(10_000) } },
  } as never)
  expect(long.errors?.goal).toContain('under 500 characters')
  expect(await rows(bot)).toEqual([])
  await bot.as('ana').submit({ 'My goal': '<!channel> <@U0FIN00006> *x*\u202e' })
  await bot.settle()
  const message = dm(bot, 'ben', 'asks you')
  expect(message.notifies).toEqual([ANA])
  await bot.as('ben').click(message, 'Read the request')
  expect(modal(bot, 'ben')).toContain('<!channel> <@U0FIN00006> *x*\n')
})

it.each<[string, (bot: TestBot) => Promise<unknown>, string]>([
  ['oneself', async (bot) => joinAs(bot, 'ana', both), 'cannot be your own mentor'],
  ['a full mentor', async (bot) => fill(bot, 'ben'), 'no room for another mentee'],
  [
    'one who must not be paired',
    async (bot) => setDoNotPair(bot.ctx, BEN, [ANA]),
    'no room for another mentee',
  ],
  ['a paused mentor', async (bot) => pauseUntil(bot.ctx, BEN, '2026-11-02'), 'taking a break'],
  ['a mentor who left', async (bot) => leave(bot.ctx, BEN, false), 'is not a mentor in Cairn'],
  ['a mere mentee', async (bot) => mentee(bot, 'ben'), 'is not a mentor in Cairn'],
  [
    'somebody deactivated',
    async (bot) => {
      await bot.sandbox.admin.deactivate('ben')
      await bot.settle()
    },
    'is not a mentor in Cairn',
  ],
  ['one asked already', async (bot) => ask(bot, 'ana', 'ben'), 'already asked'],
  ['anybody while paused', async (bot) => pauseUntil(bot.ctx, ANA, '2026-11-02'), '/mentor resume'],
  ['anybody after leaving', async (bot) => leave(bot.ctx, ANA, false), '/mentor join'],
  [
    'anybody as a mentor only',
    async (bot) => joinAs(bot, 'ana', { ...both, role: 'mentor' }),
    'choose "Both"',
  ],
])('refuses to ask %s, kindly, when the form is opened and when it is sent', async (who, prepare, why) => {
  const bot = await aBot(['ben', 'chidi'])
  const target = who === 'oneself' ? ANA : BEN
  const before = { ...SECRET }
  const outcome = await draftRequest(bot.ctx, ANA, BEN)
  expect(outcome).toMatchObject({ ok: true })
  await prepare(bot)
  const many = (await rows(bot)).length
  for (const refused of [
    await draftRequest(bot.ctx, ANA, target),
    await askMentor(bot.ctx, ANA, target, before),
  ])
    expect(refused).toMatchObject({ ok: false, reason: expect.stringContaining(why) })
  expect(await rows(bot)).toHaveLength(many)
})

it('keeps the form below a refusal, so that nothing typed is lost', async () => {
  const bot = await aBot()
  await bot.as('ana').command('/mentor browse')
  await bot.as('ana').click('modal', 'Ask')
  await pauseUntil(bot.ctx, BEN, '2026-11-02')
  await bot.as('ana').submit(TYPED)
  expect(modal(bot, 'ana')).toContain('This mentor is taking a break')
  await bot.as('ana').close()
  expect(modal(bot, 'ana')).toContain(SECRET.questions)
})

it('keeps five open at most: an answer, or taking one back, makes room', async () => {
  const mentors = ['ben', 'chidi', 'elif', 'jonas', 'finn', 'grace']
  const bot = await aBot(mentors)
  for (const each of mentors.slice(0, 5)) await ask(bot, 'ana', each)
  await bot.as('ana').command('/mentor profile @grace')
  await bot.as('ana').click('modal', 'Ask to be my mentor')
  await bot.as('ana').submit({})
  expect(modal(bot, 'ana')).toContain('You have 5 open requests')
  await bot.as('ana').command('/mentor requests')
  await bot.as('ana').click('modal', 'Take back your request to Ben Badger')
  expect(modal(bot, 'ana')).toContain('Ben Badger need not answer any more')
  await ask(bot, 'ana', 'grace')
  expect((await rows(bot)).filter((r) => r.status === 'pending')).toHaveLength(5)
})

it('is sent once, however often the button is pressed or Slack delivers it', async () => {
  const bot = await aBot()
  await bot.as('ana').command('/mentor find')
  await bot.as('ana').click('modal', 'Ask')
  await bot.as('ana').submit(TYPED)
  await bot.sandbox.deliver.redeliver('last')
  const again = await askMentor(bot.ctx, ANA, BEN, SECRET)
  expect(again).toMatchObject({ ok: false, reason: expect.stringContaining('already asked') })
  await bot.settle()
  expect(dms(bot, 'ben')).toHaveLength(1)
  expect(await rows(bot)).toHaveLength(1)
})

it('is never heard of by a mentor who had not read it when it was taken back', async () => {
  const bot = await aBot(['finn'])
  const request = await ask(bot, 'ana', 'finn')
  await bot.as('ana').openHome()
  await bot.settle()
  await bot.as('ana').click('home', 'Take back your request to Finn Flamingo')
  expect(await statusOf(bot, request)).toBe('withdrawn')
  await bot.until(lisbon('2026-10-07'))
  expect(dms(bot, 'finn')).toEqual([])
})

it('closes its message when it is taken back, and its words are the mentee’s alone again', async () => {
  const { bot, request, ben } = await asked()
  const stale = dm(bot, 'ben', 'asks you')
  await ben.click(stale, 'Read the request')
  await withdrawRequest(bot.ctx, ANA, request)
  await bot.settle()
  const closed = dm(bot, 'ben', 'Ana Albatross has taken this request back')
  expect(bot.reads('ben', closed)).not.toMatch(/\[Accept\]|\[Read/)
  // The modal that was open meanwhile.
  await ben.click('modal', 'Accept')
  expect(modal(bot, 'ben')).toContain('Ana Albatross has taken this request back')
  expect(groups(bot, 'ben')).toEqual([])
  expect(await withdrawRequest(bot.ctx, ANA, request)).toMatchObject({ ok: false })
})

it('lets a mentee with one chat ask others, and one with a mentor nobody unless they want several', async () => {
  const { bot, request } = await asked(['ben', 'chidi', 'elif'])
  await acceptRequest(bot.ctx, BEN, request, 'chat')
  expect(await draftRequest(bot.ctx, ANA, BEN)).toMatchObject({
    reason: expect.stringContaining('press "End it" on Home'),
  })
  const [chat] = await activeMentorships(bot.ctx, ANA)
  await endAlone(bot.ctx, ANA, chat!.id)
  expect(await draftRequest(bot.ctx, ANA, BEN)).toMatchObject({ ok: true })
  const second = await ask(bot, 'ana', 'chidi')
  await acceptRequest(bot.ctx, CHIDI, second)
  expect(await draftRequest(bot.ctx, ANA, bot.as('elif').id)).toMatchObject({
    reason: expect.stringContaining('choose "Several"'),
  })
  await saveCard(bot.ctx, ANA, 'time', { several: true })
  expect(await draftRequest(bot.ctx, ANA, bot.as('elif').id)).toMatchObject({ ok: true })
})

it('tells those who asked when a mentor stops being one, leaves, or has no place left', async () => {
  const bot = await aBot(['ben', 'chidi', 'elif'])
  await joinAs(bot, 'ben', both)
  const open = [await ask(bot, 'ana', 'ben'), await ask(bot, 'ana', 'chidi'), await ask(bot, 'ana', 'elif')]
  await joinAs(bot, 'ben', { ...both, role: 'mentee' })
  await leave(bot.ctx, CHIDI, false)
  await fill(bot, 'elif', 1)
  await saveCard(bot.ctx, bot.as('elif').id, 'time', { capacity: 1 })
  await bot.settle()
  expect(await Promise.all(open.map((id) => statusOf(bot, id)))).toEqual(['closed', 'closed', 'closed'])
  dm(bot, 'ana', '@Ben Badger is not a mentor any more')
  dm(bot, 'ana', '@Chidi Cormorant is not a mentor any more')
  dm(bot, 'ana', '@Elif Egret has no free place any more')
  dm(bot, 'ben', 'You are not a mentor any more')
})

it('tells the mentee when the mentor’s account is gone', async () => {
  const { bot, request } = await asked(['ben', 'chidi'])
  await bot.sandbox.admin.deactivate('ben')
  await bot.settle()
  expect(await statusOf(bot, request)).toBe('closed')
  expect(bot.reads('ana', dm(bot, 'ana', 'is not a mentor any more'))).toContain('Chidi Cormorant')
})

it('takes back what somebody asked who is no mentee any more, or whose account is gone', async () => {
  const { bot, request } = await asked()
  await joinAs(bot, 'ana', { ...both, role: 'mentor' })
  await bot.settle()
  expect(await statusOf(bot, request)).toBe('withdrawn')
  await mentee(bot, 'finn')
  const next = await ask(bot, 'finn', 'ben')
  await bot.sandbox.admin.deactivate('finn')
  await bot.settle()
  expect(await statusOf(bot, next)).toBe('withdrawn')
  expect(dms(bot, 'ben').filter((text) => text.includes('[Accept]'))).toEqual([])
})

it('has nothing to show anybody but the two', async () => {
  const bot = await startTestBot()
  await bot.as('finn').command('/mentor requests')
  expect(modal(bot, 'finn')).toContain('Nothing is open')
  expect(whisper(bot, 'finn')).toBe('')
})
