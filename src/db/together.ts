/**
 * Several questions as one statement: what a request asks so in one turn of the event loop is answered at once. A list
 * comes as JSON, which both engines write; each value is read as its column reads it.
 */
import { type Column, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { askPrepared, Places } from './prepared.ts'
import type { Scope } from './scope.ts'
import { inTurn } from './turn.ts'

/** One of several questions. `take` gives its values the places that `build` gives them. */
export interface Question<T = unknown> {
  /** All but its values. */
  shape: string
  take(places: Places): void
  build(places: Places): SQL
  read(answer: unknown): T
}

/** Answers a question, together with all others that the request asks in this turn. */
export async function askTogether<T>(scope: Scope, question: Question<T>): Promise<T> {
  const places = new Places()
  question.take(places)
  const key = `${question.shape} ${JSON.stringify(places.values)}`
  const answers = await inTurn<Question, unknown>(scope, 'together', new Map([[key, question]]), (items) =>
    answered(scope, items),
  )
  return answers.get(key) as T
}

async function answered(scope: Scope, items: Map<string, Question>): Promise<Map<string, unknown>> {
  const asked = [...items]
  const values = new Places()
  for (const [, { take }] of asked) take(values)
  const shapes = asked.map(([, { shape }]) => shape).join('; ')
  const build = () => {
    const places = new Places()
    const columns = asked.map(([, question], i) => [`s${i}`, question.build(places).as(`s${i}`)])
    return scope.db.q.select(Object.fromEntries(columns)).from(sql`(select 1) as one`)
  }
  const [row = {}] = (await askPrepared(scope, `together ${shapes}`, values.values, build, {
    named: asked.length === 1,
  })) as Record<string, unknown>[]
  return new Map(asked.map(([key, { read }], i) => [key, read(row[`s${i}`])]))
}

/** All rows that the query finds, which selects exactly these columns of one table. */
export const rowsAsJson = (scope: Scope, query: SQLWrapper, columns: Record<string, Column>): SQL => {
  const names = sql.join(
    Object.values(columns).map(({ name }) => sql.identifier(name)),
    sql`, `,
  )
  return scope.db.engine === 'sqlite'
    ? sql`(select json_group_array(json_array(${names})) from ${query} as found)`
    : sql`(select coalesce(json_agg(json_build_array(${names})), '[]') from ${query} as found)`
}

/** The same as rows. SQLite answers with text, PostgreSQL's driver has parsed it. */
export function rowsFromJson(answer: unknown, columns: Record<string, Column>): Record<string, unknown>[] {
  const found = (typeof answer === 'string' ? JSON.parse(answer) : answer) as unknown[][]
  const names = Object.entries(columns)
  return found.map((values) => {
    // By hand: some lists are as long as the workspace has people.
    const row: Record<string, unknown> = {}
    for (let i = 0; i < names.length; i++) {
      const [name, column] = names[i]!
      row[name] = values[i] === null ? null : column.mapFromDriverValue(values[i])
    }
    return row
  })
}
