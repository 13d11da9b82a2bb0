import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The path of a file or folder that ships with the program, such as `migrations/sqlite`: whether this runs from its
 * source, from the bundle, or from a copy that lies deeper. @throws if it is nowhere above this file
 */
export function programFile(path: string): string {
  const found = findProgramFile(path)
  if (!found) throw new Error(`${path} is missing beside the program`)
  return found
}

/** As `programFile`; undefined if it is nowhere, such as what was not built yet. */
export function findProgramFile(path: string): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const found = join(folder, path)
    if (existsSync(found)) return found
    if (folder === dirname(folder)) return undefined
  }
}
