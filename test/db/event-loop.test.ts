/** Long work on SQLite, where awaiting is no pause: the event loop turns in it all the same. */
import { beforeEach, expect, it } from 'vitest'
import type { Db } from '../../src/db/db.ts'
import { openDatabase } from '../../src/db/open.ts'

let db: Db
beforeEach(async () => {
  db = await openDatabase(':memory:')
  await db.migrate()
  return () => db.close()
})

/** So many that they take many times as long as the loop may be held. */
const MANY = 20_000

/** How often it was done before something else had its turn. */
async function untilTurned(what: () => Promise<unknown>): Promise<number> {
  let turned = false
  setImmediate(() => {
    turned = true
  })
  let done = 0
  while (!turned && done < MANY) {
    await what()
    done++
  }
  return done
}

it.each<[string, (db: Db) => Promise<unknown>]>([
  ['reads', async ({ q, tables }) => q.select().from(tables.jobs)],
  ['commits', ({ q, tables, commit }) => commit({ query: q.delete(tables.jobs) })],
])('a long row of %s lets what comes in meanwhile have its turn', async (_, what) => {
  expect(await untilTurned(() => what(db))).toBeLessThan(MANY)
})

it('all who work at the same time wait for the same turn', async () => {
  let turns = 0
  let working = true
  const count = () => {
    turns++
    if (working) setImmediate(count)
  }
  setImmediate(count)
  const work = async () => {
    for (let i = 0; i < 500; i++) await db.q.select().from(db.tables.jobs)
  }
  await Promise.all(Array.from({ length: 8 }, work))
  working = false
  expect(turns).toBeGreaterThan(1)
})
