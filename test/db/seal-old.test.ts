/** A database of a version that kept profiles and moods as plain text is sealed, whatever comes between. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { and, eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { anyRows } from '../../src/db/commit.ts'
import type { Db } from '../../src/db/db.ts'
import { missingKeys } from '../../src/db/keys.ts'
import { createSeal, keyId, makeKey, parseKey } from '../../src/db/seal.ts'
import { hasOld, moodPlace, profilePlace, sealOld } from '../../src/db/seal-old.ts'
import { type Databases, onEveryDatabase } from '../support/databases.ts'
import { migrationsBefore, temporary, withOldRows } from '../support/migrations.ts'
import { GOAL, WANTS, writeMoods, writeProfiles } from '../support/plain-words.ts'

const KEY = parseKey(makeKey())!
const seal = createSeal([KEY])
type How = Parameters<typeof withOldRows>[2]

/** Ana wrote a goal, wants and moods, and the first two in another workspace as well; Ben wrote nothing. */
const anOldOne = (databases: Databases, { moods = [4, 2], ...how }: How & { moods?: number[] } = {}) =>
  withOldRows(
    databases,
    async (old) => {
      await writeProfiles(old, 'T1', 'UANA', 'UBEN')
      await writeProfiles(old, 'T2', 'UANA', 'UBEN')
      await writeMoods(old, 'T1', 'UANA', moods)
    },
    how,
  )

/** Who has which words now, opened in their own place; plain ones are shown as they are. */
async function allWords(db: Db) {
  const { members, checkins } = db.tables
  const people = await db.q.select().from(members).orderBy(members.workspace, members.person)
  const answers = await db.q.select().from(checkins).orderBy(checkins.id)
  return {
    profiles: people.map(({ workspace, person, ...m }) => ({
      who: `${workspace} ${person}`,
      goal: seal.openMaybe(profilePlace(workspace, person, 'goal_words'), m.goalWords),
      wants: seal.openMaybe(profilePlace(workspace, person, 'want_words'), m.wantWords),
      plain: [m.plainGoal, ...m.plainWants].join(),
    })),
    moods: answers.map((c) => Number(seal.openMaybe(moodPlace(c.id), c.feeling))),
    plainMoods: answers.filter((c) => c.plainMood !== null).length,
  }
}

const wrote = (who: string) => ({ who, goal: GOAL, wants: JSON.stringify(WANTS), plain: '' })
const silent = (who: string) => ({ who, goal: undefined, wants: undefined, plain: '' })
const SEALED = {
  profiles: [wrote('T1 UANA'), silent('T1 UBEN'), wrote('T2 UANA'), silent('T2 UBEN')],
  moods: [4, 2],
  plainMoods: 0,
}

const inFolder = (folder: string) =>
  readdirSync(folder).some((file) => readFileSync(join(folder, file), 'latin1').includes(GOAL))

async function inPostgres(db: Db): Promise<boolean> {
  await db.commit(anyRows({ toSQL: () => ({ sql: 'checkpoint', params: [] }) }))
  const [row] = await db.q
    .select({ at: sql<number>`position(convert_to(${GOAL}, 'UTF8') in bytes)` })
    .from(sql`pg_read_binary_file(pg_relation_filepath('members')) as bytes`)
  return Number(row?.at) > 0
}

onEveryDatabase((databases) => {
  it('seals each word in its own place, and the second time finds nothing to do', async () => {
    const db = await anOldOne(databases, { from: migrationsBefore(databases.engine, 'sealed_profiles') })
    expect(await hasOld(db)).toBe(true)
    expect(await sealOld(db, [KEY])).toBe(4)
    expect(await allWords(db)).toEqual(SEALED)
    expect(await hasOld(db)).toBe(false)
    expect(await sealOld(db, [KEY])).toBe(0)
    expect(await db.q.select().from(db.tables.counters)).toEqual([])
  })

  it('has nothing to do in a new database', async () => {
    const db = await databases.open()
    expect(await hasOld(db)).toBe(false)
    expect(await sealOld(db, [KEY])).toBe(0)
  })

  it('goes on where it was stopped, and comes back for what the files may hold', async () => {
    const moods = Array.from({ length: 1001 }, (_, i) => (i % 5) + 1)
    const db = await anOldOne(databases, { moods })
    let commits = 0
    const stopsAt = (n: number): Db => ({
      ...db,
      commit: (...writes) => {
        if (++commits === n) throw new Error('killed')
        return db.commit(...writes)
      },
    })
    await expect(sealOld(stopsAt(3), [KEY])).rejects.toThrow('killed')
    expect(await allWords(db)).toMatchObject({ plainMoods: 1, profiles: SEALED.profiles })
    const full: Db = { ...db, rewrite: () => Promise.reject(new Error('disk full')) }
    await expect(sealOld(full, [KEY])).rejects.toThrow('disk full')
    expect(await allWords(db)).toEqual({ ...SEALED, moods })
    let rewrites = 0
    const counting: Db = { ...db, rewrite: async () => void rewrites++ }
    for (let i = 0; i < 2; i++) expect(await sealOld(counting, [KEY])).toBe(0)
    expect(rewrites).toBe(1)
  })

  it('leaves what somebody has written meanwhile', async () => {
    const db = await anOldOne(databases)
    const { members } = db.tables
    const newer = seal.close(profilePlace('T1', 'UANA', 'goal_words'), 'Newer')
    let first = true
    const slow: Db = {
      ...db,
      async commit(...writes) {
        if (first) {
          first = false
          await sealOld(db, [KEY])
          const change = { goalWords: newer, version: sql`${members.version} + 1` }
          await db.commit(
            anyRows(
              db.q
                .update(members)
                .set(change)
                .where(and(eq(members.workspace, 'T1'), eq(members.person, 'UANA'))),
            ),
          )
        }
        return db.commit(...writes)
      },
    }
    await sealOld(slow, [KEY])
    const { profiles } = await allWords(db)
    expect(profiles[0]).toMatchObject({ who: 'T1 UANA', goal: 'Newer', wants: JSON.stringify(WANTS) })
  })

  it('leaves nothing of the plain words in the files', async () => {
    const folder = temporary()
    const db = await anOldOne(databases, { folder })
    const inFiles = () => (databases.engine === 'sqlite' ? inFolder(folder) : inPostgres(db))
    expect(await inFiles()).toBe(true)
    await sealOld(db, [KEY])
    expect(await inFiles()).toBe(false)
  })

  it('says which key is missing, once words are sealed with it', async () => {
    const db = await anOldOne(databases)
    await sealOld(db, [KEY])
    expect(await missingKeys(db, [parseKey(makeKey())!])).toEqual([keyId(KEY)])
    expect(await missingKeys(db, [KEY])).toEqual([])
  })
})
