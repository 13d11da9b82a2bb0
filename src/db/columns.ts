/**
 * The kinds of column that the model is made of, spelled for SQLite; for PostgreSQL in `columns.postgres.ts`.
 */
import * as sqlite from 'drizzle-orm/sqlite-core'

/** Who may read sealed words. Shown to the writer beside the field (rule 4 of the product). */
export type Audience =
  | 'only you'
  | 'your partner'
  | 'those you ask or are matched with'
  | 'those named'
  | 'the mentor you ask'
  | 'the one who asked'
  | 'the one you ask'
  | 'the receiver'
  | 'the contact you pick'
  | 'the one who wrote'

export const sqliteColumns = {
  table: sqlite.sqliteTable,
  primaryKey: sqlite.primaryKey,
  unique: sqlite.unique,
  index: sqlite.index,
  text: (name: string) => sqlite.text(name),
  int: (name: string) => sqlite.integer(name),
  bool: (name: string) => sqlite.integer(name, { mode: 'boolean' }),
  /** An instant, in UTC milliseconds. */
  instant: (name: string) => sqlite.integer(name),
  json: <T>(name: string) => sqlite.text(name, { mode: 'json' }).$type<T>(),
  /**
   * Private words: encrypted text. `audience` documents who may read it; `place` is by what name it is bound into what is
   * sealed, if not by its own. See `db/seal.ts`.
   */
  sealed: (name: string, _audience: Audience, _place?: string) => sqlite.text(name).$type<Sealed>(),
  /** By which something private is found, though it does not stand there: its keyed hash; see `db/seal.ts`. */
  hashed: (name: string) => sqlite.text(name).$type<Hashed>(),
}

/** Encrypted text. Made and opened only by `db/seal.ts`, so that plain words cannot reach such a column. */
export type Sealed = string & { readonly sealed: unique symbol }

/** A keyed hash. Made only by `db/seal.ts`, so that nothing plain can reach such a column. */
export type Hashed = string & { readonly hashed: unique symbol }

export type Columns = typeof sqliteColumns
