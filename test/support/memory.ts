import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const SHARED = '/dev/shm'
/** More than all tests put there at once; a container may have a few megabytes only. */
const ENOUGH_BYTES = 512 * 1024 * 1024

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize > ENOUGH_BYTES
  } catch {
    return false
  }
}

/**
 * Where tests put database files: in memory where the system has such a place, since the bot waits for the disk at
 * every commit. What a kill leaves in a file is the same there; only a power cut would tell them apart.
 */
export const MEMORY = hasRoom(SHARED) ? SHARED : tmpdir()
