import { statSync } from 'node:fs'

/** Which file of the disk a path leads to; undefined if to none. Not its name: another file may have it by now. */
function identity(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found && `${found.dev}:${found.ino}`
}

/**
 * Whether a database that is open is still the one on disk. Where its file was removed or replaced, everything goes on
 * as before and is lost at the next start; so it is where only the log of its last writes (`-wal`) was. Returns a
 * function that says what is wrong, or undefined. Call this once the file is open in WAL mode.
 */
export function watchFile(path: string): () => string | undefined {
  const file = identity(path)
  let log = identity(`${path}-wal`)
  return () => {
    if (identity(path) !== file)
      return `The file ${path} was removed or replaced while Cairn runs; what is written now is lost. Stop Cairn, put the right file there, and start it.`
    const now = identity(`${path}-wal`)
    log ??= now
    return log === now
      ? undefined
      : `The file ${path}-wal was removed or replaced while Cairn runs; what was written last is lost. Stop Cairn, restore a backup if you have one, and start it.`
  }
}
