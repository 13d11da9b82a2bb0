/** Conversations are opened in turn: as fast as Slack's tier says, and no faster. */
import { beforeEach, expect, it } from 'vitest'
import { afterClockSetBack } from '../../src/outbox/clock-back.ts'
import { PACED, PER_MINUTE } from '../../src/outbox/pace.ts'
import { freeLanes } from '../../src/outbox/store.ts'
import { PER_MINUTE as AS_THE_SANDBOX } from '../../src/sandbox/web/tiers.ts'
import facts from '../facts/rate-limit-tiers.json' with { type: 'json' }
import { onEveryDatabase } from '../support/databases.ts'
import { aHouse, aPerson, HOUR, type House, MINUTE, SECOND } from './support/house.ts'

const pairs = (many: number) => Array.from({ length: many }, (_, i) => `UA${i}+UB${i}`)

it.each(Object.entries(PACED))('%s has the tier that Slack names', (call, tier) => {
  expect((facts.tiers as Record<string, string>)[call]).toBe(tier)
  expect(PER_MINUTE[tier]).toBe(AS_THE_SANDBOX[tier])
})

onEveryDatabase(({ open, beside }) => {
  let house: House
  /** When each conversation was opened. */
  let openedAt: number[]
  beforeEach(async () => {
    house = await aHouse(await open())
    openedAt = []
    house.slack.openTrouble = () => void openedAt.push(house.clock.now)
  })
  const addAll = async (all: string[]) => {
    for (const to of all) await house.add(to, { to, kind: 'test.news' })
  }
  const mostInAMinute = () =>
    Math.max(...openedAt.map((from) => openedAt.filter((at) => at >= from && at < from + MINUTE).length))
  const isoIn = (ms: number) => new Date(house.clock.now + ms).toISOString()

  it('opens ten at once and then fifty a minute', async () => {
    const all = pairs(85)
    await addAll(all)
    await house.drain()
    expect(openedAt).toHaveLength(10)
    await house.runUntil(isoIn(90 * SECOND))
    expect(house.slack.texts().sort()).toEqual([...all].sort())
    expect(openedAt).toHaveLength(85)
    expect(mostInAMinute()).toBe(59)
    expect(await house.nextAt()).toBeUndefined()
  })

  it('takes turns together where several processes send', async () => {
    const all = pairs(40)
    await addAll(all)
    const [one, two] = [house.process('one'), house.process('two', await beside())]
    for (let passed = 0; passed <= 36; passed += 1.2) {
      await Promise.all([house.drain(one), house.drain(two)])
      house.later(1.2 * SECOND)
    }
    expect(house.slack.texts().sort()).toEqual([...all].sort())
    expect(mostInAMinute()).toBe(40)
    expect(openedAt.filter((at) => at === openedAt[0])).toHaveLength(10)
  })

  it('keeps each its turn over a kill, and gives turns anew that were slept through', async () => {
    const all = pairs(85)
    await addAll(all)
    await house.runUntil(isoIn(6 * SECOND))
    expect(openedAt).toHaveLength(15)
    await house.db.commit(freeLanes(house.db))
    const next = house.process('next', await beside())
    await house.drain(next)
    expect(openedAt).toHaveLength(15)

    house.later(HOUR)
    openedAt = []
    await house.drain(next)
    expect(openedAt).toHaveLength(10)
    await house.runUntil(isoIn(80 * SECOND))
    expect(house.slack.texts().sort()).toEqual([...all].sort())
    expect(mostInAMinute()).toBe(59)
  })

  it('lets whoever has just asked go first', async () => {
    await addAll(pairs(40))
    await house.drain()
    await house.add('your file', { to: 'UANA' })
    await house.drain()
    expect(house.slack.texts()).toHaveLength(11)
    expect(await house.state('your file')).toBe('sent')
    await house.runUntil(isoIn(40 * SECOND))
    expect(mostInAMinute()).toBe(41)
  })

  it('holds nobody for a day when the clock is set back by one', async () => {
    await addAll(pairs(40))
    await house.drain()
    house.later(-24 * HOUR)
    openedAt = []
    for (const to of ['UX1+UY1', 'UX2+UY2']) await house.add(to, { to, kind: 'test.news' })
    await house.drain()
    expect(openedAt).toHaveLength(2)
    // Those that waited for their turns had been due before.
    await house.db.commit(afterClockSetBack(house.ctx, house.clock.now + 24 * HOUR))
    await house.runUntil(isoIn(90 * SECOND))
    expect(openedAt).toHaveLength(32)
    expect(house.slack.texts()).toHaveLength(42)
    expect(mostInAMinute()).toBeLessThan(62)
  })

  it('waits for nothing where the conversation is known, and in no other workspace', async () => {
    await aPerson(house, 'UANA')
    await house.db.commit(house.ctx.directory.setDm('UANA', 'D-UANA'))
    await addAll(pairs(20))
    await house.drain()
    await house.add('to Ana', { kind: 'test.news' })
    const other = await house.neighbour('T2')
    await other.add('elsewhere', { to: 'UX+UY', kind: 'test.news' })
    await house.drain()
    expect(await house.state('to Ana')).toBe('sent')
    expect(other.slack.texts()).toEqual(['elsewhere'])
    expect(openedAt).toHaveLength(10)
  })
})
