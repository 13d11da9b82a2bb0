import { migrationState } from './db/migrations.ts'
import { openDatabase } from './db/open.ts'
import { databaseProblem, NEWER_DATABASE } from './start-problems.ts'

/** `cairn migrate`: brings the database up to date and says what it did. Returns the exit code. */
export async function migrate(url: string | undefined, say: (line: string) => void): Promise<number> {
  if (!url) {
    say('✗ DATABASE_URL must begin with file: or postgres://')
    return 1
  }
  try {
    const db = await openDatabase(url)
    try {
      const { pending, newer } = await migrationState(db)
      if (newer) {
        say(`✗ ${NEWER_DATABASE}`)
        return 1
      }
      await db.migrate()
      for (const name of pending) say(`✓ ${name}`)
      say(pending.length > 0 ? 'The database is up to date.' : 'The database was up to date already.')
      return 0
    } finally {
      await db.close()
    }
  } catch (error) {
    say(`✗ ${databaseProblem(error, url)}`)
    return 1
  }
}
