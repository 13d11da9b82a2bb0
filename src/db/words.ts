/** The private words of a row: sealed and opened by the names of its columns, each bound to its place. */
import { getTableColumns, getTableName } from 'drizzle-orm'
import type { Sealed } from './columns.ts'
import { modelColumns } from './model.ts'
import type { Seal } from './seal.ts'
import type { Row, Tables } from './tables.ts'

type SealedOf<N extends keyof Tables> = {
  [C in keyof Row<N>]: Exclude<Row<N>[C], null> extends Sealed ? C : never
}[keyof Row<N>]

/** The tables that hold private words. */
export type WithWords = { [N in keyof Tables]: [SealedOf<N>] extends [never] ? never : N }[keyof Tables]

type Opened<R> = { [C in keyof R]: null extends R[C] ? string | undefined : string }
type Closed<W> = { [C in keyof W]: undefined extends W[C] ? Sealed | null : Sealed }

/** What a row holds in private. Who may read it is for the caller to know. */
export interface Words<N extends WithWords> {
  /** The words of those sealed columns that are given; undefined where nothing stands. */
  open<R extends Partial<Pick<Row<N>, SealedOf<N>>>>(row: R): Opened<Pick<R, SealedOf<N> & keyof R>>
  /** The same words, to be written. What is missing or empty becomes null. */
  seal<W extends Partial<Record<SealedOf<N>, string | undefined>>>(words: W): Closed<W>
}

/** How the place of each sealed column is called, by table and property. Bound into what is sealed, so never changed. */
const placesOf = (() => {
  let all: Map<string, Map<string, { table: string; column: string }>> | undefined
  return (tables: Tables, name: string) => {
    if (!all) {
      const sealed = modelColumns().filter(({ kind }) => kind === 'sealed')
      all = new Map(
        Object.entries(tables).map(([key, table]) => {
          const names = new Map(
            sealed
              .filter((each) => each.table === getTableName(table))
              .map((each) => [each.column, each.place]),
          )
          const columns = Object.entries(getTableColumns(table)).flatMap(([property, column]) => {
            const place = names.get(column.name)
            return place === undefined
              ? []
              : [[property, { table: bare(getTableName(table)), column: place }] as const]
          })
          return [key, new Map(columns)]
        }),
      )
    }
    return all.get(name) ?? new Map()
  }
})()

/** A table or column that took the place of a plain one goes by the name of that. */
const bare = (name: string) => name.replace(/^sealed_/, '')

/** The words of the row that goes by `row`: its id, or the parts of its key with colons between them. */
export function wordsOf<N extends WithWords>(
  { tables, seal }: { tables: Tables; seal: Seal },
  name: N,
  row: string,
): Words<N> {
  const places = placesOf(tables, name)
  const placed = (property: string) => {
    const place = places.get(property)
    return place && { ...place, row }
  }
  return {
    open: (values: object) =>
      Object.fromEntries(
        Object.entries(values).flatMap(([property, sealed]) => {
          const place = placed(property)
          return place ? [[property, seal.openMaybe(place, sealed as Sealed | null)]] : []
        }),
      ) as never,
    seal: (words: object) =>
      Object.fromEntries(
        Object.entries(words).map(([property, text]) => {
          const place = placed(property)
          if (!place) throw new Error(`${name}.${property} holds no private words`)
          return [property, seal.closeMaybe(place, text as string | undefined)]
        }),
      ) as never,
  }
}
