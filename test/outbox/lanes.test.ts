import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WINS } from '../../src/outbox/outbox.ts'
import { freeLanes } from '../../src/outbox/store.ts'
import { SendProblem } from '../../src/outbox/transport.ts'
import { onEveryDatabase } from '../support/databases.ts'
import { type StatementWatch, watchStatements } from '../support/statements.ts'
import { aHouse, HOUR, type House, SECOND } from './support/house.ts'

onEveryDatabase(({ open, beside }) => {
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

  it('sends a message once, however often it is added', async () => {
    const { add, drain, slack, state } = house
    await add('hello')
    await add('hello')
    await drain()
    await add('hello')
    await drain()
    expect(slack.texts()).toEqual(['hello'])
    expect(await state('hello')).toBe('sent')
    expect(await house.nextAt()).toBeUndefined()
  })

  it('opens a conversation with a person once', async () => {
    const { add, drain, slack } = house
    await house.db.commit(
      house.ctx.directory.put([
        {
          person: 'UANA',
          name: 'Ana',
          handle: 'ana',
          zone: 'UTC',
          bot: false,
          guest: false,
          deactivated: false,
          admin: false,
        },
      ]),
    )
    await add('one')
    await drain()
    await add('two')
    await drain()
    expect(slack.opened).toEqual([['UANA']])
    expect(slack.texts('D-UANA')).toEqual(['one', 'two'])
  })

  it('sends nothing before it is due', async () => {
    const { add, drain, slack, later } = house
    await add('later', { dueAt: house.clock.now + HOUR })
    await drain()
    expect(slack.texts()).toEqual([])
    expect(await house.nextAt()).toBe(house.clock.now + HOUR)
    later(HOUR)
    await drain()
    expect(slack.texts()).toEqual(['later'])
  })

  it('keeps the order of a lane, a second apart', async () => {
    const { add, drain, slack, later } = house
    await add('second', { dueAt: house.clock.now - 5 })
    await add('first', { dueAt: house.clock.now - 10 })
    await add('third', { dueAt: house.clock.now - 5 })
    await drain()
    expect(slack.texts()).toEqual(['first'])
    later(SECOND)
    await drain()
    later(SECOND)
    await drain()
    expect(slack.texts()).toEqual(['first', 'second', 'third'])
  })

  it('keeps the order when the first one has to wait', async () => {
    const { add, drain, slack, later } = house
    slack.fails(new SendProblem('unreached', 'ECONNREFUSED'))
    await add('first')
    await add('second')
    await drain()
    expect(slack.texts()).toEqual([])
    later(2 * SECOND)
    await drain()
    later(SECOND)
    await drain()
    expect(slack.texts()).toEqual(['first', 'second'])
  })

  it('lets a destination in trouble hold up no other', async () => {
    const { add, drain, slack, state } = house
    slack.fails(new SendProblem('unreached', 'ECONNREFUSED'), { channel: 'D-UANA', times: 99 })
    for (const to of ['UANA', 'UBEN', 'UCLEO', 'UDAN', 'UEVA', WINS]) await add(`to ${to}`, { to })
    await drain()
    expect(slack.texts().sort()).toEqual(['to #wins', 'to UBEN', 'to UCLEO', 'to UDAN', 'to UEVA'])
    expect(await state('to UANA')).toBe('pending')
  })

  it('waits as long as Slack asks to, whatever is added meanwhile', async () => {
    const { add, drain, slack, later } = house
    slack.fails(new SendProblem('limited', 'ratelimited', 30 * SECOND))
    await add('one')
    await drain()
    const tries: string[] = []
    slack.trouble = (_, text) => void tries.push(text)
    later(10 * SECOND)
    await add('two')
    await drain()
    expect(tries).toEqual([])
    expect(await house.nextAt()).toBe(house.clock.now + 20 * SECOND)
    later(20 * SECOND)
    await drain()
    expect(slack.texts()).toEqual(['one'])
    expect((await house.find('one')).resent).toBe(0)
  })

  it('takes back what was not sent yet, and only that', async () => {
    const { add, drain, slack, state, db, ctx } = house
    await add('taken back')
    await db.commit(ctx.outbox.cancel('taken back'))
    await drain()
    expect(slack.texts()).toEqual([])
    expect(await state('taken back')).toBe('dropped')
    await add('kept')
    await drain()
    await db.commit(ctx.outbox.cancel('kept'))
    expect(await state('kept')).toBe('sent')
  })

  it('posts nothing that is taken back while it is being rendered', async () => {
    const { add, drain, slack, db, ctx, hooks } = house
    hooks.render = async () => void (await db.commit(ctx.outbox.cancel('hello')))
    await add('hello')
    await drain()
    expect(slack.texts()).toEqual([])
  })

  it('takes up what a killed process left behind once its lease is over', async () => {
    const { add, drain, slack, clock, find } = house
    const dead = await leaveBehind(house, 'hello')
    expect(dead.state).toBe('sending')
    clock.real += 59 * SECOND
    await drain()
    expect((await find('hello')).state).toBe('sending')
    clock.real += 2 * SECOND
    slack.trouble = () => {}
    await drain()
    expect(await find('hello')).toMatchObject({ state: 'sent', resent: 1, attempts: 2 })
    await add('next')
    house.later(SECOND)
    await drain()
    expect(slack.texts()).toEqual(['hello', 'hello', 'next'])
  })

  it('takes it up at once where it is alone', async () => {
    const { drain, slack, db, state } = house
    await leaveBehind(house, 'hello')
    await db.commit(freeLanes(db))
    slack.trouble = () => {}
    await drain()
    expect(await state('hello')).toBe('sent')
  })

  describe('when a sender is held up until its lease runs out', () => {
    /** The promise of a moment, and the means to let it come. */
    const moment = () => {
      let come = () => {}
      const coming = new Promise<void>((resolve) => {
        come = resolve
      })
      return { coming, come }
    }

    it('sends nothing any more if another has taken over', async () => {
      const { add, drain, slack, clock, hooks, process } = house
      const [held, go] = [moment(), moment()]
      hooks.render = () => {
        hooks.render = undefined
        held.come()
        return go.coming
      }
      await add('hello')
      const slow = drain(process('slow'))
      await held.coming
      clock.real += 61 * SECOND
      slack.trouble = async (_, __, posted) => {
        if (posted) return
        slack.trouble = () => {}
        go.come()
        await slow
      }
      await drain(process('next', await beside()))
      expect(slack.texts()).toEqual(['hello'])
    })

    it('does not give away the lane of the one that has taken over', async () => {
      const { add, drain, slack, clock, process, later } = house
      const [held, go] = [moment(), moment()]
      await add('first')
      await add('second')
      slack.trouble = () => {
        slack.trouble = () => {}
        held.come()
        return go.coming
      }
      const slow = drain(process('slow'))
      await held.coming
      clock.real += 61 * SECOND
      slack.trouble = async (_, __, posted) => {
        if (posted || slack.texts().length > 0) return
        go.come()
        await slow
        later(2 * SECOND)
        await drain(process('third', await beside()))
        expect(slack.texts()).toEqual(['first'])
      }
      await drain(process('next'))
      expect(await house.find('first')).toMatchObject({ state: 'sent', resent: 1 })
      later(2 * SECOND)
      await drain()
      expect(slack.texts()).toEqual(['first', 'first', 'second'])
    })
  })

  it('shares the work of two processes without sending anything twice', async () => {
    const { add, slack, process, db, later } = house
    const all = Array.from({ length: 40 }, (_, i) => `to U${i % 20}, ${i}`)
    for (const [i, key] of all.entries()) await add(key, { to: `U${i % 20}` })
    const [one, two] = [process('one', db), process('two', await beside())]
    for (let second = 0; second < 3; second++) {
      await Promise.all([house.drain(one), house.drain(two)])
      later(SECOND)
    }
    expect(slack.texts().sort()).toEqual([...all].sort())
    expect(await house.nextAt()).toBeUndefined()
  })

  it('loses no message that is added while others are sent', async () => {
    const { add, drain, slack, later } = house
    let added = 0
    slack.trouble = async (_, __, posted) => {
      if (posted && added < 30) await add(`more ${++added}`)
    }
    await add('more 0')
    for (let i = 0; i < 60; i++) {
      await drain()
      later(SECOND)
    }
    expect(slack.texts()).toEqual(Array.from({ length: 31 }, (_, i) => `more ${i}`))
  })
})

/** Somebody else's process begins to send a message and is killed before it can note how that went. */
async function leaveBehind(house: House, key: string) {
  await house.add(key)
  await new Promise<void>((resolve) => {
    house.slack.trouble = (_, __, posted) => {
      if (!posted) return
      resolve()
      return new Promise<void>(() => {})
    }
    void house.drain(house.process('dead'))
  })
  return house.find(key)
}
