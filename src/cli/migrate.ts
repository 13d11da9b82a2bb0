import { databaseProblem, missingKeysProblem, NEWER_DATABASE } from '../app/start-problems.ts'
import { plural } from '../core/text.ts'
import type { Db } from '../db/db.ts'
import { missingKeys } from '../db/keys.ts'
import { migrationState } from '../db/migrations.ts'
import { openDatabase } from '../db/open.ts'
import { type ProcessLock, takeProcessLock } from '../db/process-lock.ts'
import { hasOld, sealOld } from '../db/seal-old.ts'

/**
 * `cairn migrate`: brings the database up to date and says what it did. Without keys it leaves to the start of Cairn
 * what has to be sealed. Returns the exit code.
 */
export async function migrate(
  url: string | undefined,
  keys: Buffer[] | undefined,
  say: (line: string) => void,
): Promise<number> {
  if (!url) {
    say('✗ DATABASE_URL must begin with file: or postgres://')
    return 1
  }
  let hold: ProcessLock | undefined
  let db: Db | undefined
  try {
    // Never under the feet of a Cairn that runs.
    hold = takeProcessLock(url)
    db = await openDatabase(url)
    const { pending, newer } = await migrationState(db)
    if (newer) {
      say(`✗ ${NEWER_DATABASE}`)
      return 1
    }
    await db.migrate()
    for (const name of pending) say(`✓ ${name}`)
    if (!keys && (await hasOld(db))) {
      say(
        '! Some private words are plain text still. Starting Cairn seals them, or this command with CAIRN_KEY.',
      )
      return 0
    }
    const missing = keys ? await missingKeys(db, keys) : []
    if (missing.length > 0) {
      say(`✗ ${missingKeysProblem(missing)}`)
      return 1
    }
    const sealed = keys ? await sealOld(db, keys) : 0
    if (sealed > 0) say(`✓ ${plural(sealed, 'row')} with private words sealed`)
    say(pending.length + sealed > 0 ? 'The database is up to date.' : 'The database was up to date already.')
    return 0
  } catch (error) {
    say(`✗ ${databaseProblem(error, url)}`)
    return 1
  } finally {
    await db?.close()
    hold?.release()
  }
}
