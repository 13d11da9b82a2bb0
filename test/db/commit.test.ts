import { and, eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { anyRows, exactRows, lockFirst } from '../../src/db/commit.ts'
import type { Db } from '../../src/db/db.ts'
import { DatabaseError } from '../../src/db/errors.ts'
import { openDatabase } from '../../src/db/open.ts'
import { onEveryDatabase } from '../support/databases.ts'

const T = 'T1'

const counter = (db: Db, key: string) =>
  and(eq(db.tables.counters.workspace, T), eq(db.tables.counters.key, key))
const put = (db: Db, key: string, used = 0) =>
  db.q.insert(db.tables.counters).values({ workspace: T, key, used })
const raise = (db: Db, key: string) =>
  db.q
    .update(db.tables.counters)
    .set({ used: sql`${db.tables.counters.used} + 1` })
    .where(counter(db, key))
const raiseBelow = (db: Db, key: string, cap: number) =>
  db.q
    .update(db.tables.counters)
    .set({ used: sql`${db.tables.counters.used} + 1` })
    .where(and(counter(db, key), sql`${db.tables.counters.used} < ${cap}`))
const usedOf = async (db: Db, key: string) =>
  (await db.q.select({ used: db.tables.counters.used }).from(db.tables.counters).where(counter(db, key)))[0]
    ?.used

const mentorship = (db: Db, id: string, mentee: string) =>
  db.q.insert(db.tables.mentorships).values({
    id,
    workspace: T,
    programme: 'P1',
    mentee,
    mentor: 'UBEN',
    kind: 'mentorship',
    status: 'active',
    startedAt: 1,
    activePair: `${mentee}:UBEN`,
    why: { rules: '1', score: 1, forMentee: [], forMentor: [] },
  })

onEveryDatabase(({ open, beside }) => {
  it('writes everything', async () => {
    const db = await open()
    expect(await db.commit(anyRows(put(db, 'a')), [anyRows(put(db, 'b')), undefined, false])).toBeUndefined()
    expect(await usedOf(db, 'a')).toBe(0)
    expect(await usedOf(db, 'b')).toBe(0)
  })

  it('keeps guards as well where it does not wait for the disk', async () => {
    const db = await open()
    expect(await db.commitLazily(anyRows(put(db, 'full', 5)))).toBeUndefined()
    const failed = await db.commitLazily(
      anyRows(put(db, 'before')),
      exactRows(1, raiseBelow(db, 'full', 5), 'no room'),
    )
    expect(failed).toBe('no room')
    expect(await usedOf(db, 'full')).toBe(5)
    expect(await usedOf(db, 'before')).toBeUndefined()
  })

  it('writes nothing when a guard fails, and says which', async () => {
    const db = await open()
    await db.commit(anyRows(put(db, 'full', 5)))
    const failed = await db.commit(
      anyRows(put(db, 'before')),
      exactRows(1, raiseBelow(db, 'full', 5), 'no room'),
      anyRows(put(db, 'after')),
    )
    expect(failed).toBe('no room')
    expect(await usedOf(db, 'before')).toBeUndefined()
    expect(await usedOf(db, 'full')).toBe(5)
    expect(await usedOf(db, 'after')).toBeUndefined()
  })

  it('counts too many rows as a failed guard as well', async () => {
    const db = await open()
    await db.commit(anyRows(put(db, 'a')), anyRows(put(db, 'b')))
    const all = db.q.update(db.tables.counters).set({ used: 9 }).where(eq(db.tables.counters.workspace, T))
    expect(await db.commit(exactRows(1, all, 'one only'))).toBe('one only')
    expect(await usedOf(db, 'a')).toBe(0)
  })

  it('writes nothing when a statement is refused', async () => {
    const db = await open()
    await db.commit(anyRows(put(db, 'a')))
    await expect(db.commit(anyRows(put(db, 'b')), anyRows(put(db, 'a')))).rejects.toBeInstanceOf(
      DatabaseError,
    )
    expect(await usedOf(db, 'b')).toBeUndefined()
    // The connection is good for the next one.
    expect(await db.commit(anyRows(put(db, 'b')))).toBeUndefined()
  })

  it('tells an insert that lost to a unique index by its guard', async () => {
    const db = await open()
    expect(await db.commit(exactRows(1, mentorship(db, 'm1', 'UANA'), 'paired'))).toBeUndefined()
    expect(await db.commit(anyRows(put(db, 'x')), exactRows(1, mentorship(db, 'm2', 'UANA'), 'paired'))).toBe(
      'paired',
    )
    expect(await usedOf(db, 'x')).toBeUndefined()
    // The primary key is no different; another pair is free.
    expect(await db.commit(exactRows(1, mentorship(db, 'm1', 'UCLEO'), 'id'))).toBe('id')
    expect(await db.commit(exactRows(1, mentorship(db, 'm3', 'UCLEO'), 'paired'))).toBeUndefined()
  })

  it('runs rows that many touch first, in the order of their names', async () => {
    const ran: string[] = []
    const db = await open({ onStatement: (s) => ran.push(/where.*/.exec(s)?.[0] ?? s.slice(0, 12)) })
    await db.commit(anyRows(put(db, 'a')), anyRows(put(db, 'b')))
    ran.length = 0
    const watched = (key: string) =>
      db.q
        .update(db.tables.counters)
        .set({ used: 1 })
        .where(sql`${sql.raw(`'${key}' <> ''`)}`)
    await db.commit(
      anyRows(watched('late')),
      lockFirst('row b', anyRows(watched('b'))),
      lockFirst('row a', anyRows(watched('a'))),
    )
    expect(ran.map((where) => /'(\w+)'/.exec(where)?.[1])).toEqual(['a', 'b', 'late'])
  })

  it('lets one of two acceptances at once win', async () => {
    const db = await open()
    const other = await beside()
    await db.commit(anyRows(put(db, 'taken:UBEN', 4)))
    const accept = (by: Db, mentee: string) =>
      by.commit(
        exactRows(1, raiseBelow(by, 'taken:UBEN', 5), 'room'),
        exactRows(1, mentorship(by, `m-${mentee}`, mentee), 'pair'),
      )
    const outcomes = await Promise.all([accept(db, 'UANA'), accept(other, 'UCLEO')])
    expect(outcomes.sort()).toEqual(['room', undefined])
    expect(await usedOf(db, 'taken:UBEN')).toBe(5)
    expect(await db.q.select().from(db.tables.mentorships)).toHaveLength(1)
  })

  it('lets one of two inserts at once have the unique slot', async () => {
    const db = await open()
    const other = await beside()
    for (let i = 0; i < 20; i++) {
      const outcomes = await Promise.all([
        db.commit(exactRows(1, mentorship(db, `a${i}`, `U${i}`), 'pair')),
        other.commit(exactRows(1, mentorship(other, `b${i}`, `U${i}`), 'pair')),
      ])
      expect(outcomes.sort()).toEqual(['pair', undefined])
    }
  })

  it('never exceeds a cap, in 50 races', async () => {
    const db = await open()
    const other = await beside()
    for (let race = 0; race < 50; race++) {
      const key = `cap${race}`
      await db.commit(anyRows(put(db, key, 9)))
      const outcomes = await Promise.all(
        [db, other, db, other].map((by) => by.commit(exactRows(1, raiseBelow(by, key, 10), 'cap'))),
      )
      expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(1)
      expect(await usedOf(db, key)).toBe(10)
    }
  })

  it('gets 50 updates done that cross each other', async () => {
    const db = await open()
    const other = await beside()
    await db.commit(anyRows(put(db, 'left')), anyRows(put(db, 'right')))
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, i) => {
        const by = i % 2 ? db : other
        const writes = [anyRows(raise(by, 'left')), anyRows(raise(by, 'right'))]
        return by.commit(...(i % 2 ? writes : writes.reverse()))
      }),
    )
    expect(outcomes.every((outcome) => outcome === undefined)).toBe(true)
    expect(await usedOf(db, 'left')).toBe(50)
    expect(await usedOf(db, 'right')).toBe(50)
  })

  it('answers a ping, and no longer when it is closed', async () => {
    const db = await open()
    await expect(db.ping()).resolves.toBeUndefined()
    await db.close()
    await expect(db.ping()).rejects.toThrow()
  })
})

it('waits for the disk again after what did not', async () => {
  const db = await openDatabase(':memory:')
  await db.migrate()
  const mode = async () => Object.values((await db.q.all(sql`pragma synchronous`))[0] as object)[0]
  const full = await mode()
  await db.commitLazily(anyRows(put(db, 'a')))
  await db.commitLazily(exactRows(1, raiseBelow(db, 'none', 1), 'no room'))
  expect(await mode()).toBe(full)
  expect(full).toBe(2)
  await db.close()
})
