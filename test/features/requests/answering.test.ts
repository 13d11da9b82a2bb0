import { expect, it } from 'vitest'
import { requests } from '../../../src/features/matching/requests/index.ts'
import {
  acceptRequest,
  askMenteeBack,
  declineRequest,
  postponeRequest,
  withdrawRequest,
} from '../../../src/features/matching/requests/service.ts'
import { activeMentorships } from '../../../src/features/pairs/mentorship/service.ts'
import { findMember, pauseUntil, saveCard } from '../../../src/features/people/members/service.ts'
import type { TestBot } from '../../support/bot.ts'
import {
  ANA,
  ask,
  asked,
  BEN,
  CHIDI,
  DAY,
  dm,
  dms,
  FINN,
  fill,
  groups,
  HOUR,
  joinAs,
  lisbon,
  mentee,
  modal,
  rows,
  SECRET,
  statusOf,
  whisper,
} from './people.ts'

const ASKS = 'asks you to be their mentor'

it('is accepted: both are introduced in words for both, rivals are withdrawn, and everyone is told', async () => {
  const { bot, request, ben } = await asked(['ben', 'chidi'])
  const rival = await ask(bot, 'ana', 'chidi')
  await ben.click(dm(bot, 'ben', ASKS), 'Accept')
  expect(modal(bot, 'ben')).toContain('I introduce you and Ana Albatross to each other')
  await bot.settle()
  expect([await statusOf(bot, request), await statusOf(bot, rival)]).toEqual(['accepted', 'withdrawn'])
  dm(bot, 'ana', /Ben Badger said yes[\s\S]*I have taken that back for you/)
  dm(bot, 'chidi', 'Ana Albatross has found a mentor meanwhile')
  expect(bot.reads('ben', dm(bot, 'ben', 'You have accepted'))).not.toContain('[Accept]')

  const [introduction] = groups(bot, 'ana')
  expect(groups(bot, 'ben')).toEqual([introduction])
  expect(introduction).toContain('• Ana Albatross wants roadmapping; Ben Badger offers it.')
  expect(introduction).not.toMatch(/you offer|You want/)
  expect(introduction).not.toContain(SECRET.questions)
  expect((await findMember(bot.ctx, BEN))?.taken).toBe(1)
})

it('is accepted for reasons that hold on that day, whatever they were when it was asked', async () => {
  const { bot, request } = await asked(['ben'])
  await joinAs(bot, 'ana', { role: 'mentee', wants: ['product-analytics'] })
  await acceptRequest(bot.ctx, BEN, request)
  await bot.settle()
  expect(groups(bot, 'ana').join()).toContain('meet @Ben')
  expect(groups(bot, 'ana').join()).not.toContain('wants roadmapping')
  await bot.as('ben').command('/mentor why')
  expect(modal(bot, 'ben')).not.toContain('wants roadmapping')
})

it('leaves the others open for somebody who wants several mentors', async () => {
  const { bot, request } = await asked(['ben', 'chidi'])
  const other = await ask(bot, 'ana', 'chidi')
  await saveCard(bot.ctx, ANA, 'time', { several: true })
  await acceptRequest(bot.ctx, BEN, request)
  await acceptRequest(bot.ctx, CHIDI, other)
  await bot.settle()
  expect(await activeMentorships(bot.ctx, ANA)).toHaveLength(2)
  expect(dms(bot, 'ana').join()).not.toContain('taken that back')
})

it('is declined with a word that only the mentee reads, behind a button, with who fits next', async () => {
  const { bot, request, ben } = await asked(['ben', 'chidi'])
  await ben.click(dm(bot, 'ben', ASKS), 'Decline')
  expect(modal(bot, 'ben')).toContain('Only Ana Albatross reads it')
  await ben.submit({ 'A word to Ana Albatross': 'My plate is full of pears' })
  expect(modal(bot, 'ben')).toContain('Ana Albatross hears it kindly')
  await bot.settle()
  const answer = dm(bot, 'ana', 'Ben Badger cannot take this on now')
  expect(bot.reads('ana', answer)).toMatch(/Who fits next[\s\S]*Chidi Cormorant[\s\S]*\[Ask\]/)
  expect(JSON.stringify(answer) + bot.log.join() + JSON.stringify(await rows(bot))).not.toContain('pears')
  await bot.as('ana').click(answer, 'Read what Ben Badger wrote to you')
  expect(modal(bot, 'ana')).toContain('My plate is full of pears')

  // Stale buttons answer with the present state.
  expect(await statusOf(bot, request)).toBe('declined')
  for (const late of [
    await acceptRequest(bot.ctx, BEN, request),
    await withdrawRequest(bot.ctx, ANA, request),
  ])
    expect(late).toMatchObject({ ok: false, reason: expect.stringContaining('could not take this on') })
})

it('is declined with a pause, which says until when', async () => {
  const { bot, ben } = await asked()
  await ben.click(dm(bot, 'ben', ASKS), 'More answers')
  await ben.click('modal', 'Decline and pause me')
  await ben.submit({})
  expect(modal(bot, 'ben')).toContain('You are paused until Mon 19 Oct')
  expect((await findMember(bot.ctx, BEN))?.status).toBe('paused')
})

it('is asked back and answered, each told in turn, and accepted in the end', async () => {
  const { bot, ana, ben } = await asked()
  await ben.click(dm(bot, 'ben', ASKS), 'More answers')
  await ben.click('modal', 'Ask a question')
  await ben.submit({ 'Your question to Ana Albatross': 'Which quince?' })
  expect(modal(bot, 'ben')).toContain('Ana Albatross gets your question')
  await bot.settle()
  dm(bot, 'ben', 'You asked a question. I tell you when it is answered')
  const question = dm(bot, 'ana', 'Ben Badger has a question about your request')
  expect(JSON.stringify(question) + bot.log.join()).not.toContain('quince')
  await ben.click(dm(bot, 'ben', ASKS), 'More answers')
  expect(modal(bot, 'ben')).not.toContain('[Ask a question]')

  await ana.click(question, 'Answer')
  expect(modal(bot, 'ana')).toContain('Which quince?')
  await ana.submit({ 'Your answer': 'The yellow one' })
  expect(modal(bot, 'ana')).toContain('Ben Badger has your answer')
  await bot.settle()
  expect(bot.reads('ana', dm(bot, 'ana', 'had a question'))).not.toContain('[Answer]')
  const replied = dm(bot, 'ben', 'has answered your question')
  await ben.click(replied, 'Read the request')
  expect(modal(bot, 'ben')).toMatch(/Which quince\?[\s\S]*The yellow one/)
  await ben.click(replied, 'Accept')
  await bot.settle()
  expect(bot.reads('ben', dm(bot, 'ben', 'has answered your question'))).not.toContain('[Accept]')
  expect(groups(bot, 'ana')).toHaveLength(1)
})

it('tells the mentee’s stale answer what became of the request', async () => {
  const { bot, request, ana } = await asked()
  await askMenteeBack(bot.ctx, BEN, request, 'Which quince?')
  await bot.settle()
  await ana.click(dm(bot, 'ana', 'has a question'), 'Answer')
  await declineRequest(bot.ctx, BEN, request)
  await bot.settle()
  await ana.submit({ 'Your answer': 'The yellow one' })
  expect(modal(bot, 'ana')).toContain('Ben Badger could not take this on. Type /mentor requests')
  dm(bot, 'ana', 'had a question about your request. Ben Badger could not take this on')
})

it('becomes one chat, which takes no place and no rival away', async () => {
  const { bot, request, ben } = await asked(['ben', 'chidi'])
  const other = await ask(bot, 'ana', 'chidi')
  await fill(bot, 'ben', 2)
  await ben.click(dm(bot, 'ben', ASKS), 'More answers')
  await ben.click('modal', 'One 30-minute chat')
  expect(modal(bot, 'ben')).toContain('It takes none of your places')
  await bot.settle()
  expect([await statusOf(bot, request), await statusOf(bot, other)]).toEqual(['accepted', 'pending'])
  expect((await findMember(bot.ctx, BEN))?.taken).toBe(2)
  dm(bot, 'ana', 'Ben Badger offers you one 30-minute chat')
  expect(groups(bot, 'ana')[0]).toContain('One 30-minute chat for you two')
})

it('is put off for a month, comes back by itself, and is not asked twice', async () => {
  const { bot, request, ben } = await asked(['ben', 'chidi'])
  await ben.click(dm(bot, 'ben', ASKS), 'More answers')
  await ben.click('modal', 'Ask me in a month')
  expect(modal(bot, 'ben')).toContain('I ask you again on Wed 4 Nov')
  await bot.settle()
  dm(bot, 'ben', 'You put off what @Ana Albatross asked')
  expect(bot.reads('ana', dm(bot, 'ana', 'asked again in a month'))).toContain('Who fits next')
  expect(await postponeRequest(bot.ctx, BEN, request)).toMatchObject({
    reason: expect.stringContaining('comes back on Wed 4 Nov'),
  })
  await bot.until(lisbon('2026-11-04', '12:00'))
  const again = dm(bot, 'ben', ASKS)
  await ben.click(again, 'Accept')
  await bot.settle()
  expect(await statusOf(bot, request)).toBe('accepted')
})

it('does not come back to a mentor who has no place by then: the mentee is told', async () => {
  const { bot, request } = await asked()
  await postponeRequest(bot.ctx, BEN, request)
  await fill(bot, 'ben', 2)
  await bot.until(lisbon('2026-11-04', '12:00'))
  expect(await statusOf(bot, request)).toBe('closed')
  dm(bot, 'ana', 'has no free place any more')
})

it('tells the mentee once, as it is in the morning, when a mentor changes their mind at night', async () => {
  const { bot, request } = await asked()
  await bot.until(lisbon('2026-10-05', '20:00'))
  await postponeRequest(bot.ctx, BEN, request)
  await bot.advance(HOUR)
  await acceptRequest(bot.ctx, BEN, request)
  await bot.until(lisbon('2026-10-06', '10:00'))
  expect(dms(bot, 'ana')).toEqual([expect.stringContaining('Ben Badger said yes')])
})

it('lets a mentor ask about what they put off', async () => {
  const { bot, request } = await asked()
  await postponeRequest(bot.ctx, BEN, request)
  expect(await askMenteeBack(bot.ctx, BEN, request, 'Which quince?')).toMatchObject({ ok: true })
  await bot.settle()
  expect(await statusOf(bot, request)).toBe('pending')
  dm(bot, 'ana', 'Ben Badger has a question')
})

it('is accepted once by a double click and by a redelivery, which answer with the first outcome', async () => {
  const { bot, request, ben } = await asked()
  const message = dm(bot, 'ben', ASKS)
  await ben.click(message, 'Accept')
  await bot.sandbox.deliver.redeliver('last')
  await bot.bot.idle()
  await ben.click(message, 'Accept')
  expect(whisper(bot, 'ben')).toContain(
    'You have accepted. You two are introduced in a conversation of your own',
  )
  await bot.settle()
  expect(await activeMentorships(bot.ctx, BEN)).toHaveLength(1)
  expect((await findMember(bot.ctx, BEN))?.taken).toBe(1)
  expect(groups(bot, 'ben')[0]?.match(/Your first meeting/g)).toHaveLength(1)
  expect(await statusOf(bot, request)).toBe('accepted')
})

it('waits for a mentor who is paused, and says how to go on', async () => {
  const { bot, request, ben } = await asked()
  await pauseUntil(bot.ctx, BEN, '2026-11-02')
  await ben.click(dm(bot, 'ben', ASKS), 'Accept')
  expect(whisper(bot, 'ben')).toContain('You are paused. Type /mentor resume first; the request waits')
  await ben.command('/mentor resume')
  await ben.click(dm(bot, 'ben', ASKS), 'Accept')
  expect(await statusOf(bot, request)).toBe('accepted')
})

it('closes what others asked when the last place is gone, and tells them', async () => {
  const { bot, request, ben } = await asked()
  await saveCard(bot.ctx, BEN, 'time', { capacity: 1 })
  await mentee(bot, 'chidi')
  const late = await ask(bot, 'chidi', 'ben')
  const stale = dm(bot, 'ben', '@Chidi Cormorant asks you')
  await acceptRequest(bot.ctx, BEN, request)
  await ben.click(stale, 'Accept')
  expect(whisper(bot, 'ben')).toContain('You have no free place left, so Chidi Cormorant is told kindly')
  await bot.settle()
  expect(await statusOf(bot, late)).toBe('closed')
  dm(bot, 'chidi', '@Ben Badger has no free place any more')
  dm(bot, 'ben', 'Chidi Cormorant asked you to be their mentor. You have no free place any more')
})

/** All that a stranger could press or send about a request of others. */
const acts = Object.keys(requests.actions!).filter((id) => !id.startsWith('requests.ask'))
const FORMS: Record<string, unknown> = {
  'requests.declining': { reason: undefined },
  'requests.asking': { question: 'Who are you?' },
  'requests.answering': { reply: 'Me' },
}

it.each(['a stranger', 'the mentee', 'the mentor'] as const)(
  'lets %s do nothing that is not theirs',
  async (who) => {
    const { bot, request } = await asked()
    await mentee(bot, 'finn')
    const user = { 'a stranger': FINN, 'the mentee': ANA, 'the mentor': BEN }[who]
    const mine = {
      'a stranger': [],
      'the mentee': ['requests.read', 'requests.more', 'requests.withdraw', 'requests.answer'],
      'the mentor': acts.filter((id) => !['requests.withdraw', 'requests.answer'].includes(id)),
    }[who] as string[]
    const before = await rows(bot)
    const said: unknown[] = []
    for (const id of acts.filter((act) => !mine.includes(act)))
      for (const value of [request, 'no-such-request', ''])
        said.push(await requests.actions![id]!(bot.ctx, click(user, value)))
    for (const [id, form] of Object.entries(FORMS)) {
      if (who === 'the mentor' && id !== 'requests.answering') continue
      if (who === 'the mentee' && id === 'requests.answering') continue
      for (const value of [request, 'no-such-request'])
        said.push(await requests.views![id]!.run(bot.ctx, form, { user }, { request: value }))
    }
    expect(said.length).toBeGreaterThan(5)
    for (const answer of said) {
      expect(answer).toMatchObject({
        ok: false,
        reason: expect.stringMatching(/not yours .*\/mentor requests/),
      })
      expect(JSON.stringify(answer)).not.toMatch(/Ana|Ben|billing|strategy/)
    }
    expect(await rows(bot)).toEqual(before)
  },
)
const click = (user: string, value: string) => ({
  who: { user },
  value,
  values: [],
  meta: undefined,
  form: {},
  surface: 'message' as const,
})

it('refuses forged forms whose place is lost', async () => {
  const { bot } = await asked()
  for (const [id, view] of Object.entries(requests.views!)) {
    for (const meta of [undefined, null, [], { request: 7 }, { mentor: {} }, { request: 'x'.repeat(99) }])
      expect(view.meta.safeParse(meta).success, id).toBe(false)
  }
  expect(await rows(bot)).toHaveLength(1)
})

it('shows the open ones to each side, on Home and in a list, with buttons that fit', async () => {
  const { bot, request, ana, ben } = await asked()
  await ana.command('/mentor requests')
  expect(modal(bot, 'ana')).toMatch(/From you\s+You asked @Ben Badger · open until Sun 11 Oct/)
  await ben.openHome()
  await bot.settle()
  expect(bot.reads('ben', ben.home())).toMatch(/Your next step\s+@Ana Albatross asks you/)
  await ben.click('home', "Decline Ana Albatross's request")
  await ben.submit({})
  await bot.settle()
  expect(bot.reads('ben', ben.home())).not.toContain('@Ana Albatross asks you')
  expect(await statusOf(bot, request)).toBe('declined')
  await ana.command('/mentor requests')
  expect(modal(bot, 'ana')).toContain('Nothing is open')
})

/** Sees to it that a request rests or is closed for somebody, without a word too many. */
async function quiet(bot: TestBot, person: string, days: number) {
  const before = dms(bot, person).length
  await bot.advance(days * DAY)
  return dms(bot, person).length === before
}

it('is not heard of again after it was taken back: no reminder, no expiry', async () => {
  const { bot, request } = await asked()
  await withdrawRequest(bot.ctx, ANA, request)
  await bot.settle()
  expect(await quiet(bot, 'ben', 14)).toBe(true)
  expect(await quiet(bot, 'ana', 1)).toBe(true)
})
