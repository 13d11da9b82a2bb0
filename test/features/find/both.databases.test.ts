/** What is kept of those who could be found is what stands in the database, whichever process changed it. */
import { expect, it } from 'vitest'
import { makeContext } from '../../../src/app/make-context.ts'
import type { Context } from '../../../src/context.ts'
import type { Writes } from '../../../src/db/commit.ts'
import { rank } from '../../../src/engine/index.ts'
import { factsFor, suggest } from '../../../src/features/matching/find/service.ts'
import {
  candidates,
  forgetPerson,
  freePlace,
  leave,
  listMembers,
  offering,
  pauseUntil,
  type ReadCandidate,
  resume,
  saveCard,
  saveOrg,
  saveRatings,
  takeChat,
  takePlace,
} from '../../../src/features/people/members/service.ts'
import { onEveryDatabase } from '../../support/databases.ts'
import { ANA, aBot, BEN, CHIDI, FINN, joinAs } from '../requests/people.ts'

const byId = (list: ReadCandidate[]) => [...list].sort((a, b) => (a.id < b.id ? -1 : 1))

/** The same, read without anything kept. */
async function plainly(ctx: Context) {
  const ids = (await listMembers(ctx)).map((member) => member.person)
  const all = [...(await candidates(ctx, ids)).values()]
  return byId(all.filter((one) => one.id !== ANA && (one.role !== 'mentee' || one.chats?.gives)))
}

onEveryDatabase(({ open, beside }) => {
  it('whatever changes of somebody is seen by the next who looks, in each process', async () => {
    const bot = await aBot(['ben', 'chidi', 'dana'], { db: await open() })
    const { ctx } = bot
    const { workspace, now, newId, seal, log } = ctx
    const other = makeContext({ workspace, now, newId, seal, log, features: [], db: await beside() })
    const account = { person: BEN, name: 'Ben Badger', handle: 'ben', zone: 'Europe/Lisbon', bot: false }
    const put = (over: object): Writes =>
      ctx.directory.put([{ ...account, guest: false, deactivated: false, admin: false, ...over }])
    const chidi = (await ctx.directory.nameOf(CHIDI, '')) as string
    const changes: [string, () => Promise<unknown> | Writes][] = [
      ['free hours', () => saveCard(ctx, BEN, 'time', { freeHours: [33, 34] })],
      ['own words', () => saveCard(ctx, BEN, 'experience', { trackRecord: 'Flew falcons' })],
      ['other own words', () => saveCard(ctx, BEN, 'experience', { trackRecord: 'Kept bees' })],
      ['ratings', () => saveRatings(ctx, BEN, { 'offer:roadmapping': 2 })],
      ['a place taken', () => takePlace(ctx, BEN)],
      ['and given back', () => freePlace(ctx, BEN)],
      ['a chat', () => takeChat(ctx, BEN)],
      ['a name that somebody has', () => put({ name: chidi })],
      ['a zone', () => put({ name: chidi, zone: 'Asia/Tokyo' })],
      ['an account that is gone', () => put({ deactivated: true })],
      ['and comes back', () => put({})],
      ['a team', () => saveOrg(ctx, new Map([[BEN, { team: 'Growth', manager: null }]]))],
      ['a pause', () => pauseUntil(ctx, BEN, '2026-11-05')],
      ['and its end', () => resume(ctx, BEN)],
      ['leaving', () => leave(ctx, BEN, false)],
      ['joining again', () => joinAs(bot, 'ben', { role: 'mentor', offers: ['discovery'] })],
      ['a mentor more', () => joinAs(bot, 'finn', { role: 'both', offers: ['growth'], wants: ['pricing'] })],
      ['who is none any more', () => joinAs(bot, 'finn', { role: 'mentee', wants: ['pricing'] })],
      ['but gives chats', () => saveCard(ctx, FINN, 'chats', { givesChats: true }, ['metrics'])],
      ['nothing kept of somebody', async () => (await forgetPerson(ctx, FINN)) as Writes],
      ['who begins anew', () => joinAs(bot, 'finn', { role: 'mentor', offers: ['pricing'] })],
    ]
    let before: unknown = await plainly(ctx)
    for (const [what, change] of changes) {
      bot.sandbox.clock.advance(1000)
      const made = await change()
      if (Array.isArray(made) || (made && typeof made === 'object' && 'query' in made))
        await ctx.commit(made as Writes)
      const expected = await plainly(ctx)
      expect(expected, what).not.toEqual(before)
      before = expected
      for (const each of [ctx, other])
        expect(byId((await offering(each, ANA)).others), what).toEqual(expected)
      const words = 'kept beees'
      const found = await suggest(other, ANA, { words, limit: 9 })
      const me = (await candidates(ctx, [ANA])).get(ANA)!
      const facts = { ...(await factsFor(ctx, ANA)), chat: false }
      expect(found.ok && found.value.list, what).toEqual(rank(me, expected, facts, { words, limit: 9 }))
    }
  })
})
