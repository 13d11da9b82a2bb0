import type { Context } from '../context.ts'
import type { Db } from '../db/db.ts'
import type { Seal } from '../db/seal.ts'
import { wordsOf } from '../db/words.ts'
import { createDirectory } from '../directory/directory.ts'
import { type Follows, follow } from '../follows.ts'
import type { Log } from '../log.ts'
import type { Blocks } from '../outbox/blocks.ts'
import { createOutbox } from '../outbox/outbox.ts'
import { createSchedule } from '../schedule/schedule.ts'
import type { Tie } from '../ties.ts'

export interface ContextParts {
  workspace: string
  db: Db
  now(): number
  newId(): string
  seal: Seal
  log: Log
  /** Who follows what happens, and tells of ties. */
  features: readonly {
    follows?: Follows
    ties?(ctx: Context, person: string): Promise<Tie[]>
    card?(ctx: Context, person: string, reader: string): Promise<Blocks>
  }[]
  /** For what people do: what follows from it goes first, and none of it may be lost. */
  asked?: boolean
  /** Called after each commit that wrote something. */
  onWork?(): void
}

/** The context of one workspace, put together. */
export function makeContext(parts: ContextParts): Context {
  return contextOf(parts)
}

function contextOf(given: ContextParts, read?: Context['read']): Context {
  const { features, asked = false, onWork, ...parts } = given
  const { workspace, db, now, newId, seal } = parts
  const scope = { db, workspace, ...(read && { read }) }
  return {
    ...parts,
    ...scope,
    forOneRequest: () => contextOf(given, new Map()),
    words: (table, row) => wordsOf({ tables: db.tables, seal }, table, row),
    directory: createDirectory(scope, now),
    outbox: createOutbox(db, workspace, now, newId, asked),
    schedule: createSchedule(scope),
    async commit(...writes) {
      // A job that is lost with its commit is still due. What somebody did and was answered for must not be lost.
      const failed = await (asked ? db.commit(...writes) : db.commitLazily(...writes))
      read?.clear()
      if (!failed) onWork?.()
      return failed
    },
    async card(person, reader) {
      const lines: Blocks[] = []
      for (const feature of features) if (feature.card) lines.push(await feature.card(this, person, reader))
      return lines
    },
    async ties(person) {
      const found = await Promise.all(features.map((feature) => feature.ties?.(this, person)))
      return found.flatMap((ties) => ties ?? [])
    },
    follow(name, ...said) {
      return follow(features, this, name, said)
    },
  }
}
