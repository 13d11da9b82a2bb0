/**
 * Counters with a cap. `used` is raised only where it stays within the cap, so that however many come at once, the
 * database lets in as many as there is room for.
 */
import type { Writes } from './commit.ts'
import { above, atMost, between, increasedBy } from './conditions.ts'
import { rows } from './rows.ts'
import type { Scope } from './scope.ts'

/** Counts `more` under `key`; the guard fails where there is no room below the cap for all of them. */
export const countUp = (scope: Scope, key: string, cap: number, guard: string, more = 1): Writes => [
  rows(scope, 'counters').insert({ key, used: 0 }),
  rows(scope, 'counters').change({ key, used: atMost(cap - more) }, { used: increasedBy(more) }, guard),
]

/** Counts one more under `key`, past any cap. */
export const countAnyway = (scope: Scope, key: string): Writes =>
  rows(scope, 'counters').put({ key, used: 1 }, ['workspace', 'key'], { used: increasedBy(1) })

/** Gives `some` back; does nothing where fewer were counted. */
export const countDown = (scope: Scope, key: string, some = 1): Writes =>
  rows(scope, 'counters').change({ key, used: above(some - 1) }, { used: increasedBy(-some) })

/** How many are counted under `key`. To be shown, or to save work; what decides is the guard of `countUp`. */
export const counted = async (scope: Scope, key: string): Promise<number> =>
  (await rows(scope, 'counters').find({ key }))?.used ?? 0

/** What is counted under all keys that begin with `family` and a colon, by the rest of the key. */
export async function countedIn(scope: Scope, family: string): Promise<Map<string, number>> {
  // ';' comes after ':', so that these are all keys that begin so.
  const found = await rows(scope, 'counters').list(
    { key: between(`${family}:`, `${family};`) },
    { columns: ['key', 'used'], together: true },
  )
  return new Map(found.map(({ key, used }) => [key.slice(family.length + 1), used]))
}
