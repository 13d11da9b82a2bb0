/** Five minutes on paper: proposed by one, signed by the other, changed by both, forgotten by nobody. */
import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../../src/core/calendar.ts'
import { signTerms } from '../../../src/features/growth/agreement/service.ts'
import { endAlone } from '../../../src/features/pairs/mentorship/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { setMember } from '../../support/members.ts'
import { aPair, dmsSaying, forge, homeOf, joinAll, mentorshipOf, modalOf } from '../mentorship/pairs.ts'

const SECRET = 'Learn to say no to the quince committee'
const rowsOf = (bot: TestBot) => bot.db.q.select().from(bot.db.tables.agreements)

/** Ana proposes from Home. */
async function proposed() {
  const { bot, id } = await aPair()
  await joinAll(bot, 'chidi')
  for (const person of ['ana', 'ben'])
    await bot.ctx.commit(setMember(bot.ctx, bot.as(person).id, { checkinEvery: 0 }))
  expect(await homeOf(bot, 'ana')).toContain('not made yet')
  await bot.as('ana').click('home', 'Make the agreement with Ben Badger')
  expect(modalOf(bot, 'ana')).toContain('The goal of ana')
  await bot.as('ana').submit({ purpose: SECRET })
  expect(modalOf(bot, 'ana')).toContain('You signed it, and Ben Badger can read it now')
  await bot.settle()
  return { bot, id }
}

/** Ben reads what waits for him, and presses one of its buttons. */
async function answer(bot: TestBot, button: string) {
  await bot.as('ben').click(dmsSaying(bot, 'ben', /proposed/).at(-1)!, 'Read and sign')
  await bot.as('ben').click('modal', button)
  await bot.settle()
}

it('is proposed by one and signed by the other; then others go by it', async () => {
  const { bot, id } = await proposed()
  const [dm] = dmsSaying(bot, 'ben', /proposed your agreement/)
  expect(dm!.text.split('\n')[0]).toBe('Ana Albatross proposed your agreement')
  expect(bot.reads('ben', dm)).not.toContain('quince')
  await bot.as('ben').click(dm!, 'Read and sign')
  expect(modalOf(bot, 'ben')).toContain(SECRET)
  expect(modalOf(bot, 'ben')).toContain('Only you and Ana Albatross can read this')
  await bot.as('ben').click('modal', 'Sign it')
  expect(modalOf(bot, 'ben')).toContain('Signed by both: it is in force')
  await bot.settle()

  expect(await mentorshipOf(bot, id)).toMatchObject({ cadenceDays: 14, endsOn: '2027-01-04' })
  expect(dmsSaying(bot, 'ana', /signed your agreement.*\[Set a goal\]/s)).toHaveLength(1)
  expect(dmsSaying(bot, 'ben', /You and @Ana Albatross signed your agreement/)).toHaveLength(1)
  for (const person of ['ana', 'ben'])
    expect(await homeOf(bot, person)).toContain('every two weeks, until Mon 4 Jan 2027, a mix')
})

it('is answered with a change, which shows field by field what is not the same; and changed later', async () => {
  const { bot, id } = await proposed()
  await answer(bot, 'Propose a change')
  await bot.as('ben').submit({ cadenceDays: 'Every week', endsOn: '2026-10-01' })
  expect(bot.as('ben').modal()?.errors).toEqual({ endsOn: expect.stringContaining('not ahead of you') })
  await bot.as('ben').submit({ endsOn: '2026-12-18' })
  await bot.settle()

  expect(await homeOf(bot, 'ana')).toContain('It waits for your signature')
  await bot.as('ana').click('home', 'Read what Ben Badger proposed')
  expect(modalOf(bot, 'ana')).toMatch(
    /What changed\s+How often, until now\s+Every two weeks\s+How often, as proposed\s+Every week/,
  )
  expect(modalOf(bot, 'ana').split('What changed')[1]!.split('What it is for')[0]).not.toContain(SECRET)
  await bot.as('ana').click('modal', 'Sign it')
  await bot.settle()
  expect(await mentorshipOf(bot, id)).toMatchObject({ cadenceDays: 7, endsOn: '2026-12-18' })
  // What Ana proposed first says that it gave way, and cannot be signed any more.
  expect(dmsSaying(bot, 'ben', /This version of your agreement with @Ana Albatross gave way/)).toHaveLength(1)
  await forge(bot, 'ben', 'agreement.sign', (await rowsOf(bot))[0]!.id)
  expect((await rowsOf(bot)).map((row) => row.status)).toEqual(['replaced', 'inForce'])

  // Later one of them would like it otherwise, and the other would not: all stays.
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'See the agreement with Ben Badger')
  await bot.as('ana').click('modal', 'Propose a change')
  await bot.as('ana').submit({ minutes: 'An hour' })
  await bot.settle()
  await answer(bot, 'Leave it as it was')
  expect(modalOf(bot, 'ben')).toContain('All is as it was')
  expect(dmsSaying(bot, 'ana', /set your proposal aside/)).toHaveLength(1)
  expect(await mentorshipOf(bot, id)).toMatchObject({ cadenceDays: 7 })
  await bot.as('ben').click('modal', 'Earlier versions')
  for (const words of ['Set aside: version 3', 'In force since Mon 5 Oct 2026', 'took its place: version 1'])
    expect(modalOf(bot, 'ben')).toContain(words)
})

it('of two who write at once the later one sees the newer version, with all that they typed', async () => {
  const { bot, id } = await aPair()
  for (const person of ['ana', 'ben']) {
    await homeOf(bot, person)
    await bot.as(person).click('home', /^Make the agreement/)
  }
  await bot.as('ana').submit({ purpose: 'To lead discovery alone', cadenceDays: 'Once a month' })
  await bot.as('ben').submit({ purpose: 'To become a lead, in time' })
  const shown = modalOf(bot, 'ben')
  expect(shown).toContain('Ana Albatross proposed a newer version while you wrote')
  expect(shown).toMatch(
    /Ana Albatross wrote\s+To lead discovery alone\s+You wrote\s+To become a lead, in time/,
  )
  expect(shown).toContain('You wrote\nEvery two weeks')
  expect((await rowsOf(bot)).length).toBe(1)
  await bot.as('ben').submit()
  await bot.settle()
  expect((await rowsOf(bot)).map((row) => [row.version, row.status])).toEqual([
    [1, 'replaced'],
    [2, 'proposed'],
  ])
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'Read what Ben Badger proposed')
  expect(modalOf(bot, 'ana')).toContain('To become a lead, in time')
  expect((await mentorshipOf(bot, id)).cadenceDays).toBeNull()
})

it('never rots: the one is reminded, the other told, each once; and it ends with the mentorship', async () => {
  const { bot, id } = await proposed()
  await bot.advance(3 * DAY_MS + HOUR_MS)
  expect(dmsSaying(bot, 'ben', /waits for your signature/)).toHaveLength(1)
  await bot.advance(7 * DAY_MS)
  expect(dmsSaying(bot, 'ana', /has not signed your agreement yet/)).toHaveLength(1)
  await bot.advance(10 * DAY_MS)
  expect(dmsSaying(bot, 'ben', /waits for your signature/)).toHaveLength(1)
  expect(await homeOf(bot, 'ben')).toContain('your signature')

  await endAlone(bot.ctx, bot.as('ana').id, id)
  await bot.settle()
  expect(dmsSaying(bot, 'ben', /ended before this was signed/)).toHaveLength(1)
  const [row] = await rowsOf(bot)
  expect(row).toMatchObject({ status: 'closed', openOf: null })
  expect(await signTerms(bot.ctx, bot.as('ben').id, row!.id)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('ended already'),
  })
})

it('is offered to a pair that has none: in the introduction, after the first meeting, and once by itself', async () => {
  const { bot } = await aPair()
  const intro = bot.as('ben').groups()[0]!.messages[0]!
  await bot.as('ben').click(intro, 'Make your agreement')
  expect(modalOf(bot, 'ben')).toContain('Your partner Ana Albatross can read this')
  await bot.as('ben').click(intro, { text: 'We met' })
  expect(modalOf(bot, 'ben')).toContain('[Make your agreement]')
  expect(await homeOf(bot, 'ana')).toContain('You and @Ben Badger have met')
  await bot.advance(9 * DAY_MS)
  const [offer] = dmsSaying(bot, 'ana', /Five minutes with @Ben Badger on paper/)
  await bot.as('ana').click(offer!, 'Look at it')
  await bot.as('ana').submit({ keep: 'In our own words' })
  expect(bot.as('ana').modal()?.errors).toEqual({ keepWords: expect.stringContaining('your own words') })
  await bot.as('ana').submit({ keepWords: 'All but the weather' })
  await bot.advance(30 * DAY_MS)
  expect(dmsSaying(bot, 'ana', /on paper\?/)).toHaveLength(1)
})

it('a pair that meets every week is asked sooner when it goes quiet, and one that meets monthly later', async () => {
  for (const [cadence, days] of [
    ['Every week', 11],
    ['Once a month', 46],
  ] as const) {
    const { bot } = await proposed()
    await answer(bot, 'Propose a change')
    await bot.as('ben').submit({ cadenceDays: cadence })
    await homeOf(bot, 'ana')
    await bot.as('ana').click('home', 'Read what Ben Badger proposed')
    await bot.as('ana').click('modal', 'Sign it')
    const quiet = /Time for a session with @Ben Badger|asked once more since/
    await bot.advance((days - 3) * DAY_MS)
    expect([cadence, dmsSaying(bot, 'ana', quiet).length]).toEqual([cadence, 0])
    await bot.advance(6 * DAY_MS)
    expect([cadence, dmsSaying(bot, 'ana', quiet).length]).toEqual([cadence, 1])
  }
})

it('is read by the two and nobody else, and stands sealed', async () => {
  const { bot } = await proposed()
  const [row] = await rowsOf(bot)
  expect(JSON.stringify(row)).not.toContain('quince')
  for (const action of ['open', 'read', 'draft', 'sign', 'aside', 'history'])
    for (const value of [row!.id, row!.mentorship]) {
      await forge(bot, 'chidi', `agreement.${action}`, value)
      expect([action, modalOf(bot, 'chidi')]).toEqual([action, ''])
    }
  expect((await rowsOf(bot))[0]).toEqual(row)
  expect(bot.as('chidi').dms()).toEqual([])
  await answer(bot, 'Sign it')
  const everything = ['ana', 'ben', 'chidi'].flatMap((person) => [
    ...bot.as(person).dms(),
    ...bot
      .as(person)
      .groups()
      .flatMap((group) => group.messages),
  ])
  expect(JSON.stringify(everything)).not.toContain('quince')
  expect(bot.log.join()).not.toContain('quince')
})

it('is not signed once its last day has come, and says so once the mentorship has ended', async () => {
  const { bot, id } = await aPair()
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'Make the agreement with Ben Badger')
  await bot.as('ana').submit({ purpose: SECRET, endsOn: '2026-10-09' })
  await bot.advance(4 * DAY_MS)
  await answer(bot, 'Sign it')
  expect(modalOf(bot, 'ben')).toContain('The last day in it, Fri 9 Oct 2026, has come before you signed')
  expect(await rowsOf(bot)).toMatchObject([{ status: 'proposed' }])
  await homeOf(bot, 'ben')
  await bot.as('ben').click('home', /^Read and sign/)
  await bot.as('ben').click('modal', 'Propose a change')
  await bot.as('ben').submit({ endsOn: '2026-12-18' })
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', /^Read and sign/)
  await bot.as('ana').click('modal', 'Sign it')
  expect(await rowsOf(bot)).toMatchObject([{ status: 'replaced' }, { status: 'inForce' }])
  await endAlone(bot.ctx, bot.as('ben').id, id)
  await bot.settle()
  await bot.as('ana').click(dmsSaying(bot, 'ana', /signed your agreement/).at(-1)!, 'Read it')
  expect(modalOf(bot, 'ana')).toContain('until your mentorship ended')
})
