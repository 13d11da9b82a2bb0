import { beforeEach, expect, it } from 'vitest'
import { SendProblem } from '../../src/outbox/transport.ts'
import { onEveryDatabase } from '../support/databases.ts'
import { aHouse, aPerson, type House, MINUTE, SECOND } from './support/house.ts'

onEveryDatabase(({ open }) => {
  let house: House
  beforeEach(async () => {
    house = await aHouse(await open())
  })

  /** Changes what the message says, and asks for it to be brought up to date, in this order as services do. */
  const change = async (key: string, text: string, to = 'UANA') => {
    house.words.set(key, text)
    await house.db.commit(house.ctx.outbox.refresh(key, to))
  }
  const settle = async () => {
    for (let i = 0; i < 4; i++) {
      await house.drain()
      house.later(SECOND)
    }
  }

  it('brings a message on screen up to date, silently', async () => {
    const { add, drain, slack, find } = house
    await add('request')
    await drain()
    const before = await find('request')
    await change('request', 'accepted')
    await settle()
    expect(slack.screen).toMatchObject([{ text: 'accepted', edits: 1 }])
    expect(await find('request')).toMatchObject({
      state: 'sent',
      stale: false,
      ts: before.ts,
      sentAt: before.sentAt,
    })
  })

  it('does nothing to one that was not sent yet: it will say what is true then', async () => {
    const { add, slack } = house
    await add('request', { dueAt: house.clock.now + SECOND })
    await change('request', 'withdrawn')
    await settle()
    expect(slack.screen).toMatchObject([{ text: 'withdrawn', edits: 0 }])
  })

  it('does nothing to one that nobody knows, or that was dropped', async () => {
    const { add, drain, slack, words } = house
    words.set('request', 'useless')
    await add('request')
    await drain()
    await change('request', 'here again')
    await change('unheard of', 'x')
    await settle()
    expect(slack.screen).toEqual([])
    expect(await house.nextAt()).toBeUndefined()
  })

  it('notices a change while the message is being rendered', async () => {
    const { add, slack, hooks } = house
    let once = true
    hooks.render = async () => {
      if (!once) return
      once = false
      await change('request', 'withdrawn')
    }
    await add('request')
    await settle()
    expect(slack.screen.map((m) => m.text)).toEqual(['withdrawn'])
  })

  it('notices a change while the message is on its way', async () => {
    const { add, slack } = house
    let once = true
    slack.trouble = async (_, __, posted) => {
      if (posted || !once) return
      once = false
      await change('request', 'withdrawn')
    }
    await add('request')
    await settle()
    expect(slack.screen).toMatchObject([{ text: 'withdrawn', edits: 1 }])
  })

  it('notices a change while an earlier one is on its way', async () => {
    const { add, drain, slack } = house
    await add('request')
    await drain()
    await change('request', 'accepted')
    let once = true
    slack.trouble = async () => {
      if (!once) return
      once = false
      await change('request', 'ended')
    }
    await settle()
    expect(slack.screen).toMatchObject([{ text: 'ended', edits: 2 }])
  })

  it('notices a change to one whose answer was lost', async () => {
    const { add, drain, slack } = house
    slack.losesAnswers()
    await add('request')
    await drain()
    await change('request', 'withdrawn')
    await settle()
    // The first one cannot be edited: nobody knows where it is.
    expect(slack.texts()).toEqual(['request', 'withdrawn'])
  })

  it('tries an edit again without counting it as sent twice', async () => {
    const { add, drain, slack, find } = house
    await add('request')
    await drain()
    slack.fails(new SendProblem('unclear', 'no_answer'))
    await change('request', 'accepted')
    await settle()
    house.later(MINUTE)
    await drain()
    expect(slack.screen).toMatchObject([{ text: 'accepted', edits: 1 }])
    expect(await find('request')).toMatchObject({ state: 'sent', resent: 0 })
  })

  it('leaves on screen what cannot be edited any more', async () => {
    const { add, drain, slack, state } = house
    await add('request')
    await drain()
    slack.fails(new SendProblem('rejected', 'cant_update_message'))
    await change('request', 'accepted')
    await settle()
    expect(slack.screen).toMatchObject([{ text: 'request', edits: 0 }])
    expect(await state('request')).toBe('sent')
  })

  it('edits at any hour, and without counting against the week of its reader', async () => {
    const { add, drain, slack, at } = house
    await aPerson(house, 'UANA', { member: {} })
    for (const key of ['n1', 'n2']) {
      await add(key, { kind: 'test.nudge' })
      await drain()
      house.later(SECOND)
    }
    at('2026-03-07T03:00:00Z')
    await change('n1', 'answered')
    await settle()
    await change('n2', 'answered')
    await settle()
    expect(slack.screen).toMatchObject([
      { text: 'answered', edits: 1 },
      { text: 'answered', edits: 1 },
    ])
  })

  it('writes what follows from a message once, and not again for its edits', async () => {
    const { add, drain, hooks } = house
    let followed = 0
    hooks.sent = () => {
      followed++
      return undefined
    }
    await add('request')
    await drain()
    await change('request', 'accepted')
    await settle()
    expect(followed).toBe(1)
  })
})
