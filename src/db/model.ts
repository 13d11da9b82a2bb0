/** What the model says of its columns: read from it, so that no list of them can forget one. */
import { type Columns, sqliteColumns } from './columns.ts'
import { tables } from './tables.ts'

const KINDS = ['text', 'int', 'bool', 'instant', 'json', 'sealed', 'hashed'] as const

/** A column by its names in the database. */
export interface ModelColumn {
  table: string
  column: string
  kind: (typeof KINDS)[number]
  /** Of a sealed column: by what name it is bound into what is sealed. */
  place: string
}

/** Every column of the model, table by table. */
export function modelColumns(): ModelColumn[] {
  const found: ModelColumn[] = []
  // The columns of a table are made before the table itself.
  let open: Omit<ModelColumn, 'table'>[] = []
  const note = (kind: ModelColumn['kind']) => (column: string, audience: never, place?: string) => {
    // One that took the place of a plain column goes by the name of that.
    open.push({ column, kind, place: place ?? column.replace(/^sealed_/, '') })
    return sqliteColumns[kind](column, audience)
  }
  const noting = {
    ...sqliteColumns,
    ...Object.fromEntries(KINDS.map((kind) => [kind, note(kind)])),
    table: ((table: string, ...rest: [never]) => {
      found.push(...open.map((column) => ({ table, ...column })))
      open = []
      return sqliteColumns.table(table, ...rest)
    }) as unknown as Columns['table'],
  }
  tables(noting)
  return found
}
