/** Nobody excluded is ever matched, by whichever path, also if it changes between asking and accepting (row B4). */
import { expect, it } from 'vitest'
import { startWaiting } from '../../../src/features/matching/find/service.ts'
import {
  acceptRequest,
  askMentor,
  declineRequest,
  draftRequest,
} from '../../../src/features/matching/requests/service.ts'
import { activeMentorships, endAlone } from '../../../src/features/pairs/mentorship/service.ts'
import { becomeCoordinator } from '../../../src/features/people/coordinators/service.ts'
import { leave, pauseUntil, saveCard, saveOrg } from '../../../src/features/people/members/service.ts'
import type { TestBot } from '../../support/bot.ts'
import { pair } from '../../support/pairing.ts'
import { setDoNotPair } from '../../support/privacy.ts'
import { forbidTeams, inOneTeam } from '../admin/team.ts'
import { ANA, aBot, ask, DAY, dms, fill, joinAs, modal, SECRET, whisper } from './people.ts'

/** Ben is found, Dana was asked for a mentorship, Grace too and would rather chat, Jonas was asked for a chat. */
const BARRED = ['ben', 'dana', 'grace', 'jonas'] as const
type Bar = (bot: TestBot, mentor: string) => Promise<unknown>

const org = (bot: TestBot, person: string, manager: string) =>
  saveOrg(bot.ctx, new Map([[person, { team: null, manager }]]))

interface Case {
  bar: Bar
  /** What may be done all the same, by design. */
  may?: ('accept' | 'answer' | 'chat')[]
  /** Shown apart, with what two can do all the same. */
  apart?: boolean
}

const id = (bot: TestBot, person: string) => bot.as(person).id
const cases: Record<string, Case> = {
  'a guest': { bar: (bot, m) => bot.sandbox.admin.updatePerson(m, { isGuest: true }) },
  deactivated: { bar: (bot, m) => bot.sandbox.admin.deactivate(m) },
  'gone from Cairn': { bar: (bot, m) => leave(bot.ctx, id(bot, m), false) },
  'no mentor any more': { bar: (bot, m) => joinAs(bot, m, { role: 'mentee', wants: ['roadmapping'] }) },
  paired: { bar: (bot, m) => pair(bot, 'ana', m) },
  'a mentor once': { bar: async (bot, m) => endAlone(bot.ctx, ANA, await pair(bot, 'ana', m)) },
  paused: { bar: (bot, m) => pauseUntil(bot.ctx, id(bot, m), '2026-11-02') },
  // A chat takes no place.
  full: { bar: fill, may: ['answer', 'chat'] },
  'not to be paired, as the mentor said': { bar: (bot, m) => setDoNotPair(bot.ctx, id(bot, m), [ANA]) },
  'not to be paired, as the mentee said': {
    bar: (bot) =>
      setDoNotPair(
        bot.ctx,
        ANA,
        BARRED.map((m) => id(bot, m)),
      ),
  },
  'two steps down the line': {
    bar: async (bot, m) => {
      await org(bot, id(bot, m), id(bot, 'kaia'))
      await org(bot, id(bot, 'kaia'), ANA)
    },
  },
  'in the same team, where the programme forbids it': {
    bar: async (bot, m) => {
      await inOneTeam(bot, 'ana', m)
      await becomeCoordinator(bot.ctx, id(bot, 'dana'))
      await forbidTeams(bot, 'dana')
    },
  },
  'too far away': {
    bar: (bot, m) => saveCard(bot.ctx, id(bot, m), 'place', { zone: 'Pacific/Auckland' }),
    may: ['answer', 'chat'],
    apart: true,
  },
  'without a language in common': {
    bar: (bot, m) => saveCard(bot.ctx, id(bot, m), 'place', { languages: ['Finnish'] }),
  },
}

/** All that is offered to Ana at this moment, wherever. */
async function offered(bot: TestBot) {
  const ana = bot.as('ana')
  const seen: Record<string, string> = {}
  for (const [path, command] of [
    ['find', '/mentor find'],
    ['words', '/mentor find roadmaping'],
    ['browse', '/mentor browse roadmapping'],
  ] as const) {
    await ana.command(command)
    seen[path] = modal(bot, 'ana')
  }
  await ana.command('/mentor find')
  await ana.click('modal', 'Show who could give one 30-minute chat')
  seen.chats = modal(bot, 'ana')
  return seen
}

async function set() {
  const bot = await aBot([])
  for (const each of BARRED) await joinAs(bot, each, { role: 'mentor', offers: ['roadmapping'] })
  for (const each of ['chidi', 'elif']) await joinAs(bot, each, { role: 'mentor', offers: ['storytelling'] })
  const requests = {
    dana: await ask(bot, 'ana', 'dana'),
    grace: await ask(bot, 'ana', 'grace'),
    chidi: await ask(bot, 'ana', 'chidi'),
  }
  await askMentor(bot.ctx, ANA, id(bot, 'jonas'), { ...SECRET }, { kind: 'chat' })
  await bot.settle()
  const { requests: table } = bot.db.tables
  const chat = (await bot.db.q.select().from(table)).find((r) => r.mentor === id(bot, 'jonas'))!.id
  return { bot, requests, chat }
}

it.each([
  ['somebody whom nothing forbids', () => undefined],
  [
    'somebody of the same team, unless the programme forbids it',
    (bot: TestBot) => inOneTeam(bot, 'ana', ...BARRED),
  ],
])('offers and accepts %s, by each of the paths', async (_, before) => {
  const { bot, requests, chat } = await set()
  await before(bot)
  for (const [path, text] of Object.entries(await offered(bot))) expect(text, path).toContain('Ben Badger')
  expect(await acceptRequest(bot.ctx, id(bot, 'jonas'), chat)).toMatchObject({ ok: true })
  expect(await acceptRequest(bot.ctx, id(bot, 'grace'), requests.grace, 'chat')).toMatchObject({ ok: true })
  expect(await acceptRequest(bot.ctx, id(bot, 'dana'), requests.dana)).toMatchObject({ ok: true })
})

it.each(Object.entries(cases))('%s: neither offered nor accepted', async (_, { bar, may = [], apart }) => {
  const { bot, requests, chat } = await set()
  const ana = bot.as('ana')
  // The form is open while it changes.
  await ana.command('/mentor find')
  await ana.click('modal', 'Ask Ben Badger to be your mentor')
  for (const each of BARRED) await bar(bot, each)
  await bot.bot.idle()
  const before = await activeMentorships(bot.ctx, ANA)
  await ana.submit({ goal: 'Lead discovery alone' })
  expect(modal(bot, 'ana') + whisper(bot, 'ana')).not.toMatch(/on its way|has your request/)
  if (!may.includes('chat'))
    expect(await draftRequest(bot.ctx, ANA, id(bot, 'ben'), { kind: 'chat' })).toMatchObject({ ok: false })

  const said = {
    accept: await acceptRequest(bot.ctx, id(bot, 'dana'), requests.dana),
    answer: await acceptRequest(bot.ctx, id(bot, 'grace'), requests.grace, 'chat'),
    chat: await acceptRequest(bot.ctx, id(bot, 'jonas'), chat),
  }
  for (const [path, outcome] of Object.entries(said)) {
    expect(outcome.ok, path).toBe(may.includes(path as 'chat'))
    if (!outcome.ok) expect(outcome.reason, path).not.toMatch(/pair with|list/i)
  }
  expect(await activeMentorships(bot.ctx, ANA)).toHaveLength(before.length + may.length)

  const seen = await offered(bot)
  for (const path of ['find', 'words', 'chats'] as const)
    expect(seen[path], path).toEqual(
      apart
        ? expect.stringMatching(/Ben Badger offers .*; your working hours do not meet/)
        : path === 'chats' && may.includes('chat')
          ? expect.stringContaining('Ben Badger')
          : expect.not.stringContaining('Ben Badger'),
    )
  expect(seen.browse).not.toContain('[Ask]')

  // After a no, and to whoever waits, only others are suggested.
  await startWaiting(bot.ctx, ANA)
  await declineRequest(bot.ctx, id(bot, 'chidi'), requests.chidi)
  await bot.advance(3 * DAY)
  const messages = dms(bot, 'ana').filter((text) => /Who fits next|Somebody fits now/.test(text))
  for (const text of messages) expect(text).not.toContain('Ben Badger')
  if (before.length === 0) expect(messages.join()).toContain('Elif')
})

it('nothing begins while the mentee is away: the request rests, and is open again after that', async () => {
  const { bot, requests } = await set()
  await pauseUntil(bot.ctx, ANA, '2026-11-02')
  for (const kind of ['mentorship', 'chat'] as const)
    expect(await acceptRequest(bot.ctx, id(bot, 'dana'), requests.dana, kind)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/taking a break until .* The request waits/),
    })
  await bot.until(Date.parse('2026-11-02T12:00:00Z'))
  expect(await acceptRequest(bot.ctx, id(bot, 'dana'), requests.dana)).toMatchObject({ ok: true })
})

it('does not offer whom a suggestion was not for; what was asked before stands', async () => {
  const { bot, requests } = await set()
  await bot.as('ana').command('/mentor find')
  await bot.as('ana').click('modal', 'Do not suggest Ben Badger again')
  const seen = await offered(bot)
  expect(seen.find).not.toContain('Ben Badger ·')
  expect(seen.words).not.toContain('Ben Badger ·')
  expect(await acceptRequest(bot.ctx, id(bot, 'dana'), requests.dana)).toMatchObject({ ok: true })
})
