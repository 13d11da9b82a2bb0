/** What was sent is forgotten by a rule: what edits and dedupe need is kept. */
import { eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { DAY_MS } from '../../src/core/calendar.ts'
import { anyRows } from '../../src/db/commit.ts'
import { countAnyway, countedIn } from '../../src/db/counters.ts'
import { features } from '../../src/features/index.ts'
import { forgetSettled } from '../../src/outbox/forget.ts'
import type { DeliveryKind } from '../../src/outbox/kinds.ts'
import { mergeEntries } from '../../src/slack/kernel/kernel.ts'
import { onEveryDatabase } from '../support/databases.ts'
import { aHouse, type House, START, T } from './support/house.ts'

onEveryDatabase(({ open }) => {
  let house: House
  const kinds = () =>
    new Map<string, DeliveryKind>([
      ...house.deps.kinds,
      ['test.week', { ...house.deps.kinds.get('test.reply')!, kept: 'briefly' }],
      ['test.life', { ...house.deps.kinds.get('test.reply')!, kept: 'for ever' }],
    ])
  const forget = () => forgetSettled(house.ctx, kinds())
  const kept = async (workspace = T) => {
    const { deliveries } = house.db.tables
    const rows = await house.db.q.select().from(deliveries).where(eq(deliveries.workspace, workspace))
    return rows.map((row) => row.dedupeKey).sort()
  }
  const inState = (state: string, key: string, workspace = T, kind = 'test.reply') => {
    const { deliveries } = house.db.tables
    const row = {
      id: `${workspace} ${key}`,
      workspace,
      kind,
      dedupeKey: key,
      destination: 'UANA',
      payload: {},
    }
    return anyRows(house.db.q.insert(deliveries).values({ ...row, state, dueAt: START }))
  }
  const days = (many: number) => {
    house.clock.now = START + many * DAY_MS
  }
  beforeEach(async () => {
    house = await aHouse(await open())
  })

  it('by kind: after two months, after a year and a month, or never', async () => {
    const { db } = house
    await db.commit(
      inState('sent', 'reply'),
      inState('sent', 'week', T, 'test.week'),
      inState('dropped', 'week dropped', T, 'test.week'),
      inState('sent', 'life', T, 'test.life'),
      inState('sent', 'of a feature that is no more', T, 'gone.kind'),
    )
    days(60)
    await forget()
    expect(await kept()).toHaveLength(5)
    days(61)
    await forget()
    expect(await kept()).toEqual(['life', 'of a feature that is no more', 'reply'])
    days(401)
    await forget()
    expect(await kept()).toEqual(['life'])
  })

  it('never what waits, is on its way or is parked, and nothing of another workspace', async () => {
    const { db } = house
    const all = ['pending', 'sending', 'parked', 'sent', 'dropped', 'withheld']
    await db.commit(
      all.map((state) => inState(state, state)),
      inState('sent', 'elsewhere', 'T2'),
    )
    days(9999)
    await forget()
    expect(await kept()).toEqual(['parked', 'pending', 'sending'])
    expect(await kept('T2')).toEqual(['elsewhere'])
  })

  it('counts from when it was brought up to date last, and is sent once as long as it is remembered', async () => {
    const { db, ctx, add, drain, slack, words } = house
    await add('hello')
    await drain()
    days(390)
    words.set('hello', 'hello again')
    await db.commit(ctx.outbox.refresh('hello', 'UANA'))
    await drain()
    days(700)
    await forget()
    await add('hello')
    await drain()
    expect(slack.texts()).toEqual(['hello again'])
    expect(await kept()).toEqual(['hello'])
  })

  it('goes through thousands, some hundred at a time', async () => {
    const { db } = house
    await db.commit(Array.from({ length: 1200 }, (_, i) => inState('sent', `old ${i}`)))
    days(401)
    const sizes: number[] = []
    const commit = db.commit
    house.ctx.db.commit = async (...writes) => {
      sizes.push(writes.length)
      return commit(...writes)
    }
    await forget()
    expect(await kept()).toEqual([])
    expect(sizes).toHaveLength(3)
  })

  it('takes along how many nudges somebody had in weeks that are over', async () => {
    const { db, ctx } = house
    for (const key of ['nudges:UANA:2026-01-26', 'nudges:UANA:2026-03-02', 'other:UANA:2020-01-06'])
      await db.commit(countAnyway(ctx, key))
    await forget()
    expect([...(await countedIn(ctx, 'nudges')).keys()]).toEqual(['UANA:2026-03-02'])
    expect((await countedIn(ctx, 'other')).size).toBe(1)
  })
})

it('what comes once in somebody’s time here is never forgotten', () => {
  const all = mergeEntries<DeliveryKind>(features, (feature) => feature.deliveries)
  expect([...all].filter(([, kind]) => kind.kept === 'for ever').map(([name]) => name)).toEqual([
    'closing.invite',
  ])
})
