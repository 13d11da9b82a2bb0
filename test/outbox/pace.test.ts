/** Conversations are opened in turn: as fast as Slack's tier says, and no faster. */
import { beforeEach, expect, it } from 'vitest'
import { afterClockSetBack } from '../../src/outbox/clock-back.ts'
import { PACED } from '../../src/outbox/pace.ts'
import { freeLanes } from '../../src/outbox/store.ts'
import { SendProblem } from '../../src/outbox/transport.ts'
import { PER_MINUTE as AS_THE_SANDBOX, SPECIAL } from '../../src/sandbox/web/tiers.ts'
import facts from '../facts/rate-limit-tiers.json' with { type: 'json' }
import { onEveryDatabase } from '../support/databases.ts'
import { aHouse, aPerson, HOUR, type House, MINUTE, SECOND } from './support/house.ts'

const pairs = (many: number) => Array.from({ length: many }, (_, i) => `UA${i}+UB${i}`)

it.each(Object.entries(PACED))('%s has the tier that Slack names, and stays within it', (call, pace) => {
  expect((facts.tiers as Record<string, string>)[call]).toMatch(new RegExp(`^${pace.tier}`))
  const allowed = pace.tier === 'Special' ? SPECIAL[call]!.perMinute : AS_THE_SANDBOX[pace.tier]
  expect(pace.perMinute).toBeLessThanOrEqual(allowed)
  expect(pace.burst).toBeLessThanOrEqual(pace.askedBurst)
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
  const addAll = (all: string[]) =>
    house.db.commit(all.map((to) => house.ctx.outbox.add('test.news', to, { to, payload: { id: to } })))
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

  /** People whose conversations are known, so that a message to them is one call. */
  const known = async (many: number) => {
    const { ctx, db } = house
    const ids = Array.from({ length: many }, (_, i) => `UP${String(i).padStart(3, '0')}`)
    const flags = { bot: false, guest: false, deactivated: false, admin: false }
    await db.commit(
      ctx.directory.put(
        ids.map((person) => ({ person, name: person, handle: person, zone: 'UTC', ...flags })),
      ),
      ids.map((person) => ctx.directory.setDm(person, `D-${person}`)),
    )
    return ids
  }
  const inOneCommit = (ids: string[], outbox = house.ctx.outbox) =>
    house.db.commit(ids.map((to) => outbox.add('test.news', `to ${to}`, { to, payload: { id: `to ${to}` } })))

  it('posts sixty messages at once in a workspace, and then three hundred a minute', async () => {
    const all = await known(100)
    await inOneCommit(all)
    await house.drain()
    const atOnce = house.slack.screen.length
    // Those who send at the same moment may overlap.
    expect(atOnce).toBeGreaterThanOrEqual(60)
    expect(atOnce).toBeLessThanOrEqual(63)
    await house.runUntil(isoIn(2 * SECOND))
    expect(house.slack.screen.length).toBeLessThanOrEqual(74)
    await house.runUntil(isoIn(8 * SECOND))
    expect(house.slack.screen).toHaveLength(100)
  })

  it('a refusal pauses the whole workspace, and no other: the next message does not hear it too', async () => {
    const all = await known(40)
    await inOneCommit(all)
    const other = await house.neighbour('T2')
    await other.add('elsewhere', { to: 'UX+UY' })
    let refused = 0
    house.slack.trouble = (_, __, posted) => {
      if (posted) return
      refused++
      throw new SendProblem('limited', 'ratelimited', 30 * SECOND)
    }
    await house.drain()
    // As many as were on their way at the same moment.
    expect(refused).toBeLessThanOrEqual(4)
    expect(other.slack.texts()).toEqual(['elsewhere'])
    expect(await house.nextAt()).toBeGreaterThanOrEqual(house.clock.now + 30 * SECOND)
    await house.runUntil(isoIn(29 * SECOND))
    expect(refused).toBeLessThanOrEqual(4)
    house.slack.trouble = () => {}
    await house.runUntil(isoIn(MINUTE))
    expect(house.slack.screen).toHaveLength(40)
  })

  it('a conversation that Slack does not let us open pauses the opening of others, and no message', async () => {
    const [ana] = (await known(1)) as [string]
    let refused = 0
    house.slack.openTrouble = () => {
      refused++
      const problem = new SendProblem('limited', 'ratelimited', 30 * SECOND)
      problem.call = 'conversations.open'
      throw problem
    }
    await addAll(pairs(20))
    await house.drain()
    await inOneCommit([ana])
    await house.runUntil(isoIn(29 * SECOND))
    expect(house.slack.texts()).toEqual([`to ${ana}`])
    expect(refused).toBeLessThanOrEqual(4)
    house.slack.openTrouble = () => {}
    await house.runUntil(isoIn(MINUTE))
    expect(house.slack.screen).toHaveLength(21)
  })

  it('what somebody has just asked for goes before all that came up by itself', async () => {
    const all = await known(200)
    const [last] = all.splice(-1) as [string]
    await inOneCommit(all)
    await house.drain()
    expect(house.slack.screen.length).toBeLessThan(199)
    await inOneCommit([last], house.asked)
    await house.drain()
    expect(house.slack.texts().at(-1)).toBe(`to ${last}`)
  })

  it('edits go in turn, hold up no new message, and are at once for who has just clicked', async () => {
    const all = await known(30)
    await inOneCommit(all)
    await house.drain()
    house.later(MINUTE)
    const edits = () => house.slack.screen.filter((message) => message.edits > 0).length
    await house.db.commit(
      all.map((to) => house.ctx.outbox.refresh(`to ${to}`, to)),
      all.map((to) =>
        house.ctx.outbox.add('test.news', `next to ${to}`, { to, payload: { id: `next to ${to}` } }),
      ),
    )
    await house.runUntil(isoIn(2 * SECOND))
    expect(house.slack.screen).toHaveLength(60)
    expect(edits()).toBeLessThanOrEqual(15)

    const waiting = house.slack.screen.find(
      (message) => message.edits === 0 && message.text.startsWith('to '),
    )!
    await house.db.commit(house.asked.refresh(waiting.text, waiting.channel.slice(2)))
    await house.runUntil(isoIn(SECOND))
    expect(waiting.edits).toBe(1)
    await house.runUntil(isoIn(MINUTE))
    expect(edits()).toBe(30)
    expect(house.slack.screen).toHaveLength(60)
  })
})
