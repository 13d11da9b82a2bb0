import { and, eq, sql } from 'drizzle-orm'
import { any, exactly, type Writes } from './commit.ts'
import type { Db } from './open.ts'

/** Counts one more under `key`; the guard fails at the cap, however many come at once. */
export function countUp(db: Db, workspace: string, key: string, cap: number, guard: string): Writes {
  const { counters } = db.tables
  return [
    any(db.q.insert(counters).values({ workspace, key, used: 0 }).onConflictDoNothing()),
    exactly(
      1,
      db.q
        .update(counters)
        .set({ used: sql`${counters.used} + 1` })
        .where(and(eq(counters.workspace, workspace), eq(counters.key, key), sql`${counters.used} < ${cap}`)),
      guard,
    ),
  ]
}
