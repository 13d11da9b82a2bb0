import type { Db } from './db.ts'

/** One workspace of a database: a Context, or what stands for one. */
export interface Scope {
  db: Db
  workspace: string
  /** What one request has read, by question; it is emptied with each commit. Without it everything is read anew. */
  read?: Map<string, Promise<unknown>>
}
