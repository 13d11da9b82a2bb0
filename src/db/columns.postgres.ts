/** The kinds of column of `columns.ts` for PostgreSQL: types come from SQLite, and they carry the same values. */
import * as pg from 'drizzle-orm/pg-core'
import type { Columns } from './columns.ts'

export const postgresColumns = {
  table: pg.pgTable,
  primaryKey: pg.primaryKey,
  unique: pg.unique,
  index: pg.index,
  text: (name: string) => pg.text(name),
  int: (name: string) => pg.integer(name),
  bool: (name: string) => pg.boolean(name),
  instant: (name: string) => pg.bigint(name, { mode: 'number' }),
  json: (name: string) => pg.jsonb(name),
  sealed: (name: string) => pg.text(name),
  hashed: (name: string) => pg.text(name),
} as unknown as Columns
