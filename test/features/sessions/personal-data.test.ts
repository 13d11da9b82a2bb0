/** What somebody's file holds about sessions, and what is left when they are deleted. */
import { expect, it } from 'vitest'
import { sessions } from '../../../src/features/growth/sessions/index.ts'
import { agreed, at, homeOf, modalOf, oneSlot, presses, proposes, sessionsOf, twoZones } from './people.ts'

/** Ana and Finn have met, each with notes and an action item; Finn has proposed times for the next session. */
async function metAndNoted() {
  const { bot, id } = await twoZones()
  await agreed(bot, '2026-10-06', '14:00', { agenda: 'My roadmap', location: 'The quince room' })
  await presses(bot, 'ana', /You and @Finn Flamingo meet/, /is in my calendar$/)
  await bot.until(at('2026-10-06T13:46:00'))
  await presses(bot, 'ana', /Did you and/, /^Yes/)
  await bot.as('ana').submit({ notes: 'He knows pricing', items: 'Ask Dana' })
  await presses(bot, 'finn', /You and @Ana Albatross met/, /^Notes/)
  await bot.as('finn').submit({ notes: 'She is bold', items: 'Send the deck' })
  await proposes(bot, 'finn', { ...oneSlot('2026-10-13', '10:00'), agenda: 'Her next role' })
  return { bot, id, ana: bot.as('ana').id, finn: bot.as('finn').id }
}

it('shows what somebody wrote and when they met, and none of their partner’s words', async () => {
  const { bot, ana, finn } = await metAndNoted()
  const mine = await sessions.mine!(bot.ctx, ana)
  expect(mine).toEqual({
    'Sessions and my notes': [
      {
        with: finn,
        at: at('2026-10-06T13:00:00'),
        until: at('2026-10-06T13:45:00'),
        status: 'held',
        inMyCalendar: true,
        myNotes: 'He knows pricing',
      },
    ],
    'Times that I proposed': [
      expect.objectContaining({ to: finn, location: 'The quince room', agenda: 'My roadmap' }),
    ],
    'Action items that I wrote down': [{ words: 'Ask Dana', done: false }],
  })
  const finns = JSON.stringify(await sessions.mine!(bot.ctx, finn))
  expect(finns).toMatch(/She is bold.*Her next role.*Send the deck/)
  expect(finns).not.toMatch(/He knows pricing|My roadmap|Ask Dana/)
})

it('takes away what is theirs alone, and leaves to the partner what the two shared', async () => {
  const { bot, ana, finn } = await metAndNoted()
  await bot.ctx.commit(await sessions.forget!.write(bot.ctx, finn))
  expect(await bot.db.q.select().from(bot.db.tables.plans)).toMatchObject([
    { proposer: ana, awaited: '', status: 'agreed' },
  ])
  expect(await sessionsOf(bot)).toMatchObject([{ status: 'held', menteeHas: true, mentorHas: false }])
  await bot.ctx.commit(await sessions.forget!.write(bot.ctx, ana))
  const { plans, actionItems } = bot.db.tables
  const left = [
    ...(await sessionsOf(bot)),
    ...(await bot.db.q.select().from(plans)),
    ...(await bot.db.q.select().from(actionItems)),
  ]
  expect(left).toHaveLength(4)
  expect(JSON.stringify(left)).not.toMatch(new RegExp(`${ana}|${finn}|"m\\w+Has":true`))
  await homeOf(bot, 'ana')
  await bot.as('ana').click('home', 'Earlier sessions')
  await bot.as('ana').click('modal', /^Notes of Tue 6 Oct/)
  for (const words of ['She is bold', 'Send the deck', 'Ask Dana', 'My roadmap'])
    expect(modalOf(bot, 'ana')).toContain(words)
})

it('is a tie of the two while they have a date', async () => {
  const { bot } = await twoZones()
  const meets = async () =>
    (await bot.ctx.ties(bot.as('ana').id)).filter(({ how }) => how === 'meets').map(({ other }) => other)
  expect(await meets()).toEqual([])
  await agreed(bot, '2026-10-06', '14:00')
  expect(await meets()).toEqual([bot.as('finn').id])
})
