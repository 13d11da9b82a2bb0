import { type Alone, holdAlone } from './db/alone.ts'
import { migrationState } from './db/migrations.ts'
import { type Db, openDatabase } from './db/open.ts'
import { databaseProblem, NEWER_DATABASE } from './start-problems.ts'

/** `cairn migrate`: brings the database up to date and says what it did. Returns the exit code. */
export async function migrate(url: string | undefined, say: (line: string) => void): Promise<number> {
  if (!url) {
    say('✗ DATABASE_URL must begin with file: or postgres://')
    return 1
  }
  let hold: Alone | undefined
  let db: Db | undefined
  try {
    // Never under the feet of a Cairn that runs.
    hold = holdAlone(url)
    db = await openDatabase(url)
    const { pending, newer } = await migrationState(db)
    if (newer) {
      say(`✗ ${NEWER_DATABASE}`)
      return 1
    }
    await db.migrate()
    for (const name of pending) say(`✓ ${name}`)
    say(pending.length > 0 ? 'The database is up to date.' : 'The database was up to date already.')
    return 0
  } catch (error) {
    say(`✗ ${databaseProblem(error, url)}`)
    return 1
  } finally {
    await db?.close()
    hold?.release()
  }
}
