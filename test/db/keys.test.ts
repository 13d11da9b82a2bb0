/** A key that is missing is told of before anything is done, whatever it sealed; and no table is without its migration. */
import { readdirSync, readFileSync } from 'node:fs'
import { getTableColumns, getTableName } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { type Sealed, sqliteColumns } from '../../src/db/columns.ts'
import { anyRows } from '../../src/db/commit.ts'
import { missingKeys } from '../../src/db/keys.ts'
import { modelColumns } from '../../src/db/model.ts'
import { createSeal, keyId, makeKey, parseKey } from '../../src/db/seal.ts'
import { tables } from '../../src/db/tables.ts'
import { onEveryDatabase } from '../support/databases.ts'
import { SHIPPED } from '../support/migrations.ts'

const [ours, theirs] = [parseKey(makeKey())!, parseKey(makeKey())!]
const keyed = modelColumns().filter(({ kind }) => kind === 'sealed' || kind === 'hashed')

/** A row in which all that is sealed or hashed is so under our key, and one column under another. */
function rowWith(table: string, column: string, key: Buffer) {
  const kinds = new Map(
    modelColumns().flatMap((each) => (each.table === table ? [[each.column, each.kind]] : [])),
  )
  const something = (kind: string, under: Buffer) => {
    const seal = createSeal([under])
    if (kind === 'sealed') return seal.close({ table, column, row: 'x' }, 'words')
    if (kind === 'hashed') return seal.hash(`${table}.${column}`, 'x')
    return { text: column, int: 1, bool: true, instant: 1, json: [] }[kind]
  }
  const model = Object.values(tables(sqliteColumns)).find((each) => getTableName(each) === table)!
  return Object.fromEntries(
    Object.entries(getTableColumns(model)).flatMap(([name, { name: inDatabase, notNull }]) => {
      const kind = kinds.get(inDatabase)!
      const isKeyed = kind === 'sealed' || kind === 'hashed'
      return isKeyed || notNull ? [[name, something(kind, inDatabase === column ? key : ours)]] : []
    }),
  )
}

onEveryDatabase(({ open }) => {
  it('a wrong key is found out before the start, whichever column it sealed', async () => {
    const db = await open()
    expect(keyed.length).toBeGreaterThan(45)
    expect(await missingKeys(db, [ours])).toEqual([])
    const keys = keyed.map(() => parseKey(makeKey())!)
    await db.commit(
      ...keyed.map(({ table, column }, i) => {
        const model = Object.values(db.tables).find((each) => getTableName(each) === table)!
        return anyRows(db.q.insert(model).values(rowWith(table, column, keys[i]!) as never))
      }),
    )
    const missing = new Set(await missingKeys(db, [ours]))
    expect(keyed.filter((_, i) => !missing.has(keyId(keys[i]!)))).toEqual([])
    expect(await missingKeys(db, [ours, ...keys])).toEqual([])
  })
})

describe.each(['sqlite', 'postgres'])('the migrations of %s', (engine) => {
  it('bring every table and every column of the model, and no other', () => {
    const folder = `${SHIPPED}/${engine}/meta`
    const newest = readdirSync(folder)
      .filter((file) => file.endsWith('_snapshot.json'))
      .sort()
      .at(-1)
    const snapshot: { tables: Record<string, { name: string; columns: object }> } = JSON.parse(
      readFileSync(`${folder}/${newest}`, 'utf8'),
    )
    const migrated = Object.values(snapshot.tables).flatMap(({ name, columns }) =>
      Object.keys(columns).map((column) => `${name}.${column}`),
    )
    expect(migrated.sort()).toEqual(
      modelColumns()
        .map(({ table, column }) => `${table}.${column}`)
        .sort(),
    )
  })
})

describe('what is sealed', () => {
  const seal = createSeal([ours])
  const place = { table: 'trials', column: 'mentee_says', row: 'm1' }

  it('has one length for a yes and a no, and for any short words', () => {
    const lengths = ['', 'on', 'rematch', '5', 'nobody', 'À', 'a'.repeat(63)].map(
      (words) => seal.close(place, words).length,
    )
    expect(new Set(lengths).size).toBe(1)
  })

  it('has few lengths for longer words, and comes back as it was', () => {
    const sizes = new Set<number>()
    for (let length = 64; length < 2000; length += 7) {
      // Its last character ends with the byte that ends words.
      const words = `${'w'.repeat(length)}À`
      const sealed: Sealed = seal.close(place, words)
      sizes.add(sealed.length)
      expect(seal.open(place, sealed)).toBe(words)
    }
    expect(sizes.size).toBe(5)
  })

  it('is opened as well where an older version sealed it, without padding', () => {
    const older = createSeal([Buffer.alloc(32, 7)])
    const text = '1.87685658.AQEBAQEBAQEBAQEBFITv2OLavrAoCWxwlQfJ9si5Va98qA' as Sealed
    expect(older.open({ table: 'wins', column: 'words', row: 'w1' }, text)).toBe('before')
  })
})

describe('a keyed hash', () => {
  const seal = createSeal([ours])

  it('is the same for the same values in one column, and for nothing else', () => {
    expect(seal.hash('a.b', 'x', 'y')).toBe(seal.hash('a.b', 'x', 'y'))
    const others = [
      seal.hash('a.c', 'x', 'y'),
      seal.hash('a.b', 'xy'),
      createSeal([theirs]).hash('a.b', 'x', 'y'),
    ]
    expect(others).not.toContain(seal.hash('a.b', 'x', 'y'))
    expect(seal.hash('a.b', 'UANA')).not.toContain('UANA')
  })

  it('is looked for under each key, and made with the first', () => {
    const both = createSeal([theirs, ours])
    expect(both.hashes('a.b', 'x')).toEqual([createSeal([theirs]).hash('a.b', 'x'), seal.hash('a.b', 'x')])
    expect(both.hash('a.b', 'x')).toBe(both.hashes('a.b', 'x')[0])
  })
})
