import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { sql } from 'drizzle-orm'
import { getTableConfig } from 'drizzle-orm/sqlite-core'
import { describe, expect, it } from 'vitest'
import { anyRows } from '../../src/db/commit.ts'
import type { Db } from '../../src/db/db.ts'
import { migrationState } from '../../src/db/migrations.ts'
import { openDatabase } from '../../src/db/open.ts'
import { createOutbox } from '../../src/outbox/outbox.ts'
import { createSchedule } from '../../src/schedule/schedule.ts'
import { databasesOf, onEveryDatabase } from '../support/databases.ts'
import { journalOf, migrations, SHIPPED, temporary } from '../support/migrations.ts'

/** What was written before, in tables whatever version made them. */
async function populate(db: Db) {
  const one = (text: string) => anyRows({ toSQL: () => ({ sql: text, params: [] }) })
  await db.commit(
    one("insert into counters (workspace, key, used) values ('T1', 'k', 3)"),
    one("insert into lanes (workspace, destination, next_at) values ('T1', 'UANA', 5)"),
    one("insert into jobs (due_at, workspace, kind, subject) values (7, 'T1', 'a.b', 's')"),
  )
}

onEveryDatabase(({ engine, open, beside }) => {
  it('makes every table of the model, each with all of its columns', async () => {
    const db = await open({ empty: true })
    expect((await migrationState(db)).pending.length).toBeGreaterThan(0)
    await db.migrate()
    expect(await migrationState(db)).toEqual({ pending: [], newer: false })
    for (const table of Object.values(db.tables)) await expect(db.q.select().from(table)).resolves.toEqual([])
  })

  it('changes nothing the second time', async () => {
    const db = await open()
    await populate(db)
    await db.migrate()
    expect(await db.q.select().from(db.tables.counters)).toHaveLength(1)
  })

  it('leaves the database as it was when a migration fails', async () => {
    const shipped = journalOf(SHIPPED, engine).entries.length
    const broken = 'create table half (id text);--> statement-breakpoint\ninsert into nowhere values (1);'
    const db = await open({ empty: true, migrations: migrations(engine, shipped, broken) })
    await expect(db.migrate()).rejects.toThrow()
    await expect((async () => await db.q.select().from(db.tables.jobs))()).rejects.toThrow()
    await expect((async () => await db.q.select({ n: sql`1` }).from(sql`half`))()).rejects.toThrow()
  })

  it('lets several migrate at once', async () => {
    const path = join(temporary(), 'cairn.db')
    const all =
      engine === 'postgres'
        ? [await open({ empty: true }), await beside(), await beside()]
        : [
            await openDatabase(`file:${path}`),
            await openDatabase(`file:${path}`),
            await openDatabase(`file:${path}`),
          ]
    await Promise.all(all.map((db) => db.migrate()))
    for (const db of all) expect(await migrationState(db)).toEqual({ pending: [], newer: false })
    if (engine === 'sqlite') for (const db of all) await db.close()
  })
})

describe('postgres', () => {
  const { open, beside } = databasesOf('postgres')

  it('brings a database of every released version up to date with what is in it', async () => {
    const released = journalOf(SHIPPED, 'postgres').entries.length
    for (let version = 1; version <= released; version++) {
      const old = await open({ empty: true, migrations: migrations('postgres', version) })
      await old.migrate()
      await populate(old)
      const db = await beside()
      await db.migrate()
      expect(await db.q.select().from(db.tables.jobs)).toMatchObject([{ dueAt: 7, tries: 0 }])
      expect(await db.q.select().from(db.tables.lanes)).toMatchObject([
        { nextAt: 5, notBefore: 0, version: 0 },
      ])
    }
    // A database for each version, and all migrations on each: it takes longer with every release.
  }, 60_000)
})

describe('sqlite', () => {
  const at = (path: string, root?: string) => openDatabase(`file:${path}`, { migrations: root })

  it('brings a file of every released version up to date with what is in it', async () => {
    const released = journalOf(SHIPPED, 'sqlite').entries.length
    for (let version = 1; version <= released; version++) {
      const path = join(temporary(), 'cairn.db')
      const old = await at(path, migrations('sqlite', version))
      await old.migrate()
      await populate(old)
      await old.close()
      const db = await at(path)
      await db.migrate()
      expect(await db.q.select().from(db.tables.jobs)).toMatchObject([{ dueAt: 7, tries: 0 }])
      expect(await db.q.select().from(db.tables.lanes)).toMatchObject([
        { nextAt: 5, notBefore: 0, version: 0 },
      ])
      await db.close()
    }
  })

  it('keeps the narrow tables without rowid, so that sleeping rows cost nothing', async () => {
    const path = join(temporary(), 'cairn.db')
    const db = await at(path)
    await db.migrate()
    await db.commit(
      createSchedule({ db, workspace: 'T1' }).at('a.b', 's', 1),
      createOutbox(
        db,
        'T1',
        () => 1,
        () => 'd1',
      ).add('a.b', 'k', { to: 'UANA', payload: {} }),
    )
    await db.close()
    const raw = new Sqlite(path)
    for (const table of [db.tables.jobs, db.tables.lanes]) {
      const { name } = getTableConfig(table)
      expect(raw.prepare(`select count(*) from ${name}`).pluck().get()).toBe(1)
      expect(() => raw.prepare(`select rowid from ${name}`)).toThrow('no such column: rowid')
    }
    raw.close()
  })

  const FAMILY = `create table parents (id text primary key);--> statement-breakpoint
create table children (id text primary key, parent text not null references parents (id) on delete cascade);--> statement-breakpoint
insert into parents values ('p');--> statement-breakpoint
insert into children values ('c', 'p');`
  const rebuild = (rows: string) => `PRAGMA foreign_keys=OFF;--> statement-breakpoint
create table __new_parents (id text primary key, name text);--> statement-breakpoint
insert into __new_parents (id) select id from parents ${rows};--> statement-breakpoint
drop table parents;--> statement-breakpoint
alter table __new_parents rename to parents;--> statement-breakpoint
PRAGMA foreign_keys=ON;`
  const shipped = journalOf(SHIPPED, 'sqlite').entries.length
  const children = (path: string) => {
    const raw = new Sqlite(path)
    const ids = raw.prepare('select id from children').pluck().all()
    raw.close()
    return ids
  }

  it('keeps the children of a table that a migration rebuilds', async () => {
    const path = join(temporary(), 'cairn.db')
    const before = await at(path, migrations('sqlite', shipped, FAMILY))
    await before.migrate()
    await before.close()
    const after = await at(path, migrations('sqlite', shipped, FAMILY, rebuild('')))
    await after.migrate()
    await after.close()
    expect(children(path)).toEqual(['c'])
  })

  it('undoes a migration that would orphan children', async () => {
    const path = join(temporary(), 'cairn.db')
    const root = migrations('sqlite', shipped, FAMILY)
    const before = await at(path, root)
    await before.migrate()
    await before.close()
    const after = await at(path, migrations('sqlite', shipped, FAMILY, rebuild('where false')))
    await expect(after.migrate()).rejects.toThrow('1 rows without their parent; nothing is changed')
    await after.close()
    const raw = new Sqlite(path)
    expect(raw.prepare('select id from parents').pluck().all()).toEqual(['p'])
    raw.close()
  })

  it('holds foreign keys after it has migrated', async () => {
    const path = join(temporary(), 'cairn.db')
    const db = await at(path, migrations('sqlite', shipped, FAMILY))
    await db.migrate()
    const orphan = { toSQL: () => ({ sql: "insert into children values ('d', 'nobody')", params: [] }) }
    await expect(db.commit(anyRows(orphan))).rejects.toThrow('SQLITE_CONSTRAINT_FOREIGNKEY')
    await db.close()
  })
})
