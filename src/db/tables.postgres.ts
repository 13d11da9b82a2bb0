/** What drizzle-kit reads to write `migrations/postgres`. */
import { postgresColumns } from './columns.ts'
import { tables } from './tables.ts'

export const {
  workspaces,
  people,
  programmes,
  coordinators,
  audit,
  members,
  skills,
  barriers,
  requests,
  mentorships,
  rounds,
  roundPairs,
  roundForbids,
  agreements,
  goals,
  goalSteps,
  goalEvents,
  checkins,
  kudos,
  kudosReceivers,
  wins,
  counters,
  handled,
  homes,
  deliveries,
  lanes,
  jobs,
} = tables(postgresColumns)
