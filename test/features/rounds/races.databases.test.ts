/** Races about rounds, lost in the database: what is published is published once, and nobody excluded is ever matched. */
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { acceptRequest } from '../../../src/features/matching/requests/service.ts'
import {
  acceptAsked,
  beginRound,
  declineAsked,
  editRound,
  listRounds,
  openRound,
  publishRound,
  takeBackAsked,
} from '../../../src/features/matching/rounds/service.ts'
import { activeMentorships } from '../../../src/features/pairs/mentorship/service.ts'
import { findTeam, saveTeam } from '../../../src/features/people/coordinators/service.ts'
import { findMember, leave, pauseUntil, saveOrg } from '../../../src/features/people/members/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { onEveryDatabase } from '../../support/databases.ts'
import { setDoNotPair } from '../../support/privacy.ts'
import { forbidTeams, inOneTeam } from '../admin/team.ts'
import { ask } from '../requests/people.ts'
import { aRound } from './people.ts'

const CHOICES = { equity: 'any' as const, only: [], without: [], excludeSameTeam: false }

const under = (bot: TestBot, person: string, manager: string) =>
  saveOrg(bot.ctx, new Map([[person, { team: null, manager }]]))

onEveryDatabase(({ open }) => {
  const drafted = async () => {
    const bot = await aRound({ mentors: ['ben'], mentees: ['ana'] }, { db: await open() })
    const dana = bot.as('dana').id
    const made = await beginRound(bot.ctx, dana, CHOICES)
    if (!made.ok) throw new Error(made.reason)
    return { bot, dana, round: made.value.round.id, ana: bot.as('ana').id, ben: bot.as('ben').id }
  }
  const rows = async (bot: TestBot) => {
    const { mentorships } = bot.db.tables
    return bot.db.q.select().from(mentorships).where(eq(mentorships.workspace, bot.ctx.workspace))
  }

  it('is published once, however often the button is pressed', async () => {
    const { bot, dana, round } = await drafted()
    const all = await Promise.all([1, 2, 3].map(() => publishRound(bot.ctx, dana, round)))
    expect(all.filter((each) => each.ok)).toHaveLength(1)
    expect(all.find((each) => !each.ok)).toMatchObject({ reason: expect.stringContaining('has published') })
    await bot.settle()
    expect(await rows(bot)).toHaveLength(1)
    expect(bot.as('ana').groups()).toHaveLength(1)
  })

  it('is drafted once by two at once, and changed by one after the other', async () => {
    const bot = await aRound({ mentors: ['ben', 'chidi'], mentees: ['ana', 'jonas'] }, { db: await open() })
    const dana = bot.as('dana').id
    await Promise.all([beginRound(bot.ctx, dana, CHOICES), beginRound(bot.ctx, dana, CHOICES)])
    const all = await listRounds(bot.ctx)
    expect(all).toHaveLength(1)
    const id = all[0]!.id
    const opened = await openRound(bot.ctx, dana, id)
    const pairs = opened.ok ? opened.value.pairs : []
    await Promise.all(
      pairs.map(({ mentee, mentor }) =>
        editRound(bot.ctx, dana, id, { do: 'lock', mentee, mentor: mentor! }),
      ),
    )
    const after = await openRound(bot.ctx, dana, id)
    expect(after.ok && after.value.pairs.map((pair) => pair.locked)).toEqual([true, true])
  })

  it.each<[string, (bot: TestBot, ana: string, ben: string) => Promise<unknown>]>([
    ['a do-not-pair is set', (bot, ana, ben) => setDoNotPair(bot.ctx, ben, [ana])],
    ['the mentee leaves', (bot, ana) => leave(bot.ctx, ana, false)],
    ['the mentor leaves', (bot, _, ben) => leave(bot.ctx, ben, false)],
    ['one becomes the manager of the other', (bot, ana, ben) => under(bot, ben, ana)],
    ['the programme matches nobody within their own team', (bot) => forbidTeams(bot, 'dana')],
    ['the mentor pauses', (bot, _, ben) => pauseUntil(bot.ctx, ben, '2026-11-02')],
  ])('is published, or not, whole when at the same moment %s', async (_, meanwhile) => {
    const { bot, dana, round, ana, ben } = await drafted()
    await inOneTeam(bot, 'ana', 'ben')
    // As many chances to meet in the middle as there are steps.
    const [, outcome] = await Promise.all([meanwhile(bot, ana, ben), publishRound(bot.ctx, dana, round)])
    const pairs = (await rows(bot)).filter((m) => m.status === 'active')
    const [round_] = await listRounds(bot.ctx)
    if (outcome.ok && outcome.value.published) expect(round_!.status).toBe('published')
    else {
      expect(round_!.status).toBe('draft')
      expect(pairs).toEqual([])
    }
    expect((await findMember(bot.ctx, ben))!.taken).toBe(pairs.length)
  })

  it.each<[string, (bot: TestBot, ana: string, ben: string) => Promise<unknown>]>([
    ['a do-not-pair', (bot, ana, ben) => setDoNotPair(bot.ctx, ben, [ana])],
    ['a goodbye', (bot, ana) => leave(bot.ctx, ana, false)],
    ['a manager', (bot, ana, ben) => under(bot, ana, ben)],
  ])('matches nobody after %s', async (_, before) => {
    const { bot, dana, round, ana, ben } = await drafted()
    await before(bot, ana, ben)
    expect(await publishRound(bot.ctx, dana, round)).toMatchObject({
      reason: expect.stringContaining('None of these pairs holds any more'),
    })
    expect(await rows(bot)).toEqual([])
  })

  it('gives a mentee one mentor, though a request is accepted at the same moment', async () => {
    const bot = await aRound({ mentors: ['ben', 'chidi'], mentees: ['ana'] }, { db: await open() })
    const [dana, ana] = [bot.as('dana').id, bot.as('ana').id]
    const made = await beginRound(bot.ctx, dana, CHOICES)
    const found = made.ok ? made.value.pairs[0]!.mentor : ''
    const other = found === bot.as('ben').id ? 'chidi' : 'ben'
    const request = await ask(bot, 'ana', other)
    await Promise.all([
      acceptRequest(bot.ctx, bot.as(other).id, request),
      publishRound(bot.ctx, dana, made.ok ? made.value.round.id : '', { without: true }),
    ])
    expect(await activeMentorships(bot.ctx, ana)).toHaveLength(1)
  })

  it.each<[string, (bot: TestBot, round: string) => Promise<unknown>]>([
    ['answers twice', (bot, round) => acceptAsked(bot.ctx, bot.as('ben').id, round, bot.as('ana').id)],
    [
      'says the other as well',
      (bot, round) => declineAsked(bot.ctx, bot.as('ben').id, round, bot.as('ana').id),
    ],
    ['leaves', (bot) => leave(bot.ctx, bot.as('ben').id, false)],
    ['bars the mentee', (bot) => setDoNotPair(bot.ctx, bot.as('ben').id, [bot.as('ana').id])],
    ['is not waited for', (bot, round) => takeBackAsked(bot.ctx, bot.as('dana').id, round, bot.as('ana').id)],
  ])('settles a pair once when the mentor who is asked %s', async (_, meanwhile) => {
    const { bot, dana, round, ana, ben } = await drafted()
    const { version, ...team } = await findTeam(bot.ctx)
    await saveTeam(bot.ctx, dana, { ...team, asksMentors: true }, version)
    await publishRound(bot.ctx, dana, round)
    const [, said] = await Promise.all([meanwhile(bot, round), acceptAsked(bot.ctx, ben, round, ana)])
    await bot.settle()
    const { roundPairs } = bot.db.tables
    const [pair] = await bot.db.q.select().from(roundPairs).where(eq(roundPairs.round, round))
    const all = await rows(bot)
    expect(all.length).toBe(pair!.status === 'introduced' ? 1 : 0)
    if (said.ok && said.value.began) expect(all).toHaveLength(1)
    const active = all.filter(({ status }) => status === 'active')
    expect((await findMember(bot.ctx, ben))!.taken).toBe(active.length)
    expect(['asked', 'silent']).not.toContain(pair!.status)
  })
})
