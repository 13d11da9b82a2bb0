import { existsSync, rmSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { databaseProblem } from '../app/start-problems.ts'
import { sqlitePath } from '../db/sqlite.ts'

/**
 * `cairn backup`: copies a SQLite database, also under the feet of a Cairn that runs; what is committed meanwhile is in
 * it or not, but whole. Only its owner can read the copy. Returns the exit code.
 */
export async function backUp(
  url: string | undefined,
  to: string,
  say: (line: string) => void,
): Promise<number> {
  if (!url?.startsWith('file:')) {
    say('✗ Only a database with DATABASE_URL=file:… is copied by this. For PostgreSQL use pg_dump.')
    return 1
  }
  if (existsSync(to)) {
    say(`✗ ${to} is there already. Choose another name, so that no older backup is lost.`)
    return 1
  }
  let db: Sqlite.Database | undefined
  const umask = process.umask(0o077)
  try {
    db = new Sqlite(sqlitePath(url), { readonly: true, fileMustExist: true, timeout: 5000 })
    await db.backup(to)
    say(`✓ The database is copied to ${to}. Keep CAIRN_KEY in another place.`)
    return 0
  } catch (error) {
    rmSync(to, { force: true })
    say(`✗ ${databaseProblem(error, url)}`)
    return 1
  } finally {
    db?.close()
    process.umask(umask)
  }
}
