import { getTableColumns, getTableName, sql } from 'drizzle-orm'
import type { Db } from './db.ts'
import { modelColumns } from './model.ts'
import { keyId } from './seal.ts'

/**
 * Public names of keys that seal or hash anything in this database and are not among `keys`. With any of them missing,
 * people could not read what they wrote, and whom they are never paired with would not be found.
 */
export async function missingKeys(db: Db, keys: Buffer[]): Promise<string[]> {
  const known = new Set(keys.map(keyId))
  const missing = new Set<string>()
  const keyed = modelColumns().filter(({ kind }) => kind === 'sealed' || kind === 'hashed')
  for (const table of Object.values(db.tables)) {
    const names = keyed.filter((each) => each.table === getTableName(table)).map(({ column }) => column)
    const columns = Object.values(getTableColumns(table)).filter(({ name }) => names.includes(name))
    if (columns.length === 0) continue
    // Both begin with one character for their form, a dot, and the eight of the key's name. A table is read once.
    const rows = await db.q
      .selectDistinct(
        Object.fromEntries(
          columns.map((column) => [column.name, sql<string | null>`substr(${column}, 3, 8)`]),
        ),
      )
      .from(table)
    for (const name of rows.flatMap((row) => Object.values(row)))
      if (name !== null && !known.has(name)) missing.add(name)
  }
  return [...missing]
}
