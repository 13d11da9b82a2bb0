import type { Announcement, Announcements } from './announcements.ts'
import type { Writes } from './db/commit.ts'
import type { Db } from './db/db.ts'
import type { Seal } from './db/seal.ts'
import type { WithWords, Words } from './db/words.ts'
import type { Directory } from './directory/directory.ts'
import type { Log } from './log.ts'
import type { Blocks } from './outbox/blocks.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { Schedule } from './schedule/schedule.ts'
import type { Tie } from './ties.ts'

/** Everything a service needs, for one workspace. Passed, never imported. */
export interface Context {
  /** Slack's team id; every query is scoped by it. */
  workspace: string
  db: Db
  /** What this request has read, by question; it is read anew after each commit. */
  read?: Map<string, Promise<unknown>>
  /** The same workspace for one request, which reads nothing twice. */
  forOneRequest(): Context
  /** The present instant, UTC ms. The only clock. */
  now(): number
  /** A new sortable id. */
  newId(): string
  seal: Seal
  /** The private words of one row, by the names of its columns. */
  words<N extends WithWords>(table: N, row: string): Words<N>
  directory: Directory
  outbox: Outbox
  schedule: Schedule
  log: Log
  /**
   * Writes all or nothing, together with the mark that this click or form was handled. Returns undefined
   * when done, or the name of the guard that did not hold.
   */
  commit(...writes: Writes[]): Promise<string | undefined>
  /** What all slices tell of a person on their profile, as `reader` sees it. */
  card(person: string, reader: string): Promise<Blocks>
  /** Everybody who is or was bound to this person, as every slice tells. */
  ties(person: string): Promise<Tie[]>
  /** Tells every slice that this happens, and answers all that they write, for the commit of whoever decides it. */
  follow<Name extends Announcement>(name: Name, ...said: Announcements[Name]): Promise<Writes[]>
}
