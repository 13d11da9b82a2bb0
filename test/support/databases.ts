/** Runs one suite on every engine: SQLite in memory, and a real PostgreSQL (see `postgres.ts`). */
import { afterEach, describe, inject } from 'vitest'
import { type Db, type OpenOptions, openDatabase } from '../../src/db/open.ts'
import { createDatabase, dropDatabase, TEMPLATE } from './postgres.ts'

export interface Databases {
  engine: Db['engine']
  /** A database of its own, migrated unless `empty`. Closed and removed after the test. */
  open(options?: OpenOptions & { empty?: boolean }): Promise<Db>
  /**
   * The database that was opened last, as a second process has it: other connections on PostgreSQL. A SQLite
   * file belongs to one process alone, so there it is the same connection.
   */
  beside(options?: OpenOptions): Promise<Db>
}

let made = 0

/** `describe` for each engine. Its file must be one of the `databases` project (see vitest.config.ts). */
export function onEveryDatabase(suite: (databases: Databases) => void): void {
  for (const engine of ['sqlite', 'postgres'] as const)
    describe(engine, () => {
      suite(databasesOf(engine))
    })
}

/** The same for one engine; call it inside `describe`. */
export function databasesOf(engine: Db['engine']): Databases {
  const opened: Db[] = []
  const names: string[] = []
  const keep = (db: Db) => {
    opened.push(db)
    return db
  }
  afterEach(async () => {
    for (const db of opened.splice(0)) await db.close()
    for (const name of names.splice(0)) await dropDatabase(inject('postgres'), name)
  })
  return {
    engine,
    async open({ empty = false, ...options } = {}) {
      if (engine === 'sqlite') {
        const db = keep(await openDatabase(':memory:', options))
        if (!empty) await db.migrate()
        return db
      }
      const server = inject('postgres')
      const name = `cairn_${process.pid}_${++made}`
      names.push(await createDatabase(server, name, empty ? undefined : TEMPLATE))
      return keep(await openDatabase(`${server}/${name}`, options))
    },
    async beside(options) {
      const last = opened.at(-1)
      if (!last) throw new Error('open a database first')
      if (engine === 'sqlite') return last
      return keep(await openDatabase(`${inject('postgres')}/${names.at(-1)}`, options))
    },
  }
}
