/**
 * Database errors carry the statement and its parameters, and so people's words. This reduces one to the
 * engine's code and the constraint's name; everything else of it is forgotten.
 */
export class DatabaseError extends Error {
  readonly code: string
  readonly constraint?: string
  constructor(code: string, constraint?: string) {
    super(constraint ? `database error ${code} (${constraint})` : `database error ${code}`)
    this.name = 'DatabaseError'
    this.code = code
    this.constraint = constraint
  }
}

interface Loose {
  code?: unknown
  constraint?: unknown
  cause?: unknown
  query?: unknown
  message?: unknown
  name?: unknown
}

/** True for errors of better-sqlite3, of pg, and of drizzle around them. */
const fromDatabase = (e: Loose) =>
  e.query !== undefined ||
  e.name === 'SqliteError' ||
  (typeof e.code === 'string' && /^[0-9A-Z]{5}$/.test(e.code) && 'severity' in e)

/** A database error without anybody's words; anything else is returned as it is. */
export function withoutWords(error: unknown): unknown {
  if (!error || typeof error !== 'object' || error instanceof DatabaseError) return error
  const loose = error as Loose
  if (!fromDatabase(loose)) return error
  const inner = (loose.cause && typeof loose.cause === 'object' ? loose.cause : loose) as Loose
  const code = typeof inner.code === 'string' ? inner.code : 'unknown'
  const named = typeof inner.constraint === 'string' ? inner.constraint : undefined
  // SQLite names the columns in its message ("UNIQUE constraint failed: kudos.id"), never their values.
  const sqlite = /constraint failed: ([\w., ]+)$/.exec(String(inner.message ?? ''))?.[1]
  return new DatabaseError(code, named ?? sqlite)
}

/** Whether a unique index or primary key refused a row. */
export const isDuplicate = (error: unknown) =>
  error instanceof DatabaseError &&
  ['23505', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'].includes(error.code)
