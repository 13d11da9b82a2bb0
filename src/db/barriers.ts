/**
 * Pairs that must not be. Who does not want whom stands sealed, and is found by keyed hashes: a copy of the database tells
 * neither of the two. What was written under an older key is found as well.
 */
import { and, eq, inArray } from 'drizzle-orm'
import { anyRows, type Writes } from './commit.ts'
import { chunksOf } from './prepared.ts'
import { rows } from './rows.ts'
import type { Scope } from './scope.ts'
import type { Sealing } from './sealed-rows.ts'
import type { Row } from './tables.ts'

type Kind = 'doNotPair' | 'notForMe'
const KINDS: readonly Kind[] = ['doNotPair', 'notForMe']

/** This person does not want to be paired with the other, or was not interested in a suggestion. */
export interface Barrier {
  kind: Kind
  person: string
  other: string
  /** Since when, UTC ms. */
  at: number
}

const place = (workspace: string, pair: string) => ({
  table: 'barriers',
  column: 'what',
  row: `${workspace}:${pair}`,
})

/** The row of a barrier. */
function sealBarrier({ workspace, seal }: Sealing, barrier: Barrier): Row<'barriers'> {
  const { kind, person, other } = barrier
  const pair = seal.hash('barriers.pair', workspace, kind, person, other)
  return {
    workspace,
    pair,
    person: seal.hash('barriers.person', workspace, kind, person),
    other: seal.hash('barriers.other', workspace, kind, other),
    what: seal.close(place(workspace, pair), JSON.stringify(barrier)),
  }
}

/** Those that bear on this person, whoever of the two said it; without a person all of the workspace. */
export async function listBarriers(
  scope: Scope & Sealing,
  person?: string,
  kinds = KINDS,
): Promise<Barrier[]> {
  const { workspace, seal } = scope
  const of = (column: 'person' | 'other', who: string) => ({
    [column]: kinds.flatMap((kind) => seal.hashes(`barriers.${column}`, workspace, kind, who)),
  })
  const found = await rows(scope, 'barriers').list(
    person === undefined ? {} : [of('person', person), of('other', person)],
    { together: true },
  )
  return found
    .map((row): Barrier => JSON.parse(seal.open(place(workspace, row.pair), row.what)))
    .filter(({ kind }) => kinds.includes(kind))
}

/** Adds them; one that stands already does no harm. */
export const insertBarriers = (scope: Scope & Sealing, added: Barrier[]): Writes =>
  added.length > 0 &&
  anyRows(
    scope.db.q
      .insert(scope.db.tables.barriers)
      .values(added.map((barrier) => sealBarrier(scope, barrier)))
      .onConflictDoNothing(),
  )

/** Takes away what a person said of these others, or of everybody. */
export function deleteBarriers(
  { db, workspace, seal }: Scope & Sealing,
  kind: Kind,
  person: string,
  others?: string[],
): Writes {
  const { barriers } = db.tables
  const gone = others
    ? others.flatMap((other) => seal.hashes('barriers.pair', workspace, kind, person, other))
    : seal.hashes('barriers.person', workspace, kind, person)
  const column = others ? barriers.pair : barriers.person
  return [...chunksOf(gone)].map((some) =>
    anyRows(db.q.delete(barriers).where(and(eq(barriers.workspace, workspace), inArray(column, some)))),
  )
}
