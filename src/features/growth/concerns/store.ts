import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { any, type Writes } from '../../../db/commit.ts'
import { changeRow, findRow } from '../../../db/rows.ts'
import {
  type ConcernState,
  concernHashes,
  concernPlace,
  openConcern,
  sealConcern,
} from '../../../db/sealed-rows.ts'
import type { Row } from '../../../db/tables.ts'

/** A concern with all that the database tells of it only to us; its words are sealed still. */
export type Concern = ConcernState & Pick<Row<'concerns'>, 'id' | 'version' | 'words' | 'answer'>

const opened = (ctx: Context, row: Row<'concerns'>): Concern => ({
  ...openConcern(ctx.seal, row),
  id: row.id,
  version: row.version,
  words: row.words,
  answer: row.answer,
})

export const sealWords = (ctx: Context, id: string, words: string) =>
  ctx.seal.close(concernPlace(id, 'words'), words)
export const openWords = (ctx: Context, c: Concern) => ctx.seal.open(concernPlace(c.id, 'words'), c.words)
/** Without an answer the same: whether there is one is nobody else's. */
export const sealAnswer = (ctx: Context, id: string, words = '') =>
  ctx.seal.close(concernPlace(id, 'answer'), words)
export const openAnswer = (ctx: Context, c: Concern) =>
  ctx.seal.open(concernPlace(c.id, 'answer'), c.answer) || undefined

export async function findConcern(ctx: Context, id: string): Promise<Concern | undefined> {
  const row = await findRow(ctx, 'concerns', id)
  return row && opened(ctx, row)
}

async function list(
  ctx: Context,
  as: 'writer' | 'contact',
  person: string,
  closed: boolean[],
  limit: number,
): Promise<Concern[]> {
  const { concerns } = ctx.db.tables
  const hashes = closed.flatMap((each) => concernHashes(ctx, as, person, each))
  const rows = await ctx.db.q
    .select()
    .from(concerns)
    .where(and(eq(concerns.workspace, ctx.workspace), inArray(concerns[as], hashes)))
    .orderBy(desc(concerns.id))
    .limit(limit)
  return rows.map((row) => opened(ctx, row))
}

/** What is not closed of a person as writer or contact, the newest first. */
export const listOpen = (ctx: Context, as: 'writer' | 'contact', person: string): Promise<Concern[]> =>
  list(ctx, as, person, [false], 20)

/** All that a person ever wrote. */
export const listWritten = (ctx: Context, writer: string): Promise<Concern[]> =>
  list(ctx, 'writer', writer, [false, true], 1000)

export const insertConcern = (
  ctx: Context,
  id: string,
  words: string,
  state: Pick<ConcernState, 'writer' | 'contact'>,
): Writes =>
  any(
    ctx.db.q.insert(ctx.db.tables.concerns).values({
      id,
      workspace: ctx.workspace,
      ...sealConcern(ctx, id, {
        ...state,
        tried: [],
        status: 'sent',
        round: 0,
        sentAt: ctx.now(),
        acknowledgedAt: null,
        answeredAt: null,
        talk: false,
      }),
      words: sealWords(ctx, id, words),
      answer: sealAnswer(ctx, id),
    }),
  )

/** Changes a concern that is as it was seen; the guard `moved` fails if anybody was first. */
export const change = (
  ctx: Context,
  { id, version, words, answer, ...seen }: Concern,
  set: Partial<ConcernState>,
  sealed: Partial<Pick<Concern, 'words' | 'answer'>> = {},
): Writes =>
  changeRow(
    ctx,
    'concerns',
    id,
    { ...sealConcern(ctx, id, { ...seen, ...set }), words, answer, ...sealed, version: version + 1 },
    'moved',
    eq(ctx.db.tables.concerns.version, version),
  )
