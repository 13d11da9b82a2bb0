import { and, desc, eq } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { any, exactly, type Writes } from '../../../db/commit.ts'
import { changeRow, findRow } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'
import type { Terms } from './domain.ts'

export type Agreement = Row<'agreements'>

const SEALED = ['purpose', 'keepWords', 'exitWords'] as const
const place = (column: (typeof SEALED)[number], row: string) => ({ table: 'agreements', column, row })

/** The words of a version. Who may read them is for the caller to know: the two, and nobody else. */
export const termsOf = (ctx: Context, a: Agreement): Terms => ({
  purpose: ctx.seal.open(place('purpose', a.id), a.purpose),
  cadenceDays: `${a.cadenceDays}` as Terms['cadenceDays'],
  minutes: `${a.minutes}` as Terms['minutes'],
  endsOn: a.endsOn,
  mode: a.mode as Terms['mode'],
  keep: a.keep as Terms['keep'],
  keepWords: ctx.seal.openMaybe(place('keepWords', a.id), a.keepWords),
  exit: a.exit as Terms['exit'],
  exitWords: ctx.seal.openMaybe(place('exitWords', a.id), a.exitWords),
})

/** The terms as columns of the row `id`. */
export const sealTerms = (ctx: Context, id: string, terms: Terms) => ({
  ...terms,
  cadenceDays: Number(terms.cadenceDays),
  minutes: Number(terms.minutes),
  purpose: ctx.seal.close(place('purpose', id), terms.purpose),
  keepWords: ctx.seal.closeMaybe(place('keepWords', id), terms.keepWords),
  exitWords: ctx.seal.closeMaybe(place('exitWords', id), terms.exitWords),
})

export const findAgreement = (ctx: Context, id: string): Promise<Agreement | undefined> =>
  findRow(ctx, 'agreements', id)

/** All versions of a mentorship's agreement, the newest first. */
export const listVersions = (ctx: Context, mentorship: string): Promise<Agreement[]> => {
  const { agreements } = ctx.db.tables
  return ctx.db.q
    .select()
    .from(agreements)
    .where(and(eq(agreements.workspace, ctx.workspace), eq(agreements.mentorship, mentorship)))
    .orderBy(desc(agreements.version))
}

/** The guard fails if another version of the same number, or another open one, was first. */
export const insertAgreement = (ctx: Context, row: typeof ctx.db.tables.agreements.$inferInsert): Writes =>
  exactly(1, ctx.db.q.insert(ctx.db.tables.agreements).values(row).onConflictDoNothing(), 'version')

/** Moves a version on; the guard fails if it stands elsewhere by now. */
export const moveAgreement = (
  ctx: Context,
  seen: Agreement,
  set: Pick<Agreement, 'status'> & Partial<Agreement>,
): Writes => {
  const still = eq(ctx.db.tables.agreements.status, seen.status)
  return changeRow(ctx, 'agreements', seen.id, { openOf: null, ...set }, 'version', still)
}

/** Closes what is open in a mentorship that ends. */
export const closeOpen = (ctx: Context, mentorship: string): Writes => {
  const { agreements } = ctx.db.tables
  return any(
    ctx.db.q
      .update(agreements)
      .set({ status: 'closed', openOf: null })
      .where(and(eq(agreements.workspace, ctx.workspace), eq(agreements.openOf, mentorship))),
  )
}
