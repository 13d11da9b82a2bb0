/** Runs one suite on every engine: SQLite in memory, and a real PostgreSQL (see `postgres.ts`). */
import { getTableName } from 'drizzle-orm'
import { afterAll, describe, inject, onTestFinished } from 'vitest'
import { postgresColumns } from '../../src/db/columns.ts'
import { type Db, type OpenOptions, openDatabase } from '../../src/db/open.ts'
import { tables } from '../../src/db/tables.ts'
import { command, createDatabase, dropDatabase, TEMPLATE } from './postgres.ts'

export interface Databases {
  engine: Db['engine']
  /** A database with nothing in it, and without tables if `empty`. Closed after the test. */
  open(options?: OpenOptions & { empty?: boolean }): Promise<Db>
  /**
   * The database that was opened last, as a second process has it: other connections on PostgreSQL. A SQLite
   * file belongs to one process alone, so there it is the same connection.
   */
  beside(options?: OpenOptions): Promise<Db>
}

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
  // What is registered first ends last: a database is closed after the bot that uses it, and given back after that.
  const keep = (db: Db) => {
    opened.push(db)
    onTestFinished(() => db.close())
    return db
  }
  const stock = engine === 'postgres' ? stockOfDatabases() : undefined
  afterAll(() => stock?.drop())
  return {
    engine,
    async open({ empty = false, ...options } = {}) {
      if (opened.length === 0)
        onTestFinished(async () => {
          opened.length = 0
          await stock?.giveBack()
        })
      if (stock) return keep(await openDatabase(await stock.take(empty), options))
      const db = keep(await openDatabase(':memory:', options))
      if (!empty) await db.migrate()
      return db
    },
    async beside(options) {
      const last = opened.at(-1)
      if (!last) throw new Error('open a database first')
      return stock ? keep(await openDatabase(stock.last(), options)) : last
    },
  }
}

let made = 0

/** Making a database takes a quarter of a second, emptying one a few milliseconds: those of a file are used again. */
function stockOfDatabases() {
  const all: string[] = []
  const free: string[] = []
  const taken: { name: string; empty: boolean }[] = []
  const urlOf = (name: string) => `${inject('postgres')}/${name}`
  return {
    async take(empty: boolean) {
      let name = empty ? undefined : free.pop()
      if (!name) {
        name = await createDatabase(
          inject('postgres'),
          `cairn_${process.pid}_${++made}`,
          empty ? undefined : TEMPLATE,
        )
        all.push(name)
      }
      taken.push({ name, empty })
      return urlOf(name)
    },
    last: () => urlOf(taken.at(-1)!.name),
    async giveBack() {
      const deletions = Object.values(tables(postgresColumns)).map(
        (table) => `delete from ${getTableName(table)}`,
      )
      for (const { name, empty } of taken.splice(0)) {
        if (empty) continue
        await command(urlOf(name), deletions.join(';'))
        free.push(name)
      }
    },
    async drop() {
      for (const name of all) await dropDatabase(inject('postgres'), name)
    },
  }
}
