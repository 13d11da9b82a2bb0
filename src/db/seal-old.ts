/**
 * What older versions kept as plain text is sealed at the start: the key is in the program, so that no migration can.
 * Rows are sealed a thousand at a time, each in its own place and with its plain words emptied in the same commit;
 * whatever stops it, the next start goes on from there. Of several processes at once one seals a row.
 */
import { and, eq } from 'drizzle-orm'
import { anyRows } from './commit.ts'
import type { Db } from './db.ts'
import { createSeal } from './seal.ts'
import { OLD, OLD_TABLES } from './seal-old-rows.ts'

export { moodPlace, profilePlace } from './sealed-rows.ts'

const AT_ONCE = 1000

/** Stands from the first row that is sealed until nothing of the plain words is left in the files. */
const MARK = { workspace: '', key: 'plain words' }

const marked = (db: Db) => {
  const { counters } = db.tables
  return and(eq(counters.workspace, MARK.workspace), eq(counters.key, MARK.key))
}

/** Whether older versions left anything that `sealOld` has yet to do. */
export async function hasOld(db: Db): Promise<boolean> {
  const { counters } = db.tables
  const left = await Promise.all([
    ...OLD.map((old) => old.find(db, 1)),
    db.q.select().from(counters).where(marked(db)),
  ])
  return left.some((rows) => rows.length > 0)
}

/**
 * Seals what older versions left as plain text, and rewrites the tables, since an engine leaves what was overwritten
 * in its files for a while. Returns how many rows were sealed. All keys that seal words in this database must be known.
 */
export async function sealOld(db: Db, keys: Buffer[]): Promise<number> {
  if (!(await hasOld(db))) return 0
  const { counters } = db.tables
  const seal = createSeal(keys)
  const mark = anyRows(
    db.q
      .insert(counters)
      .values({ ...MARK, used: 1 })
      .onConflictDoNothing(),
  )
  let sealed = 0
  for (const { find, close } of OLD)
    for (let rows = await find(db, AT_ONCE); rows.length > 0; rows = await find(db, AT_ONCE)) {
      const failed = await db.commit(
        mark,
        rows.map((row) => close(db, seal, row)),
      )
      // Where another process was first, it is looked anew.
      if (!failed) sealed += rows.length
    }
  await db.rewrite(...OLD_TABLES)
  await db.commit(anyRows(db.q.delete(counters).where(marked(db))))
  return sealed
}
