/** Races about requests, lost in the database: one outcome, and everyone is told of it. */
import { expect, it } from 'vitest'
import { matchRecordOf, pairFacts } from '../../../src/features/matching/find/service.ts'
import {
  acceptRequest,
  answerMentorsQuestion,
  askMenteeBack,
  askMentor,
  declineRequest,
  expireRequest,
  postponeRequest,
  withdrawRequest,
} from '../../../src/features/matching/requests/service.ts'
import { activeMentorships, startMentorships } from '../../../src/features/pairs/mentorship/service.ts'
import { becomeCoordinator } from '../../../src/features/people/coordinators/service.ts'
import {
  findMember,
  join,
  leave,
  pauseUntil,
  saveCard,
  saveOrg,
} from '../../../src/features/people/members/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { onEveryDatabase } from '../../support/databases.ts'
import { joinForm } from '../../support/joining.ts'
import { setDoNotPair } from '../../support/privacy.ts'
import { forbidTeams, inOneTeam } from '../admin/team.ts'
import {
  ANA,
  aBot,
  ask,
  asked,
  BEN,
  CHIDI,
  dms,
  groups,
  HOUR,
  mentee,
  rows,
  SECRET,
  statusOf,
} from './people.ts'

const done = (outcomes: { ok: boolean }[]) => outcomes.filter((each) => each.ok).length
/** Somebody gets a manager. */
const under = (bot: TestBot, person: string, manager: string) =>
  saveOrg(bot.ctx, new Map([[person, { team: null, manager }]]))
const openCount = async (bot: TestBot) => (await rows(bot)).filter((r) => r.openPair !== null).length

onEveryDatabase(({ open }) => {
  it('one of two mentors gets a mentee who wants one, and the other is told', async () => {
    const { bot, request } = await asked(['ben', 'chidi'], { db: await open() })
    const rival = await ask(bot, 'ana', 'chidi')
    const outcomes = await Promise.all([
      acceptRequest(bot.ctx, BEN, request),
      acceptRequest(bot.ctx, CHIDI, rival),
    ])
    expect(done(outcomes)).toBe(1)
    const late = outcomes.find((each) => !each.ok)
    expect(late).toMatchObject({
      reason: expect.stringContaining('Ana Albatross has found a mentor meanwhile'),
    })
    await bot.settle()
    expect(await activeMentorships(bot.ctx, ANA)).toHaveLength(1)
    const taken = [(await findMember(bot.ctx, BEN))?.taken, (await findMember(bot.ctx, CHIDI))?.taken]
    expect(taken.sort()).toEqual([0, 1])
    expect((await rows(bot)).map((r) => r.status).sort()).toEqual(['accepted', 'withdrawn'])
    expect(groups(bot, 'ana')).toHaveLength(1)
    expect(dms(bot, 'ana').filter((text) => text.includes('said yes'))).toHaveLength(1)
    expect([...dms(bot, 'ben'), ...dms(bot, 'chidi')].join()).not.toContain('[Accept]')
  })

  it('one of two mentees gets the last place, and the other is told', async () => {
    const { bot, request } = await asked(['ben'], { db: await open() })
    await saveCard(bot.ctx, BEN, 'time', { capacity: 1 })
    await mentee(bot, 'jonas')
    const other = await ask(bot, 'jonas', 'ben')
    const outcomes = await Promise.all([
      acceptRequest(bot.ctx, BEN, request),
      acceptRequest(bot.ctx, BEN, other),
    ])
    expect(done(outcomes)).toBe(1)
    await bot.settle()
    expect(await findMember(bot.ctx, BEN)).toMatchObject({ capacity: 1, taken: 1 })
    expect((await rows(bot)).map((r) => r.status).sort()).toEqual(['accepted', 'closed'])
    const told = [...dms(bot, 'ana'), ...dms(bot, 'jonas')]
    expect(told.filter((text) => text.includes('said yes'))).toHaveLength(1)
    expect(told.filter((text) => text.includes('has no free place any more'))).toHaveLength(1)
    expect(dms(bot, 'ben').join()).not.toContain('[Accept]')
  })

  it('goes to the second choice once, though it is declined and runs out in one moment', async () => {
    const bot = await aBot(['ben', 'chidi'], { db: await open() })
    await askMentor(bot.ctx, ANA, BEN, { ...SECRET, second: CHIDI })
    const [first] = await rows(bot)
    await Promise.all([
      declineRequest(bot.ctx, BEN, first!.id),
      bot.ctx.commit(await expireRequest(bot.ctx, first!.id)),
    ])
    await bot.settle()
    expect((await rows(bot)).filter((r) => r.mentor === CHIDI)).toMatchObject([{ status: 'pending' }])
    expect(dms(bot, 'chidi')).toHaveLength(1)
    expect(dms(bot, 'ana').filter((text) => text.includes('I have asked'))).toHaveLength(1)
    expect(await openCount(bot)).toBe(1)
  })

  it('is sent once, and five are open at most, however many come at once', async () => {
    const mentors = ['ben', 'chidi', 'elif', 'jonas', 'finn', 'grace', 'leo']
    const bot = await aBot(mentors, { db: await open() })
    const send = (to: string) => askMentor(bot.ctx, ANA, bot.as(to).id, SECRET)
    expect(done(await Promise.all([send('ben'), send('ben'), send('ben')]))).toBe(1)
    await Promise.all(mentors.slice(1).map(send))
    expect(await openCount(bot)).toBe(5)
    // What ends gives its place back, once.
    const first = (await rows(bot)).find((r) => r.mentor === BEN)!.id
    await Promise.all([
      withdrawRequest(bot.ctx, ANA, first),
      declineRequest(bot.ctx, BEN, first),
      expireRequest(bot.ctx, first),
    ])
    await Promise.all(mentors.map(send))
    expect(await openCount(bot)).toBe(5)
  })

  it.each<[string, (bot: TestBot, id: string) => Promise<unknown>]>([
    ['is taken back', (bot, id) => withdrawRequest(bot.ctx, ANA, id)],
    ['is declined on another screen', (bot, id) => declineRequest(bot.ctx, BEN, id)],
    ['is put off on another screen', (bot, id) => postponeRequest(bot.ctx, BEN, id)],
    ['meets a do-not-pair', (bot) => setDoNotPair(bot.ctx, ANA, [BEN])],
    ['loses its mentee', (bot) => leave(bot.ctx, ANA, false)],
    ['loses its mentor', (bot) => leave(bot.ctx, BEN, false)],
    ['loses its last place', (bot) => saveCard(bot.ctx, BEN, 'time', { capacity: 1 })],
    ['finds its mentor a mentee', (bot) => join(bot.ctx, BEN, joinForm({ wants: ['roadmapping'] }))],
    ['becomes one to a manager', (bot) => under(bot, ANA, BEN)],
    ['is paused', (bot) => pauseUntil(bot.ctx, BEN, '2026-11-02')],
    ['runs out', async (bot, id) => bot.ctx.commit(...(await expireRequest(bot.ctx, id)))],
  ])('is accepted or not, whole, when at the same moment it %s', async (_, meanwhile) => {
    const { bot, request } = await asked(['ben'], { db: await open() })
    const [outcome] = await Promise.all([acceptRequest(bot.ctx, BEN, request), meanwhile(bot, request)])
    await bot.settle()
    await bot.advance(2 * HOUR)
    const [row] = await rows(bot)
    const pairs = await activeMentorships(bot.ctx, ANA)
    const ben = await findMember(bot.ctx, BEN)
    expect(ben!.taken).toBe(pairs.length)
    expect(ben!.taken).toBeLessThanOrEqual(ben!.capacity)
    if (ben!.taken > 0) expect(ben!.role).not.toBe('mentee')
    if (!outcome.ok) expect(row!.status).not.toBe('accepted')
    else expect(row!.status).toBe('accepted')
    expect(row!.openPair === null).toBe(!['pending', 'postponed'].includes(row!.status))
    if (row!.status !== 'pending') expect(dms(bot, 'ben').join()).not.toContain('[Accept]')
  })

  it('is asked back once, and answered once', async () => {
    const { bot, request } = await asked(['ben'], { db: await open() })
    const questions = await Promise.all(['One?', 'Two?'].map((q) => askMenteeBack(bot.ctx, BEN, request, q)))
    expect(done(questions)).toBe(1)
    const answers = await Promise.all(
      ['One', 'Two'].map((a) => answerMentorsQuestion(bot.ctx, ANA, request, a)),
    )
    expect(done(answers)).toBe(1)
    await bot.settle()
    expect(dms(bot, 'ben').filter((text) => text.includes('has answered your question'))).toHaveLength(1)
    expect(await rows(bot)).toMatchObject([{ asked: 1, awaiting: 'mentor' }])
  })

  it('is declined although the mentee answers in the same moment', async () => {
    const { bot, request } = await asked(['ben'], { db: await open() })
    await askMenteeBack(bot.ctx, BEN, request, 'Which quince?')
    const [, no] = await Promise.all([
      answerMentorsQuestion(bot.ctx, ANA, request, 'The yellow one'),
      declineRequest(bot.ctx, BEN, request),
    ])
    expect(no.ok).toBe(true)
    await bot.settle()
    expect(await statusOf(bot, request)).toBe('declined')
    expect([...dms(bot, 'ana'), ...dms(bot, 'ben')].join()).not.toMatch(/\[Answer\]|\[Accept\]/)
  })

  it.each<[string, (bot: TestBot) => Promise<unknown>, ((bot: TestBot) => Promise<unknown>)?]>([
    ['a do-not-pair', (bot) => setDoNotPair(bot.ctx, ANA, [BEN])],
    ['a do-not-pair of the other', (bot) => setDoNotPair(bot.ctx, BEN, [ANA])],
    ['a pause', (bot) => pauseUntil(bot.ctx, ANA, '2026-11-02')],
    ['a goodbye', (bot) => leave(bot.ctx, ANA, false)],
    ['fewer places', (bot) => saveCard(bot.ctx, BEN, 'time', { capacity: 1 })],
    ['one is the manager of the other', (bot) => under(bot, BEN, ANA)],
    // Neither of the two is told of anew: it is the one between them who gets a manager.
    [
      'one is the manager of the manager of the other',
      (bot) => under(bot, CHIDI, BEN),
      (bot) => under(bot, ANA, CHIDI),
    ],
    [
      'the programme matches nobody within their own team',
      (bot) => forbidTeams(bot, 'dana'),
      async (bot) => {
        await becomeCoordinator(bot.ctx, bot.as('dana').id)
        await inOneTeam(bot, 'ana', 'ben')
      },
    ],
    [
      'they come into one team',
      (bot) => inOneTeam(bot, 'ben'),
      async (bot) => {
        await becomeCoordinator(bot.ctx, bot.as('dana').id)
        await forbidTeams(bot, 'dana')
        await inOneTeam(bot, 'ana')
      },
    ],
  ])('makes no match from what was read before %s', async (_, meanwhile, earlier) => {
    const bot = await aBot(['ben', 'chidi'], { db: await open() })
    await earlier?.(bot)
    const read = await pairFacts(bot.ctx, ANA, BEN)
    await meanwhile(bot)
    const writes = await startMentorships(bot.ctx, {
      programme: 'any',
      mentee: ANA,
      mentor: BEN,
      kind: 'chat',
      sole: false,
      why: matchRecordOf(read!),
      read: { mentee: read!.mentee.version, mentor: read!.mentor.version },
    })
    expect(await bot.ctx.commit(...writes)).toBe('changed')
    expect(await activeMentorships(bot.ctx, ANA)).toEqual([])
  })

  it.each([
    ['the mentor', BEN, ANA],
    ['the mentee', ANA, BEN],
  ])('nothing stays open to somebody who asks while %s sets a do-not-pair', async (_, by, other) => {
    const bot = await aBot(['ben'], { db: await open() })
    // What was read a moment before the list was kept is written a moment after.
    let kept = () => {}
    const saved = new Promise<void>((resolve) => {
      kept = resolve
    })
    const commit: typeof bot.ctx.commit = async (...writes) => {
      await saved
      return bot.ctx.commit(...writes)
    }
    const asking = askMentor({ ...bot.ctx, commit }, ANA, BEN, { ...SECRET })
    await setDoNotPair(bot.ctx, by, [other])
    kept()
    await asking
    await bot.settle()
    expect(await openCount(bot)).toBe(0)
    expect(dms(bot, 'ben').join()).not.toContain('[Accept]')
  })
})
