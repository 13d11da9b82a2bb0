/** Races about plans, sessions and trials, lost in the database: one outcome, and both are told of it. */
import { expect, it } from 'vitest'
import { DAY_MS } from '../../../src/core/calendar.ts'
import { PlanForm } from '../../../src/features/growth/sessions/domain.ts'
import {
  acceptSlot,
  answerWhetherMet,
  cancelSession,
  proposeTimes,
  withdrawPlan,
} from '../../../src/features/growth/sessions/service.ts'
import { chooseInTrial, settleTrial } from '../../../src/features/growth/trial/service.ts'
import {
  endAlone,
  findMentorship,
  recordUnplannedMeeting,
} from '../../../src/features/pairs/mentorship/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { onEveryDatabase } from '../../support/databases.ts'
import { at, calendarFile, dmsSaying, sessionsOf, twoZones } from './people.ts'

const form = (...times: [date: string, time: string][]) =>
  PlanForm.parse({
    ...Object.fromEntries(
      times.flatMap(([date, time], i) => [
        [`date${i + 1}`, date],
        [`time${i + 1}`, time],
      ]),
    ),
    minutes: '45',
    cadence: 'once',
    place: 'video',
  })

const done = (outcomes: { ok: boolean }[]) => outcomes.filter((each) => each.ok).length
const plansOf = (bot: TestBot) => bot.db.q.select().from(bot.db.tables.plans)

onEveryDatabase(({ open }) => {
  const start = async () => {
    const { bot, id } = await twoZones({ db: await open() })
    await bot.until(at('2026-10-05T13:30:00'))
    return { bot, id, ana: bot.as('ana').id, finn: bot.as('finn').id }
  }
  const offered = async () => {
    const all = await start()
    await proposeTimes(
      all.bot.ctx,
      all.ana,
      { mentorship: all.id },
      form(['2026-10-07', '15:00'], ['2026-10-08', '15:00']),
    )
    await all.bot.settle()
    const [plan] = await plansOf(all.bot)
    return { ...all, plan: plan! }
  }

  it('two slots are taken at once: one date stands, and each is told once', async () => {
    const { bot, finn, plan } = await offered()
    const outcomes = await Promise.all(plan.slots.map((slot) => acceptSlot(bot.ctx, finn, plan.id, slot)))
    expect(done(outcomes)).toBe(1)
    await bot.settle()
    expect(await sessionsOf(bot)).toHaveLength(1)
    for (const person of ['ana', 'finn']) expect(dmsSaying(bot, person, /You and .* meet /)).toHaveLength(1)
  })

  it('both propose at once, one counters twice, or what is countered is taken: two people discuss one plan', async () => {
    const { bot, id, ana, finn } = await start()
    const times = form(['2026-10-09', '11:00'])
    expect(
      done(
        await Promise.all(
          [ana, finn].map((person) => proposeTimes(bot.ctx, person, { mentorship: id }, times)),
        ),
      ),
    ).toBe(1)
    const open = async () => (await plansOf(bot)).filter((plan) => plan.openFor !== null)
    for (const rival of ['counter', 'accept', 'withdraw'] as const) {
      const [plan] = await open()
      if (!plan) break
      const counter = () =>
        proposeTimes(
          bot.ctx,
          plan.awaited,
          { mentorship: id, answers: plan.id },
          form(['2026-10-12', '11:00']),
        )
      const other = {
        counter,
        accept: () => acceptSlot(bot.ctx, plan.awaited, plan.id, plan.slots[0]!),
        withdraw: () => withdrawPlan(bot.ctx, plan.proposer, plan.id),
      }[rival]
      expect([rival, done(await Promise.all([counter(), other()]))]).toEqual([rival, 1])
      expect((await open()).length).toBeLessThanOrEqual(1)
    }
    await bot.settle()
  })

  it('a date is moved, called off and ended at once, and what is left agrees with what both were told', async () => {
    const { bot, id, ana, finn, plan } = await offered()
    await acceptSlot(bot.ctx, finn, plan.id, plan.slots[0]!)
    const [session] = await sessionsOf(bot)
    await proposeTimes(bot.ctx, finn, { mentorship: id, moves: session!.id }, form(['2026-10-09', '11:00']))
    const moving = (await plansOf(bot)).find((each) => each.openFor !== null)!
    const [moved, off] = await Promise.all([
      acceptSlot(bot.ctx, ana, moving.id, moving.slots[0]!),
      cancelSession(bot.ctx, ana, session!.id, 'one'),
    ])
    expect(done([moved, off])).toBeGreaterThanOrEqual(1)
    await bot.settle()
    const [after] = await sessionsOf(bot)
    expect(after!.status === 'cancelled').toBe(off.ok)
    const last = await calendarFile(bot, 'ana')
    expect(/METHOD:CANCEL/.test(last ?? '')).toBe(off.ok)
    const [, ended] = await Promise.all([
      proposeTimes(bot.ctx, finn, { mentorship: id }, form(['2026-10-14', '11:00'])),
      endAlone(bot.ctx, ana, id),
    ])
    expect(ended.ok).toBe(true)
    await bot.settle()
    await bot.advance(DAY_MS)
    expect((await sessionsOf(bot)).every((each) => each.status === 'cancelled')).toBe(true)
  })

  it('both tell of the same meeting at once, in either way: it is one session', async () => {
    const { bot, id, ana, finn, plan } = await offered()
    await acceptSlot(bot.ctx, finn, plan.id, plan.slots[0]!)
    await bot.until(at('2026-10-07T15:00:00'))
    const [session] = await sessionsOf(bot)
    await Promise.all([
      answerWhetherMet(bot.ctx, ana, session!.id, true),
      answerWhetherMet(bot.ctx, finn, session!.id, false),
      recordUnplannedMeeting(bot.ctx, finn, id),
    ])
    await answerWhetherMet(bot.ctx, ana, session!.id, true)
    expect(await sessionsOf(bot)).toMatchObject([{ status: 'held' }])
    await bot.advance(7 * DAY_MS)
    await Promise.all([recordUnplannedMeeting(bot.ctx, ana, id), recordUnplannedMeeting(bot.ctx, finn, id)])
    await bot.settle()
    expect(await sessionsOf(bot)).toHaveLength(2)
    expect(dmsSaying(bot, 'ana', /have met twice/)).toHaveLength(1)
  })

  it('both answer the trial at once, and again as it ends: no answer is lost, and it ends once', async () => {
    const { bot, id, ana, finn } = await start()
    await recordUnplannedMeeting(bot.ctx, ana, id)
    await bot.advance(7 * DAY_MS)
    await recordUnplannedMeeting(bot.ctx, ana, id)
    await bot.settle()
    expect(
      done(
        await Promise.all([
          chooseInTrial(bot.ctx, ana, id, 'on'),
          chooseInTrial(bot.ctx, finn, id, 'on'),
          chooseInTrial(bot.ctx, ana, id, 'on'),
        ]),
      ),
    ).toBe(3)
    // The end is judged as an answer comes: either it counts, or its writer is told that it is too late.
    const end = await settleTrial(bot.ctx, id)
    const [late, failed] = await Promise.all([
      chooseInTrial(bot.ctx, finn, id, 'rematch'),
      bot.ctx.commit(...end),
    ])
    expect(late.ok).toBe(failed !== undefined)
    if (failed) await bot.ctx.commit(...(await settleTrial(bot.ctx, id)))
    await bot.settle()
    await bot.advance(DAY_MS)
    expect((await findMentorship(bot.ctx, id))?.status).toBe(late.ok ? 'ended' : 'active')
    for (const person of ['ana', 'finn'])
      expect(dmsSaying(bot, person, /go on together|trial with/)).toHaveLength(1)
  })
})
