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
import { onEveryDatabase } from '../support/databases.ts'
import { lengthOf } from '../support/lengths.ts'
import { journalOf, migrations, SHIPPED, temporary } from '../support/migrations.ts'

/** What was written before, in tables whatever version made them. */
async function populate(db: Db, workspace = 'T1') {
  const one = (text: string) => anyRows({ toSQL: () => ({ sql: text, params: [] }) })
  await db.commit(
    one(`insert into counters (workspace, key, used) values ('${workspace}', 'k', 3)`),
    one(`insert into lanes (workspace, destination, next_at) values ('${workspace}', 'UANA', 5)`),
    one(`insert into jobs (due_at, workspace, kind, subject) values (7, '${workspace}', 'a.b', 's')`),
  )
}

/** Every workspace that was populated has what was put there, in the tables of today. */
async function holdsWhatWasPut(db: Db, ...workspaces: string[]) {
  const { counters, lanes, jobs } = db.tables
  const sorted = workspaces.sort()
  const all = (facts: object) => sorted.map((workspace) => ({ workspace, ...facts }))
  expect(await db.q.select().from(counters).orderBy(counters.workspace)).toMatchObject(all({ used: 3 }))
  const put = all({ nextAt: 5, notBefore: 0, version: 0 })
  expect(await db.q.select().from(lanes).orderBy(lanes.workspace)).toMatchObject(put)
  expect(await db.q.select().from(jobs).orderBy(jobs.workspace)).toMatchObject(all({ dueAt: 7, tries: 0 }))
}

const released = (engine: Db['engine']) => journalOf(SHIPPED, engine).entries.length
const LENGTH = lengthOf('test/db/migrations.test.ts')

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
    const broken = 'create table half (id text);--> statement-breakpoint\ninsert into nowhere values (1);'
    const db = await open({ empty: true, migrations: migrations(engine, released(engine), broken) })
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

  /** Opens databases of which each goes on where the last one was, as versions of Cairn that follow each other. */
  const versions = () => {
    const path = join(temporary(), 'cairn.db')
    let last: Db | undefined
    return async (version?: number) => {
      const options = version === undefined ? {} : { migrations: migrations(engine, version) }
      const first = last === undefined
      if (engine === 'sqlite') {
        await last?.close()
        last = await openDatabase(`file:${path}`, options)
      } else last = first ? await open({ empty: true, ...options }) : await beside(options)
      await last.migrate()
      return last
    }
  }

  it('takes along what every released version wrote, from each version to the next', async () => {
    const upTo = versions()
    const wrote: string[] = []
    for (let version = 1; version < released(engine); version++) {
      wrote.push(`T${version}`)
      await populate(await upTo(version), `T${version}`)
    }
    const db = await upTo()
    await holdsWhatWasPut(db, ...wrote)
    if (engine === 'sqlite') await db.close()
  })

  const leaps = Array.from({ length: Math.min(LENGTH.leaps, released(engine)) }, (_, i) => i + 1)
  it.each(leaps)('brings a database of version %i up to date at once', async (version) => {
    const upTo = versions()
    await populate(await upTo(version))
    const db = await upTo()
    await holdsWhatWasPut(db, 'T1')
    if (engine === 'sqlite') await db.close()
  })
})

describe('sqlite', () => {
  const at = (path: string, root?: string) => openDatabase(`file:${path}`, { migrations: root })

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
  const shipped = released('sqlite')
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
