/** The files of a SQLite database: who may read them, and what stays in them of what was erased. */
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { anyRows } from '../../src/db/commit.ts'
import { openDatabase } from '../../src/db/open.ts'
import { takeProcessLock } from '../../src/db/process-lock.ts'
import { createSeal, makeKey, parseKey } from '../../src/db/seal.ts'
import { temporary } from '../support/migrations.ts'

const rights = (path: string) => (statSync(path).mode & 0o777).toString(8)

async function aDatabase(path = join(temporary(), 'new', 'cairn.db')) {
  const hold = takeProcessLock(`file:${path}`)
  const db = await openDatabase(`file:${path}`)
  onTestFinished(async () => {
    await db.close()
    hold.release()
  })
  await db.migrate()
  return { db, path }
}

it('the database file is readable by its owner alone, with its log, its index and a folder made for it', async () => {
  const { db, path } = await aDatabase()
  await db.commit(anyRows(db.q.insert(db.tables.paces).values({ workspace: 'T1', call: 'x', freeAt: 1 })))
  expect([path, `${path}-wal`, `${path}-shm`].map(rights)).toEqual(['600', '600', '600'])
  expect(rights(join(path, '..'))).toBe('700')
})

it('the file of an older version is closed to others at the start, and a folder that was there stays as it was', async () => {
  const folder = temporary()
  chmodSync(folder, 0o755)
  const path = join(folder, 'cairn.db')
  const old = await openDatabase(`file:${path}`)
  await old.migrate()
  chmodSync(path, 0o644)
  await old.close()
  await aDatabase(path)
  expect([path, `${path}-wal`, folder].map(rights)).toEqual(['600', '600', '755'])
})

it('what is erased is not in the file any more, nor in its log once that was cut', async () => {
  const { db, path } = await aDatabase()
  const seal = createSeal([parseKey(makeKey())!])
  const { trials, jobs } = db.tables
  const answers = Array.from({ length: 40 }, (_, i) => ({
    workspace: 'T1',
    mentorship: `m${i}`,
    askedAt: 1,
    endsAt: 2,
    menteeSays: seal.close({ table: 'trials', column: 'mentee_says', row: `m${i}` }, 'rematch'),
  }))
  const writeSomething = (subject: string) =>
    db.commit(anyRows(db.q.insert(jobs).values({ workspace: 'T1', dueAt: 1, kind: 'x', subject })))
  const found = () => {
    const bytes = readdirSync(join(path, '..')).map((file) => readFileSync(join(path, '..', file), 'latin1'))
    return answers.filter(({ menteeSays }) => bytes.join().includes(menteeSays)).length
  }
  await db.commit(anyRows(db.q.insert(trials).values(answers)))
  await db.cutLog()
  await writeSomething('before')
  expect(found()).toBe(answers.length)
  await db.commit(anyRows(db.q.update(trials).set({ menteeSays: null })))
  expect(found()).toBe(answers.length)
  await db.cutLog()
  await writeSomething('after')
  expect(existsSync(`${path}-wal`)).toBe(true)
  expect(found()).toBe(0)
})
