/** Choices and pairs that older versions kept plain are sealed at the start, and mean the same afterwards. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import type { Context } from '../../src/context.ts'
import { deleteBarriers, listBarriers } from '../../src/db/barriers.ts'
import { anyRows } from '../../src/db/commit.ts'
import type { Db } from '../../src/db/db.ts'
import { createSeal, makeKey, parseKey } from '../../src/db/seal.ts'
import { hasOld, sealOld } from '../../src/db/seal-old.ts'
import { wordsOf } from '../../src/db/words.ts'
import { listReviews } from '../../src/features/growth/closing/store.ts'
import { exportConcerns, findConcern, readConcern } from '../../src/features/growth/concerns/service.ts'
import { findFeedback } from '../../src/features/growth/feedback/service.ts'
import { findIntroduction } from '../../src/features/growth/introductions/service.ts'
import { answerOf, findTrial } from '../../src/features/growth/trial/store.ts'
import { findWish } from '../../src/features/matching/find/store.ts'
import { findMentorship, usefulTo } from '../../src/features/pairs/mentorship/service.ts'
import { barredBy } from '../../src/features/people/privacy/service.ts'
import { type Databases, onEveryDatabase } from '../support/databases.ts'
import { migrationsBeforeTable, temporary, withOldRows } from '../support/migrations.ts'

const KEY = Buffer.from('3b1f5a90c27de4486f0d9b7c1a52e8836d4470fe95ab21c8d37e60915fb2840a', 'hex')
const seal = createSeal([KEY])

/** Sealed by that version, without padding: "on" and "rematch" of the trial m1. */
const OLD_TRIAL = {
  mentee: '1.3336a1e5.AQEBAQEBAQEBAQEBCkoe4XVbvCSGOJ9ZwIieqJRh',
  mentor: '1.3336a1e5.AgICAgICAgICAgICb1HDhsueacdhGaNP4HN8b5z1BVZg9-Q',
}

const WORDS = seal.close({ table: 'concerns', column: 'words', row: 'k1' }, 'He shouts')

/** What an older version held of people who are nowhere else. */
const ROWS = [
  `insert into barriers values ('T1', 'UANA', 'UBARRED', 'doNotPair', 5), ('T1', 'UANA', 'UASIDE', 'notForMe', 6),
    ('T2', 'UANA', 'UBARRED', 'notForMe', 7)`,
  `insert into wishes values ('T1', 'UWAITS', 3, null, null), ('T1', 'UTOLD', 4, 'UPLACE', 8)`,
  `insert into concerns (id, workspace, writer, contact, tried, status, round, sent_at, talk, words) values
    ('k1', 'T1', 'UWRITER', 'UCONTACT', '["UBEFORE"]', 'acknowledged', 1, 9, false, '${WORDS}')`,
  `insert into reviews (workspace, closing, person, at, next, named) values ('T1', 'c1', 'UANA', 1, 'rematch', false),
    ('T1', 'c1', 'UBEN', 1, 'complete', false)`,
  `insert into mentorships (id, workspace, programme, mentee, mentor, kind, status, started_at, why, useful_to_mentee)
    values ('m1', 'T1', 'P1', 'UANA', 'UBEN', 'chat', 'ended', 1, '{}', false)`,
  `insert into feedback (id, workspace, giver, receiver, status, hidden, useful) values
    ('f1', 'T1', 'UANA', 'UBEN', 'asked', true, null), ('f2', 'T1', 'UANA', 'UBEN', 'given', false, 'somewhat')`,
  `insert into introductions (id, workspace, introducer, one, two, one_answer, two_answer, status, sent_at, reason)
    values ('i1', 'T1', 'UANA', 'UBEN', 'UELI', 'barred', 'waiting', 'asking', 1, 'x')`,
  `insert into trials (workspace, mentorship, asked_at, ends_at, mentee_says, mentor_says) values
    ('T1', 'm1', 1, 2, '${OLD_TRIAL.mentee}', '${OLD_TRIAL.mentor}')`,
]
const NOWHERE_ELSE = [
  'UBARRED',
  'UASIDE',
  'UWAITS',
  'UPLACE',
  'UWRITER',
  'UCONTACT',
  'UBEFORE',
  'rematch',
  'barred',
]

const anOldOne = (databases: Databases, how?: Parameters<typeof withOldRows>[2]) =>
  withOldRows(
    databases,
    (old) => old.commit(...ROWS.map((text) => anyRows({ toSQL: () => ({ sql: text, params: [] }) }))),
    how,
  )

const contextOf = (db: Db, workspace = 'T1', keys: Buffer[] = [KEY]) => {
  const seal = createSeal(keys)
  const words: Context['words'] = (table, row) => wordsOf({ tables: db.tables, seal }, table, row)
  return { db, workspace, seal, words, now: () => 1 } as Context
}

const withoutAt = async (ctx: Context, person?: string) =>
  (await listBarriers(ctx, person)).map(({ kind, person: who, other }) => `${who} ${kind} ${other}`).sort()

onEveryDatabase((databases) => {
  it('whom somebody is never paired with, and all that is only theirs, means the same after it is sealed', async () => {
    const from = migrationsBeforeTable(databases.engine, 'sealed_barriers')
    const db = await anOldOne(databases, { from })
    expect(await hasOld(db)).toBe(true)
    expect(await sealOld(db, [KEY])).toBe(13)
    expect(await hasOld(db)).toBe(false)
    const ctx = contextOf(db)
    expect(await barredBy(ctx, 'UBARRED', 'UANA')).toEqual(['UANA'])
    expect(await withoutAt(ctx)).toEqual(['UANA doNotPair UBARRED', 'UANA notForMe UASIDE'])
    expect(await withoutAt(contextOf(db, 'T2'), 'UBARRED')).toEqual(['UANA notForMe UBARRED'])
    expect(await findWish(ctx, 'UWAITS')).toEqual({ person: 'UWAITS', mentor: null, at: 3, toldAt: null })
    expect(await findWish(ctx, 'UTOLD')).toEqual({ person: 'UTOLD', mentor: 'UPLACE', at: 4, toldAt: 8 })
    expect(await findConcern(ctx, 'k1')).toMatchObject({
      writer: 'UWRITER',
      contact: 'UCONTACT',
      tried: ['UBEFORE'],
      status: 'acknowledged',
      round: 1,
      sentAt: 9,
      talk: false,
    })
    expect(await exportConcerns(ctx, 'UWRITER')).toMatchObject([{ to: 'UCONTACT', words: 'He shouts' }])
    expect(await readConcern(ctx, 'UCONTACT', 'k1')).toMatchObject({ value: { words: 'He shouts' } })
    expect((await listReviews(ctx, 'c1')).map(({ person, next }) => `${person} ${next}`).sort()).toEqual([
      'UANA rematch',
      'UBEN complete',
    ])
    const chat = (await findMentorship(ctx, 'm1'))!
    expect([usefulTo(ctx, chat, 'UANA'), usefulTo(ctx, chat, 'UBEN')]).toEqual([false, undefined])
    expect(await findFeedback(ctx, 'f1')).toMatchObject({ hidden: true, useful: null })
    expect(await findFeedback(ctx, 'f2')).toMatchObject({ hidden: false, useful: 'somewhat' })
    expect(await findIntroduction(ctx, 'i1')).toMatchObject({ oneAnswer: 'barred', twoAnswer: 'waiting' })
    const trial = (await findTrial(ctx, 'm1'))!
    expect([answerOf(ctx, trial, 'mentee'), answerOf(ctx, trial, 'mentor')]).toEqual(['on', 'rematch'])
    expect(trial.menteeSays).toHaveLength(trial.mentorSays!.length)
  })

  it('nothing of it is left in the files', async () => {
    const folder = temporary()
    const db = await anOldOne(databases, { folder })
    const bytes = async () => {
      if (databases.engine === 'sqlite')
        return readdirSync(folder).map((file) => readFileSync(join(folder, file), 'latin1'))
      await db.commit(anyRows({ toSQL: () => ({ sql: 'checkpoint', params: [] }) }))
      const files = ['barriers', 'wishes', 'concerns', 'reviews', 'introductions'].map(async (table) => {
        const [row] = await db.q
          .select({ all: sql<Buffer>`pg_read_binary_file(pg_relation_filepath(${table}))` })
          .from(sql`(select 1) as one`)
        return row!.all.toString('latin1')
      })
      return Promise.all(files)
    }
    const left = async () => {
      const all = (await bytes()).join()
      return NOWHERE_ELSE.filter((word) => all.includes(word))
    }
    expect((await left()).sort()).toEqual([...NOWHERE_ELSE].sort())
    await sealOld(db, [KEY])
    expect(await left()).toEqual([])
  })

  it('whom somebody took off their list meanwhile does not come back', async () => {
    const db = await anOldOne(databases)
    let first = true
    const slow: Db = {
      ...db,
      async commit(...writes) {
        if (first) {
          first = false
          await sealOld(db, [KEY])
          await db.commit(deleteBarriers(contextOf(db), 'doNotPair', 'UANA', ['UBARRED']))
        }
        return db.commit(...writes)
      },
    }
    await sealOld(slow, [KEY])
    expect(await withoutAt(contextOf(db))).toEqual(['UANA notForMe UASIDE'])
  })

  it('is found and taken back as well once another key seals', async () => {
    const db = await anOldOne(databases)
    await sealOld(db, [KEY])
    const ctx = contextOf(db, 'T1', [parseKey(makeKey())!, KEY])
    expect(await barredBy(ctx, 'UANA', 'UBARRED')).toEqual(['UANA'])
    expect(await findWish(ctx, 'UTOLD')).toMatchObject({ mentor: 'UPLACE' })
    expect(await readConcern(ctx, 'UCONTACT', 'k1')).toMatchObject({ ok: true })
    await db.commit(deleteBarriers(ctx, 'doNotPair', 'UANA', ['UBARRED']))
    await db.commit(deleteBarriers(ctx, 'notForMe', 'UANA'))
    expect(await withoutAt(ctx)).toEqual([])
  })
})
