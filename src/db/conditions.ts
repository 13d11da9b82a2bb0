/** What may be asked of a row besides that a column equals a value, and the shape of such a condition without its values. */
import {
  and,
  type Column,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  notInArray,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { Row, Tables } from './tables.ts'

type Name = keyof Tables

/** Another condition on a column than that it equals a value. */
export class Condition {
  readonly sign: string
  readonly values: readonly unknown[]
  readonly build: (column: Column, ...values: SQL[]) => SQL
  constructor(sign: string, values: readonly unknown[], build: (column: Column, ...values: SQL[]) => SQL) {
    this.sign = sign
    this.values = values
    this.build = build
  }
}

type Comparison = (column: Column, value: SQL) => SQL
const compared = (sign: string, build: unknown) => (value: unknown) =>
  new Condition(sign, [value], build as Comparison)

export const isNot = compared('!', ne)
export const below = compared('<', lt)
export const atMost = compared('<=', lte)
export const above = compared('>', gt)
/** From the first on, and before the second. */
export const between = (from: unknown, to: unknown) =>
  new Condition(
    'between',
    [from, to],
    (column, first, end) => and(gte(column, first), lt(column, end)) as SQL,
  )
/** None of these; all rows where the list is empty. */
export const noneOf = (values: readonly unknown[]) =>
  new Condition(`none${values.length}`, values, (column, ...all) =>
    all.length === 0 ? sql`1 = 1` : notInArray(column, all),
  )
/** Some value stands there. */
export const isSet = new Condition('set', [], (column) => isNotNull(column))
const absent = new Condition('null', [], (column) => isNull(column))

/**
 * What the database shall reckon out itself, for what `rows` changes: `sign` names it among all others, and `build`
 * makes it of the column and these values.
 */
export const computed = (
  sign: string,
  values: readonly unknown[],
  build: (column: Column, ...values: SQL[]) => SQL,
) => new Condition(sign, values, build)

/** Raises a number by so much, in the database; for `rows(…).change`. */
export const increasedBy = (by: number) => computed('+', [by], (column, value) => sql`${column} + ${value}`)

/** What stands there or this, whichever is later, and so much more. */
export const laterOf = (value: number, plus = 0) =>
  computed(
    'later',
    [value, plus],
    (column, at, more) => sql`case when ${column} > ${at} then ${column} else ${at} end + ${more}`,
  )

/**
 * What must hold of a row: for each column a value, null, one of a list of values, or a condition. An array of these
 * holds where one of them does.
 */
export type Where<N extends Name> = OneWhere<N> | OneWhere<N>[]
export type OneWhere<N extends Name> = { [C in keyof Row<N>]?: Row<N>[C] | readonly Row<N>[C][] | Condition }

/** As long as the next power of two, by its last value again: lists of many lengths share a few statements. */
export function padded<T>(list: readonly T[]): T[] {
  const length = list.length < 2 ? list.length : 2 ** Math.ceil(Math.log2(list.length))
  return Array.from({ length }, (_, i) => list[Math.min(i, list.length - 1)] as T)
}

export const conditionOf = (value: unknown): Condition => {
  if (value instanceof Condition) return value
  if (value === null) return absent
  if (Array.isArray(value)) {
    const list = padded(value)
    return new Condition(`in${list.length}`, list, (column, ...all) =>
      all.length === 0 ? sql`1 = 0` : inArray(column, all),
    )
  }
  return new Condition('=', [value], (column, one) => eq(column, one))
}

/** The columns that are spoken of: one that is undefined is not. */
export const told = (each: object) => Object.entries(each).filter(([, value]) => value !== undefined)

/** The shape of a condition and of a change: all but the values. */
export const signOf = (where: object | object[]): string =>
  Array.isArray(where)
    ? `(${where.map(signOf).join('|')})`
    : told(where)
        .map(([column, value]) => `${column} ${conditionOf(value).sign}`)
        .join(',')
export const setSign = (set: object) =>
  told(set)
    .map(([column, value]) => (value instanceof Condition ? `${column}${value.sign}` : column))
    .join(',')

/** All of which one must hold. An empty list would hold nowhere, and is a mistake: nobody means to ask for nothing. */
export function alternatives(where: object | object[]): object[] {
  if (!Array.isArray(where)) return [where]
  if (where.length === 0) throw new Error('a condition without alternatives')
  return where
}

/** None of a list without any: there is nothing to ask. */
export const isNowhere = (where: object | object[]) =>
  alternatives(where).every((each) =>
    told(each).some(([, value]) => Array.isArray(value) && value.length === 0),
  )
