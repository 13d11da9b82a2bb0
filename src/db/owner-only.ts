/** Files that nobody but the account that runs Cairn may read. Where accounts are told apart otherwise, as on Windows, nothing changes. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'

/** SQLite keeps a log and an index of it beside a database, and gives them its rights as it makes them. */
const BESIDE = ['', '-wal', '-shm']

/** Makes the folder of a database that is not there yet; one that is keeps its rights. */
export const makeFolder = (path: string) => mkdirSync(dirname(path), { recursive: true, mode: 0o700 })

/** Makes an empty file for a database that is not there yet: SQLite would let whoever may read new files read it. */
export function makeOwnFile(path: string): void {
  makeFolder(path)
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
}

/** Takes from others the right to read a database that an older version made. */
export function closeToOthers(path: string): void {
  for (const file of BESIDE.map((end) => path + end).filter(existsSync))
    try {
      chmodSync(file, 0o600)
    } catch (error) {
      // Another account's file, or a disk without rights: the doctor tells of it.
      if (!['EPERM', 'ENOTSUP', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
}
