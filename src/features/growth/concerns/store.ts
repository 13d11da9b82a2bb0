import type { Context } from '../../../context.ts'
import type { Write, Writes } from '../../../db/commit.ts'
import { rows } from '../../../db/rows.ts'
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

const opened = (ctx: Context, row: Row<'concerns'>): Concern => {
  const { id, version, words, answer } = row
  return { ...openConcern(ctx.seal, row), id, version, words, answer }
}

/** What was written and what was answered; '' where there is no answer in writing. */
export const openWords = (ctx: Context, { id, words, answer }: Concern) =>
  ctx.words('concerns', id).open({ words, answer })

export const sealWords = (ctx: Context, id: string, words: string) =>
  ctx.words('concerns', id).seal({ words })
/** Without an answer the same: whether there is one is nobody else's. */
export const sealAnswer = (ctx: Context, id: string, words = '') => ({
  answer: ctx.seal.close(concernPlace(id, 'answer'), words),
})

export async function findConcern(ctx: Context, id: string): Promise<Concern | undefined> {
  const row = await rows(ctx, 'concerns').find(id)
  return row && opened(ctx, row)
}

type As = 'writer' | 'contact'
const hashesOf = (ctx: Context, as: As, person: string, closed: boolean[]) => ({
  [as]: closed.flatMap((each) => concernHashes(ctx, as, person, each)),
})

/** What is not closed of a person as writer or contact, the newest first. */
export async function listOpen(ctx: Context, as: As, person: string): Promise<Concern[]> {
  const found = await rows(ctx, 'concerns').list(hashesOf(ctx, as, person, [false]), {
    by: '-id',
    limit: 20,
    together: true,
  })
  return found.map((row) => opened(ctx, row))
}

/** All that a person ever wrote, the newest first. */
export async function listWritten(ctx: Context, writer: string): Promise<Concern[]> {
  const found = await rows(ctx, 'concerns').list(hashesOf(ctx, 'writer', writer, [false, true]), {
    by: '-id',
  })
  return found.map((row) => opened(ctx, row))
}

/** All that this person can read as the contact, or could before. Whom else it went to stands sealed, so all are opened. */
export async function listTold(ctx: Context, person: string): Promise<Concern[]> {
  const all = (await rows(ctx, 'concerns').list()).map((row) => opened(ctx, row))
  return all.filter((c) => [c.contact, ...c.tried].includes(person))
}

export const insertConcern = (
  ctx: Context,
  id: string,
  words: string,
  state: Pick<ConcernState, 'writer' | 'contact'>,
): Write =>
  rows(ctx, 'concerns').insert({
    id,
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
    ...sealWords(ctx, id, words),
    ...sealAnswer(ctx, id),
  })

/** Changes a concern that is as it was read; the guard `moved` fails if anybody was first. */
export const changeConcern = (
  ctx: Context,
  { id, version, words, answer, ...read }: Concern,
  set: Partial<ConcernState>,
  sealed: Partial<Pick<Concern, 'words' | 'answer'>> = {},
): Write =>
  rows(ctx, 'concerns').change(
    { id, version },
    { ...sealConcern(ctx, id, { ...read, ...set }), ...sealed, version: version + 1 },
    'moved',
  )

/** Takes away all that this person wrote. */
export const removeWritten = (ctx: Context, writer: string): Writes =>
  rows(ctx, 'concerns').remove(hashesOf(ctx, 'writer', writer, [false, true]))
