import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { anyRows, exactRows } from '../../src/db/commit.ts'
import type { Db } from '../../src/db/db.ts'
import { WINS } from '../../src/outbox/outbox.ts'
import { restoreDestination, resumeWorkspace, stopWorkspace } from '../../src/outbox/stops.ts'
import { countDeliveries } from '../../src/outbox/store.ts'
import { SendProblem } from '../../src/outbox/transport.ts'
import { onEveryDatabase } from '../support/databases.ts'
import { type StatementWatch, watchStatements } from '../support/statements.ts'
import { aHouse, aPerson, type House, MINUTE, SECOND, T } from './support/house.ts'

const lanesOf = async (db: Db, workspace: string) =>
  (await db.q.select().from(db.tables.lanes).where(eq(db.tables.lanes.workspace, workspace))).map(
    (lane) => lane.destination,
  )

onEveryDatabase(({ open }) => {
  let house: House
  let watch: StatementWatch
  beforeEach(async () => {
    watch = watchStatements()
    house = await aHouse(await open({ onStatement: watch.onStatement }))
  })
  afterEach(() => {
    expect(watch.seen).toBeGreaterThan(0)
    expect(watch.unscoped).toEqual([])
  })

  describe('when it is unclear whether a message was sent', () => {
    it('sends it again, and counts that', async () => {
      const { add, drain, slack, later, find } = house
      slack.losesAnswers(2)
      await add('hello')
      await drain()
      expect((await find('hello')).state).toBe('sending')
      later(2 * SECOND)
      await drain()
      later(4 * SECOND)
      await drain()
      expect(slack.texts()).toEqual(['hello', 'hello', 'hello'])
      expect(await find('hello')).toMatchObject({ state: 'sent', resent: 2, problem: null })
      expect(await countDeliveries(house.ctx)).toEqual({ resent: 2 })
    })

    it('treats whatever else went wrong with the call in the same way', async () => {
      const { add, drain, slack, later, find } = house
      slack.fails(new TypeError('fetch failed'))
      await add('hello')
      await drain()
      later(2 * SECOND)
      await drain()
      expect(slack.texts()).toEqual(['hello'])
      expect(await find('hello')).toMatchObject({ state: 'sent', resent: 1 })
    })

    it('withholds a kind that must not come twice, and says so', async () => {
      const { add, drain, slack, later, state, logged } = house
      slack.losesAnswers()
      await add('once', { kind: 'test.once' })
      await add('next')
      await drain()
      later(2 * SECOND)
      await drain()
      later(SECOND)
      await drain()
      expect(slack.texts()).toEqual(['once', 'next'])
      expect(await state('once')).toBe('withheld')
      expect(logged.some((line) => line.level === 'error' && /withheld/.test(line.message))).toBe(true)
    })

    it('knows that opening a conversation shows nothing yet', async () => {
      const { add, drain, slack, later, find } = house
      slack.openTrouble = () => {
        slack.openTrouble = () => {}
        throw new SendProblem('unclear', 'no_answer')
      }
      await add('once', { kind: 'test.once' })
      await drain()
      later(2 * SECOND)
      await drain()
      expect(slack.texts()).toEqual(['once'])
      expect(await find('once')).toMatchObject({ state: 'sent', resent: 0 })
    })
  })

  it('waits longer and longer for a Slack that cannot be reached, up to five minutes', async () => {
    const { add, drain, slack, clock, find } = house
    slack.fails(new SendProblem('unreached', 'ECONNREFUSED'), { times: 12 })
    await add('hello')
    const waits: number[] = []
    for (let i = 0; i < 12; i++) {
      await drain()
      const next = (await house.nextAt())!
      waits.push((next - clock.now) / SECOND)
      clock.now = next
    }
    await drain()
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300])
    expect(await find('hello')).toMatchObject({ state: 'sent', resent: 0 })
  })

  it('waits out what passes by itself, asking less and less, and parks nothing', async () => {
    const { add, drain, slack, clock, find, later } = house
    slack.fails(new SendProblem('passing', 'team_added_to_org'), { times: 15 })
    await add('hello')
    const waits: number[] = []
    for (let i = 0; i < 15; i++) {
      await drain()
      const next = (await house.nextAt())!
      waits.push((next - clock.now) / SECOND)
      clock.now = next
    }
    await add('next')
    await drain()
    later(SECOND)
    await drain()
    expect(waits.slice(0, 11)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048])
    expect(new Set(waits.slice(11))).toEqual(new Set([3600]))
    expect(slack.texts()).toEqual(['hello', 'next'])
    expect(await find('hello')).toMatchObject({ state: 'sent', resent: 0, problem: null })
  })

  it('tries a refusal that nobody knows ten times with growing pauses, then tells of it and sends the others', async () => {
    const { add, drain, slack, clock, find, runUntil } = house
    slack.trouble = (_, text) => {
      if (text === 'odd') throw new SendProblem('unknown', 'a_new_word')
    }
    await add('odd')
    await add('next')
    for (let i = 1; i < 10; i++) {
      await drain()
      expect(await find('odd')).toMatchObject({ state: 'pending', attempts: i })
      expect((await house.nextAt())! - clock.now).toBe(SECOND * 2 ** i)
      clock.now = (await house.nextAt())!
    }
    expect(slack.texts()).toEqual([])
    await runUntil(new Date(clock.now + MINUTE).toISOString())
    expect(await find('odd')).toMatchObject({ state: 'parked', problem: 'a_new_word' })
    expect(slack.texts().sort()).toEqual(['broken UANA', 'next'])

    slack.trouble = () => {}
    await house.db.commit(restoreDestination(house.db, T, 'UANA', clock.now))
    await drain()
    expect(slack.texts('D-UANA')).toEqual(['next', 'odd'])
  })

  describe('a conversation that Slack has lost', () => {
    const GONE = new SendProblem('broken', 'channel_not_found')
    beforeEach(async () => {
      await aPerson(house, 'UANA')
      await house.db.commit(house.ctx.directory.setDm('UANA', 'D-OLD'))
    })

    it('is opened anew, and the message tried once more', async () => {
      const { add, drain, slack, ctx, find } = house
      slack.fails(GONE, { channel: 'D-OLD', times: 99 })
      await add('hello')
      await drain()
      expect(slack.texts('D-UANA')).toEqual(['hello'])
      expect(slack.opened).toEqual([['UANA']])
      expect((await ctx.directory.person('UANA'))?.dm).toBe('D-UANA')
      expect(await find('hello')).toMatchObject({ state: 'sent', channel: 'D-UANA', attempts: 1 })
    })

    it('that cannot be opened anew either is a broken place, tried in full when it is tried again', async () => {
      const { add, drain, slack, clock, find, state } = house
      slack.trouble = (channel) => {
        if (channel !== 'D-UCOORD') throw GONE
      }
      await add('hello')
      await drain()
      expect(slack.opened).toEqual([['UANA'], ['UCOORD']])
      expect(await find('hello')).toMatchObject({ state: 'parked', problem: 'channel_not_found' })
      expect(slack.texts()).toEqual(['broken UANA'])

      slack.trouble = () => {}
      await house.db.commit(restoreDestination(house.db, T, 'UANA', clock.now))
      await drain()
      expect(await state('hello')).toBe('sent')
    })

    it('holds up nothing when what is on screen there is to be edited', async () => {
      const { add, drain, slack, db, ctx, later, find } = house
      await add('hello')
      await drain()
      slack.fails(GONE, { channel: 'D-OLD', times: 99 })
      later(SECOND)
      await db.commit(ctx.outbox.refresh('hello', 'UANA'))
      await drain()
      expect(await find('hello')).toMatchObject({ state: 'sent', stale: false, problem: null })
      later(SECOND)
      await add('next')
      await drain()
      expect(slack.texts('D-UANA')).toEqual(['next'])
    })
  })

  it('marks somebody gone, and drops what was for them', async () => {
    const { add, drain, slack, ctx, later, state } = house
    await aPerson(house, 'UANA')
    // The same id in another workspace is somebody else.
    const elsewhere = await house.neighbour('T2')
    await aPerson(elsewhere, 'UANA')
    slack.fails(new SendProblem('gone', 'user_disabled'))
    await add('one')
    await add('two')
    await drain()
    later(SECOND)
    await drain()
    expect(slack.texts()).toEqual([])
    expect([await state('one'), await state('two')]).toEqual(['dropped', 'dropped'])
    expect((await ctx.directory.person('UANA'))?.deactivated).toBe(true)
    expect((await elsewhere.ctx.directory.person('UANA'))?.deactivated).toBe(false)
  })

  it('does not blame one of a group for all', async () => {
    const { add, drain, slack, ctx, state } = house
    await aPerson(house, 'UANA')
    slack.fails(new SendProblem('gone', 'user_disabled'))
    await add('both', { to: 'UANA+UBEN' })
    await drain()
    expect(await state('both')).toBe('dropped')
    expect((await ctx.directory.person('UANA'))?.deactivated).toBe(false)
  })

  it('parks a broken place, tells of it once, and sends all in order when it is mended', async () => {
    const { add, drain, slack, db, clock, later, state } = house
    slack.fails(new SendProblem('broken', 'is_archived'), { channel: 'CWINS', times: 99 })
    for (const key of ['win 1', 'win 2']) await add(key, { to: WINS })
    await add('win 3', { to: WINS, dueAt: clock.now + MINUTE })
    await drain()
    expect(await state('win 1')).toBe('parked')
    expect(await state('win 2')).toBe('parked')
    expect(await lanesOf(db, T)).not.toContain(WINS)
    later(MINUTE)
    await add('win 4', { to: WINS })
    await drain()
    expect(slack.texts()).toEqual(['broken #wins'])

    slack.trouble = () => {}
    await db.commit(restoreDestination(db, T, WINS, clock.now))
    for (let i = 0; i < 4; i++) {
      await drain()
      later(SECOND)
    }
    expect(slack.texts('CWINS')).toEqual(['win 1', 'win 2', 'win 3', 'win 4'])
  })

  it('parks nothing that is added while it parks', async () => {
    const { add, drain, slack, state, deps, ctx } = house
    slack.fails(new SendProblem('broken', 'is_archived'), { channel: 'CWINS' })
    await add('old', { to: WINS })
    await drain({
      ...deps,
      // Between the parking and the end of the lane.
      onBroken: async () => {
        await house.db.commit(
          ctx.outbox.add('test.reply', 'new', {
            to: WINS,
            payload: { id: 'new' },
            dueAt: house.clock.now + MINUTE,
          }),
        )
        return undefined
      },
    })
    house.later(MINUTE)
    await drain()
    // Either it was parked with the others, or it has its lane; never neither.
    if ((await state('new')) === 'parked') expect(slack.texts()).toEqual([])
    else expect(slack.texts()).toEqual(['new'])
  })

  it('parks a message that Slack refuses, and goes on', async () => {
    const { add, drain, slack, later, find } = house
    slack.fails(new SendProblem('rejected', 'invalid_blocks'))
    await add('ours')
    await add('next')
    await drain()
    later(SECOND)
    await drain()
    expect(slack.texts()).toEqual(['next'])
    expect(await find('ours')).toMatchObject({ state: 'parked', problem: 'invalid_blocks' })
  })

  it('parks a message that no feature knows any more', async () => {
    const { add, drain, slack, state } = house
    await add('old', { kind: 'gone.feature' })
    await add('new')
    await drain()
    expect(slack.texts()).toEqual(['new'])
    expect(await state('old')).toBe('parked')
  })

  it('leaves a message alone that cannot be rendered, and sends the others', async () => {
    const { add, drain, slack, words, later, find, logged } = house
    words.set('broken', 'bug')
    await add('broken')
    await add('next')
    await drain()
    expect(slack.texts()).toEqual(['next'])
    expect(await find('broken')).toMatchObject({ state: 'pending', attempts: 0 })
    expect(logged.filter((line) => line.level === 'error')).toHaveLength(1)
    words.set('broken', 'mended')
    later(5 * MINUTE)
    await drain()
    expect(slack.texts()).toEqual(['next', 'mended'])
  })

  describe('what follows from a sent message', () => {
    it('is written with it', async () => {
      const { add, drain, hooks, db, ctx } = house
      hooks.sent = (_ctx, { id }, posted) => ctx.schedule.at('a.b', `${id} at ${posted.ts}`, 5)
      await add('hello')
      await drain()
      expect(
        await db.q
          .select({ subject: db.tables.jobs.subject })
          .from(db.tables.jobs)
          .where(eq(db.tables.jobs.workspace, T)),
      ).toEqual([{ subject: 'hello at 1.0' }])
    })

    it.each([
      [
        'throws',
        () => () => {
          throw new TypeError('a bug')
        },
      ],
      [
        'fails its guard',
        () => () =>
          exactRows(
            1,
            house.db.q.delete(house.db.tables.jobs).where(eq(house.db.tables.jobs.workspace, T)),
            'job',
          ),
      ],
      [
        'is refused by the database',
        () => () =>
          anyRows(house.db.q.insert(house.db.tables.workspaces).values({ workspace: T, name: 'twice' })),
      ],
    ])('does not send it again when it %s', async (_, sent) => {
      const { add, drain, slack, hooks, state, later, logged } = house
      hooks.sent = sent()
      await add('hello')
      await drain()
      later(MINUTE)
      await drain()
      expect(slack.texts()).toEqual(['hello'])
      expect(await state('hello')).toBe('sent')
      expect(logged.filter((line) => line.level === 'error')).toHaveLength(1)
    })
  })

  describe('a stopped workspace', () => {
    it('loses nothing, whatever is added meanwhile, and another goes on', async () => {
      const { add, drain, slack, db, clock, later, find } = house
      const other = await house.neighbour('T2')
      await add('one')
      await add('two', { dueAt: clock.now + MINUTE })
      await other.add('elsewhere')
      slack.fails(new SendProblem('stopped', 'token_revoked'))
      await drain()
      expect(await lanesOf(db, T)).toEqual([])
      await add('three')
      later(MINUTE)
      await drain()
      expect(slack.texts()).toEqual([])
      expect(other.slack.texts()).toEqual(['elsewhere'])
      expect(await find('one')).toMatchObject({ state: 'pending', resent: 0 })

      await db.commit(await resumeWorkspace(db, T))
      for (let i = 0; i < 3; i++) {
        await drain()
        later(SECOND)
      }
      expect(slack.texts()).toEqual(['one', 'three', 'two'])
    })

    it('drops nothing for being late while it is stopped, but does not send what is useless by then', async () => {
      const { add, drain, db, slack, clock, later, state } = house
      await db.commit(stopWorkspace(db, T, 'the app was uninstalled'))
      await add('meeting', { uselessAt: clock.now + MINUTE })
      await add('news')
      later(2 * MINUTE)
      await drain()
      expect(await state('meeting')).toBe('pending')
      await db.commit(await resumeWorkspace(db, T))
      await drain()
      expect(slack.texts()).toEqual(['news'])
      expect(await state('meeting')).toBe('dropped')
    })

    it('is resumed for good while a process that saw it stopped is still at work', async () => {
      const { add, drain, db, slack, deps } = house
      await db.commit(stopWorkspace(db, T, 'token_revoked'))
      await add('hello')
      await drain({
        ...deps,
        transportFor: async (id) => {
          const answer = await deps.transportFor(id)
          if (!answer) await db.commit(await resumeWorkspace(db, T))
          return answer
        },
      })
      expect(slack.texts()).toEqual(['hello'])
    })
  })
})
