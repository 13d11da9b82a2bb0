/**
 * Counters with a cap. `used` is raised only where it stays within the cap, so that however many come at once, the
 * database lets in as many as there is room for.
 */
import { and, eq, gte, lt, sql } from 'drizzle-orm'
import { anyRows, exactRows, type Writes } from './commit.ts'
import type { Scope } from './rows.ts'

const one = ({ db, workspace }: Scope, key: string) => {
  const { counters } = db.tables
  return and(eq(counters.workspace, workspace), eq(counters.key, key))
}

/** Counts `more` under `key`; the guard fails where there is no room below the cap for all of them. */
export function countUp(scope: Scope, key: string, cap: number, guard: string, more = 1): Writes {
  const { db, workspace } = scope
  const { counters } = db.tables
  return [
    anyRows(db.q.insert(counters).values({ workspace, key, used: 0 }).onConflictDoNothing()),
    exactRows(
      1,
      db.q
        .update(counters)
        .set({ used: sql`${counters.used} + ${more}` })
        .where(and(one(scope, key), sql`${counters.used} <= ${cap - more}`)),
      guard,
    ),
  ]
}

/** Counts one more under `key`, past any cap. */
export function countAnyway({ db, workspace }: Scope, key: string): Writes {
  const { counters } = db.tables
  return anyRows(
    db.q
      .insert(counters)
      .values({ workspace, key, used: 1 })
      .onConflictDoUpdate({
        target: [counters.workspace, counters.key],
        set: { used: sql`${counters.used} + 1` },
      }),
  )
}

/** Gives `some` back; does nothing where fewer were counted. */
export function countDown(scope: Scope, key: string, some = 1): Writes {
  const { counters } = scope.db.tables
  return anyRows(
    scope.db.q
      .update(counters)
      .set({ used: sql`${counters.used} - ${some}` })
      .where(and(one(scope, key), sql`${counters.used} >= ${some}`)),
  )
}

/** How many are counted under `key`. To be shown, or to save work; what decides is the guard of `countUp`. */
export async function counted(scope: Scope, key: string): Promise<number> {
  const { counters } = scope.db.tables
  const [row] = await scope.db.q.select({ used: counters.used }).from(counters).where(one(scope, key))
  return row?.used ?? 0
}

/** What is counted under all keys that begin with `family` and a colon, by the rest of the key. */
export async function countedIn({ db, workspace }: Scope, family: string): Promise<Map<string, number>> {
  const { counters } = db.tables
  const rows = await db.q
    .select({ key: counters.key, used: counters.used })
    .from(counters)
    // ';' comes after ':', so that these are all keys that begin so.
    .where(
      and(eq(counters.workspace, workspace), gte(counters.key, `${family}:`), lt(counters.key, `${family};`)),
    )
  return new Map(rows.map((row) => [row.key.slice(family.length + 1), row.used]))
}
