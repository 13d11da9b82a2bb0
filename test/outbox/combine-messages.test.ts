/** One message of all that are due to a reader: the mentees of a mentor, the requests that wait (rule 6). */
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { countedIn } from '../../src/db/counters.ts'
import { openDatabase } from '../../src/db/open.ts'
import { SendProblem } from '../../src/outbox/transport.ts'
import { onEveryDatabase } from '../support/databases.ts'
import { lengthOf } from '../support/lengths.ts'
import { aHouse, aPerson, HOUR, type House, SECOND, START } from './support/house.ts'

const { runs } = lengthOf('test/outbox/combine-messages.test.ts')

const iso = (at: number | null) => at && new Date(at).toISOString().slice(0, 16)

onEveryDatabase(({ open, beside }) => {
  let house: House
  beforeEach(async () => {
    house = await aHouse(await open())
    await aPerson(house, 'UANA', { member: {} })
  })
  const pairs = (key: string, more = {}) => house.add(key, { kind: 'test.pairs', ...more })
  const weekly = (key: string, more = {}) => house.add(key, { kind: 'test.weekly', ...more })
  const sentAt = async (key: string) => iso((await house.find(key)).sentAt)
  const used = async () => [...(await countedIn(house.ctx, 'nudges')).values()]
  const settle = async (times = 4) => {
    for (let i = 0; i < times; i++) {
      await house.drain()
      house.later(SECOND)
    }
  }

  it('is sent once, in the order in which they came up, and counted once', async () => {
    for (const key of ['ben', 'chidi', 'dana']) await pairs(key)
    await pairs('elif', { to: 'UFINN' })
    await settle()
    expect(house.slack.texts('D-UANA')).toEqual(['ben + chidi + dana'])
    expect(house.slack.texts('D-UFINN')).toEqual(['elif'])
    expect(await used()).toEqual([1, 1])
    const [ben, chidi] = [await house.find('ben'), await house.find('chidi')]
    expect([ben.state, ben.ts]).toEqual(['sent', chidi.ts])
  })

  it('judges each again when it is due: who needs nothing any more drops out, and of nobody there is none', async () => {
    for (const key of ['ben', 'chidi', 'dana']) await pairs(key)
    house.words.set('chidi', 'useless')
    await pairs('late', { uselessAt: house.clock.now - 1 })
    await pairs('tomorrow', { dueAt: house.clock.now + 24 * HOUR })
    await settle()
    expect(house.slack.texts()).toEqual(['ben + dana'])
    expect([await house.state('chidi'), await house.state('late')]).toEqual(['dropped', 'dropped'])

    house.words.set('tomorrow', 'useless')
    await house.runUntil('2026-03-06T00:00:00Z')
    expect(house.slack.texts()).toEqual(['ben + dana'])
  })

  it('leaves out one that cannot be prepared, and tries that again', async () => {
    for (const key of ['ben', 'chidi']) await pairs(key)
    house.words.set('chidi', 'bug')
    await settle()
    expect(house.slack.texts()).toEqual(['ben'])
    house.words.set('chidi', 'chidi')
    await house.runUntil('2026-03-05T10:00:00Z')
    expect(house.slack.texts()).toEqual(['ben', 'chidi'])
  })

  it('goes once a day: what comes up later is told tomorrow morning, with all that has come up by then', async () => {
    await pairs('ben')
    await settle()
    await pairs('chidi')
    await house.runUntil('2026-03-04T16:00:00Z')
    await pairs('dana')
    await house.runUntil('2026-03-05T12:00:00Z')
    expect(house.slack.texts()).toEqual(['ben', 'chidi + dana'])
    expect(await sentAt('chidi')).toBe('2026-03-05T09:00')
    // Two have gone this week.
    await house.runUntil('2026-03-06T12:00:00Z')
    await pairs('elif')
    await pairs('finn')
    await house.runUntil('2026-03-09T12:00:00Z')
    expect(house.slack.texts().at(-1)).toBe('elif + finn')
    expect(await sentAt('elif')).toBe('2026-03-09T09:00')
  })

  it('goes once a week where its kind says so, but for what would be too late by Monday', async () => {
    await weekly('ben')
    await settle()
    await weekly('chidi')
    await weekly('dana', { uselessAt: Date.parse('2026-03-10T08:00:00Z') })
    await house.runUntil('2026-03-08T00:00:00Z')
    expect(house.slack.texts()).toEqual(['ben', 'dana'])
    await weekly('elif')
    await house.runUntil('2026-03-10T00:00:00Z')
    expect(house.slack.texts().at(-1)).toBe('chidi + elif')
    expect(await sentAt('chidi')).toBe('2026-03-09T09:00')
  })

  it('is brought up to date as a whole when one of them changes, silently', async () => {
    for (const key of ['ben', 'chidi', 'dana']) await pairs(key)
    await settle()
    house.words.set('ben', 'ben has met')
    house.words.set('dana', 'dana has met')
    await house.db.commit(house.ctx.outbox.refresh('dana', 'UANA'), house.ctx.outbox.refresh('ben', 'UANA'))
    await settle()
    expect(house.slack.screen).toMatchObject([{ text: 'ben has met + chidi + dana has met', edits: 1 }])
    for (const key of ['ben', 'chidi', 'dana'])
      expect(await house.find(key)).toMatchObject({
        state: 'sent',
        stale: false,
        attempts: expect.any(Number),
      })
    // What comes up later is a message of its own.
    await pairs('elif')
    house.at('2026-03-05T09:00:00Z')
    await settle()
    expect(house.slack.texts()).toEqual(['ben has met + chidi + dana has met', 'elif'])
  })

  it('notices what changes while it is prepared or on its way', async () => {
    for (const key of ['ben', 'chidi']) await pairs(key)
    let once = true
    house.hooks.render = async () => {
      if (!once) return
      once = false
      await house.db.commit(house.ctx.outbox.cancel('chidi'), house.ctx.outbox.refresh('chidi', 'UANA'))
      await pairs('dana')
    }
    let twice = true
    house.slack.trouble = async (_, __, posted) => {
      if (posted || !twice) return
      twice = false
      house.words.set('ben', 'ben has met')
      await house.db.commit(house.ctx.outbox.refresh('ben', 'UANA'))
    }
    await settle()
    expect(house.slack.screen).toMatchObject([{ text: 'ben has met + dana', edits: 1 }])
    expect(await house.state('chidi')).toBe('dropped')
  })

  it('is taken back whole or tried again whole when Slack cannot have it', async () => {
    for (const key of ['ben', 'chidi']) await pairs(key)
    house.slack.fails(new SendProblem('limited', 'ratelimited', 30_000))
    await house.drain()
    expect([await house.state('ben'), await house.state('chidi')]).toEqual(['pending', 'pending'])
    await pairs('dana')
    house.later(31 * SECOND)
    await settle()
    expect(house.slack.texts()).toEqual(['ben + chidi + dana'])
    expect(await used()).toEqual([1])

    house.slack.fails(new SendProblem('rejected', 'invalid_blocks'))
    house.at('2026-03-05T10:00:00Z')
    for (const key of ['elif', 'finn']) await pairs(key)
    await settle()
    expect([await house.state('elif'), await house.state('finn')]).toEqual(['parked', 'parked'])
  })

  it('has no place in the week when it only went along, also where that failed', async () => {
    for (const key of ['ben', 'chidi']) {
      await house.add(key, { kind: 'test.nudge' })
      await settle()
    }
    // Both places of the week are taken.
    await weekly('dana')
    await house.runUntil('2026-03-09T06:00:00Z')
    house.slack.fails(new SendProblem('limited', 'ratelimited', 30_000))
    await house.add('prompt', { kind: 'test.prompt' })
    await house.drain()
    house.later(31 * SECOND)
    await settle()
    expect(house.slack.texts()).toEqual(['ben', 'chidi', 'prompt · dana'])
    expect((await used()).sort()).toEqual([1, 2])
  })

  it('is sent again as one where the answer was lost or its process died, and then no more', async () => {
    for (const key of ['ben', 'chidi']) await pairs(key)
    house.slack.losesAnswers()
    await settle()
    house.clock.real += 61_000
    const reborn = house.process('p2', await beside())
    for (let i = 0; i < 4; i++) {
      await Promise.all([house.drain(reborn), house.drain()])
      house.later(10 * SECOND)
    }
    expect(house.slack.texts()).toEqual(['ben + chidi', 'ben + chidi'])
    expect([(await house.find('ben')).resent, (await house.find('chidi')).resent]).toEqual([1, 1])
    expect(await used()).toEqual([1])
  })

  it('writes what follows from each, also where it fails for another', async () => {
    const followed: string[] = []
    house.hooks.sent = (_, { id }) => {
      if (id === 'chidi') throw new TypeError('a bug')
      followed.push(id)
      return undefined
    }
    for (const key of ['ben', 'chidi', 'dana']) await pairs(key)
    await settle()
    expect(house.slack.texts()).toEqual(['ben + chidi + dana'])
    expect(followed.slice(-2)).toEqual(['ben', 'dana'])
    for (const key of ['ben', 'chidi', 'dana']) expect(await house.state(key)).toBe('sent')
  })

  it('comes but once from two processes', async () => {
    const other = house.process('p2', await beside())
    for (let day = 0; day < 3; day++) {
      await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => pairs(`${key}${day}`)))
      for (let i = 0; i < 3; i++) {
        await Promise.all([house.drain(), house.drain(other)])
        house.later(SECOND)
      }
      house.later(24 * HOUR)
    }
    const all = house.slack.texts().flatMap((text) => text.split(' + '))
    expect(all).toHaveLength(10)
    expect(new Set(all).size).toBe(10)
    expect(house.slack.screen).toHaveLength(2)
  })
})

describe('whatever comes up for whom, and whenever', () => {
  const readers = ['UANA', 'UBEN', 'UCHIDI']
  const addition = fc.record({
    reader: fc.constantFrom(...readers),
    kind: fc.constantFrom('test.pairs', 'test.weekly', 'test.nudge', 'test.prompt'),
    /** How many of their people it is about. */
    many: fc.integer({ min: 1, max: 5 }),
    hours: fc.integer({ min: 0, max: 30 }),
    refreshed: fc.boolean(),
    trouble: fc.constantFrom(undefined, 'limited' as const, 'unclear' as const),
  })

  it('nobody gets more than two unasked messages a week, nor two of a kind a day, and nothing is lost or told twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(addition, { minLength: 5, maxLength: 25 }), async (steps) => {
        const db = await openDatabase(':memory:')
        await db.migrate()
        const house = await aHouse(db)
        try {
          for (const [i, zone] of ['UTC', 'Asia/Tokyo', 'America/New_York'].entries())
            await aPerson(house, readers[i]!, { zone, member: {} })
          const added: string[] = []
          const readerOf = new Map<string, string>()
          for (const [i, step] of steps.entries()) {
            if (step.trouble) house.slack.fails(new SendProblem(step.trouble, 'x', 5000))
            for (let n = 0; n < step.many; n++) {
              const key = `${step.kind} ${i}.${n}`
              added.push(key)
              readerOf.set(key, step.reader)
              await house.add(key, { kind: step.kind, to: step.reader })
            }
            if (step.refreshed)
              await house.db.commit(
                ...added.slice(-6).map((key) => house.ctx.outbox.refresh(key, readerOf.get(key)!)),
              )
            await house.runUntil(new Date(house.clock.now + step.hours * HOUR).toISOString())
          }
          await house.runUntil(new Date(START + 2 * 365 * 24 * HOUR).toISOString())

          const rows = await db.q.select().from(db.tables.deliveries)
          expect(rows.map((row) => row.state)).toEqual(added.map(() => 'sent'))
          const told = house.slack.screen.flatMap((message) => message.text.split(/ [+·] /))
          expect(told.sort()).toEqual([...added].sort())

          /** The most messages in which such a thing stands. */
          const per = (key: (row: (typeof rows)[number]) => string) => {
            const messages = new Map<string, Set<string | null>>()
            for (const row of rows) messages.set(key(row), (messages.get(key(row)) ?? new Set()).add(row.ts))
            return Math.max(...[...messages.values()].map((each) => each.size))
          }
          const { hoursOfAll } = house.ctx.directory
          const hours = await hoursOfAll(readers)
          const dayOf = (row: (typeof rows)[number]) =>
            new Intl.DateTimeFormat('en-CA', { timeZone: hours.get(row.destination)!.zone }).format(
              row.sentAt!,
            )
          const weekOf = (row: (typeof rows)[number]) =>
            Math.floor((Date.parse(dayOf(row)) / (24 * HOUR) + 3) / 7)
          expect(per((row) => `${row.destination} ${weekOf(row)}`)).toBeLessThanOrEqual(2)
          expect(
            per((row) =>
              ['test.nudge', 'test.prompt'].includes(row.kind)
                ? row.id
                : `${row.destination} ${row.kind} ${dayOf(row)}`,
            ),
          ).toBe(1)
          expect(
            per((row) => (row.kind === 'test.weekly' ? `${row.destination} ${weekOf(row)}` : row.id)),
          ).toBe(1)
        } finally {
          await db.close()
        }
      }),
      { numRuns: runs, seed: 11, endOnFailure: true },
    )
  })
})
