/**
 * What older versions kept as plain text is sealed at the start: the key is in the program, so that no migration can.
 * Rows are sealed a thousand at a time, each in its own place and with its plain words emptied in the same commit;
 * whatever stops it, the next start goes on from there.
 */
import { and, eq, isNotNull, ne, or, sql } from 'drizzle-orm'
import { any, type Write } from './commit.ts'
import type { Db } from './open.ts'
import { createSeal, type Seal } from './seal.ts'

const AT_ONCE = 1000

/** Where the words of a profile stand. */
export const profilePlace = (workspace: string, person: string, column: 'goal_words' | 'want_words') => ({
  table: 'members',
  column,
  row: `${workspace}:${person}`,
})

/** Where the mood of a check-in stands. */
export const moodPlace = (checkin: string) => ({ table: 'checkins', column: 'feeling', row: checkin })

function plainProfiles(db: Db, limit: number) {
  const { members } = db.tables
  return db.q
    .select()
    .from(members)
    .where(or(ne(members.plainGoal, ''), sql`${members.plainWants} <> '[]'`))
    .limit(limit)
}

function plainMoods(db: Db, limit: number) {
  const { checkins } = db.tables
  return db.q.select().from(checkins).where(isNotNull(checkins.plainMood)).limit(limit)
}

async function sealProfiles(db: Db, seal: Seal): Promise<Write[]> {
  const { members } = db.tables
  return (await plainProfiles(db, AT_ONCE)).map(({ workspace, person, version, plainGoal, plainWants }) => {
    const place = (column: 'goal_words' | 'want_words') => profilePlace(workspace, person, column)
    return any(
      db.q
        .update(members)
        .set({
          ...(plainGoal && { goalWords: seal.close(place('goal_words'), plainGoal) }),
          ...(plainWants.length > 0 && {
            wantWords: seal.close(place('want_words'), JSON.stringify(plainWants)),
          }),
          plainGoal: '',
          plainWants: [],
        })
        // Another process may have sealed it meanwhile, and its owner changed it.
        .where(
          and(eq(members.workspace, workspace), eq(members.person, person), eq(members.version, version)),
        ),
    )
  })
}

async function sealMoods(db: Db, seal: Seal): Promise<Write[]> {
  const { checkins } = db.tables
  return (await plainMoods(db, AT_ONCE)).map(({ id, plainMood }) =>
    any(
      db.q
        .update(checkins)
        .set({ feeling: seal.close(moodPlace(id), `${plainMood}`), plainMood: null })
        .where(and(eq(checkins.id, id), isNotNull(checkins.plainMood))),
    ),
  )
}

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
    plainProfiles(db, 1),
    plainMoods(db, 1),
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
  const mark = any(
    db.q
      .insert(counters)
      .values({ ...MARK, used: 1 })
      .onConflictDoNothing(),
  )
  let sealed = 0
  for (const next of [sealProfiles, sealMoods])
    for (let writes = await next(db, seal); writes.length > 0; writes = await next(db, seal)) {
      await db.commit(mark, writes)
      sealed += writes.length
    }
  await db.rewrite('members', 'checkins')
  await db.commit(any(db.q.delete(counters).where(marked(db))))
  return sealed
}
