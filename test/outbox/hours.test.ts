import { and, eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { anyRows } from '../../src/db/commit.ts'
import type { Row } from '../../src/db/tables.ts'
import { WINS } from '../../src/outbox/outbox.ts'
import { SendProblem } from '../../src/outbox/transport.ts'
import { onEveryDatabase } from '../support/databases.ts'
import { type StatementWatch, watchStatements } from '../support/statements.ts'
import { aHouse, aPerson, HOUR, type House, MINUTE, SECOND, T } from './support/house.ts'

const iso = (at: number | undefined) => at && new Date(at).toISOString().slice(0, 16)

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

  const setMember = (person: string, set: Partial<Row<'members'>>) => {
    const { members } = house.db.tables
    return house.db.commit(
      anyRows(
        house.db.q
          .update(members)
          .set(set)
          .where(and(eq(members.workspace, T), eq(members.person, person))),
      ),
    )
  }

  describe('the hour of a message', () => {
    it.each([
      ['a reply', 'test.reply', '2026-03-08T03:00'],
      ['what its reader agreed to', 'test.timed', '2026-03-08T03:00'],
      ['a prompt, whose hour its reader chose', 'test.prompt', '2026-03-08T03:00'],
      ['news', 'test.news', '2026-03-09T09:00'],
      ['a nudge', 'test.nudge', '2026-03-09T09:00'],
    ])('of %s that comes up in the night to Sunday', async (_, kind, sentAt) => {
      await aPerson(house, 'UANA', { member: {} })
      house.at('2026-03-08T03:00:00Z')
      await house.add('hello', { kind })
      await house.runUntil('2026-03-10T00:00:00Z')
      expect(iso((await house.find('hello')).sentAt ?? undefined)).toBe(sentAt)
    })

    it('follows the zone, the working days and the holidays of its reader', async () => {
      await aPerson(house, 'UANA', {
        zone: 'Asia/Tokyo',
        member: { workingDays: [7, 1, 2, 3], startMinute: 600, holidays: ['2026-03-08'] },
      })
      // Wednesday evening in Tokyo; Sunday is a holiday, so Monday 10:00 there.
      house.at('2026-03-04T10:00:00Z')
      await house.add('hello', { kind: 'test.news' })
      await house.runUntil('2026-03-12T00:00:00Z')
      expect(iso((await house.find('hello')).sentAt ?? undefined)).toBe('2026-03-09T01:00')
    })

    it('is judged anew when it has come: they may have changed their hours', async () => {
      await aPerson(house, 'UANA', { member: {} })
      house.at('2026-03-04T20:00:00Z')
      await house.add('hello', { kind: 'test.news' })
      await house.drain()
      expect(iso(await house.nextAt())).toBe('2026-03-05T09:00')
      await setMember('UANA', { startMinute: 660 })
      await house.runUntil('2026-03-06T00:00:00Z')
      expect(iso((await house.find('hello')).sentAt ?? undefined)).toBe('2026-03-05T11:00')
    })

    it('in a channel follows the workspace', async () => {
      const { workspaces } = house.db.tables
      await house.db.commit(
        anyRows(
          house.db.q.update(workspaces).set({ zone: 'America/New_York' }).where(eq(workspaces.workspace, T)),
        ),
      )
      await house.add('win', { to: WINS, kind: 'test.news' })
      await house.runUntil('2026-03-05T00:00:00Z')
      expect(iso((await house.find('win')).sentAt ?? undefined)).toBe('2026-03-04T14:00')
    })

    it('holds up nothing else in the lane', async () => {
      await aPerson(house, 'UANA', { member: {} })
      house.at('2026-03-07T03:00:00Z')
      await house.add('a nudge', { kind: 'test.nudge' })
      await house.add('a reply')
      await house.drain()
      house.later(SECOND)
      await house.drain()
      expect(house.slack.texts()).toEqual(['a reply'])
    })

    it('is dropped for somebody who never works', async () => {
      await aPerson(house, 'UANA', { member: { workingDays: [] } })
      await house.add('hello', { kind: 'test.news' })
      await house.drain()
      expect(await house.find('hello')).toMatchObject({
        state: 'dropped',
        problem: 'its reader has no working hours',
      })
    })
  })

  describe('a message that is of no use any more', () => {
    it('is dropped, not sent late', async () => {
      await aPerson(house, 'UANA', { member: {} })
      house.at('2026-03-06T20:00:00Z')
      await house.add('meeting', { kind: 'test.news', uselessAt: Date.parse('2026-03-07T00:00:00Z') })
      await house.runUntil('2026-03-10T00:00:00Z')
      expect(house.slack.texts()).toEqual([])
      expect((await house.find('meeting')).state).toBe('dropped')
    })

    it('goes until the very instant', async () => {
      await house.add('meeting', { uselessAt: house.clock.now })
      await house.drain()
      expect(house.slack.texts()).toEqual(['meeting'])
    })

    it('is dropped when its own feature says so', async () => {
      house.words.set('meeting', 'useless')
      await house.add('meeting')
      await house.drain()
      expect(await house.find('meeting')).toMatchObject({ state: 'dropped', attempts: 0 })
    })
  })

  describe('somebody paused until Friday', () => {
    const friday = Date.parse('2026-03-06T09:00:00Z')
    beforeEach(() => aPerson(house, 'UANA', { member: { status: 'paused', pausedUntil: friday } }))

    it.each([
      ['gets a reply', 'test.reply', 'sent', '2026-03-04T10:00'],
      ['gets news', 'test.news', 'sent', '2026-03-04T10:00'],
      ['gets a nudge once the pause is over', 'test.nudge', 'sent', '2026-03-06T09:00'],
      ['is not asked what was agreed before', 'test.timed', 'dropped', undefined],
    ])('%s', async (_, kind, state, sentAt) => {
      await house.add('hello', { kind })
      // Nothing marks the pause as over here: it ends by itself.
      await house.runUntil('2026-03-09T00:00:00Z')
      const found = await house.find('hello')
      expect(found.state).toBe(state)
      expect(iso(found.sentAt ?? undefined)).toBe(sentAt)
    })

    it('gets it earlier when they resume', async () => {
      await house.add('hello', { kind: 'test.nudge', dueAt: Date.parse('2026-03-05T12:00:00Z') })
      await setMember('UANA', { status: 'active', pausedUntil: null })
      await house.runUntil('2026-03-05T13:00:00Z')
      expect(house.slack.texts()).toEqual(['hello'])
    })
  })

  it('does not nudge somebody who has paused without an end, or left', async () => {
    await aPerson(house, 'UANA', { member: { status: 'paused' } })
    await aPerson(house, 'UBEN', { member: { status: 'left' } })
    await house.add('ana', { kind: 'test.nudge' })
    await house.add('ben', { kind: 'test.nudge', to: 'UBEN' })
    await house.add('ben news', { kind: 'test.news', to: 'UBEN' })
    await house.drain()
    house.later(SECOND)
    await house.drain()
    expect(house.slack.texts()).toEqual(['ben news'])
    expect([(await house.find('ana')).state, (await house.find('ben')).state]).toEqual(['dropped', 'dropped'])
  })

  it('writes to nobody whose account is gone', async () => {
    await aPerson(house, 'UANA')
    const { people } = house.db.tables
    await house.db.commit(
      anyRows(house.db.q.update(people).set({ deactivated: true }).where(eq(people.workspace, T))),
    )
    await house.add('hello')
    await house.drain()
    expect(house.slack.texts()).toEqual([])
    expect((await house.find('hello')).state).toBe('dropped')
  })

  describe('two unasked messages a week', () => {
    beforeEach(() => aPerson(house, 'UANA', { member: {} }))
    const nudge = (key: string, more = {}) => house.add(key, { kind: 'test.nudge', ...more })
    const sentAt = async (key: string) => iso((await house.find(key)).sentAt ?? undefined)

    const MONDAY = '2026-03-09T09:00'
    const FRIDAY = Date.parse('2026-03-06T10:00:00Z')
    /** Each by itself: what comes up together goes together. */
    const nudges = async (...keys: string[]) => {
      for (const key of keys) {
        await nudge(key)
        await house.drain()
        house.later(MINUTE)
      }
    }

    it('go, and the third waits for Monday of its reader', async () => {
      await nudges('one', 'two', 'three')
      await house.runUntil('2026-03-10T00:00:00Z')
      expect(await sentAt('two')).toBe('2026-03-04T10:01')
      expect(await sentAt('three')).toBe(MONDAY)
    })

    it('keep a place for the prompt that is still to come: what finds none goes along with it, in one message', async () => {
      house.promptAt.set('UANA', FRIDAY)
      await nudges('one', 'two', 'three')
      await house.add('elsewhere', { kind: 'test.nudge', to: 'UBEN' })
      await house.runUntil(new Date(FRIDAY).toISOString())
      expect(house.slack.texts('D-UANA')).toEqual(['one'])
      await house.add('how is it going', { kind: 'test.prompt' })
      await house.runUntil('2026-03-09T00:00:00Z')
      expect(house.slack.texts('D-UANA')).toEqual(['one', 'how is it going · two · three'])
      expect(await sentAt('three')).toBe('2026-03-06T10:00')
      // A place is kept for nobody who is not asked, or only next week.
      expect(house.slack.texts('D-UBEN')).toEqual(['elsewhere'])
      house.words.set('two', 'two: done')
      await house.db.commit(house.ctx.outbox.refresh('two', 'UANA'))
      await house.drain()
      expect(house.slack.texts('D-UANA')).toEqual(['one', 'how is it going · two: done · three'])
    })

    it('hold for the prompt, too, and each of them is told once where Slack asked to wait', async () => {
      await nudges('one', 'two', 'three')
      await house.add('how is it going', { kind: 'test.prompt' })
      house.at('2026-03-09T09:00:00Z')
      house.slack.fails(new SendProblem('unclear', 'no_answer'))
      await house.runUntil('2026-03-16T00:00:00Z')
      expect(house.slack.texts()).toEqual(['one', 'two', 'how is it going · three'])
    })

    it('are saved for later where the prompt is near, and by what is light', async () => {
      house.promptAt.set('UANA', FRIDAY)
      await house.add('a tip', { kind: 'test.light' })
      await house.add('urgent', { kind: 'test.nudge', dueAt: FRIDAY - 2 * HOUR, uselessAt: FRIDAY - HOUR })
      await nudge('tomorrow morning', { dueAt: FRIDAY - 20 * HOUR })
      await house.runUntil(new Date(FRIDAY - MINUTE).toISOString())
      // What would be too late does not wait, and takes along what did.
      expect(house.slack.texts()).toEqual(['urgent · tomorrow morning · a tip'])
      // The prompt did not come: nothing is lost for that.
      await nudge('hello')
      await house.runUntil('2026-03-06T12:00:00Z')
      expect(await sentAt('hello')).toBe('2026-03-06T10:05')
    })

    it('hold however many are due at once, in two processes', async () => {
      for (let i = 0; i < 10; i++) await nudge(`n${i}`, { to: 'UANA' })
      for (let i = 0; i < 10; i++) await nudge(`g${i}`, { to: `UANA+UBEN${i}` })
      const two = house.process('two', await beside())
      for (let i = 0; i < 12; i++) {
        await Promise.all([house.drain(), house.drain(two)])
        house.later(SECOND)
      }
      expect(house.slack.texts()).toHaveLength(2)
    })

    it('leave room for everything else', async () => {
      await nudges('one', 'two')
      await house.add('reply')
      await house.add('news', { kind: 'test.news' })
      await house.add('timed', { kind: 'test.timed' })
      await house.runUntil('2026-03-04T10:03:00Z')
      expect(house.slack.texts().sort()).toEqual(['news', 'one', 'reply', 'timed', 'two'])
    })

    it('are one where the prompt has come already', async () => {
      await house.add('check-in', { kind: 'test.prompt' })
      await house.drain()
      house.later(MINUTE)
      await nudges('one', 'two')
      await house.runUntil('2026-03-10T00:00:00Z')
      expect(await sentAt('one')).toBe('2026-03-04T10:01')
      expect(await sentAt('two')).toBe(MONDAY)
    })

    it.each([
      ['Slack asked to wait', new SendProblem('limited', 'ratelimited', 5 * SECOND)],
      ['Slack could not be reached', new SendProblem('unreached', 'ECONNREFUSED')],
      ['it was unclear whether it came', new SendProblem('unclear', 'no_answer')],
    ])('are counted once when %s', async (_, problem) => {
      await nudge('one')
      await house.drain()
      house.later(SECOND)
      // The second takes the last of the week, and must not wait for the next one because of itself.
      house.slack.fails(problem, { times: 3 })
      await nudge('two')
      await house.runUntil('2026-03-04T11:00:00Z')
      expect(house.slack.texts()).toEqual(['one', 'two'])
      await nudge('three')
      await house.runUntil('2026-03-10T00:00:00Z')
      expect(await sentAt('three')).toBe('2026-03-09T09:00')
    })

    it('are not used up by what could not be rendered', async () => {
      house.words.set('broken', 'bug')
      await nudge('broken')
      await house.runUntil('2026-03-04T10:30:00Z')
      house.words.set('broken', 'useless')
      await nudges('one', 'two')
      await house.runUntil('2026-03-04T10:45:00Z')
      expect(house.slack.texts()).toEqual(['one', 'two'])
    })
  })

  describe('a message to a group', () => {
    const groupOf = async (a: string, b: string) => {
      await aPerson(house, 'UANA', { zone: a, member: {} })
      await aPerson(house, 'UBEN', { zone: b, member: {} })
    }
    const sentAt = async (due: string, until: string) => {
      house.at(due)
      await house.add('intro', { to: 'UANA+UBEN', kind: 'test.news' })
      await house.runUntil(until)
      return iso((await house.find('intro')).sentAt ?? undefined)
    }

    it('takes the first hour they share', async () => {
      await groupOf('Europe/Berlin', 'America/New_York')
      expect(await sentAt('2026-03-04T08:30:00Z', '2026-03-06T00:00:00Z')).toBe('2026-03-04T14:00')
      expect(house.slack.opened).toEqual([['UANA', 'UBEN']])
    })

    it('goes at once when they share this one', async () => {
      await groupOf('Europe/Berlin', 'America/New_York')
      expect(await sentAt('2026-03-04T15:10:00Z', '2026-03-04T16:00:00Z')).toBe('2026-03-04T15:10')
    })

    it('goes when the later one is awake, if they share none within a day', async () => {
      // Berlin works from 8 to 17 UTC, Los Angeles from 17 to 2.
      await groupOf('Europe/Berlin', 'America/Los_Angeles')
      expect(await sentAt('2026-03-04T12:00:00Z', '2026-03-12T00:00:00Z')).toBe('2026-03-04T17:00')
    })

    it('waits for the later one once, not for the other again', async () => {
      await groupOf('Europe/Berlin', 'America/Los_Angeles')
      expect(await sentAt('2026-03-04T20:00:00Z', '2026-03-12T00:00:00Z')).toBe('2026-03-05T08:00')
    })

    it('does not wake anybody at the weekend for it', async () => {
      await groupOf('Europe/Berlin', 'America/Los_Angeles')
      expect(await sentAt('2026-03-07T12:00:00Z', '2026-03-12T00:00:00Z')).toBe('2026-03-09T16:00')
    })

    it('is sent late after a standstill, when one of them is awake', async () => {
      await groupOf('Europe/Berlin', 'America/Los_Angeles')
      house.at('2026-03-04T12:00:00Z')
      await house.add('intro', { to: 'UANA+UBEN', kind: 'test.news' })
      await house.drain()
      expect(iso(await house.nextAt())).toBe('2026-03-04T17:00')
      // Both sleep when the process is back.
      house.at('2026-03-05T04:00:00Z')
      await house.runUntil('2026-03-12T00:00:00Z')
      expect(iso((await house.find('intro')).sentAt ?? undefined)).toBe('2026-03-05T17:00')
    })
  })

  it('never sends early or spins, whatever the hours', async () => {
    await aPerson(house, 'UANA', { zone: 'Asia/Kolkata', member: { workingDays: [2, 4] } })
    await aPerson(house, 'UBEN', { zone: 'America/Los_Angeles', member: {} })
    await aPerson(house, 'UNEVER', { member: { workingDays: [] } })
    const to = ['UANA', 'UBEN', 'UANA+UBEN', 'UANA+UNEVER', WINS]
    const kinds = ['test.reply', 'test.timed', 'test.news', 'test.nudge']
    for (const place of to)
      for (const kind of kinds)
        for (const hours of [0, 9, 40])
          await house.add(`${kind} ${place} ${hours}`, {
            to: place,
            kind,
            dueAt: house.clock.now + hours * HOUR,
          })
    await house.runUntil('2026-05-01T00:00:00Z')
    const { deliveries } = house.db.tables
    const rows = await house.db.q.select().from(deliveries).where(eq(deliveries.workspace, T))
    expect(rows.filter((row) => row.state !== 'sent').map((row) => row.problem)).toEqual([])
    expect(rows).toHaveLength(to.length * kinds.length * 3)
    for (const row of rows) {
      const due = Number(row.dedupeKey.split(' ')[2]) * HOUR + Date.parse('2026-03-04T10:00:00Z')
      expect(row.sentAt).toBeGreaterThanOrEqual(due)
      if (row.kind === 'test.reply') expect(row.sentAt! - due).toBeLessThan(MINUTE)
    }
  })
})
