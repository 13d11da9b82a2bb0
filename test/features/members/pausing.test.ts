/** Pausing, coming back, leaving, and being gone. */
import { describe, expect, it } from 'vitest'
import { DAY_MS, dayFrom, HOUR_MS } from '../../../src/core/calendar.ts'
import { askMentor } from '../../../src/features/matching/requests/service.ts'
import { endAlone } from '../../../src/features/pairs/mentorship/service.ts'
import { objectionTo } from '../../../src/features/people/members/domain.ts'
import { findMember, leave, pauseUntil, resume } from '../../../src/features/people/members/service.ts'
import { startTestBot, type TestBot } from '../../support/bot.ts'
import {
  aPair,
  dmsSaying,
  homeOf,
  joinAll,
  mentorshipOf,
  modalOf,
  pair,
  START,
  whisper,
} from '../mentorship/pairs.ts'

const statusOf = async (bot: TestBot, person: string) =>
  (await findMember(bot.ctx, bot.as(person).id))?.status

describe('a day in words', () => {
  /** Monday. */
  const now = START
  it.each([
    ['friday', '2026-10-09'],
    ['Fri', '2026-10-09'],
    ['until friday', '2026-10-09'],
    ['on this friday', '2026-10-09'],
    ['until next friday', '2026-10-16'],
    ['next mon', '2026-10-12'],
    ['in 2 weeks', '2026-10-19'],
    ['until in two weeks', '2026-10-19'],
    ['two weeks from now', '2026-10-19'],
    ['in ten days’ time', '2026-10-15'],
    ['a fortnight', '2026-10-19'],
    ['the day after tomorrow', '2026-10-07'],
    ['1 December', '2026-12-01'],
    ['until the 1st of dec', '2026-12-01'],
    ['December 1st, 2026', '2026-12-01'],
    ['24.12.2026', '2026-12-24'],
    ['24.12.', '2026-12-24'],
    ['5 January', '2027-01-05'],
    ['31 february', undefined],
    ['1/12', undefined],
    ['in many weeks', undefined],
    ['monday', '2026-10-12'],
    ['tomorrow', '2026-10-06'],
    ['2 weeks', '2026-10-19'],
    ['for two weeks', '2026-10-19'],
    ['a week', '2026-10-12'],
    ['next week', '2026-10-12'],
    ['10 days', '2026-10-15'],
    ['10days', '2026-10-15'],
    ['1 month', '2026-11-04'],
    ['2026-12-01', '2026-12-01'],
    ['  2026-12-01 ', '2026-12-01'],
    ['today', '2026-10-05'],
    ['2026-02-30', undefined],
    ['2026-13-01', undefined],
    ['soon', undefined],
    ['fr', undefined],
    ['-3 days', undefined],
    ['1000 days', undefined],
    ['__proto__', undefined],
    ['', undefined],
  ])('%j is %s', (typed, day) => {
    expect(dayFrom(typed, 'Europe/Lisbon', now)).toBe(day)
  })

  it('is the day of the person’s own zone', () => {
    const late = Date.parse('2026-10-05T20:00:00Z')
    expect(dayFrom('tomorrow', 'Asia/Tokyo', late)).toBe('2026-10-07')
    expect(dayFrom('tomorrow', 'America/Los_Angeles', late)).toBe('2026-10-06')
  })

  it.each([
    ['2026-10-05', /after today/],
    ['2026-10-04', /after today/],
    ['2027-10-07', /A pause lasts a year at most.*join again any time/],
    ['next year', /choose a day/],
  ])('%s is refused', (day, why) => {
    expect(objectionTo(day, 'Europe/Lisbon', now)).toMatch(why)
  })

  it('a day within a year is not', () => {
    for (const day of ['2026-10-06', '2027-10-06'])
      expect(objectionTo(day, 'Europe/Lisbon', now)).toBeUndefined()
  })
})

describe('a pause', () => {
  it('is typed in words, ends by itself as that day begins, and says so', async () => {
    const { bot } = await aPair()
    await bot.as('ana').command('/mentor pause in 2 weeks')
    expect(modalOf(bot, 'ana')).toContain('paused until Mon 19 Oct')
    expect(await homeOf(bot, 'ana')).toContain('You are paused until Mon 19 Oct')
    await bot.until(Date.parse('2026-10-19T07:59:00Z'))
    expect(await statusOf(bot, 'ana')).toBe('paused')
    expect(dmsSaying(bot, 'ana', /How is it going/)).toEqual([])
    await bot.until(Date.parse('2026-10-19T08:00:00Z'))
    expect(await statusOf(bot, 'ana')).toBe('active')
    expect(dmsSaying(bot, 'ana', /Welcome back/)).toHaveLength(1)
    expect(await homeOf(bot, 'ana')).not.toContain('You are paused')
  })

  it.each([
    ['nonsense', 'I do not know that day. Try `/mentor pause friday`'],
    ['yesterday', 'I do not know that day'],
    ['2026-10-05', 'Please choose a day after today'],
    ['2030-01-01', 'A pause lasts a year at most'],
  ])('until %s is refused, with what to type', async (typed, said) => {
    const { bot } = await aPair()
    const answer = await bot.as('ana').command(`/mentor pause ${typed}`)
    expect(answer.ephemeral?.text).toContain(said)
    expect(await statusOf(bot, 'ana')).toBe('active')
  })

  it('is chosen in a form, which says what is wrong beside the day', async () => {
    const { bot } = await aPair()
    await bot.as('ana').command('/mentor pause')
    expect((await bot.as('ana').submit({ until: '2026-10-05' })).errors).toEqual({
      until: 'Please choose a day after today.',
    })
    await bot.as('ana').submit({ until: '2026-10-12' })
    expect(modalOf(bot, 'ana')).toContain('Mon 12 Oct')
  })

  it('once more moves its end; resuming ends it now, once', async () => {
    const { bot } = await aPair()
    await bot.as('ana').command('/mentor pause tomorrow')
    await bot.as('ana').command('/mentor pause friday')
    await bot.advance(2 * DAY_MS)
    expect(await statusOf(bot, 'ana')).toBe('paused')
    const back = await bot.as('ana').command('/mentor resume')
    expect(bot.reads('ana', back.ephemeral)).toContain('Welcome back')
    expect((await bot.as('ana').command('/mentor resume')).ephemeral?.text).toContain('You are not paused')
    await bot.advance(7 * DAY_MS)
    expect(dmsSaying(bot, 'ana', /Your pause is over/)).toEqual([])
  })

  it('resumed twice at once is resumed once', async () => {
    const { bot } = await aPair()
    const { id } = bot.as('ana')
    await pauseUntil(bot.ctx, id, '2026-10-12')
    const done = await Promise.all([resume(bot.ctx, id), resume(bot.ctx, id)])
    expect(done.map((each) => each.ok).sort()).toEqual([false, true])
  })

  it('stops the clock of a request, which goes on from there', async () => {
    const bot = await startTestBot({ sandbox: { now: START } })
    await joinAll(bot, 'ana', 'ben')
    const ben = bot.as('ben').id
    expect(
      await askMentor(bot.ctx, bot.as('ana').id, ben, {
        goal: 'Lead',
        questions: undefined,
        times: undefined,
      }),
    ).toMatchObject({ ok: true })
    const [request] = await bot.db.q.select().from(bot.db.tables.requests)
    await pauseUntil(bot.ctx, ben, '2026-10-26')
    await bot.until(Date.parse('2026-10-25T12:00:00Z'))
    expect((await bot.db.q.select().from(bot.db.tables.requests))[0]?.status).toBe('pending')
    await bot.until(Date.parse('2026-10-26T09:00:00Z'))
    const [after] = await bot.db.q.select().from(bot.db.tables.requests)
    expect(after!.expiresAt - Date.parse('2026-10-26T09:00:00Z')).toBe(request!.expiresAt - START)
  })
})

describe('who has not joined', () => {
  it.each([
    ['pause', 'Type `/mentor join` first'],
    ['pause friday', 'Type `/mentor join` first'],
    ['resume', 'Type `/mentor join` first'],
    ['leave', 'Type `/mentor join` to come in'],
  ])('is told what to do first: %s', async (typed, said) => {
    const bot = await startTestBot()
    expect((await bot.as('ana').command(`/mentor ${typed}`)).ephemeral?.text).toContain(said)
  })
})

describe('leaving', () => {
  it('ends what runs, tells partners kindly, and makes a mentee without a mentor first in line', async () => {
    const { bot, id } = await aPair()
    await bot.as('ben').command('/mentor leave')
    expect(modalOf(bot, 'ben')).toContain('Your mentorship ends kindly')
    await bot.as('ben').submit()
    expect(modalOf(bot, 'ben')).toContain('the door stays open')
    await bot.settle()
    expect(await mentorshipOf(bot, id)).toMatchObject({ status: 'ended', ending: 'left' })
    const [told] = dmsSaying(bot, 'ana', /@Ben Badger is not part of Cairn any more/)
    expect(bot.reads('ana', told)).toContain('You are first in line')
    expect((await findMember(bot.ctx, bot.as('ana').id))?.firstInLineAt).not.toBeNull()
    expect(dmsSaying(bot, 'ben', /growth record|has ended/)).toEqual([])

    expect((await bot.as('ben').command('/mentor leave')).ephemeral?.text).toContain(
      'not a member at the moment',
    )
    await bot.as('ben').command('/mentor join')
    expect(modalOf(bot, 'ben')).toContain('I would like to be')
  })

  it('with nobody at one’s side says less, and twice at once is once', async () => {
    const bot = await startTestBot({ sandbox: { now: START } })
    await joinAll(bot, 'ana')
    await bot.as('ana').command('/mentor leave')
    expect(modalOf(bot, 'ana')).not.toContain('goodbye')
    const left = await Promise.all([
      leave(bot.ctx, bot.as('ana').id, false),
      leave(bot.ctx, bot.as('ana').id, false),
    ])
    expect(left.map((each) => each.ok).sort()).toEqual([false, true])
    expect(left.find((each) => !each.ok)).toMatchObject({
      reason: expect.stringContaining('You have left already'),
    })
  })

  it('the company brings the growth record as a file, at once, also at night', async () => {
    const { bot } = await aPair()
    await bot.until(START + 14 * HOUR_MS)
    await bot.as('ana').command('/mentor leave')
    await bot.as('ana').submit({ company: ['I am leaving the company'] })
    expect(modalOf(bot, 'ana')).toContain('Your growth record is on its way')
    await bot.settle()
    const files = bot
      .as('ana')
      .dms()
      .flatMap((dm) => dm.files ?? [])
    expect(files.map((file) => file.name)).toEqual(['growth-record.html', 'growth-record.md'])
    expect(JSON.stringify(files[1])).toContain('Growth record')
    // Ben sleeps: he hears it in the morning.
    expect(dmsSaying(bot, 'ben', /not part of Cairn/)).toEqual([])
    await bot.advance(12 * HOUR_MS)
    const [told] = dmsSaying(bot, 'ben', /not part of Cairn/)
    expect(bot.reads('ben', told)).toContain('You have a free place again')
  })

  it('offers a last talk before, which partners hear of once, each in their own part', async () => {
    const { bot } = await aPair()
    await joinAll(bot, 'chidi')
    await pair(bot, 'chidi', 'ana')
    await bot.as('ana').command('/mentor leave')
    await bot.as('ana').click('modal', 'Propose a goodbye')
    expect(modalOf(bot, 'ana')).toContain('2 partners get your proposal')
    await bot.as('ana').command('/mentor leave')
    await bot.as('ana').click('modal', 'Propose a goodbye')
    await bot.settle()
    const toBen = dmsSaying(bot, 'ben', /would like to have a last talk with you/)
    expect(toBen).toHaveLength(1)
    expect(bot.reads('ben', toBen[0])).toContain('you have a free place again')
    const [toChidi] = dmsSaying(bot, 'chidi', /would like to have a last talk with you/)
    expect(bot.reads('chidi', toChidi)).toContain('you are first in line')
    expect(await statusOf(bot, 'ana')).toBe('active')
  })

  it('has nobody to say goodbye to without a mentorship', async () => {
    const { bot, id } = await aPair()
    await bot.as('ana').command('/mentor leave')
    await endAlone(bot.ctx, bot.as('ben').id, id)
    await bot.as('ana').click('modal', 'Propose a goodbye')
    expect(modalOf(bot, 'ana')).toContain('nobody to say goodbye to')
    expect((await mentorshipOf(bot, id)).status).toBe('ended')
  })
})

describe('somebody whose account is gone', () => {
  const goes: Record<string, (bot: TestBot) => Promise<unknown>> = {
    'as Slack says': (bot) => bot.sandbox.admin.deactivate('ben'),
    'as the daily reading finds, every event being lost': async (bot) => {
      bot.sandbox.people.find((person) => person.name === 'ben')!.deleted = true
      await bot.advance(DAY_MS)
    },
    'by becoming a guest': (bot) => bot.sandbox.admin.updatePerson('ben', { isGuest: true }),
  }
  it.each(Object.entries(goes))('%s: leaves what runs, and the partner is told kindly', async (_, go) => {
    const { bot, id } = await aPair()
    await go(bot)
    await bot.bot.idle()
    await bot.settle()
    expect(await mentorshipOf(bot, id)).toMatchObject({ status: 'ended', ending: 'gone' })
    expect(await statusOf(bot, 'ben')).toBe('left')
    expect(dmsSaying(bot, 'ana', /not part of Cairn any more.*not about you.*first in line/s)).toHaveLength(1)
    expect(bot.log.filter((line) => /"level":50/.test(line))).toEqual([])
    await bot.settle()
    expect(dmsSaying(bot, 'ana', /not part of Cairn any more/)).toHaveLength(1)
  })

  it('is found out when a message to them comes back', async () => {
    const bot = await startTestBot({ sandbox: { now: START } })
    await joinAll(bot, 'ana', 'ben', 'finn')
    const id = await pair(bot, 'ana', 'finn')
    await bot.until(Date.parse('2026-10-05T13:00:00Z'))
    await bot.ctx.commit(
      bot.ctx.outbox.add('membership.back', 'back:test', { to: bot.as('finn').id, payload: {} }),
    )
    bot.sandbox.people.find((person) => person.name === 'finn')!.deleted = true
    await bot.settle()
    expect(await mentorshipOf(bot, id)).toMatchObject({ status: 'ended', ending: 'gone' })
    expect(dmsSaying(bot, 'ana', /@Finn Flamingo is not part of Cairn any more/)).toHaveLength(1)
  })

  it('comes back as a newcomer, with their profile kept', async () => {
    const { bot } = await aPair()
    await bot.sandbox.admin.deactivate('ben')
    await bot.sandbox.admin.reactivate('ben')
    await bot.bot.idle()
    expect(await homeOf(bot, 'ben')).toContain('[Join]')
    await bot.as('ben').command('/mentor join')
    expect(modalOf(bot, 'ben')).toContain('Roadmapping')
    expect(whisper(bot, 'ben')).toBe('')
  })
})
