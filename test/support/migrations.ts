/** Databases as older versions left them. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Db } from '../../src/db/db.ts'
import { openDatabase } from '../../src/db/open.ts'
import type { Databases } from './databases.ts'
import { MEMORY } from './memory.ts'

/** A folder that is gone after the test. */
export function temporary(): string {
  const folder = mkdtempSync(join(MEMORY, 'cairn-migrations-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const SHIPPED = new URL('../../migrations', import.meta.url).pathname

interface Journal {
  entries: { idx: number; tag: string; when: number; version: string; breakpoints: boolean }[]
}
export const journalOf = (root: string, engine: string) =>
  JSON.parse(readFileSync(`${root}/${engine}/meta/_journal.json`, 'utf8')) as Journal

/** The shipped migrations, cut off after `upTo` of them, and followed by others of ours. */
export function migrations(engine: Db['engine'], upTo: number, ...more: string[]): string {
  const root = temporary()
  cpSync(SHIPPED, root, { recursive: true })
  const journal = journalOf(root, engine)
  journal.entries = journal.entries.slice(0, upTo)
  for (const statements of more) {
    const idx = journal.entries.length
    const tag = `${String(idx).padStart(4, '0')}_ours`
    const when = (journal.entries.at(-1)?.when ?? 0) + 1
    journal.entries.push({ idx, tag, when, version: '6', breakpoints: true })
    writeFileSync(`${root}/${engine}/${tag}.sql`, statements)
  }
  writeFileSync(`${root}/${engine}/meta/_journal.json`, JSON.stringify(journal))
  return root
}

/** The shipped migrations before the one that makes this table. */
export function migrationsBeforeTable(engine: Db['engine'], table: string): string {
  const makes = new RegExp(`create table .?${table}\\b`, 'i')
  const { entries } = journalOf(SHIPPED, engine)
  const first = entries.findIndex(({ tag }) =>
    makes.test(readFileSync(`${SHIPPED}/${engine}/${tag}.sql`, 'utf8')),
  )
  return migrations(engine, first)
}

/** The shipped migrations before this one. */
export const migrationsBefore = (engine: Db['engine'], name: string): string =>
  migrations(
    engine,
    journalOf(SHIPPED, engine).entries.findIndex(({ tag }) => tag.endsWith(`_${name}`)),
  )

/**
 * A database of today with rows that an older version wrote; a file in `folder` on SQLite. With `from`, the shipped
 * migrations of that version, it is led here from there. Without, the rows are written into the tables of today, in which
 * the old columns stand as they were: the same rows in the end, and no migrations to wait for.
 */
export async function withOldRows(
  { engine, open, beside }: Databases,
  write: (old: Db) => Promise<unknown>,
  { from, folder = temporary() }: { from?: string; folder?: string } = {},
): Promise<Db> {
  const options = from === undefined ? {} : { migrations: from }
  const url = `file:${folder}/cairn.db`
  const openFile = async (more = {}) => {
    const db = await openDatabase(url, more)
    onTestFinished(() => db.close())
    return db
  }
  const old = await (engine === 'sqlite'
    ? openFile(options)
    : open({ ...options, empty: from !== undefined }))
  if (engine === 'sqlite' || from !== undefined) await old.migrate()
  await write(old)
  if (from === undefined) return old
  if (engine === 'sqlite') await old.close()
  const db = await (engine === 'sqlite' ? openFile() : beside())
  await db.migrate()
  return db
}
