/** What people wrote when profiles and moods were still plain text, in the tables of that time. */
import { anyRows } from '../../src/db/commit.ts'
import type { Db } from '../../src/db/db.ts'

export const GOAL = 'Lead my first discovery'
export const WANTS = ['saying no kindly', 'falconry']

const one = (text: string) => anyRows({ toSQL: () => ({ sql: text, params: [] }) })

/** A mentee who wrote both, and one who wrote neither. */
export const writeProfiles = (db: Db, workspace: string, wrote: string, silent: string) =>
  db.commit(
    ...[
      [wrote, GOAL, WANTS],
      [silent, '', []],
    ].map(([person, goal, wants]) =>
      one(`insert into members (workspace, person, programme, role, status, joined_at, goal, "values", capacity,
        free_hours, working_days, start_minute, end_minute, holidays, languages, other_offers, other_wants,
        checkin_weekday, checkin_minute, cards_done) values ('${workspace}', '${person}', 'P1', 'mentee', 'active', 1,
        '${goal}', '[]', 2, '[]', '[1,2,3,4,5]', 540, 1080, '[]', '["English"]', '[]', '${JSON.stringify(wants)}',
        5, 600, '[]')`),
    ),
  )

/** As many check-ins of a person as there are moods, a day each. */
export const writeMoods = (db: Db, workspace: string, person: string, moods: number[]) =>
  db.commit(
    one(
      `insert into checkins (id, workspace, person, "on", status, mood) values ${moods
        .map(
          (mood, i) =>
            `('c${String(i).padStart(4, '0')}', '${workspace}', '${person}', 'day ${i}', 'answered', ${mood})`,
        )
        .join(', ')}`,
    ),
  )
