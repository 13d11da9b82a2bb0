import { defineConfig } from 'vitest/config'

/** Tests that need a PostgreSQL server; the others do not wait for one. */
const onDatabases = ['test/{db,outbox,schedule}/**/*.test.ts', 'test/**/*.databases.test.ts']

export default defineConfig({
  test: {
    // Two cores, and every file has a process of its own, as better-sqlite3 wants it.
    pool: 'forks',
    maxWorkers: 2,
    // Files of a worker share the modules they import: reading Bolt anew for each would take most of the time.
    isolate: false,
    // A machine shared with others may stall for seconds under real processes and a real browser.
    retry: process.env.CI ? 1 : 0,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'databases',
          include: onDatabases,
          globalSetup: ['test/support/postgres.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'cairn', include: ['test/**/*.test.ts'], exclude: onDatabases },
      },
    ],
  },
})
