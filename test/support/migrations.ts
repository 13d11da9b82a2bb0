/** Databases as older versions left them. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Db } from '../../src/db/db.ts'
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
