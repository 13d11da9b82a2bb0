import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { makeFolder } from './owner-only.ts'
import { sqlitePath } from './sqlite.ts'

export interface ProcessLock {
  /** Whether no other process uses the database, so that what a dead one left behind can be taken up at once. */
  exclusive: boolean
  /** Whether a Cairn has used this very file, as what it left beside it tells, and the file is not there any more. */
  lost: boolean
  /** Lets the next one have it. The end of the process does the same, however it ends. */
  release(): void
}

/** A process that is being stopped finishes what is on its way; the next one waits this long for it. */
const PATIENCE_MS = 3000

/** Kept here, since a connection that nobody refers to is closed by the garbage collector. */
const held = new Set<Sqlite.Database>()

/**
 * Claims a SQLite file for this process for as long as it lives; several processes are for PostgreSQL. Throws an
 * Error in plain words if another Cairn has it. Blocks for up to 3 s; call it once, at the start.
 */
export function takeProcessLock(url: string, patienceMs = PATIENCE_MS): ProcessLock {
  if (url === ':memory:') return { exclusive: true, lost: false, release() {} }
  if (!url.startsWith('file:')) return { exclusive: false, lost: false, release() {} }
  const path = realPath(sqlitePath(url))
  makeFolder(path)
  // An exclusive transaction on a database of its own, never ended: SQLite holds it by a lock of the operating
  // system, which no kill leaves behind. A file with a process id in it would stay, and lie.
  const lost = existsSync(`${path}.lock`) && !existsSync(path)
  const lock = new Sqlite(`${path}.lock`, { timeout: patienceMs })
  try {
    lock.exec('begin exclusive')
  } catch (error) {
    lock.close()
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error
    throw new Error(
      `Another Cairn is using ${path}. Stop it first, or give this one a DATABASE_URL of its own; for several at once use postgres://.`,
    )
  }
  held.add(lock)
  return {
    exclusive: true,
    lost,
    release() {
      held.delete(lock)
      lock.close()
    },
  }
}

/** One file has one lock, by whatever link it is reached. */
function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path)
  return existsSync(dirname(path)) ? join(realpathSync(dirname(path)), basename(path)) : path
}
