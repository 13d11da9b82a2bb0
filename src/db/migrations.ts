import { readFileSync } from 'node:fs'
import { desc } from 'drizzle-orm'
import { bigint, pgSchema } from 'drizzle-orm/pg-core'
import { integer, sqliteTable } from 'drizzle-orm/sqlite-core'
import { type Db, migrationsFolder } from './open.ts'

const sqliteNotes = sqliteTable('__drizzle_migrations', { at: integer('created_at').notNull() })

/** Where drizzle's migrators note what they did, in each engine. */
const notes = {
  sqlite: sqliteNotes,
  postgres: pgSchema('drizzle').table('__drizzle_migrations', {
    at: bigint('created_at', { mode: 'number' }).notNull(),
  }) as unknown as typeof sqliteNotes,
}

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
  const table = notes[db.engine]
  const last = await db.q
    .select({ at: table.at })
    .from(table)
    .orderBy(desc(table.at))
    .limit(1)
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
