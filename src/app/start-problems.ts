/** What can go wrong outside of us when starting, in plain words with the mend. */

import { StartProblem } from '../slack/platform/authorise.ts'
import type { Config } from './config.ts'

export const NEWER_DATABASE =
  'The database was last used by a newer version of Cairn. Install that version again, or restore a backup from before it.'

/** Words in the database that none of our keys opens. */
export const missingKeysProblem = (names: string[]) =>
  `Words in the database were sealed with another key (${names.join(', ')}). Put that key back into CAIRN_KEY; several keys are separated by commas, and the first one seals.`

interface SystemError {
  code?: string
  message?: string
  syscall?: string
  path?: string
}

/** The database's address without its password. */
const withoutPassword = (url: string) => url.replace(/(:\/\/[^:/@]+):[^@]*@/, '$1:…@')

const POSTGRES: Record<string, string> = {
  ECONNREFUSED: 'Nothing answers there. Start PostgreSQL, or mend the host and port in DATABASE_URL.',
  ENOTFOUND: 'There is no such host. Mend the host in DATABASE_URL.',
  EAI_AGAIN: 'The host could not be looked up. Check the network, or mend the host in DATABASE_URL.',
  ETIMEDOUT: 'It does not answer. Check the network and the host in DATABASE_URL.',
  '28P01': 'The password is wrong. Mend it in DATABASE_URL.',
  '28000': 'This name may not log in. Mend the name in DATABASE_URL, or allow it in pg_hba.conf.',
  '3D000': 'There is no such database. Make it (createdb), or mend its name in DATABASE_URL.',
  '42501': 'The name in DATABASE_URL may not make tables. Grant it "create" on the database and its schema.',
  '25006': 'It can only be read. Point DATABASE_URL at the primary server.',
}

const SQLITE: Record<string, string> = {
  EACCES: 'The folder may not be written to. Give it to the account that runs Cairn, or change DATABASE_URL.',
  EROFS: 'The disk can only be read. Choose another place in DATABASE_URL.',
  ENOSPC: 'The disk is full. Make room, or choose another place in DATABASE_URL.',
  SQLITE_FULL: 'The disk is full. Make room, or choose another place in DATABASE_URL.',
  SQLITE_CANTOPEN: 'The file cannot be opened. Check that its folder and the file may be written to.',
  SQLITE_READONLY: 'The file can only be read. Give it to the account that runs Cairn.',
  SQLITE_NOTADB: 'The file is no database. Choose another name in DATABASE_URL, or restore a backup.',
  SQLITE_CORRUPT: 'The file is damaged. Restore a backup.',
  SQLITE_BUSY: 'Another program holds the file. Stop it first; two Cairns cannot share one file.',
}

/** The system's or the engine's code of an error, or of what caused it. */
function codeOf(error: unknown): string | undefined {
  for (let e = error as (SystemError & { cause?: unknown; errors?: unknown[] }) | undefined; e; ) {
    if (typeof e.code === 'string') return e.code
    e = (e.cause ?? e.errors?.[0]) as typeof e
  }
  return undefined
}

/** Why the database cannot be used, with the mend. */
export function databaseProblem(error: unknown, url: string): string {
  if (error instanceof StartProblem) return error.message
  const code = codeOf(error)
  const mends = url.startsWith('postgres') ? POSTGRES : SQLITE
  const mend = code && (mends[code] ?? mends[code.replace(/^(SQLITE_[A-Z]+)_.*/, '$1')])
  const where = `The database at ${withoutPassword(url)} cannot be used`
  if (mend) return `${where}. ${mend}`
  if (code) return `${where} (${code}). Check DATABASE_URL.`
  // Without a code it is one of our own sentences, in plain words already.
  return error instanceof Error ? error.message : `${where}. Check DATABASE_URL.`
}

/** Why nothing can be listened to at HOST and PORT, with the mend; undefined if that is not what is wrong. */
export function portProblem(error: unknown, { host, port }: Config): string | undefined {
  const mends: Record<string, string> = {
    EADDRINUSE: `Port ${port} is taken by another program. Stop it, or set PORT to another number.`,
    EACCES: `Port ${port} may not be used by this account. Set PORT to a number above 1023.`,
    EADDRNOTAVAIL: `This machine has no address ${host}. Mend HOST.`,
    ENOTFOUND: `There is no host ${host}. Mend HOST.`,
  }
  return (error as SystemError)?.syscall === 'listen' || (error as SystemError)?.syscall === 'getaddrinfo'
    ? mends[codeOf(error) ?? '']
    : undefined
}
