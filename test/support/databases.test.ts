/** What the tests themselves stand on: a worker is shared by many files, and one of them reads its modules anew. */
import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { Db } from '../../src/db/db.ts'
import { databasesOf } from './databases.ts'

/** The same module once more, with a state of its own, as after `vi.resetModules()`. */
const again = './databases.ts?again'
const anew: { databasesOf: typeof databasesOf } = await import(/* @vite-ignore */ again)

const nameOf = async (db: Db) => {
  const [row] = (await db.q
    .select({ name: sql<string>`current_database()` })
    .from(sql`(select 1) as one`)) as { name: string }[]
  return row?.name
}

describe('postgres', () => {
  const both = [databasesOf('postgres'), anew.databasesOf('postgres')]

  it.each([
    ['empty', true],
    ['kept with the worker', false],
  ])('no database is made under the name of another, %s, when modules are read anew', async (_, empty) => {
    const names: (string | undefined)[] = []
    for (const { open } of [...both, ...both]) names.push(await nameOf(await open({ empty })))
    expect(new Set(names).size).toBe(4)
  })
})
