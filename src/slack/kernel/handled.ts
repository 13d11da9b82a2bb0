import type { Context } from '../../context.ts'
import type { Writes } from '../../db/commit.ts'
import { below } from '../../db/conditions.ts'
import type { Db } from '../../db/db.ts'
import { rows } from '../../db/rows.ts'
import type { Seal } from '../../db/seal.ts'
import type { Answer } from './feature.ts'

/**
 * Slack delivers some things twice. The key of a click or form is written in the same transaction as its
 * change, so the second delivery finds it, changes nothing, and is answered as the first was.
 */
export class AlreadyHandled extends Error {}

const GUARD = 'already handled'

const place = (key: string) => ({ table: 'handled', column: 'outcome', row: key })

const markOf = (ctx: Context, key: string): Writes =>
  rows(ctx, 'handled').insert({ key, at: ctx.now() }, GUARD)

/** Whether `key` was handled before; from now on it was. For what is shown and writes nothing else. */
export const handledBefore = async (ctx: Context, key: string): Promise<boolean> =>
  (await ctx.commit(markOf(ctx, key))) === GUARD

/** The context whose first commit also writes `key`; throws AlreadyHandled if somebody was first. */
export function handledOnce(ctx: Context, key: string): Context & { wrote(): boolean } {
  let wrote = false
  const mark = markOf(ctx, key)
  return {
    ...ctx,
    wrote: () => wrote,
    async commit(...writes) {
      if (wrote) return ctx.commit(...writes)
      const failed = await ctx.commit(mark, ...writes)
      if (failed === GUARD) throw new AlreadyHandled()
      wrote ||= failed === undefined
      return failed
    },
  }
}

/** Keeps the answer, sealed, for a second delivery. */
export const keepAnswer = (ctx: Context, key: string, answer: Answer): Writes =>
  rows(ctx, 'handled').change({ key }, { outcome: ctx.seal.close(place(key), JSON.stringify(answer)) })

/** The first answer to `key`; 'unknown' if the process died before it was kept; undefined if there was none. */
export async function findAnswer(
  db: Db,
  seal: Seal,
  workspace: string,
  key: string,
): Promise<Answer | 'unknown' | undefined> {
  const row = await rows({ db, workspace }, 'handled').find({ key })
  if (!row) return undefined
  return row.outcome ? (JSON.parse(seal.open(place(key), row.outcome)) as Answer) : 'unknown'
}

/** Keys older than this cannot come again: Slack redelivers for at most some minutes. */
const KEEP_MS = 2 * 24 * 60 * 60_000

export const forgetHandled = (ctx: Context): Writes =>
  rows(ctx, 'handled').remove({ at: below(ctx.now() - KEEP_MS) })
