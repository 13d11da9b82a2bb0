/** Races about circles, lost in the database. */
import { expect, it } from 'vitest'
import { joinCircle, leaveCircle, rotateCircle } from '../../../src/features/matching/circles/service.ts'
import { leave, saveOrg } from '../../../src/features/people/members/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { onEveryDatabase } from '../../support/databases.ts'
import { setDoNotPair } from '../../support/privacy.ts'
import { forbidTeams, inOneTeam } from '../admin/team.ts'
import { aCircle, groupsOf, talks } from './circles.ts'

const idOf = (bot: TestBot, person: string) => bot.as(person).id
const FOUR = ['ana', 'ben', 'chidi', 'elif']

/** A rotation as the ticker does it, which judges anew once if somebody was faster. */
async function turn(bot: TestBot, circle: string) {
  const failed = await bot.ctx.commit(...(await rotateCircle(bot.ctx, circle)))
  return failed ? bot.ctx.commit(...(await rotateCircle(bot.ctx, circle))) : failed
}

onEveryDatabase(({ open }) => {
  it('a rotation that is run several times at once makes its groups once', async () => {
    const { bot, circle, firstAt } = await aCircle({ people: FOUR, db: await open() })
    bot.sandbox.clock.set(firstAt)
    const failed = await Promise.all([turn(bot, circle), turn(bot, circle), turn(bot, circle)])
    expect(failed).toEqual([undefined, undefined, undefined])
    await bot.settle()
    expect((await groupsOf(bot, 1)).join(' ').split(' ').sort()).toEqual(FOUR)
    expect(await groupsOf(bot, 2)).toEqual([])
    expect(FOUR.map((person) => talks(bot, person).length)).toEqual([1, 1, 1, 1])
  })

  it.each<[string, (bot: TestBot, circle: string) => Promise<{ ok: boolean }>]>([
    ['leaves the circle', (bot, circle) => leaveCircle(bot.ctx, idOf(bot, 'ana'), circle)],
    ['leaves Cairn', (bot) => leave(bot.ctx, idOf(bot, 'ana'), false)],
    [
      'will not be paired with any of them',
      (bot) =>
        setDoNotPair(
          bot.ctx,
          idOf(bot, 'ana'),
          ['ben', 'chidi', 'elif'].map((p) => idOf(bot, p)),
        ),
    ],
    [
      'gets all of them to manage',
      async (bot) => {
        const org = { team: null, manager: idOf(bot, 'ana') }
        await saveOrg(bot.ctx, new Map(['ben', 'chidi', 'elif'].map((p) => [idOf(bot, p), org])))
        return { ok: true }
      },
    ],
    [
      'is in the team of all of them, which the programme now keeps apart,',
      async (bot) => {
        await inOneTeam(bot, ...FOUR)
        return forbidTeams(bot, 'elif')
      },
    ],
  ])('whoever %s in the same moment is in no group, whichever is first', async (_what, act) => {
    const { bot, circle, firstAt } = await aCircle({ people: FOUR, db: await open() })
    bot.sandbox.clock.set(firstAt)
    const [, left] = await Promise.all([turn(bot, circle), act(bot, circle)])
    // Who was a moment too late is asked to press once more.
    if (!left.ok) expect(await act(bot, circle)).toMatchObject({ ok: true })
    await bot.settle()
    for (const group of await groupsOf(bot, 1)) expect(group).not.toMatch(/ana \w|\w ana/)
  })

  it('two taps join once', async () => {
    const { bot, circle } = await aCircle({ people: FOUR, db: await open() })
    await leaveCircle(bot.ctx, idOf(bot, 'ana'), circle)
    const join = () => joinCircle(bot.ctx, idOf(bot, 'ana'), circle)
    expect((await Promise.all([join(), join()])).map((each) => each.ok)).toEqual([true, true])
    const rows = await bot.db.q.select().from(bot.db.tables.circleMembers)
    expect(rows.filter((row) => row.person === idOf(bot, 'ana'))).toHaveLength(1)
  })
})
