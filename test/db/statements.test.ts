import { describe, expect, it } from 'vitest'
import { isScoped } from '../support/statements.ts'

describe('a statement is held to one workspace', () => {
  it.each([
    'select "name" from "people" where ("people"."workspace" = ? and "people"."person" = ?)',
    'select "name" from "people" where ("people"."workspace" = $1 and "people"."person" = $2) order by "people"."name"',
    'update "people" set "deactivated" = ? where ("people"."workspace" = ? and "people"."person" = ?)',
    'delete from "jobs" where ("jobs"."workspace" = ? and "jobs"."kind" = ?)',
    'insert into "counters" ("workspace", "key", "used") values (?, ?, ?) on conflict do nothing',
    'select "p"."name" from "members" inner join "people" "p" on ("p"."workspace" = "members"."workspace" and "p"."person" = "members"."person") where "members"."workspace" = ?',
    'select 1',
  ])('%s', (sql) => {
    expect(isScoped(sql)).toBe(true)
  })
})

describe('a statement that reaches into other workspaces is caught', () => {
  it.each([
    ['no condition at all', 'select "workspace", "name" from "people"'],
    ['another condition', 'update "people" set "deactivated" = ? where "people"."person" = ?'],
    [
      'named in the order only',
      'select "name" from "people" where "person" = ? order by "people"."workspace"',
    ],
    [
      'one of several questions',
      'select (select json_group_array("name") from (select "name" from "people" where "people"."workspace" = ? order by "people"."name") as "f"), exists (select 1 from "people" where "people"."person" = ?)',
    ],
    ['set, not asked', 'update "people" set "workspace" = ? where "people"."person" = ?'],
    [
      'two tables held to each other, and to nothing',
      'select 1 from "a" inner join "b" on "a"."workspace" = "b"."workspace" where "a"."person" = ?',
    ],
    [
      'one of two tables left out',
      'select 1 from "members" left join "people" on "people"."person" = "members"."person" where "members"."workspace" = ?',
    ],
    ['an insert without it', 'insert into "counters" ("key", "used") values (?, ?)'],
  ])('%s', (_, sql) => {
    expect(isScoped(sql)).toBe(false)
  })
})
