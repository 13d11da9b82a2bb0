/** Who is here, as Slack tells it: by events, by the daily reading, or when somebody acts. */

import type { WebClient } from '@slack/web-api'
import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { DAY_MS } from '../../src/core/calendar.ts'
import { anyRows, exactRows, toStatements } from '../../src/db/commit.ts'
import type { Db } from '../../src/db/db.ts'
import { openDatabase } from '../../src/db/open.ts'
import { peopleFor } from '../../src/demo/people.ts'
import type { Feature } from '../../src/slack/kernel/feature.ts'
import { identify } from '../../src/slack/platform/authorise.ts'
import { personFrom } from '../../src/slack/platform/sync.ts'
import { aPair, mentorshipOf, modalOf } from '../features/mentorship/pairs.ts'
import { startTestBot } from '../support/bot.ts'

/** A feature whose part in somebody's departure loses its race so many times. */
function losing(times: number): { feature: Feature; tries: string[] } {
  const tries: string[] = []
  const feature: Feature = {
    name: 'losing',
    follows: {
      async gone(ctx, person) {
        // Those who were gone before anybody looked are of no interest.
        if (person !== 'U0BEN00002') return undefined
        tries.push(person)
        const { people } = ctx.db.tables
        const nobody = ctx.db.q
          .update(people)
          .set({ name: 'x' })
          .where(and(eq(people.workspace, ctx.workspace), eq(people.person, 'nobody')))
        return tries.length <= times ? exactRows(1, nobody, 'moved') : undefined
      },
    },
  }
  return { feature, tries }
}

it('takes in a departure that collides with another change, once more from the start', async () => {
  const { feature, tries } = losing(1)
  const bot = await startTestBot({ features: [feature] })
  await bot.sandbox.admin.deactivate('ben')
  await bot.bot.idle()
  expect(await bot.ctx.directory.person('U0BEN00002')).toMatchObject({ deactivated: true })
  expect(tries).toHaveLength(2)
})

it('leaves nobody half gone when it cannot be taken in, and comes back to it by itself', async () => {
  const { feature, tries } = losing(3)
  const bot = await startTestBot({ features: [feature] })
  await bot.sandbox.admin.deactivate('ben')
  await bot.bot.idle()
  expect(await bot.ctx.directory.person('U0BEN00002')).toMatchObject({ deactivated: false })
  expect(tries).toHaveLength(3)
  await bot.advance(DAY_MS)
  expect(await bot.ctx.directory.person('U0BEN00002')).toMatchObject({ deactivated: true })
})

it('reads a large workspace page by page: no commit is longer than a page', async () => {
  const db = await openDatabase(':memory:')
  await db.migrate()
  const sizes: number[] = []
  const measured: Db = {
    ...db,
    commitLazily(...writes) {
      sizes.push(toStatements(writes).length)
      return db.commitLazily(...writes)
    },
  }
  const bot = await startTestBot({ db: measured, sandbox: { people: peopleFor(650) } })
  const everybody = bot.sandbox.people.map(({ id }) => id)
  expect((await bot.ctx.directory.people(everybody)).size).toBe(everybody.length)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(210)
})

it('follows names, zones and newcomers', async () => {
  const bot = await startTestBot()
  await bot.sandbox.admin.updatePerson('ben', { displayName: 'Benedict', tz: 'Asia/Tokyo' })
  await bot.sandbox.admin.addPerson({
    id: 'U0NEW00099',
    name: 'Nina',
    realName: 'Nina Newt',
    tz: 'Africa/Lagos',
  })
  await bot.bot.idle()
  expect(await bot.ctx.directory.person('U0BEN00002')).toMatchObject({
    name: 'Benedict',
    zone: 'Asia/Tokyo',
  })
  expect(await bot.ctx.directory.byHandle('NINA')).toMatchObject({ name: 'Nina Newt', zone: 'Africa/Lagos' })
})

it('on Enterprise Grid keeps the mentorship of a colleague whose first workspace is another one', async () => {
  const { bot, id } = await aPair()
  await bot.sandbox.admin.updatePerson('ben', { teamId: 'T0ELSEWHERE', teams: ['T0ELSEWHERE', 'T0SANDBOX1'] })
  await bot.advance(DAY_MS)
  expect(await mentorshipOf(bot, id)).toMatchObject({ status: 'active' })
  // Slack names the form's team by his hand; the view tells where Cairn is.
  await bot.as('ben').command('/mentor join')
  await bot.as('ben').submit({ 'My goal, in a sentence': 'Lead discovery' })
  expect(modalOf(bot, 'ben')).toContain('Saved')
  const sent = bot.sandbox.traffic.envelopes.map(({ payload }) => payload as { type?: string; team?: object })
  expect(sent.findLast(({ type }) => type === 'view_submission')!.team).toMatchObject({ id: 'T0ELSEWHERE' })
  // An event for several workspaces of the organisation may come under the name of another.
  const away = { user: { id: bot.as('ben').id, name: 'ben', real_name: 'Ben Badger', deleted: true } }
  await bot.sandbox.deliver.raw(
    {
      type: 'event_callback',
      team_id: 'T0ELSEWHERE',
      event_id: 'Ev1',
      authorizations: [{ team_id: 'T0SANDBOX1' }],
      event: { type: 'user_change', ...away },
    },
    { type: 'events_api' },
  )
  await bot.bot.idle()
  expect(await bot.ctx.directory.person(bot.as('ben').id)).toMatchObject({ deactivated: true })
})

it('says how to go on where the token is for a whole organisation', async () => {
  const answer = { ok: true, team_id: 'E1', is_enterprise_install: true }
  const client = { auth: { test: async () => answer } } as unknown as WebClient
  await expect(identify(client, 'https://slack.test/api/')).rejects.toThrow(
    /Install the app to the one workspace/,
  )
})

it('once a day forgets what was sent more than a year ago', async () => {
  const bot = await startTestBot()
  const { deliveries } = bot.db.tables
  const sent = (id: string, dueAt: number) => {
    const row = { id, kind: 'wins.shout', dedupeKey: id, destination: '#wins', payload: {}, state: 'sent' }
    return anyRows(bot.db.q.insert(deliveries).values({ ...row, workspace: bot.ctx.workspace, dueAt }))
  }
  await bot.db.commit(sent('old', bot.ctx.now() - 400 * DAY_MS), sent('young', bot.ctx.now() - 300 * DAY_MS))
  await bot.advance(DAY_MS)
  expect((await bot.db.q.select().from(deliveries)).map((row) => row.id)).toEqual(['young'])
})

it.each([
  ['an id alone', { id: 'U1' }, undefined],
  ['a zone that is none', { id: 'U1', name: 'ana', tz: 'Nowhere/Land' }, { zone: 'UTC' }],
  ['a name', { id: 'U1', name: 'Ana' }, { name: 'Ana', handle: 'ana' }],
  [
    'empty names',
    { id: 'U1', name: 'ana', profile: { display_name: '', real_name: 'Ana A' } },
    { name: 'Ana A' },
  ],
  [
    'names that turn the line',
    { id: 'U1', name: 'ana', profile: { display_name: '\u202eAna\u2066\r\n Lima\u00a0' } },
    { name: 'Ana Lima' },
  ],
  [
    'names that nobody can see',
    { id: 'U1', name: 'ana', profile: { display_name: '\u3164', real_name: '\u200b\u202e \u2800' } },
    { name: 'ana' },
  ],
  [
    'a name in parts',
    { id: 'U1', name: 'jose\u0301', real_name: 'Jose\u0301' },
    { name: 'José', handle: 'josé' },
  ],
  ['Slackbot, which says it is none', { id: 'USLACKBOT', name: 'slackbot', is_bot: false }, { bot: true }],
  ['a workflow', { id: 'U1', name: 'ana', is_workflow_bot: true }, { bot: true }],
  ['a guest of one channel', { id: 'U1', name: 'ana', is_ultra_restricted: true }, { guest: true }],
  ['somebody of another workspace', { id: 'U1', name: 'ana', team_id: 'T2' }, { guest: true }],
  [
    'a colleague of the organisation whose first workspace is another one',
    { id: 'U1', name: 'ana', team_id: 'T2', enterprise_user: { teams: ['T2', 'T1'] } },
    { guest: false },
  ],
  [
    'a colleague of the organisation who is not in this workspace',
    { id: 'U1', name: 'ana', team_id: 'T2', enterprise_user: { teams: ['T2', 'T3'] } },
    { guest: true },
  ],
  [
    'a guest of the organisation',
    { id: 'U1', name: 'ana', team_id: 'T2', is_restricted: true, enterprise_user: { teams: ['T2', 'T1'] } },
    { guest: true },
  ],
  ['an owner', { id: 'U1', name: 'ana', is_owner: true }, { admin: true }],
  ['nobody', {}, undefined],
])('makes of %s what it can', (_, account, person) => {
  const made = personFrom(account, 'T1')
  if (person) expect(made).toMatchObject(person)
  else expect(made).toBeUndefined()
})
