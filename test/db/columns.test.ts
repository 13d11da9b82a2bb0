import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { anyRows } from '../../src/db/commit.ts'
import { createSeal, makeKey, parseKey } from '../../src/db/seal.ts'
import { onEveryDatabase } from '../support/databases.ts'

const T = 'T1'
const seal = createSeal([parseKey(makeKey())!])
/** Past what 32 bits of seconds or milliseconds hold. */
const FAR = Date.UTC(2150, 5, 1, 12, 34, 56, 789)
const WORDS = 'Ünïcode 🎉, "quotes", \\ and a\nnew line; 50% off --'

const aWin = (id: string, words: string) => ({
  id,
  workspace: T,
  author: 'UANA',
  size: 'small',
  words: seal.close({ table: 'wins', column: 'words', row: id }, words),
  status: 'waiting',
  at: FAR,
})

onEveryDatabase(({ open }) => {
  it('gives back every kind of column as it was', async () => {
    const db = await open()
    const { members } = db.tables
    const row = {
      workspace: T,
      person: 'UANA',
      programme: 'P1',
      role: 'mentee',
      status: 'active',
      pausedUntil: FAR,
      joinedAt: -1,
      plainGoal: WORDS,
      level: 2_147_483_647,
      values: ['clear words', WORDS],
      capacity: 0,
      several: true,
      freeHours: [9, 10.5],
      workingDays: [1, 2],
      startMinute: 540,
      endMinute: 1080,
      holidays: [],
      languages: ['en'],
      otherOffers: [],
      plainWants: [],
      showKudos: false,
      checkinWeekday: 5,
      checkinMinute: 900,
      cardsDone: [],
    }
    await db.commit(anyRows(db.q.insert(members).values(row)))
    const [back] = await db.q.select().from(members).where(eq(members.workspace, T))
    expect(back).toMatchObject({ ...row, zone: null, hoursAMonth: null, taken: 0, trackRecord: '' })
  })

  it('asks by booleans and by far instants', async () => {
    const db = await open()
    const { people } = db.tables
    const person = (id: string, deactivated: boolean, seenAt: number) => ({
      workspace: T,
      person: id,
      name: id,
      handle: id,
      zone: 'UTC',
      bot: false,
      guest: false,
      deactivated,
      admin: false,
      seenAt,
    })
    await db.commit(
      anyRows(db.q.insert(people).values([person('UANA', true, FAR), person('UBEN', false, FAR + 1)])),
    )
    const found = await db.q
      .select({ person: people.person })
      .from(people)
      .where(and(eq(people.workspace, T), eq(people.deactivated, true), eq(people.seenAt, FAR)))
    expect(found).toEqual([{ person: 'UANA' }])
  })

  it('keeps objects, and null apart from empty', async () => {
    const db = await open()
    const { deliveries } = db.tables
    const payload = { id: 'k1', nested: { list: [1, null, 'x'], yes: true } }
    await db.commit(
      anyRows(
        db.q.insert(deliveries).values({
          id: 'd1',
          workspace: T,
          kind: 'a.b',
          dedupeKey: 'k',
          destination: 'UANA',
          payload,
          state: 'pending',
          dueAt: FAR,
          problem: '',
        }),
      ),
    )
    const [back] = await db.q.select().from(deliveries).where(eq(deliveries.workspace, T))
    expect(back).toMatchObject({ payload, dueAt: FAR, uselessAt: null, problem: '', stale: false })
  })

  it('keeps sealed words unreadable without the key, and only in their place', async () => {
    const db = await open()
    const { wins } = db.tables
    await db.commit(anyRows(db.q.insert(wins).values([aWin('w1', WORDS), aWin('w2', 'other')])))
    const [one, two] = await db.q.select().from(wins).where(eq(wins.workspace, T)).orderBy(wins.id)
    const place = { table: 'wins', column: 'words', row: 'w1' }
    expect(one!.words).not.toContain('quotes')
    expect(seal.open(place, one!.words)).toBe(WORDS)
    expect(() => seal.open(place, two!.words)).toThrow()
  })
})

describe('the seal', () => {
  const place = { table: 'wins', column: 'words', row: 'w1' }

  it('opens what an older key has sealed, and seals with the new one', () => {
    const [older, newer] = [parseKey(makeKey())!, parseKey(makeKey())!]
    const before = createSeal([older]).close(place, 'before')
    const both = createSeal([newer, older])
    expect(both.open(place, before)).toBe('before')
    expect(createSeal([newer]).open(place, both.close(place, 'after'))).toBe('after')
    expect(() => createSeal([newer]).open(place, before)).toThrow('no key opens wins.words')
  })

  it('refuses words that were tampered with, and never the same twice', () => {
    const sealed = seal.close(place, 'words')
    const cut = sealed.slice(0, -8) as typeof sealed
    expect(() => seal.open(place, cut)).toThrow()
    expect(() => seal.open({ ...place, column: 'other' }, sealed)).toThrow()
    expect(seal.close(place, 'words')).not.toBe(sealed)
  })

  it('keeps missing words missing', () => {
    expect(seal.closeMaybe(place, undefined)).toBeNull()
    expect(seal.closeMaybe(place, '')).toBeNull()
    expect(seal.openMaybe(place, null)).toBeUndefined()
    expect(seal.openMaybe(place, seal.closeMaybe(place, 'x'))).toBe('x')
  })

  it('takes a key as base64 or hex, and nothing else', () => {
    const key = Buffer.alloc(32, 7)
    expect(parseKey(` ${key.toString('base64')}\n`)).toEqual(key)
    expect(parseKey(key.toString('hex'))).toEqual(key)
    for (const wrong of ['', 'secret', key.subarray(1).toString('hex'), `${key.toString('base64')}AAAA`])
      expect(parseKey(wrong)).toBeUndefined()
  })
})
