/** Who is here, as Slack tells it: by events, by the daily reading, or when somebody acts. */

import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { DAY_MS } from '../../src/core/calendar.ts'
import { compile, exactly } from '../../src/db/commit.ts'
import { type Db, openDatabase } from '../../src/db/open.ts'
import { peopleFor } from '../../src/demo/people.ts'
import type { Feature } from '../../src/slack/feature.ts'
import { personFrom } from '../../src/slack/sync.ts'
import { startTestBot } from '../support/bot.ts'

/** A feature whose part in somebody's departure loses its race so many times. */
function losing(times: number): { feature: Feature; tries: string[] } {
  const tries: string[] = []
  const feature: Feature = {
    name: 'losing',
    async onGone(ctx, person) {
      // Those who were gone before anybody looked are of no interest.
      if (person !== 'U0BEN00002') return undefined
      tries.push(person)
      const { people } = ctx.db.tables
      const nobody = ctx.db.q
        .update(people)
        .set({ name: 'x' })
        .where(and(eq(people.workspace, ctx.workspace), eq(people.person, 'nobody')))
      return tries.length <= times ? exactly(1, nobody, 'moved') : undefined
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
      sizes.push(compile(writes).length)
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

it.each([
  [
    'an id alone',
    { id: 'U1' },
    { name: 'U1', handle: 'u1', zone: 'UTC', bot: false, guest: false, admin: false },
  ],
  ['a zone that is none', { id: 'U1', tz: 'Nowhere/Land' }, { zone: 'UTC' }],
  ['a name', { id: 'U1', name: 'Ana' }, { name: 'Ana', handle: 'ana' }],
  [
    'empty names',
    { id: 'U1', name: 'ana', profile: { display_name: '', real_name: 'Ana A' } },
    { name: 'Ana A' },
  ],
  ['Slackbot, which says it is none', { id: 'USLACKBOT', is_bot: false }, { bot: true }],
  ['a workflow', { id: 'U1', is_workflow_bot: true }, { bot: true }],
  ['a guest of one channel', { id: 'U1', is_ultra_restricted: true }, { guest: true }],
  ['somebody of another workspace', { id: 'U1', team_id: 'T2' }, { guest: true }],
  ['an owner', { id: 'U1', is_owner: true }, { admin: true }],
  ['nobody', {}, undefined],
])('makes of %s what it can', (_, account, person) => {
  const made = personFrom(account, 'T1')
  if (person) expect(made).toMatchObject(person)
  else expect(made).toBeUndefined()
})
