import type { Context } from '../../../context.ts'
import type { Writes } from '../../../db/commit.ts'
import { rows } from '../../../db/rows.ts'
import type { Row } from '../../../db/tables.ts'
import type { Terms } from './domain.ts'

export type Agreement = Row<'agreements'>

const agreements = (ctx: Context) => rows(ctx, 'agreements')

/** The words of a version. Who may read them is for the caller to know: the two, and nobody else. */
export const termsOf = (ctx: Context, a: Agreement): Terms => ({
  ...ctx.words('agreements', a.id).open(a),
  cadenceDays: `${a.cadenceDays}` as Terms['cadenceDays'],
  minutes: `${a.minutes}` as Terms['minutes'],
  endsOn: a.endsOn,
  mode: a.mode as Terms['mode'],
  keep: a.keep as Terms['keep'],
  exit: a.exit as Terms['exit'],
})

/** The terms as columns of the row `id`. */
const sealTerms = (ctx: Context, id: string, { purpose, keepWords, exitWords, ...chosen }: Terms) => ({
  ...chosen,
  cadenceDays: Number(chosen.cadenceDays),
  minutes: Number(chosen.minutes),
  ...ctx.words('agreements', id).seal({ purpose, keepWords, exitWords }),
})

export const findAgreement = (ctx: Context, id: string) => agreements(ctx).find(id)

/** All versions of a mentorship's agreement, the newest first. */
export const listVersions = async (ctx: Context, mentorship: string): Promise<Agreement[]> =>
  (await agreements(ctx).listBy('mentorship', [mentorship], {}, { by: '-version' })).get(mentorship) ?? []

/** Adds a proposal; the guard fails if another version of the same number, or another open one, was first. */
export const insertProposal = (
  ctx: Context,
  row: Pick<Agreement, 'id' | 'mentorship' | 'version' | 'proposedBy'>,
  terms: Terms,
): Writes =>
  agreements(ctx).insert(
    {
      ...row,
      proposedAt: ctx.now(),
      status: 'proposed',
      openOf: row.mentorship,
      ...sealTerms(ctx, row.id, terms),
    },
    'version',
  )

/** Moves a version on; the guard fails if it stands elsewhere by now. */
export const moveAgreement = (
  ctx: Context,
  { id, status }: Agreement,
  set: Pick<Agreement, 'status'> & Partial<Agreement>,
): Writes => agreements(ctx).change({ id, status }, { openOf: null, ...set }, 'version')

/** Closes what is open in a mentorship that ends. */
export const closeOpenProposals = (ctx: Context, mentorship: string): Writes =>
  agreements(ctx).change({ openOf: mentorship }, { status: 'closed', openOf: null })

/** Takes away what this person proposed and the other one never signed. */
export const removeUnsigned = (ctx: Context, person: string): Writes =>
  agreements(ctx).remove({ proposedBy: person, signedAt: null })
