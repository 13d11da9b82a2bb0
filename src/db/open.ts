import { programFile } from '../core/program-files.ts'
import type { Db, OpenOptions } from './db.ts'
import { openSqlite } from './sqlite.ts'

/** The folder of generated migrations. */
export const migrationsFolder = (engine: 'sqlite' | 'postgres') => programFile(`migrations/${engine}`)

/**
 * Opens a database by its URL: `file:./data/cairn.db`, `:memory:` or `postgres://…`.
 * Throws an Error in plain words if it cannot be opened.
 */
export async function openDatabase(url: string, options: OpenOptions = {}): Promise<Db> {
  const folder = (engine: 'sqlite' | 'postgres') =>
    options.migrations ? `${options.migrations}/${engine}` : migrationsFolder(engine)
  if (/^postgres(ql)?:\/\//.test(url)) {
    // Read only where it is used: most run on a file.
    const { openPostgres } = await import('./postgres.ts')
    return openPostgres(url, folder('postgres'), options)
  }
  if (url === ':memory:' || url.startsWith('file:'))
    return openSqlite(url, folder('sqlite'), options.onStatement)
  throw new Error('DATABASE_URL must begin with file: or postgres://')
}
