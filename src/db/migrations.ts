import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import type { Db } from './db.ts'
import { migrationsFolder } from './open.ts'

/** Where drizzle's migrators note what they did, in each engine. */
const NOTES = { sqlite: sql`__drizzle_migrations`, postgres: sql`drizzle.__drizzle_migrations` }

export interface MigrationState {
  /** Names of the migrations that this version brings and the database has not had, in order. */
  pending: string[]
  /** A version newer than this one has changed the database; this one does not know how to use it. */
  newer: boolean
}

/** Compares the database with the migrations that ship with this version. Changes nothing. */
export async function migrationState(db: Db): Promise<MigrationState> {
  const journal = readFileSync(`${migrationsFolder(db.engine)}/meta/_journal.json`, 'utf8')
  const { entries } = JSON.parse(journal) as { entries: { tag: string; when: number }[] }
  const last = await db.q
    .select({ at: sql`max(created_at)` })
    .from(NOTES[db.engine])
    .then(
      ([row]) => Number(row?.at ?? 0),
      // The table of notes is made by the first migration.
      () => 0,
    )
  return {
    pending: entries.filter((entry) => entry.when > last).map((entry) => entry.tag),
    newer: last > Math.max(...entries.map((entry) => entry.when)),
  }
}
